//! Narration placed to the sample, music under it.

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

pub struct Mix<'a> {
    /// A channel's length at 48 kHz.
    pub total: u64,
    /// In order.
    pub narrations: &'a [Placed],
    pub beds: &'a [Bed],
    /// Interleaved stereo at 48 kHz.
    pub music: Option<(&'a [f32], Ducking)>,
}

/// A loop's seam: the end fades out under the beginning.
const SEAM: usize = 48_000 / 5;

/// Interleaved stereo of exactly `total` frames.
pub fn mix(mix: &Mix<'_>) -> Vec<f32> {
    let total = usize::try_from(mix.total).unwrap_or(0);
    let mut out = vec![0.0; total * 2];
    for narration in mix.narrations {
        let start = usize::try_from(narration.start_sample).unwrap_or(usize::MAX).min(total);
        let gain = level(&narration.samples);
        for (frame, sample) in out[start * 2..].chunks_exact_mut(2).zip(&narration.samples) {
            frame[0] += sample * gain;
            frame[1] += sample * gain;
        }
    }
    let spoken: Vec<_> = mix.narrations.iter().flat_map(voiced).collect();
    if let Some((music, ducking)) = mix.music {
        let bed = if ducking.looped { looped(music, total) } else { music.to_vec() };
        lay(&mut out, &bed, &spoken, ducking);
    }
    for Bed { start_sample, samples, ducking } in mix.beds {
        let start = usize::try_from(*start_sample).unwrap_or(usize::MAX).min(total);
        let still_to_come = spoken.iter().filter(|(_, end)| end > start_sample);
        let spoken: Vec<_> =
            still_to_come.map(|(from, end)| (from.saturating_sub(*start_sample), end - start_sample)).collect();
        lay(&mut out[start * 2..], samples, &spoken, *ducking);
    }
    out
}

/// Adds a bed from the start of `out`. One that ends before fades where it ends.
fn lay(out: &mut [f32], bed: &[f32], spoken: &[(u64, u64)], ducking: Ducking) {
    let length = bed.len().min(out.len()) / 2;
    let envelope = envelope(length, spoken, ducking);
    for (index, (frame, bed)) in out.chunks_exact_mut(2).zip(bed.chunks_exact(2)).enumerate() {
        let (at, between) = (index / STEP, (index % STEP) as f32 / STEP as f32);
        let level = envelope[at] + (envelope[(at + 1).min(envelope.len() - 1)] - envelope[at]) * between;
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

/// At least `total` frames of the music, over and over, without a click at the seam.
fn looped(music: &[f32], total: usize) -> Vec<f32> {
    let frames = music.len() / 2;
    if frames == 0 || frames >= total {
        return music[..frames.min(total) * 2].to_vec();
    }
    let seam = SEAM.min(frames / 4);
    let mut out = music[..frames * 2].to_vec();
    while out.len() / 2 < total {
        let from = out.len() - seam * 2;
        for index in 0..seam {
            let share = (index as f32 + 0.5) / seam as f32;
            // Equal power: the two are not alike.
            let (rising, falling) = (share.sqrt(), (1.0 - share).sqrt());
            for channel in 0..2 {
                let at = from + index * 2 + channel;
                out[at] = out[at] * falling + music[index * 2 + channel] * rising;
            }
        }
        out.extend_from_slice(&music[seam * 2..frames * 2]);
    }
    out.truncate(total * 2);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_narration_is_placed_to_the_sample() {
        let narrations = [Placed { start_sample: 1234, samples: vec![0.5, 0.25] }];
        let out = mix(&Mix { total: 2000, narrations: &narrations, beds: &[], music: None });
        assert_eq!(out.len(), 4000);
        assert_eq!(out[2466..2474], [0.0, 0.0, 0.5, 0.5, 0.25, 0.25, 0.0, 0.0]);
    }

    #[test]
    fn a_narration_that_runs_over_the_end_is_cut() {
        let narrations = [Placed { start_sample: 99, samples: vec![0.5; 10] }];
        assert_eq!(mix(&Mix { total: 100, narrations: &narrations, beds: &[], music: None }).len(), 200);
        let beyond = [Placed { start_sample: 5000, samples: vec![0.5; 10] }];
        assert_eq!(mix(&Mix { total: 100, narrations: &beyond, beds: &[], music: None }), vec![0.0; 200]);
    }

    #[test]
    fn short_music_is_repeated_to_the_end_and_once_if_not_looped() {
        let music = vec![0.5; 48_000];
        let ducking = Ducking { volume: 0, duck: 0, fade_in_ms: 0, fade_out_ms: 0, looped: true };
        let heard = |looped| {
            let music = Some((&music[..], Ducking { looped, ..ducking }));
            mix(&Mix { total: 96_000, narrations: &[], beds: &[], music })
        };
        assert!(heard(true)[96_000 * 2 - 200..].iter().all(|sample| *sample > 0.2));
        assert!(heard(false)[48_000 * 2..].iter().all(|sample| *sample == 0.0));
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
        let bed = |narrations: &[Placed]| {
            mix(&Mix { total: 48_000 * 8, narrations, beds: &[], music: Some((&music, ducking)) })
        };
        let mut heard = bed(&narrations);
        let voice = mix(&Mix { total: 48_000 * 8, narrations: &narrations, beds: &[], music: None });
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
            let with = mix(&Mix { total, narrations, beds: &beds, music: None });
            let without = mix(&Mix { total, narrations, beds: &[], music: None });
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
            assert_eq!(
                mix(&Mix { total: 500, narrations: &[], beds: &[], music: Some((&music, ducking)) }).len(),
                1000
            );
        }
    }
}
