//! Loudness and true peak (EBU R 128, ITU-R BS.1770-4), and bringing a mix to its target.

use ebur128::{EbuR128, Mode};

use super::limiter::{apply, gains};
use super::true_peak::{HOP, true_peak, true_peaks};
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
const ENCODER_MARGIN: i32 = 40;
/// Close enough, in LU.
const NEAR: f64 = 0.05;
/// Limiting takes loudness away, which more gain gives back.
const ROUNDS: usize = 6;
/// More gain than this, in dB, only makes noise louder.
const MOST_GAIN: f64 = 30.0;
/// More of it into the limiter, in dB, is heard as damage.
const MOST_LIMITING: f64 = 6.0;
/// Hops measured at once: 100 ms.
const PIECE: usize = 300;

/// Of interleaved stereo at 48 kHz; `None` for silence, and for less than 400 ms, which has no loudness.
pub fn measure(samples: &[f32]) -> Option<Level> {
    let loudness = loudness(samples, None)?;
    Some(Level { loudness: hundredths(loudness), true_peak: decibels(true_peak(samples)) })
}

/// Brings the mix to its target, under its true peak; what was reached, or `None` for silence, which stays silence.
///
/// The target is met within a tenth of a LU unless that takes more than 30 dB, or more than 6 dB into the limiter. The true peak stays 0.4 dB under its limit, for the encoder.
pub fn normalise(samples: &mut [f32], target: LoudnessTarget) -> Option<Level> {
    let ceiling = gain(target.true_peak.saturating_sub(ENCODER_MARGIN));
    let wanted = f64::from(target.target) / 100.0;
    let before = loudness(samples, None)?;
    let mut lift = (wanted - before).min(MOST_GAIN);
    let most = (lift + MOST_LIMITING).min(MOST_GAIN);
    let peaks = true_peaks(samples, ceiling / linear(most));
    let mut gains_now = gains(&peaks, linear(lift), ceiling);
    let mut reached = loudness(samples, Some(&gains_now))?;
    // How much louder a decibel of gain makes it; less than one once the limiter works.
    let mut yielding = 1.0;
    for _ in 1..ROUNDS {
        let missing = wanted - reached;
        if missing.abs() <= NEAR || (missing > 0.0 && lift >= most) {
            break;
        }
        let step = (missing / yielding).min(most - lift);
        lift += step;
        gains_now = gains(&peaks, linear(lift), ceiling);
        let now = loudness(samples, Some(&gains_now))?;
        yielding = ((now - reached) / step).clamp(0.25, 1.0);
        reached = now;
    }
    apply(samples, 0, &gains_now);
    Some(Level { loudness: hundredths(reached), true_peak: decibels(true_peak(samples)) })
}

/// In LUFS, as if the gains (edge factors a hop) had been applied. Works through a small buffer, whatever the length.
fn loudness(samples: &[f32], gains: Option<&[f32]>) -> Option<f64> {
    let mut meter = EbuR128::new(2, RATE, Mode::I).ok()?;
    let mut piece = Vec::with_capacity(PIECE * HOP * 2);
    for (index, part) in samples.chunks(PIECE * HOP * 2).enumerate() {
        piece.clear();
        piece.extend_from_slice(part);
        if let Some(gains) = gains {
            apply(&mut piece, index * PIECE, gains);
        }
        meter.add_frames_f32(&piece).ok()?;
    }
    meter.loudness_global().ok().filter(|lufs| lufs.is_finite() && *lufs > -70.0)
}

fn linear(decibels: f64) -> f32 {
    10_f64.powf(decibels / 20.0) as f32
}

fn decibels(peak: f32) -> i32 {
    hundredths(20.0 * f64::from(peak.max(1e-9)).log10())
}

fn hundredths(value: f64) -> i32 {
    (value * 100.0).round() as i32
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Bursts of a tone with pauses between them: as uneven as speech.
    fn bursts(level: f32) -> Vec<f32> {
        let envelope = |n: usize| if (n / 9600).is_multiple_of(3) { 0.1 } else { 1.0 + (n / 4800 % 5) as f32 * 0.4 };
        (0..10 * 48_000).flat_map(|n| [level * envelope(n) * (n as f32 * 0.02).sin(); 2]).collect()
    }

    #[test]
    fn a_mix_comes_to_its_target_and_stays_under_its_peak() {
        for level in [0.005, 0.1, 0.3] {
            let mut samples = bursts(level);
            let told = normalise(&mut samples, LoudnessTarget::default()).unwrap();
            let found = measure(&samples).unwrap();
            assert!((found.loudness + 1400).abs() <= 6, "{level}: {found:?}");
            assert!(found.true_peak <= -135, "{level}: {found:?}");
            assert!((told.loudness - found.loudness).abs() <= 1, "{told:?} {found:?}");
        }
    }

    #[test]
    fn sparse_loud_peaks_are_limited_and_the_loudness_still_met() {
        let mut samples = bursts(0.05);
        for click in samples.chunks_mut(24_000) {
            click[..200].iter_mut().for_each(|sample| *sample *= 15.0);
        }
        let told = normalise(&mut samples, LoudnessTarget::default()).unwrap();
        assert!((told.loudness + 1400).abs() <= 6, "{told:?}");
        assert!(told.true_peak <= -135, "{told:?}");
    }

    #[test]
    fn a_low_ceiling_holds_too() {
        let mut samples = bursts(0.1);
        let told = normalise(&mut samples, LoudnessTarget { target: -2300, true_peak: -1500 }).unwrap();
        assert!(told.true_peak <= -1535, "{told:?}");
    }

    #[test]
    fn silence_stays_silence() {
        for mut samples in [vec![0.0; 96_000], vec![], vec![0.5; 200]] {
            let before = samples.clone();
            assert_eq!(normalise(&mut samples, LoudnessTarget::default()), None);
            assert_eq!(samples, before);
        }
    }

    #[test]
    fn no_more_than_thirty_decibels_are_added() {
        let mut samples = bursts(0.0005);
        let told = normalise(&mut samples, LoudnessTarget::default()).unwrap();
        assert!(told.loudness < -1800, "{told:?}");
    }
}
