//! Where nothing is said.

use std::ops::Range;

/// -50 dBFS: nobody hears it under a voice.
const QUIET: f32 = 0.003_16;
/// An engine with a noise floor: what is 40 dB under its loudest sample is a pause too.
const UNDER_PEAK: f32 = 0.01;
/// Shorter gaps are part of a word.
const SHORTEST_MS: u64 = 60;

/// Silent stretches of mono samples, as start and end in milliseconds, in order.
pub fn silences(samples: &[f32], rate: u32) -> Vec<(u32, u32)> {
    let rate = u64::from(rate.max(1));
    let ms = |sample: usize| sample as u64 * 1000 / rate;
    let quiet = threshold(samples);
    let mut found = Vec::new();
    let mut since = None;
    let ends = samples.iter().map(|sample| sample.abs() < quiet).chain([false]);
    for (index, quiet) in ends.enumerate() {
        match (quiet, since) {
            (true, None) => since = Some(index),
            (false, Some(start)) => {
                since = None;
                if ms(index) - ms(start) >= SHORTEST_MS {
                    found.push((ms(start) as u32, ms(index) as u32));
                }
            }
            _ => {}
        }
    }
    found
}

/// The part of an utterance between its leading and its trailing silence, in samples; `None` when all of it is silent.
pub fn spoken(samples: &[f32]) -> Option<Range<usize>> {
    let quiet = threshold(samples);
    let heard = |sample: &f32| sample.abs() >= quiet;
    let first = samples.iter().position(heard)?;
    let last = samples.iter().rposition(heard)?;
    Some(first..last + 1)
}

fn threshold(samples: &[f32]) -> f32 {
    let peak = samples.iter().fold(0.0_f32, |most, sample| most.max(sample.abs()));
    (peak * UNDER_PEAK).max(QUIET)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pause_is_found_and_a_zero_crossing_is_not() {
        let mut samples = vec![0.5; 1000];
        samples[300..500].fill(0.0);
        samples[700] = 0.0;
        assert_eq!(silences(&samples, 1000), [(300, 500)]);
    }

    #[test]
    fn a_silent_end_counts() {
        let mut samples = vec![0.5; 100];
        samples.resize(400, 0.0);
        assert_eq!(silences(&samples, 1000), [(100, 400)]);
    }

    #[test]
    fn a_noise_floor_does_not_hide_the_pauses() {
        let mut samples = vec![0.9; 1000];
        samples[300..500].fill(0.006);
        assert_eq!(silences(&samples, 1000), [(300, 500)]);
    }

    #[test]
    fn an_utterance_is_what_lies_between_its_silent_ends() {
        let mut samples = vec![0.0; 1000];
        samples[200..700].fill(0.1);
        samples[400..600].fill(0.0);
        assert_eq!(spoken(&samples), Some(200..700));
        assert_eq!(spoken(&[0.001; 1000]), None);
        assert_eq!(spoken(&[]), None);
    }
}
