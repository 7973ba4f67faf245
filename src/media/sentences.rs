//! Prose into sentences, without ever losing or changing a word.

/// A full stop after one of these ends no sentence.
const ABBREVIATIONS: [&str; 31] = [
    "mr", "mrs", "ms", "dr", "prof", "st", "sr", "jr", "vs", "etc", "e.g", "i.e", "no", "vol", "fig", "gen", "col",
    "capt", "lt", "sgt", "rev", "hon", "gov", "sen", "rep", "approx", "dept", "est", "inc", "ltd", "mt",
];

/// The sentences of one paragraph, trimmed, in order; a text without an end mark is one sentence.
pub fn sentences(paragraph: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let mut start = 0;
    for (at, mark) in paragraph.char_indices() {
        let after = at + mark.len_utf8();
        if at >= start && ends_here(paragraph, start, at, mark) {
            let end = after + closing(&paragraph[after..]);
            found.push(paragraph[start..end].trim());
            start = end;
        }
    }
    found.push(paragraph[start..].trim());
    found.retain(|sentence| !sentence.is_empty());
    found
}

fn ends_here(text: &str, start: usize, at: usize, mark: char) -> bool {
    let after = &text[at + mark.len_utf8()..];
    match mark {
        '。' | '！' | '？' | '।' => true,
        '!' | '?' | '…' => stands_free(after),
        '.' => stands_free(after) && !is_abbreviation(&text[start..at], after),
        _ => false,
    }
}

/// Nothing follows, or white space does (after closing quotes), and no further end mark.
fn stands_free(after: &str) -> bool {
    let rest = &after[closing(after)..];
    rest.is_empty() || rest.starts_with(char::is_whitespace)
}

/// Bytes of closing quotes and brackets at the start.
fn closing(text: &str) -> usize {
    text.find(|c| !matches!(c, '"' | '\'' | '”' | '’' | ')' | ']' | '»')).unwrap_or(text.len())
}

fn is_abbreviation(before: &str, after: &str) -> bool {
    let word = before.rsplit(char::is_whitespace).next().unwrap_or_default().trim_start_matches(['(', '"', '“']);
    let next = after.trim_start().chars().next();
    let initial = word.chars().count() == 1 && word.chars().all(char::is_uppercase) && word != "I";
    let goes_on = next.is_some_and(char::is_lowercase);
    let known = ABBREVIATIONS.contains(&word.to_lowercase().as_str()) && next.is_some();
    // "No." is an abbreviation before a figure only.
    let known = known && (!word.eq_ignore_ascii_case("no") || next.is_some_and(|c| c.is_ascii_digit()));
    goes_on || known || (initial && next.is_some())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn sentences_end_at_marks_before_space() {
        assert_eq!(sentences("One. Two! Three? \"Four.\" Five"), ["One.", "Two!", "Three?", "\"Four.\"", "Five"]);
        assert_eq!(sentences("Wait... what? Yes."), ["Wait... what?", "Yes."]);
    }

    #[test]
    fn abbreviations_numbers_and_initials_do_not_end_one() {
        for whole in ["Dr. Smith met J. Doe.", "Version 2.1 is out, e.g. today.", "It costs 3.50 at No. 7."] {
            assert_eq!(sentences(whole), [whole]);
        }
        assert_eq!(sentences("I said no. Then I left."), ["I said no.", "Then I left."]);
        assert_eq!(sentences("So do I. You too."), ["So do I.", "You too."]);
    }

    proptest! {
        #[test]
        fn no_word_is_lost(text in "[a-zA-Z.!?\"' …。]{0,80}") {
            let kept = |text: &str| text.split_whitespace().collect::<String>();
            prop_assert_eq!(kept(&sentences(&text).concat()), kept(&text));
        }
    }
}
