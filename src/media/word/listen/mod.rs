//! Word times for a voice that gives none, by comparing it with one that does: both say the same text, so what sounds
//! alike is the same word. (Forced alignment without a speech recogniser, as aeneas does it.)

mod features;
mod spectrum;
mod warp;

use self::features::{Features, HOP_MS};
use super::Word;
use crate::media::audio::{silences, spoken};

/// A voice whose word times are known, saying the same text. Mono.
#[derive(Debug, Clone, Copy)]
pub struct Reference<'a> {
    pub samples: &'a [i16],
    pub rate: u32,
    pub words: &'a [Word],
}

/// A boundary this near a pause is the pause's edge.
const NEAR_MS: u32 = 80;
/// Shorter gaps are stops within words.
const SHORTEST_PAUSE_MS: u32 = 90;

/// When each of the reference's words is said in `samples` (mono, `rate` a second): in order, within the sound, in
/// milliseconds. `None` where there is nothing to compare: a side is silent, or so short that nothing can be told.
pub fn listen(samples: &[i16], rate: u32, reference: &Reference<'_>) -> Option<Vec<Word>> {
    let Reference { samples: known, rate: known_rate, words } = *reference;
    if words.is_empty() || rate == 0 || known_rate == 0 {
        return None;
    }
    let (heard, known) = (Sound::new(samples, rate)?, Sound::new(known, known_rate)?);
    // Both sides are heard with the ears of the duller one.
    let ceiling = (rate.min(known_rate) as f32 * 0.46).min(features::CEILING_HZ);
    let path = warp::path(&known.features(ceiling)?, &heard.features(ceiling)?);
    let length_ms = ms(samples.len(), rate);
    let moment =
        |at: u32, last: bool| heard.start_ms + path.of(at.saturating_sub(known.start_ms) / HOP_MS, last) * HOP_MS;
    let pauses = pauses(&heard);
    let mut from = 0;
    let timed = words.iter().map(|word| {
        let start_ms = after_pause(moment(word.start_ms, true), &pauses).clamp(from, length_ms);
        let end_ms = before_pause(moment(word.end_ms, false), &pauses).clamp(start_ms, length_ms);
        from = end_ms;
        Word { text: word.text.clone(), start_ms, end_ms }
    });
    Some(touching(timed.collect()))
}

/// A small gap between words that nobody hears belongs to the first of them.
fn touching(mut words: Vec<Word>) -> Vec<Word> {
    for index in 1..words.len() {
        let next = words[index].start_ms;
        let word = &mut words[index - 1];
        if next.saturating_sub(word.end_ms) < SHORTEST_PAUSE_MS {
            word.end_ms = next;
        }
    }
    words
}

fn pauses(sound: &Sound) -> Vec<(u32, u32)> {
    let quiet =
        silences(&sound.samples, sound.rate).into_iter().filter(|(start, end)| end - start >= SHORTEST_PAUSE_MS);
    quiet.map(|(start, end)| (sound.start_ms + start, sound.start_ms + end)).collect()
}

/// A word starts where the pause before it ends.
fn after_pause(at: u32, pauses: &[(u32, u32)]) -> u32 {
    let pause = pauses.iter().find(|(start, end)| *start < at + NEAR_MS / 2 && at < *end + NEAR_MS);
    pause.map_or(at, |(_, end)| *end)
}

/// A word ends where the pause after it starts.
fn before_pause(at: u32, pauses: &[(u32, u32)]) -> u32 {
    let pause = pauses.iter().find(|(start, end)| *start < at + NEAR_MS && at < *end + NEAR_MS / 2);
    pause.map_or(at, |(start, _)| *start)
}

fn ms(samples: usize, rate: u32) -> u32 {
    u32::try_from(samples as u64 * 1000 / u64::from(rate)).unwrap_or(u32::MAX)
}

/// The part of a sound that is not silence at its ends.
struct Sound {
    samples: Vec<f32>,
    rate: u32,
    start_ms: u32,
}

impl Sound {
    fn new(samples: &[i16], rate: u32) -> Option<Self> {
        let mut samples: Vec<f32> = samples.iter().map(|sample| f32::from(*sample) / 32768.0).collect();
        let range = spoken(&samples)?;
        samples.truncate(range.end);
        samples.drain(..range.start);
        Some(Self { samples, rate, start_ms: ms(range.start, rate) })
    }

    fn features(&self, ceiling: f32) -> Option<Features> {
        features::features(&self.samples, self.rate, ceiling)
    }
}
