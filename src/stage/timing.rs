//! When each word is said by a voice that does not tell.

use crate::media::Word;
use crate::media::audio::silences;
use crate::media::word::{self, Reference};
use crate::provider::speech::{Espeak, EspeakVoice, Speech};

/// Who times the words of voices in a language: a part of those voices' keys. Raised when the method changes.
pub fn method(espeak: Option<&Espeak>) -> String {
    match espeak {
        Some(espeak) => format!("listening 1, {}", espeak.identity),
        None => "estimate 1".to_owned(),
    }
}

/// The words of the text by comparing the speech with espeak-ng saying the same; where it does not speak the language,
/// by the silences and what words weigh. Blocks.
pub fn words(speech: &Speech, text: &str, language: &str, espeak: Option<&Espeak>) -> Vec<Word> {
    heard(speech, text, language, espeak).unwrap_or_else(|| {
        let samples: Vec<f32> = speech.samples.iter().map(|sample| f32::from(*sample) / 32768.0).collect();
        word::estimate(text, speech.length_ms(), &silences(&samples, speech.rate))
    })
}

fn heard(speech: &Speech, text: &str, language: &str, espeak: Option<&Espeak>) -> Option<Vec<Word>> {
    let espeak = espeak?;
    let name = espeak.voice_for(language)?;
    let known = espeak.speak(text, &EspeakVoice { name: &name, speed: 1000, pitch: 50 }).ok()?;
    let reference = Reference { samples: &known.samples, rate: known.rate, words: &known.words };
    word::listen(&speech.samples, speech.rate, &reference)
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "Boats leave at dawn, and the harbour wakes. Nobody sleeps for long.";

    #[test]
    fn a_voice_without_times_is_timed_by_one_that_has_them() {
        let espeak = Espeak::find().unwrap();
        let spoken = espeak.speak(TEXT, &EspeakVoice { name: "en-gb+f2", speed: 1150, pitch: 60 }).unwrap();
        let words = words(&spoken, TEXT, "en-GB", Some(&espeak));
        let error = |(word, truth): (&Word, &Word)| word.start_ms.abs_diff(truth.start_ms);
        let mut errors: Vec<u32> = words.iter().zip(&spoken.words).map(error).collect();
        errors.sort_unstable();
        assert_eq!(errors.len(), spoken.words.len());
        assert!(errors[errors.len() / 2] <= 25 && errors[errors.len() - 1] <= 150, "{errors:?}");
    }

    #[test]
    fn a_language_that_nobody_speaks_is_timed_by_its_silences() {
        let espeak = Espeak::find().unwrap();
        let spoken = espeak.speak(TEXT, &EspeakVoice { name: "en-us", speed: 1000, pitch: 50 }).unwrap();
        for (language, espeak) in [("tlh", Some(&espeak)), ("en", None)] {
            let words = words(&spoken, TEXT, language, espeak);
            assert_eq!(words.len(), spoken.words.len());
            assert!(words.last().unwrap().end_ms <= spoken.length_ms());
        }
    }
}
