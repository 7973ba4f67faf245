//! Pictures that were drawn and paid for and could not be fetched yet: where each lies, so that the next run fetches it
//! instead of paying again.

use std::fs::{self, OpenOptions};
use std::io::Write;
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

/// One picture's note; without a folder there are none.
#[derive(Debug, Clone, Default)]
pub struct Owed(Option<PathBuf>);

impl Owed {
    /// Of the picture that is known by those words.
    pub fn of(folder: Option<&Path>, known_by: &str) -> Self {
        Self(folder.map(|folder| folder.join(hex::encode(Sha256::digest(known_by)))))
    }

    /// Where it lies, if it is owed.
    pub fn url(&self) -> Option<String> {
        fs::read_to_string(self.0.as_ref()?).ok().filter(|url| !url.is_empty())
    }

    /// It was paid for, and lies there. Not noting it is no failure. Signed addresses are for nobody else to read.
    pub fn note(&self, url: &str) {
        let Some(path) = &self.0 else { return };
        let _ = fs::create_dir_all(path.parent().unwrap_or(path))
            .and_then(|()| OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(path))
            .and_then(|mut file| file.write_all(url.as_bytes()));
    }

    /// It was fetched, or is there no more.
    pub fn settle(&self) {
        if let Some(path) = &self.0 {
            let _ = fs::remove_file(path);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_owed_is_remembered_until_it_is_settled() {
        let folder = tempfile::tempdir().unwrap();
        let owed = || Owed::of(Some(&folder.path().join("owed")), "a harbour by paint");
        assert_eq!(owed().url(), None);
        owed().note("http://h/a.png?sig=1");
        assert_eq!(owed().url().as_deref(), Some("http://h/a.png?sig=1"));
        assert_eq!(Owed::of(Some(folder.path()), "another").url(), None);
        owed().settle();
        assert_eq!(owed().url(), None);
        Owed::default().note("nowhere");
        assert_eq!(Owed::default().url(), None);
    }
}
