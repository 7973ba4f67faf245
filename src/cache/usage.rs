//! What is in the store: a walk over its content.

use std::fs::{self, Metadata};
use std::os::unix::fs::MetadataExt;
use std::path::Path;
use std::time::SystemTime;

use super::retention::Entry;
use super::{Digest, Store, index};

/// What a file takes besides its own blocks: it lies in a folder of its own (a block), and each second one is a record
/// with a bucket and a folder around that (two blocks).
const AROUND: u64 = 8192;

/// What the store takes.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Usage {
    /// Records and their files; what several entries share counts once.
    pub files: u64,
    /// Bytes of disk, counted in blocks, folders and index included.
    pub bytes: u64,
}

pub(super) fn disk_bytes(stat: &Metadata) -> u64 {
    stat.blocks() * 512 + AROUND
}

impl Store {
    /// Counts what is there, by walking it.
    pub fn usage(&self) -> Usage {
        let all = self.content();
        Usage { files: all.len() as u64, bytes: all.iter().map(|entry| entry.bytes).sum() }
    }

    /// What a piece of content takes on disk; nothing when it is gone.
    pub fn disk_bytes_of(&self, digest: &Digest) -> u64 {
        fs::metadata(self.content_path(digest)).map_or(0, |stat| disk_bytes(&stat))
    }

    /// All content. Two threads share the walk: it waits for the disk more than it works.
    pub(super) fn content(&self) -> Vec<Entry<Digest>> {
        let tops: Vec<_> = children(&self.dir().join(index::CONTENT)).collect();
        let (one, other) = tops.split_at(tops.len() / 2);
        let walk = |tops: &[fs::DirEntry]| tops.iter().flat_map(|top| self.content_under(top)).collect::<Vec<_>>();
        std::thread::scope(|scope| {
            let other = scope.spawn(|| walk(other));
            let mut all = walk(one);
            all.extend(other.join().unwrap_or_default());
            all
        })
    }

    fn content_under(&self, top: &fs::DirEntry) -> Vec<Entry<Digest>> {
        let leaves = children(&top.path()).collect::<Vec<_>>();
        let entry = |leaf: &fs::DirEntry, file: fs::DirEntry| {
            let mut hex = top.file_name();
            hex.push(leaf.file_name());
            hex.push(file.file_name());
            let digest = hex.to_str()?.parse().ok()?;
            let stat = file.metadata().ok()?;
            let last_used = stat.modified().unwrap_or(SystemTime::UNIX_EPOCH);
            Some(Entry { name: digest, bytes: disk_bytes(&stat), last_used, in_use: false })
        };
        let files = |leaf| children(&fs::DirEntry::path(leaf)).filter_map(move |file| entry(leaf, file));
        leaves.iter().flat_map(files).collect()
    }
}

/// What is in a folder; nothing where it cannot be read.
pub(super) fn children(folder: &Path) -> impl Iterator<Item = fs::DirEntry> + use<> {
    fs::read_dir(folder).into_iter().flatten().flatten()
}

#[cfg(test)]
mod tests {
    use super::super::commit::tests::{commit, store};
    use super::*;

    #[test]
    fn usage_counts_records_and_files_once_in_blocks() {
        let (_folder, store) = store();
        assert_eq!(store.usage(), Usage::default());
        commit(&store, &Digest::of(b"1"), &[7; 5000]);
        commit(&store, &Digest::of(b"2"), &[7; 5000]);
        let usage = store.usage();
        assert_eq!(usage.files, 3, "two records, one part");
        assert!(usage.bytes >= 3 * AROUND + 8192, "{usage:?}");
    }
}
