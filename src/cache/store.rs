//! The store's folder: opened once a run, shared by clones.

use std::collections::{HashMap, HashSet};
use std::fs;
use std::io;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};

use super::lock::FileLock;
use super::retention::Limits;
use super::scratch::{RunFolder, Scratch};
use super::{CacheError, Digest, index};

const LOCKS: &str = "locks";
const SCRATCH: &str = "scratch";
const TEMPORARY: &str = "reelmill-no-cache-";
const OWNER: &str = "owner.lock";

/// Bytes of disk in which next to nothing can be made.
const NO_ROOM: u64 = 256 * 1024;

/// See <https://bford.info/cachedir/>.
const TAG: &str = "Signature: 8a477f597d28d172789f06886806bc55\n\
    # This file is a cache directory tag created by reelmill.\n\
    # For information about cache directory tags, see https://bford.info/cachedir/\n";

/// A folder of finished work; a cheap handle. Opening it touches nothing: what only reads, and finds all that it looks
/// for, leaves no trace but times of use.
#[derive(Debug, Clone)]
pub struct Store(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    root: PathBuf,
    limits: Limits,
    /// Content that this run has read or written and may yet read.
    used: Mutex<HashSet<Digest>>,
    /// Whether content was found to be what its digest says, where this run has looked.
    checked: Mutex<HashMap<Digest, bool>>,
    pruned: AtomicBool,
    // In this order: the run's folder goes before the folder around it, that before its owner's lock.
    /// Made when this run first reads or writes content; for as long as it is there others spare what is used.
    run: OnceLock<RunFolder>,
    /// Where jobs work when this store takes no files.
    spare: OnceLock<Store>,
    _temporary: Option<(tempfile::TempDir, FileLock)>,
}

impl Store {
    /// The store in `dir`; the folder is made when something is first put there.
    ///
    /// # Errors
    /// The place is a file.
    pub fn open(dir: &Path, limits: Limits) -> Result<Self, CacheError> {
        Self::build(dir, limits, None)
    }

    /// A store of this run only; its folder goes with its last handle, or, should we be killed, when the next
    /// temporary store is opened.
    pub fn temporary() -> Result<Self, CacheError> {
        let parent = std::env::temp_dir();
        sweep_temporary(&parent);
        let told = |error| CacheError::new(&parent, error);
        // Somebody else's sweep may take a folder before its lock is held: then there is another one.
        let (folder, owner) = loop {
            let folder = tempfile::Builder::new().prefix(TEMPORARY).tempdir().map_err(told)?;
            match FileLock::try_take(&folder.path().join(OWNER)) {
                Ok(Some(owner)) => break (folder, owner),
                Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(told(error)),
                Ok(None) | Err(_) => {}
            }
        };
        let path = folder.path().join("store");
        Self::build(&path, Limits::NONE, Some((folder, owner)))
    }

    fn build(dir: &Path, limits: Limits, temporary: Option<(tempfile::TempDir, FileLock)>) -> Result<Self, CacheError> {
        let told = |error| CacheError::new(dir, error);
        let root = std::path::absolute(dir).map_err(told)?;
        if fs::metadata(&root).is_ok_and(|found| !found.is_dir()) {
            return Err(CacheError::NotAFolder { path: root });
        }
        let (used, checked, pruned, run, spare) = Default::default();
        Ok(Self(Arc::new(Inner { root, limits, used, checked, pruned, run, spare, _temporary: temporary })))
    }

    /// The store's folder, absolute.
    pub fn dir(&self) -> &Path {
        &self.0.root
    }

    pub fn limits(&self) -> Limits {
        self.0.limits
    }

    /// Where content of that digest lies, if it is there.
    pub fn content_path(&self, digest: &Digest) -> PathBuf {
        index::content_path(self.dir(), digest)
    }

    /// The right to make the key's result, or `None` while somebody else has it. Where no lock can be written the
    /// right is everybody's: better work twice than not at all.
    pub fn try_lock(&self, key: &Digest) -> Result<Option<FileLock>, CacheError> {
        let path = self.lock_path(&key.to_string());
        let taken = match FileLock::try_take(&path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                fs::create_dir_all(self.locks_dir()).and_then(|()| FileLock::try_take(&path))
            }
            taken => taken,
        };
        match taken.map_err(|error| CacheError::new(&path, error)) {
            Err(error) if error.is_unusable() => Ok(Some(FileLock::nobody_s())),
            taken => taken,
        }
    }

    /// An empty folder on the store's file system, or, where that takes no more files, in the system's temporary folder.
    pub fn scratch(&self) -> Result<Scratch, CacheError> {
        match self.scratch_inside() {
            Err(error) if error.is_unusable() => self.scratch_elsewhere(),
            scratch => scratch,
        }
    }

    /// An empty folder that takes nothing from the store's disk, unless that is the system's temporary folder's too.
    pub fn scratch_elsewhere(&self) -> Result<Scratch, CacheError> {
        if let Some(spare) = self.0.spare.get() {
            return spare.scratch_inside();
        }
        // Of two made at once one is kept; the other goes again.
        let made = Self::temporary()?;
        self.0.spare.get_or_init(|| made).scratch_inside()
    }

    pub(super) fn scratch_inside(&self) -> Result<Scratch, CacheError> {
        self.run()?.job_folder().map_err(|error| CacheError::new(self.dir(), error))
    }

    /// Whether the store's disk has no room to speak of, and the system's temporary folder is on another.
    pub fn is_disk_full(&self) -> bool {
        let device = |path: &Path| fs::metadata(path).map(|stat| stat.dev()).ok();
        let elsewhere = device(self.dir()) != device(&std::env::temp_dir());
        let full = |disk: rustix::fs::StatVfs| disk.f_bavail.saturating_mul(disk.f_frsize) < NO_ROOM;
        elsewhere && rustix::fs::statvfs(self.dir()).is_ok_and(full)
    }

    /// Whether files can be put there.
    ///
    /// # Errors
    /// Why not.
    pub fn check_writable(&self) -> Result<(), CacheError> {
        self.scratch_inside().map(drop)
    }

    /// From now on other processes spare what this run uses. Where they cannot be told, they prune as if it were not
    /// there, and what goes is made again.
    pub(super) fn announce(&self) {
        let _ = self.run();
    }

    /// This run's folder, if there is one yet.
    pub(super) fn own_run(&self) -> Option<&RunFolder> {
        self.0.run.get()
    }

    /// This run's folder, made now if need be.
    pub(super) fn run(&self) -> Result<&RunFolder, CacheError> {
        if let Some(run) = self.0.run.get() {
            return Ok(run);
        }
        let told = |error| CacheError::new(self.dir(), error);
        fs::create_dir_all(self.scratch_dir()).map_err(told)?;
        let tag = self.dir().join("CACHEDIR.TAG");
        if !tag.exists() {
            fs::write(tag, TAG).map_err(told)?;
        }
        // As with the spare.
        let made = RunFolder::create(&self.scratch_dir()).map_err(told)?;
        Ok(self.0.run.get_or_init(|| made))
    }

    pub(super) fn lock_path(&self, name: &str) -> PathBuf {
        self.dir().join(LOCKS).join(name)
    }

    pub(super) fn locks_dir(&self) -> PathBuf {
        self.dir().join(LOCKS)
    }

    pub(super) fn scratch_dir(&self) -> PathBuf {
        self.dir().join(SCRATCH)
    }

    /// Whether this run has pruned.
    pub(super) fn has_pruned(&self) -> bool {
        self.0.pruned.load(Ordering::Relaxed)
    }

    pub(super) fn set_pruned(&self) {
        self.0.pruned.store(true, Ordering::Relaxed);
    }

    pub(super) fn used(&self) -> MutexGuard<'_, HashSet<Digest>> {
        self.0.used.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn checked(&self) -> MutexGuard<'_, HashMap<Digest, bool>> {
        self.0.checked.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Removes the temporary stores of runs that were killed.
fn sweep_temporary(parent: &Path) {
    for entry in fs::read_dir(parent).into_iter().flatten().flatten() {
        let owner = entry.path().join(OWNER);
        if entry.file_name().to_string_lossy().starts_with(TEMPORARY)
            && owner.exists()
            && let Ok(Some(_dead)) = FileLock::try_take(&owner)
        {
            let _ = fs::remove_dir_all(entry.path());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn opening_touches_nothing_and_working_there_makes_a_tagged_folder_and_leaves_no_trace_of_the_run() {
        let folder = tempfile::tempdir().unwrap();
        let dir = folder.path().join("a/b");
        let store = Store::open(&dir, Limits::default()).unwrap();
        assert!(!dir.exists());
        drop(store.scratch().unwrap());
        assert!(fs::read_to_string(dir.join("CACHEDIR.TAG")).unwrap().starts_with("Signature: 8a477f597d28d172"));
        drop(store);
        assert_eq!(fs::read_dir(dir.join(SCRATCH)).unwrap().count(), 0);
    }

    #[test]
    fn a_file_in_its_place_is_told() {
        let folder = tempfile::tempdir().unwrap();
        let dir = folder.path().join("file");
        fs::write(&dir, "").unwrap();
        let error = Store::open(&dir, Limits::default()).unwrap_err();
        assert!(matches!(error, CacheError::NotAFolder { .. }), "{error:?}");
    }

    #[test]
    fn a_place_that_takes_no_folders_is_told_and_worked_around() {
        let store = Store::open(Path::new("/proc/self/reelmill"), Limits::default()).unwrap();
        let error = store.check_writable().unwrap_err();
        assert!(error.to_string().contains("/proc/self/reelmill"), "{error}");
        assert!(store.scratch().unwrap().path().is_dir());
        assert!(store.try_lock(&Digest::of(b"key")).unwrap().is_some());
    }

    #[test]
    fn a_temporary_store_goes_with_its_last_handle() {
        let store = Store::temporary().unwrap();
        store.check_writable().unwrap();
        let dir = store.dir().to_owned();
        let other = store.clone();
        drop(store);
        assert!(dir.exists());
        drop(other);
        assert!(!dir.exists() && !dir.parent().unwrap().exists());
    }

    #[test]
    fn temporary_stores_that_are_opened_at_once_do_not_sweep_each_other_away() {
        std::thread::scope(|scope| {
            for _ in 0..4 {
                scope.spawn(|| {
                    for _ in 0..100 {
                        Store::temporary().unwrap().scratch().unwrap();
                    }
                });
            }
        });
    }

    #[test]
    fn a_killed_run_s_temporary_store_goes_and_a_living_one_stays() {
        let parent = tempfile::tempdir().unwrap();
        let dead = parent.path().join("reelmill-no-cache-dead");
        let living = parent.path().join("reelmill-no-cache-living");
        for folder in [&dead, &living] {
            fs::create_dir(folder).unwrap();
            fs::write(folder.join(OWNER), "").unwrap();
        }
        let _held = FileLock::try_take(&living.join(OWNER)).unwrap();
        sweep_temporary(parent.path());
        assert!(!dead.exists() && living.exists());
    }
}
