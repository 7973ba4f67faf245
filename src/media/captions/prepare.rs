//! Words as they are shown.

use super::measure::Measure;
use crate::media::Word;
use crate::media::text::{self, is_mark};

/// The smallest share of the wanted font size, in percent; a word that is longer still is cut in pieces.
const SMALLEST_PERCENT: u32 = 60;
/// Words as they are shown: neat, in order, in capitals if wanted, none wider than the smallest size allows.
pub(super) fn prepare(words: &[Word], measure: &Measure<'_>, uppercase: bool) -> Vec<Word> {
    let mut prepared = Vec::with_capacity(words.len());
    let mut from = 0;
    for word in words {
        let tidy = text::tidy(&word.text);
        let shown = if uppercase { tidy.to_uppercase() } else { tidy };
        let start_ms = word.start_ms.max(from);
        let end_ms = word.end_ms.max(start_ms);
        let pieces: Vec<String> = text::words_of(&shown).into_iter().flat_map(|word| cut(word, measure)).collect();
        prepared.extend(share(pieces, start_ms, end_ms));
        from = end_ms;
    }
    prepared
}

/// A word that is too wide even at the smallest size, in pieces of like length that are not.
fn cut(word: &str, measure: &Measure<'_>) -> Vec<String> {
    let widest = u64::from(measure.room) * 100 / u64::from(SMALLEST_PERCENT);
    let most = u64::from(measure.width(word)).div_ceil(widest).max(1) as usize;
    let chars: Vec<char> = word.chars().collect();
    let even = |count: usize| -> Vec<String> {
        let marks = |at: usize| chars[at..].iter().take_while(|&&c| is_mark(c)).count();
        let edge = |piece: usize| chars.len() * piece / count;
        let edges: Vec<usize> = (0..=count).map(|piece| edge(piece) + marks(edge(piece))).collect();
        edges.windows(2).map(|edge| chars[edge[0]..edge[1].max(edge[0])].iter().collect()).collect()
    };
    let fits = |piece: &String| u64::from(measure.width(piece)) <= widest;
    let counts = most..=chars.len().max(most);
    let pieces = counts.map(even).find(|pieces| pieces.iter().all(fits));
    pieces.unwrap_or_else(|| vec![word.to_owned()]).into_iter().filter(|piece| !piece.is_empty()).collect()
}

/// Pieces of a word share its time by weight.
fn share(pieces: Vec<String>, start_ms: u32, end_ms: u32) -> impl Iterator<Item = Word> {
    let total: u64 = pieces.iter().map(|piece| u64::from(text::weight(piece))).sum();
    let length = u64::from(end_ms - start_ms);
    let mut passed = 0;
    pieces.into_iter().map(move |text| {
        let from = start_ms + (passed * length / total.max(1)) as u32;
        passed += u64::from(text::weight(&text));
        let to = start_ms + (passed * length / total.max(1)) as u32;
        Word { text, start_ms: from, end_ms: to }
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::media::glyphs::Typefaces;
    use crate::media::{Canvas, CaptionLook};

    fn prepared(words: &[(&str, u32, u32)], uppercase: bool) -> Vec<(String, u32, u32)> {
        let canvas = Canvas { width: 1080, height: 1920, fps: 30 };
        let look = CaptionLook::standard(canvas);
        let faces = Typefaces::built_in(look.style);
        let measure = Measure::new(&look, &faces, canvas);
        let word = |&(text, start_ms, end_ms): &(&str, u32, u32)| Word { text: text.to_owned(), start_ms, end_ms };
        let words: Vec<Word> = words.iter().map(word).collect();
        let words = prepare(&words, &measure, uppercase);
        words.into_iter().map(|word| (word.text, word.start_ms, word.end_ms)).collect()
    }

    #[test]
    fn what_an_engine_gives_as_one_word_is_split_and_shares_its_time() {
        assert_eq!(
            prepared(&[("one two", 0, 1000), ("\n", 1000, 1100), ("港口", 1100, 1500)], true),
            [
                ("ONE".to_owned(), 0, 500),
                ("TWO".to_owned(), 500, 1000),
                ("港".to_owned(), 1100, 1300),
                ("口".to_owned(), 1300, 1500)
            ]
        );
    }

    #[test]
    fn times_that_run_backwards_are_put_in_order() {
        assert_eq!(
            prepared(&[("a", 500, 400), ("b", 300, 350)], false),
            [("a".to_owned(), 500, 500), ("b".to_owned(), 500, 500)]
        );
    }

    #[test]
    fn an_endless_word_is_cut_into_even_pieces() {
        let pieces = prepared(&[(&"harbour".repeat(12), 0, 1000)], false);
        let lengths: Vec<usize> = pieces.iter().map(|piece| piece.0.chars().count()).collect();
        assert!(lengths.len() > 2 && lengths.iter().max().unwrap() - lengths.iter().min().unwrap() <= 1);
    }
}
