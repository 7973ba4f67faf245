//! A stored file at its final path: whole or not at all, and left alone when it is there already.

use std::fs::{self, DirBuilder, File, OpenOptions, TryLockError};
use std::io;
use std::path::{Path, PathBuf};
use std::process;
use std::sync::atomic::{AtomicU64, Ordering};

use super::input::damaged;
use super::{Input, JobError, Mill, cache_failure};
use crate::cache::{CacheError, Identity, Store};

/// How placing went, when nothing failed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Placed {
    Written,
    /// The target was what it should be.
    Untouched,
    /// The stored file was altered; it is gone now, and its job is to be asked for again.
    Damaged,
}

impl Mill {
    /// Puts the file at `target`, making the folders above it; `false`: it was there already and was not touched.
    ///
    /// The copy shares its blocks with the cache's where the file system can, and never its inode: whoever edits the
    /// output leaves the cache alone.
    ///
    /// # Errors
    /// The target cannot be written, the disk is full, or the stored file was altered; nothing half-written is left.
    pub async fn place(&self, input: &Input, target: &Path) -> Result<bool, JobError> {
        match self.try_place(input, target).await? {
            Placed::Written => Ok(true),
            Placed::Untouched => Ok(false),
            Placed::Damaged => Err(damaged(&input.path)),
        }
    }

    pub(super) async fn try_place(&self, input: &Input, target: &Path) -> Result<Placed, JobError> {
        if is_known_to_be_there(self.store(), input, target) {
            return Ok(Placed::Untouched);
        }
        let (input, target) = (input.clone(), target.to_owned());
        self.blocking(move |store| place(store, &input, &target)).await?
    }
}

/// The target is remembered to be what it should be.
fn is_known_to_be_there(store: &Store, input: &Input, target: &Path) -> bool {
    Identity::of(target).is_ok_and(|identity| store.digest_recalled(target, &identity) == Some(input.digest))
}

fn place(store: &Store, input: &Input, target: &Path) -> Result<Placed, JobError> {
    let Ok(source) = fs::metadata(&input.path) else { return Ok(Placed::Damaged) };
    let present = fs::metadata(target).ok().filter(|found| found.is_file() && found.len() == source.len());
    if present.is_some() && store.digest_of_file(target).is_ok_and(|digest| digest == input.digest) {
        return Ok(Placed::Untouched);
    }
    if !store.verified(&input.path, &input.digest).map_err(cache_failure)? {
        return Ok(Placed::Damaged);
    }
    write(&input.path, target).map_err(|error| cannot_write(target, &error))?;
    store.remember_written(target, &input.digest);
    Ok(Placed::Written)
}

fn write(source: &Path, target: &Path) -> io::Result<()> {
    let folder = target.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    DirBuilder::new().recursive(true).create(folder)?;
    let mut temporary = Temporary::create(folder, target)?;
    copy(&mut File::open(source)?, &mut temporary.file)?;
    temporary.file.sync_all()?;
    fs::rename(&temporary.path, target)
}

fn copy(source: &mut File, target: &mut File) -> io::Result<()> {
    #[cfg(target_os = "linux")]
    if rustix::fs::ioctl_ficlone(&*target, &*source).is_ok() {
        return Ok(());
    }
    io::copy(source, target).map(drop)
}

/// `.NAME.reelmill-PID-N.tmp` beside the target, locked by its writer and gone with it unless it was renamed.
struct Temporary {
    file: File,
    path: PathBuf,
}

impl Temporary {
    fn create(folder: &Path, target: &Path) -> io::Result<Self> {
        static COUNTER: AtomicU64 = AtomicU64::new(0);
        let prefix = prefix(target);
        sweep(folder, &prefix);
        loop {
            let number = COUNTER.fetch_add(1, Ordering::Relaxed);
            let path = folder.join(format!("{prefix}{}-{number}.tmp", process::id()));
            // Another container may have our process number; its file is not ours to write to.
            let file = match OpenOptions::new().write(true).create_new(true).open(&path) {
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => continue,
                opened => opened?,
            };
            // A sweeper may have come between; without locks there are no sweepers.
            if !matches!(file.try_lock(), Err(TryLockError::WouldBlock)) && path.exists() {
                return Ok(Self { file, path });
            }
        }
    }
}

impl Drop for Temporary {
    fn drop(&mut self) {
        // After the rename there is nothing at this path.
        let _ = fs::remove_file(&self.path);
    }
}

/// The name is cut where file systems would refuse it with all that is around it.
fn prefix(target: &Path) -> String {
    let name = target.file_name().unwrap_or_default().to_string_lossy();
    let ends = name.char_indices().map(|(start, letter)| start + letter.len_utf8());
    let cut = ends.take_while(|end| *end <= 200).last().unwrap_or(0);
    format!(".{}.reelmill-", &name[..cut])
}

/// Removes what killed runs left of the same target.
fn sweep(folder: &Path, prefix: &str) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let name = entry.file_name();
        let name = name.to_string_lossy();
        if name.starts_with(prefix)
            && name.ends_with(".tmp")
            && let Ok(file) = File::open(entry.path())
            && file.try_lock().is_ok()
        {
            // With the lock held: a writer that has just made it notices.
            let _ = fs::remove_file(entry.path());
        }
    }
}

fn cannot_write(target: &Path, error: &io::Error) -> JobError {
    let full = CacheError::is_full_disk(error);
    let help = if full {
        "free some space and run again; all that is finished is kept"
    } else {
        "check that the folder is there and may be written to"
    };
    let cause = if full { "no space is left on the disk".to_owned() } else { error.to_string() };
    JobError::failed(format!("cannot write `{}`: {cause}", target.display())).help(help)
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt;
    use std::time::{Duration, SystemTime};

    use super::super::counted::{Job, Works};
    use super::*;

    async fn made(works: &Works) -> Input {
        works.mill.obtain(Job::new("content")).await.unwrap().files["said"].clone()
    }

    fn names(folder: &Path) -> Vec<String> {
        fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect()
    }

    #[tokio::test]
    async fn a_file_is_placed_whole_with_the_umask_s_mode_and_its_folders() {
        let works = Works::new();
        let target = works.path("out/deep/clip.txt");
        assert!(works.mill.place(&made(&works).await, &target).await.unwrap());
        assert_eq!(fs::read_to_string(&target).unwrap(), "content");
        let plain = works.path("plain");
        fs::write(&plain, "").unwrap();
        let mode = |path| fs::metadata(path).unwrap().permissions().mode();
        assert_eq!(mode(target.clone()), mode(plain));
        assert_eq!(names(target.parent().unwrap()), ["clip.txt"]);
    }

    #[tokio::test]
    async fn what_is_there_already_is_left_alone_and_what_was_changed_is_put_right() {
        let works = Works::new();
        let input = made(&works).await;
        let target = works.path("clip.txt");
        assert!(works.mill.place(&input, &target).await.unwrap());
        let time = || fs::metadata(&target).unwrap().modified().unwrap();
        let first = time();
        assert!(!works.mill.place(&input, &target).await.unwrap());
        assert_eq!(time(), first);
        for other in ["CONTENT", "longer content", ""] {
            fs::write(&target, other).unwrap();
            assert!(works.mill.place(&input, &target).await.unwrap(), "{other}");
            assert_eq!(fs::read_to_string(&target).unwrap(), "content");
        }
    }

    #[tokio::test]
    async fn an_equal_file_of_somebody_else_is_left_alone_too() {
        let works = Works::new();
        let target = works.path("clip.txt");
        fs::write(&target, "content").unwrap();
        let old = SystemTime::now() - Duration::from_secs(5000);
        File::options().write(true).open(&target).unwrap().set_modified(old).unwrap();
        assert!(!works.mill.place(&made(&works).await, &target).await.unwrap());
        assert_eq!(fs::metadata(&target).unwrap().modified().unwrap(), old);
    }

    #[tokio::test]
    async fn a_folder_in_the_way_is_an_error_that_names_it_and_nothing_is_left() {
        let works = Works::new();
        let target = works.path("out/clip.txt");
        fs::create_dir_all(target.join("full")).unwrap();
        let error = works.mill.place(&made(&works).await, &target).await.unwrap_err();
        assert!(error.to_string().contains("out/clip.txt"), "{error}");
        assert_eq!(names(&works.path("out")), ["clip.txt"]);
    }

    #[tokio::test]
    async fn temporaries_of_killed_runs_go_and_those_in_work_stay() {
        let works = Works::new();
        let target = works.path("clip.txt");
        let (dead, living) = (works.path(".clip.txt.reelmill-4000000-0.tmp"), works.path(".clip.txt.reelmill-9-9.tmp"));
        fs::write(&dead, "ha").unwrap();
        fs::write(&living, "ha").unwrap();
        let writer = File::open(&living).unwrap();
        writer.lock().unwrap();
        works.mill.place(&made(&works).await, &target).await.unwrap();
        assert!(!dead.exists() && living.exists());
    }

    #[tokio::test]
    async fn editing_an_output_leaves_the_cache_alone() {
        let works = Works::new();
        let input = made(&works).await;
        let target = works.path("clip.txt");
        works.mill.place(&input, &target).await.unwrap();
        fs::write(&target, "edited!").unwrap();
        assert_eq!(fs::read_to_string(&input.path).unwrap(), "content");
    }

    #[test]
    fn long_names_are_cut_between_letters() {
        let name = "ä".repeat(127);
        let prefix = prefix(Path::new(&name));
        assert!(prefix.len() < 220 && prefix.ends_with("ä.reelmill-"), "{prefix}");
    }

    #[test]
    fn a_full_disk_is_told_as_such() {
        let error = cannot_write(Path::new("o.mp4"), &io::ErrorKind::StorageFull.into());
        assert_eq!(error.to_string(), "cannot write `o.mp4`: no space is left on the disk");
    }
}
