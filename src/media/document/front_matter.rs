//! The YAML between two `---` lines at the head of a document: title, description and tags of the video.

use serde_yaml::Value;

use crate::media::script::{ScriptText, squeeze};

/// Longer is no front matter but a document between rules.
const LONGEST: usize = 16 * 1024;

/// A script with what the front matter gives, and the text after it; without front matter all of the text.
///
/// Broken YAML between the lines is left out rather than read aloud.
pub(super) fn take(text: &str) -> (ScriptText, &str) {
    let Some((yaml, body)) = split(text) else {
        return (ScriptText::default(), text);
    };
    let head: Value = serde_yaml::from_str(yaml).unwrap_or_default();
    let field = |name: &str| head.get(name).and_then(scalar).unwrap_or_default();
    let tags = match head.get("tags") {
        Some(Value::Sequence(tags)) => tags.iter().filter_map(scalar).collect(),
        Some(tags) => scalar(tags).unwrap_or_default().split(',').map(squeeze).collect(),
        None => Vec::new(),
    };
    let script = ScriptText { title: field("title"), description: field("description"), tags, ..ScriptText::default() };
    (script.tidy(), body)
}

/// Between the first line and the next that are `---`, if it looks like `key: value` and not like prose.
fn split(text: &str) -> Option<(&str, &str)> {
    let rest = text.strip_prefix("---\n").or_else(|| text.strip_prefix("---\r\n"))?;
    let mut at = 0;
    for line in rest.split_inclusive('\n') {
        if line.trim_end() == "---" {
            let yaml = &rest[..at];
            let is_key = |line: &str| line.split_once(':').is_some_and(|(key, _)| !key.contains(char::is_whitespace));
            return (at <= LONGEST && yaml.lines().any(is_key)).then(|| (yaml, &rest[at + line.len()..]));
        }
        at += line.len();
    }
    None
}

fn scalar(value: &Value) -> Option<String> {
    let text = match value {
        Value::String(text) => text.clone(),
        Value::Number(number) => number.to_string(),
        Value::Bool(truth) => truth.to_string(),
        _ => return None,
    };
    Some(text.chars().map(|c| if c.is_control() { ' ' } else { c }).take(400).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scalars_and_lists_are_taken() {
        let (script, body) = take("---\ntitle: 2024\ntags: sea, boats\nother: {a: 1}\n---\nHello.");
        assert_eq!((script.title.as_str(), body), ("2024", "Hello."));
        assert_eq!(script.tags, ["sea", "boats"]);
    }

    #[test]
    fn broken_yaml_is_not_read_aloud() {
        let (script, body) = take("---\ntitle: [\n---\nHello.");
        assert_eq!((script, body), (ScriptText::default(), "Hello."));
    }

    #[test]
    fn prose_between_rules_stays() {
        for text in ["---\nHello there.\n---\nmore", "---\nno end", "Hello.\n---\ntitle: x\n---\n"] {
            assert_eq!(take(text).1, text);
        }
    }
}
