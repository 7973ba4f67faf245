//! Is stored content still what its digest says?

use std::fs;
use std::io;
use std::path::Path;

use super::{CacheError, Digest, Store};

impl Store {
    /// Checks a file against its digest, once a run. `false`: it is gone or was altered; an altered file of the store
    /// is removed, so that the next lookup of every entry with it is a miss.
    ///
    /// # Errors
    /// The file is there and cannot be read.
    pub fn verified(&self, path: &Path, digest: &Digest) -> Result<bool, CacheError> {
        let stored = self.content_path(digest) == path;
        if stored && self.checked().get(digest) == Some(&true) {
            return Ok(true);
        }
        if stored {
            self.announce();
        }
        match Digest::of_file(path) {
            Ok((found, _)) if found == *digest => {
                if stored {
                    self.checked().insert(*digest, true);
                }
                Ok(true)
            }
            // Only what is ours may be removed: another path is somebody's file.
            Ok(_) if stored => {
                // Where only its owner can remove it, it stays, and is a miss for this run all the same.
                let _ = fs::remove_file(path);
                self.checked().insert(*digest, false);
                Ok(false)
            }
            Ok(_) => Ok(false),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(false),
            Err(error) => Err(CacheError::new(path, error)),
        }
    }
}
