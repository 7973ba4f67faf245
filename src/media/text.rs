//! Text as captions and timing see it: where words begin, where sentences end, how long a word takes to say.

use std::collections::BTreeMap;

/// Splits a text into the words that are timed and shown: at white space, and between the characters of scripts that
/// write none (Chinese, Japanese), where punctuation stays with the character it belongs to.
pub fn words_of(text: &str) -> Vec<&str> {
    text.split_whitespace().flat_map(pieces).collect()
}

/// Puts words back together, with spaces only between words of scripts that use them.
pub fn join<'a>(words: impl IntoIterator<Item = &'a str>) -> String {
    let mut line = String::new();
    for word in words {
        if needs_space(&line, word) {
            line.push(' ');
        }
        line.push_str(word);
    }
    line
}

/// Whether a space stands between two neighbours.
pub fn needs_space(left: &str, right: &str) -> bool {
    match (left.chars().next_back(), right.chars().next()) {
        (Some(left), Some(right)) => !is_cjk(left) && !is_cjk(right),
        _ => false,
    }
}

/// A word after which a sentence is over: `end.`, `what?!"`, but not `Dr.` or `J.`
pub fn ends_sentence(word: &str) -> bool {
    let word = without_closers(word);
    let Some(stem) = word.strip_suffix(['.', '!', '?', '…', '。', '！', '？', '؟', '।', '．']) else {
        return false;
    };
    !word.ends_with('.') || !is_abbreviation(stem)
}

/// A word after which a voice breathes without ending the sentence: a comma, a colon, a dash.
pub fn ends_clause(word: &str) -> bool {
    without_closers(word).ends_with([',', ';', ':', '—', '–', '、', '，', '；', '：', '،', '؛'])
}

/// How good a place after a word is to break a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Break {
    /// The voice breathes there.
    Good,
    Fair,
    /// The word leans on the next one.
    Bad,
}

/// How good it is to break a line after a word.
pub fn break_after(word: &str) -> Break {
    if pause_weight(word) > 0 {
        Break::Good
    } else if dangles(word) {
        Break::Bad
    } else {
        Break::Fair
    }
}

/// A number or a short word that belongs to what follows: "4", "of", "the", "la".
pub fn dangles(word: &str) -> bool {
    let number = !word.is_empty() && word.chars().all(char::is_numeric);
    let short = word.chars().count() <= 3 && word.chars().all(|c| c.is_alphabetic() && !is_cjk(c));
    number || (short && word.chars().any(char::is_alphabetic))
}

/// How long a word takes to say, in parts that only compare: two a letter, more for what is read out at length.
pub fn weight(word: &str) -> u32 {
    let spelled = is_acronym(word);
    3 + word.chars().map(|c| char_weight(c, spelled)).sum::<u32>()
}

/// The silence that punctuation after a word asks for, in the parts of [`weight`].
pub fn pause_weight(word: &str) -> u32 {
    if ends_sentence(word) {
        14
    } else if ends_clause(word) {
        7
    } else {
        0
    }
}

/// The text without control characters and direction overrides, white space of any kind as single spaces.
pub fn tidy(text: &str) -> String {
    let kept: String =
        text.chars().map(|c| if c.is_control() { ' ' } else { c }).filter(|&c| !is_override(c)).collect();
    kept.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Scripts that put no spaces between words, and their punctuation.
pub fn is_cjk(c: char) -> bool {
    matches!(c, '\u{2e80}'..='\u{30ff}' | '\u{31c0}'..='\u{31ff}' | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}'
        | '\u{f900}'..='\u{faff}' | '\u{fe30}'..='\u{fe4f}' | '\u{ff00}'..='\u{ff9f}' | '\u{20000}'..='\u{3ffff}')
}

/// A text with words spoken otherwise than written: each of `words` (written, spoken) where it stands by itself, in any
/// case of its letters, the longest first.
pub fn pronounced(text: &str, words: &BTreeMap<String, String>) -> String {
    let mut known: Vec<(Vec<char>, &str)> = words
        .iter()
        .map(|(written, spoken)| (lower(written), spoken.as_str()))
        .filter(|(word, _)| !word.is_empty())
        .collect();
    known.sort_by_key(|(word, _)| std::cmp::Reverse(word.len()));
    if known.is_empty() {
        return text.to_owned();
    }
    let chars: Vec<char> = text.chars().collect();
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    while at < chars.len() {
        match known.iter().find(|(word, _)| stands_at(&chars, at, word)) {
            Some((word, spoken)) => {
                out.push_str(spoken);
                at += word.len();
            }
            None => {
                out.push(chars[at]);
                at += 1;
            }
        }
    }
    out
}

fn lower(text: &str) -> Vec<char> {
    text.chars().map(lower_char).collect()
}

/// One character for one, so that places stay.
fn lower_char(c: char) -> char {
    let mut lower = c.to_lowercase();
    match (lower.next(), lower.next()) {
        (Some(lower), None) => lower,
        _ => c,
    }
}

fn stands_at(text: &[char], at: usize, word: &[char]) -> bool {
    let Some(here) = text.get(at..at + word.len()) else { return false };
    // A word's own edge of letters is an edge of the text's word too.
    let free = |inside: Option<&char>, outside: Option<&char>| {
        !(inside.is_some_and(|c| c.is_alphanumeric()) && outside.is_some_and(|c| c.is_alphanumeric()))
    };
    let before = at.checked_sub(1).and_then(|before| text.get(before));
    here.iter().zip(word).all(|(c, wanted)| lower_char(*c) == *wanted)
        && free(word.first(), before)
        && free(word.last(), text.get(at + word.len()))
}

/// Columns of a terminal or a subtitle line: two for full-width characters.
pub fn columns(text: &str) -> usize {
    text.chars().map(|c| if is_cjk(c) { 2 } else { 1 }).sum()
}

/// A character that changes the one before it and so never starts a line.
pub fn is_mark(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}' | '\u{3099}' | '\u{309a}' | '\u{1ab0}'..='\u{1aff}' | '\u{20d0}'..='\u{20ff}'
        | '\u{fe00}'..='\u{fe0f}' | '\u{200d}' | '\u{900}'..='\u{903}' | '\u{93a}'..='\u{94f}' | '\u{e31}'
        | '\u{e34}'..='\u{e3a}' | '\u{e47}'..='\u{e4e}' | '\u{1f3fb}'..='\u{1f3ff}')
}

fn pieces(token: &str) -> impl Iterator<Item = &str> {
    let mut rest = token;
    std::iter::from_fn(move || {
        let end = rest.char_indices().zip(rest.chars().skip(1)).find(|&((_, left), right)| breaks(left, right));
        let (piece, after) = match end {
            Some(((at, left), _)) => rest.split_at(at + left.len_utf8()),
            None => (rest, ""),
        };
        rest = after;
        (!piece.is_empty()).then_some(piece)
    })
}

/// Kinsoku shori in short: closing punctuation and small kana never start a piece, opening punctuation never ends one.
fn breaks(left: char, right: char) -> bool {
    const NO_START: &str =
        "、。，．・：；？！ー）」』】〉》〕｝…‥々ゝゞぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮ,.;:!?)]}%\"'”’";
    const NO_END: &str = "（「『【〈《〔｛([{$\"'“‘";
    (is_cjk(left) || is_cjk(right)) && !NO_START.contains(right) && !NO_END.contains(left) && !is_mark(right)
}

fn without_closers(word: &str) -> &str {
    word.trim_end_matches(['"', '\'', '”', '’', ')', ']', '}', '»', '」', '』', '）'])
}

fn is_abbreviation(stem: &str) -> bool {
    const KNOWN: [&str; 15] =
        ["mr", "mrs", "ms", "dr", "st", "vs", "prof", "jr", "sr", "e.g", "i.e", "z.b", "d.h", "bzw", "approx"];
    let stem = stem.trim_start_matches(['"', '\'', '“', '‘', '(', '[']);
    let initial = stem.chars().count() == 1 && stem.chars().all(char::is_uppercase) && stem != "I";
    initial || KNOWN.contains(&stem.to_lowercase().as_str())
}

fn is_acronym(word: &str) -> bool {
    let letters = word.chars().filter(|c| c.is_alphabetic()).count();
    (2..=5).contains(&letters) && word.chars().all(|c| !c.is_lowercase()) && word.is_ascii()
}

fn char_weight(c: char, spelled: bool) -> u32 {
    match c {
        _ if is_mark(c) => 0,
        _ if is_cjk(c) && c.is_alphanumeric() => 8,
        _ if c.is_numeric() => 8,
        '%' | '$' | '€' | '£' | '&' | '+' | '=' | '@' => 8,
        _ if c.is_alphabetic() => {
            if spelled {
                5
            } else {
                2
            }
        }
        _ => 0,
    }
}

fn is_override(c: char) -> bool {
    matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_spoken_as_the_dictionary_says_and_only_whole_ones() {
        let words = [("GIF", "jif"), ("Dr.", "Doctor"), ("St. Mary", "Saint Mary"), ("", "x")];
        let words = words.map(|(written, spoken)| (written.to_owned(), spoken.to_owned())).into();
        let said = pronounced("A gif, not GIFs: Dr. Who at St. Mary's.", &words);
        assert_eq!(said, "A jif, not GIFs: Doctor Who at Saint Mary's.");
        assert_eq!(pronounced("plain", &BTreeMap::new()), "plain");
    }

    #[test]
    fn words_are_what_stands_between_spaces() {
        assert_eq!(words_of("  Boats leave\tat\n dawn. "), ["Boats", "leave", "at", "dawn."]);
        assert_eq!(words_of(" \n"), Vec::<&str>::new());
    }

    #[test]
    fn chinese_and_japanese_break_between_characters_but_not_before_punctuation() {
        assert_eq!(words_of("你好，世界。"), ["你", "好，", "世", "界。"]);
        assert_eq!(words_of("「ロック」だ"), ["「ロッ", "ク」", "だ"]);
        assert_eq!(words_of("用Rust写"), ["用", "Rust", "写"]);
        assert_eq!(words_of("안녕 세계"), ["안녕", "세계"]);
    }

    #[test]
    fn joining_gives_back_the_text() {
        for text in ["Boats leave at dawn.", "你好，世界。", "用Rust写", "안녕 세계"] {
            assert_eq!(join(words_of(text)), text);
        }
    }

    #[test]
    fn sentences_end_at_full_stops_and_not_at_titles() {
        for word in ["dawn.", "dawn!”", "what?!", "界。", "I.", "no.", "(yes.)"] {
            assert!(ends_sentence(word), "{word}");
        }
        for word in ["dawn", "Dr.", "J.", "e.g.", "yes,", "3.5", "(Mr."] {
            assert!(!ends_sentence(word), "{word}");
        }
        assert!(ends_clause("yes,") && ends_clause("好，") && !ends_clause("yes"));
    }

    #[test]
    fn a_line_breaks_where_the_voice_does_and_not_after_an_article() {
        assert_eq!(
            ["dawn,", "dawn", "the", "4", "世"].map(break_after),
            [Break::Good, Break::Fair, Break::Bad, Break::Bad, Break::Fair]
        );
    }

    #[test]
    fn what_is_read_out_at_length_weighs_more() {
        assert!(weight("1984") > weight("year"));
        assert!(weight("NASA") > weight("nasa"));
        assert!(weight("你") > weight("a"));
        assert!(weight("—") > 0);
    }

    #[test]
    fn tidying_leaves_no_control_characters() {
        assert_eq!(tidy("a\u{0}b\r\nc\u{202e}d\u{2028} e\u{a0}f"), "a b cd e f");
    }
}
