//! Text into speech: the engines, and what every engine's result must be.

mod command;
mod espeak;
mod piper;
pub mod service;
pub mod times;

pub use command::{CommandError, Request, speak_by_command};
pub use espeak::{Espeak, EspeakProgram, EspeakVoice, is_never_play, never_play};
pub use piper::speak_by_piper;

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
    pub(crate) fn new(cause: impl Into<String>) -> Self {
        Self { cause: cause.into(), help: None }
    }
}

/// Softer than this is silence: -50 dBFS.
const SILENCE: i16 = 104;
/// Slower than any voice: milliseconds a character.
const SLOWEST_MS: u64 = 1500;
/// Faster than any voice at its normal rate: milliseconds a letter or digit.
const FASTEST_MS: u64 = 30;

/// An engine's answer is not trusted: it must be heard, and be neither cut short nor endless. `speed` is per mille of
/// the normal rate.
///
/// # Errors
/// What is wrong with it.
pub fn check(speech: Speech, text: &str, speed: u32) -> Result<Speech, SpeechError> {
    if speech.samples.is_empty() {
        return Err(SpeechError::new("the voice gave no sound"));
    }
    let says_something = text.chars().any(char::is_alphanumeric);
    if says_something && !speech.samples.iter().any(|sample| sample.unsigned_abs() > SILENCE.unsigned_abs()) {
        return Err(SpeechError::new("the voice gave nothing but silence"));
    }
    let characters = text.chars().count() as u64;
    let length = u64::from(speech.length_ms());
    let letters = text.chars().filter(|c| c.is_alphanumeric()).count() as u64;
    // A short text may say little; a long one that is over at once was cut off.
    let cut_off = length < letters.saturating_sub(20) * FASTEST_MS * 1000 / u64::from(speed.max(1));
    if cut_off || length > 3_000 + characters * SLOWEST_MS {
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
        assert!(check(speech(vec![]), "hello", 1000).is_err());
        assert!(check(speech(vec![3; 900]), "hello", 1000).is_err());
        assert!(check(speech(vec![3; 900]), "...", 1000).is_ok());
        assert!(check(speech(vec![3000; 900]), "hello", 1000).is_ok());
    }

    #[test]
    fn an_answer_of_an_impossible_length_is_an_error() {
        assert!(check(speech(vec![3000; 600_000]), "hello", 1000).is_err());
        assert!(check(speech(vec![3000; 400]), &"hello ".repeat(20), 1000).is_err());
        assert!(check(speech(vec![3000; 4_000]), &"hello ".repeat(20), 1000).is_ok());
    }
}
