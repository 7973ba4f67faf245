//! How big the store is, about, without walking it: the size at the last prune and a log of what was put since.
//!
//! `size.base` holds two little-endian `u64`: bytes, and Unix milliseconds of the last prune. `size.log` grows by one
//! little-endian `u64` of bytes a put; appending so little is atomic between processes.

use std::fs::{self, OpenOptions};
use std::io::{self, Write};
use std::path::PathBuf;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use super::{CacheError, Store};

const DAY: Duration = Duration::from_secs(24 * 3600);
const WEEK: Duration = Duration::from_secs(7 * 24 * 3600);

impl Store {
    pub(super) fn log_size(&self, bytes: u64) -> Result<(), CacheError> {
        let path = self.size_log();
        let append = || OpenOptions::new().create(true).append(true).open(&path)?.write_all(&bytes.to_le_bytes());
        append().map_err(|error| CacheError::new(&path, error))
    }

    /// Whether it is time to prune: over the quota, about, or a day since the last time. After a prune that could not
    /// help, because all is in use, a tenth of the quota must be put before this run tries again.
    pub fn is_prune_due(&self) -> bool {
        let (base, pruned) = self.size_base();
        let put: u64 = words(&self.size_log()).iter().fold(0, |sum, bytes| sum.saturating_add(*bytes));
        let quota = self.limits().max_bytes;
        let over = base.saturating_add(put) > quota;
        (over && (!self.has_pruned() || base <= quota || put > quota / 10)) || now().abs_diff(pruned) >= DAY
    }

    /// Whether even a run that puts nothing should prune: where all runs are such, what is not used any more would stay
    /// for ever.
    pub fn is_prune_overdue(&self) -> bool {
        now().abs_diff(self.size_base().1) >= WEEK
    }

    /// When the store was last pruned.
    pub fn pruned(&self) -> Option<SystemTime> {
        let (_, pruned) = self.size_base();
        (!pruned.is_zero()).then(|| UNIX_EPOCH + pruned)
    }

    /// Begins a new log; what is put from here on may be counted twice, never missed.
    pub(super) fn restart_size_log(&self) {
        let _ = fs::remove_file(self.size_log());
    }

    pub(super) fn set_size_base(&self, bytes: u64) -> Result<(), CacheError> {
        let path = self.size_base_path();
        let time = u64::try_from(now().as_millis()).unwrap_or(u64::MAX);
        let mut text = bytes.to_le_bytes().to_vec();
        text.extend(time.to_le_bytes());
        let new = path.with_extension("new");
        let write = || -> io::Result<()> {
            fs::write(&new, text)?;
            fs::rename(&new, &path)
        };
        write().map_err(|error| CacheError::new(&path, error))
    }

    /// Bytes, and when they were counted (since the epoch); zeros where that is not known.
    fn size_base(&self) -> (u64, Duration) {
        match words(&self.size_base_path())[..] {
            [bytes, time] => (bytes, Duration::from_millis(time)),
            _ => (0, Duration::ZERO),
        }
    }

    fn size_log(&self) -> PathBuf {
        self.dir().join("size.log")
    }

    fn size_base_path(&self) -> PathBuf {
        self.dir().join("size.base")
    }
}

fn words(path: &std::path::Path) -> Vec<u64> {
    let bytes = fs::read(path).unwrap_or_default();
    bytes.as_chunks().0.iter().map(|word| u64::from_le_bytes(*word)).collect()
}

fn now() -> Duration {
    SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::super::Limits;
    use super::*;

    #[test]
    fn a_prune_is_due_at_first_and_when_the_puts_pass_the_quota() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open(folder.path(), Limits { max_bytes: 100, max_age: DAY }).unwrap();
        assert!(store.is_prune_due());
        store.set_size_base(50).unwrap();
        assert!(!store.is_prune_due());
        store.log_size(30).unwrap();
        store.log_size(20).unwrap();
        assert!(!store.is_prune_due());
        store.log_size(1).unwrap();
        assert!(store.is_prune_due());
        store.restart_size_log();
        assert!(!store.is_prune_due());
    }

    #[test]
    fn a_torn_log_is_read_as_far_as_it_goes() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open(folder.path(), Limits { max_bytes: 100, max_age: DAY }).unwrap();
        store.set_size_base(0).unwrap();
        store.log_size(101).unwrap();
        OpenOptions::new().append(true).open(store.size_log()).unwrap().write_all(&[255; 3]).unwrap();
        assert!(store.is_prune_due());
    }
}
