//! Loudness and true peak (EBU R 128, ITU-R BS.1770-4), and bringing a mix to its target.

use ebur128::{EbuR128, Mode};

use super::limiter::limit;
use super::{RATE, gain};
use crate::media::LoudnessTarget;

/// Measured in hundredths.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Level {
    /// Of LUFS, over the whole.
    pub loudness: i32,
    /// Of dBTP.
    pub true_peak: i32,
}

/// AAC raises true peaks by a few tenths of a decibel.
const ENCODER_MARGIN: i32 = 50;
/// Close enough, in hundredths of LU.
const NEAR: i32 = 5;
/// Limiting takes loudness away, which more gain gives back.
const ROUNDS: usize = 4;
/// More gain than this only makes noise louder: 30 dB.
const MOST_GAIN: i32 = 3_000;

/// Of interleaved stereo at 48 kHz; `None` for silence.
pub fn measure(samples: &[f32]) -> Option<Level> {
    let mut meter = EbuR128::new(2, RATE, Mode::I | Mode::TRUE_PEAK).ok()?;
    meter.add_frames_f32(samples).ok()?;
    let loudness = meter.loudness_global().ok().filter(|lufs| lufs.is_finite() && *lufs > -70.0)?;
    let peak = meter.true_peak(0).ok()?.max(meter.true_peak(1).ok()?).max(1e-9);
    Some(Level { loudness: hundredths(loudness), true_peak: hundredths(20.0 * peak.log10()) })
}

/// Brings the mix to its target, under its true peak; what was reached, or `None` for silence, which stays silence.
pub fn normalise(samples: &mut [f32], target: LoudnessTarget) -> Option<Level> {
    let ceiling = gain(target.true_peak - ENCODER_MARGIN);
    let mut level = measure(samples)?;
    for _ in 0..ROUNDS {
        let missing = (target.target - level.loudness).min(MOST_GAIN);
        let factor = gain(missing);
        samples.iter_mut().for_each(|sample| *sample *= factor);
        if !limit(samples, ceiling) {
            return Some(Level { loudness: level.loudness + missing, true_peak: level.true_peak + missing });
        }
        level = measure(samples)?;
        if (target.target - level.loudness).abs() <= NEAR {
            break;
        }
    }
    Some(level)
}

fn hundredths(decibels: f64) -> i32 {
    (decibels * 100.0).round() as i32
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Bursts of a tone with pauses between them: as uneven as speech.
    fn bursts(level: f32) -> Vec<f32> {
        let envelope = |n: usize| if n / 9600 % 3 == 0 { 0.1 } else { 1.0 + (n / 4800 % 5) as f32 * 0.4 };
        (0..10 * 48_000).flat_map(|n| [level * envelope(n) * (n as f32 * 0.02).sin(); 2]).collect()
    }

    #[test]
    fn a_mix_comes_to_its_target_and_stays_under_its_peak() {
        for level in [0.005, 0.1, 0.3] {
            let mut samples = bursts(level);
            let told = normalise(&mut samples, LoudnessTarget::default()).unwrap();
            let found = measure(&samples).unwrap();
            assert!((found.loudness + 1400).abs() <= 10, "{level}: {found:?}");
            assert!(found.true_peak <= -140, "{level}: {found:?}");
            assert!((told.loudness - found.loudness).abs() <= 10, "{told:?} {found:?}");
        }
    }

    #[test]
    fn silence_stays_silence() {
        let mut samples = vec![0.0; 96_000];
        assert_eq!(normalise(&mut samples, LoudnessTarget::default()), None);
        assert!(samples.iter().all(|sample| *sample == 0.0));
    }
}
