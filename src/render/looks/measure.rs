//! How wide text is, and where to break it so that its lines are about equally long.

use std::ops::Range;
use std::sync::LazyLock;

use ttf_parser::Face;

use crate::media::captions::partition;
use crate::media::fonts;
use crate::media::text::{self, Break};

/// The faces that cards are set in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Weight {
    SemiBold,
    ExtraBold,
    /// The face for code.
    Mono,
}

impl Weight {
    /// As SVG and CSS say it.
    pub(super) fn number(self) -> u32 {
        match self {
            Weight::Mono => 500,
            Weight::SemiBold => 600,
            Weight::ExtraBold => 800,
        }
    }

    fn face(self) -> Option<&'static Face<'static>> {
        match self {
            Weight::Mono => MONO.as_ref(),
            Weight::SemiBold => SEMI_BOLD.as_ref(),
            Weight::ExtraBold => EXTRA_BOLD.as_ref(),
        }
    }
}

static SEMI_BOLD: LazyLock<Option<Face<'static>>> = LazyLock::new(|| Face::parse(fonts::SEMI_BOLD.bytes, 0).ok());
static MONO: LazyLock<Option<Face<'static>>> = LazyLock::new(|| Face::parse(fonts::MONO.bytes, 0).ok());
static EXTRA_BOLD: LazyLock<Option<Face<'static>>> = LazyLock::new(|| Face::parse(fonts::EXTRA_BOLD.bytes, 0).ok());

/// Whether a built-in face has a glyph for it, or it needs none (white space, joiners).
pub(super) fn can_show(character: char, weight: Weight) -> bool {
    character.is_whitespace()
        || matches!(character, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}' | '\u{fe0e}')
        || weight.face().is_some_and(|face| face.glyph_index(character).is_some())
}

/// The text's width in ems, without kerning (which in this family only narrows).
pub(super) fn width(text: &str, weight: Weight) -> f32 {
    let Some(face) = weight.face() else { return text.chars().count() as f32 * 0.6 };
    let advance = |c: char| face.glyph_index(c).and_then(|g| face.glyph_hor_advance(g)).map_or(0, u32::from);
    text.chars().map(advance).sum::<u32>() as f32 / f32::from(face.units_per_em())
}

/// Text broken into words with their widths in ems; a line break in the text is kept.
pub(super) struct Words {
    paragraphs: Vec<Vec<(String, f32)>>,
    space: f32,
}

impl Words {
    pub(super) fn new(text: &str, weight: Weight, tracking: f32) -> Self {
        let wide = |word: &str| width(word, weight) + tracking * word.chars().count() as f32;
        let paragraphs = text
            .lines()
            .map(|line| line.split_whitespace().map(|w| (w.to_owned(), wide(w))).collect::<Vec<_>>())
            .filter(|words| !words.is_empty())
            .collect();
        Self { paragraphs, space: width(" ", weight) + tracking }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.paragraphs.is_empty()
    }

    pub(super) fn widest(&self) -> f32 {
        self.paragraphs.iter().flatten().map(|(_, w)| *w).fold(0.0, f32::max)
    }

    /// Lines no wider than `room` ems where words allow: as few as possible, then as even as possible.
    pub(super) fn lines(&self, room: f32) -> Vec<String> {
        self.paragraphs.iter().flat_map(|words| self.balanced(words, room)).collect()
    }

    fn balanced(&self, words: &[(String, f32)], room: f32) -> Vec<String> {
        // Hundredths of ems squared; a line more costs more than any unevenness.
        const LINE: u64 = 1 << 40;
        let square = |ems: f32| ((ems * 100.0).clamp(0.0, 1e5) as u64).pow(2);
        // Where each word ends on an endless line.
        let ends: Vec<f32> = words
            .iter()
            .scan(0.0, |at, (_, wide)| {
                *at += wide + self.space;
                Some(*at)
            })
            .collect();
        let start = |word: usize| word.checked_sub(1).map_or(0.0, |before| ends[before]);
        let wide = |range: &Range<usize>| ends[range.end - 1] - start(range.start) - self.space;
        let lines = partition(words.len(), words.len(), |range| {
            let slack = room - wide(&range);
            if slack < -1e-3 {
                return None;
            }
            let last = range.end == words.len();
            let end = match text::break_after(&words[range.end - 1].0) {
                _ if last => 0,
                Break::Good | Break::Fair => 0,
                Break::Bad => square(room * 0.2),
            };
            Some(LINE + square(slack) + end)
        });
        let line =
            |range: Range<usize>| words[range].iter().map(|(word, _)| word.as_str()).collect::<Vec<_>>().join(" ");
        lines.into_iter().map(line).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn widths_are_the_fonts_own() {
        assert!(width("W", Weight::ExtraBold) > width("i", Weight::ExtraBold) * 2.0);
        assert!((0.4..0.8).contains(&width("a", Weight::SemiBold)));
    }

    #[test]
    fn glyphs_are_known() {
        assert!("Grüße, Ελλάδα, Привет — “ok” …\n\u{a0}€".chars().all(|c| can_show(c, Weight::ExtraBold)));
        assert!(!can_show('漢', Weight::SemiBold) && !can_show('🙂', Weight::Mono));
    }

    #[test]
    fn lines_are_even_and_breaks_are_kept() {
        let words = Words::new("one two three four five six seven\neight", Weight::SemiBold, 0.0);
        let lines = words.lines(10.0);
        assert_eq!(lines, ["one two three", "four five six seven", "eight"]);
        let words = Words::new("Borrow a drill, a tent, a telescope", Weight::ExtraBold, 0.0);
        assert_eq!(words.lines(12.5), ["Borrow a drill,", "a tent, a telescope"], "no article ends a line");
    }

    proptest! {
        #[test]
        fn no_line_is_wider_than_its_room_and_no_word_is_lost(text in "([a-zA-Z]{1,9} ){1,30}", room in 6.0_f32..30.0) {
            let words = Words::new(&text, Weight::SemiBold, 0.0);
            let lines = words.lines(room);
            prop_assert_eq!(lines.join(" "), text.split_whitespace().collect::<Vec<_>>().join(" "));
            for line in lines.iter().filter(|l| l.contains(' ')) {
                prop_assert!(width(line, Weight::SemiBold) <= room + 0.01);
            }
        }
    }
}
