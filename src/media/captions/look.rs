//! How captions look when nobody says, and which faces they are set in.

use super::layout::is_tall;
use crate::media::fonts::{self, BuiltIn};
use crate::media::glyphs::{Typeface, Typefaces};
use crate::media::{Canvas, CaptionLook, CaptionPosition, CaptionStyle, Colour};

impl CaptionLook {
    /// The built-in look of the `word` style on a canvas.
    pub fn standard(canvas: Canvas) -> Self {
        Self::standard_of(CaptionStyle::Word, canvas)
    }

    /// The built-in look of a style on a canvas. Sizes are shares of the canvas's shorter side.
    pub fn standard_of(style: CaptionStyle, canvas: Canvas) -> Self {
        let side = canvas.width.min(canvas.height);
        let per_mille = |share: u32| (side * share / 1000).max(1);
        let tall = is_tall(canvas);
        let (size, outline) = match style {
            CaptionStyle::Word | CaptionStyle::None if tall => (122, 9),
            CaptionStyle::Word | CaptionStyle::None => (96, 7),
            CaptionStyle::Karaoke if tall => (92, 7),
            CaptionStyle::Karaoke => (74, 5),
            CaptionStyle::Line | CaptionStyle::Boxed if tall => (74, 5),
            CaptionStyle::Line | CaptionStyle::Boxed => (62, 4),
        };
        Self {
            style,
            font: fonts::FAMILY.to_owned(),
            size: per_mille(size),
            color: Colour::WHITE,
            highlight: Colour::rgb(0xff, 0xd4, 0x00),
            position: CaptionPosition::Bottom,
            max_words: 4,
            outline: per_mille(outline),
            uppercase: false,
        }
    }
}

/// The built-in face of a style.
pub fn face(style: CaptionStyle) -> BuiltIn {
    if is_heavy(style) { fonts::EXTRA_BOLD } else { fonts::SEMI_BOLD }
}

/// The built-in face of a style as a typeface. libass does not find the family's bold faces by weight, only by their full
/// names.
pub fn typeface(style: CaptionStyle) -> Typeface {
    Typeface::built_in(face(style), if is_heavy(style) { "Inter Extra Bold" } else { "Inter Semi Bold" })
}

impl Typefaces {
    /// What captions of a style are set in where no other font is named and none is needed.
    pub fn built_in(style: CaptionStyle) -> Self {
        Self::new(typeface(style), [])
    }
}

fn is_heavy(style: CaptionStyle) -> bool {
    match style {
        CaptionStyle::Word | CaptionStyle::Karaoke => true,
        CaptionStyle::Line | CaptionStyle::Boxed | CaptionStyle::None => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SHORTS: Canvas = Canvas { width: 1080, height: 1920, fps: 30 };

    #[test]
    fn sizes_follow_the_canvas() {
        let small = Canvas { width: 540, height: 960, fps: 30 };
        let (large, small) = (CaptionLook::standard(SHORTS), CaptionLook::standard(small));
        assert_eq!((large.size, large.outline), (131, 9));
        assert_eq!((small.size, small.outline), (65, 4));
    }
}
