//! Text set into lines at the largest size that fits.

use super::CardError;
use super::page::Frame;
use super::sheet::{Anchor, BASE, Set, Sheet, check};
use crate::render::looks::measure::{Weight, Words, width as ems};
use crate::render::looks::paint::math::lerp;

/// How a block of text is set.
#[derive(Debug, Clone, Copy)]
pub(super) struct Type {
    pub weight: Weight,
    /// In ems.
    pub tracking: f32,
    /// Of lines, in ems.
    pub leading: f32,
    pub largest: f32,
    pub smallest: f32,
}

impl Type {
    /// Letters of display sizes stand closer.
    pub fn display(largest: f32, smallest: f32) -> Self {
        Self { weight: Weight::ExtraBold, tracking: -0.018, leading: 1.16, largest, smallest }
    }

    pub fn text(largest: f32, smallest: f32) -> Self {
        Self { weight: Weight::SemiBold, tracking: -0.008, leading: 1.3, largest, smallest }
    }
}

pub(super) struct Block {
    pub lines: Vec<String>,
    pub size: f32,
    how: Type,
}

impl Block {
    pub fn fit(text: &str, room: &Frame, how: Type) -> Result<Self, CardError> {
        let Type { weight, tracking, leading, largest, smallest } = how;
        check(text, weight)?;
        let words = Words::new(text, weight, tracking);
        if words.is_empty() {
            return Err(CardError::Empty);
        }
        const STEPS: u32 = 48;
        for step in 0..=STEPS {
            let size = lerp(largest, smallest, step as f32 / STEPS as f32);
            let measure = room.w / size;
            if words.widest() > measure {
                continue;
            }
            let lines = words.lines(measure);
            // Many lines of few words read badly: smaller letters do better.
            let most = if size > largest * 0.75 {
                4
            } else if size > largest * 0.55 {
                6
            } else {
                usize::MAX
            };
            if lines.len() <= most && lines.len() as f32 * size * leading <= room.h {
                return Ok(Self::set(lines, size, how));
            }
        }
        let measure = room.w / smallest;
        if let Some(word) = text.split_whitespace().find(|w| ems(w, weight) * 0.97 > measure) {
            return Err(CardError::LongWord(word.chars().take(40).collect()));
        }
        let rows = (room.h / (smallest * leading)).floor();
        Err(CardError::TooLong { letters: text.chars().count(), room: (rows * measure / 0.62 * 0.85) as usize })
    }

    /// At a given size; `None` where a word is too wide.
    pub fn at(text: &str, width: f32, size: f32, how: Type) -> Option<Self> {
        let words = Words::new(text, how.weight, how.tracking);
        (words.widest() * size <= width).then(|| Self::set(words.lines(width / size), size, how))
    }

    fn set(lines: Vec<String>, size: f32, how: Type) -> Self {
        Self { lines, size, how }
    }

    pub fn height(&self) -> f32 {
        self.lines.len() as f32 * self.size * self.how.leading
    }

    /// `at` is the middle or the left of the top.
    pub fn write(&self, sheet: &mut Sheet, at: (f32, f32), anchor: Anchor, fill: &str) {
        let Type { weight, tracking, leading, .. } = self.how;
        let set = Set { size: self.size, weight, tracking, anchor, fill, opacity: 1.0 };
        for (i, line) in self.lines.iter().enumerate() {
            sheet.text((at.0, at.1 + self.size * (leading * (i as f32 + 0.5) + BASE)), line, set);
        }
    }
}
