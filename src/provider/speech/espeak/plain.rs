//! A text as espeak-ng can be given it: nothing in it is a command, and nothing in it brings the library down.
//!
//! Control characters would be espeak-ng's embedded commands (and so would characters for private use, which it maps
//! onto them). Very long words, words of many symbols and words that change their script overrun its buffers: they are
//! taken apart. No such piece is lost: each character spoken knows the word of the text it comes from.

use crate::media::text::words_of;

/// Letters at a stretch that all versions take.
const LONGEST: usize = 24;
/// More symbols than this in a word are said one by one.
const MOST_SYMBOLS: usize = 4;

/// A text made plain.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Plain {
    pub text: String,
    /// For each character of `text` the index of the word (by [`words_of`]) that it belongs to; white space belongs to
    /// a neighbour.
    pub origin: Vec<usize>,
}

impl Plain {
    pub(super) fn of(text: &str) -> Self {
        // Words lie in the text, so their places are the distances between the two.
        let offset = |part: &str| part.as_ptr() as usize - text.as_ptr() as usize;
        let begins: Vec<usize> = words_of(text).into_iter().map(offset).collect();
        let word_at = |byte: usize| begins.partition_point(|begin| *begin <= byte).saturating_sub(1);
        let mut plain = Self::default();
        let mut read = 0;
        for token in text.split_whitespace() {
            let start = offset(token);
            for space in text[read..start].chars() {
                plain.push(if space == '\n' { '\n' } else { ' ' }, word_at(read));
            }
            plain.token(token, |byte| word_at(start + byte));
            read = start + token.len();
        }
        plain
    }

    /// What stands between white space, with a space wherever it is to be taken apart.
    fn token(&mut self, token: &str, word_at: impl Fn(usize) -> usize) {
        let spelled = token.chars().filter(|&c| kind(c) == Kind::Symbol).count() > MOST_SYMBOLS;
        let (mut run, mut script, mut last) = (0, None, ' ');
        for (byte, c) in token.char_indices().filter(|(_, c)| !is_hidden(*c)) {
            let kind = kind(c);
            let other_script = matches!((kind, script), (Kind::Letter(now), Some(before)) if now != before);
            let alone = spelled && (kind == Kind::Symbol || self::kind(last) == Kind::Symbol);
            let bracket = matches!((last, c), ('[', '[') | (']', ']'));
            if run > 0 && (run >= LONGEST || other_script || alone || bracket) {
                self.push(' ', word_at(byte));
                run = 0;
            }
            if let Kind::Letter(now) = kind {
                script = Some(now);
            }
            self.push(c, word_at(byte));
            run += 1;
            last = c;
        }
    }

    fn push(&mut self, c: char, word: usize) {
        self.text.push(c);
        self.origin.push(word);
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// Of a script, known by its block.
    Letter(u32),
    Digit,
    Symbol,
}

fn kind(c: char) -> Kind {
    match u32::from(c) {
        _ if c.is_numeric() => Kind::Digit,
        // Accents join the letter before them.
        0x300..=0x36f => Kind::Symbol,
        // Indic and other vowel signs are no letters to Unicode, but parts of their script's words.
        code @ (0x900..=0x109f | 0x1780..=0x17ff) => Kind::Letter(code / 0x80),
        _ if !c.is_alphabetic() => Kind::Symbol,
        // Latin with its supplements and extensions.
        0..=0x24f | 0x1e00..=0x1eff => Kind::Letter(0),
        // Greek with its polytonic letters.
        0x370..=0x3ff | 0x1f00..=0x1fff => Kind::Letter(1),
        // Cyrillic and its supplement.
        0x400..=0x52f => Kind::Letter(2),
        // Arabic and its supplements.
        0x600..=0x6ff | 0x750..=0x77f | 0x8a0..=0x8ff => Kind::Letter(3),
        // Chinese and Japanese mix their scripts within words.
        0x3040..=0x30ff | 0x3400..=0x9fff => Kind::Letter(4),
        code => Kind::Letter(code / 0x80),
    }
}

/// What has no sound but could have an effect: controls, joiners, direction marks, private use.
fn is_hidden(c: char) -> bool {
    c.is_control()
        || matches!(u32::from(c),
            0xad | 0x600..=0x605 | 0x61c | 0x200b..=0x200f | 0x202a..=0x202e | 0x2060..=0x206f | 0xfe00..=0xfe0f
            | 0xfeff | 0xfff0..=0xfffb | 0xe000..=0xf8ff | 0xe0000..=0x10_ffff)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn ordinary_text_stays_as_it_is() {
        let text = "In 1984, \"3,000 people\" don't know Dr. O'Neill-Smith's café (really)!\nЭто \t naïve £5.99.";
        assert_eq!(Plain::of(text).text, text.replace('\t', " "));
        for word in ["हिन्दी", "Ελλάδα", "日本語です", "العربية", "e\u{301}te\u{301}"] {
            assert_eq!(Plain::of(word).text.replace(' ', ""), word);
        }
        assert_eq!(Plain::of("हिन्दी").text, "हिन्दी");
    }

    #[test]
    fn neither_commands_nor_phonemes_are_left() {
        assert_eq!(Plain::of("a\u{1}50S \u{e001}9P b").text, "a50S 9P b");
        assert!(!Plain::of("say [[h@'loU]] now").text.contains("[["));
        assert_eq!(Plain::of("\u{0}").text, "");
    }

    #[test]
    fn what_overruns_the_library_is_taken_apart() {
        let longest = |text: &str| Plain::of(text).text.split(' ').map(|word| word.chars().count()).max().unwrap();
        assert_eq!(longest(&"9".repeat(100)), LONGEST);
        assert_eq!(longest(&"aé".repeat(100)), LONGEST);
        assert_eq!(longest("@#$%^&*"), 1);
        assert_eq!(Plain::of("abcдеf").text, "abc де f");
    }

    proptest! {
        #[test]
        fn every_character_knows_its_word(text in "(\\PC|[a-z]| |\n|\u{1}|\\[|日|й){0,80}") {
            let plain = Plain::of(&text);
            let words = words_of(&text).len();
            prop_assert_eq!(plain.text.chars().count(), plain.origin.len());
            prop_assert!(plain.origin.is_sorted() && plain.origin.iter().all(|&word| word < words));
            prop_assert!(plain.text.split_whitespace().all(|word| word.chars().count() <= LONGEST));
        }
    }
}
