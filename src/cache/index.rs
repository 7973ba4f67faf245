//! The way from a key to its record: cacache's index, and where cacache keeps content.
//!
//! cacache 13 lays content out as `content-v2/sha256/aa/bb/rest` and an index line of `key` in the bucket
//! `index-v5/aa/bb/rest` of SHA-1(key). Both are private there; tests pin them.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use cacache::{Algorithm, Integrity, WriteOpts};
use sha1::{Digest as _, Sha1};

use super::Digest;

pub(crate) const CONTENT: &str = "content-v2/sha256";
pub(crate) const BUCKETS: &str = "index-v5";

/// Longer buckets are begun anew: their older lines are of no use and each lookup reads them.
const LONG_BUCKET: u64 = 16 * 1024;

pub(crate) fn content_path(root: &Path, digest: &Digest) -> PathBuf {
    spread(root.join(CONTENT), &digest.to_string())
}

fn bucket_path(root: &Path, key: &str) -> PathBuf {
    spread(root.join(BUCKETS), &hex::encode(Sha1::digest(key)))
}

fn spread(mut folder: PathBuf, hex: &str) -> PathBuf {
    folder.extend([&hex[..2], &hex[2..4], &hex[4..]]);
    folder
}

/// The digest of the key's record, if there is a readable line for it.
pub(crate) fn find(root: &Path, key: &Digest) -> Option<Digest> {
    let line = cacache::index::find(root, &key.to_string()).ok()??;
    digest_of(&line.integrity)
}

/// Every key with its record's digest; buckets that cannot be read are left out.
///
/// # Errors
/// The index is there and cannot be opened.
pub(crate) fn keys(root: &Path) -> io::Result<Vec<(Digest, Digest)>> {
    match fs::read_dir(root.join(BUCKETS)) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        found => drop(found?),
    }
    let lines = cacache::list_sync(root).filter_map(Result::ok);
    Ok(lines.filter_map(|line| Some((line.key.parse().ok()?, digest_of(&line.integrity)?))).collect())
}

/// Makes `record` the record of `key`. To be called with the key's lock held.
pub(crate) fn publish(root: &Path, key: &Digest, record: &Digest, size: u64) -> io::Result<()> {
    let name = key.to_string();
    let bucket = bucket_path(root, &name);
    if fs::metadata(&bucket).is_ok_and(|facts| facts.len() > LONG_BUCKET) {
        fs::remove_file(&bucket)?;
    }
    insert(root, &name, record, size)?;
    if find(root, key) == Some(*record) {
        return Ok(());
    }
    // Bytes that are no UTF-8 hide every line after them.
    fs::remove_file(&bucket)?;
    insert(root, &name, record, size)
}

fn insert(root: &Path, key: &str, record: &Digest, size: u64) -> io::Result<()> {
    let line = || -> cacache::Result<WriteOpts> {
        let integrity = Integrity::from_hex(record.to_string(), Algorithm::Sha256)?;
        Ok(WriteOpts::new().integrity(integrity).size(usize::try_from(size).unwrap_or(usize::MAX)))
    };
    let try_insert = || cacache::index::insert(root, key, line()?).map(drop);
    match try_insert().map_err(plain) {
        // The bucket's folder went (it was empty) between its making and its use.
        Err(error) if error.kind() == io::ErrorKind::NotFound => try_insert().map_err(plain),
        done => done,
    }
}

fn plain(error: cacache::Error) -> io::Error {
    match error {
        cacache::Error::IoError(source, _) => source,
        other => io::Error::other(other.to_string()),
    }
}

fn digest_of(integrity: &Integrity) -> Option<Digest> {
    match integrity.to_hex() {
        (Algorithm::Sha256, hex) => hex.parse().ok(),
        _ => None,
    }
}

/// The keys and record digests named in a bucket, newest last; lines that cannot be read are left out.
pub(crate) fn lines(bucket: &Path) -> Vec<(String, Option<Digest>)> {
    let bytes = fs::read(bucket).unwrap_or_default();
    bytes.split(|byte| *byte == b'\n').filter_map(line).collect()
}

/// A line that cacache takes: the SHA-256 of a JSON text, a tab, the text.
fn line(bytes: &[u8]) -> Option<(String, Option<Digest>)> {
    let (digest, text) = std::str::from_utf8(bytes).ok()?.split_once('\t')?;
    if digest.parse() != Ok(Digest::of(text.as_bytes())) {
        return None;
    }
    let entry: serde_json::Value = serde_json::from_str(text).ok()?;
    let integrity = entry["integrity"].as_str().and_then(|text| text.parse().ok());
    Some((entry["key"].as_str()?.to_owned(), integrity.as_ref().and_then(digest_of)))
}

/// How many lines of a bucket are of no use, because they were torn or altered, or stand after bytes that are no UTF-8.
pub(crate) fn faulty_lines(bucket: &Path) -> io::Result<usize> {
    let bytes = fs::read(bucket)?;
    let filled = bytes.split(|byte| *byte == b'\n').filter(|text| !text.is_empty());
    let mut hidden = false;
    let faulty = |text: &&[u8]| {
        hidden |= std::str::from_utf8(text).is_err();
        hidden || line(text).is_none()
    };
    Ok(filled.filter(faulty).count())
}

/// Writes a bucket anew with its good lines. To be called with the locks of all its keys held.
pub(crate) fn rebuild(bucket: &Path) -> io::Result<()> {
    let bytes = fs::read(bucket)?;
    let good = bytes.split(|byte| *byte == b'\n').filter(|text| line(text).is_some());
    let text: Vec<u8> = good.flat_map(|text| [b"\n", text].concat()).collect();
    if text.is_empty() {
        return fs::remove_file(bucket);
    }
    let new = bucket.with_extension("new");
    fs::write(&new, text)?;
    fs::rename(&new, bucket)
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::*;

    fn append(path: &Path, bytes: &[u8]) {
        fs::OpenOptions::new().append(true).open(path).unwrap().write_all(bytes).unwrap();
    }

    #[test]
    fn content_and_buckets_lie_where_cacache_puts_them() {
        let root = tempfile::tempdir().unwrap();
        let integrity = cacache::write_sync(root.path(), "some key", b"some content").unwrap();
        assert_eq!(digest_of(&integrity), Some(Digest::of(b"some content")));
        assert_eq!(fs::read(content_path(root.path(), &Digest::of(b"some content"))).unwrap(), b"some content");
        let bucket = bucket_path(root.path(), "some key");
        assert_eq!(lines(&bucket), [("some key".to_owned(), Some(Digest::of(b"some content")))]);
    }

    #[test]
    fn content_of_ours_is_content_of_cacache_s() {
        let root = tempfile::tempdir().unwrap();
        let (key, digest) = (Digest::of(b"key"), Digest::of(b"record"));
        let path = content_path(root.path(), &digest);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, b"record").unwrap();
        publish(root.path(), &key, &digest, 6).unwrap();
        assert_eq!(cacache::read_sync(root.path(), key.to_string()).unwrap(), b"record");
    }

    #[test]
    fn a_torn_line_hides_neither_what_was_before_nor_what_comes() {
        let root = tempfile::tempdir().unwrap();
        let key = Digest::of(b"key");
        publish(root.path(), &key, &Digest::of(b"1"), 1).unwrap();
        append(&bucket_path(root.path(), &key.to_string()), b"\n8d7e\t{\"key\":\"to");
        assert_eq!(find(root.path(), &key), Some(Digest::of(b"1")));
        publish(root.path(), &key, &Digest::of(b"2"), 1).unwrap();
        assert_eq!(find(root.path(), &key), Some(Digest::of(b"2")));
    }

    #[test]
    fn a_bucket_of_rubbish_is_rebuilt_by_the_next_put() {
        let root = tempfile::tempdir().unwrap();
        let key = Digest::of(b"key");
        publish(root.path(), &key, &Digest::of(b"1"), 1).unwrap();
        append(&bucket_path(root.path(), &key.to_string()), b"\n\xff\xfe\xff");
        publish(root.path(), &key, &Digest::of(b"2"), 1).unwrap();
        assert_eq!(find(root.path(), &key), Some(Digest::of(b"2")));
    }

    #[test]
    fn a_torn_bucket_is_counted_and_rebuilt_with_its_good_lines() {
        let root = tempfile::tempdir().unwrap();
        let key = Digest::of(b"key");
        publish(root.path(), &key, &Digest::of(b"1"), 1).unwrap();
        let bucket = bucket_path(root.path(), &key.to_string());
        assert_eq!(faulty_lines(&bucket).unwrap(), 0);
        let good = fs::read(&bucket).unwrap();
        append(&bucket, b"\n8d7e\t{\"key\":\"to");
        append(&bucket, b"\n\xff\xfe");
        append(&bucket, &good);
        assert_eq!(faulty_lines(&bucket).unwrap(), 3, "what stands after the rubbish is hidden by it");
        assert_eq!(keys(root.path()).unwrap().len(), 1);
        rebuild(&bucket).unwrap();
        assert_eq!(faulty_lines(&bucket).unwrap(), 0);
        assert_eq!(find(root.path(), &key), Some(Digest::of(b"1")));
    }

    #[test]
    fn a_bucket_does_not_grow_for_ever() {
        let root = tempfile::tempdir().unwrap();
        let key = Digest::of(b"key");
        let bucket = bucket_path(root.path(), &key.to_string());
        for round in 0..200_u32 {
            let record = Digest::of(&round.to_le_bytes());
            publish(root.path(), &key, &record, 4).unwrap();
            assert_eq!(find(root.path(), &key), Some(record));
        }
        assert!(fs::metadata(bucket).unwrap().len() < LONG_BUCKET + 1024);
    }
}
