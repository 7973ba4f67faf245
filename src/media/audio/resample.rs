//! Any rate to 48 kHz.

use rubato::audioadapter_buffers::direct::InterleavedSlice;
use rubato::{Fft, FixedSync, Resampler, WindowFunction};

use super::RATE;

/// A block of the transform; large enough that the anti-aliasing filter is steep.
const BLOCK: usize = 1024;

/// Mono samples at 48 kHz, `round(n * 48000 / rate)` of them, with no delay. `None` for a rate that is none.
pub fn to_48k(samples: &[f32], rate: u32) -> Option<Vec<f32>> {
    if rate == RATE || samples.is_empty() {
        return Some(samples.to_vec());
    }
    let window = WindowFunction::BlackmanHarris2;
    let mut resampler =
        Fft::<f32>::new_custom(rate as usize, RATE as usize, BLOCK, 1, 1, window, FixedSync::Both).ok()?;
    let input = InterleavedSlice::new(samples, 1, samples.len()).ok()?;
    let mut output = resampler.process_all(&input, samples.len(), None).ok()?.take_data();
    let length = (samples.len() as u64 * u64::from(RATE) + u64::from(rate) / 2) / u64::from(rate);
    output.resize(length as usize, 0.0);
    Some(output)
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

    #[test]
    fn a_tone_keeps_its_level() {
        let tone: Vec<f32> = (0..22_050).map(|n| (n as f32 * 440.0 * std::f32::consts::TAU / 22_050.0).sin()).collect();
        let output = to_48k(&tone, 22_050).unwrap();
        let middle = &output[12_000..36_000];
        let level = (middle.iter().map(|x| x * x).sum::<f32>() / middle.len() as f32).sqrt();
        assert!((level - 0.707).abs() < 0.005, "{level}");
    }

    #[test]
    fn nothing_gives_nothing_and_no_rate_none() {
        assert_eq!(to_48k(&[], 22_050), Some(vec![]));
        assert_eq!(to_48k(&[1.0], 0), None);
    }
}
