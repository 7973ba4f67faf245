//! What is kept, entry by entry: the index is walked and each record read.

use std::collections::HashSet;
use std::fs::{self, Metadata};
use std::time::{Duration, SystemTime};

use super::usage::disk_bytes;
use super::{CacheError, Digest, Record, Store, index};

/// A finished job as it lies in the store.
#[derive(Debug, Clone)]
pub struct Kept {
    pub key: Digest,
    pub stage: String,
    /// A few words of what it is about, from the job itself.
    pub about: String,
    pub made: SystemTime,
    pub last_used: SystemTime,
    /// The time its making took.
    pub took: Duration,
    pub cost_micro_usd: u64,
    /// The record's content.
    pub record: Digest,
    /// Its files' content, by name.
    pub files: Vec<(String, Digest)>,
    /// Bytes of disk of the record and the files.
    pub bytes: u64,
}

/// Fields that say in words what a job is about, best first.
const TELLING: [&str; 6] = ["title", "text", "narration", "topic", "id", "label"];
const LONGEST: usize = 60;

impl Store {
    /// Every whole entry; what is torn or partly evicted is left out.
    ///
    /// # Errors
    /// The index cannot be walked.
    pub fn entries(&self) -> Result<Vec<Kept>, CacheError> {
        let keys = index::keys(self.dir()).map_err(|error| CacheError::new(self.dir(), error))?;
        Ok(keys.into_iter().filter_map(|(key, record)| self.kept(key, record)).collect())
    }

    fn kept(&self, key: Digest, digest: Digest) -> Option<Kept> {
        let path = self.content_path(&digest);
        let stat = fs::metadata(&path).ok()?;
        let record: Record = serde_json::from_slice(&fs::read(&path).ok()?).ok().filter(|r: &Record| r.key == key)?;
        let mut bytes = disk_bytes(&stat);
        let mut last_used = used(&stat);
        let mut seen = HashSet::new();
        for part in &record.files {
            let stat = fs::metadata(self.content_path(&part.digest)).ok().filter(|stat| stat.len() == part.size)?;
            if seen.insert(part.digest) {
                bytes += disk_bytes(&stat);
            }
            last_used = last_used.max(used(&stat));
        }
        Some(Kept {
            key,
            about: about(&record),
            made: SystemTime::UNIX_EPOCH + Duration::from_millis(record.made_unix_ms),
            last_used,
            took: Duration::from_millis(record.took_ms),
            cost_micro_usd: record.cost_micro_usd,
            stage: record.stage,
            record: digest,
            files: record.files.into_iter().map(|part| (part.name, part.digest)).collect(),
            bytes,
        })
    }
}

fn used(stat: &Metadata) -> SystemTime {
    stat.modified().unwrap_or(SystemTime::UNIX_EPOCH)
}

fn about(record: &Record) -> String {
    let told = TELLING.iter().find_map(|field| find(&record.job, field));
    let names = || record.files.iter().map(|part| part.name.as_str()).collect::<Vec<_>>().join(" ");
    let text = told.map_or_else(names, str::to_owned);
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    match text.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text,
    }
}

/// The nearest field of that name with words in it.
fn find<'a>(value: &'a serde_json::Value, field: &str) -> Option<&'a str> {
    match value {
        serde_json::Value::Object(fields) => {
            let own = fields.get(field).and_then(|value| value.as_str()).filter(|text| !text.trim().is_empty());
            own.or_else(|| fields.values().find_map(|value| find(value, field)))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::super::commit::tests::{commit, store};
    use super::*;

    #[test]
    fn entries_tell_what_they_are_and_what_they_take() {
        let (_folder, store) = store();
        assert!(store.entries().unwrap().is_empty());
        commit(&store, &Digest::of(b"1"), &[b'x'; 9000]);
        commit(&store, &Digest::of(b"2"), b"short");
        let mut entries = store.entries().unwrap();
        entries.sort_by_key(|entry| entry.bytes);
        let [small, large] = &entries[..] else { panic!("{entries:?}") };
        assert_eq!((small.stage.as_str(), small.key, small.cost_micro_usd), ("speech", Digest::of(b"2"), 5));
        assert!(large.bytes >= small.bytes + 8192);
        assert_eq!(large.files[0].0, "part");
        let total: u64 = entries.iter().map(|entry| entry.bytes).sum();
        assert_eq!(total, store.usage().bytes);
    }

    #[test]
    fn an_entry_that_has_lost_a_part_is_none() {
        let (_folder, store) = store();
        let part = commit(&store, &Digest::of(b"1"), b"part").files["part"].path.clone();
        fs::remove_file(part).unwrap();
        assert!(store.entries().unwrap().is_empty());
    }
}
