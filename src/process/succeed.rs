//! Programs that must do their work: what they leave when they do not is told with their command line and last words.

use std::error::Error as _;

use tokio_util::sync::CancellationToken;

use super::{Finished, Spawn, SpawnError, run};

/// Why a program has not done what it was started for.
#[derive(Debug, Clone, thiserror::Error)]
pub enum ToolError {
    #[error("the program `{program}` is not there")]
    Missing { program: String },
    #[error("stopped before it was finished")]
    Cancelled,
    #[error("{cause}")]
    Failed {
        cause: String,
        /// For a file of its own: see [`transcript`].
        log: String,
    },
}

/// Runs a program whose failure is ours.
///
/// # Errors
/// All that [`run`] gives, and an end other than success.
pub async fn succeed(spawn: Spawn, cancel: &CancellationToken) -> Result<Finished, ToolError> {
    let (name, command) = (spawn.program.to_string_lossy().into_owned(), spawn.command_line());
    let (cause, words) = match run(spawn, cancel).await {
        Ok(done) if done.status.success() => return Ok(done),
        Ok(done) => (format!("`{name}` {}", done.ending()), done.stderr),
        Err(SpawnError::Cancelled { program: _ }) => return Err(ToolError::Cancelled),
        Err(SpawnError::NotFound { program }) => return Err(ToolError::Missing { program }),
        Err(error) => {
            let source = error.source().map_or(String::new(), |source| format!(": {source}"));
            (format!("{error}{source}"), error.words().to_owned())
        }
    };
    Err(ToolError::Failed { cause, log: transcript(&command, &words) })
}

/// A command and what came of it, so that a person can run it again. Keys that our environment holds are hidden.
pub fn transcript(command: &str, words: &str) -> String {
    super::scrub::text(&format!("$ {command}\n\n{words}"), std::env::vars_os())
}
