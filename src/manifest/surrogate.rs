//! JSON writes characters beyond U+FFFF as two escapes (`\ud83d\ude00`), which YAML does not know: they are joined to
//! the one escape that YAML has, and the columns behind them corrected.

use std::borrow::Cow;

pub(crate) struct Joined<'a> {
    pub text: Cow<'a, str>,
    /// Line (from 1) and column (from 0) behind each joined escape, in the new text.
    joins: Vec<(u32, u32)>,
}

/// Two escapes are twelve characters, the joined one ten.
const SHORTER_BY: u32 = 2;

impl Joined<'_> {
    /// How many characters of the original text are missing before `column` of `line`.
    pub fn shift(&self, line: u32, column: u32) -> u32 {
        // Joins stand in the order of the text.
        let until = |place: (u32, u32)| self.joins.partition_point(|&join| join <= place);
        (until((line, column)) - until((line, 0))) as u32 * SHORTER_BY
    }
}

pub(crate) fn join_surrogates(text: &str) -> Joined<'_> {
    if !text.trim_start().starts_with(['{', '[']) || !text.contains("\\ud") && !text.contains("\\uD") {
        return Joined { text: Cow::Borrowed(text), joins: Vec::new() };
    }
    let mut out = String::with_capacity(text.len());
    let mut joins = Vec::new();
    let (mut line, mut column, mut rest) = (1, 0, text);
    while let Some(at) = rest.find(['\\', '\n']) {
        let (before, tail) = rest.split_at(at);
        out.push_str(before);
        column += before.chars().count() as u32;
        let taken = if tail.starts_with('\n') {
            out.push('\n');
            (line, column) = (line + 1, 0);
            1
        } else if let Some(c) = pair(tail) {
            out.push_str(&format!("\\U{:08X}", u32::from(c)));
            column += 10;
            joins.push((line, column));
            12
        } else {
            let escape: String = tail.chars().take(2).collect();
            out.push_str(&escape);
            column += escape.chars().count() as u32;
            escape.len()
        };
        rest = &tail[taken..];
    }
    out.push_str(rest);
    Joined { text: Cow::Owned(out), joins }
}

/// The character that two escapes at the start of `text` stand for.
fn pair(text: &str) -> Option<char> {
    let unit = |at: usize| {
        let digits = text.get(at..at + 6)?.strip_prefix("\\u")?;
        u16::from_str_radix(digits, 16).ok()
    };
    char::decode_utf16([unit(0)?, unit(6)?]).next()?.ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_escapes_become_one_and_columns_are_known() {
        let joined = join_surrogates("{\"a\": \"\\ud83d\\ude00\",\n \"b\": \"\\ud83d\\ude00\", \"c\": 1}");
        assert_eq!(joined.text, "{\"a\": \"\\U0001F600\",\n \"b\": \"\\U0001F600\", \"c\": 1}");
        assert_eq!((joined.shift(2, 3), joined.shift(2, 20)), (0, 2));
    }

    #[test]
    fn an_escaped_backslash_is_no_escape() {
        let text = r#"{"a": "\\ud83d\\ude00 \ud83d"}"#;
        assert_eq!(join_surrogates(text).text, text);
    }

    #[test]
    fn yaml_is_left_alone() {
        assert!(matches!(join_surrogates("a: '\\ud83d\\ude00'").text, Cow::Borrowed(_)));
    }
}
