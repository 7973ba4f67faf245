//! Any program as a voice: JSON `{text, voice, speed, language}` on its stdin, a sound file on its stdout.

use std::time::Duration;

use tokio_util::sync::CancellationToken;

use super::SpeechError;
use crate::process::{Finished, Spawn, Stdin, Stdout, ToolError, succeed};

/// Ten minutes of 48 kHz stereo in 32 bits.
pub(super) const MOST_BYTES: usize = 240 << 20;
const LONGEST: Duration = Duration::from_secs(600);

/// What the program is asked.
#[derive(Debug, Clone, serde::Serialize)]
pub struct Request<'a> {
    pub text: &'a str,
    pub voice: &'a str,
    /// Per mille of the normal rate.
    pub speed: u32,
    pub language: &'a str,
}

/// The sound file that the program wrote, with what to show of its run where that is of no use.
///
/// # Errors
/// The program is not there, or fails.
pub async fn speak_by_command(
    argv: &[String],
    request: &Request<'_>,
    cancel: &CancellationToken,
) -> Result<Finished, CommandError> {
    let Some((program, args)) = argv.split_first() else {
        return Err(SpeechError::new("the voice's command is empty").into());
    };
    let question = serde_json::to_vec(request).map_err(|error| SpeechError::new(error.to_string()))?;
    let spawn =
        Spawn::new(program).args(args).stdin(Stdin::Bytes(question)).stdout(Stdout::Keep(MOST_BYTES)).timeout(LONGEST);
    Ok(succeed(spawn, cancel).await?)
}

#[derive(Debug, thiserror::Error)]
pub enum CommandError {
    #[error(transparent)]
    Speech(#[from] SpeechError),
    #[error(transparent)]
    Tool(#[from] ToolError),
}
