//! The sampler's rows with AVX-512 and its permutations of bytes (VBMI): sixteen samples of four rows at a time, the same
//! bytes as the portable path. What the module for AVX2 says of inlining holds here too.

use std::arch::x86_64::{
    __m128i, __m512i, _MM_HINT_T0, _mm_prefetch, _mm_storeu_si128, _mm512_add_epi8, _mm512_add_epi16, _mm512_add_epi32,
    _mm512_castsi512_si128, _mm512_extracti32x4_epi32, _mm512_loadu_si512, _mm512_madd_epi16, _mm512_maddubs_epi16,
    _mm512_packs_epi32, _mm512_packus_epi16, _mm512_permutex2var_epi64, _mm512_permutexvar_epi8,
    _mm512_permutexvar_epi32, _mm512_set_epi32, _mm512_set_epi64, _mm512_set1_epi8, _mm512_set1_epi16,
    _mm512_set1_epi32, _mm512_srai_epi32, _mm512_storeu_si512, _mm512_unpackhi_epi8, _mm512_unpacklo_epi8,
};

use super::plane::STEP;
use super::sample::{Column, Row, SHIFT, lay_out_blocks};

/// Output samples of a [`Block`].
const BLOCK: usize = 16;
/// Rows that share the loads of what is the same for all.
const TOGETHER: usize = 4;
/// Sums that a register holds.
const SUMS: usize = 32;

/// Sixteen neighbours, each four out of [`SUMS`]: the same as sixteen [`Column`]s, laid out for permutations.
#[derive(Debug, Clone, Copy)]
struct Block {
    /// For each output, the bytes of its first two sums; those of the other two are four further.
    bytes: [u8; 64],
    /// For each output, its first two weights, and its other two.
    near: [i16; 32],
    far: [i16; 32],
    /// Index of the first sum. Not `usize`: the end of all is then known not to wrap.
    at: u32,
}

impl Block {
    /// `None` where the columns do not fit.
    fn of(columns: &[Column]) -> Option<Self> {
        let first = columns.first()?.at;
        let mut block = Self { bytes: [0; 64], near: [0; 32], far: [0; 32], at: first as u32 };
        for (output, column) in columns.iter().enumerate() {
            let offset = column.at - first;
            if offset + 4 > SUMS {
                return None;
            }
            for byte in 0..4 {
                block.bytes[4 * output + byte] = (2 * offset + byte) as u8;
            }
            block.near[2 * output..][..2].copy_from_slice(&column.weights[..2]);
            block.far[2 * output..][..2].copy_from_slice(&column.weights[2..]);
        }
        Some(block)
    }
}

/// Paints rows of the columns that are laid out. Only made where the machine has what is needed.
#[derive(Debug)]
pub(super) struct Rows {
    /// Empty where columns lie too far from each other or are less than sixteen.
    blocks: Vec<Block>,
}

impl Rows {
    pub(super) fn detect() -> Option<Self> {
        let has_all = is_x86_feature_detected!("avx512f")
            && is_x86_feature_detected!("avx512bw")
            && is_x86_feature_detected!("avx512vbmi");
        has_all.then_some(Self { blocks: Vec::new() })
    }

    pub(super) fn lay_out(&mut self, columns: &[Column]) {
        lay_out_blocks(&mut self.blocks, BLOCK, columns, Block::of);
    }

    /// Fills rows of `width` samples, four at a time, and says how many; a quarter of `sums` is for each.
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
        let fours = out.chunks_exact_mut(TOGETHER * width);
        let done = TOGETHER * fours.len();
        for (out, at) in fours.zip((0..done).step_by(TOGETHER)) {
            // SAFETY: the value is only made where the machine has these instructions.
            unsafe { paint_rows([row(at), row(at + 1), row(at + 2), row(at + 3)], sums, &self.blocks, out) }
        }
        done
    }
}

#[target_feature(enable = "avx512f,avx512bw,avx512vbmi")]
fn paint_rows(rows: [Row<'_>; TOGETHER], sums: &mut [i16], blocks: &[Block], out: &mut [u8]) {
    let (part, width) = (sums.len() / TOGETHER, out.len() / TOGETHER);
    let Some(last) = width.checked_sub(BLOCK) else { return };
    for (row, sums) in rows.iter().zip(sums.chunks_exact_mut(part)) {
        sum_rows(row, sums.as_chunks_mut().0);
    }
    // Of lengths that are seen to be the same: what is within one is within the others.
    let sums = [&sums[..part], &sums[part..][..part], &sums[2 * part..][..part], &sums[3 * part..][..part]];
    let (upper, lower) = out.split_at_mut(2 * width);
    let ((first, second), (third, fourth)) = (upper.split_at_mut(width), lower.split_at_mut(width));
    let (second, third, fourth) = (&mut second[..width], &mut third[..width], &mut fourth[..width]);
    let mut next = 0;
    for block in blocks {
        let at = next.min(last);
        let samples = sum_block(sums, block);
        store(_mm512_castsi512_si128(samples), &mut first[at..at + BLOCK]);
        store(_mm512_extracti32x4_epi32::<1>(samples), &mut second[at..at + BLOCK]);
        store(_mm512_extracti32x4_epi32::<2>(samples), &mut third[at..at + BLOCK]);
        store(_mm512_extracti32x4_epi32::<3>(samples), &mut fourth[at..at + BLOCK]);
        next += BLOCK;
    }
}

/// The vertical taps: weights are bytes (64 at most), so that two rows are summed by one instruction.
#[target_feature(enable = "avx512f,avx512bw,avx512vbmi")]
fn sum_rows(row: &Row<'_>, sums: &mut [[i16; STEP]]) {
    let [first, second, third, fourth] = row.weights;
    let near = _mm512_set1_epi16(i16::from_le_bytes([first as u8, second as u8]));
    let far = _mm512_set1_epi16(i16::from_le_bytes([third as u8, fourth as u8]));
    // Unpacking works within quarters of a register: halves of `low` and `high` take turns.
    let left_order = _mm512_set_epi64(11, 10, 3, 2, 9, 8, 1, 0);
    let right_order = _mm512_set_epi64(15, 14, 7, 6, 13, 12, 5, 4);
    let [a, b, c, d] = row.samples;
    for (((sums, a), b), (c, d)) in sums.iter_mut().zip(a).zip(b).zip(c.iter().zip(d)) {
        _mm_prefetch::<_MM_HINT_T0>(row.ahead(d, TOGETHER));
        let (a, b, c, d) = (load_bytes(a), load_bytes(b), load_bytes(c), load_bytes(d));
        let low = _mm512_add_epi16(
            _mm512_maddubs_epi16(_mm512_unpacklo_epi8(a, b), near),
            _mm512_maddubs_epi16(_mm512_unpacklo_epi8(c, d), far),
        );
        let high = _mm512_add_epi16(
            _mm512_maddubs_epi16(_mm512_unpackhi_epi8(a, b), near),
            _mm512_maddubs_epi16(_mm512_unpackhi_epi8(c, d), far),
        );
        let left = _mm512_permutex2var_epi64(low, left_order, high);
        let right = _mm512_permutex2var_epi64(low, right_order, high);
        store_words(left, right, sums);
    }
}

/// The horizontal taps of four rows: sixteen samples of each, one row behind the other.
#[target_feature(enable = "avx512f,avx512bw,avx512vbmi")]
fn sum_block(sums: [&[i16]; TOGETHER], block: &Block) -> __m512i {
    let near_bytes = load_bytes(&block.bytes);
    let far_bytes = _mm512_add_epi8(near_bytes, _mm512_set1_epi8(4));
    let (near_weights, far_weights) = (load_words(&block.near), load_words(&block.far));
    let half = _mm512_set1_epi32(1 << (SHIFT - 1));
    let at = block.at as usize;
    // Written out four times: a function of its own would hand its registers over through memory.
    macro_rules! weigh {
        ($row:literal) => {{
            let taps = load_sums(&sums[$row][at..at + SUMS]);
            let near = _mm512_madd_epi16(_mm512_permutexvar_epi8(near_bytes, taps), near_weights);
            let far = _mm512_madd_epi16(_mm512_permutexvar_epi8(far_bytes, taps), far_weights);
            _mm512_srai_epi32::<{ SHIFT as u32 }>(_mm512_add_epi32(_mm512_add_epi32(near, far), half))
        }};
    }
    let upper = _mm512_packs_epi32(weigh!(0), weigh!(1));
    let lower = _mm512_packs_epi32(weigh!(2), weigh!(3));
    // Packing works within quarters of a register: each now has four samples of every row.
    let order = _mm512_set_epi32(15, 11, 7, 3, 14, 10, 6, 2, 13, 9, 5, 1, 12, 8, 4, 0);
    _mm512_permutexvar_epi32(order, _mm512_packus_epi16(upper, lower))
}

#[target_feature(enable = "avx512f")]
fn load_sums(sums: &[i16]) -> __m512i {
    let sums = &sums[..SUMS];
    // SAFETY: the slice has the 64 bytes that are read; alignment is not needed.
    unsafe { _mm512_loadu_si512(sums.as_ptr().cast()) }
}

#[target_feature(enable = "avx512f")]
fn load_words(words: &[i16; 32]) -> __m512i {
    // SAFETY: the array has the 64 bytes that are read; alignment is not needed.
    unsafe { _mm512_loadu_si512(words.as_ptr().cast()) }
}

#[target_feature(enable = "avx512f")]
fn load_bytes(bytes: &[u8; 64]) -> __m512i {
    // SAFETY: the array has the 64 bytes that are read; alignment is not needed.
    unsafe { _mm512_loadu_si512(bytes.as_ptr().cast()) }
}

#[target_feature(enable = "avx512f")]
fn store_words(left: __m512i, right: __m512i, sums: &mut [i16; STEP]) {
    // SAFETY: the array has the 128 bytes that are written; alignment is not needed.
    unsafe {
        _mm512_storeu_si512(sums.as_mut_ptr().cast(), left);
        _mm512_storeu_si512(sums[32..].as_mut_ptr().cast(), right);
    }
}

#[target_feature(enable = "avx512f")]
fn store(samples: __m128i, out: &mut [u8]) {
    let out = &mut out[..BLOCK];
    // SAFETY: the slice has the 16 bytes that are written; alignment is not needed.
    unsafe { _mm_storeu_si128(out.as_mut_ptr().cast(), samples) }
}
