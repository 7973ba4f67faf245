//! Is the whole store what it should be? Every piece of content is read, every line of the index and every record.

use std::collections::{BTreeSet, HashSet};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::retention::Entry;
use super::{CacheError, Digest, Record, Store, index};

/// What was found.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Audit {
    /// Pieces of content read, and their bytes.
    pub content: u64,
    pub bytes: u64,
    /// Whole entries.
    pub entries: u64,
    /// Content that no entry names: left by killed runs and replaced results, it goes with the next prunes.
    pub unnamed: u64,
    pub faults: Vec<Fault>,
}

/// Something that is not as it should be. To a run each is a miss and nothing more.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fault {
    /// Its bytes are not those of its name.
    Altered { path: PathBuf },
    /// Nobody can read it.
    Unreadable { path: PathBuf, error: String },
    /// Lines of an index file are torn, altered, or hidden by bytes that are no text.
    Lines { path: PathBuf, lines: usize },
    /// The key's record or a file of its result is gone, by a prune or otherwise.
    Incomplete { key: Digest },
}

impl Store {
    /// Reads everything. With `repair` altered content and what is incomplete is removed and index files are rebuilt
    /// from their good lines; faults are told in any case.
    ///
    /// # Errors
    /// The index cannot be walked.
    pub fn audit(&self, repair: bool) -> Result<Audit, CacheError> {
        let mut audit = Audit::default();
        let content = self.content();
        for fault in self.altered(&content, &mut audit) {
            if let (true, Fault::Altered { path }) = (repair, &fault) {
                let _ = fs::remove_file(path);
            }
            audit.faults.push(fault);
        }
        self.audit_lines(repair, &mut audit);
        self.audit_entries(repair, &content, &mut audit)?;
        Ok(audit)
    }

    /// Two threads read: one hashes while the other waits for the disk.
    fn altered(&self, content: &[Entry<Digest>], audit: &mut Audit) -> Vec<Fault> {
        let read = |part: &[Entry<Digest>]| {
            let (mut bytes, mut faults) = (0, Vec::new());
            for entry in part {
                let path = self.content_path(&entry.name);
                match Digest::of_file(&path) {
                    Ok((digest, length)) => {
                        bytes += length;
                        if digest != entry.name {
                            faults.push(Fault::Altered { path });
                        }
                    }
                    // Evicted meanwhile.
                    Err(error) if error.kind() == io::ErrorKind::NotFound => {}
                    Err(error) => faults.push(Fault::Unreadable { path, error: error.to_string() }),
                }
            }
            (bytes, faults)
        };
        let (one, other) = content.split_at(content.len() / 2);
        let (mut sum, others) = std::thread::scope(|scope| {
            let other = scope.spawn(|| read(other));
            (read(one), other.join().unwrap_or_default())
        });
        audit.content = content.len() as u64;
        audit.bytes = sum.0 + others.0;
        sum.1.extend(others.1);
        sum.1
    }

    fn audit_lines(&self, repair: bool, audit: &mut Audit) {
        for path in self.buckets() {
            match index::faulty_lines(&path) {
                Ok(0) => {}
                Ok(lines) => {
                    if repair {
                        self.rebuild(&path);
                    }
                    audit.faults.push(Fault::Lines { path, lines });
                }
                Err(error) if error.kind() == io::ErrorKind::NotFound => {}
                Err(error) => audit.faults.push(Fault::Unreadable { path, error: error.to_string() }),
            }
        }
    }

    /// What cannot be rebuilt now, because somebody is writing to it, is written anew by them.
    fn rebuild(&self, bucket: &Path) {
        let keys: BTreeSet<Digest> = index::lines(bucket).iter().filter_map(|(key, _)| key.parse().ok()).collect();
        let locks: Option<Vec<_>> = keys.iter().map(|key| self.try_lock(key).ok()?).collect();
        if locks.is_some() {
            let _ = index::rebuild(bucket);
        }
    }

    fn audit_entries(&self, repair: bool, content: &[Entry<Digest>], audit: &mut Audit) -> Result<(), CacheError> {
        let mut named = HashSet::new();
        for (key, digest) in index::keys(self.dir()).map_err(|error| CacheError::new(self.dir(), error))? {
            let path = self.content_path(&digest);
            let bytes = fs::read(&path).unwrap_or_default();
            let record = serde_json::from_slice(&bytes).ok().filter(|record: &Record| record.key == key);
            let is_there = |part: &super::Part| {
                fs::metadata(self.content_path(&part.digest)).is_ok_and(|stat| stat.len() == part.size)
            };
            if let Some(record) = record.filter(|record| record.files.iter().all(is_there)) {
                audit.entries += 1;
                named.insert(digest);
                named.extend(record.files.iter().map(|part| part.digest));
                continue;
            }
            audit.faults.push(Fault::Incomplete { key });
            if repair && let Ok(Some(_lock)) = self.try_lock(&key) {
                let _ = fs::remove_file(path);
            }
        }
        if repair {
            self.sweep_buckets();
        }
        audit.unnamed = content.iter().filter(|entry| !named.contains(&entry.name)).count() as u64;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;
    use std::os::unix::fs::PermissionsExt;

    use super::super::Check;
    use super::super::commit::tests::{commit, store};
    use super::*;

    fn overwrite(path: &Path, bytes: &[u8]) {
        fs::set_permissions(path, fs::Permissions::from_mode(0o644)).unwrap();
        fs::write(path, bytes).unwrap();
    }

    #[test]
    fn a_sound_store_has_no_faults() {
        let (_folder, store) = store();
        assert_eq!(store.audit(false).unwrap(), Audit::default());
        commit(&store, &Digest::of(b"1"), b"one");
        let audit = store.audit(false).unwrap();
        assert_eq!((audit.content, audit.entries, audit.unnamed, audit.faults), (2, 1, 0, vec![]));
    }

    #[test]
    fn every_fault_is_told_and_repaired() {
        let (_folder, store) = store();
        let keys = [b"1", b"2", b"3"].map(|name| Digest::of(name));
        let [one, two, _] = keys.map(|key| commit(&store, &key, key.as_bytes()).files["part"].path.clone());
        overwrite(&one, b"flipped bits of some length");
        fs::remove_file(&two).unwrap();
        let bucket = store.buckets().last().unwrap();
        fs::OpenOptions::new().append(true).open(&bucket).unwrap().write_all(b"\n\xff").unwrap();
        let faults = store.audit(true).unwrap().faults;
        assert!(faults.contains(&Fault::Altered { path: one }), "{faults:?}");
        assert!(faults.contains(&Fault::Incomplete { key: keys[1] }), "{faults:?}");
        assert!(faults.contains(&Fault::Lines { path: bucket, lines: 1 }), "{faults:?}");
        let after = store.audit(true).unwrap();
        assert_eq!((after.entries, after.faults), (1, vec![]));
        let next = Store::open(store.dir(), store.limits()).unwrap();
        let found = keys.map(|key| next.lookup(&key, Check::Digests).is_some());
        assert_eq!(found, [false, false, true]);
    }
}
