//! One run of the same at a time: the second waits, leaves, or fails.

use std::path::Path;
use std::time::Duration;

use sha2::{Digest, Sha256};

use super::output;
use crate::cache::FileLock;
use crate::cli::IfRunning;

const PAUSE: Duration = Duration::from_millis(200);

/// What came of asking.
pub enum Turn {
    /// Ours while it is held; `None` where nothing can be locked.
    Ours(Option<FileLock>),
    Theirs,
}

/// `what` names the same run by equal lines: manifests, and what of them. Where the other one is waited for, it is first
/// asked whether there is anything to make at all: what is only looked up needs no turn.
pub fn take(state: &Path, what: &[String], if_running: IfRunning, is_made: impl FnOnce() -> bool) -> Turn {
    let folder = state.join("running");
    let digest = Sha256::digest(what.join("\n"));
    let path = folder.join(format!("{}.lock", hex::encode(&digest[..12])));
    // Where no state can be kept, runs are not counted.
    if std::fs::create_dir_all(&folder).is_err() {
        return Turn::Ours(None);
    }
    let mut is_made = Some(is_made);
    loop {
        match FileLock::try_take(&path) {
            Ok(Some(lock)) => return Turn::Ours(Some(lock)),
            Err(_) => return Turn::Ours(None),
            Ok(None) if if_running == IfRunning::Wait => {}
            Ok(None) => return Turn::Theirs,
        }
        if let Some(is_made) = is_made.take() {
            if is_made() {
                return Turn::Ours(None);
            }
            output::say("the same is being run already; waiting for it (--if-running skip or fail does not)");
        }
        std::thread::sleep(PAUSE);
    }
}

#[cfg(test)]
mod tests;
