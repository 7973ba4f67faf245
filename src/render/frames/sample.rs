//! A plane sampled at positions between its samples: vertical taps on bytes (weights sum to 64), then horizontal taps
//! on the 16-bit sums (weights sum to 2^14), rounded once at the end.
//!
//! The arithmetic is whole numbers without overflow, so every path gives the same bytes: 255 * 64 with Catmull-Rom's
//! overshoot of a quarter is 20,400 in 16 bits, times 2^14 with the same overshoot less than 2^29 in 32.

use wide::{i16x8, u8x16};

use super::lanes;
use super::plane::{Plane, STEP};
use super::taps::{Axis, Taps};

const ROW_ONE: i32 = 1 << 6;
const COLUMN_ONE: i32 = 1 << 14;
/// Both weights' bits.
pub(super) const SHIFT: i32 = 20;
/// Output samples of a [`Block`].
pub(super) const BLOCK: usize = 8;
/// Samples behind a row of sums that a whole block may load but gives no weight.
const SLACK: usize = 8;

/// What one output sample takes of a row of sums.
#[derive(Debug, Clone, Copy)]
struct Column {
    /// Index of the first of four sums.
    at: usize,
    weights: [i16; 4],
}

/// Eight neighbours, each four out of eight sums: the same as eight [`Column`]s, laid out for shuffles.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Block {
    /// For each output, the bytes of its first two sums; those of the other two are four further.
    pub(super) shuffle: [u8; 32],
    /// For each output, its first two weights, and its other two.
    pub(super) near: [i16; 16],
    pub(super) far: [i16; 16],
    /// Index of the first of eight sums, for each four. Not `usize`: an end of eight sums is then known not to wrap.
    pub(super) at: [u32; 2],
}

/// The taps of all columns of an output: made once a frame, used by each of its rows.
#[derive(Debug, Default)]
pub(super) struct Columns {
    /// The first bordered column of the plane that is needed, and how many in [`STEP`]s.
    start: usize,
    steps: usize,
    columns: Vec<Column>,
    /// Empty where four neighbours do not fit into eight sums (steps of 4/3 and more) or there are less than eight. The
    /// last is that of the last eight columns: it does some again where they are no whole number of blocks.
    blocks: Vec<Block>,
}

impl Columns {
    /// For `count` output samples on `axis` of `plane`; keeps its allocations.
    pub(super) fn lay_out(&mut self, plane: &Plane, axis: Axis, count: usize) {
        self.columns.clear();
        self.columns.extend((0..count).map(|index| {
            let Taps { first, weights } = Taps::at(axis.position(index), COLUMN_ONE);
            Column { at: plane.place_column(first), weights }
        }));
        self.start = self.columns.first().map_or(0, |column| column.at);
        self.steps = self.columns.last().map_or(0, |column| (column.at + 4 - self.start).div_ceil(STEP));
        for column in &mut self.columns {
            column.at -= self.start;
        }
        self.lay_out_blocks();
    }

    fn lay_out_blocks(&mut self) {
        self.blocks.clear();
        let Some(last) = self.columns.len().checked_sub(BLOCK) else { return };
        for at in (0..=last).step_by(BLOCK).chain((!last.is_multiple_of(BLOCK)).then_some(last)) {
            let mut block = Block::default();
            let (low, high) = self.columns[at..at + BLOCK].split_at(BLOCK / 2);
            if !block.lay(0, low) || !block.lay(1, high) {
                return self.blocks.clear();
            }
            self.blocks.push(block);
        }
    }
}

impl Block {
    /// Lays out one half; false where the columns do not fit into eight sums.
    fn lay(&mut self, half: usize, columns: &[Column]) -> bool {
        let first = columns.first().map_or(0, |column| column.at);
        self.at[half] = first as u32;
        for (index, column) in columns.iter().enumerate() {
            let (offset, output) = (column.at - first, 4 * half + index);
            if offset > 4 {
                return false;
            }
            for byte in 0..4 {
                self.shuffle[4 * output + byte] = (2 * offset + byte) as u8;
            }
            self.near[2 * output..][..2].copy_from_slice(&column.weights[..2]);
            self.far[2 * output..][..2].copy_from_slice(&column.weights[2..]);
        }
        true
    }
}

/// Which instructions are used; the bytes are the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Path {
    /// What every machine has.
    Portable,
    #[cfg(target_arch = "x86_64")]
    Avx2(super::avx2::Avx2),
}

impl Path {
    /// The fastest of this machine.
    pub(super) fn detect() -> Self {
        #[cfg(target_arch = "x86_64")]
        if let Some(avx2) = super::avx2::Avx2::detect() {
            return Self::Avx2(avx2);
        }
        Self::Portable
    }
}

/// Samples planes; keeps its working memory between frames.
#[derive(Debug)]
pub(super) struct Sampler {
    path: Path,
    pub(super) columns: Columns,
    sums: Vec<i16>,
}

impl Sampler {
    pub(super) fn new(path: Path) -> Self {
        Self { path, columns: Columns::default(), sums: Vec::new() }
    }

    /// Fills `out`, whole rows of as many samples as columns are laid out, from `plane`, which they are laid out for.
    pub(super) fn sample(&mut self, plane: &Plane, rows: Axis, out: &mut [u8]) {
        let Self { path, columns, sums } = self;
        let width = columns.columns.len().max(1);
        let row = |index: usize| {
            let Taps { first, weights } = Taps::at(rows.position(index), ROW_ONE);
            Row { samples: plane.spans(plane.place_row(first), columns.start, columns.steps), weights }
        };
        sums.clear();
        sums.resize(2 * (columns.steps * STEP + SLACK), 0);
        let done = match path {
            #[cfg(target_arch = "x86_64")]
            Path::Avx2(avx2) if !columns.blocks.is_empty() => {
                let pairs = out.chunks_exact_mut(2 * width);
                let done = 2 * pairs.len();
                for (out, upper) in pairs.zip((0..done).step_by(2)) {
                    avx2.rows([row(upper), row(upper + 1)], sums, &columns.blocks, out);
                }
                done
            }
            _ => 0,
        };
        for (index, out) in out.chunks_exact_mut(width).enumerate().skip(done) {
            sum_rows(row(index), sums.as_chunks_mut().0);
            sum_columns(sums, &columns.columns, out);
        }
    }
}

/// What an output row is of: four rows of a plane, and how much of each.
pub(super) struct Row<'a> {
    pub(super) samples: [&'a [[u8; STEP]]; 4],
    pub(super) weights: [i16; 4],
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

    fn sampled(path: Path, plane: &Plane, across: Axis, down: Axis, (width, height): (usize, usize)) -> Vec<u8> {
        let mut sampler = Sampler::new(path);
        sampler.columns.lay_out(plane, across, width);
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
            width in 1..70usize, height in 1..9usize, left in -3.0..9.0f64, top in -3.0..9.0f64, step in 0.05..1.6f64,
        ) {
            let plane = noise(60, 12);
            let (across, down) = (Axis { origin: left, step }, Axis { origin: top, step });
            let portable = sampled(Path::Portable, &plane, across, down, (width, height));
            prop_assert_eq!(portable, sampled(Path::detect(), &plane, across, down, (width, height)));
        }
    }
}
