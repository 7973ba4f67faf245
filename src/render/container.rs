//! Media files as a scratch folder's own: the container found out, the file linked under a plain name.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

use super::RenderError;
use crate::media::container::{Container, KNOWN_CONTAINERS, SNIFFED};

/// # Errors
/// The file cannot be read, or is none that may be opened.
pub(super) fn of(path: &Path) -> Result<Container, RenderError> {
    let name = path.file_name().unwrap_or(path.as_os_str()).to_string_lossy();
    let mut start = Vec::new();
    File::open(path)
        .and_then(|file| file.take(SNIFFED as u64).read_to_end(&mut start))
        .map_err(|error| RenderError::file(&format!("cannot read `{name}`"), &error))?;
    Container::sniff(&start)
        .ok_or_else(|| RenderError::failed(format!("`{name}` is no media file of a known kind")).help(KNOWN_CONTAINERS))
}

/// Makes `path` known as `place`, which is written over: a link, whatever file system it lies on.
pub(super) fn link(path: &Path, place: &Path) -> io::Result<()> {
    match std::fs::remove_file(place) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => std::os::unix::fs::symlink(std::path::absolute(path)?, place),
    }
}
