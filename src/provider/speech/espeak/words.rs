//! espeak-ng's word events onto the words of the text as it is written.

use super::library::Event;
use crate::media::Word;

/// One [`Word`] a whitespace-separated piece of `text`, in order, within `length_ms`. espeak-ng says several words for
/// a number and none for lone punctuation; a piece without an event shares the time of the one before it.
pub(super) fn words(text: &str, events: &[Event], silences: &[(u32, u32)], length_ms: u32) -> Vec<Word> {
    let pieces = pieces(text);
    let mut starts: Vec<Option<u32>> = vec![None; pieces.len()];
    for event in events {
        let Event { character, ms } = *event;
        let piece = pieces.partition_point(|piece| piece.end <= character);
        if let Some(start) = starts.get_mut(piece)
            && start.is_none_or(|known| ms < known)
        {
            *start = Some(ms.min(length_ms));
        }
    }
    let starts = filled(&starts, length_ms);
    let next = |index: usize| starts.get(index + 1).copied().unwrap_or(length_ms);
    pieces
        .iter()
        .enumerate()
        .map(|(index, piece)| {
            let (start_ms, next_ms) = (starts[index], next(index));
            // A silence that lasts until the next word is a pause and not the word's.
            let pause = silences.iter().find(|(from, to)| *from > start_ms && *from < next_ms && *to + NEAR_MS >= next_ms);
            Word { text: piece.text.to_owned(), start_ms, end_ms: pause.map_or(next_ms, |(from, _)| *from) }
        })
        .collect()
}

/// An event is this exact, about.
const NEAR_MS: u32 = 60;

struct Piece<'a> {
    text: &'a str,
    /// The character after the piece, counted from the text's start.
    end: usize,
}

fn pieces(text: &str) -> Vec<Piece<'_>> {
    let (mut byte, mut character) = (0, 0);
    text.split_whitespace()
        .map(|piece| {
            // `piece` lies in `text`: what stands between it and the last one is counted too.
            let start = piece.as_ptr() as usize - text.as_ptr() as usize;
            character += text[byte..start].chars().count() + piece.chars().count();
            byte = start + piece.len();
            Piece { text: piece, end: character }
        })
        .collect()
}

/// Monotone starts; runs without an event divide the time between their neighbours.
fn filled(starts: &[Option<u32>], length_ms: u32) -> Vec<u32> {
    let mut filled: Vec<u32> = Vec::with_capacity(starts.len());
    for (index, start) in starts.iter().enumerate() {
        let before = filled.last().copied().unwrap_or(0);
        let start = start.unwrap_or_else(|| {
            let (steps, after) = starts[index..]
                .iter()
                .enumerate()
                .find_map(|(steps, start)| start.map(|ms| (steps, ms)))
                .unwrap_or((starts.len() - index, length_ms));
            if index == 0 { 0 } else { before + after.saturating_sub(before) / (steps as u32 + 1) }
        });
        filled.push(start.max(before).min(length_ms));
    }
    filled
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(events: &[(usize, u32)]) -> Vec<Event> {
        events.iter().map(|&(character, ms)| Event { character, ms }).collect()
    }

    fn times(words: &[Word]) -> Vec<(&str, u32, u32)> {
        words.iter().map(|word| (word.text.as_str(), word.start_ms, word.end_ms)).collect()
    }

    #[test]
    fn a_number_of_several_spoken_words_is_one_word_of_the_text() {
        let events = at(&[(0, 0), (3, 200), (3, 500), (3, 700), (8, 900)]);
        let words = words("In 1984, then", &events, &[], 1500);
        assert_eq!(times(&words), [("In", 0, 200), ("1984,", 200, 900), ("then", 900, 1500)]);
    }

    #[test]
    fn a_word_ends_before_the_pause_after_it() {
        let words = words("Yes. No.", &at(&[(0, 0), (5, 800)]), &[(400, 790), (1000, 1200)], 1200);
        assert_eq!(times(&words), [("Yes.", 0, 400), ("No.", 800, 1000)]);
    }

    #[test]
    fn what_is_not_spoken_takes_a_share_of_the_time_before_the_next_word() {
        let words = words("this — that", &at(&[(0, 0), (7, 600)]), &[], 1000);
        assert_eq!(times(&words), [("this", 0, 300), ("—", 300, 600), ("that", 600, 1000)]);
    }

    #[test]
    fn characters_are_counted_not_bytes() {
        let words = words("né à Köln", &at(&[(0, 0), (3, 100), (5, 200)]), &[], 400);
        assert_eq!(times(&words), [("né", 0, 100), ("à", 100, 200), ("Köln", 200, 400)]);
    }

    #[test]
    fn no_events_at_all_divide_the_time() {
        assert_eq!(times(&words("a b", &[], &[], 900)), [("a", 0, 450), ("b", 450, 900)]);
    }
}
