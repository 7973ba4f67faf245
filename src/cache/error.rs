//! What can be wrong with the store as a whole; a single entry that is wrong is only a miss.

use std::io;
use std::path::{Path, PathBuf};

#[derive(Debug, thiserror::Error)]
pub enum CacheError {
    #[error("the cache `{path}` is not a folder; remove that file or choose another place with --cache-dir")]
    NotAFolder { path: PathBuf },
    #[error("the cache `{path}` cannot be written to; choose another place with --cache-dir or use --no-cache")]
    ReadOnly { path: PathBuf, source: io::Error },
    #[error("no space is left on the disk of `{path}`; free some, or prune the cache")]
    Full { path: PathBuf, source: io::Error },
    #[error("cannot read or write `{path}`")]
    Io { path: PathBuf, source: io::Error },
}

impl CacheError {
    pub(crate) fn new(path: &Path, source: io::Error) -> Self {
        use io::ErrorKind::*;
        let path = path.to_owned();
        match source.kind() {
            _ if Self::is_full_disk(&source) => Self::Full { path, source },
            PermissionDenied | ReadOnlyFilesystem => Self::ReadOnly { path, source },
            NotADirectory | AlreadyExists => Self::NotAFolder { path },
            _ => Self::Io { path, source },
        }
    }

    /// Whether that is what an operation on any file says when no more can be written.
    pub fn is_full_disk(error: &io::Error) -> bool {
        matches!(error.kind(), io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded)
    }

    /// Nothing can be put there; what is there already may still be of use.
    pub fn is_unusable(&self) -> bool {
        let gone = |source: &io::Error| source.kind() == io::ErrorKind::NotFound;
        matches!(self, Self::Full { .. } | Self::ReadOnly { .. } | Self::NotAFolder { .. })
            || matches!(self, Self::Io { source, .. } if gone(source))
    }

    pub fn is_full(&self) -> bool {
        matches!(self, Self::Full { .. })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_full_disk_is_told_from_other_troubles() {
        let told = |kind: io::ErrorKind| CacheError::new(Path::new("/c"), kind.into());
        assert!(told(io::ErrorKind::StorageFull).is_full());
        assert!(told(io::ErrorKind::QuotaExceeded).is_full());
        assert!(!told(io::ErrorKind::NotFound).is_full());
        assert!(told(io::ErrorKind::ReadOnlyFilesystem).to_string().contains("--no-cache"));
    }
}
