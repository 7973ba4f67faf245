//! The program `espeak-ng`, for where its library cannot be loaded: the same voices, word times estimated.

use std::path::PathBuf;
use std::time::Duration;

use tokio_util::sync::CancellationToken;

use super::plain::Plain;
use super::{EspeakVoice, finished, words_a_minute};
use crate::media::audio::Wav;
use crate::media::word;
use crate::process::{self, Spawn, SpawnError, Stdin, Stdout, succeed, which};
use crate::provider::speech::{CommandError, Speech, SpeechError};

/// An hour of 22.05 kHz mono in 16 bits.
const MOST_BYTES: usize = 160 << 20;
const LONGEST: Duration = Duration::from_secs(600);

/// The program, known to be there.
#[derive(Debug, Clone)]
pub struct EspeakProgram {
    pub program: PathBuf,
    /// Name and version: another may speak otherwise.
    pub identity: String,
}

impl EspeakProgram {
    /// The program on the search path, asked for its version; `None` where there is none that answers.
    ///
    /// # Errors
    /// It was stopped.
    pub async fn find(cancel: &CancellationToken) -> Result<Option<Self>, SpawnError> {
        let Some(program) = which("espeak-ng", std::env::var_os("PATH").as_deref()) else { return Ok(None) };
        let asked =
            Spawn::new(&program).args(["--version"]).stdout(Stdout::Keep(64 << 10)).timeout(Duration::from_secs(20));
        match process::run(asked, cancel).await {
            Ok(done) if done.status.success() => Ok(version(&done.stdout)
                .map(|version| Self { program, identity: format!("espeak-ng program {version}, {}", super::FINISH) })),
            Err(error @ SpawnError::Cancelled { .. }) => Err(error),
            _ => Ok(None),
        }
    }

    /// # Errors
    /// The program fails, or there is nothing to hear in its answer.
    pub async fn speak(
        &self,
        text: &str,
        voice: &EspeakVoice<'_>,
        cancel: &CancellationToken,
    ) -> Result<Speech, CommandError> {
        let (rate, pitch) = (words_a_minute(voice.speed).to_string(), voice.pitch.min(99).to_string());
        // Text from stdin in UTF-8, no pause at the end.
        let args = ["-b", "1", "-z", "-v", voice.name, "-s", &rate, "-p", &pitch, "--stdin", "--stdout"];
        let spawn = Spawn::new(&self.program)
            .args(args)
            .stdin(Stdin::Bytes(Plain::of(text).text.into_bytes()))
            .stdout(Stdout::Keep(MOST_BYTES))
            .timeout(LONGEST);
        let done = succeed(spawn, cancel).await?;
        let wav = Wav::read(&done.stdout[..])
            .map_err(|error| SpeechError::new(format!("`espeak-ng` gave no sound: {error}")))?;
        let length_ms = (wav.samples.len() as u64 * 1000 / u64::from(wav.rate)) as u32;
        Ok(finished(text, wav, |silences| word::estimate(text, length_ms, silences))?)
    }
}

/// From `eSpeak NG text-to-speech: 1.51  Data at: …`.
fn version(told: &[u8]) -> Option<String> {
    let told = String::from_utf8_lossy(told);
    let (_, version) = told.split_once("text-to-speech:")?;
    version.split_whitespace().next().map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_version_is_read() {
        let told = b"eSpeak NG text-to-speech: 1.51  Data at: /usr/lib/espeak-ng-data\n";
        assert_eq!(version(told).as_deref(), Some("1.51"));
        assert_eq!(version(b"who?"), None);
    }

    #[tokio::test]
    async fn the_program_speaks_and_the_words_are_estimated() {
        let cancel = CancellationToken::new();
        let espeak = EspeakProgram::find(&cancel).await.unwrap().unwrap();
        let voice = EspeakVoice { name: "en-us", speed: 1000, pitch: 50 };
        let speech = espeak.speak("Boats leave [[at]] dawn. Nobody -- sleeps.", &voice, &cancel).await.unwrap();
        assert_eq!(speech.words.len(), 7);
        assert!(speech.words.last().unwrap().end_ms <= speech.length_ms());
        let nobody = EspeakVoice { name: "nobody", ..voice };
        assert!(espeak.speak("Hello there.", &nobody, &cancel).await.is_err());
    }
}
