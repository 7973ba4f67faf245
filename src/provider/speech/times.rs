//! Times that a service gives, for words, parts of words or characters of its own, laid onto the words of the text.

use crate::media::{Word, text, word};

/// A piece of what was spoken, in milliseconds of the sound.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Piece {
    pub text: String,
    pub start_ms: u32,
    pub end_ms: u32,
}

/// The words of `text` with their times: exact where the pieces spell the text, else by the words that agree. `None`
/// where the pieces say nothing of use. No time lies after `length_ms`, none before the one before it.
pub fn words(text: &str, pieces: &[Piece], length_ms: u32) -> Option<Vec<Word>> {
    let words = text::words_of(text);
    let usable = pieces.iter().any(|piece| piece.end_ms > piece.start_ms);
    if !usable || words.is_empty() {
        return None;
    }
    let timed = spelled(&words, pieces).unwrap_or_else(|| aligned(&words, pieces));
    (timed.len() == words.len()).then(|| in_order(timed, length_ms))
}

/// The pieces' letters are the text's letters.
fn spelled(words: &[&str], pieces: &[Piece]) -> Option<Vec<Word>> {
    let letters = |text: &str| text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect();
    let mut spoken = Vec::new();
    for piece in pieces {
        let letters: Vec<char> = letters(&piece.text);
        let (count, length) = (letters.len() as u32, piece.end_ms.saturating_sub(piece.start_ms));
        for (at, letter) in letters.into_iter().enumerate() {
            let moment = |of: u32| piece.start_ms + length * of / count.max(1);
            spoken.push((letter, moment(at as u32), moment(at as u32 + 1)));
        }
    }
    let mut at = 0;
    let mut timed = Vec::with_capacity(words.len());
    for word in words {
        let wanted: Vec<char> = letters(word);
        let heard = spoken.get(at..at + wanted.len())?;
        if !heard.iter().map(|(letter, ..)| letter).eq(&wanted) {
            return None;
        }
        at += wanted.len();
        let last_end = timed.last().map_or(0, |word: &Word| word.end_ms);
        let (start_ms, end_ms) = match (heard.first(), heard.last()) {
            (Some(first), Some(last)) => (first.1, last.2),
            // A dash between words takes no time of its own.
            _ => (last_end, last_end),
        };
        timed.push(Word { text: (*word).to_owned(), start_ms, end_ms });
    }
    (at == spoken.len()).then_some(timed)
}

fn aligned(words: &[&str], pieces: &[Piece]) -> Vec<Word> {
    let spoken: Vec<Word> = pieces
        .iter()
        .filter(|piece| piece.text.chars().any(char::is_alphanumeric))
        .map(|piece| Word { text: piece.text.trim().to_owned(), start_ms: piece.start_ms, end_ms: piece.end_ms })
        .collect();
    word::align(words, &spoken)
}

fn in_order(mut words: Vec<Word>, length_ms: u32) -> Vec<Word> {
    let mut from = 0;
    for word in &mut words {
        word.start_ms = word.start_ms.clamp(from, length_ms.max(from));
        word.end_ms = word.end_ms.clamp(word.start_ms, length_ms.max(word.start_ms));
        from = word.end_ms;
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pieces(list: &[(&str, u32, u32)]) -> Vec<Piece> {
        list.iter().map(|&(text, start_ms, end_ms)| Piece { text: text.to_owned(), start_ms, end_ms }).collect()
    }

    fn told(text: &str, list: &[(&str, u32, u32)], length_ms: u32) -> Option<Vec<(String, u32, u32)>> {
        let words = words(text, &pieces(list), length_ms)?;
        Some(words.into_iter().map(|word| (word.text, word.start_ms, word.end_ms)).collect())
    }

    #[test]
    fn characters_add_up_to_words() {
        let characters: Vec<(String, u32, u32)> =
            "It floats.".chars().zip(0..).map(|(c, at)| (c.to_string(), at * 100, at * 100 + 100)).collect();
        let list: Vec<(&str, u32, u32)> = characters.iter().map(|(c, from, to)| (c.as_str(), *from, *to)).collect();
        assert_eq!(told("It floats.", &list, 1000).unwrap(), [("It".into(), 0, 200), ("floats.".into(), 300, 900)]);
    }

    #[test]
    fn tokens_without_punctuation_fit_words_with_it() {
        let list = [("Dawn", 50, 400), (",", 400, 450), ("don", 500, 700), ("'t", 700, 800), ("wait", 800, 1200)];
        let words = told("Dawn, — don't wait!", &list, 1300).unwrap();
        assert_eq!(words[0], ("Dawn,".into(), 50, 400));
        assert_eq!(words[1], ("—".into(), 400, 400));
        assert_eq!(words[2], ("don't".into(), 500, 800));
        assert_eq!(words[3], ("wait!".into(), 800, 1200));
    }

    #[test]
    fn what_is_spoken_otherwise_than_written_shares_its_time() {
        let list = [("In", 0, 200), ("nineteen", 200, 500), ("ten", 500, 700), ("they", 700, 900), ("left", 900, 1200)];
        let words = told("In 1910 they left", &list, 1200).unwrap();
        assert_eq!(words[1], ("1910".into(), 200, 700));
        assert_eq!(words[3], ("left".into(), 900, 1200));
    }

    #[test]
    fn times_outside_of_the_sound_and_useless_ones_do_no_harm() {
        let list = [("a", 900, 100), ("b", 300, 9000)];
        let words = told("a b", &list, 1000).unwrap();
        assert!(words.iter().all(|(_, from, to)| from <= to && *to <= 1000), "{words:?}");
        assert_eq!(told("a b", &[("a", 0, 0), ("b", 0, 0)], 1000), None);
        assert_eq!(told("a b", &[], 1000), None);
    }
}
