//! The program `piper`: text on its stdin, a WAV on its stdout.

use std::time::Duration;

use tokio_util::sync::CancellationToken;

use super::CommandError;
use super::command::MOST_BYTES;
use super::service::length_scale;
use crate::process::{Finished, Spawn, Stdin, Stdout, succeed};

const LONGEST: Duration = Duration::from_secs(600);

/// A sound file of the text, by a model's file or name.
///
/// # Errors
/// The program is not there or fails.
pub async fn speak_by_piper(
    model: &str,
    text: &str,
    speed: u32,
    cancel: &CancellationToken,
) -> Result<Finished, CommandError> {
    let scale = format!("{:.3}", length_scale(speed));
    let args = ["--model", model, "--length_scale", &scale, "--output_file", "-"];
    // One line is one utterance.
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ") + "\n";
    let spawn = Spawn::new("piper")
        .args(args)
        .stdin(Stdin::Bytes(line.into_bytes()))
        .stdout(Stdout::Keep(MOST_BYTES))
        .timeout(LONGEST);
    Ok(succeed(spawn, cancel).await?)
}
