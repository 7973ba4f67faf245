//! One value in all lanes of a vector. What `wide` has for it is a loop where the program is optimised for size.

use bytemuck::cast;
use wide::{f32x4, i16x8, u16x8};

#[inline(always)]
pub(super) fn floats(value: f32) -> f32x4 {
    cast(four(value.to_bits()))
}

#[inline(always)]
pub(super) fn words(value: u16) -> u16x8 {
    cast(four(u32::from(value) | u32::from(value) << 16))
}

#[inline(always)]
pub(super) fn signed_words(value: i16) -> i16x8 {
    cast(words(value as u16))
}

#[inline(always)]
fn four(value: u32) -> u128 {
    let two = u64::from(value) | u64::from(value) << 32;
    u128::from(two) | u128::from(two) << 64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_lane_has_the_value() {
        assert_eq!(floats(-0.25).to_array(), [-0.25; 4]);
        assert_eq!(words(0xABCD).to_array(), [0xABCD; 8]);
        assert_eq!(signed_words(-5).to_array(), [-5; 8]);
    }
}
