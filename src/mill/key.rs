//! A job's key: SHA-256 of the canonical JSON of its stage, its format and its fields.

use serde_json::{Value, json};

use super::{Job, JobError};
use crate::cache::Digest;

/// A job's name in the cache, and its fields as they went into that.
#[derive(Debug, Clone)]
pub(super) struct Keyed {
    pub(super) key: Digest,
    pub(super) fields: Value,
}

pub(super) fn key_of<J: Job>(job: &J) -> Result<Keyed, JobError> {
    let unfit = |error| JobError::failed(format!("a {} job has no key: {error}; this is a bug", J::STAGE.name()));
    let fields = serde_json::to_value(job).map_err(unfit)?;
    let mut text = String::new();
    write(&json!([J::STAGE.name(), J::FORMAT, fields]), &mut text);
    Ok(Keyed { key: Digest::of(text.as_bytes()), fields })
}

/// A name for a document by its content: equal values have one, whatever order their fields came in.
pub fn fingerprint(value: &Value) -> String {
    let mut text = String::new();
    write(value, &mut text);
    Digest::of(text.as_bytes()).to_string()
}

/// JSON without whitespace and with sorted names: one text for equal values, whatever order their fields came in.
fn write(value: &Value, out: &mut String) {
    match value {
        Value::Array(items) => {
            out.push('[');
            separated(items, out, write);
            out.push(']');
        }
        Value::Object(fields) => {
            let mut fields: Vec<_> = fields.iter().collect();
            fields.sort_unstable_by_key(|(name, _)| *name);
            out.push('{');
            separated(fields, out, |(name, value), out| {
                out.push_str(&Value::from(name.as_str()).to_string());
                out.push(':');
                write(value, out);
            });
            out.push('}');
        }
        plain => {
            debug_assert!(!plain.is_f64(), "{plain} in a key: write it as an integer with a unit");
            out.push_str(&plain.to_string());
        }
    }
}

fn separated<T>(items: impl IntoIterator<Item = T>, out: &mut String, write: impl Fn(T, &mut String)) {
    for (index, item) in items.into_iter().enumerate() {
        if index > 0 {
            out.push(',');
        }
        write(item, out);
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Input, Made, Permit, Stage, Workbench};
    use super::*;

    fn canonical(value: &Value) -> String {
        let mut text = String::new();
        write(value, &mut text);
        text
    }

    #[derive(serde::Serialize)]
    struct Reading {
        text: &'static str,
        voice: Input,
        #[serde(skip)]
        label: &'static str,
    }

    impl Job for Reading {
        const STAGE: Stage = Stage::Speech;
        const FORMAT: u32 = 2;
        type Output = ();

        fn label(&self) -> String {
            self.label.to_owned()
        }

        fn needs(&self) -> Permit {
            Permit::None
        }

        async fn run(&self, _: &Workbench) -> Result<Made<()>, JobError> {
            Ok(Made::value(()))
        }
    }

    fn reading(text: &'static str, path: &str, label: &'static str) -> Digest {
        let voice = Input { digest: Digest::of(b"voice"), path: path.into() };
        key_of(&Reading { text, voice, label }).unwrap().key
    }

    #[test]
    fn names_are_sorted_and_nothing_is_added() {
        let value: Value = serde_json::from_str(r#"{"b": [1, -2, null], "a": {"z": "ä\"\n", "y": true}}"#).unwrap();
        assert_eq!(canonical(&value), r#"{"a":{"y":true,"z":"ä\"\n"},"b":[1,-2,null]}"#);
    }

    #[test]
    fn a_key_is_the_digest_of_stage_format_and_fields() {
        let text = format!(r#"["speech",2,{{"text":"hi","voice":{{"digest":"{}"}}}}]"#, Digest::of(b"voice"));
        assert_eq!(reading("hi", "a", ""), Digest::of(text.as_bytes()));
    }

    #[test]
    fn places_and_labels_are_not_in_it_and_content_is() {
        assert_eq!(reading("hi", "a", "scene 1"), reading("hi", "b", "scene 2"));
        assert_ne!(reading("hi", "a", ""), reading("ho", "a", ""));
    }

    #[test]
    #[should_panic(expected = "integer with a unit")]
    fn floats_are_refused_while_developing() {
        canonical(&json!({"speed": 1.5}));
    }
}
