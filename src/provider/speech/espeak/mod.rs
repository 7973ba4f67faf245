//! espeak-ng: offline speech with the true time of every word, by its library; by its program where that is not there.

mod library;
mod plain;
mod program;
mod voices;
mod words;

use library::Manner;
use plain::Plain;
use voices::Voices;

use std::ffi::OsStr;
use std::path::{Path, PathBuf};

pub use program::EspeakProgram;

use super::{Speech, SpeechError, check};
use crate::media::Word;
use crate::media::audio::{Wav, narrate, silences};
use crate::process::loader_list;

/// Reads pleasantly as narration; the library's own 175 hurries.
const WORDS_A_MINUTE: u32 = 160;
/// The highest rate that may be asked for, per mille.
const FASTEST: u32 = 2000;
/// What is done to the sound afterwards, by a number that is raised when it changes.
const FINISH: &str = "finish 1";

/// The engine, known to be there.
#[derive(Debug, Clone)]
pub struct Espeak {
    /// Name, version and data: others may speak otherwise.
    pub identity: String,
    /// What it was found by: while these files and the loader's list stay what they are, so does it.
    pub files: Vec<PathBuf>,
}

/// Nothing is ever played: from now on no sound server is looked for. For the start of a program: no other thread may be
/// running.
pub fn never_play() {
    library::never_play();
}

/// The variable that [`never_play`] set, for programs that may want to be heard.
pub fn is_never_play((name, value): (&OsStr, &OsStr)) -> bool {
    name == library::SOUND_SERVER && value == library::NO_SERVER
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
    /// The engine, or `None` where its library or its data are not installed. Costs a millisecond or two.
    pub fn find() -> Option<Self> {
        let about = library::about()?;
        // The data's place says little, its size much: voices are often patched, and folders differ between machines.
        let phondata = Path::new(&about.data).join("phondata");
        let data = std::fs::metadata(&phondata).ok()?.len();
        let identity = format!("espeak-ng {}, data {data}, {FINISH}", about.version);
        let files = about.file.into_iter().chain([phondata]).collect();
        Some(Self { identity, files })
    }

    /// The engine as it was found by an earlier [`find`](Self::find), by the same files.
    pub fn known_as(identity: String) -> Self {
        Self { identity, files: Vec::new() }
    }

    /// The list by which the loader finds libraries, where that and the engine's own files tell which engine is found;
    /// `None` where it may lie elsewhere too.
    pub fn found_by() -> Option<&'static Path> {
        let set = |name: &str| std::env::var_os(name).is_some_and(|value| !value.is_empty());
        let own_data = || std::env::home_dir().is_some_and(|home| home.join("espeak-ng-data").exists());
        if set("ESPEAK_DATA_PATH") || own_data() { None } else { loader_list() }
    }

    /// Speaks; blocks, and one text at a time in the whole process. The same text gives the same samples.
    ///
    /// # Errors
    /// There is no such voice, or nothing to hear in the result.
    pub fn speak(&self, text: &str, voice: &EspeakVoice<'_>) -> Result<Speech, SpeechError> {
        let identifier = Voices::installed().map_err(SpeechError::new)?.resolve(voice.name);
        let identifier = identifier.map_err(|near| unknown(voice.name, &near))?;
        let plain = Plain::of(text);
        let manner =
            Manner { voice: &identifier, words_a_minute: words_a_minute(voice.speed), pitch: voice.pitch.min(99) };
        let heard = library::speak(&plain.text, manner).map_err(SpeechError::new)?;
        let length_ms = (heard.samples.len() as u64 * 1000 / u64::from(heard.rate)) as u32;
        let samples = heard.samples.iter().map(|sample| f32::from(*sample) / 32768.0).collect();
        let wav = Wav { rate: heard.rate, samples };
        finished(text, wav, |silences| words::words(text, &plain, &heard.words, silences, length_ms))
    }

    /// The voices there are, each by a name that [`Self::speak`] takes. Variants come after a `+`.
    pub fn voices(&self) -> Vec<String> {
        let mut names: Vec<_> = Voices::installed().map(|voices| voices.names().collect()).unwrap_or_default();
        names.sort();
        names.dedup();
        names
    }

    /// The voice for a language (BCP 47); `None` where there is none.
    pub fn voice_for(&self, language: &str) -> Option<String> {
        Voices::installed().ok()?.for_language(language)
    }

    /// # Errors
    /// There is no such voice, and which ones are like it.
    pub fn check_voice(&self, name: &str) -> Result<(), SpeechError> {
        let voices = Voices::installed().map_err(SpeechError::new)?;
        voices.resolve(name).map(drop).map_err(|near| unknown(name, &near))
    }
}

fn words_a_minute(speed: u32) -> u32 {
    (u64::from(WORDS_A_MINUTE) * u64::from(speed) / 1000).clamp(80, 450) as u32
}

/// The engine's raw sound made pleasant, its words timed by the pauses of the raw sound, the whole checked.
fn finished(text: &str, mut wav: Wav, words: impl FnOnce(&[(u32, u32)]) -> Vec<Word>) -> Result<Speech, SpeechError> {
    let words = words(&silences(&wav.samples, wav.rate));
    narrate(&mut wav.samples, wav.rate);
    // Its rate is its own affair: only what no voice can do is wrong.
    check(Speech { rate: wav.rate, samples: wav.to_i16(), words }, text, 2 * FASTEST)
}

fn unknown(name: &str, near: &[String]) -> SpeechError {
    let help = match near {
        [] => "`espeak-ng --voices` lists the voices, `espeak-ng --voices=variant` what may follow a `+`".to_owned(),
        near => format!("there is {}", near.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")),
    };
    SpeechError { cause: format!("espeak-ng has no voice `{name}`"), help: Some(help) }
}

#[cfg(test)]
mod tests;
