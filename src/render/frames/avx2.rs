//! The sampler's rows and the scaler's sums with AVX2: sixteen samples at a time, the same bytes as the portable paths.
//!
//! A register that is handed from one function to another goes through memory: everything here is either small or has
//! one caller, so that it is inlined also where the program is optimised for size.

use std::arch::x86_64::{
    __m128i, __m256, __m256i, _MM_HINT_T0, _mm_castsi128_pd, _mm_cvtsi128_si64, _mm_loadu_si128, _mm_packs_epi32,
    _mm_packus_epi16, _mm_prefetch, _mm_set_epi64x, _mm_shuffle_epi8, _mm_shuffle_epi32, _mm_srli_si128, _mm_storeh_pd,
    _mm_storel_epi64, _mm256_add_epi8, _mm256_add_epi16, _mm256_add_epi32, _mm256_add_ps, _mm256_castsi256_si128,
    _mm256_cvtepi32_ps, _mm256_cvtepu8_epi32, _mm256_cvttps_epi32, _mm256_extracti128_si256, _mm256_loadu_ps,
    _mm256_loadu_si256, _mm256_madd_epi16, _mm256_maddubs_epi16, _mm256_mul_ps, _mm256_packs_epi32,
    _mm256_permute2f128_ps, _mm256_permute2x128_si256, _mm256_set_m128i, _mm256_set1_epi8, _mm256_set1_epi16,
    _mm256_set1_epi32, _mm256_set1_ps, _mm256_setzero_ps, _mm256_shuffle_epi8, _mm256_srai_epi32, _mm256_storeu_ps,
    _mm256_storeu_si256, _mm256_unpackhi_epi8, _mm256_unpackhi_ps, _mm256_unpacklo_epi8, _mm256_unpacklo_ps,
};

use super::plane::STEP;
use super::sample::{Column, Row, SHIFT, lay_out_blocks};
use super::scale::Pair;

/// Sums of a picture's rows that are taken at once.
const SIXTEEN: usize = 16;
/// Output samples of a [`Block`].
const BLOCK: usize = 8;
/// Rows that share the loads of what is the same for all.
const TOGETHER: usize = 2;
/// As many bytes as a register has.
const HALF_STEP: usize = STEP / 2;

/// Proof that this machine has AVX2.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Avx2(());

impl Avx2 {
    pub(super) fn detect() -> Option<Self> {
        is_x86_feature_detected!("avx2").then_some(Self(()))
    }

    /// Sums as many rows from the start of `bytes`, `stride` bytes from one to the next, as there are weights, and says for
    /// how many columns from the left: whole blocks.
    pub(super) fn sum_rows(self, bytes: &[u8], stride: usize, weights: &[Pair], sums: &mut [Pair]) -> usize {
        // SAFETY: a value of this type is only made where the machine has AVX2.
        unsafe { weigh_rows(bytes, stride, weights, sums) }
    }

    /// As many pixels of `N` sums as there are weights, as one of each row; looks at four sums of the last pixel too.
    pub(super) fn sum_pixels<const N: usize>(self, sums: &[Pair], weights: &[f32]) -> [[u8; N]; 2] {
        // SAFETY: a value of this type is only made where the machine has AVX2.
        unsafe { weigh_pixels(sums, weights) }
    }
}

/// Eight neighbours, each four out of eight sums: the same as eight [`Column`]s, laid out for shuffles.
#[derive(Debug, Clone, Copy, Default)]
struct Block {
    /// For each output, the bytes of its first two sums; those of the other two are four further.
    shuffle: [u8; 32],
    /// For each output, its first two weights, and its other two.
    near: [i16; 16],
    far: [i16; 16],
    /// Index of the first of eight sums, for each four. Not `usize`: an end of eight sums is then known not to wrap.
    at: [u32; 2],
}

impl Block {
    /// `None` where the columns do not fit.
    fn of(columns: &[Column]) -> Option<Self> {
        let mut block = Self::default();
        let (low, high) = columns.split_at(BLOCK / 2);
        (block.lay(0, low) && block.lay(1, high)).then_some(block)
    }

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

/// Paints rows of the columns that are laid out.
#[derive(Debug)]
pub(super) struct Rows {
    _avx2: Avx2,
    /// Empty where four neighbours do not fit into eight sums (steps of 4/3 and more) or there are less than eight.
    blocks: Vec<Block>,
}

impl Rows {
    pub(super) fn detect() -> Option<Self> {
        Avx2::detect().map(|_avx2| Self { _avx2, blocks: Vec::new() })
    }

    pub(super) fn lay_out(&mut self, columns: &[Column]) {
        lay_out_blocks(&mut self.blocks, BLOCK, columns, Block::of);
    }

    /// Fills rows of `width` samples, two at a time, and says how many; half of `sums` is for each.
    pub(super) fn paint<'a>(
        &self,
        row: impl Fn(usize) -> Row<'a>,
        sums: &mut [i16],
        width: usize,
        out: &mut [u8],
    ) -> usize {
        if self.blocks.is_empty() {
            return 0;
        }
        let pairs = out.chunks_exact_mut(TOGETHER * width);
        let done = TOGETHER * pairs.len();
        for (out, upper) in pairs.zip((0..done).step_by(TOGETHER)) {
            // SAFETY: a value of `Avx2` is only made where the machine has it.
            unsafe { paint_rows([row(upper), row(upper + 1)], sums, &self.blocks, out) }
        }
        done
    }
}

/// Two rows into `out`, which is as long as both: they share the loads of what is the same for all rows.
#[target_feature(enable = "avx2")]
fn paint_rows(rows: [Row<'_>; 2], sums: &mut [i16], blocks: &[Block], out: &mut [u8]) {
    let (half, width) = (sums.len() / 2, out.len() / 2);
    let Some(last) = width.checked_sub(BLOCK) else { return };
    for (row, sums) in rows.iter().zip(sums.chunks_exact_mut(half)) {
        sum_rows(row, sums.as_chunks_mut().0);
    }
    // Of lengths that are seen to be the same: what is within one is within the other.
    let (upper_sums, lower_sums) = (&sums[..half], &sums[half..][..half]);
    let (upper, lower) = out.split_at_mut(width);
    let lower = &mut lower[..width];
    let mut next = 0;
    for block in blocks {
        let at = next.min(last);
        let samples = sum_block(upper_sums, lower_sums, block);
        store_halves(samples, &mut upper[at..at + BLOCK], &mut lower[at..at + BLOCK]);
        next += BLOCK;
    }
}

/// The vertical taps: weights are bytes (64 at most), so that two rows are summed by one instruction.
#[target_feature(enable = "avx2")]
fn sum_rows(row: &Row<'_>, sums: &mut [[i16; HALF_STEP]]) {
    let [first, second, third, fourth] = row.weights;
    let near = _mm256_set1_epi16(i16::from_le_bytes([first as u8, second as u8]));
    let far = _mm256_set1_epi16(i16::from_le_bytes([third as u8, fourth as u8]));
    let [a, b, c, d] = row.samples;
    let (a, b) = (a.as_flattened().as_chunks().0, b.as_flattened().as_chunks().0);
    let (c, d) = (c.as_flattened().as_chunks().0, d.as_flattened().as_chunks().0);
    for (((sums, a), b), (c, d)) in sums.iter_mut().zip(a).zip(b).zip(c.iter().zip(d)) {
        _mm_prefetch::<_MM_HINT_T0>(row.ahead(d, TOGETHER));
        let (a, b, c, d) = (load_bytes(a), load_bytes(b), load_bytes(c), load_bytes(d));
        let low = _mm256_add_epi16(
            _mm256_maddubs_epi16(_mm256_unpacklo_epi8(a, b), near),
            _mm256_maddubs_epi16(_mm256_unpacklo_epi8(c, d), far),
        );
        let high = _mm256_add_epi16(
            _mm256_maddubs_epi16(_mm256_unpackhi_epi8(a, b), near),
            _mm256_maddubs_epi16(_mm256_unpackhi_epi8(c, d), far),
        );
        // Unpacking works within halves of a register.
        let (left, right) =
            (_mm256_permute2x128_si256::<0x20>(low, high), _mm256_permute2x128_si256::<0x31>(low, high));
        store_words(left, right, sums);
    }
}

/// The horizontal taps of two rows: eight samples of the upper, then eight of the lower.
#[target_feature(enable = "avx2")]
fn sum_block(upper: &[i16], lower: &[i16], block: &Block) -> __m128i {
    let near_bytes = load_bytes(&block.shuffle);
    let far_bytes = _mm256_add_epi8(near_bytes, _mm256_set1_epi8(4));
    let (near_weights, far_weights) = (load_words(&block.near), load_words(&block.far));
    let half = _mm256_set1_epi32(1 << (SHIFT - 1));
    let [low, high] = [block.at[0] as usize, block.at[1] as usize];
    let taps = _mm256_set_m128i(load_eight(&upper[high..high + 8]), load_eight(&upper[low..low + 8]));
    let near = _mm256_madd_epi16(_mm256_shuffle_epi8(taps, near_bytes), near_weights);
    let far = _mm256_madd_epi16(_mm256_shuffle_epi8(taps, far_bytes), far_weights);
    let upper = _mm256_srai_epi32::<SHIFT>(_mm256_add_epi32(_mm256_add_epi32(near, far), half));
    let taps = _mm256_set_m128i(load_eight(&lower[high..high + 8]), load_eight(&lower[low..low + 8]));
    let near = _mm256_madd_epi16(_mm256_shuffle_epi8(taps, near_bytes), near_weights);
    let far = _mm256_madd_epi16(_mm256_shuffle_epi8(taps, far_bytes), far_weights);
    let lower = _mm256_srai_epi32::<SHIFT>(_mm256_add_epi32(_mm256_add_epi32(near, far), half));
    // Packing works within halves of a register: four of the upper row, four of the lower, and the other fours.
    let words = _mm256_packs_epi32(upper, lower);
    let bytes = _mm_packus_epi16(_mm256_castsi256_si128(words), _mm256_extracti128_si256::<1>(words));
    _mm_shuffle_epi32::<0b11_01_10_00>(bytes)
}

#[target_feature(enable = "avx2")]
fn weigh_rows(bytes: &[u8], stride: usize, weights: &[Pair], sums: &mut [Pair]) -> usize {
    let blocks = sums.as_chunks_mut::<SIXTEEN>().0;
    for (index, block) in blocks.iter_mut().enumerate() {
        let mut upper = [_mm256_setzero_ps(), _mm256_setzero_ps()];
        let mut lower = upper;
        for (at, weights) in (index * SIXTEEN..).step_by(stride).zip(weights) {
            let bytes = load_sixteen(&bytes[at..]);
            let first = _mm256_cvtepi32_ps(_mm256_cvtepu8_epi32(bytes));
            let second = _mm256_cvtepi32_ps(_mm256_cvtepu8_epi32(_mm_srli_si128::<8>(bytes)));
            let (above, below) = (_mm256_set1_ps(weights[0]), _mm256_set1_ps(weights[1]));
            // Not fused: the same bytes as without AVX2.
            upper[0] = _mm256_add_ps(upper[0], _mm256_mul_ps(first, above));
            upper[1] = _mm256_add_ps(upper[1], _mm256_mul_ps(second, above));
            lower[0] = _mm256_add_ps(lower[0], _mm256_mul_ps(first, below));
            lower[1] = _mm256_add_ps(lower[1], _mm256_mul_ps(second, below));
        }
        let (first, second) = block.split_at_mut(SIXTEEN / 2);
        store_pairs(upper[0], lower[0], first);
        store_pairs(upper[1], lower[1], second);
    }
    blocks.len() * SIXTEEN
}

#[target_feature(enable = "avx2")]
fn weigh_pixels<const N: usize>(sums: &[Pair], weights: &[f32]) -> [[u8; N]; 2] {
    let mut pixels = _mm256_setzero_ps();
    for (at, weight) in (0..).step_by(N).zip(weights) {
        pixels = _mm256_add_ps(pixels, _mm256_mul_ps(load_four_pairs(&sums[at..]), _mm256_set1_ps(*weight)));
    }
    let words = _mm256_cvttps_epi32(_mm256_add_ps(pixels, _mm256_set1_ps(0.5)));
    let words = _mm_packs_epi32(_mm256_castsi256_si128(words), _mm256_extracti128_si256::<1>(words));
    // Bytes of both rows take turns.
    let turns = _mm_packus_epi16(words, words);
    let apart = _mm_shuffle_epi8(turns, _mm_set_epi64x(0, i64::from_le_bytes([0, 2, 4, 6, 1, 3, 5, 7])));
    let bytes = _mm_cvtsi128_si64(apart).to_le_bytes();
    let mut pixels = [[0; N]; 2];
    pixels[0].copy_from_slice(&bytes[..N]);
    pixels[1].copy_from_slice(&bytes[4..][..N]);
    pixels
}

#[target_feature(enable = "avx2")]
fn load_four_pairs(sums: &[Pair]) -> __m256 {
    let sums = &sums[..4];
    // SAFETY: the slice has the 32 bytes that are read; alignment is not needed.
    unsafe { _mm256_loadu_ps(sums.as_ptr().cast()) }
}

#[target_feature(enable = "avx2")]
fn load_sixteen(bytes: &[u8]) -> __m128i {
    let bytes = &bytes[..16];
    // SAFETY: the slice has the 16 bytes that are read; alignment is not needed.
    unsafe { _mm_loadu_si128(bytes.as_ptr().cast()) }
}

#[target_feature(enable = "avx2")]
fn store_pairs(upper: __m256, lower: __m256, sums: &mut [Pair]) {
    // Unpacking works within halves of a register.
    let (outer, inner) = (_mm256_unpacklo_ps(upper, lower), _mm256_unpackhi_ps(upper, lower));
    let left = _mm256_permute2f128_ps::<0x20>(outer, inner);
    let right = _mm256_permute2f128_ps::<0x31>(outer, inner);
    let sums = &mut sums[..SIXTEEN / 2];
    // SAFETY: the slice has the 64 bytes that are written; alignment is not needed.
    unsafe {
        _mm256_storeu_ps(sums.as_mut_ptr().cast(), left);
        _mm256_storeu_ps(sums[SIXTEEN / 4..].as_mut_ptr().cast(), right);
    }
}

#[target_feature(enable = "avx2")]
fn load_eight(words: &[i16]) -> __m128i {
    let words = &words[..8];
    // SAFETY: the slice has the 16 bytes that are read; alignment is not needed.
    unsafe { _mm_loadu_si128(words.as_ptr().cast()) }
}

#[target_feature(enable = "avx2")]
fn load_words(words: &[i16; 16]) -> __m256i {
    // SAFETY: the array has the 32 bytes that are read; alignment is not needed.
    unsafe { _mm256_loadu_si256(words.as_ptr().cast()) }
}

#[target_feature(enable = "avx2")]
fn load_bytes(bytes: &[u8; 32]) -> __m256i {
    // SAFETY: the array has the 32 bytes that are read; alignment is not needed.
    unsafe { _mm256_loadu_si256(bytes.as_ptr().cast()) }
}

#[target_feature(enable = "avx2")]
fn store_words(left: __m256i, right: __m256i, sums: &mut [i16; HALF_STEP]) {
    // SAFETY: the array has the 64 bytes that are written; alignment is not needed.
    unsafe {
        _mm256_storeu_si256(sums.as_mut_ptr().cast(), left);
        _mm256_storeu_si256(sums[16..].as_mut_ptr().cast(), right);
    }
}

#[target_feature(enable = "avx2")]
fn store_halves(samples: __m128i, first: &mut [u8], second: &mut [u8]) {
    let (first, second) = (&mut first[..8], &mut second[..8]);
    // SAFETY: the slices have the 8 bytes that are written to each; alignment is not needed.
    unsafe {
        _mm_storel_epi64(first.as_mut_ptr().cast(), samples);
        _mm_storeh_pd(second.as_mut_ptr().cast(), _mm_castsi128_pd(samples));
    }
}
