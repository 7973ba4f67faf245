//! espeak-ng: offline speech with the true time of every word, by its library.

mod library;
mod words;

use library::Manner;

use super::{Speech, SpeechError, check};
use crate::media::audio::silences;

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
        let samples: Vec<f32> = speech.samples.iter().map(|sample| f32::from(*sample) / 32_768.0).collect();
        speech.words = words::words(text, &heard.events, &silences(&samples, speech.rate), speech.length_ms());
        check(speech, text)
    }
}

/// `[[` would open espeak-ng's phoneme input; the replacement keeps every character's place.
fn plain(text: &str) -> String {
    text.replace("[[", "((").replace("]]", "))")
}

#[cfg(test)]
mod tests {
    use super::*;

    const PLAIN: EspeakVoice<'_> = EspeakVoice { name: "en-us", speed: 1000, pitch: 50 };

    fn spoken(text: &str) -> Speech {
        Espeak::find().expect("libespeak-ng is installed").speak(text, &PLAIN).unwrap()
    }

    #[test]
    fn every_written_word_has_its_time_in_order() {
        for text in [
            "In 1984, 3,000 people heard it.",
            "\"No\", said Dr. Smith — and left; 20% of them, e.g. Köln!",
            "{\\p1} [[left]] <b>the</b> <speak>room</speak> & more.",
        ] {
            let speech = spoken(text);
            let words: Vec<_> = speech.words.iter().map(|word| word.text.as_str()).collect();
            assert_eq!(words, text.split_whitespace().collect::<Vec<_>>());
            assert!(speech.words.is_sorted_by_key(|word| word.start_ms), "{:?}", speech.words);
            assert!(speech.words.iter().all(|word| word.start_ms <= word.end_ms && word.end_ms <= speech.length_ms()));
        }
    }

    #[test]
    fn the_same_text_gives_the_same_sound_from_any_thread() {
        let one = spoken("Say it again.").samples;
        let others: Vec<_> = std::thread::scope(|scope| {
            let threads: Vec<_> = (0..8).map(|_| scope.spawn(|| spoken("Say it again.").samples)).collect();
            threads.into_iter().map(|thread| thread.join().unwrap()).collect()
        });
        assert!(others.iter().all(|other| *other == one));
    }

    #[test]
    fn speed_is_heard_and_an_unknown_voice_is_told() {
        let espeak = Espeak::find().unwrap();
        let fast = espeak.speak("This is quite a long sentence.", &EspeakVoice { speed: 1500, ..PLAIN }).unwrap();
        assert!(fast.length_ms() < spoken("This is quite a long sentence.").length_ms() * 9 / 10);
        let error = espeak.speak("x", &EspeakVoice { name: "zz-none", ..PLAIN }).unwrap_err();
        assert!(error.to_string().contains("zz-none"));
    }
}
