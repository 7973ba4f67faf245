//! Everything, or all of one stage, removed at the user's wish; what other living runs use stays.

use std::collections::HashSet;

use super::retention::Entry;
use super::{CacheError, Digest, Store};

#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub struct Cleared {
    pub removed: u64,
    /// Bytes of disk.
    pub freed: u64,
    /// Pieces of content that living runs may be using.
    pub left: u64,
}

impl Store {
    /// Removes the results of these stages, of all where none is named. Content that another stage's results share
    /// stays with them.
    ///
    /// # Errors
    /// The index cannot be walked.
    pub fn clear(&self, stages: &[String]) -> Result<Cleared, CacheError> {
        if !self.dir().is_dir() {
            return Ok(Cleared::default());
        }
        let mut all = self.content();
        self.mark_in_use(&mut all);
        let going = if stages.is_empty() { None } else { Some(self.content_of(stages)?) };
        let mut cleared = Cleared::default();
        let chosen = |entry: &&Entry<Digest>| going.as_ref().is_none_or(|going| going.contains(&entry.name));
        for entry in all.iter().filter(chosen) {
            if !entry.in_use && self.evict(entry) {
                cleared.removed += 1;
                cleared.freed += entry.bytes;
            } else {
                cleared.left += 1;
            }
        }
        self.sweep_buckets();
        self.restart_size_log();
        let left: u64 = self.content().iter().map(|entry| entry.bytes).sum();
        self.set_size_base(left)?;
        Ok(cleared)
    }

    fn content_of(&self, stages: &[String]) -> Result<HashSet<Digest>, CacheError> {
        let (mut going, mut staying) = (HashSet::new(), HashSet::new());
        for entry in self.entries()? {
            let set = if stages.contains(&entry.stage) { &mut going } else { &mut staying };
            set.insert(entry.record);
            set.extend(entry.files.into_iter().map(|(_, digest)| digest));
        }
        Ok(going.difference(&staying).copied().collect())
    }
}

#[cfg(test)]
mod tests {
    use super::super::commit::tests::{commit, store};
    use super::super::{Check, Store};
    use super::*;

    #[test]
    fn clearing_removes_all_that_no_living_run_uses() {
        let (_folder, first) = store();
        let key = Digest::of(b"1");
        commit(&first, &key, b"one");
        let store = Store::open(first.dir(), first.limits()).unwrap();
        assert_eq!(store.clear(&[]).unwrap().left, 2, "the run that made it lives");
        drop(first);
        assert_eq!(store.clear(&["video".into()]).unwrap(), Cleared::default());
        assert_eq!(store.clear(&["speech".into()]).unwrap().removed, 2);
        assert_eq!(store.lookup(&key, Check::Sizes), None);
        assert_eq!(store.buckets().count(), 0);
        assert_eq!(store.usage().files, 0);
    }
}
