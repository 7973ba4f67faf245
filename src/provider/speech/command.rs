//! Any program as a voice: JSON `{text, voice, speed, language}` on its stdin, a WAV on its stdout.

use std::time::Duration;

use tokio_util::sync::CancellationToken;

use super::{Speech, SpeechError, check};
use crate::media::audio::{Wav, silences};
use crate::media::word;
use crate::process::{self, Spawn, SpawnError, Stdin, Stdout};

/// Ten minutes of 48 kHz stereo in 32 bits.
const MOST_BYTES: usize = 240 << 20;
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

/// # Errors
/// The program is not there, fails, or its answer is no speech.
pub async fn speak_by_command(
    argv: &[String],
    request: &Request<'_>,
    cancel: &CancellationToken,
) -> Result<Speech, CommandError> {
    let Some((program, args)) = argv.split_first() else {
        return Err(SpeechError::new("the voice's command is empty").into());
    };
    let question = serde_json::to_vec(request).map_err(|error| SpeechError::new(error.to_string()))?;
    let spawn =
        Spawn::new(program).args(args).stdin(Stdin::Bytes(question)).stdout(Stdout::Keep(MOST_BYTES)).timeout(LONGEST);
    let done = process::run(spawn, cancel).await?;
    if !done.status.success() {
        return Err(CommandError::Failed { cause: format!("`{program}` {}", done.ending()), log: done.stderr });
    }
    let wav = Wav::read(&done.stdout[..]).map_err(|error| SpeechError {
        cause: format!("`{program}` gave no WAV file: {error}"),
        help: Some("a voice's program writes a WAV file to its stdout and nothing else".to_owned()),
    })?;
    let mut speech = Speech { rate: wav.rate, samples: wav.to_i16(), words: Vec::new() };
    speech.words = word::estimate(request.text, speech.length_ms(), &silences(&wav.samples, wav.rate));
    Ok(check(speech, request.text)?)
}

#[derive(Debug, thiserror::Error)]
pub enum CommandError {
    #[error(transparent)]
    Speech(#[from] SpeechError),
    #[error(transparent)]
    Spawn(#[from] SpawnError),
    #[error("{cause}")]
    Failed { cause: String, log: String },
}
