//! A look-ahead limiter by true peak: gains a hop, worked out from the peaks alone, so that a loudness can be tried
//! without touching the samples.

use std::collections::VecDeque;

use super::true_peak::HOP;

/// The gain moves over this many hops before a peak (and as many after it): 4 ms each at 48 kHz.
const REACH: usize = 12;
/// The share of its way back to 1 that the gain goes each hop: a time constant of about 80 ms.
const RELEASE: f32 = 1.0 / 240.0;

/// The factors at the edges of the hops, one more than there are hops: under `ceiling` (linear) for samples whose true
/// peaks a hop are `peaks`, after a gain of `factor`. Between two edges the factor goes straight.
pub(super) fn gains(peaks: &[f32], factor: f32, ceiling: f32) -> Vec<f32> {
    let wanted: Vec<f32> = peaks.iter().map(|peak| (ceiling / (peak * factor).max(1e-9)).min(1.0)).collect();
    if wanted.iter().all(|gain| *gain >= 1.0) {
        return vec![factor; peaks.len() + 1];
    }
    let mut held = lowest_within(&wanted, REACH);
    let mut last = 1.0_f32;
    for gain in &mut held {
        last = gain.min(last + (1.0 - last) * RELEASE);
        *gain = last;
    }
    // Every value in a mean over less than the reach is at most what each hop it touches wants.
    let means = means_within(&held, REACH - 1);
    let at = |hop: usize| means[hop.min(means.len() - 1)];
    (0..=peaks.len()).map(|edge| factor * (at(edge.saturating_sub(1)) + at(edge)) / 2.0).collect()
}

/// Applies edge factors to interleaved stereo that begins with hop `first`.
pub(super) fn apply(samples: &mut [f32], first: usize, gains: &[f32]) {
    for (hop, samples) in samples.chunks_mut(HOP * 2).enumerate() {
        let (from, to) = (gains[first + hop], gains[first + hop + 1]);
        for (index, frame) in samples.chunks_mut(2).enumerate() {
            let gain = from + (to - from) * (index as f32 / HOP as f32);
            frame.iter_mut().for_each(|sample| *sample *= gain);
        }
    }
}

/// The least of each value and its neighbours up to `reach` away.
fn lowest_within(values: &[f32], reach: usize) -> Vec<f32> {
    let mut queue: VecDeque<usize> = VecDeque::new();
    let mut lowest = Vec::with_capacity(values.len());
    for entering in 0..values.len() + reach {
        if let Some(&value) = values.get(entering) {
            while queue.back().is_some_and(|&last| values[last] >= value) {
                queue.pop_back();
            }
            queue.push_back(entering);
        }
        let Some(at) = entering.checked_sub(reach) else { continue };
        while queue.front().is_some_and(|&first| first + reach < at) {
            queue.pop_front();
        }
        lowest.push(queue.front().map_or(1.0, |&first| values[first]));
    }
    lowest
}

/// The mean of each value and its neighbours up to `reach` away; beyond the ends the outermost values go on.
fn means_within(values: &[f32], reach: usize) -> Vec<f32> {
    let last = values.len().saturating_sub(1);
    let value = |at: isize| f64::from(values[at.clamp(0, last as isize) as usize]);
    let (reach, width) = (reach as isize, (reach * 2 + 1) as f64);
    let mut sum: f64 = (-reach - 1..reach).map(value).sum();
    (0..values.len() as isize)
        .map(|at| {
            sum += value(at + reach) - value(at - reach - 1);
            (sum / width) as f32
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::super::true_peak::{true_peak, true_peaks};
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn loud_peaks_are_held_and_the_rest_is_left() {
        let mut samples: Vec<f32> = (0..48_000).flat_map(|n| [0.3 * (n as f32 * 0.05).sin(); 2]).collect();
        for sample in &mut samples[40_000..40_400] {
            *sample *= 4.0;
        }
        let before = samples.clone();
        let gains = gains(&true_peaks(&samples, 0.8), 1.0, 0.8);
        apply(&mut samples, 0, &gains);
        assert!(true_peak(&samples) <= 0.805);
        assert_eq!(samples[..39_000], before[..39_000]);
        assert!((samples[95_000] / before[95_000] - 1.0).abs() < 0.01, "the gain comes back");
    }

    #[test]
    fn what_is_quiet_gets_the_gain_alone() {
        assert_eq!(gains(&[0.1; 10], 2.0, 0.9), [2.0; 11]);
        assert_eq!(gains(&[], 2.0, 0.9), [2.0]);
    }

    proptest! {
        #[test]
        fn no_hop_gets_more_than_it_can_take(peaks in prop::collection::vec(0.0_f32..4.0, 1..200), factor in 0.1_f32..8.0) {
            let gains = gains(&peaks, factor, 0.9);
            for (hop, peak) in peaks.iter().enumerate() {
                prop_assert!(peak * gains[hop] <= 0.9001 && peak * gains[hop + 1] <= 0.9001, "hop {}", hop);
            }
        }
    }
}
