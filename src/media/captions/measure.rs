//! How wide a line of captions is, and how wide it may be.

use super::layout::{SafeArea, is_filled, word_space};
use crate::media::glyphs::{Ruler, Typefaces};
use crate::media::{Canvas, CaptionLook};

/// A line in the `line` styles is at most as wide as so many `n`, which is about 42 letters of text: longer ones are hard
/// to read, wide as the canvas may be.
const LINE_NS: u32 = 36;

/// Measures in one look on one canvas.
pub(super) struct Measure<'a> {
    ruler: Ruler<'a>,
    size: u32,
    /// What every space is wider than the font's, in pixels.
    wider_space: u32,
    /// The widest a line may be, in pixels.
    pub room: u32,
}

impl<'a> Measure<'a> {
    pub fn new(look: &CaptionLook, faces: &'a Typefaces, canvas: Canvas) -> Self {
        let ruler = faces.ruler();
        let wider_space = ruler.width(" ", look.size) * (word_space(look.style) - 100) / 100;
        let safe = SafeArea::of(canvas).width(canvas).max(1);
        let room = match is_filled(look.style) {
            false => safe,
            true => safe.min(ruler.width("n", look.size) * LINE_NS),
        };
        Self { ruler, size: look.size, wider_space, room }
    }

    /// The width of a line in pixels.
    pub fn width(&self, text: &str) -> u32 {
        let spaces = text.matches(' ').count() as u32;
        self.ruler.width(text, self.size).saturating_add(spaces.saturating_mul(self.wider_space))
    }
}
