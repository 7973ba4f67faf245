//! One run of the same at a time: the second waits, leaves, or fails.

use std::path::{Path, PathBuf};
use std::time::Duration;

use sha2::{Digest, Sha256};

use crate::cache::FileLock;
use crate::event::{Event, Events};

const PAUSE: Duration = Duration::from_millis(200);

/// The right to make what a run is about.
pub struct Turn {
    /// `None` where no state can be kept: such runs are not counted.
    lock: Option<PathBuf>,
}

impl Turn {
    /// `what` names the same run by equal lines: manifests, and what of them.
    pub fn of(state: &Path, what: &[String]) -> Self {
        let folder = state.join("running");
        let digest = Sha256::digest(what.join("\n"));
        let lock = folder.join(format!("{}.lock", hex::encode(&digest[..12])));
        Self { lock: std::fs::create_dir_all(&folder).is_ok().then_some(lock) }
    }

    /// At once; `None`: another run has it.
    pub fn try_take(&self) -> Option<Taken> {
        let lock = self.lock.as_ref().and_then(|path| FileLock::try_take(path).transpose());
        match lock {
            None if self.lock.is_some() => None,
            lock => Some(Taken(lock.and_then(Result::ok))),
        }
    }

    /// When the other run is done.
    pub async fn wait(self, events: Events) -> Taken {
        let mut has_told = false;
        loop {
            if let Some(taken) = self.try_take() {
                return taken;
            }
            if !std::mem::replace(&mut has_told, true) {
                let text = "the same is being run already; waiting for it (--if-running skip or fail does not)";
                events.emit(Event::Note { video: None, text: text.into() });
            }
            tokio::time::sleep(PAUSE).await;
        }
    }
}

/// A turn that is ours until it is dropped.
#[derive(Debug)]
pub struct Taken(#[expect(dead_code, reason = "held, not read")] Option<FileLock>);

#[cfg(test)]
mod tests;
