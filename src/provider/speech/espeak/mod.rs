//! espeak-ng: offline speech with the true time of every word, by its library.

mod library;
mod words;

use library::Manner;

use super::{SpeechError, Speech, check};

/// Reads pleasantly as narration; the library's own 175 hurries.
const WORDS_A_MINUTE: u32 = 160;

/// The engine, known to be there.
#[derive(Debug, Clone)]
pub struct Espeak {
    /// Name and version: another may speak otherwise.
    pub identity: String,
}

/// Which voice, and how.
#[derive(Debug, Clone)]
pub struct EspeakVoice<'a> {
    /// `en-us`, `en-gb+f2`.
    pub name: &'a str,
    /// Per mille of the normal rate.
    pub speed: u32,
    /// 0 to 99.
    pub pitch: u32,
}

impl Espeak {
    /// The engine, or `None` where its library is not installed.
    pub fn find() -> Option<Self> {
        library::version().map(|version| Self { identity: format!("espeak-ng {version}") })
    }

    /// Speaks; blocks, and one text at a time in the whole process.
    ///
    /// # Errors
    /// There is no such voice, or nothing to hear in the result.
    pub fn speak(&self, text: &str, voice: &EspeakVoice<'_>) -> Result<Speech, SpeechError> {
        let words_a_minute = (WORDS_A_MINUTE * voice.speed / 1000).clamp(80, 450);
        let manner = Manner { voice: voice.name, words_a_minute, pitch: voice.pitch.min(99) };
        let heard = library::speak(&plain(text), manner).map_err(|cause| SpeechError {
            cause,
            help: Some("`espeak-ng --voices` lists the voices".to_owned()),
        })?;
        let mut speech = Speech { rate: heard.rate, samples: heard.samples, words: Vec::new() };
        speech.words = words::words(text, &heard.events, speech.length_ms());
        check(speech, text)
    }
}

/// `[[` would open espeak-ng's phoneme input; the replacement keeps every character's place.
fn plain(text: &str) -> String {
    text.replace("[[", "((").replace("]]", "))")
}
