//! Where jobs work: a folder a run, locked by its owner for as long as it lives, and in it a folder a job.
//!
//! The lock file `NAME.lock` stands beside the folder `NAME`: it is there before the folder and goes after it, so a
//! folder whose lock can be taken belongs to nobody and may go at once.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::SystemTime;

use super::lock::FileLock;

/// A run's folder; removed with all that is in it when dropped.
#[derive(Debug)]
pub(crate) struct RunFolder {
    path: PathBuf,
    jobs: AtomicU64,
    // Dropped after the folder is gone.
    _owner: FileLock,
}

impl RunFolder {
    pub(crate) fn create(parent: &Path) -> io::Result<Self> {
        static COUNTER: AtomicU64 = AtomicU64::new(0);
        loop {
            let number = COUNTER.fetch_add(1, Ordering::Relaxed);
            let path = parent.join(format!("{}-{number}", process::id()));
            let Some(owner) = FileLock::try_take(&lock_of(&path))? else { continue };
            // A dead run of the same process number may have left its folder.
            match fs::remove_dir_all(&path) {
                Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
                _ => fs::create_dir(&path)?,
            }
            return Ok(Self { path, jobs: AtomicU64::new(0), _owner: owner });
        }
    }

    /// An empty folder for one job.
    pub(crate) fn job_folder(&self) -> io::Result<Scratch> {
        let number = self.jobs.fetch_add(1, Ordering::Relaxed);
        let path = self.path.join(number.to_string());
        fs::create_dir(&path)?;
        Ok(Scratch { path: Some(path) })
    }
}

impl Drop for RunFolder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.path);
    }
}

/// A job's folder, gone when dropped.
#[derive(Debug)]
pub struct Scratch {
    path: Option<PathBuf>,
}

impl Scratch {
    pub fn path(&self) -> &Path {
        self.path.as_deref().unwrap_or(Path::new(""))
    }

    /// Lets the folder live until the run ends: its files could not be stored and are used from here.
    pub fn keep(mut self) {
        self.path = None;
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        if let Some(path) = &self.path {
            let _ = fs::remove_dir_all(path);
        }
    }
}

/// Removes dead runs' folders and answers when the oldest other living run began.
pub(crate) fn sweep(parent: &Path, own: Option<&RunFolder>) -> Option<SystemTime> {
    let mut oldest: Option<SystemTime> = None;
    for entry in fs::read_dir(parent).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.extension().is_none() {
            // Its lock was there before it; without one its owner died while leaving.
            if !lock_of(&path).exists() {
                let _ = fs::remove_dir_all(&path);
            }
            continue;
        }
        let folder = path.with_extension("");
        if own.is_some_and(|own| own.path == folder) {
            continue;
        }
        let began = entry.metadata().and_then(|facts| facts.modified()).ok();
        match FileLock::try_take(&path) {
            Ok(Some(_dead)) => drop(fs::remove_dir_all(&folder)),
            _ => oldest = [oldest, began].into_iter().flatten().min(),
        }
    }
    oldest
}

fn lock_of(folder: &Path) -> PathBuf {
    folder.with_extension("lock")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_job_s_folder_goes_with_it_and_the_run_s_with_all() {
        let parent = tempfile::tempdir().unwrap();
        let run = RunFolder::create(parent.path()).unwrap();
        let job = run.job_folder().unwrap();
        let path = job.path().to_owned();
        fs::write(path.join("half"), "x").unwrap();
        drop(job);
        assert!(!path.exists());
        let kept = run.job_folder().unwrap();
        let path = kept.path().to_owned();
        kept.keep();
        assert!(path.exists());
        drop(run);
        assert_eq!(fs::read_dir(parent.path()).unwrap().count(), 0);
    }

    #[test]
    fn a_dead_run_is_swept_and_a_living_one_left() {
        let parent = tempfile::tempdir().unwrap();
        let own = RunFolder::create(parent.path()).unwrap();
        let other = RunFolder::create(parent.path()).unwrap();
        fs::create_dir(parent.path().join("4000000-0")).unwrap();
        fs::write(parent.path().join("4000000-0.lock"), "").unwrap();
        fs::create_dir(parent.path().join("4000001-0")).unwrap();
        assert!(sweep(parent.path(), Some(&own)).is_some());
        assert!(own.path.exists() && other.path.exists());
        assert!(!parent.path().join("4000000-0").exists());
        assert!(!parent.path().join("4000000-0.lock").exists());
        assert!(!parent.path().join("4000001-0").exists());
        drop(other);
        assert_eq!(sweep(parent.path(), Some(&own)), None);
    }
}
