//! Keys and passwords stay out of what is written down of a command: what stands behind a name that says it is one,
//! and what our own environment holds under such a name.

use std::borrow::Cow;
use std::ffi::OsString;

const HIDDEN: &str = "[hidden]";
/// Shorter values stand in many a text by chance.
const SHORTEST: usize = 8;
const NAMES: [&str; 7] = ["key", "pwd", "passphrase", "credential", "credentials", "auth", "authorization"];
const ENDINGS: [&str; 5] = ["apikey", "token", "secret", "password", "passwd"];

/// `--api-key`, `OPENAI_API_KEY`, `x-token`, `PGPASSWORD`.
fn is_secret(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    let mut parts = name.split(|c: char| !c.is_ascii_alphanumeric());
    parts.any(|part| NAMES.contains(&part) || ENDINGS.iter().any(|ending| part.ends_with(ending)))
}

/// A variable's value as it may be shown.
pub(super) fn value_of<'a>(name: &str, value: &'a str) -> Cow<'a, str> {
    if is_secret(name) { Cow::Borrowed(HIDDEN) } else { Cow::Borrowed(value) }
}

/// The words of a command line as they may be shown: `--token x`, `--token=x`, `?key=x&`, `Authorization: x`.
pub(super) fn words<'a>(words: impl Iterator<Item = Cow<'a, str>>) -> Vec<String> {
    let mut shown = Vec::new();
    let mut after_secret = false;
    for word in words {
        let is_option = word.starts_with('-');
        shown.push(if after_secret && !is_option { HIDDEN.to_owned() } else { assigned(&word) });
        after_secret = is_option && !word.contains('=') && is_secret(&word);
    }
    shown
}

fn assigned(word: &str) -> String {
    if let Some((name, _)) = word.split_once(": ").filter(|(name, _)| !name.contains(' ') && is_secret(name)) {
        return format!("{name}: {HIDDEN}");
    }
    let hidden = |piece: &str| {
        let (body, end) = piece.find(['?', '&', ';', '"', '\'', ' ']).map_or((piece, ""), |at| piece.split_at(at));
        match body.split_once('=') {
            Some((name, value)) if !value.is_empty() && is_secret(name) => format!("{name}={HIDDEN}{end}"),
            _ => piece.to_owned(),
        }
    };
    word.split_inclusive(['?', '&', ';', '"', '\'', ' ']).map(hidden).collect()
}

/// A text without the keys of the environment.
pub(super) fn text(text: &str, environment: impl Iterator<Item = (OsString, OsString)>) -> String {
    let mut text = text.to_owned();
    for (name, value) in environment {
        let value = value.to_string_lossy();
        if value.len() >= SHORTEST && is_secret(&name.to_string_lossy()) && text.contains(&*value) {
            text = text.replace(&*value, HIDDEN);
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(line: &[&str]) -> String {
        words(line.iter().map(|word| Cow::Borrowed(*word))).join("|")
    }

    #[test]
    fn what_is_named_a_key_is_not_shown() {
        for (line, expected) in [
            (&["say", "--api-key", "sk-1", "--voice", "alba"][..], "say|--api-key|[hidden]|--voice|alba"),
            (&["say", "--token=abc", "--key", "--loud"], "say|--token=[hidden]|--key|--loud"),
            (&["curl", "-H", "Authorization: Bearer abc"], "curl|-H|Authorization: [hidden]"),
            (&["curl", "https://a.b/c?key=abc&q=d e"], "curl|https://a.b/c?key=[hidden]&q=d e"),
            (&["sh", "-c", "API_KEY=abc exec say"], "sh|-c|API_KEY=[hidden] exec say"),
            (&["ffmpeg", "-x264-params", "keyint=50:ref=1"], "ffmpeg|-x264-params|keyint=50:ref=1"),
        ] {
            assert_eq!(shown(line), expected);
        }
    }

    #[test]
    fn keys_of_the_environment_are_found_in_any_text() {
        let environment = || {
            [("OPENAI_API_KEY", "sk-12345678"), ("SHORT_KEY", "abc"), ("HOME", "/home/someone")]
                .map(|(name, value)| (name.into(), value.into()))
                .into_iter()
        };
        let told = text("401: sk-12345678 is wrong, abc, /home/someone", environment());
        assert_eq!(told, "401: [hidden] is wrong, abc, /home/someone");
        assert_eq!((&*value_of("PGPASSWORD", "x"), &*value_of("MAX_TOKENS", "4000")), (HIDDEN, "4000"));
    }
}
