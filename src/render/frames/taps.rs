//! Catmull-Rom weights in whole numbers, and the geometry of one axis of a plane.

/// Where output samples fall on one axis of a plane: sample `i` at `origin + i * step`, in samples of the plane, whose
/// first sample's centre is 0.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Axis {
    pub(super) origin: f64,
    pub(super) step: f64,
}

impl Axis {
    /// Sites in the middle of their cells, as luma has on both axes and 4:2:0 chroma vertically. `start` is the view's
    /// edge in samples of the plane.
    pub(super) fn centred(start: f64, step: f64) -> Self {
        Self { origin: start + 0.5 * step - 0.5, step }
    }

    /// Horizontal axis of left-sited 4:2:0 chroma: its sites are those of every other luma sample, which lie 0.25 of a
    /// chroma sample left of the middle and keep that distance in both scales.
    pub(super) fn left_sited(start: f64, step: f64) -> Self {
        let Self { origin, step } = Self::centred(start, step);
        Self { origin: origin - 0.25 * (step - 1.0), step }
    }

    pub(super) fn position(self, index: usize) -> f64 {
        self.origin + index as f64 * self.step
    }
}

/// Places between two samples that have weights of their own: pictures stand within 0.0005 of a sample of where they
/// should, a fortieth of what an eye may see.
const PHASES: usize = 1 << 10;

/// Four weights and the sample that the first of them belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Taps {
    pub(super) first: i64,
    pub(super) weights: [i16; 4],
}

/// Catmull-Rom in whole numbers: the weights of all phases, made once and looked up for every row and column of a frame.
#[derive(Debug)]
pub(super) struct Kernel(Box<[[i16; 4]; PHASES]>);

impl Kernel {
    /// Of weights that sum to `one`.
    pub(super) fn new(one: i32) -> Self {
        Self(Box::new(std::array::from_fn(|phase| weights(phase as f64 / PHASES as f64, one))))
    }

    /// At the phase that is nearest to `position`.
    pub(super) fn at(&self, position: f64) -> Taps {
        let place = floor(position * PHASES as f64 + 0.5);
        let phase = place.rem_euclid(PHASES as i64);
        Taps { first: (place - phase) / PHASES as i64 - 1, weights: self.0[phase as usize] }
    }
}

/// At `t`, from 0 to 1, between the second and the third of four samples. The weights sum to `one`, and their centre of
/// gravity is the position rounded to `1 / one` of a sample: rounding each weight alone would shift the picture by up to
/// three times as much.
fn weights(t: f64, one: i32) -> [i16; 4] {
    let scale = f64::from(one);
    let round = |value: f64| floor(value * scale + 0.5) as i32;
    let outer = round(t * (-0.5 + t * (1.0 - 0.5 * t)));
    let far = round(t * t * (0.5 * t - 0.5));
    let next = round(t) + outer - 2 * far;
    let near = one - outer - next - far;
    [outer, near, next, far].map(|weight| weight as i16)
}

/// [`f64::floor`] is a call into the C library where the machine need not have an instruction for it.
#[inline(always)]
fn floor(value: f64) -> i64 {
    let whole = value as i64;
    whole - i64::from(whole as f64 > value)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_whole_position_takes_its_own_sample_alone() {
        let kernel = Kernel::new(64);
        assert_eq!(kernel.at(5.0), Taps { first: 4, weights: [0, 64, 0, 0] });
        assert_eq!(kernel.at(4.9999), kernel.at(5.0));
        assert_eq!(kernel.at(-2.0001), Taps { first: -3, weights: [0, 64, 0, 0] });
        assert_eq!(kernel.at(0.5), Taps { first: -1, weights: [-4, 36, 36, -4] });
    }

    #[test]
    fn an_unscaled_view_from_the_edge_falls_on_whole_samples() {
        assert_eq!(Axis::centred(0.0, 1.0).position(7), 7.0);
        assert_eq!(Axis::left_sited(0.0, 1.0).position(7), 7.0);
    }

    #[test]
    fn chroma_keeps_its_distance_to_luma_when_scaled() {
        // Luma site 2j of the frame lies at 0.25 + 1.1 * (2j + 0.5) from the picture's edge; chroma sample k of the
        // picture lies at 2k + 0.5.
        let chroma = Axis::left_sited(0.125, 1.1);
        for j in 0..10 {
            let edge = 0.25 + 1.1 * (2.0 * j as f64 + 0.5);
            assert!((chroma.position(j) - (edge - 0.5) / 2.0).abs() < 1e-12);
        }
    }

    #[test]
    fn floors_are_whole_numbers_below() {
        for value in [0.0, -0.0, 0.5, -0.5, 1.0, -1.0, 1.999_999_9, -1.000_000_1, 4_999.5, -1e-300, 1e-300] {
            assert_eq!(floor(value), value.floor() as i64, "{value}");
        }
    }

    proptest! {
        #[test]
        fn floors_are_those_of_the_standard_library(value in -1e6..1e6f64) {
            prop_assert_eq!(floor(value), value.floor() as i64);
        }

        #[test]
        fn weights_sum_to_one_and_point_at_the_position(position in -2.0..5000.0f64, bits in 6..=14u32) {
            let one = 1 << bits;
            let Taps { first, weights } = Kernel::new(one).at(position);
            prop_assert_eq!(weights.iter().map(|&w| i32::from(w)).sum::<i32>(), one);
            let moment: f64 = (0..4).map(|k| f64::from(weights[k]) * (first + k as i64) as f64).sum();
            let rounding = 0.5 / f64::from(one) + 0.5 / PHASES as f64;
            prop_assert!((moment / f64::from(one) - position).abs() <= rounding + 1e-9);
        }
    }
}
