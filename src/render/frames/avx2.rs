//! The sampler's rows and the scaler's sums with AVX2: sixteen samples at a time, the same bytes as the portable paths.
//!
//! A register that is handed from one function to another goes through memory: everything here is either small or has
//! one caller, so that it is inlined also where the program is optimised for size.

use std::arch::x86_64::{
    __m128i, __m256, __m256i, _mm_castsi128_pd, _mm_loadu_si128, _mm_packus_epi16, _mm_shuffle_epi32, _mm_srli_si128,
    _mm_storeh_pd, _mm_storel_epi64, _mm256_add_epi8, _mm256_add_epi16, _mm256_add_epi32, _mm256_add_ps,
    _mm256_castsi256_si128, _mm256_cvtepi32_ps, _mm256_cvtepu8_epi32, _mm256_extracti128_si256, _mm256_loadu_si256,
    _mm256_madd_epi16, _mm256_maddubs_epi16, _mm256_mul_ps, _mm256_packs_epi32, _mm256_permute2x128_si256,
    _mm256_set_m128i, _mm256_set1_epi8, _mm256_set1_epi16, _mm256_set1_epi32, _mm256_set1_ps, _mm256_setzero_ps,
    _mm256_shuffle_epi8, _mm256_srai_epi32, _mm256_storeu_ps, _mm256_storeu_si256, _mm256_unpackhi_epi8,
    _mm256_unpacklo_epi8,
};

use super::plane::STEP;
use super::sample::{BLOCK, Block, Row, SHIFT};

/// Sums of a picture's rows that are taken at once.
const SIXTEEN: usize = 16;

/// Proof that this machine has AVX2.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Avx2(());

impl Avx2 {
    pub(super) fn detect() -> Option<Self> {
        is_x86_feature_detected!("avx2").then_some(Self(()))
    }

    /// Two rows into `out`, which is as long as both; half of `sums` is for each, as the portable path has them.
    pub(super) fn rows(self, rows: [Row<'_>; 2], sums: &mut [i16], blocks: &[Block], out: &mut [u8]) {
        // SAFETY: a value of this type is only made where the machine has AVX2.
        unsafe { paint_rows(rows, sums, blocks, out) }
    }

    /// Sums as many rows from the start of `bytes` as there are weights, and says for how many columns from the left:
    /// whole blocks.
    pub(super) fn sum_rows(self, bytes: &[u8], weights: &[f32], sums: &mut [f32]) -> usize {
        // SAFETY: a value of this type is only made where the machine has AVX2.
        unsafe { weigh_rows(bytes, weights, sums) }
    }
}

/// Two rows at a time share the loads of what is the same for all rows.
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
fn sum_rows(row: &Row<'_>, sums: &mut [[i16; STEP]]) {
    let [first, second, third, fourth] = row.weights;
    let near = _mm256_set1_epi16(i16::from_le_bytes([first as u8, second as u8]));
    let far = _mm256_set1_epi16(i16::from_le_bytes([third as u8, fourth as u8]));
    let [a, b, c, d] = row.samples;
    for (((sums, a), b), (c, d)) in sums.iter_mut().zip(a).zip(b).zip(c.iter().zip(d)) {
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
fn weigh_rows(bytes: &[u8], weights: &[f32], sums: &mut [f32]) -> usize {
    let stride = sums.len();
    let blocks = sums.as_chunks_mut::<SIXTEEN>().0;
    for (index, block) in blocks.iter_mut().enumerate() {
        let (mut low, mut high) = (_mm256_setzero_ps(), _mm256_setzero_ps());
        for (row, weight) in bytes.chunks_exact(stride).zip(weights) {
            let bytes = load_sixteen(&row[index * SIXTEEN..]);
            let (first, second) = (_mm256_cvtepu8_epi32(bytes), _mm256_cvtepu8_epi32(_mm_srli_si128::<8>(bytes)));
            let weight = _mm256_set1_ps(*weight);
            // Not fused: the same bytes as without AVX2.
            low = _mm256_add_ps(low, _mm256_mul_ps(_mm256_cvtepi32_ps(first), weight));
            high = _mm256_add_ps(high, _mm256_mul_ps(_mm256_cvtepi32_ps(second), weight));
        }
        store_floats(low, high, block);
    }
    blocks.len() * SIXTEEN
}

#[target_feature(enable = "avx2")]
fn load_sixteen(bytes: &[u8]) -> __m128i {
    let bytes = &bytes[..16];
    // SAFETY: the slice has the 16 bytes that are read; alignment is not needed.
    unsafe { _mm_loadu_si128(bytes.as_ptr().cast()) }
}

#[target_feature(enable = "avx2")]
fn store_floats(low: __m256, high: __m256, sums: &mut [f32; SIXTEEN]) {
    // SAFETY: the array has the 64 bytes that are written; alignment is not needed.
    unsafe {
        _mm256_storeu_ps(sums.as_mut_ptr(), low);
        _mm256_storeu_ps(sums[8..].as_mut_ptr(), high);
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
fn store_words(left: __m256i, right: __m256i, sums: &mut [i16; STEP]) {
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
