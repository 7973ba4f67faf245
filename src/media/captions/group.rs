//! Which words stand together, and on which lines.

use std::ops::Range;

use super::layout::is_filled;
use super::measure::Measure;
use super::prepare::prepare;
use super::{Cue, CueWord, Row, partition};
use crate::media::glyphs::Typefaces;
use crate::media::text::{self, Break, is_cjk, needs_space};
use crate::media::{Canvas, CaptionLook, Word};

/// A silence that ends a group.
const PAUSE_MS: u32 = 300;
/// A gap between cues that is bridged, so that captions do not flicker.
const BRIDGE_MS: u32 = 500;
/// How long a cue stays after its last word. Less than the air after every narration.
const HOLD_MS: u32 = 200;

/// Groups the words of an utterance into cues that fit the canvas. Word times are relative to the narration's start,
/// and so are the cues'. The same words, look, faces and canvas give the same cues.
pub fn cues(words: &[Word], look: &CaptionLook, faces: &Typefaces, canvas: Canvas) -> Vec<Cue> {
    let measure = Measure::new(look, faces, canvas);
    let words = prepare(words, &measure, look.uppercase);
    let mut cues: Vec<Cue> = Vec::new();
    for run in runs(&words) {
        let setter = Setter::new(&words[run], look, &measure);
        cues.extend(setter.groups().into_iter().map(|group| setter.cue(group)));
    }
    bridge(&mut cues);
    cues
}

/// Stretches between sentence ends and pauses, which no cue crosses.
fn runs(words: &[Word]) -> Vec<Range<usize>> {
    let mut runs = Vec::new();
    let mut start = 0;
    for (index, word) in words.iter().enumerate() {
        let pause = words.get(index + 1).is_none_or(|next| next.start_ms > word.end_ms + PAUSE_MS);
        if pause || text::ends_sentence(&word.text) {
            runs.push(start..index + 1);
            start = index + 1;
        }
    }
    runs
}

/// Lets each cue stay until the next if that is soon, or else a moment after its last word.
fn bridge(cues: &mut [Cue]) {
    for index in 0..cues.len() {
        let next = cues.get(index + 1).map(|cue| cue.start_ms);
        let end_ms = cues[index].end_ms;
        cues[index].end_ms = match next {
            Some(next) if next <= end_ms + BRIDGE_MS => next,
            _ => end_ms + HOLD_MS,
        };
    }
}

/// Sets one run of words.
struct Setter<'a> {
    words: &'a [Word],
    look: &'a CaptionLook,
    row: Row,
    /// The widest a line may be, in pixels.
    room: u32,
}

impl<'a> Setter<'a> {
    fn new(words: &'a [Word], look: &'a CaptionLook, measure: &Measure<'_>) -> Self {
        let space = measure.width(" ");
        let gap = |index: usize| index > 0 && needs_space(&words[index - 1].text, &words[index].text);
        let place = |(index, word): (usize, &Word)| (if gap(index) { space } else { 0 }, measure.width(&word.text));
        Self { words, look, row: Row::new(words.iter().enumerate().map(place)), room: measure.room }
    }

    fn groups(&self) -> Vec<Range<usize>> {
        let most = self.look.max_words.max(1) as usize * 2;
        match is_filled(self.look.style) {
            true => partition(self.words.len(), 40, |range| self.line_cost(range)),
            false => partition(self.words.len(), most, |range| self.word_cost(range)),
        }
    }

    /// Small groups of like size that end where the voice does.
    fn word_cost(&self, range: Range<usize>) -> Option<u64> {
        let lines = self.lines(range.clone())?;
        let (group, inside) = (&self.words[range.clone()], range.end < self.words.len());
        let most = u64::from(self.look.max_words.max(1)) * 2;
        let halves: u64 = group.iter().map(|word| halves(&word.text)).sum();
        if halves > most && group.len() > 1 {
            return None;
        }
        let slack = most.saturating_sub(halves).pow(2);
        let orphan = if halves <= 2 && group.len() < self.words.len() { 16 } else { 0 };
        let second_line = if lines.len() > 1 { 4 } else { 0 };
        let dangling = if inside && text::dangles(&self.words[range.end - 1].text) { 6 } else { 0 };
        let dangling = dangling + 5 * self.bad_breaks(&lines);
        Some(10 + slack + orphan + second_line + dangling + 14 * breaths_inside(group))
    }

    /// Full lines that end where the voice does.
    fn line_cost(&self, range: Range<usize>) -> Option<u64> {
        let lines = self.lines(range.clone())?;
        let percent = u64::from(self.row.width(range.clone())) * 50 / u64::from(self.room);
        let slack = 100_u64.saturating_sub(percent).pow(2) / 50;
        let orphan = if range.len() == 1 && self.words.len() > 1 { 150 } else { 0 };
        let last = &self.words[range.end - 1].text;
        let mid_clause = if range.end == self.words.len() || text::ends_clause(last) { 0 } else { 110 };
        let dangling = if range.end < self.words.len() && text::dangles(last) { 40 } else { 0 };
        Some(60 + slack + orphan + mid_clause + dangling + 50 * self.bad_breaks(&lines))
    }

    /// Lines that end with a word that leans on the next.
    fn bad_breaks(&self, lines: &[Range<usize>]) -> u64 {
        let inner = &lines[..lines.len().saturating_sub(1)];
        inner.iter().filter(|line| text::break_after(&self.words[line.end - 1].text) == Break::Bad).count() as u64
    }

    /// One line or two, within the room, or within what the widest word needs where it is to be set smaller anyway;
    /// `None` where that is too little.
    fn lines(&self, range: Range<usize>) -> Option<Vec<Range<usize>>> {
        let widest = range.clone().map(|word| self.row.width(word..word + 1)).max().unwrap_or(0);
        self.row.lines(range, self.room.max(widest), |word| text::break_after(&self.words[word].text))
    }

    fn cue(&self, range: Range<usize>) -> Cue {
        let lines = self.lines(range.clone()).unwrap_or_else(|| vec![range.clone()]);
        let widest = lines.iter().map(|line| self.row.width(line.clone())).max().unwrap_or(0);
        let size = match widest > self.room {
            true => (u64::from(self.look.size) * u64::from(self.room) / u64::from(widest)) as u32,
            false => self.look.size,
        };
        let words = &self.words[range];
        let shown = |word: &Word| CueWord { text: word.text.clone(), start_ms: word.start_ms };
        Cue {
            start_ms: words.first().map_or(0, |word| word.start_ms),
            end_ms: words.last().map_or(0, |word| word.end_ms),
            lines: lines.into_iter().map(|line| self.words[line].iter().map(shown).collect()).collect(),
            size: size.max(1),
        }
    }
}

/// Half words: an ideograph is about half of one.
fn halves(word: &str) -> u64 {
    let short = word.chars().filter(|c| c.is_alphanumeric()).count() <= 1;
    if short && word.chars().any(is_cjk) { 1 } else { 2 }
}

fn breaths_inside(words: &[Word]) -> u64 {
    let inner = words.len().saturating_sub(1);
    words[..inner].iter().filter(|word| text::ends_clause(&word.text)).count() as u64
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::media::{CaptionStyle, word};

    const SHORTS: Canvas = Canvas { width: 1080, height: 1920, fps: 30 };
    const WIDE: Canvas = Canvas { width: 1920, height: 1080, fps: 30 };

    fn shown(text: &str, style: CaptionStyle, canvas: Canvas) -> Vec<String> {
        let words = word::estimate(text, text.chars().count() as u32 * 70, &[]);
        let cues = cues(&words, &CaptionLook::standard_of(style, canvas), &Typefaces::built_in(style), canvas);
        let lines = |cue: Cue| cue.lines.iter().map(|line| joined(line)).collect::<Vec<_>>().join(" / ");
        cues.into_iter().map(lines).collect()
    }

    fn joined(line: &[CueWord]) -> String {
        text::join(line.iter().map(|word| word.text.as_str()))
    }

    #[test]
    fn groups_end_where_the_voice_does_and_leave_no_orphans() {
        assert_eq!(
            shown("Boats leave at dawn, and the whole harbour wakes up. Nobody sleeps in.", CaptionStyle::Word, SHORTS),
            ["Boats leave / at dawn,", "and the whole", "harbour / wakes up.", "Nobody / sleeps in."]
        );
    }

    #[test]
    fn a_number_stays_with_what_it_counts() {
        assert_eq!(shown("It cost 4 million dollars!", CaptionStyle::Word, WIDE), ["It cost", "4 million dollars!"]);
    }

    #[test]
    fn a_line_style_fills_lines_and_breaks_them_evenly() {
        let text = "Boats leave at dawn, and the whole harbour wakes up with them before anybody has had coffee.";
        assert_eq!(
            shown(text, CaptionStyle::Line, WIDE),
            ["Boats leave at dawn,", "and the whole harbour wakes up with / them before anybody has had coffee."]
        );
    }

    #[test]
    fn a_long_word_is_set_smaller_and_a_very_long_one_is_cut() {
        let words = word::estimate("Incomprehensibilities matter", 2000, &[]);
        let look = CaptionLook { uppercase: true, ..CaptionLook::standard(SHORTS) };
        let faces = Typefaces::built_in(look.style);
        let small = cues(&words, &look, &faces, SHORTS);
        assert_eq!(joined(&small[0].lines[0]), "INCOMPREHENSIBILITIES");
        assert!(small[0].size < look.size && small[0].size * 100 >= look.size * 60);
        let endless = word::estimate(&"Supercalifragilistic".repeat(4), 2000, &[]);
        assert!(cues(&endless, &look, &faces, SHORTS).iter().all(|cue| cue.size * 100 >= look.size * 60));
    }

    #[test]
    fn chinese_is_grouped_without_spaces() {
        let cues = shown("你好，世界。我们今天去港口看船。", CaptionStyle::Word, SHORTS);
        assert_eq!(cues.concat().replace(" / ", ""), "你好，世界。我们今天去港口看船。");
        assert!(cues.iter().all(|cue| !cue.contains(' ') || cue.contains(" / ")), "{cues:?}");
    }

    #[test]
    fn a_pause_ends_a_cue_and_a_short_gap_is_bridged() {
        let word = |text: &str, start_ms, end_ms| Word { text: text.to_owned(), start_ms, end_ms };
        let words = [word("one", 0, 200), word("two", 600, 800), word("three", 2000, 2300)];
        let look = CaptionLook::standard(WIDE);
        let cues = cues(&words, &look, &Typefaces::built_in(look.style), WIDE);
        let times: Vec<_> = cues.iter().map(|cue| (cue.start_ms, cue.end_ms)).collect();
        assert_eq!(times, [(0, 600), (600, 1000), (2000, 2500)]);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        #[test]
        fn every_word_is_shown_once_in_order_and_fits(
            texts in prop::collection::vec("[a-zA-Z]{1,24}[,.!]?|[0-9]{1,5}|你好", 0..40),
            gaps in prop::collection::vec(0_u32..500, 40),
            max_words in 1_u32..8,
            style in prop::sample::select(vec![CaptionStyle::Word, CaptionStyle::Line, CaptionStyle::Karaoke]),
            canvas in prop::sample::select(vec![SHORTS, WIDE]),
        ) {
            let mut at = 0;
            let words: Vec<Word> = texts.iter().zip(gaps).map(|(text, gap)| {
                let start_ms = at + gap;
                at = start_ms + 250;
                Word { text: text.clone(), start_ms, end_ms: at }
            }).collect();
            let look = CaptionLook { max_words, ..CaptionLook::standard_of(style, canvas) };
            let faces = Typefaces::built_in(style);
            let cues = cues(&words, &look, &faces, canvas);
            let all: String = cues.iter().flat_map(|cue| cue.lines.iter().flatten()).map(|word| word.text.as_str()).collect();
            prop_assert_eq!(all, texts.concat());
            let mut at = 0;
            for cue in &cues {
                prop_assert!(at <= cue.start_ms && cue.start_ms < cue.end_ms);
                at = cue.end_ms;
                prop_assert!((1..=2).contains(&cue.lines.len()));
                let measure = Measure::new(&CaptionLook { size: cue.size, ..look.clone() }, &faces, canvas);
                for line in &cue.lines {
                    prop_assert!(measure.width(&joined(line)) <= measure.room + 4);
                }
                let words = cue.lines.iter().flatten().filter(|word| !word.text.starts_with(['你', '好'])).count();
                prop_assert!(style != CaptionStyle::Word || words <= max_words as usize);
            }
        }
    }
}
