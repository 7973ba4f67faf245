//! What is known of a file for as long as it is the same file: its digest, the version that a program tells.
//!
//! A file is the same when its path, size, times and inode are. One that was changed within the last two seconds could
//! be changed again without a trace on file systems with coarse clocks, so nothing is remembered of it yet.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use serde::{Deserialize, Serialize};

use super::usage::children;
use super::{CacheError, Digest, Store, prune};

const FOLDER: &str = "files";
const DIGEST: &str = "sha256";
const RACY: Duration = Duration::from_secs(2);
/// Notes on files that nobody asked for in so long are dropped; asking is noted once a day.
const FORGET: Duration = Duration::from_secs(30 * 24 * 3600);
const DAY: Duration = Duration::from_secs(24 * 3600);
/// More than a tick of the clock that stamps files.
const TICK: Duration = Duration::from_millis(20);

/// Which file it was.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Identity {
    size: u64,
    modified_ns: i128,
    changed_ns: i128,
    inode: u64,
}

impl Identity {
    pub fn of(path: &Path) -> io::Result<Self> {
        let stat = fs::metadata(path)?;
        let ns = |seconds: i64, rest: i64| i128::from(seconds) * 1_000_000_000 + i128::from(rest);
        Ok(Self {
            size: stat.len(),
            modified_ns: ns(stat.mtime(), stat.mtime_nsec()),
            changed_ns: ns(stat.ctime(), stat.ctime_nsec()),
            inode: stat.ino(),
        })
    }

    pub fn size(&self) -> u64 {
        self.size
    }

    /// Not changed just now: another change would show.
    pub fn is_settled(&self) -> bool {
        self.older_than(RACY)
    }

    fn older_than(&self, age: Duration) -> bool {
        let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
        i128::try_from(now.saturating_sub(age).as_nanos()).is_ok_and(|limit| self.modified_ns <= limit)
    }
}

#[derive(Debug, Default, Serialize, Deserialize)]
struct Notes {
    identity: Option<Identity>,
    facts: BTreeMap<String, String>,
}

impl Store {
    /// The digest of a file's content, read only when it is not remembered.
    ///
    /// # Errors
    /// The file cannot be read.
    pub fn digest_of_file(&self, path: &Path) -> io::Result<Digest> {
        let before = Identity::of(path)?;
        if let Some(digest) = self.digest_recalled(path, &before) {
            return Ok(digest);
        }
        let (digest, _) = Digest::of_file(path)?;
        if before.is_settled() {
            self.remember(path, &before, DIGEST, &digest.to_string());
        }
        Ok(digest)
    }

    /// The digest of a file of this identity, if it is remembered.
    pub fn digest_recalled(&self, path: &Path, identity: &Identity) -> Option<Digest> {
        self.recall(path, identity, DIGEST)?.parse().ok()
    }

    /// What is remembered of the file, if it is still the same.
    pub fn fact_of_file(&self, path: &Path, identity: &Identity, kind: &str) -> Option<String> {
        self.recall(path, identity, kind)
    }

    /// Remembers something of the file that had this identity before it was found out.
    pub fn remember_fact(&self, path: &Path, identity: &Identity, kind: &str, fact: &str) {
        if identity.is_settled() {
            self.remember(path, identity, kind, fact);
        }
    }

    /// Forgets all facts of the file whose kind starts so.
    pub fn forget_facts(&self, path: &Path, start: &str) {
        let file = self.notes_path(path);
        let Some(mut notes) = read(&file) else { return };
        let before = notes.facts.len();
        notes.facts.retain(|kind, _| !kind.starts_with(start));
        if notes.facts.len() < before {
            let _ = self.write_notes(&file, &notes);
        }
    }

    /// Remembers the digest of a file that we have just written whole and that is at its place now.
    ///
    /// Its time is set back by a tick of the clock: whoever writes to it after us leaves a later one. Where the file
    /// system's clock is too coarse for that to hold, nothing is remembered.
    pub(crate) fn remember_written(&self, path: &Path, digest: &Digest) {
        let written = SystemTime::now() - TICK;
        let set = File::open(path).and_then(|file| {
            file.set_modified(written)?;
            file.metadata()?.modified()
        });
        let exact = set.is_ok_and(|kept| kept == written);
        if exact && let Ok(identity) = Identity::of(path) {
            self.remember(path, &identity, DIGEST, &digest.to_string());
        }
    }

    fn recall(&self, path: &Path, identity: &Identity, kind: &str) -> Option<String> {
        let file = self.notes_path(path);
        let mut notes = read(&file)?;
        if notes.identity.as_ref() != Some(identity) {
            return None;
        }
        let fact = notes.facts.remove(kind)?;
        if Identity::of(&file).is_ok_and(|notes| notes.older_than(DAY)) {
            let _ = File::open(&file).and_then(|file| file.set_modified(SystemTime::now()));
        }
        Some(fact)
    }

    /// Not remembering is no failure: it costs time later.
    fn remember(&self, path: &Path, identity: &Identity, kind: &str, fact: &str) {
        let file = self.notes_path(path);
        let known = read(&file).filter(|notes| notes.identity.as_ref() == Some(identity));
        let mut notes = known.unwrap_or_default();
        notes.identity = Some(identity.clone());
        notes.facts.insert(kind.to_owned(), fact.to_owned());
        let _ = self.write_notes(&file, &notes);
    }

    fn write_notes(&self, file: &Path, notes: &Notes) -> Result<(), CacheError> {
        let told = |error| CacheError::new(file, error);
        let text = serde_json::to_string(notes).map_err(|error| told(error.into()))?;
        let scratch = self.scratch_inside()?;
        let new = scratch.path().join("notes");
        fs::write(&new, format!("{}\n{text}", Digest::of(text.as_bytes()))).map_err(told)?;
        fs::create_dir_all(file.parent().unwrap_or(file)).map_err(told)?;
        fs::rename(&new, file).map_err(told)
    }

    fn notes_path(&self, path: &Path) -> PathBuf {
        let path = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
        let hex = Digest::of(path.as_os_str().as_bytes()).to_string();
        self.dir().join(FOLDER).join(&hex[..2]).join(&hex[2..])
    }
}

/// `None` for notes that are torn, altered or not there.
fn read(file: &Path) -> Option<Notes> {
    let text = fs::read_to_string(file).ok()?;
    let (digest, notes) = text.split_once('\n')?;
    (digest.parse() == Ok(Digest::of(notes.as_bytes()))).then(|| serde_json::from_str(notes).ok())?
}

pub(super) fn sweep(store: &Store, now: SystemTime) {
    for folder in children(&store.dir().join(FOLDER)) {
        prune::sweep_older(&folder.path(), now, FORGET);
    }
}

#[cfg(test)]
mod tests {
    use super::super::commit::tests::store;
    use super::*;

    fn write(path: &Path, text: &str, age: Duration) {
        fs::write(path, text).unwrap();
        File::options().write(true).open(path).unwrap().set_modified(SystemTime::now() - age).unwrap();
    }

    /// What the memory says without looking at the file.
    fn remembered(store: &Store, path: &Path) -> Option<String> {
        store.recall(path, &Identity::of(path).unwrap(), DIGEST)
    }

    #[test]
    fn a_digest_is_remembered_until_the_file_changes() {
        let (folder, store) = store();
        let path = folder.path().join("music.mp3");
        write(&path, "one", Duration::from_secs(9));
        assert_eq!(store.digest_of_file(&path).unwrap(), Digest::of(b"one"));
        assert_eq!(remembered(&store, &path), Some(Digest::of(b"one").to_string()));
        write(&path, "two", Duration::from_secs(8));
        assert_eq!(remembered(&store, &path), None);
        assert_eq!(store.digest_of_file(&path).unwrap(), Digest::of(b"two"));
    }

    #[test]
    fn a_file_changed_just_now_or_in_the_future_is_read_each_time() {
        let (folder, store) = store();
        let path = folder.path().join("a");
        write(&path, "one", Duration::ZERO);
        assert_eq!(store.digest_of_file(&path).unwrap(), Digest::of(b"one"));
        assert_eq!(remembered(&store, &path), None);
        fs::write(&path, "two").unwrap();
        assert_eq!(store.digest_of_file(&path).unwrap(), Digest::of(b"two"));
        let later = SystemTime::now() + Duration::from_secs(9999);
        File::options().write(true).open(&path).unwrap().set_modified(later).unwrap();
        store.digest_of_file(&path).unwrap();
        assert_eq!(remembered(&store, &path), None);
    }

    #[test]
    fn a_file_of_our_own_is_remembered_at_once_and_a_change_right_after_is_seen() {
        let (folder, store) = store();
        let path = folder.path().join("out.mp4");
        for round in 0..50 {
            fs::write(&path, "one").unwrap();
            store.remember_written(&path, &Digest::of(b"one"));
            assert!(remembered(&store, &path).is_some(), "round {round}");
            fs::write(&path, "two").unwrap();
            assert_eq!(store.digest_of_file(&path).unwrap(), Digest::of(b"two"), "round {round}");
        }
    }

    #[test]
    fn facts_live_beside_the_digest_and_die_with_the_identity() {
        let (folder, store) = store();
        let path = folder.path().join("ffmpeg");
        write(&path, "binary", Duration::from_secs(99));
        let identity = Identity::of(&path).unwrap();
        store.remember_fact(&path, &identity, "version", "5.1.9");
        store.digest_of_file(&path).unwrap();
        assert_eq!(store.fact_of_file(&path, &identity, "version").as_deref(), Some("5.1.9"));
        store.remember_fact(&path, &identity, "encoders h264", "none");
        store.forget_facts(&path, "encoders ");
        assert_eq!(store.fact_of_file(&path, &identity, "encoders h264"), None);
        assert!(store.fact_of_file(&path, &identity, "version").is_some() && remembered(&store, &path).is_some());
        write(&path, "binary 2", Duration::from_secs(50));
        assert_eq!(store.fact_of_file(&path, &Identity::of(&path).unwrap(), "version"), None);
    }

    #[test]
    fn torn_or_altered_notes_are_forgotten() {
        let (folder, store) = store();
        let path = folder.path().join("a");
        write(&path, "one", Duration::from_secs(9));
        store.digest_of_file(&path).unwrap();
        let notes = store.notes_path(&path);
        let text = fs::read_to_string(&notes).unwrap();
        fs::write(&notes, &text[..text.len() - 5]).unwrap();
        assert_eq!(remembered(&store, &path), None);
        let digest = Digest::of(b"one").to_string();
        fs::write(&notes, text.replacen(&digest[..8], "00000000", 1)).unwrap();
        assert_eq!(remembered(&store, &path), None);
        assert_eq!(store.digest_of_file(&path).unwrap(), Digest::of(b"one"));
    }
}
