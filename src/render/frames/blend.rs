//! Two pictures into one, sample by sample. Limited-range samples are affine in the signal, so that they blend as they
//! are: weights that sum to one keep black at 16 and grey at 128.

/// Of whole: 256.
pub(super) const WHOLE: u16 = 256;

/// Moves `samples` towards `other` by `share` of [`WHOLE`], rounded to the nearest.
pub(super) fn towards(samples: &mut [u8], other: &[u8], share: u16) {
    let keep = WHOLE - share;
    for (sample, &other) in samples.iter_mut().zip(other) {
        *sample = ((u16::from(*sample) * keep + u16::from(other) * share + WHOLE / 2) >> 8) as u8;
    }
}

/// As [`towards`] one and the same sample.
pub(super) fn towards_one(samples: &mut [u8], other: u8, share: u16) {
    let keep = WHOLE - share;
    let added = u16::from(other) * share + WHOLE / 2;
    for sample in samples {
        *sample = ((u16::from(*sample) * keep + added) >> 8) as u8;
    }
}

/// How far step `step` (from 0) of `steps` has come, never quite none nor all: what lies before and after the steps is.
pub(super) fn share(step: u32, steps: u32) -> u16 {
    let (done, all) = (u64::from(step.min(steps)) + 1, u64::from(steps) + 1);
    ((done * u64::from(WHOLE) + all / 2) / all).min(u64::from(WHOLE)) as u16
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn shares_rise_evenly_between_none_and_all() {
        assert_eq!([0, 1, 2].map(|step| share(step, 3)), [64, 128, 192]);
        assert_eq!(share(9, 3), WHOLE);
        assert_eq!(share(0, 0), WHOLE);
    }

    proptest! {
        #[test]
        fn a_blend_is_the_rounded_mean(a: u8, b: u8, share in 0..=256u16) {
            let mut samples = [a];
            towards(&mut samples, &[b], share);
            let exact = (f64::from(a) * f64::from(256 - share) + f64::from(b) * f64::from(share)) / 256.0;
            prop_assert!((f64::from(samples[0]) - exact).abs() <= 0.5);
            let mut one = [a];
            towards_one(&mut one, b, share);
            prop_assert_eq!(one, samples);
        }
    }
}
