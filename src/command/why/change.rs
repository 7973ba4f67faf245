//! Which fields of two jobs differ, and how that is told: pure.

use serde_json::{Value, json};

use super::secret::{is_secret, masked};

/// Letters of a value that are shown.
const SHOWN: usize = 48;
/// More changes than anybody reads.
const MOST: usize = 12;

/// One field: where it is, what it was, what it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Change {
    pub field: String,
    pub old: String,
    pub new: String,
}

impl Change {
    pub(super) fn json(&self) -> Value {
        json!({ "field": self.field, "old": self.old, "new": self.new })
    }
}

/// Every leaf that differs, in the order of the new job; long lists of them end in how many more there are.
pub(super) fn changes(old: &Value, new: &Value) -> Vec<Change> {
    let mut found = Vec::new();
    compare("", Some(old), Some(new), &mut found);
    if found.len() > MOST {
        let more = found.len() - MOST;
        found.truncate(MOST);
        found.push(Change { field: "…".into(), old: format!("{more} more"), new: "changed".into() });
    }
    found
}

fn compare(field: &str, old: Option<&Value>, new: Option<&Value>, found: &mut Vec<Change>) {
    let [old, new] = [old, new].map(|value| value.filter(|value| !value.is_null()));
    match (old, new) {
        (old, new) if old == new => {}
        (Some(Value::Object(old)), Some(Value::Object(new))) => {
            let gone = old.keys().filter(|name| !new.contains_key(*name));
            for name in new.keys().chain(gone) {
                compare(&join(field, name), old.get(name), new.get(name), found);
            }
        }
        (Some(Value::Array(old)), Some(Value::Array(new))) => {
            for index in 0..old.len().max(new.len()) {
                compare(&format!("{field}[{}]", index + 1), old.get(index), new.get(index), found);
            }
        }
        (Some(Value::String(old)), Some(Value::String(new))) if !is_secret(field) => {
            let (old, new) = around_the_difference(&masked(old), &masked(new));
            found.push(Change { field: field.to_owned(), old, new });
        }
        (old, new) => found.push(Change { field: field.to_owned(), old: shown(field, old), new: shown(field, new) }),
    }
}

fn join(field: &str, name: &str) -> String {
    if field.is_empty() { name.to_owned() } else { format!("{field}.{name}") }
}

fn shown(field: &str, value: Option<&Value>) -> String {
    match value {
        None => "nothing".to_owned(),
        Some(_) if is_secret(field) => "(not shown)".to_owned(),
        Some(Value::String(text)) => cut(&masked(text), 0),
        // Whole lists and objects that came or went may hold anything.
        Some(Value::Array(items)) => format!("{} items", items.len()),
        Some(Value::Object(fields)) => format!("{{{}}}", fields.keys().cloned().collect::<Vec<_>>().join(", ")),
        Some(plain) => plain.to_string(),
    }
}

/// Both texts, cut so that the first letter that differs is seen.
fn around_the_difference(old: &str, new: &str) -> (String, String) {
    let same = old.chars().zip(new.chars()).take_while(|(a, b)| a == b).count();
    let from = same.saturating_sub(SHOWN / 3);
    (cut(old, from), cut(new, from))
}

/// Quoted, without its first letters; a digest needs only a few of its own.
fn cut(text: &str, from: usize) -> String {
    if text.len() == 64 && text.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return format!("{}…", &text[..10]);
    }
    let from = if text.chars().count() <= SHOWN { 0 } else { from };
    let rest: String = text.chars().skip(from).take(SHOWN).collect();
    let (before, after) = (if from > 0 { "…" } else { "" }, if text.chars().count() > from + SHOWN { "…" } else { "" });
    format!("{before}{rest:?}{after}")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(old: Value, new: Value) -> Vec<String> {
        changes(&old, &new).into_iter().map(|c| format!("{}: {} -> {}", c.field, c.old, c.new)).collect()
    }

    #[test]
    fn only_what_differs_is_told_by_its_place() {
        let old = json!({ "voice": { "name": "en-us", "speed": 1000 }, "scenes": ["a", "b"], "gone": 1 });
        let new = json!({ "voice": { "name": "en-gb", "speed": 1000 }, "scenes": ["a", "c", "d"], "came": null });
        assert_eq!(
            told(old, new),
            [
                "scenes[2]: \"b\" -> \"c\"",
                "scenes[3]: nothing -> \"d\"",
                "voice.name: \"en-us\" -> \"en-gb\"",
                "gone: 1 -> nothing",
            ]
        );
        assert!(changes(&json!([1]), &json!([1])).is_empty());
    }

    #[test]
    fn digests_are_short_and_long_texts_are_cut_where_they_differ() {
        let digest = |c: &str| json!({ "digest": c.repeat(64) });
        assert_eq!(told(digest("a"), digest("b")), ["digest: aaaaaaaaaa… -> bbbbbbbbbb…"]);
        let text = |end: &str| json!(format!("{}{end}", "word ".repeat(40)));
        let told = told(text("old"), text("new"));
        assert!(told[0].contains("old\"") && told[0].contains("new\"") && told[0].len() < 160, "{told:?}");
    }

    #[test]
    fn secrets_are_never_told() {
        let with = |secret: &str| {
            json!({
                "api_key": secret,
                "argv": ["tool", format!("--token={secret}"), format!("https://me:{secret}@host/x")],
                "headers": { "Authorization": format!("Bearer {secret}") },
            })
        };
        let text = told(with("hunter2"), with("sw0rdfish")).join("\n");
        assert!(text.contains("api_key") && !text.contains("hunter2") && !text.contains("sw0rdfish"), "{text}");
    }
}
