//! What a voice answered, made into sound that can be used, or an error that says why it cannot.

use std::time::Duration;

use super::Job;
use crate::media::audio::{self, Wav};
use crate::mill::{JobError, Workbench};
use crate::provider::speech::times::{self, Piece};
use crate::provider::speech::{self as voices, Speech, check};
use crate::render;
use crate::stage::services::of_speech;
use crate::stage::{rendering, told};

/// No utterance is longer.
const LONGEST: Duration = Duration::from_secs(3600);

impl Job {
    /// A sound file of any kind that voices write, with the times that came with it.
    pub(super) async fn heard(
        &self,
        sound: Vec<u8>,
        pieces: &[Piece],
        speed: u32,
        bench: &Workbench,
    ) -> Result<Speech, JobError> {
        let wav = self.decoded(sound, bench).await?;
        let mut speech = Speech { rate: wav.rate, samples: wav.to_i16(), words: Vec::new() };
        let length_ms = speech.length_ms();
        speech.words = times::words(&self.text, pieces, length_ms).unwrap_or_default();
        check(speech, &self.text, speed).map_err(of_speech)
    }

    /// WAV is read here, anything else by FFmpeg.
    async fn decoded(&self, sound: Vec<u8>, bench: &Workbench) -> Result<Wav, JobError> {
        if sound.is_empty() {
            return Err(of_speech(voices::SpeechError::new("the voice gave no sound")));
        }
        if sound.starts_with(b"RIFF") {
            if is_cut(&sound) {
                return Err(JobError::failed("the voice's sound file is cut short"));
            }
            return Wav::read(&sound[..]).map_err(|error| unusable(&error.to_string(), &sound));
        }
        let path = bench.scratch.join("answer");
        std::fs::write(&path, &sound)
            .map_err(|error| JobError::failed(format!("cannot write the voice's answer: {error}")))?;
        let work = rendering(&self.tools.ffmpeg, bench);
        let stereo =
            render::decode_audio(&work, &path, Duration::ZERO, LONGEST).await.map_err(|error| match told(error) {
                JobError::Failed { cause, .. } => unusable(&cause, &sound),
                other => other,
            })?;
        let samples = stereo.chunks_exact(2).map(|pair| (pair[0] + pair[1]) / 2.0).collect();
        Ok(Wav { rate: audio::RATE, samples })
    }
}

/// What it is instead is in the log, where it is text.
fn unusable(why: &str, sound: &[u8]) -> JobError {
    let error = JobError::failed(format!("the voice gave no sound file that can be read: {why}"))
        .help("WAV, MP3, Ogg and FLAC are read");
    match std::str::from_utf8(&sound[..sound.len().min(4096)]) {
        Ok(text) => error.log(text),
        Err(_) => error,
    }
}

/// A WAV file whose header tells of more sound than there is. Who streams writes no length, or the largest.
fn is_cut(wav: &[u8]) -> bool {
    let word = |at: usize| wav.get(at..at + 4).and_then(|four| four.try_into().ok()).map(u32::from_le_bytes);
    let mut at = 12;
    while let Some(length) = word(at + 4) {
        let there = wav.len() - (at + 8);
        if &wav[at..at + 4] == b"data" {
            return length < 0x7fff_0000 && length as usize > there;
        }
        at = at.saturating_add(8).saturating_add(length as usize).saturating_add(length as usize % 2);
        if at >= wav.len() {
            return false;
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_shorter_than_its_header_says_is_cut_and_a_streamed_one_is_not() {
        let mut bytes = std::io::Cursor::new(Vec::new());
        audio::write_i16(&mut bytes, 8_000, &[7; 100]).unwrap();
        let mut bytes = bytes.into_inner();
        assert!(!is_cut(&bytes));
        assert!(is_cut(&bytes[..bytes.len() - 2]));
        bytes[40..44].copy_from_slice(&u32::MAX.to_le_bytes());
        assert!(!is_cut(&bytes));
        assert!(!is_cut(b"RIFF") && !is_cut(b""));
    }
}
