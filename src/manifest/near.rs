//! "Did you mean": the known word nearest to what was written.

/// The candidate nearest to `word`, if one is near enough to be what was meant.
pub(crate) fn nearest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let word = folded(word);
    // Of two letters one changed is another word.
    let allowed = match word.chars().count() {
        0..3 => 0,
        length => (length / 3).max(1),
    };
    candidates
        .into_iter()
        .map(|candidate| (strsim::osa_distance(&word, &folded(candidate)), candidate))
        .filter(|(distance, _)| *distance <= allowed)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate)
}

/// `maxWords`, `max-words` and `max_words` are one word.
fn folded(word: &str) -> String {
    word.chars().take(100).filter(|c| !matches!(c, '-' | '_' | ' ')).flat_map(char::to_lowercase).collect()
}

/// "`a`, `b` or `c`".
pub(crate) fn any_of(words: &[&str]) -> String {
    match words {
        [] => String::new(),
        [only] => format!("`{only}`"),
        [init @ .., last] => {
            format!("{} or `{last}`", init.iter().map(|w| format!("`{w}`")).collect::<Vec<_>>().join(", "))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_finds_its_word_and_another_word_does_not() {
        let keys = ["title", "topic", "max_words", "fps"];
        assert_eq!(nearest("titel", keys), Some("title"));
        assert_eq!(nearest("maxWords", keys), Some("max_words"));
        assert_eq!(nearest("watermark", keys), None);
        assert_eq!(nearest("", keys), None);
        assert_eq!((nearest("b", ["q"]), nearest("B", ["b"])), (None, Some("b")));
    }

    #[test]
    fn choices_are_listed_as_people_write_them() {
        assert_eq!(any_of(&["a", "b", "c"]), "`a`, `b` or `c`");
        assert_eq!(any_of(&["a"]), "`a`");
    }
}
