//! What is never shown. Keys of services are in no job; a command's arguments are the user's own and may hold anything.

const NAMES: [&str; 7] = ["key", "token", "secret", "password", "passwd", "authorization", "credential"];
const HIDDEN: &str = "(not shown)";

/// Whether a field is one by its name.
pub(super) fn is_secret(field: &str) -> bool {
    let last = field.rsplit('.').next().unwrap_or(field).to_ascii_lowercase();
    NAMES.iter().any(|name| last.contains(name))
}

/// The text with what looks like a secret in it taken out: `--token=…`, `key: …`, a URL's user.
pub(super) fn masked(text: &str) -> String {
    let words = text.split(' ').map(|word| without_user(&without_value(word)));
    words.collect::<Vec<_>>().join(" ")
}

fn without_value(word: &str) -> String {
    match word.find(['=', ':']) {
        Some(at) if is_secret(&word[..at]) && at + 1 < word.len() => format!("{}{HIDDEN}", &word[..=at]),
        _ => word.to_owned(),
    }
}

fn without_user(word: &str) -> String {
    let Some((scheme, rest)) = word.split_once("://") else { return word.to_owned() };
    let host_end = rest.find('/').unwrap_or(rest.len());
    match rest[..host_end].rfind('@') {
        Some(at) => format!("{scheme}://{HIDDEN}{}", &rest[at..]),
        None => word.to_owned(),
    }
}
