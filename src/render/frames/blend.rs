//! Two pictures into one, sample by sample. Limited-range samples are affine in the signal, so that they blend as they
//! are: weights that sum to one keep black at 16 and grey at 128.

use bytemuck::cast;
use wide::{u8x16, u16x8};

use super::lanes;

/// Of whole: 256.
pub(super) const WHOLE: u16 = 256;

/// Moves `samples` towards `other` by `share` of [`WHOLE`], rounded to the nearest.
pub(super) fn towards(samples: &mut [u8], other: &[u8], share: u16) {
    let (keep, shares) = ([lanes::words(WHOLE - share); 2], lanes::words(share));
    let (blocks, rest) = samples.as_chunks_mut();
    let (others, others_rest) = other.as_chunks();
    for (block, other) in blocks.iter_mut().zip(others) {
        let [low, high] = words(u8x16::new(*other));
        mix_block(block, keep, [low * shares, high * shares]);
    }
    for (sample, &other) in rest.iter_mut().zip(others_rest) {
        *sample = mix(*sample, WHOLE - share, u16::from(other) * share);
    }
}

/// As [`towards`] one and the same sample.
pub(super) fn towards_one(samples: &mut [u8], other: u8, share: u16) {
    let (keep, add) = (WHOLE - share, u16::from(other) * share);
    let (blocks, rest) = samples.as_chunks_mut();
    for block in blocks {
        mix_block(block, [lanes::words(keep); 2], [lanes::words(add); 2]);
    }
    for sample in rest {
        *sample = mix(*sample, keep, add);
    }
}

/// Keeps of each sample a part of its own, and adds what is its own; the slices have one length.
pub(super) fn mix_row(samples: &mut [u8], keep: &[u16], add: &[u16]) {
    let (blocks, rest) = samples.as_chunks_mut();
    let ((keeps, keep), (adds, add)) = (keep.as_chunks::<16>(), add.as_chunks::<16>());
    for ((block, keep), add) in blocks.iter_mut().zip(keeps).zip(adds) {
        mix_block(block, cast(*keep), cast(*add));
    }
    for ((sample, keep), add) in rest.iter_mut().zip(keep).zip(add) {
        *sample = mix(*sample, *keep, *add);
    }
}

/// `keep` is at most [`WHOLE`] and `add` at most 255 times what is not kept: the sum fits.
fn mix(sample: u8, keep: u16, add: u16) -> u8 {
    ((u16::from(sample) * keep + add + WHOLE / 2) >> 8) as u8
}

/// As [`mix`], sixteen samples at once.
#[inline(always)]
fn mix_block(samples: &mut [u8; 16], keep: [u16x8; 2], add: [u16x8; 2]) {
    let [low, high] = words(u8x16::new(*samples));
    // The upper half of a product with 256 is a division by it.
    const { assert!(WHOLE == 256) };
    const DIVIDE: u16x8 = u16x8::new([WHOLE; 8]);
    const ROUND: u16x8 = u16x8::new([WHOLE / 2; 8]);
    let low = (low * keep[0] + add[0] + ROUND).mul_keep_high(DIVIDE);
    let high = (high * keep[1] + add[1] + ROUND).mul_keep_high(DIVIDE);
    *samples = u8x16::narrow_i16x8(cast(low), cast(high)).to_array();
}

#[inline(always)]
fn words(bytes: u8x16) -> [u16x8; 2] {
    [u16x8::from_u8x16_low(bytes), u16x8::from_u8x16_high(bytes)]
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
            // One block and one more.
            let mut samples = [a; 17];
            towards(&mut samples, &[b; 17], share);
            let exact = (f64::from(a) * f64::from(256 - share) + f64::from(b) * f64::from(share)) / 256.0;
            prop_assert!(samples.iter().all(|sample| (f64::from(*sample) - exact).abs() <= 0.5));
            let mut one = [a; 17];
            towards_one(&mut one, b, share);
            prop_assert_eq!(one, samples);
            let mut row = [a; 17];
            mix_row(&mut row, &[256 - share; 17], &[u16::from(b) * share; 17]);
            prop_assert_eq!(row, samples);
        }
    }
}
