//! Any rate to 48 kHz.

use rubato::audioadapter_buffers::direct::InterleavedSlice;
use rubato::{
    Async, FixedAsync, Resampler, SincInterpolationParameters as Sinc, SincInterpolationType as Between, WindowFunction,
};

use super::RATE;

/// Samples that are worked on at once.
const BLOCK: usize = 1024;
/// Length of the anti-aliasing filter: what is below 88 % of the lower rate's half passes whole, what is above it is gone.
const LENGTH: usize = 256;
/// So many filters, each for another place between two samples, are made at most.
const FILTERS: u32 = 640;

/// Mono samples at 48 kHz, `round(n * 48000 / rate)` of them, with no delay. `None` for a rate that is none.
pub fn to_48k(samples: &[f32], rate: u32) -> Option<Vec<f32>> {
    if rate == RATE || samples.is_empty() {
        return Some(samples.to_vec());
    }
    let ratio = f64::from(RATE) / f64::from(rate);
    let mut resampler = Async::<f32>::new_sinc(ratio, 1.0, &filter(rate), BLOCK, 1, FixedAsync::Input).ok()?;
    let input = InterleavedSlice::new(samples, 1, samples.len()).ok()?;
    let mut output = resampler.process_all(&input, samples.len(), None).ok()?.take_data();
    let length = (samples.len() as u64 * u64::from(RATE) + u64::from(rate) / 2) / u64::from(rate);
    output.resize(length as usize, 0.0);
    Some(output)
}

/// Usual rates fall on a few places between two samples and have a filter for each; of others it is interpolated.
fn filter(rate: u32) -> Sinc {
    let places = RATE / greatest_common_divisor(RATE, rate);
    let filter = Sinc::new(LENGTH, WindowFunction::BlackmanHarris2);
    match places {
        1..=FILTERS => filter.oversampling_factor(places as usize).interpolation(Between::Nearest),
        _ => filter,
    }
}

fn greatest_common_divisor(a: u32, b: u32) -> u32 {
    if b == 0 { a } else { greatest_common_divisor(b, a % b) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_click_stays_where_it_was() {
        for rate in [16_000, 22_050, 24_000, 44_100] {
            let mut samples = vec![0.0; rate as usize];
            samples[rate as usize / 2] = 1.0;
            let output = to_48k(&samples, rate).unwrap();
            assert_eq!(output.len(), 48_000);
            let peak = (0..output.len()).max_by(|a, b| output[*a].total_cmp(&output[*b])).unwrap();
            assert!(peak.abs_diff(24_000) <= 2, "{rate}: {peak}");
        }
    }

    /// A second of a tone at 48 kHz that was made at `rate`.
    fn tone(hz: f64, rate: u32) -> Vec<f32> {
        let turn = hz * std::f64::consts::TAU / f64::from(rate);
        to_48k(&(0..rate).map(|n| (f64::from(n) * turn).sin() as f32).collect::<Vec<_>>(), rate).unwrap()
    }

    /// Of what sounds at a frequency in the middle of a second at 48 kHz; 0 is full scale.
    fn decibels(samples: &[f32], hz: f64) -> f64 {
        let turn = hz * std::f64::consts::TAU / 48_000.0;
        let part = |wave: fn(f64) -> f64| {
            // Through Hann's window: what stands beside leaks less than what is looked for.
            let window = |at: usize| 1.0 - (at as f64 * std::f64::consts::TAU / 24_000.0 + std::f64::consts::PI).cos();
            let of = |at: usize| f64::from(samples[at]) * wave(at as f64 * turn) * window(at) / 12_000.0;
            (12_000..36_000).map(of).sum::<f64>()
        };
        10.0 * (part(f64::sin).powi(2) + part(f64::cos).powi(2)).max(1e-30).log10()
    }

    #[test]
    fn tones_keep_their_level_and_leave_no_images() {
        for rate in [16_000, 22_050, 24_000, 44_100, 44_057] {
            for share in [0.05, 0.5, 0.9] {
                let hz = f64::from(rate) / 2.0 * share;
                let tone = tone(hz, rate);
                let (level, image) = (decibels(&tone, hz), decibels(&tone, f64::from(rate) - hz));
                assert!(level.abs() < 0.1, "{rate} {hz}: {level}");
                assert!(image < -100.0 || f64::from(rate) - hz > 24_000.0, "{rate} {hz}: {image}");
            }
        }
    }

    #[test]
    fn what_48k_cannot_hold_is_gone() {
        for hz in [26_000.0, 30_000.0, 44_000.0] {
            let folded = decibels(&tone(hz, 96_000), 48_000.0 - hz);
            assert!(folded < -100.0, "{hz}: {folded}");
        }
    }

    #[test]
    fn nothing_gives_nothing_and_no_rate_none() {
        assert_eq!(to_48k(&[], 22_050), Some(vec![]));
        assert_eq!(to_48k(&[1.0], 0), None);
    }
}
