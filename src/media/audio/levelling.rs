//! Narrations of one video brought to one level, whoever speaks them.

use ebur128::{EbuR128, Mode};

use super::RATE;

/// In LUFS: room for the loudest syllables, and a known distance to the music.
const VOICE: f64 = -20.0;
/// In dB: a whisper stays softer than a shout.
const MOST: f64 = 12.0;

/// The factor that brings a narration (mono at 48 kHz) to the common level; 1 for silence and for less than 400 ms.
pub(super) fn level(samples: &[f32]) -> f32 {
    match loudness(samples) {
        Some(lufs) => 10_f64.powf((VOICE - lufs).clamp(-MOST, MOST) / 20.0) as f32,
        None => 1.0,
    }
}

/// As heard from both sides of a stereo mix.
fn loudness(samples: &[f32]) -> Option<f64> {
    let mut meter = EbuR128::new(1, RATE, Mode::I).ok()?;
    meter.set_channel(0, ebur128::Channel::DualMono).ok()?;
    meter.add_frames_f32(samples).ok()?;
    meter.loudness_global().ok().filter(|lufs| lufs.is_finite() && *lufs > -70.0)
}

#[cfg(test)]
mod tests {
    use super::super::measure;
    use super::*;

    fn tone(level: f32) -> Vec<f32> {
        (0..96_000).map(|n| level * (n as f32 * 0.1).sin()).collect()
    }

    #[test]
    fn a_soft_and_a_loud_voice_come_to_one_level() {
        for before in [0.06, 0.3] {
            let samples = tone(before);
            let gain = level(&samples);
            let stereo: Vec<f32> = samples.iter().flat_map(|sample| [sample * gain; 2]).collect();
            let found = measure(&stereo).unwrap().loudness;
            assert!((found + 2000).abs() <= 5, "{before}: {found}");
        }
    }

    #[test]
    fn neither_silence_nor_noise_is_blown_up() {
        assert_eq!(level(&[0.0; 96_000]), 1.0);
        assert_eq!(level(&[0.5; 100]), 1.0);
        assert!(level(&tone(0.001)) < 4.0);
    }
}
