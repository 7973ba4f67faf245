//! The store put back within its limits, by one process at a time while all others go on.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use super::lookup::TOUCH_AFTER;
use super::retention::{Entry, Why, evictions};
use super::usage::children;
use super::{CacheError, Digest, FileLock, Store, commit, index, last, lock, memory, pace, scratch};

/// Temporaries of cacache that are older belong to nobody.
const STALE: Duration = Duration::from_secs(24 * 3600);

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Pruned {
    pub evicted: u64,
    /// Bytes of disk.
    pub freed: u64,
    /// Bytes of disk that are still taken.
    pub left: u64,
}

/// A piece of content that a prune would evict.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Going {
    pub digest: Digest,
    /// Of disk.
    pub bytes: u64,
    pub last_used: SystemTime,
    pub why: Why,
}

impl Store {
    /// Prunes if it is time to; `None` when it is not, or another process is at it, or the store is not ours to prune.
    pub fn prune_if_due(&self) -> Result<Option<Pruned>, CacheError> {
        if !self.is_prune_due() {
            return Ok(None);
        }
        match self.prune() {
            Err(CacheError::ReadOnly { .. }) => Ok(None),
            done => done,
        }
    }

    /// Evicts what the limits do not let stay and sweeps what killed runs left. `None`: another process is at it.
    ///
    /// # Errors
    /// The store's folder cannot be written to; what cannot be removed is passed over.
    pub fn prune(&self) -> Result<Option<Pruned>, CacheError> {
        if !self.dir().is_dir() {
            return Ok(None);
        }
        let elected = self.dir().join("prune.lock");
        let elected = FileLock::try_take(&elected).map_err(|error| CacheError::new(&elected, error))?;
        let Some(_elected) = elected else { return Ok(None) };
        self.restart_size_log();
        self.compact_history();
        let (all, total) = self.marked_content();
        let mut pruned = Pruned { left: total, ..Pruned::default() };
        let now = SystemTime::now();
        for entry in evictions(all, &self.limits(), now) {
            if self.evict(&entry) {
                pruned.evicted += 1;
                pruned.freed += entry.bytes;
                pruned.left -= entry.bytes;
            }
        }
        if pruned.evicted > 0 {
            self.sweep_buckets();
        }
        sweep_older(&self.dir().join(commit::TEMPORARIES), now, STALE);
        memory::sweep(self, now);
        last::sweep(self, now);
        pace::sweep(self, now);
        lock::sweep(&self.locks_dir());
        let Pruned { evicted, freed, left, .. } = pruned;
        tracing::debug!(evicted, freed, left, "pruned");
        self.set_size_base(left)?;
        self.set_pruned();
        Ok(Some(pruned))
    }

    /// What [`Store::prune`] would evict now, first what would go first.
    pub fn foresee_prune(&self) -> Vec<Going> {
        let (limits, now) = (self.limits(), SystemTime::now());
        let (all, _) = self.marked_content();
        let going = |entry: Entry<Digest>| Going {
            why: Why::of(&entry, &limits, now),
            digest: entry.name,
            bytes: entry.bytes,
            last_used: entry.last_used,
        };
        evictions(all, &limits, now).into_iter().map(going).collect()
    }

    /// All content with what is in use marked, and its bytes in all.
    fn marked_content(&self) -> (Vec<Entry<Digest>>, u64) {
        let mut all = self.content();
        self.mark_in_use(&mut all);
        let total = all.iter().map(|entry| entry.bytes).sum();
        (all, total)
    }

    /// What this run has read or written, and all that another living run may have: a use is noted in a file's time
    /// only when the last note is an hour old, so what was used since a run began may look up to an hour older.
    pub(super) fn mark_in_use(&self, all: &mut [Entry<Digest>]) {
        let since = scratch::sweep(&self.scratch_dir(), self.own_run()).map(|began| began - TOUCH_AFTER);
        let used = self.used();
        for entry in all {
            entry.in_use = used.contains(&entry.name) || since.is_some_and(|since| entry.last_used >= since);
        }
    }

    /// Removes the content unless somebody has used it since it was looked at.
    pub(super) fn evict(&self, entry: &Entry<Digest>) -> bool {
        let (path, digest) = (&self.content_path(&entry.name), &entry.name);
        // Held over the removal, so that a lookup in this process comes before or after it.
        let used = self.used();
        let unchanged = fs::metadata(path).and_then(|stat| stat.modified()).is_ok_and(|used| used == entry.last_used);
        if used.contains(digest) || !unchanged || fs::remove_file(path).is_err() {
            return false;
        }
        remove_empty(path.parent(), 2);
        true
    }

    /// The files of the index.
    pub(super) fn buckets(&self) -> impl Iterator<Item = PathBuf> + use<> {
        let under = |entry: fs::DirEntry| children(&entry.path());
        let buckets = children(&self.dir().join(index::BUCKETS)).flat_map(under).flat_map(under);
        buckets.map(|bucket| bucket.path())
    }

    /// Removes the index's buckets whose records are all gone. Nobody writes one without its key's lock.
    pub(super) fn sweep_buckets(&self) {
        for path in self.buckets() {
            let Some(keys) = self.orphan_keys(&path) else { continue };
            let locks: Option<Vec<_>> = keys.iter().map(|key| self.try_lock(key).ok()?).collect();
            if locks.is_some() && self.orphan_keys(&path) == Some(keys) && fs::remove_file(&path).is_ok() {
                remove_empty(path.parent(), 2);
            }
        }
    }

    /// The keys of a bucket whose records are all gone; `None` for a bucket that is still of use or cannot be read.
    fn orphan_keys(&self, bucket: &Path) -> Option<BTreeSet<Digest>> {
        let lines = index::lines(bucket);
        let gone = |record: &Digest| !self.content_path(record).exists();
        let orphan = lines.iter().all(|(_, record)| record.as_ref().is_none_or(gone));
        let keys: Option<BTreeSet<Digest>> = lines.iter().map(|(key, _)| key.parse().ok()).collect();
        keys.filter(|keys| orphan && !keys.is_empty())
    }
}

/// Removes the folder and those above it, so many in all, as long as they are empty.
fn remove_empty(folder: Option<&Path>, levels: usize) {
    for folder in folder.into_iter().flat_map(Path::ancestors).take(levels) {
        if fs::remove_dir(folder).is_err() {
            return;
        }
    }
}

pub(super) fn sweep_older(folder: &Path, now: SystemTime, age: Duration) {
    for entry in children(folder) {
        let time = entry.metadata().and_then(|stat| stat.modified());
        let stale = |time: SystemTime| now.duration_since(time).is_ok_and(|past| past > age);
        if time.is_ok_and(stale) {
            let _ = fs::remove_file(entry.path());
        }
    }
}

#[cfg(test)]
mod tests {
    use std::fs::File;

    use super::super::commit::tests::{commit, store};
    use super::super::{Check, Limits};
    use super::*;

    const HOUR: Duration = Duration::from_secs(3600);

    fn age(path: &Path, by: Duration) {
        File::open(path).unwrap().set_modified(SystemTime::now() - by).unwrap();
    }

    /// A store whose entry `key` was last used so long ago, as a later run finds it.
    fn aged(store: Store, key: &Digest, by: Duration, limits: Limits) -> Store {
        let found = store.lookup(key, Check::Sizes).unwrap();
        age(&found.files["part"].path, by);
        age(&store.content_path(&index::find(store.dir(), key).unwrap()), by);
        let dir = store.dir().to_owned();
        drop(store);
        Store::open(&dir, limits).unwrap()
    }

    #[test]
    fn what_is_too_old_goes_with_its_bucket_and_its_folders() {
        let (_folder, store) = store();
        let key = Digest::of(b"old");
        commit(&store, &key, b"old part");
        commit(&store, &Digest::of(b"new"), b"new part");
        let store = aged(store, &key, 24 * 8 * HOUR, Limits::default());
        let pruned = store.prune().unwrap().unwrap();
        assert_eq!(pruned.evicted, 2);
        assert_eq!(pruned.left, store.usage().bytes);
        assert_eq!(store.lookup(&key, Check::Sizes), None);
        assert!(store.lookup(&Digest::of(b"new"), Check::Digests).is_some());
        let buckets = children(&store.dir().join(index::BUCKETS)).count();
        assert_eq!(buckets, 1);
        assert!(!store.is_prune_due());
    }

    #[test]
    fn what_this_run_has_read_stays_however_old_and_big() {
        let (_folder, store) = store();
        let key = Digest::of(b"key");
        commit(&store, &key, b"part");
        let store = aged(store, &key, 2 * HOUR, Limits { max_bytes: 0, max_age: Duration::ZERO });
        store.lookup(&key, Check::Sizes).unwrap();
        assert_eq!(store.prune().unwrap().unwrap().evicted, 0);
        assert!(store.lookup(&key, Check::Digests).is_some());
    }

    #[test]
    fn what_another_living_run_may_have_read_stays_until_that_ends() {
        let (_folder, store) = store();
        let key = Digest::of(b"key");
        commit(&store, &key, b"part");
        let other = aged(store, &key, HOUR / 2, Limits::default());
        let store = Store::open(other.dir(), Limits { max_bytes: 0, max_age: Duration::ZERO }).unwrap();
        other.lookup(&key, Check::Digests).unwrap();
        assert_eq!(store.prune().unwrap().unwrap().evicted, 0);
        drop(other);
        assert_eq!(store.prune().unwrap().unwrap().evicted, 2);
        assert_eq!(store.usage().files, 0);
    }

    #[test]
    fn content_used_since_the_walk_is_left() {
        let (_folder, store) = store();
        let key = Digest::of(b"key");
        commit(&store, &key, b"part");
        let store = aged(store, &key, 3 * HOUR, Limits::default());
        let all = store.content();
        age(&store.content_path(&all[0].name), HOUR);
        assert!(!store.evict(&all[0]));
        assert!(store.evict(&all[1]));
    }

    #[test]
    fn one_process_prunes_and_the_others_go_on() {
        let (_folder, store) = store();
        store.check_writable().unwrap();
        let _elected = FileLock::try_take(&store.dir().join("prune.lock")).unwrap().unwrap();
        assert_eq!(store.prune().unwrap(), None);
    }

    #[test]
    fn what_killed_runs_left_is_swept() {
        let (_folder, store) = store();
        let (dir, locks) = (store.dir().to_owned(), store.locks_dir());
        store.check_writable().unwrap();
        for folder in [&dir.join("tmp"), &locks] {
            fs::create_dir_all(folder).unwrap();
        }
        for name in ["tmp/.tmpOLD", "tmp/.tmpNEW"] {
            fs::write(dir.join(name), "").unwrap();
        }
        age(&dir.join("tmp/.tmpOLD"), 25 * HOUR);
        fs::write(locks.join("dead"), "").unwrap();
        let held = store.try_lock(&Digest::of(b"held")).unwrap().unwrap();
        fs::create_dir(store.scratch_dir().join("4000000-1")).unwrap();
        store.prune().unwrap();
        assert!(!dir.join("tmp/.tmpOLD").exists() && dir.join("tmp/.tmpNEW").exists());
        assert_eq!(children(&locks).count(), 1);
        assert!(!store.scratch_dir().join("4000000-1").exists());
        drop(held);
    }
}
