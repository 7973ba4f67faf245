//! espeak-ng's word events onto the words of the text as it is written.

use super::library::Began;
use super::plain::Plain;
use crate::media::{Word, text};

/// A pause shorter than this belongs to the word.
const SHORTEST_PAUSE_MS: u32 = 80;

/// One [`Word`] for each of [`text::words_of`] the text, in order, within `length_ms`.
///
/// espeak-ng says several words for a number, one for "of the", none for lone punctuation. A word begins with its first
/// event; words that have none share the time of the one before them by what they weigh. A word ends where the next
/// one begins, or where the pause before that begins: `silences` are the sound's, in milliseconds, in order.
pub(super) fn words(text: &str, plain: &Plain, began: &[Began], silences: &[(u32, u32)], length_ms: u32) -> Vec<Word> {
    let written = text::words_of(text);
    let starts = starts(written.len(), plain, began, length_ms);
    let mut words = Vec::with_capacity(written.len());
    let mut index = 0;
    while index < written.len() {
        let next = (index + 1..written.len()).find(|&other| starts[other].is_some()).unwrap_or(written.len());
        let from = starts[index].unwrap_or(0);
        let until = starts.get(next).copied().flatten().unwrap_or(length_ms);
        share(&written[index..next], heard(from, until, silences), &mut words);
        index = next;
    }
    words
}

/// When each word's first event comes, in order: an event that would go back in the text is part of the word before.
fn starts(count: usize, plain: &Plain, began: &[Began], length_ms: u32) -> Vec<Option<u32>> {
    let mut starts = vec![None; count];
    let (mut reached, mut last) = (None, 0);
    for event in began {
        let Some(&word) = plain.origin.get(event.character) else { continue };
        if reached.is_none_or(|reached| word > reached) {
            reached = Some(word);
            last = event.ms.clamp(last, length_ms);
            starts[word] = Some(last);
        }
    }
    starts
}

/// The part of a stretch without the pauses at its two ends.
fn heard(from: u32, until: u32, silences: &[(u32, u32)]) -> (u32, u32) {
    let (mut first, mut last) = (from, until);
    for &(start, end) in silences.iter().filter(|(start, end)| *start < until && *end > from) {
        // A stop before the first sound is part of a word; the silence before an utterance is not.
        if start <= from && end < until && end - from >= SHORTEST_PAUSE_MS {
            first = end;
        }
        // Events come a little before or after the sound.
        if end + SHORTEST_PAUSE_MS / 2 >= until && start > first && until.saturating_sub(start) >= SHORTEST_PAUSE_MS {
            last = start;
        }
    }
    (first, last)
}

/// A stretch of one or more words, divided by their weights; lone punctuation weighs little.
fn share(written: &[&str], (from, until): (u32, u32), words: &mut Vec<Word>) {
    let weight = |word: &str| if word.contains(char::is_alphanumeric) { u64::from(text::weight(word)) } else { 1 };
    let total = written.iter().map(|word| weight(word)).sum::<u64>().max(1);
    let length = u64::from(until.saturating_sub(from));
    let mut passed = 0;
    for word in written {
        let start_ms = from + (length * passed / total) as u32;
        passed += weight(word);
        let end_ms = from + (length * passed / total) as u32;
        words.push(Word { text: (*word).to_owned(), start_ms, end_ms });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn times(text: &str, began: &[(usize, u32)], silences: &[(u32, u32)], length_ms: u32) -> Vec<(String, u32, u32)> {
        let began: Vec<_> = began.iter().map(|&(character, ms)| Began { character, ms }).collect();
        let words = words(text, &Plain::of(text), &began, silences, length_ms);
        words.into_iter().map(|word| (word.text, word.start_ms, word.end_ms)).collect()
    }

    fn is(text: &str, start_ms: u32, end_ms: u32) -> (String, u32, u32) {
        (text.to_owned(), start_ms, end_ms)
    }

    #[test]
    fn a_number_of_several_spoken_words_is_one_word_of_the_text() {
        let found = times("In 1984, then", &[(0, 0), (3, 200), (4, 500), (4, 700), (9, 900)], &[], 1500);
        assert_eq!(found, [is("In", 0, 200), is("1984,", 200, 900), is("then", 900, 1500)]);
    }

    #[test]
    fn a_word_ends_where_its_pause_begins() {
        let found = times("Yes. No.", &[(0, 0), (5, 800)], &[(400, 790), (1100, 1200)], 1200);
        assert_eq!(found, [is("Yes.", 0, 400), is("No.", 800, 1100)]);
    }

    #[test]
    fn a_stop_within_a_word_does_not_end_it() {
        assert_eq!(times("Attack", &[(0, 0)], &[(200, 300)], 600), [is("Attack", 0, 600)]);
    }

    #[test]
    fn the_first_word_begins_with_its_sound() {
        assert_eq!(times("Yes", &[(0, 0)], &[(0, 250)], 600), [is("Yes", 250, 600)]);
    }

    #[test]
    fn words_said_as_one_share_its_time() {
        let found = times("one of the best", &[(0, 0), (4, 200), (11, 440)], &[], 900);
        assert_eq!(found[1].1, 200);
        assert_eq!((found[2].2, found[3].1), (440, 440));
        assert!(found[2].1 > 270 && found[2].1 < 370, "{found:?}");
    }

    #[test]
    fn lone_punctuation_takes_next_to_nothing() {
        let found = times("this — that", &[(0, 0), (7, 600)], &[], 1000);
        assert!(found[0].2 >= 500 && found[1].2 == 600, "{found:?}");
        assert_eq!(found[2], is("that", 600, 1000));
    }

    #[test]
    fn characters_are_counted_not_bytes() {
        let found = times("né à Köln", &[(0, 0), (3, 100), (5, 200)], &[], 400);
        assert_eq!(found, [is("né", 0, 100), is("à", 100, 200), is("Köln", 200, 400)]);
    }

    #[test]
    fn no_events_at_all_divide_the_time() {
        assert_eq!(times("a b", &[], &[], 900), [is("a", 0, 450), is("b", 450, 900)]);
    }

    proptest! {
        #[test]
        fn times_are_in_order_and_inside_the_sound(
            text in "([a-z0-9]{1,6}|—|日本)( ([a-z0-9]{1,6}|—|日本)){0,12}",
            mut began in prop::collection::vec((0_usize..60, 0_u32..5000), 0..20),
            mut cuts in prop::collection::vec(0_u32..4500, 0..8),
            length_ms in 0_u32..4000,
        ) {
            began.sort_by_key(|(_, ms)| *ms);
            cuts.sort_unstable();
            let silences: Vec<_> = cuts.chunks_exact(2).map(|pair| (pair[0], pair[1])).collect();
            let found = times(&text, &began, &silences, length_ms);
            prop_assert_eq!(found.len(), text::words_of(&text).len());
            let mut at = 0;
            for (word, start, end) in &found {
                prop_assert!(at <= *start && start <= end && *end <= length_ms, "{} {:?}", word, found);
                at = *end;
            }
        }
    }
}
