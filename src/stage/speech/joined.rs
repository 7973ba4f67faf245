//! A narration too long for one call: its parts, each spoken and kept by itself, joined without a click.

use serde::Serialize;

use super::{FILE, Speech, blocking, write};
use crate::event::Stage;
use crate::media::Word;
use crate::media::audio::{self, Wav};
use crate::mill::{Input, Job as MillJob, JobError, Made, Permit, Workbench};

/// Between two sentences, at least.
const PAUSE_MS: u32 = 280;
/// At both ends of a part: a step in the wave is a click.
const FADE_MS: u32 = 5;

#[derive(Serialize)]
pub struct Joined {
    pub parts: Vec<Part>,
    /// For people.
    #[serde(skip)]
    pub label: String,
}

#[derive(Debug, Clone, Serialize)]
pub struct Part {
    pub wav: Input,
    pub words: Vec<Word>,
}

impl MillJob for Joined {
    const STAGE: Stage = Stage::Speech;
    const FORMAT: u32 = 2;
    type Output = Speech;

    fn label(&self) -> String {
        self.label.clone()
    }

    fn needs(&self) -> Permit {
        Permit::Worker
    }

    async fn run(&self, bench: &Workbench) -> Result<Made<Speech>, JobError> {
        let parts = self.parts.clone();
        let path = bench.scratch.join(FILE);
        let place = path.clone();
        let speech = blocking(move || {
            let parts = parts.into_iter().map(read).collect::<Result<Vec<_>, _>>()?;
            let (wav, words) = joined(parts).ok_or_else(|| JobError::failed("the parts' sounds cannot be joined"))?;
            let samples = wav.to_i16();
            write(&place, wav.rate, &samples)?;
            let length_ms = (samples.len() as u64 * 1000 / u64::from(wav.rate.max(1))) as u32;
            Ok(Speech { length_ms, words })
        })
        .await?;
        Ok(Made::file(speech, FILE, path))
    }
}

fn read(part: Part) -> Result<(Wav, Vec<Word>), JobError> {
    let path = &part.wav.path;
    let unreadable = |cause: String| JobError::failed(format!("cannot read {}: {cause}", path.display()));
    let file = std::fs::File::open(path).map_err(|error| unreadable(error.to_string()))?;
    let wav = Wav::read(std::io::BufReader::new(file)).map_err(|error| unreadable(error.to_string()))?;
    Ok((wav, part.words))
}

/// One after another, with a breath between them; `None` for rates that cannot be brought together.
fn joined(parts: Vec<(Wav, Vec<Word>)>) -> Option<(Wav, Vec<Word>)> {
    let first = parts.first()?.0.rate;
    let rate = if parts.iter().all(|(wav, _)| wav.rate == first) { first } else { audio::RATE };
    // Words of some parts only are no words of the whole.
    let all_told = parts.iter().all(|(_, spoken)| !spoken.is_empty());
    let (mut samples, mut words): (Vec<f32>, Vec<Word>) = (Vec::new(), Vec::new());
    let mut silent_ms = PAUSE_MS;
    for (wav, spoken) in parts {
        let mut sound = if wav.rate == rate { wav.samples } else { audio::to_48k(&wav.samples, wav.rate)? };
        let ms = |samples: usize| (samples as u64 * 1000 / u64::from(rate.max(1))) as u32;
        let voiced = audio::spoken(&sound).unwrap_or(0..sound.len());
        let pause = PAUSE_MS.saturating_sub(silent_ms + ms(voiced.start));
        fade(&mut sound, rate);
        samples.resize(samples.len() + (u64::from(pause) * u64::from(rate) / 1000) as usize, 0.0);
        let at = ms(samples.len());
        words.extend(spoken.into_iter().map(|word| Word {
            start_ms: word.start_ms + at,
            end_ms: word.end_ms + at,
            ..word
        }));
        silent_ms = ms(sound.len() - voiced.end);
        samples.append(&mut sound);
    }
    Some((Wav { rate, samples }, if all_told { words } else { Vec::new() }))
}

fn fade(sound: &mut [f32], rate: u32) {
    let length = ((rate * FADE_MS / 1000) as usize).min(sound.len() / 2);
    for at in 0..length {
        let gain = at as f32 / length as f32;
        sound[at] *= gain;
        let last = sound.len() - 1 - at;
        sound[last] *= gain;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn part(text: &str, level: f32, samples: usize) -> (Wav, Vec<Word>) {
        let word = Word { text: text.to_owned(), start_ms: 0, end_ms: 100 };
        (Wav { rate: 1000, samples: vec![level; samples] }, vec![word])
    }

    #[test]
    fn parts_follow_each_other_with_a_breath_and_without_a_step() {
        let (wav, words) = joined(vec![part("one", 0.5, 200), part("two", -0.5, 100)]).unwrap();
        assert_eq!(wav.samples.len(), 200 + PAUSE_MS as usize + 100);
        assert_eq!((words[1].text.as_str(), words[1].start_ms), ("two", 200 + PAUSE_MS));
        let steps = wav.samples.windows(2).map(|pair| (pair[1] - pair[0]).abs());
        assert!(steps.fold(0.0, f32::max) <= 0.5 / FADE_MS as f32 + 0.001);
    }

    #[test]
    fn a_part_that_ends_in_silence_needs_no_breath() {
        let mut quiet = part("one", 0.5, 200);
        quiet.0.samples.resize(200 + PAUSE_MS as usize, 0.0);
        let (wav, _) = joined(vec![quiet, part("two", 0.5, 100)]).unwrap();
        assert_eq!(wav.samples.len(), 200 + PAUSE_MS as usize + 100);
        assert!(joined(vec![]).is_none());
    }
}
