//! Narration placed to the sample, music under it. A mix takes one sound at a time, so that only that one is held
//! beside it.

use super::ducking::{STEP, envelope};
use super::levelling::level;
use super::{RATE, silences};
use crate::media::Ducking;

/// A narration at its place.
#[derive(Debug, Clone)]
pub struct Placed {
    /// At 48 kHz.
    pub start_sample: u64,
    /// Mono at 48 kHz.
    pub samples: Vec<f32>,
}

/// A sound of its own at its place, lower while someone speaks.
#[derive(Debug, Clone)]
pub struct Bed {
    /// At 48 kHz.
    pub start_sample: u64,
    /// Interleaved stereo at 48 kHz.
    pub samples: Vec<f32>,
    pub ducking: Ducking,
}

/// A mix on its way: all narrations come first, in order, for what lies under them has to know where they are heard.
#[derive(Debug)]
pub struct Mix {
    /// A channel's length at 48 kHz.
    total: usize,
    out: Vec<f32>,
    spoken: Vec<(u64, u64)>,
}

impl Mix {
    /// Silence; `total` is a channel's length at 48 kHz.
    pub fn new(total: u64) -> Self {
        let total = usize::try_from(total).unwrap_or(0);
        // Written, not just promised by the system: sums read before they write, which would take each page twice.
        let mut out = Vec::with_capacity(total * 2);
        out.resize(total * 2, 0.0);
        Self { total, out, spoken: Vec::new() }
    }

    pub fn narrate(&mut self, narration: &Placed) {
        let start = self.place(narration.start_sample);
        let gain = level(&narration.samples);
        for (frame, sample) in self.out[start * 2..].chunks_exact_mut(2).zip(&narration.samples) {
            frame[0] += sample * gain;
            frame[1] += sample * gain;
        }
        self.spoken.extend(voiced(narration));
    }

    /// Interleaved stereo at 48 kHz under all of the mix; no more of it is needed than the mix is long.
    pub fn lay_music(&mut self, music: &[f32], ducking: Ducking) {
        if ducking.looped {
            let music = Loop::new(music, self.total);
            lay(&mut self.out, music.total, |at| music.frame(at), &self.spoken, ducking);
        } else {
            lay(&mut self.out, music.len() / 2, |at| frame(music, at), &self.spoken, ducking);
        }
    }

    pub fn lay_bed(&mut self, bed: &Bed) {
        let Bed { start_sample, samples, ducking } = bed;
        let start = self.place(*start_sample);
        let still_to_come = self.spoken.iter().filter(|(_, end)| end > start_sample);
        let spoken: Vec<_> =
            still_to_come.map(|(from, end)| (from.saturating_sub(*start_sample), end - start_sample)).collect();
        lay(&mut self.out[start * 2..], samples.len() / 2, |at| frame(samples, at), &spoken, *ducking);
    }

    /// Interleaved stereo of exactly the length that was asked for.
    pub fn finish(self) -> Vec<f32> {
        self.out
    }

    fn place(&self, start_sample: u64) -> usize {
        usize::try_from(start_sample).unwrap_or(usize::MAX).min(self.total)
    }
}

fn frame(samples: &[f32], at: usize) -> [f32; 2] {
    [samples[at * 2], samples[at * 2 + 1]]
}

/// Adds a bed of `frames` from the start of `out`. One that ends before fades where it ends.
fn lay(out: &mut [f32], frames: usize, bed: impl Fn(usize) -> [f32; 2], spoken: &[(u64, u64)], ducking: Ducking) {
    let length = frames.min(out.len() / 2);
    let envelope = envelope(length, spoken, ducking);
    for (index, frame) in out.chunks_exact_mut(2).take(length).enumerate() {
        let (at, between) = (index / STEP, (index % STEP) as f32 / STEP as f32);
        let level = envelope[at] + (envelope[(at + 1).min(envelope.len() - 1)] - envelope[at]) * between;
        let bed = bed(index);
        frame[0] += bed[0] * level;
        frame[1] += bed[1] * level;
    }
}

/// Where in the mix the narration is heard: its own silences, leading and trailing ones too, left out.
fn voiced(narration: &Placed) -> Vec<(u64, u64)> {
    let per_ms = u64::from(RATE / 1000);
    let end = narration.samples.len() as u64;
    let mut stretches = Vec::new();
    let mut from = 0;
    for (start, until) in silences(&narration.samples, RATE) {
        stretches.push((from, u64::from(start) * per_ms));
        from = u64::from(until) * per_ms;
    }
    stretches.push((from, end));
    let start = narration.start_sample;
    stretches.into_iter().filter(|(from, to)| from < to).map(|(from, to)| (start + from, start + to)).collect()
}

/// A loop's seam: the end fades out under the beginning.
const SEAM: usize = RATE as usize / 5;

/// Music over and over, without a click at the seam.
struct Loop<'a> {
    music: &'a [f32],
    total: usize,
    seam: usize,
    /// From a beginning to the next.
    period: usize,
}

impl<'a> Loop<'a> {
    /// Interleaved stereo, for `total` frames.
    fn new(music: &'a [f32], total: usize) -> Self {
        let frames = music.len() / 2;
        let seam = SEAM.min(frames / 4);
        Self { music, total: if frames == 0 { 0 } else { total }, seam, period: frames - seam }
    }

    /// One that lies before the total.
    fn frame(&self, at: usize) -> [f32; 2] {
        let (round, at) = (at / self.period, at % self.period);
        if round == 0 || at >= self.seam {
            return frame(self.music, at);
        }
        let ending = frame(self.music, self.period + at);
        // What ends with the last round's end does not begin anew.
        if round * self.period + self.seam >= self.total {
            return ending;
        }
        let beginning = frame(self.music, at);
        let share = (at as f32 + 0.5) / self.seam as f32;
        // Equal power: the two are not alike.
        let (rising, falling) = (share.sqrt(), (1.0 - share).sqrt());
        [0, 1].map(|channel| ending[channel] * falling + beginning[channel] * rising)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// All at once.
    fn mix(total: u64, narrations: &[Placed], beds: &[Bed], music: Option<(&[f32], Ducking)>) -> Vec<f32> {
        let mut mix = Mix::new(total);
        narrations.iter().for_each(|narration| mix.narrate(narration));
        if let Some((music, ducking)) = music {
            mix.lay_music(music, ducking);
        }
        beds.iter().for_each(|bed| mix.lay_bed(bed));
        mix.finish()
    }

    #[test]
    fn a_narration_is_placed_to_the_sample() {
        let narrations = [Placed { start_sample: 1234, samples: vec![0.5, 0.25] }];
        let out = mix(2000, &narrations, &[], None);
        assert_eq!(out.len(), 4000);
        assert_eq!(out[2466..2474], [0.0, 0.0, 0.5, 0.5, 0.25, 0.25, 0.0, 0.0]);
    }

    #[test]
    fn a_narration_that_runs_over_the_end_is_cut() {
        let narrations = [Placed { start_sample: 99, samples: vec![0.5; 10] }];
        assert_eq!(mix(100, &narrations, &[], None).len(), 200);
        let beyond = [Placed { start_sample: 5000, samples: vec![0.5; 10] }];
        assert_eq!(mix(100, &beyond, &[], None), vec![0.0; 200]);
    }

    #[test]
    fn short_music_is_repeated_to_the_end_and_once_if_not_looped() {
        let music = vec![0.5; 48_000];
        let ducking = Ducking { volume: 0, duck: 0, fade_in_ms: 0, fade_out_ms: 0, looped: true };
        let heard = |looped| {
            let music = Some((&music[..], Ducking { looped, ..ducking }));
            mix(96_000, &[], &[], music)
        };
        assert!(heard(true)[96_000 * 2 - 200..].iter().all(|sample| *sample > 0.2));
        assert!(heard(false)[48_000 * 2..].iter().all(|sample| *sample == 0.0));
    }

    #[test]
    fn each_round_begins_under_the_end_of_the_last() {
        let music: Vec<f32> = (0..400).map(|n| n as f32).collect();
        for total in [0, 10, 150, 199, 200, 201, 350, 399, 400, 401, 5000] {
            // As one would do it with a tape: the seam is cut where there is more to come.
            let mut tape = music.clone();
            while tape.len() / 2 < total {
                let seam = tape.len() - 100;
                for at in 0..100 {
                    let share = ((at / 2) as f32 + 0.5) / 50.0;
                    tape[seam + at] = tape[seam + at] * (1.0 - share).sqrt() + music[at] * share.sqrt();
                }
                tape.extend_from_slice(&music[100..]);
            }
            let music = Loop::new(&music, total);
            assert_eq!((music.seam, music.period), (50, 150));
            assert!((0..total).all(|at| music.frame(at) == frame(&tape, at)), "{total}");
        }
    }

    #[test]
    fn the_music_is_down_under_words_and_not_under_the_silence_around_them() {
        let mut samples = vec![0.0; 48_000 * 8];
        for (n, sample) in samples[48_000 * 3..48_000 * 5].iter_mut().enumerate() {
            *sample = 0.1 * (n as f32 * 0.03).sin();
        }
        let narrations = [Placed { start_sample: 0, samples }];
        let ducking = Ducking { volume: 0, duck: 1200, fade_in_ms: 0, fade_out_ms: 0, looped: false };
        let music = vec![0.5; 48_000 * 16];
        let bed = |narrations: &[Placed]| mix(48_000 * 8, narrations, &[], Some((&music, ducking)));
        let mut heard = bed(&narrations);
        let voice = mix(48_000 * 8, &narrations, &[], None);
        heard.iter_mut().zip(voice).for_each(|(sample, voice)| *sample -= voice);
        assert!((heard[48_000 * 2] - 0.5).abs() < 1e-3, "before");
        assert!((heard[48_000 * 8] - 0.126).abs() < 2e-3, "under it");
        assert!((heard[48_000 * 13] - 0.5).abs() < 1e-3, "after");
    }

    #[test]
    fn a_clips_sound_is_heard_at_its_place_and_lower_under_a_voice() {
        let ducking = Ducking { volume: -600, duck: 1200, fade_in_ms: 0, fade_out_ms: 0, looped: false };
        let bed = Bed { start_sample: 48_000, samples: vec![0.5; 96_000 * 4], ducking };
        let voice = Placed { start_sample: 96_000, samples: vec![0.2; 48_000] };
        let level = |narrations: &[Placed], second: usize| {
            let total = 48_000 * 6;
            let beds = [bed.clone()];
            let with = mix(total, narrations, &beds, None);
            let without = mix(total, narrations, &[], None);
            with[second * 96_000 + 48_000] - without[second * 96_000 + 48_000]
        };
        assert_eq!((level(&[], 0), level(&[], 5)), (0.0, 0.0));
        assert!((level(&[], 2) - 0.25).abs() < 0.001);
        let voice = [voice];
        assert!((level(&voice, 2) - 0.063).abs() < 0.002 && (level(&voice, 4) - 0.25).abs() < 0.001);
    }

    #[test]
    fn no_music_file_is_too_short() {
        let ducking = Ducking { volume: 0, duck: 0, fade_in_ms: 0, fade_out_ms: 0, looped: true };
        for frames in [0, 1, 2, 3, 7] {
            let music = vec![0.1; frames * 2];
            assert_eq!(mix(500, &[], &[], Some((&music, ducking))).len(), 1000);
        }
    }
}
