//! Lock files: who works on what, across processes. A holder that dies frees its lock; its file is swept later.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};

/// A lock held: the file is removed when it is dropped, and only then unlocked.
#[derive(Debug)]
pub struct FileLock(Option<(File, PathBuf)>);

impl FileLock {
    /// Stands for a lock where none can be written.
    pub(super) fn nobody_s() -> Self {
        Self(None)
    }

    /// Takes the lock, or answers `None` when somebody else (in this process or another) holds it.
    ///
    /// The file may be removed by its last holder between our opening and our locking it; then we would hold a lock
    /// that nobody else can see, so the file at the path is compared with the one that was locked.
    pub fn try_take(path: &Path) -> io::Result<Option<Self>> {
        loop {
            let file = OpenOptions::new().read(true).write(true).create(true).truncate(false).open(path)?;
            match file.try_lock() {
                Ok(()) => {}
                Err(TryLockError::WouldBlock) => return Ok(None),
                Err(TryLockError::Error(error)) if error.kind() == io::ErrorKind::Interrupted => continue,
                // A file system without locks: better work twice than not at all.
                Err(TryLockError::Error(error)) if error.kind() == io::ErrorKind::Unsupported => {}
                Err(TryLockError::Error(error)) => return Err(error),
            }
            if is_at(&file, path)? {
                return Ok(Some(Self(Some((file, path.to_owned())))));
            }
        }
    }
}

impl Drop for FileLock {
    fn drop(&mut self) {
        if let Some((_file, path)) = &self.0 {
            let _ = fs::remove_file(path);
        }
    }
}

/// The file at the path is the very one that was opened.
pub(super) fn is_at(file: &File, path: &Path) -> io::Result<bool> {
    let locked = file.metadata()?;
    match fs::metadata(path) {
        Ok(found) => Ok((found.dev(), found.ino()) == (locked.dev(), locked.ino())),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(false),
        Err(error) => Err(error),
    }
}

/// Removes the lock files in `folder` that nobody holds any more.
pub(crate) fn sweep(folder: &Path) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        drop(FileLock::try_take(&entry.path()));
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};

    use super::*;

    #[test]
    fn a_lock_has_one_holder_and_leaves_no_file() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("key");
        let held = FileLock::try_take(&path).unwrap().unwrap();
        assert!(FileLock::try_take(&path).unwrap().is_none());
        drop(held);
        assert!(!path.exists());
        assert!(FileLock::try_take(&path).unwrap().is_some());
    }

    #[test]
    fn many_takers_never_hold_it_together() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("key");
        let inside = AtomicUsize::new(0);
        std::thread::scope(|scope| {
            for _ in 0..4 {
                scope.spawn(|| {
                    for _ in 0..500 {
                        let Some(lock) = FileLock::try_take(&path).unwrap() else { continue };
                        assert_eq!(inside.fetch_add(1, Ordering::SeqCst), 0);
                        inside.fetch_sub(1, Ordering::SeqCst);
                        drop(lock);
                    }
                });
            }
        });
    }

    #[test]
    fn sweeping_takes_dead_locks_and_leaves_held_ones() {
        let folder = tempfile::tempdir().unwrap();
        let held = FileLock::try_take(&folder.path().join("held")).unwrap();
        fs::write(folder.path().join("dead"), "").unwrap();
        sweep(folder.path());
        assert!(folder.path().join("held").exists());
        assert!(!folder.path().join("dead").exists());
        drop(held);
    }
}
