//! The runs of the past: a line of JSON a run, appended by any number of runs at once, bounded.
//!
//! A writer holds the shared lock of `history.lock` while it appends in one write; whoever makes the file shorter holds
//! the exclusive one, so no line is lost. A line torn by a kill is passed over.

use std::fs::{self, File, OpenOptions};
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};

use super::past::{Past, PastState, VERSION};
use super::{Sink, Summary};
use crate::event::Told;

/// A longer history loses its older half.
const MOST_BYTES: u64 = 4 << 20;

#[derive(Debug, Clone)]
pub struct History {
    folder: PathBuf,
    most_bytes: u64,
}

impl History {
    /// The history in that folder, which need not be there.
    pub fn new(folder: impl Into<PathBuf>) -> Self {
        Self { folder: folder.into(), most_bytes: MOST_BYTES }
    }

    pub fn folder(&self) -> &Path {
        &self.folder
    }

    fn file(&self) -> PathBuf {
        self.folder.join("history.ndjson")
    }

    pub fn append(&self, past: &Past) -> io::Result<()> {
        fs::create_dir_all(&self.folder)?;
        let mut line = serde_json::to_vec(past)?;
        line.push(b'\n');
        let lock = self.lock()?;
        supported(lock.lock_shared())?;
        let mut file = OpenOptions::new().create(true).append(true).open(self.file())?;
        file.write_all(&line)?;
        if file.metadata()?.len() > self.most_bytes {
            drop(lock);
            self.shorten()?;
        }
        Ok(())
    }

    /// All runs that are remembered, the oldest first.
    pub fn read(&self) -> io::Result<Vec<Past>> {
        let text = match fs::read(self.file()) {
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Vec::new()),
            text => text?,
        };
        let lines = text.split(|byte| *byte == b'\n');
        let pasts = lines.filter_map(|line| serde_json::from_slice::<Past>(line).ok());
        Ok(pasts.filter(|past| past.v == VERSION).collect())
    }

    /// The videos of these manifests that were not done when they were last tried.
    pub fn unfinished(&self, manifests: &[String]) -> io::Result<Vec<String>> {
        let mut states = std::collections::BTreeMap::new();
        for past in self.read()? {
            if past.manifests.iter().any(|manifest| manifests.contains(manifest)) {
                states.extend(past.videos.into_iter().map(|(id, (state, _))| (id, state)));
            }
        }
        Ok(states.into_iter().filter(|(_, state)| *state != PastState::Done).map(|(id, _)| id).collect())
    }

    fn shorten(&self) -> io::Result<()> {
        let lock = self.lock()?;
        supported(lock.lock())?;
        let text = fs::read(self.file())?;
        // Another run may have done it meanwhile.
        if text.len() as u64 <= self.most_bytes {
            return Ok(());
        }
        let middle = text.len() / 2;
        let from = text[middle..].iter().position(|byte| *byte == b'\n').map_or(text.len(), |end| middle + end + 1);
        let mut shorter = tempfile::NamedTempFile::new_in(&self.folder)?;
        shorter.write_all(&text[from..])?;
        shorter.persist(self.file()).map_err(|error| error.error)?;
        Ok(())
    }

    fn lock(&self) -> io::Result<File> {
        OpenOptions::new().read(true).write(true).create(true).truncate(false).open(self.folder.join("history.lock"))
    }
}

/// A file system without locks is better written to without than not at all.
fn supported(locked: io::Result<()>) -> io::Result<()> {
    match locked {
        Err(error) if error.kind() == ErrorKind::Unsupported => Ok(()),
        locked => locked,
    }
}

/// Writes the run down when it is over.
pub struct Chronicler {
    history: History,
    past: Past,
}

impl Chronicler {
    pub fn new(history: History) -> Self {
        Self { history, past: Past::default() }
    }
}

impl Sink for Chronicler {
    fn take(&mut self, told: &Told, _: &Summary) {
        self.past.take(told);
    }

    fn close(&mut self, summary: &Summary) -> io::Result<()> {
        // Nothing was begun.
        if self.past.started.is_none() {
            return Ok(());
        }
        self.past.conclude(summary);
        let folder = self.history.folder().display();
        let told = |error| io::Error::other(format!("the run is not remembered: {folder}: {error}"));
        match self.history.append(&self.past) {
            // Whoever makes the folder read-only wants nothing to be remembered.
            Err(error) if matches!(error.kind(), ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem) => Ok(()),
            appended => appended.map_err(told),
        }
    }
}

#[cfg(test)]
mod tests;
