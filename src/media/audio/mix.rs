//! Narration placed to the sample, music under it.

use super::ducking::{STEP, envelope};
use crate::media::Ducking;

/// A narration at its place.
#[derive(Debug, Clone)]
pub struct Placed {
    /// At 48 kHz.
    pub start_sample: u64,
    /// Mono at 48 kHz.
    pub samples: Vec<f32>,
}

pub struct Mix<'a> {
    /// A channel's length at 48 kHz.
    pub total: u64,
    /// In order.
    pub narrations: &'a [Placed],
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
        for (frame, sample) in out[start * 2..].chunks_exact_mut(2).zip(&narration.samples) {
            frame[0] += sample;
            frame[1] += sample;
        }
    }
    if let Some((music, ducking)) = mix.music {
        let spoken: Vec<_> =
            mix.narrations.iter().map(|n| (n.start_sample, n.start_sample + n.samples.len() as u64)).collect();
        let bed = if ducking.looped { looped(music, total) } else { music.to_vec() };
        // A bed that ends before the video fades where it ends.
        let length = (bed.len() / 2).min(total);
        let envelope = envelope(length, &spoken, ducking);
        for (index, (frame, bed)) in out.chunks_exact_mut(2).zip(bed.chunks_exact(2)).enumerate() {
            let (at, between) = (index / STEP, (index % STEP) as f32 / STEP as f32);
            let level = envelope[at] + (envelope[(at + 1).min(envelope.len() - 1)] - envelope[at]) * between;
            frame[0] += bed[0] * level;
            frame[1] += bed[1] * level;
        }
    }
    out
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
        if seam == frames {
            break;
        }
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
        let out = mix(&Mix { total: 2000, narrations: &narrations, music: None });
        assert_eq!(out.len(), 4000);
        assert_eq!(out[2466..2474], [0.0, 0.0, 0.5, 0.5, 0.25, 0.25, 0.0, 0.0]);
    }

    #[test]
    fn a_narration_that_runs_over_the_end_is_cut() {
        let narrations = [Placed { start_sample: 99, samples: vec![0.5; 10] }];
        assert_eq!(mix(&Mix { total: 100, narrations: &narrations, music: None }).len(), 200);
        let beyond = [Placed { start_sample: 5000, samples: vec![0.5; 10] }];
        assert_eq!(mix(&Mix { total: 100, narrations: &beyond, music: None }), vec![0.0; 200]);
    }

    #[test]
    fn short_music_is_repeated_to_the_end_and_once_if_not_looped() {
        let music = vec![0.5; 48_000];
        let ducking = Ducking { volume: 0, duck: 0, fade_in_ms: 0, fade_out_ms: 0, looped: true };
        let heard = |looped| {
            let music = Some((&music[..], Ducking { looped, ..ducking }));
            mix(&Mix { total: 96_000, narrations: &[], music })
        };
        assert!(heard(true)[96_000 * 2 - 200..].iter().all(|sample| *sample > 0.2));
        assert!(heard(false)[48_000 * 2..].iter().all(|sample| *sample == 0.0));
    }

    #[test]
    fn no_music_file_is_too_short() {
        let ducking = Ducking { volume: 0, duck: 0, fade_in_ms: 0, fade_out_ms: 0, looped: true };
        for frames in [0, 1, 2, 3, 7] {
            let music = vec![0.1; frames * 2];
            assert_eq!(mix(&Mix { total: 500, narrations: &[], music: Some((&music, ducking)) }).len(), 1000);
        }
    }
}
