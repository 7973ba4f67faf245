//! Pictures made smaller or larger, once a scene: a separable filter, first down the columns of the rows that two output
//! rows need, then along those two, whose sums lie side by side. Nothing else is held beside the pictures.

use std::f64::consts::PI;

use bytemuck::cast;
use wide::f32x8;

use super::lanes;
use super::{FrameError, Picture};

/// Sums behind a row's last that are loaded and given no weight.
const SLACK: usize = 1;

/// Of the upper and of the lower of two output rows.
pub(super) type Pair = [f32; 2];

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
    // What lies beside the part is not looked at.
    let (left, right) = across.reach();
    let summed = (right - left) * N;
    let mut sums = vec![[0.0; 2]; summed + SLACK];
    let mut weights = Vec::new();
    let mut scaled = vec![0; to.0 as usize * to.1 as usize * N];
    let length = (to.0 as usize * N).max(1);
    for (index, out) in scaled.chunks_mut(2 * length).enumerate() {
        let (upper, lower) = out.split_at_mut(length);
        let first = down.of_two(2 * index, &mut weights);
        sum_rows(path, &bytes[first * stride + left * N..], stride, &weights, &mut sums[..summed]);
        sum_columns::<N>(path, &sums, left, &across, [upper.as_chunks_mut().0, lower.as_chunks_mut().0]);
    }
    scaled
}

/// Which instructions sum rows; the sums are the same.
#[derive(Debug, Clone, Copy)]
enum Path {
    /// What every machine has.
    Portable,
    #[cfg(target_arch = "x86_64")]
    Avx2(super::avx2::Avx2),
}

impl Path {
    fn detect() -> Self {
        #[cfg(target_arch = "x86_64")]
        if let Some(avx2) = super::avx2::Avx2::detect() {
            return Self::Avx2(avx2);
        }
        Self::Portable
    }
}

/// `sums` of as many rows from the start of `bytes`, `stride` bytes from one to the next, as there are weights.
fn sum_rows(path: Path, bytes: &[u8], stride: usize, weights: &[Pair], sums: &mut [Pair]) {
    let done = match path {
        #[cfg(target_arch = "x86_64")]
        Path::Avx2(avx2) => avx2.sum_rows(bytes, stride, weights, sums),
        Path::Portable => 0,
    };
    sums[done..].fill([0.0; 2]);
    for (row, [upper, lower]) in bytes.chunks(stride).zip(weights) {
        for (sums, byte) in sums[done..].iter_mut().zip(&row[done..]) {
            sums[0] += upper * f32::from(*byte);
            sums[1] += lower * f32::from(*byte);
        }
    }
}

/// Two rows of pixels, or one where the other is empty; `sums` are those from the input's pixel `left` on.
fn sum_columns<const N: usize>(
    path: Path,
    sums: &[Pair],
    left: usize,
    across: &Taps,
    [upper, lower]: [&mut [[u8; N]]; 2],
) {
    for (index, upper) in upper.iter_mut().enumerate() {
        let (first, weights) = across.of(index);
        let sums = &sums[(first - left) * N..];
        let pixels = match path {
            #[cfg(target_arch = "x86_64")]
            Path::Avx2(avx2) => avx2.sum_pixels(sums, weights),
            Path::Portable => sum_pixels(sums, weights),
        };
        *upper = pixels[0];
        if let Some(lower) = lower.get_mut(index) {
            *lower = pixels[1];
        }
    }
}

/// As many pixels from the start of `sums` as there are weights, as one of each row. Four sums are taken at once: a fourth
/// behind three colours is another pixel's and falls away.
fn sum_pixels<const N: usize>(sums: &[Pair], weights: &[f32]) -> [[u8; N]; 2] {
    let mut pixels = f32x8::ZERO;
    for (index, weight) in weights.iter().enumerate() {
        let Some(values) = sums[index * N..].first_chunk::<4>() else { break };
        pixels += cast::<_, f32x8>(*values) * cast::<_, f32x8>([lanes::floats(*weight); 2]);
    }
    let rounded = pixels + cast::<_, f32x8>([lanes::floats(0.5); 2]);
    let mut bytes = [[0; N]; 2];
    for (sums, at) in cast::<_, [Pair; 4]>(rounded).iter().zip(0..N) {
        // The casts keep within a byte.
        (bytes[0][at], bytes[1][at]) = (sums[0] as u8, sums[1] as u8);
    }
    bytes
}

/// What each sample of an output row or column takes of the input's: for all of them of as many samples, so that loops
/// over them end where the processor expects it.
struct Taps {
    /// For each output sample its first input sample.
    firsts: Vec<usize>,
    /// For each output sample so many.
    weights: Vec<f32>,
    count: usize,
}

impl Taps {
    /// For `to` samples out of the `part` from `start` of an input of `from` samples. Where the filter reaches beyond the
    /// input, what is within weighs more.
    fn lay_out(filter: Filter, start: f64, part: f64, from: u32, to: u32) -> Self {
        let step = part / f64::from(to);
        let stretch = step.max(1.0);
        let reach = Filter::REACH * stretch;
        let count = ((2.0 * reach).ceil() as u32 + 1).min(from);
        let mut taps = Self { firsts: Vec::with_capacity(to as usize), weights: Vec::new(), count: count as usize };
        for index in 0..to {
            let centre = start + (f64::from(index) + 0.5) * step;
            let first = (centre - reach).floor().clamp(0.0, f64::from(from - count)) as u32;
            let weight = |sample: u32| filter.weight((f64::from(sample) + 0.5 - centre) / stretch);
            let sum: f64 = (first..first + count).map(weight).sum();
            taps.weights.extend((first..first + count).map(|sample| (weight(sample) / sum) as f32));
            taps.firsts.push(first as usize);
        }
        taps
    }

    /// Of an output sample and the next, if there is one: the first input sample that either takes of, and the `weights`
    /// in both of it and those behind it.
    fn of_two(&self, index: usize, weights: &mut Vec<Pair>) -> usize {
        let (first, upper) = self.of(index);
        let (next, lower) = self.of((index + 1).min(self.firsts.len() - 1));
        weights.clear();
        weights.resize(next - first + self.count, [0.0; 2]);
        for (weights, upper) in weights.iter_mut().zip(upper) {
            weights[0] = *upper;
        }
        for (weights, lower) in weights[next - first..].iter_mut().zip(lower) {
            weights[1] = *lower;
        }
        first
    }

    /// All input samples that are taken: the first, and the one behind the last.
    fn reach(&self) -> (usize, usize) {
        let (first, last) = (self.firsts.first().copied(), self.firsts.last().copied());
        (first.unwrap_or(0), last.map_or(0, |last| last + self.count))
    }

    /// The first input sample and the weights of it and those behind it.
    fn of(&self, index: usize) -> (usize, &[f32]) {
        (self.firsts[index], &self.weights[index * self.count..][..self.count])
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
            let weights = [[-0.07, 0.0], [0.31, -0.05], [0.52, 0.41], [0.24, 0.64]];
            let bytes = noise(stride * 5);
            let summed = |path| {
                let mut sums = vec![[7.0; 2]; stride - 2];
                sum_rows(path, &bytes[2..], stride, &weights, &mut sums);
                sums
            };
            assert_eq!(summed(Path::Portable), summed(Path::detect()));
        }
    }

    #[test]
    fn every_path_makes_the_same_pixels() {
        // Beyond a byte at both ends, and in its middles.
        let sums: Vec<f32> = (-60..600).map(|sum| sum as f32 * 0.5).chain([-1e9, 1e9, 0.0]).collect();
        let sums: Vec<Pair> = sums.iter().zip(sums.iter().rev()).map(|(upper, lower)| [*upper, *lower]).collect();
        let across = Taps::lay_out(Filter::Lanczos3, 0.0, 220.0, 220, 170);
        let rows = |path| {
            let (mut upper, mut lower) = ([[7; 3]; 170], [[7; 3]; 170]);
            sum_columns(path, &sums, 0, &across, [&mut upper, &mut lower]);
            [upper, lower]
        };
        assert_eq!(rows(Path::Portable), rows(Path::detect()));
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
