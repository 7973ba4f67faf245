//! What samples become between themselves: true peaks by four-times oversampling (ITU-R BS.1770-4, annex 2).

/// Frames told about at once: a third of a millisecond at 48 kHz, finer than a limiter needs.
pub(super) const HOP: usize = 16;

const OVER: usize = 4;
const TAPS: usize = 12;
/// Frames before the one whose following quarter points are worked out.
const BEFORE: usize = TAPS / 2 - 1;

/// The largest magnitude in each [`HOP`] frames of interleaved stereo, both channels, with the three points that the
/// oversampled signal has between each frame and the next. Where even the filter's worst case stays under `care`
/// (linear), the samples' own maximum is told instead.
pub(super) fn true_peaks(samples: &[f32], care: f32) -> Vec<f32> {
    let kernel = kernel();
    let worst = kernel.iter().map(|taps| taps.iter().map(|weight| weight.abs()).sum()).fold(1.0_f32, f32::max);
    let plain: Vec<f32> = samples.chunks(HOP * 2).map(largest).collect();
    let near = |hop: usize| plain[hop.saturating_sub(1)].max(plain[hop]).max(plain[(hop + 1).min(plain.len() - 1)]);
    let mut window = [0.0; HOP + TAPS - 1];
    (0..plain.len())
        .map(|hop| {
            if near(hop) * worst <= care {
                return plain[hop];
            }
            let mut peak = plain[hop];
            for channel in 0..2 {
                gather(samples, hop * HOP, channel, &mut window);
                peak = peak.max(between(&window, &kernel));
            }
            peak
        })
        .collect()
}

/// The largest of all.
pub(super) fn true_peak(samples: &[f32]) -> f32 {
    // Only what could be larger than the largest sample is worth a look.
    true_peaks(samples, largest(samples)).into_iter().fold(0.0, f32::max)
}

fn largest(samples: &[f32]) -> f32 {
    samples.iter().fold(0.0, |most, sample| most.max(sample.abs()))
}

/// One channel around the hop that begins at `first`; beyond the ends it is silent.
fn gather(samples: &[f32], first: usize, channel: usize, window: &mut [f32; HOP + TAPS - 1]) {
    for (index, value) in window.iter_mut().enumerate() {
        let frame = (first + index).checked_sub(BEFORE);
        *value = frame.and_then(|frame| samples.get(frame * 2 + channel)).copied().unwrap_or(0.0);
    }
}

fn between(window: &[f32; HOP + TAPS - 1], kernel: &[[f32; TAPS]; OVER - 1]) -> f32 {
    let mut peak = 0.0_f32;
    for phase in kernel {
        let mut sums = [0.0_f32; HOP];
        for (tap, weight) in phase.iter().enumerate() {
            for (sum, sample) in sums.iter_mut().zip(&window[tap..]) {
                *sum += sample * weight;
            }
        }
        peak = peak.max(largest(&sums));
    }
    peak
}

/// A windowed sinc for the three points between two samples.
fn kernel() -> [[f32; TAPS]; OVER - 1] {
    let mut kernel = [[0.0; TAPS]; OVER - 1];
    for (phase, taps) in kernel.iter_mut().enumerate() {
        let offset = (phase + 1) as f64 / OVER as f64;
        for (tap, weight) in taps.iter_mut().enumerate() {
            let x = tap as f64 - BEFORE as f64 - offset;
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
    use ebur128::{EbuR128, Mode};

    #[test]
    fn a_peak_between_samples_counts() {
        // A quarter of the rate, half a sample off: samples of 0.707 under a wave of 1.
        let samples: Vec<f32> =
            (0..4800).flat_map(|n| [((n as f32 + 0.5) * std::f32::consts::FRAC_PI_2).sin(); 2]).collect();
        let inside = true_peaks(&samples[400..9000], 0.0)[10..200].to_vec();
        assert!(inside.iter().all(|peak| (peak - 1.0).abs() < 0.02), "{inside:?}");
    }

    #[test]
    fn the_largest_is_what_an_independent_meter_finds() {
        let mut state = 1_u32;
        let mut noise = || {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (state >> 8) as f32 / (1 << 23) as f32 - 1.0
        };
        for scale in [0.02, 0.7] {
            let mut last = 0.0;
            let samples: Vec<f32> = (0..48_000)
                .map(|_| {
                    last = last * 0.6 + noise() * scale * 0.4;
                    last
                })
                .collect();
            let mut meter = EbuR128::new(2, 48_000, Mode::TRUE_PEAK).unwrap();
            meter.add_frames_f32(&samples).unwrap();
            let theirs = meter.true_peak(0).unwrap().max(meter.true_peak(1).unwrap());
            let ours = f64::from(true_peak(&samples));
            assert!((20.0 * (ours / theirs).log10()).abs() < 0.1, "{ours} {theirs}");
        }
    }

    #[test]
    fn what_needs_no_care_is_told_by_its_samples() {
        let samples = vec![0.1; 1000];
        assert!(true_peaks(&samples, 0.9).iter().all(|peak| *peak == 0.1));
        assert_eq!(true_peaks(&[], 0.9), Vec::<f32>::new());
    }
}
