//! What can go wrong with FFmpeg, told for people.

use crate::process::{Finished, SpawnError, transcript};

/// Why there is no file.
#[derive(Debug, Clone, thiserror::Error)]
pub enum RenderError {
    /// A needed program is not there.
    #[error("{what} is not there")]
    Missing { what: String, help: String },
    #[error("stopped before it was finished")]
    Cancelled,
    /// It gave no sign of life and was ended.
    #[error("{cause}")]
    Stalled { cause: String, log: String },
    #[error("{cause}")]
    Failed {
        cause: String,
        /// What to do about it.
        help: Option<String>,
        /// The end of the tool's own output; empty if there is none.
        log: String,
    },
}

pub(super) const INSTALL: &str =
    "install ffmpeg 5.1 or newer with libx264 and libass, or name it in REELMILL_FFMPEG; `reelmill doctor` checks it";

impl RenderError {
    pub(super) fn failed(cause: impl Into<String>) -> Self {
        Self::Failed { cause: cause.into(), help: None, log: String::new() }
    }

    pub(super) fn missing(what: impl Into<String>) -> Self {
        Self::Missing { what: what.into(), help: INSTALL.to_owned() }
    }

    /// A file that could not be read or written.
    pub(super) fn file(what: &str, error: &std::io::Error) -> Self {
        let full = error.kind() == std::io::ErrorKind::StorageFull;
        let error = Self::failed(format!("{what}: {error}"));
        if full { error.help(DISK_FULL) } else { error }
    }

    pub(super) fn help(self, text: impl Into<String>) -> Self {
        match self {
            Self::Failed { cause, help: _, log } => Self::Failed { cause, help: Some(text.into()), log },
            other => other,
        }
    }

    /// The log begins with what was run, so that a person can run it again.
    pub(super) fn of_command(self, command: &str) -> Self {
        let told = |log: String| transcript(command, &log);
        match self {
            Self::Failed { cause, help, log } => Self::Failed { cause, help, log: told(log) },
            Self::Stalled { cause, log } => Self::Stalled { cause, log: told(log) },
            other => other,
        }
    }

    pub(super) fn log(self, text: impl Into<String>) -> Self {
        match self {
            Self::Failed { cause, help, log: _ } => Self::Failed { cause, help, log: text.into() },
            other => other,
        }
    }
}

const DISK_FULL: &str = "free some space, or put the cache elsewhere with REELMILL_CACHE_DIR";

impl From<SpawnError> for RenderError {
    fn from(error: SpawnError) -> Self {
        let cause = error.to_string();
        match error {
            SpawnError::NotFound { program } => Self::missing(program),
            SpawnError::Cancelled { program: _ } => Self::Cancelled,
            SpawnError::Io { program: _, source } | SpawnError::Exchange { program: _, source } => {
                Self::failed(format!("{cause}: {source}"))
            }
            SpawnError::Stalled { program: _, after: _, stderr } => Self::Stalled { cause, log: stderr },
            SpawnError::TimedOut { program: _, after: _, stderr } => {
                Self::failed(cause).help("an input may be damaged, or its disk or network folder may hang").log(stderr)
            }
            SpawnError::TooMuch { program: _, limit: _ } => Self::failed(cause),
        }
    }
}

/// The error of a child that ended by itself, but badly.
pub(super) fn ended_badly(program: &str, finished: &Finished) -> RenderError {
    let said = said(&finished.stderr);
    let cause = match &said {
        Some(words) => format!("`{program}` {}: {words}", finished.ending()),
        None => format!("`{program}` {}", finished.ending()),
    };
    let error = RenderError::failed(cause).log(&finished.stderr);
    if finished.killed_by_the_kernel() {
        error.help("lower --workers, or give the machine or container more memory")
    } else if finished.stderr.contains("No space left on device") {
        error.help(DISK_FULL)
    } else if finished.stderr.contains("Unknown encoder") {
        error.help("install an ffmpeg that was built with it, or choose another `codec`")
    } else {
        error
    }
}

/// The first line of stderr marked as an error: later ones are usually its consequences.
fn said(stderr: &str) -> Option<String> {
    let line = ["[fatal] ", "[error] "]
        .iter()
        .find_map(|mark| stderr.lines().find_map(|line| Some(line.split_once(mark)?.1)))
        .or_else(|| stderr.lines().rfind(|line| !line.trim().is_empty()))?;
    Some(line.trim().chars().take(300).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_error_is_the_cause() {
        let stderr = "[info] Input #0\n[mov @ 0x55] [error] moov atom not found\n[error] Conversion failed!\n";
        assert_eq!(said(stderr).as_deref(), Some("moov atom not found"));
        assert_eq!(said("sh: broken\n\n").as_deref(), Some("sh: broken"));
        assert_eq!(said(""), None);
    }

    #[test]
    fn a_missing_tool_says_how_to_come_by_it() {
        let error = RenderError::from(SpawnError::NotFound { program: "ffmpeg".into() });
        assert_eq!(error.to_string(), "ffmpeg is not there");
        assert!(matches!(error, RenderError::Missing { help, .. } if help.contains("install ffmpeg")));
    }
}
