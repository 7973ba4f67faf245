//! What the store knows of a finished job, as the JSON document that it keeps.

use std::collections::BTreeMap;

use serde::de::IgnoredAny;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::Digest;

/// Raised when the record's own shape changes; others are misses.
pub(crate) const VERSION: u32 = 1;

/// A finished job: what it was, what came of it, what it took.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Record {
    pub version: u32,
    pub key: Digest,
    pub stage: String,
    pub format: u32,
    /// The job's fields as they went into the key, to tell later which of them changed.
    pub job: Value,
    /// The result's document.
    pub value: Value,
    pub files: Vec<Part>,
    pub made_unix_ms: u64,
    /// The time its making took.
    pub took_ms: u64,
    /// What its making cost.
    pub cost_micro_usd: u64,
}

/// One of a result's files.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Part {
    pub name: String,
    pub digest: Digest,
    /// Bytes.
    pub size: u64,
}

/// The record without the job, which is as long as all the rest and of no use to a lookup.
#[derive(Debug, Deserialize)]
pub(crate) struct Head {
    version: u32,
    key: Digest,
    pub(crate) value: Value,
    pub(crate) files: Vec<Part>,
    pub(crate) took_ms: u64,
    pub(crate) cost_micro_usd: u64,
    #[serde(rename = "job")]
    _job: IgnoredAny,
}

impl Head {
    /// `None` for anything that is no record of that key in today's shape.
    pub(crate) fn parse(bytes: &[u8], key: &Digest) -> Option<Self> {
        let head: Self = serde_json::from_slice(bytes).ok()?;
        let names: BTreeMap<_, _> = head.files.iter().map(|part| (&part.name, ())).collect();
        (head.version == VERSION && head.key == *key && names.len() == head.files.len()).then_some(head)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn record() -> Record {
        Record {
            version: VERSION,
            key: Digest::of(b"key"),
            stage: "speech".into(),
            format: 3,
            job: json!({"text": "hello"}),
            value: json!({"words": [0.1, 0.25]}),
            files: vec![Part { name: "a.wav".into(), digest: Digest::of(b"a"), size: 1 }],
            made_unix_ms: 1,
            took_ms: 20,
            cost_micro_usd: 300,
        }
    }

    #[test]
    fn a_record_is_read_back_for_its_own_key_only() {
        let bytes = serde_json::to_vec(&record()).unwrap();
        let head = Head::parse(&bytes, &Digest::of(b"key")).unwrap();
        assert_eq!((head.value, head.took_ms, head.cost_micro_usd), (record().value, 20, 300));
        assert!(Head::parse(&bytes, &Digest::of(b"other")).is_none());
        assert_eq!(serde_json::from_slice::<Record>(&bytes).unwrap(), record());
    }

    #[test]
    fn another_version_or_torn_text_is_no_record() {
        let newer = serde_json::to_vec(&Record { version: VERSION + 1, ..record() }).unwrap();
        assert!(Head::parse(&newer, &Digest::of(b"key")).is_none());
        let whole = serde_json::to_vec(&record()).unwrap();
        assert!(Head::parse(&whole[..whole.len() - 9], &Digest::of(b"key")).is_none());
    }
}
