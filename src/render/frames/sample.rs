//! A plane sampled at positions between its samples: vertical taps on bytes (weights sum to 64), then horizontal taps
//! on the 16-bit sums (weights sum to 2^14), rounded once at the end.
//!
//! The arithmetic is whole numbers without overflow, so every path gives the same bytes: 255 * 64 with Catmull-Rom's
//! overshoot of a quarter is 20,400 in 16 bits, times 2^14 with the same overshoot less than 2^29 in 32.

use wide::{i16x8, u8x16};

use super::lanes;
use super::plane::{Plane, STEP};
use super::taps::{Axis, Kernel, Taps};

const ROW_ONE: i32 = 1 << 6;
const COLUMN_ONE: i32 = 1 << 14;
/// Both weights' bits.
pub(super) const SHIFT: i32 = 20;
/// Samples behind a row of sums that a whole block may load but gives no weight.
const SLACK: usize = 32;

/// What one output sample takes of a row of sums.
#[derive(Debug, Clone, Copy)]
pub(super) struct Column {
    /// Index of the first of four sums.
    pub(super) at: usize,
    pub(super) weights: [i16; 4],
}

/// The taps of all columns of an output: made once a frame, used by each of its rows.
#[derive(Debug, Default)]
pub(super) struct Columns {
    /// The first bordered column of the plane that is needed, and how many in [`STEP`]s.
    start: usize,
    steps: usize,
    columns: Vec<Column>,
}

impl Columns {
    /// For `count` output samples on `axis` of `plane`; keeps its allocations.
    fn lay_out(&mut self, plane: &Plane, axis: Axis, count: usize, kernel: &Kernel) {
        self.columns.clear();
        self.columns.extend((0..count).map(|index| {
            let Taps { first, weights } = kernel.at(axis.position(index));
            Column { at: plane.place_column(first), weights }
        }));
        self.start = self.columns.first().map_or(0, |column| column.at);
        self.steps = self.columns.last().map_or(0, |column| (column.at + 4 - self.start).div_ceil(STEP));
        for column in &mut self.columns {
            column.at -= self.start;
        }
    }
}

/// Which instructions are used; the bytes are the same.
#[derive(Debug)]
pub(super) enum Path {
    /// What every machine has.
    Portable,
    #[cfg(target_arch = "x86_64")]
    Avx2(super::avx2::Rows),
    #[cfg(target_arch = "x86_64")]
    Avx512(super::avx512::Rows),
}

impl Path {
    /// The fastest of this machine.
    pub(super) fn detect() -> Self {
        #[cfg(target_arch = "x86_64")]
        {
            let avx512 = super::avx512::Rows::detect().map(Self::Avx512);
            if let Some(path) = avx512.or_else(|| super::avx2::Rows::detect().map(Self::Avx2)) {
                return path;
            }
        }
        Self::Portable
    }

    fn lay_out(&mut self, columns: &[Column]) {
        match self {
            Self::Portable => {}
            #[cfg(target_arch = "x86_64")]
            Self::Avx2(rows) => rows.lay_out(columns),
            #[cfg(target_arch = "x86_64")]
            Self::Avx512(rows) => rows.lay_out(columns),
        }
    }
}

/// Samples planes; keeps its working memory between frames.
#[derive(Debug)]
pub(super) struct Sampler {
    path: Path,
    /// Across and down.
    kernels: (Kernel, Kernel),
    columns: Columns,
    sums: Vec<i16>,
}

impl Sampler {
    pub(super) fn new(path: Path) -> Self {
        let kernels = (Kernel::new(COLUMN_ONE), Kernel::new(ROW_ONE));
        Self { path, kernels, columns: Columns::default(), sums: Vec::new() }
    }

    /// For planes of the size of `plane`, and output rows of `count` samples on `axis` of it.
    pub(super) fn lay_out(&mut self, plane: &Plane, axis: Axis, count: usize) {
        self.columns.lay_out(plane, axis, count, &self.kernels.0);
        self.path.lay_out(&self.columns.columns);
    }

    /// Fills `out`, whole rows of as many samples as columns are laid out, from `plane`, which they are laid out for.
    pub(super) fn sample(&mut self, plane: &Plane, rows: Axis, out: &mut [u8]) {
        let Self { path, kernels: (_, kernel), columns, sums } = self;
        let width = columns.columns.len().max(1);
        let row = |index: usize| {
            let Taps { first, weights } = kernel.at(rows.position(index));
            Row { samples: plane.spans(plane.place_row(first), columns.start, columns.steps), weights }
        };
        // What an earlier plane left in the slack has no weight either.
        let length = columns.steps * STEP + SLACK;
        sums.resize(sums.len().max(4 * length), 0);
        let sums = &mut sums[..4 * length];
        let done = match path {
            Path::Portable => 0,
            #[cfg(target_arch = "x86_64")]
            Path::Avx2(vectors) => vectors.paint(row, &mut sums[..2 * length], width, out),
            #[cfg(target_arch = "x86_64")]
            Path::Avx512(vectors) => vectors.paint(row, sums, width, out),
        };
        let sums = &mut sums[..length];
        for (index, out) in out.chunks_exact_mut(width).enumerate().skip(done) {
            sum_rows(row(index), sums.as_chunks_mut().0);
            sum_columns(sums, &columns.columns, out);
        }
    }
}

/// Columns in blocks of `size`, each as `of` lays it out. The last is that of the last columns: it does some again where
/// they are no whole number of blocks. None at all where there are less than `size`, or where one cannot be laid out.
#[cfg(target_arch = "x86_64")]
pub(super) fn lay_out_blocks<B>(
    blocks: &mut Vec<B>,
    size: usize,
    columns: &[Column],
    of: impl Fn(&[Column]) -> Option<B>,
) {
    blocks.clear();
    let Some(last) = columns.len().checked_sub(size) else { return };
    for at in (0..=last).step_by(size).chain((!last.is_multiple_of(size)).then_some(last)) {
        let Some(block) = of(&columns[at..at + size]) else { return blocks.clear() };
        blocks.push(block);
    }
}

/// What an output row is of: four rows of a plane, and how much of each.
pub(super) struct Row<'a> {
    pub(super) samples: [&'a [[u8; STEP]]; 4],
    pub(super) weights: [i16; 4],
}

#[cfg(target_arch = "x86_64")]
impl Row<'_> {
    /// What the samples at `last`, of the fourth row, are `rows` further down: for it to be fetched while something else is
    /// done, for a still is larger than the near caches. Not always within the plane.
    pub(super) fn ahead<T>(&self, last: &T, rows: usize) -> *const i8 {
        let [first, second, ..] = self.samples;
        let stride = second.as_ptr().addr().wrapping_sub(first.as_ptr().addr());
        std::ptr::from_ref(last).cast::<i8>().wrapping_add(rows * stride)
    }
}

/// The vertical taps.
fn sum_rows(row: Row<'_>, sums: &mut [[i16; STEP]]) {
    let [a, b, c, d] = row.samples;
    let [first, second, third, fourth] = row.weights;
    let (first, second) = (lanes::signed_words(first), lanes::signed_words(second));
    let (third, fourth) = (lanes::signed_words(third), lanes::signed_words(fourth));
    for (((sums, a), b), (c, d)) in sums.iter_mut().zip(a).zip(b).zip(c.iter().zip(d)) {
        let halves = sums.as_chunks_mut::<16>().0.iter_mut().zip(a.as_chunks().0).zip(b.as_chunks().0);
        for (((sums, a), b), (c, d)) in halves.zip(c.as_chunks().0.iter().zip(d.as_chunks().0)) {
            let (a, b, c, d) = (u8x16::new(*a), u8x16::new(*b), u8x16::new(*c), u8x16::new(*d));
            let near = i16x8::from_u8x16_low(a) * first + i16x8::from_u8x16_low(b) * second;
            let low = near + i16x8::from_u8x16_low(c) * third + i16x8::from_u8x16_low(d) * fourth;
            let near = i16x8::from_u8x16_high(a) * first + i16x8::from_u8x16_high(b) * second;
            let high = near + i16x8::from_u8x16_high(c) * third + i16x8::from_u8x16_high(d) * fourth;
            sums[..8].copy_from_slice(low.as_array());
            sums[8..].copy_from_slice(high.as_array());
        }
    }
}

/// The horizontal taps, one sample at a time.
fn sum_columns(sums: &[i16], columns: &[Column], out: &mut [u8]) {
    for (out, column) in out.iter_mut().zip(columns) {
        let Some(&[a, b, c, d]) = sums[column.at..].first_chunk() else { break };
        let [first, second, third, fourth] = column.weights;
        let near = i32::from(a) * i32::from(first) + i32::from(b) * i32::from(second);
        let sum = near + i32::from(c) * i32::from(third) + i32::from(d) * i32::from(fourth);
        *out = ((sum + (1 << (SHIFT - 1))) >> SHIFT).clamp(0, 255) as u8;
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn noise(width: usize, height: usize) -> Plane {
        let mut state = 7u32;
        Plane::paint(width, height, |_, row| {
            row.fill_with(|| {
                state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                // Extremes are frequent, so that overshoot is tried.
                [0, 255, (state >> 24) as u8, (state >> 16) as u8][(state >> 30) as usize]
            });
        })
    }

    /// All that this machine has.
    fn paths() -> Vec<Path> {
        #[cfg(target_arch = "x86_64")]
        {
            use crate::render::frames::{avx2, avx512};
            let avx2 = avx2::Rows::detect().map(Path::Avx2);
            avx2.into_iter().chain(avx512::Rows::detect().map(Path::Avx512)).collect()
        }
        #[cfg(not(target_arch = "x86_64"))]
        Vec::new()
    }

    fn sampled(path: Path, plane: &Plane, across: Axis, down: Axis, (width, height): (usize, usize)) -> Vec<u8> {
        let mut sampler = Sampler::new(path);
        sampler.lay_out(plane, across, width);
        let mut out = vec![0; width * height];
        sampler.sample(plane, down, &mut out);
        out
    }

    #[test]
    fn sampling_at_whole_positions_copies() {
        let plane = noise(37, 5);
        let same = Axis::centred(0.0, 1.0);
        let out = sampled(Path::detect(), &plane, same, same, (37, 5));
        for (index, row) in out.chunks(37).enumerate() {
            assert_eq!(row, &plane.bordered_row(index + 3)[3..40]);
        }
    }

    #[test]
    fn a_flat_plane_stays_flat_at_every_phase() {
        let plane = Plane::paint(40, 40, |_, row| row.fill(235));
        let out = sampled(Path::detect(), &plane, Axis::centred(0.3, 1.03), Axis::centred(0.7, 1.07), (37, 36));
        assert!(out.iter().all(|&sample| sample == 235));
    }

    proptest! {
        #[test]
        fn every_path_gives_the_same_bytes(
            width in 1..70usize, height in 1..9usize, left in -3.0..9.0f64, top in -3.0..9.0f64, step in 0.05..2.0f64,
        ) {
            let plane = noise(60, 12);
            let (across, down) = (Axis { origin: left, step }, Axis { origin: top, step });
            let portable = sampled(Path::Portable, &plane, across, down, (width, height));
            for path in paths() {
                prop_assert_eq!(&portable, &sampled(path, &plane, across, down, (width, height)));
            }
        }
    }
}
