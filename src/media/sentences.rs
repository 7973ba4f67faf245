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

/// A text in pieces of at most `most` characters, cut at sentences, where one is too long at clauses, then between
/// words, and where nothing else is left anywhere. Put together with spaces they are the text.
pub fn pieces(text: &str, most: usize) -> Vec<String> {
    if text.chars().count() <= most {
        return vec![text.to_owned()];
    }
    let parts = sentences(text).into_iter().flat_map(|sentence| fitting(sentence, most));
    let mut pieces: Vec<String> = Vec::new();
    for part in parts {
        match pieces.last_mut() {
            Some(last) if last.chars().count() + 1 + part.chars().count() <= most => {
                last.push(' ');
                last.push_str(&part);
            }
            _ => pieces.push(part),
        }
    }
    pieces
}

/// One sentence in parts that are short enough.
fn fitting(sentence: &str, most: usize) -> Vec<String> {
    let most = most.max(1);
    let mut parts = Vec::new();
    let mut rest = sentence;
    while rest.chars().count() > most {
        let window = rest.char_indices().nth(most).map_or(rest, |(end, _)| &rest[..end]);
        let clause = window.rfind([',', ';', ':', '—', '，', '、']).map(|at| at + char_len(window, at));
        let cut = clause.or_else(|| window.rfind(char::is_whitespace)).filter(|at| *at > 0).unwrap_or(window.len());
        parts.push(rest[..cut].trim().to_owned());
        rest = rest[cut..].trim_start();
    }
    parts.push(rest.to_owned());
    parts.retain(|part| !part.is_empty());
    parts
}

fn char_len(text: &str, at: usize) -> usize {
    text[at..].chars().next().map_or(0, char::len_utf8)
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

    #[test]
    fn long_texts_are_cut_where_a_voice_breathes() {
        assert_eq!(pieces("One. Two. Three.", 9), ["One. Two.", "Three."]);
        assert_eq!(pieces("One is here, two is there.", 14), ["One is here,", "two is there."]);
        assert_eq!(pieces("short", 100), ["short"]);
        assert_eq!(pieces("abcdefgh", 3), ["abc", "def", "gh"]);
    }

    proptest! {
        #[test]
        fn pieces_are_short_enough_and_lose_nothing(text in "[a-z,.é 。]{0,120}", most in 1_usize..30) {
            let pieces = pieces(&text, most);
            let kept = |text: &str| text.split_whitespace().collect::<String>();
            prop_assert_eq!(kept(&pieces.concat()), kept(&text));
            prop_assert!(pieces.len() == 1 || pieces.iter().all(|piece| piece.chars().count() <= most));
        }

        #[test]
        fn no_word_is_lost(text in "[a-zA-Z.!?\"' …。]{0,80}") {
            let kept = |text: &str| text.split_whitespace().collect::<String>();
            prop_assert_eq!(kept(&sentences(&text).concat()), kept(&text));
        }
    }
}
