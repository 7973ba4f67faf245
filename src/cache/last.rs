//! Which result an output was last made from: what a later miss is compared with.

use std::fs::{self, File};
use std::os::unix::ffi::OsStrExt;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use super::usage::children;
use super::{Digest, Store, prune};

const FOLDER: &str = "outputs";
/// Notes on outputs that nobody made in so long are dropped; making is noted once a day.
const FORGET: Duration = Duration::from_secs(90 * 24 * 3600);
const DAY: Duration = Duration::from_secs(24 * 3600);

impl Store {
    /// The key of the result that the output was last made from.
    pub fn last_of(&self, output: &Path) -> Option<Digest> {
        fs::read_to_string(self.last_path(output)).ok()?.parse().ok()
    }

    /// Not noting is no failure, and a torn note is none.
    pub fn set_last_of(&self, output: &Path, key: &Digest) {
        let path = self.last_path(output);
        if self.last_of(output) != Some(*key) {
            let text = key.to_string();
            if fs::write(&path, &text).is_err() {
                let _ = fs::create_dir_all(path.parent().unwrap_or(&path)).and_then(|()| fs::write(&path, text));
            }
        } else if fs::metadata(&path).and_then(|stat| stat.modified()).is_ok_and(is_old) {
            let _ = File::open(&path).and_then(|file| file.set_modified(SystemTime::now()));
        }
    }

    fn last_path(&self, output: &Path) -> PathBuf {
        let output = std::path::absolute(output).unwrap_or_else(|_| output.to_owned());
        let hex = Digest::of(output.as_os_str().as_bytes()).to_string();
        self.dir().join(FOLDER).join(&hex[..2]).join(&hex[2..])
    }
}

fn is_old(time: SystemTime) -> bool {
    time.elapsed().is_ok_and(|age| age > DAY)
}

pub(super) fn sweep(store: &Store, now: SystemTime) {
    for folder in children(&store.dir().join(FOLDER)) {
        prune::sweep_older(&folder.path(), now, FORGET);
    }
}

#[cfg(test)]
mod tests {
    use super::super::commit::tests::store;
    use super::*;

    #[test]
    fn an_output_s_last_key_is_known_by_its_path() {
        let (_folder, store) = store();
        let output = Path::new("/videos/out/a.mp4");
        assert_eq!(store.last_of(output), None);
        for key in [Digest::of(b"1"), Digest::of(b"2")] {
            store.set_last_of(output, &key);
            assert_eq!(store.last_of(output), Some(key));
        }
        assert_eq!(store.last_of(Path::new("/videos/out/b.mp4")), None);
    }
}
