//! A look-ahead limiter by true peak: what the samples become between themselves counts too (ITU-R BS.1770-4, annex 2).

/// The gain comes down over this many frames before a peak: 2 ms at 48 kHz.
const AHEAD: usize = 96;
/// And goes back at this rate a frame: about 60 ms.
const RELEASE: f32 = 1.0 / 2880.0;
const OVER: usize = 4;
const TAPS: usize = 12;

/// Keeps interleaved stereo under `ceiling` (linear) and says whether anything had to be held.
pub(super) fn limit(samples: &mut [f32], ceiling: f32) -> bool {
    let wanted: Vec<f32> = true_peaks(samples).into_iter().map(|peak| (ceiling / peak.max(1e-9)).min(1.0)).collect();
    if wanted.iter().all(|gain| *gain >= 1.0) {
        return false;
    }
    let gains = smoothed(&wanted);
    for (frame, gain) in samples.chunks_exact_mut(2).zip(gains) {
        frame[0] *= gain;
        frame[1] *= gain;
    }
    true
}

/// At every frame no more than wanted within the look-ahead: a sliding minimum, eased by a mean over the same length.
fn smoothed(wanted: &[f32]) -> Vec<f32> {
    let mut held = sliding_minimum(wanted, AHEAD);
    let mut last = 1.0_f32;
    for gain in &mut held {
        last = gain.min(last + RELEASE);
        *gain = last;
    }
    // A mean of held minima over the window is at most the minimum wanted at the window's far end.
    let mut sum = AHEAD as f64;
    (0..held.len())
        .map(|at| {
            let leaving = if at >= AHEAD { held[at - AHEAD] } else { 1.0 };
            sum += f64::from(held[at]) - f64::from(leaving);
            ((sum / AHEAD as f64) as f32).min(wanted[at])
        })
        .collect()
}

/// The least of each frame and the `ahead` frames after it.
fn sliding_minimum(values: &[f32], ahead: usize) -> Vec<f32> {
    let mut queue: std::collections::VecDeque<usize> = std::collections::VecDeque::new();
    let mut out = vec![1.0; values.len()];
    for at in (0..values.len()).rev() {
        while queue.front().is_some_and(|first| *first > at + ahead) {
            queue.pop_front();
        }
        while queue.back().is_some_and(|last| values[*last] >= values[at]) {
            queue.pop_back();
        }
        queue.push_back(at);
        out[at] = queue.front().map_or(1.0, |first| values[*first]);
    }
    out
}

/// A frame's largest magnitude on both channels, the four-times oversampled signal up to the next frame included.
fn true_peaks(samples: &[f32]) -> Vec<f32> {
    let kernel = kernel();
    let frames = samples.len() / 2;
    (0..frames)
        .map(|at| {
            let mut peak = samples[at * 2].abs().max(samples[at * 2 + 1].abs());
            // Between two quiet samples there is no peak that matters.
            let near = &samples[at.saturating_sub(TAPS / 2) * 2..((at + TAPS / 2 + 1).min(frames)) * 2];
            if near.iter().fold(0.0_f32, |most, sample| most.max(sample.abs())) < 0.4 {
                return peak;
            }
            for phase in &kernel {
                for channel in 0..2 {
                    let mut sum = 0.0;
                    for (tap, weight) in phase.iter().enumerate() {
                        let index = at as isize + tap as isize - (TAPS as isize / 2 - 1);
                        if (0..frames as isize).contains(&index) {
                            sum += samples[index as usize * 2 + channel] * weight;
                        }
                    }
                    peak = peak.max(sum.abs());
                }
            }
            peak
        })
        .collect()
}

/// Windowed sinc for the three points between two samples.
fn kernel() -> [[f32; TAPS]; OVER - 1] {
    let mut kernel = [[0.0; TAPS]; OVER - 1];
    for (phase, taps) in kernel.iter_mut().enumerate() {
        let offset = (phase + 1) as f64 / OVER as f64;
        for (tap, weight) in taps.iter_mut().enumerate() {
            let x = tap as f64 - (TAPS as f64 / 2.0 - 1.0) - offset;
            let sinc = (std::f64::consts::PI * x).sin() / (std::f64::consts::PI * x);
            let window = (std::f64::consts::PI * x / TAPS as f64).cos().powi(2);
            *weight = (sinc * window) as f32;
        }
    }
    kernel
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn loud_peaks_are_held_and_the_rest_is_left() {
        let mut samples: Vec<f32> = (0..48_000).flat_map(|n| [0.3 * (n as f32 * 0.05).sin(); 2]).collect();
        for sample in &mut samples[40_000..40_400] {
            *sample *= 4.0;
        }
        let before = samples.clone();
        assert!(limit(&mut samples, 0.8));
        assert!(true_peaks(&samples).into_iter().all(|peak| peak <= 0.81));
        assert_eq!(samples[..20_000], before[..20_000]);
    }

    #[test]
    fn a_peak_between_samples_counts() {
        // A quarter of the rate, half a sample off: samples of 0.707 under a wave of 1.
        let mut samples: Vec<f32> =
            (0..4800).flat_map(|n| [((n as f32 + 0.5) * std::f32::consts::FRAC_PI_2).sin(); 2]).collect();
        assert!(limit(&mut samples, 0.9));
        let largest = samples[2000..6000].iter().fold(0.0_f32, |most, sample| most.max(sample.abs()));
        assert!(largest < 0.67, "{largest}");
    }

    #[test]
    fn quiet_sound_is_not_touched() {
        let mut samples = vec![0.1; 1000];
        assert!(!limit(&mut samples, 0.9));
        assert_eq!(samples, vec![0.1; 1000]);
    }
}
