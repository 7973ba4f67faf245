//! Is there a result for this key? Anything less than a whole and sound one is a miss.

use std::collections::BTreeMap;
use std::fs::{self, File, Metadata};
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use serde_json::Value;

use super::record::Head;
use super::{Digest, Record, Store, index};

/// Files used again within this time keep their old time of last use.
pub(super) const TOUCH_AFTER: Duration = Duration::from_secs(3600);

/// How far a lookup looks at a result's files.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Check {
    /// They are there and as long as they were; that somebody looked is not noted.
    Glance,
    /// They are there and as long as they were.
    Sizes,
    /// Their content is what it was (read once a run and file).
    Digests,
}

/// A result in the store.
#[derive(Debug, Clone, PartialEq)]
pub struct Found {
    pub value: Value,
    pub files: BTreeMap<String, StoredFile>,
    /// The time its making once took.
    pub took: Duration,
    pub cost_micro_usd: u64,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredFile {
    pub digest: Digest,
    pub path: PathBuf,
    /// Bytes.
    pub size: u64,
}

impl Store {
    /// The key's result. What a run has found, its files checked, is not pruned while it lives.
    pub fn lookup(&self, key: &Digest, check: Check) -> Option<Found> {
        if check == Check::Digests {
            self.announce();
        }
        let (record, bytes) = self.record_bytes(key)?;
        let found = self.found(Head::parse(&bytes, key)?);
        // Before the look: what is there then is not pruned any more.
        self.used().extend(found.files.values().map(|file| file.digest).chain([record]));
        let mut facts = vec![(self.content_path(&record), None)];
        for file in found.files.values() {
            if self.checked().get(&file.digest) == Some(&false) {
                return None;
            }
            let stat = fs::metadata(&file.path).ok().filter(|stat| stat.is_file() && stat.len() == file.size)?;
            facts.push((file.path.clone(), Some(stat)));
        }
        if check != Check::Glance {
            facts.into_iter().for_each(|(path, stat)| touch(&path, stat));
        }
        let sound = |file: &StoredFile| self.verified(&file.path, &file.digest).unwrap_or(false);
        if check == Check::Digests && !found.files.values().all(sound) {
            tracing::warn!(%key, "a result's file is damaged; it is made again");
            return None;
        }
        Some(found)
    }

    /// The key's whole record, with the job that it was made from.
    pub fn record(&self, key: &Digest) -> Option<Record> {
        let (_, bytes) = self.record_bytes(key)?;
        serde_json::from_slice(&bytes).ok()
    }

    fn record_bytes(&self, key: &Digest) -> Option<(Digest, Vec<u8>)> {
        let record = index::find(self.dir(), key)?;
        let path = self.content_path(&record);
        let bytes = fs::read(&path).ok()?;
        if Digest::of(&bytes) != record {
            let _ = fs::remove_file(path);
            return None;
        }
        Some((record, bytes))
    }

    pub(super) fn found(&self, head: Head) -> Found {
        let stored = |part: super::Part| {
            let path = self.content_path(&part.digest);
            (part.name, StoredFile { digest: part.digest, path, size: part.size })
        };
        Found {
            value: head.value,
            files: head.files.into_iter().map(stored).collect(),
            took: Duration::from_millis(head.took_ms),
            cost_micro_usd: head.cost_micro_usd,
        }
    }
}

/// Notes that the file was used now. It is only a hint for pruning: failing to is no failure.
fn touch(path: &Path, stat: Option<Metadata>) {
    let Some(stat) = stat.or_else(|| fs::metadata(path).ok()) else { return };
    let now = SystemTime::now();
    let fresh = |used: SystemTime| now.duration_since(used).is_ok_and(|age| age < TOUCH_AFTER);
    if !stat.modified().is_ok_and(fresh) {
        let _ = File::open(path).and_then(|file| file.set_modified(now));
    }
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt;

    use serde_json::json;

    use super::super::commit::tests::{commit, store};
    use super::*;

    fn spoil(path: &Path, change: impl FnOnce(&mut Vec<u8>)) {
        let mut bytes = fs::read(path).unwrap();
        change(&mut bytes);
        fs::set_permissions(path, fs::Permissions::from_mode(0o644)).unwrap();
        fs::write(path, bytes).unwrap();
    }

    fn again(store: &Store) -> Store {
        Store::open(store.dir(), store.limits()).unwrap()
    }

    #[test]
    fn what_was_committed_is_found() {
        let (_folder, store) = store();
        let key = Digest::of(b"key");
        assert_eq!(store.lookup(&key, Check::Digests), None);
        let made = commit(&store, &key, b"part");
        let found = again(&store).lookup(&key, Check::Digests).unwrap();
        assert_eq!(found, made);
        assert_eq!(fs::read(&found.files["part"].path).unwrap(), b"part");
        assert_eq!(store.record(&key).unwrap().job, json!({"say": "part"}));
    }

    #[test]
    fn a_part_that_is_gone_or_shorter_is_a_miss() {
        let (_folder, store) = store();
        let key = Digest::of(b"key");
        let part = commit(&store, &key, b"part").files["part"].path.clone();
        spoil(&part, |bytes| bytes.truncate(2));
        assert_eq!(store.lookup(&key, Check::Sizes), None);
        fs::remove_file(&part).unwrap();
        assert_eq!(store.lookup(&key, Check::Sizes), None);
        commit(&store, &key, b"part");
        assert!(store.lookup(&key, Check::Digests).is_some());
    }

    #[test]
    fn a_flipped_bit_in_a_part_is_a_miss_for_the_next_run_and_healed_by_a_commit() {
        let (_folder, store) = store();
        let key = Digest::of(b"key");
        let part = commit(&store, &key, b"part").files["part"].path.clone();
        spoil(&part, |bytes| bytes[1] ^= 4);
        let next = again(&store);
        assert!(next.lookup(&key, Check::Sizes).is_some());
        assert_eq!(next.lookup(&key, Check::Digests), None);
        assert_eq!(next.lookup(&key, Check::Sizes), None, "the part was removed");
        commit(&next, &key, b"part");
        assert!(again(&store).lookup(&key, Check::Digests).is_some());
    }

    #[test]
    fn a_flipped_bit_in_a_record_is_a_miss() {
        let (_folder, store) = store();
        let key = Digest::of(b"key");
        commit(&store, &key, b"part");
        let record = store.content_path(&index::find(store.dir(), &key).unwrap());
        spoil(&record, |bytes| bytes[20] ^= 1);
        assert_eq!(store.lookup(&key, Check::Sizes), None);
        assert!(!record.exists());
    }

    #[test]
    fn use_is_noted_once_an_hour() {
        let (_folder, store) = store();
        let key = Digest::of(b"key");
        let part = commit(&store, &key, b"part").files["part"].path.clone();
        let used = || fs::metadata(&part).unwrap().modified().unwrap();
        let set = |time| File::open(&part).unwrap().set_modified(time).unwrap();
        let now = SystemTime::now();
        set(now - Duration::from_secs(1800));
        store.lookup(&key, Check::Sizes).unwrap();
        assert!(used() < now);
        set(now - Duration::from_secs(4000));
        store.lookup(&key, Check::Sizes).unwrap();
        assert!(used() >= now - Duration::from_secs(1));
    }
}
