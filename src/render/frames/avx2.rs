//! The sampler's row with AVX2: sixteen output samples at a time, the same bytes as the portable path.

use std::arch::x86_64::{
    __m128i, __m256i, _mm_loadu_si128, _mm_packus_epi16, _mm_storeu_si128, _mm256_add_epi8, _mm256_add_epi32,
    _mm256_castsi256_si128, _mm256_extracti128_si256, _mm256_madd_epi16, _mm256_packs_epi32, _mm256_set_m128i,
    _mm256_set1_epi8, _mm256_set1_epi32, _mm256_shuffle_epi8, _mm256_srai_epi32,
};

use super::sample::{BLOCK, Block, Quad, SHIFT, sum_rows};

/// Proof that this machine has AVX2.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Avx2(());

impl Avx2 {
    pub(super) fn detect() -> Option<Self> {
        is_x86_feature_detected!("avx2").then_some(Self(()))
    }

    /// Sums `rows` into `sums` and those into `out`, as the portable path does.
    pub(super) fn row(self, rows: [&[u8]; 4], weights: [i16; 4], sums: &mut [i16], blocks: &[Block], out: &mut [u8]) {
        // SAFETY: a value of this type is only made where the machine has AVX2.
        unsafe { paint_row(rows, weights, sums, blocks, out) }
    }
}

#[target_feature(enable = "avx2")]
fn paint_row(rows: [&[u8]; 4], weights: [i16; 4], sums: &mut [i16], blocks: &[Block], out: &mut [u8]) {
    let span = rows[0].len();
    sum_rows(rows, weights, &mut sums[..span]);
    let mut whole = out.chunks_exact_mut(BLOCK);
    let mut blocks = blocks.iter();
    for (out, block) in whole.by_ref().zip(blocks.by_ref()) {
        store(sum_block(sums, block), out);
    }
    if let Some(block) = blocks.next() {
        let rest = whole.into_remainder();
        let mut all = [0; BLOCK];
        store(sum_block(sums, block), &mut all);
        rest.copy_from_slice(&all[..rest.len()]);
    }
}

/// Packing works within halves of a register, so the first holds quads 0 and 2 and the second 1 and 3.
#[target_feature(enable = "avx2")]
fn sum_block(sums: &[i16], [first, second, third, fourth]: &Block) -> __m128i {
    let words = _mm256_packs_epi32(sum_quads(sums, first, third), sum_quads(sums, second, fourth));
    _mm_packus_epi16(_mm256_castsi256_si128(words), _mm256_extracti128_si256::<1>(words))
}

#[target_feature(enable = "avx2")]
fn sum_quads(sums: &[i16], low: &Quad, high: &Quad) -> __m256i {
    let taps = pair(&sums[low.at..low.at + 8], &sums[high.at..high.at + 8]);
    let near = _mm256_set_m128i(load_bytes(&high.shuffle), load_bytes(&low.shuffle));
    let far = _mm256_add_epi8(near, _mm256_set1_epi8(4));
    let near = _mm256_madd_epi16(_mm256_shuffle_epi8(taps, near), pair(&low.near, &high.near));
    let far = _mm256_madd_epi16(_mm256_shuffle_epi8(taps, far), pair(&low.far, &high.far));
    let half = _mm256_set1_epi32(1 << (SHIFT - 1));
    _mm256_srai_epi32::<SHIFT>(_mm256_add_epi32(_mm256_add_epi32(near, far), half))
}

/// Eight words into each half of a register.
#[target_feature(enable = "avx2")]
fn pair(low: &[i16], high: &[i16]) -> __m256i {
    _mm256_set_m128i(load(high), load(low))
}

#[target_feature(enable = "avx2")]
fn load(words: &[i16]) -> __m128i {
    let words = &words[..8];
    // SAFETY: the slice has the 16 bytes that are read; alignment is not needed.
    unsafe { _mm_loadu_si128(words.as_ptr().cast()) }
}

#[target_feature(enable = "avx2")]
fn load_bytes(bytes: &[u8; 16]) -> __m128i {
    // SAFETY: the array has the 16 bytes that are read; alignment is not needed.
    unsafe { _mm_loadu_si128(bytes.as_ptr().cast()) }
}

#[target_feature(enable = "avx2")]
fn store(samples: __m128i, out: &mut [u8]) {
    let out = &mut out[..BLOCK];
    // SAFETY: the slice has the 16 bytes that are written; alignment is not needed.
    unsafe { _mm_storeu_si128(out.as_mut_ptr().cast(), samples) }
}
