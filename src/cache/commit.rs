//! A finished job becomes an entry: its files move from scratch into the content store, then its record, then the
//! index line that makes it findable. Whatever happens between, there is a whole entry or none.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io;
use std::os::unix::fs::{MetadataExt, PermissionsExt};
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use serde_json::Value;

use super::lookup::{Found, StoredFile};
use super::record::{Head, VERSION};
use super::{CacheError, Digest, Part, Record, Scratch, Store, index, usage};

/// Results that took longer or cost money are on the disk, not only in its cache, before they are findable.
/// Others are sooner made again than flushed: after a power cut their files fail the check and are misses.
const DEAR: Duration = Duration::from_millis(200);

/// Where cacache keeps its temporaries; old ones are swept.
pub(super) const TEMPORARIES: &str = "tmp";

/// A finished job, as it is handed to the store.
#[derive(Debug)]
pub struct Finished {
    pub key: Digest,
    pub stage: String,
    pub format: u32,
    pub job: Value,
    pub value: Value,
    /// Files of the job's scratch folder are moved into the store, others copied.
    pub files: Vec<(String, PathBuf)>,
    pub took: Duration,
    pub cost_micro_usd: u64,
}

/// What became of it: the result is usable in any case.
#[derive(Debug)]
pub struct Committed {
    pub found: Found,
    /// Why it could not be stored; its files are then (in part) still in scratch, which must be kept.
    pub uncached: Option<CacheError>,
}

impl Store {
    /// Stores a finished job. To be called with the key's lock held.
    ///
    /// # Errors
    /// A file of the result cannot be read. That it cannot be stored is no error but told in [`Committed`].
    pub fn commit(&self, scratch: &Scratch, finished: Finished) -> Result<Committed, CacheError> {
        let dear = finished.cost_micro_usd > 0 || finished.took >= DEAR;
        let mut files = BTreeMap::new();
        for (name, path) in &finished.files {
            let (digest, size) = Digest::of_file(path).map_err(|error| CacheError::new(path, error))?;
            files.insert(name.clone(), StoredFile { digest, path: path.clone(), size });
        }
        let bytes = record_of(&finished, &files)?;
        let uncached = self.store_all(scratch, &mut files, &finished.key, &bytes, dear).err();
        // The very bytes that a later lookup will read, so that a made result is what a found one will be.
        let head = Head::parse(&bytes, &finished.key).ok_or_else(|| malformed("is not read back"))?;
        Ok(Committed { found: Found { files, ..self.found(head) }, uncached })
    }

    fn store_all(
        &self,
        scratch: &Scratch,
        files: &mut BTreeMap<String, StoredFile>,
        key: &Digest,
        record: &[u8],
        dear: bool,
    ) -> Result<(), CacheError> {
        let mut blocks = 0;
        for file in files.values_mut() {
            let own = self.own(scratch, file)?;
            blocks += self.adopt(&own, &file.digest, dear)?;
            file.path = self.content_path(&file.digest);
        }
        let digest = Digest::of(record);
        let path = scratch.path().join("record.json.new");
        fs::write(&path, record).map_err(|error| CacheError::new(&path, error))?;
        blocks += self.adopt(&path, &digest, dear)?;
        index::publish(self.dir(), key, &digest, record.len() as u64)
            .map_err(|error| CacheError::new(self.dir(), error))?;
        self.log_size(blocks)
    }

    /// The file itself if it is the job's own, else a copy of it in scratch.
    fn own(&self, scratch: &Scratch, file: &StoredFile) -> Result<PathBuf, CacheError> {
        let told = |error| CacheError::new(&file.path, error);
        let stat = fs::symlink_metadata(&file.path).map_err(told)?;
        if stat.is_file() && stat.nlink() == 1 && file.path.starts_with(scratch.path()) {
            return Ok(file.path.clone());
        }
        let copy = scratch.path().join(format!("{}.copy", file.digest));
        fs::copy(&file.path, &copy).map_err(told)?;
        match Digest::of_file(&copy).map_err(told)? {
            (digest, _) if digest == file.digest => Ok(copy),
            _ => Err(told(io::Error::other("changed while it was read"))),
        }
    }

    /// Renames a file into the content store and answers the bytes of disk that it takes. Content that is already
    /// there is replaced by the same: that heals it should it be damaged.
    fn adopt(&self, path: &Path, digest: &Digest, sync: bool) -> Result<u64, CacheError> {
        // Before it can be seen: a prune in this process must not take it.
        self.used().insert(*digest);
        let target = self.content_path(digest);
        let adopt = || -> io::Result<u64> {
            let file = File::open(path)?;
            file.set_permissions(fs::Permissions::from_mode(0o444))?;
            file.set_modified(SystemTime::now())?;
            if sync {
                file.sync_all()?;
            }
            self.place(path, &target)?;
            Ok(usage::disk_bytes(&file.metadata()?))
        };
        let blocks = adopt().map_err(|error| CacheError::new(&target, error))?;
        self.checked().insert(*digest, true);
        Ok(blocks)
    }

    fn place(&self, path: &Path, target: &Path) -> io::Result<()> {
        let folder = target.parent().unwrap_or(target);
        fs::create_dir_all(folder)?;
        match fs::rename(path, target) {
            // A prune removed the folder, which was empty, in between.
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                fs::create_dir_all(folder)?;
                fs::rename(path, target)
            }
            Err(error) if error.kind() == io::ErrorKind::CrossesDevices => self.place_from_elsewhere(path, target),
            done => done,
        }
    }

    /// The job worked outside, when the store's disk was full: there may be room again.
    fn place_from_elsewhere(&self, path: &Path, target: &Path) -> io::Result<()> {
        let temporaries = self.dir().join(TEMPORARIES);
        fs::create_dir_all(&temporaries)?;
        let mut copy = tempfile::NamedTempFile::new_in(temporaries)?;
        io::copy(&mut File::open(path)?, copy.as_file_mut())?;
        copy.as_file().set_permissions(fs::Permissions::from_mode(0o444))?;
        copy.as_file().sync_all()?;
        copy.persist(target)?;
        fs::remove_file(path)
    }
}

fn record_of(finished: &Finished, files: &BTreeMap<String, StoredFile>) -> Result<Vec<u8>, CacheError> {
    let Finished { key, stage, format, job, value, files: _, took, cost_micro_usd } = finished;
    let part = |(name, file): (&String, &StoredFile)| Part { name: name.clone(), digest: file.digest, size: file.size };
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    let record = Record {
        version: VERSION,
        key: *key,
        stage: stage.clone(),
        format: *format,
        job: job.clone(),
        value: value.clone(),
        files: files.iter().map(part).collect(),
        made_unix_ms: millis(now),
        took_ms: millis(*took),
        cost_micro_usd: *cost_micro_usd,
    };
    serde_json::to_vec(&record).map_err(|error| malformed(&error.to_string()))
}

fn malformed(what: &str) -> CacheError {
    CacheError::new(Path::new("record"), io::Error::other(what.to_owned()))
}

fn millis(time: Duration) -> u64 {
    u64::try_from(time.as_millis()).unwrap_or(u64::MAX)
}

#[cfg(test)]
pub(super) mod tests {
    use serde_json::json;

    use super::super::{Check, Limits};
    use super::*;

    pub(crate) fn store() -> (tempfile::TempDir, Store) {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open(&folder.path().join("cache"), Limits::default()).unwrap();
        (folder, store)
    }

    pub(crate) fn finished(key: &Digest, say: &str, files: Vec<(String, PathBuf)>) -> Finished {
        Finished {
            key: *key,
            stage: "speech".into(),
            format: 1,
            job: json!({ "say": say }),
            value: json!({"length_ms": 40}),
            files,
            took: Duration::from_millis(70),
            cost_micro_usd: 5,
        }
    }

    /// Commits an entry with one file, `part`.
    pub(crate) fn commit(store: &Store, key: &Digest, content: &[u8]) -> Found {
        let scratch = store.scratch().unwrap();
        let path = scratch.path().join("made.bin");
        fs::write(&path, content).unwrap();
        let finished = finished(key, &String::from_utf8_lossy(content), vec![("part".into(), path)]);
        let committed = store.commit(&scratch, finished).unwrap();
        assert!(committed.uncached.is_none(), "{:?}", committed.uncached);
        committed.found
    }

    #[test]
    fn a_job_s_own_file_is_moved_and_somebody_else_s_is_copied() {
        let (folder, store) = store();
        let scratch = store.scratch().unwrap();
        let (own, foreign, link) =
            (scratch.path().join("own"), folder.path().join("foreign"), scratch.path().join("link"));
        fs::write(&own, "own").unwrap();
        fs::write(&foreign, "foreign").unwrap();
        std::os::unix::fs::symlink(&foreign, &link).unwrap();
        let files = vec![("o".into(), own.clone()), ("f".into(), foreign.clone()), ("l".into(), link)];
        let found = store.commit(&scratch, finished(&Digest::of(b"k"), "", files)).unwrap().found;
        assert!(!own.exists() && foreign.exists());
        assert!(!fs::metadata(&foreign).unwrap().permissions().readonly());
        assert_eq!(fs::read(&found.files["l"].path).unwrap(), b"foreign");
        assert!(fs::metadata(&found.files["o"].path).unwrap().permissions().readonly());
    }

    #[test]
    fn a_file_that_is_not_there_is_an_error_and_leaves_no_entry() {
        let (_folder, store) = store();
        let scratch = store.scratch().unwrap();
        let files = vec![("part".into(), scratch.path().join("never written"))];
        assert!(store.commit(&scratch, finished(&Digest::of(b"k"), "", files)).is_err());
        assert_eq!(store.lookup(&Digest::of(b"k"), Check::Sizes), None);
    }

    #[test]
    fn a_result_that_cannot_be_stored_is_usable_from_scratch() {
        let (_folder, store) = store();
        let scratch = store.scratch().unwrap();
        // A file where the content's folder should be.
        fs::write(store.dir().join("content-v2"), "").unwrap();
        let path = scratch.path().join("made");
        fs::write(&path, "made").unwrap();
        let finished = finished(&Digest::of(b"k"), "", vec![("part".into(), path.clone())]);
        let committed = store.commit(&scratch, finished).unwrap();
        assert!(committed.uncached.is_some());
        assert_eq!(committed.found.files["part"].path, path);
        assert!(store.verified(&path, &Digest::of(b"made")).unwrap());
    }

    #[test]
    fn floats_in_a_document_are_the_same_made_or_found() {
        let (_folder, store) = store();
        let scratch = store.scratch().unwrap();
        let value = json!({"at": [0.1 + 0.2, 1.0 / 3.0, 1e-7, 2.999_999_999_999_999_6, 179.769_313_486_231_57]});
        let job = Finished { value, ..finished(&Digest::of(b"k"), "", Vec::new()) };
        let made = store.commit(&scratch, job).unwrap().found;
        assert_eq!(store.lookup(&Digest::of(b"k"), Check::Sizes).unwrap(), made);
    }
}
