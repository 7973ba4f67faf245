//! Pictures made smaller or larger, once a scene: a separable filter, first down the columns of the rows that an output
//! row needs, then along that one row. Nothing but that row is held beside the pictures.

use std::f64::consts::PI;

use wide::f32x4;

use super::lanes;
use super::sample::Path;
use super::{FrameError, Picture};

/// Sums behind a row's last that are loaded and given no weight.
const SLACK: usize = 1;

/// How far and with what weight an output sample looks about in the input.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Filter {
    /// A windowed sinc of three lobes: sharp.
    Lanczos3,
    /// Half a sample of standard deviation: soft.
    Gaussian,
}

impl Filter {
    /// Samples to both sides.
    const REACH: f64 = 3.0;

    fn weight(self, distance: f64) -> f64 {
        let sinc = |x: f64| if x == 0.0 { 1.0 } else { (x * PI).sin() / (x * PI) };
        match self {
            _ if distance.abs() >= Self::REACH => 0.0,
            Self::Lanczos3 => sinc(distance) * sinc(distance / Self::REACH),
            Self::Gaussian => (-2.0 * distance * distance).exp(),
        }
    }
}

/// A part of a picture in pixels, not always whole ones.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Crop {
    pub(super) left: f64,
    pub(super) top: f64,
    pub(super) width: f64,
    pub(super) height: f64,
}

impl Crop {
    pub(super) fn all(picture: &Picture) -> Self {
        Self { left: 0.0, top: 0.0, width: f64::from(picture.width()), height: f64::from(picture.height()) }
    }
}

/// A part of `picture` at another size with Lanczos's filter of three lobes.
///
/// Done on gamma-coded samples: on linear light it takes about four times as long and its negative lobes draw black
/// halos around highlights.
pub(super) fn lanczos(picture: &Picture, crop: Crop, to: (u32, u32)) -> Result<Picture, FrameError> {
    resize(picture, crop, to, Filter::Lanczos3)
}

/// As [`lanczos`] with any filter.
pub(super) fn resize(picture: &Picture, crop: Crop, to: (u32, u32), filter: Filter) -> Result<Picture, FrameError> {
    let from = (picture.width(), picture.height(), picture.rgb());
    Picture::new(to.0, to.1, scale::<3>(from, crop, to, filter))
}

/// Straight-alpha RGBA pixels at another size; colours are weighted with their alpha.
pub(super) fn lanczos_rgba((width, height, rgba): (u32, u32, &[u8]), to: (u32, u32)) -> Vec<u8> {
    let crop = Crop { left: 0.0, top: 0.0, width: f64::from(width), height: f64::from(height) };
    let mut weighted = rgba.to_vec();
    for [colours @ .., alpha] in weighted.as_chunks_mut::<4>().0 {
        for colour in colours {
            *colour = ((u32::from(*colour) * u32::from(*alpha) + 127) / 255) as u8;
        }
    }
    let mut scaled = scale::<4>((width, height, &weighted), crop, to, Filter::Lanczos3);
    for [colours @ .., alpha] in scaled.as_chunks_mut::<4>().0 {
        for colour in colours {
            let alpha = u32::from(*alpha);
            *colour = (u32::from(*colour) * 255 + alpha / 2).checked_div(alpha).unwrap_or(0).min(255) as u8;
        }
    }
    scaled
}

/// Pixels of `N` bytes (3 or 4), rows from the top.
fn scale<const N: usize>(
    (width, height, bytes): (u32, u32, &[u8]),
    crop: Crop,
    to: (u32, u32),
    filter: Filter,
) -> Vec<u8> {
    let across = Taps::lay_out(filter, crop.left, crop.width, width, to.0);
    let down = Taps::lay_out(filter, crop.top, crop.height, height, to.1);
    let stride = width as usize * N;
    let path = Path::detect();
    let mut sums = vec![0.0; stride + SLACK];
    let mut scaled = vec![0; to.0 as usize * to.1 as usize * N];
    for (index, out) in scaled.chunks_exact_mut((to.0 as usize * N).max(1)).enumerate() {
        let (first, weights) = down.of(index);
        sum_rows(path, &bytes[first * stride..], weights, &mut sums[..stride]);
        for (index, out) in out.as_chunks_mut::<N>().0.iter_mut().enumerate() {
            let (first, weights) = across.of(index);
            *out = sum_pixels(&sums[first * N..], weights);
        }
    }
    scaled
}

/// `sums` of as many rows from the start of `bytes` as there are weights; a row is as long as `sums`.
fn sum_rows(path: Path, bytes: &[u8], weights: &[f32], sums: &mut [f32]) {
    let stride = sums.len();
    let done = match path {
        #[cfg(target_arch = "x86_64")]
        Path::Avx2(avx2) => avx2.sum_rows(bytes, weights, sums),
        Path::Portable => 0,
    };
    sums[done..].fill(0.0);
    for (row, weight) in bytes.chunks_exact(stride).zip(weights) {
        for (sum, byte) in sums[done..].iter_mut().zip(&row[done..]) {
            *sum += weight * f32::from(*byte);
        }
    }
}

/// As many pixels from the start of `sums` as there are weights, as one. Four sums are taken at once: a fourth behind
/// three colours is another pixel's and falls away.
fn sum_pixels<const N: usize>(sums: &[f32], weights: &[f32]) -> [u8; N] {
    let mut pixel = f32x4::ZERO;
    for (index, weight) in weights.iter().enumerate() {
        let Some(values) = sums[index * N..].first_chunk::<4>() else { break };
        pixel += f32x4::new(*values) * lanes::floats(*weight);
    }
    let [a, b, c, d] = (pixel + lanes::floats(0.5)).to_array();
    let mut bytes = [0; N];
    // The casts keep within a byte.
    bytes.copy_from_slice(&[a as u8, b as u8, c as u8, d as u8][..N]);
    bytes
}

/// What each sample of an output row or column takes of the input's.
struct Taps {
    /// For each output sample its first input sample and where its weights lie.
    places: Vec<(usize, std::ops::Range<usize>)>,
    weights: Vec<f32>,
}

impl Taps {
    /// For `to` samples out of the `part` from `start` of an input of `from` samples. Where the filter reaches beyond the
    /// input, what is within weighs more.
    fn lay_out(filter: Filter, start: f64, part: f64, from: u32, to: u32) -> Self {
        let step = part / f64::from(to);
        let stretch = step.max(1.0);
        let mut taps = Self { places: Vec::with_capacity(to as usize), weights: Vec::new() };
        for index in 0..to {
            let centre = start + (f64::from(index) + 0.5) * step;
            let reach = Filter::REACH * stretch;
            let first = (centre - reach).floor().clamp(0.0, f64::from(from - 1)) as u32;
            let last = (centre + reach).ceil().clamp(f64::from(first) + 1.0, f64::from(from)) as u32;
            let weight = |sample: u32| filter.weight((f64::from(sample) + 0.5 - centre) / stretch);
            let sum: f64 = (first..last).map(weight).sum();
            let begin = taps.weights.len();
            taps.weights.extend((first..last).map(|sample| (weight(sample) / sum) as f32));
            taps.places.push((first as usize, begin..taps.weights.len()));
        }
        taps
    }

    fn of(&self, index: usize) -> (usize, &[f32]) {
        let (first, weights) = &self.places[index];
        (*first, &self.weights[weights.clone()])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn noise(bytes: usize) -> Vec<u8> {
        let mut state = 1u32;
        let next = || {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (state >> 24) as u8
        };
        std::iter::repeat_with(next).take(bytes).collect()
    }

    #[test]
    fn every_path_sums_to_the_same() {
        for stride in [3, 16, 47, 96] {
            let (bytes, weights) = (noise(stride * 5), [-0.07, 0.31, 0.52, 0.24]);
            let summed = |path| {
                let mut sums = vec![7.0; stride];
                sum_rows(path, &bytes, &weights, &mut sums);
                sums
            };
            assert_eq!(summed(Path::Portable), summed(Path::detect()));
        }
    }

    /// Both sums at once in double precision, as the filter is defined.
    fn reference(picture: &Picture, crop: Crop, to: (u32, u32), filter: Filter) -> Vec<f64> {
        let weights = |at: u32, start: f64, part: f64, from: u32, to: u32| -> Vec<f64> {
            let step = part / f64::from(to);
            let centre = start + (f64::from(at) + 0.5) * step;
            let weight = |sample| filter.weight((f64::from(sample) + 0.5 - centre) / step.max(1.0));
            let sum: f64 = (0..from).map(weight).sum();
            (0..from).map(|sample| weight(sample) / sum).collect()
        };
        let mut all = Vec::new();
        for y in 0..to.1 {
            let down = weights(y, crop.top, crop.height, picture.height(), to.1);
            for x in 0..to.0 {
                let across = weights(x, crop.left, crop.width, picture.width(), to.0);
                for colour in 0..3 {
                    let at = |(index, byte): (usize, &u8)| {
                        let (row, column) = (index / across.len(), index % across.len());
                        down[row] * across[column] * f64::from(*byte)
                    };
                    all.push(picture.rgb().iter().skip(colour).step_by(3).enumerate().map(at).sum());
                }
            }
        }
        all
    }

    #[test]
    fn samples_are_what_the_filter_says_to_half_a_step() {
        let picture = Picture::new(31, 23, noise(31 * 23 * 3)).unwrap();
        let crop = Crop { left: 3.0, top: 2.0, width: 25.5, height: 20.0 };
        for filter in [Filter::Lanczos3, Filter::Gaussian] {
            for to in [(11, 9), (40, 37), (1, 1)] {
                let scaled = resize(&picture, crop, to, filter).unwrap();
                for (given, wanted) in scaled.rgb().iter().zip(reference(&picture, crop, to, filter)) {
                    let wanted = wanted.clamp(0.0, 255.0);
                    assert!((f64::from(*given) - wanted).abs() < 0.501, "{filter:?} {to:?}: {given} {wanted}");
                }
            }
        }
    }

    #[test]
    fn transparent_pixels_lend_no_colour_to_their_neighbours() {
        let half_red = [255, 0, 0, 255, 0, 255, 0, 0].repeat(8);
        let scaled = lanczos_rgba((16, 1, &half_red), (4, 1));
        assert!(scaled.chunks(4).all(|pixel| pixel[1] == 0 && pixel[0] > 250), "{scaled:?}");
    }

    #[test]
    fn a_crop_of_the_wanted_size_is_copied() {
        let picture = Picture::new(6, 5, noise(90)).unwrap();
        let crop = Crop { left: 1.0, top: 2.0, width: 4.0, height: 3.0 };
        let copied = lanczos(&picture, crop, (4, 3)).unwrap();
        assert_eq!(copied.rgb()[..12], picture.rgb()[(2 * 6 + 1) * 3..][..12]);
    }
}
