//! Text into speech: the engines, and what every engine's result must be.

mod command;
mod espeak;

pub use command::{CommandError, Request, speak_by_command};
pub use espeak::{Espeak, EspeakVoice};

use crate::media::Word;

/// What was spoken: mono sound and when each word of the text is said in it.
#[derive(Debug, Clone, Default)]
pub struct Speech {
    /// Samples a second.
    pub rate: u32,
    pub samples: Vec<i16>,
    pub words: Vec<Word>,
}

impl Speech {
    pub fn length_ms(&self) -> u32 {
        let ms = self.samples.len() as u64 * 1000 / u64::from(self.rate.max(1));
        u32::try_from(ms).unwrap_or(u32::MAX)
    }
}

#[derive(Debug, Clone, thiserror::Error)]
#[error("{cause}")]
pub struct SpeechError {
    pub cause: String,
    pub help: Option<String>,
}

impl SpeechError {
    fn new(cause: impl Into<String>) -> Self {
        Self { cause: cause.into(), help: None }
    }
}

/// Softer than this is silence: -50 dBFS.
const SILENCE: i16 = 104;
/// Slower or faster than any voice: milliseconds a character.
const SLOWEST_MS: u64 = 1500;

/// An engine's answer is not trusted: it must be heard, and be neither cut short nor endless.
fn check(speech: Speech, text: &str) -> Result<Speech, SpeechError> {
    if speech.samples.is_empty() {
        return Err(SpeechError::new("the voice gave no sound"));
    }
    let says_something = text.chars().any(char::is_alphanumeric);
    if says_something && !speech.samples.iter().any(|sample| sample.unsigned_abs() > SILENCE.unsigned_abs()) {
        return Err(SpeechError::new("the voice gave nothing but silence"));
    }
    let characters = text.chars().count() as u64;
    let length = u64::from(speech.length_ms());
    if length > 3_000 + characters * SLOWEST_MS {
        return Err(SpeechError::new(format!("{length} ms of sound for {characters} characters cannot be right")));
    }
    Ok(speech)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn speech(samples: Vec<i16>) -> Speech {
        Speech { rate: 1000, samples, words: Vec::new() }
    }

    #[test]
    fn an_answer_that_cannot_be_heard_is_an_error() {
        assert!(check(speech(vec![]), "hello").is_err());
        assert!(check(speech(vec![3; 900]), "hello").is_err());
        assert!(check(speech(vec![3; 900]), "...").is_ok());
        assert!(check(speech(vec![3000; 900]), "hello").is_ok());
    }

    #[test]
    fn an_answer_of_an_impossible_length_is_an_error() {
        assert!(check(speech(vec![3000; 600_000]), "hello").is_err());
    }
}
