//! The sampler's row and the scaler's sums with AVX2: sixteen samples at a time, the same bytes as the portable paths.
//!
//! A register that is handed from one function to another goes through memory: everything here is either small or has
//! one caller, so that it is inlined also where the program is optimised for size.

use std::arch::x86_64::{
    __m128i, __m256, __m256i, _mm_loadu_si128, _mm_packus_epi16, _mm_srli_si128, _mm_storeu_si128, _mm256_add_epi8,
    _mm256_add_epi16, _mm256_add_epi32, _mm256_add_ps, _mm256_castsi256_si128, _mm256_cvtepi32_ps,
    _mm256_cvtepu8_epi32, _mm256_extracti128_si256, _mm256_loadu_si256, _mm256_madd_epi16, _mm256_maddubs_epi16,
    _mm256_mul_ps, _mm256_packs_epi32, _mm256_permute2x128_si256, _mm256_set_m128i, _mm256_set1_epi8,
    _mm256_set1_epi16, _mm256_set1_epi32, _mm256_set1_ps, _mm256_setzero_ps, _mm256_setzero_si256, _mm256_shuffle_epi8,
    _mm256_srai_epi32, _mm256_storeu_ps, _mm256_storeu_si256, _mm256_unpackhi_epi8, _mm256_unpacklo_epi8,
};

use super::sample::{self, BLOCK, Block, SHIFT};

/// Columns whose rows are summed at once.
const WIDE: usize = 32;

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

    /// Sums as many rows from the start of `bytes` as there are weights, and says for how many columns from the left:
    /// whole blocks.
    pub(super) fn sum_rows(self, bytes: &[u8], weights: &[f32], sums: &mut [f32]) -> usize {
        // SAFETY: a value of this type is only made where the machine has AVX2.
        unsafe { weigh_rows(bytes, weights, sums) }
    }
}

#[target_feature(enable = "avx2")]
fn paint_row(rows: [&[u8]; 4], weights: [i16; 4], sums: &mut [i16], blocks: &[Block], out: &mut [u8]) {
    let span = rows[0].len();
    sum_rows(rows, weights, &mut sums[..span]);
    for (out, block) in out.chunks_mut(BLOCK).zip(blocks) {
        let mut samples = [0; BLOCK];
        store(sum_block(sums, block), &mut samples);
        match out.len() {
            // Of a length that is known: one instruction, no call.
            BLOCK => out.copy_from_slice(&samples),
            rest => out.copy_from_slice(&samples[..rest]),
        }
    }
}

/// The vertical taps: weights are bytes (64 at most), so that two rows are summed by one instruction.
#[target_feature(enable = "avx2")]
fn sum_rows(rows: [&[u8]; 4], weights: [i16; 4], sums: &mut [i16]) {
    let Some(last) = sums.len().checked_sub(WIDE) else { return sample::sum_rows(rows, weights, sums) };
    let [first, second, third, fourth] = weights;
    let near = _mm256_set1_epi16(i16::from_le_bytes([first as u8, second as u8]));
    let far = _mm256_set1_epi16(i16::from_le_bytes([third as u8, fourth as u8]));
    let [a_row, b_row, c_row, d_row] = rows;
    // The last step goes over columns that are done already where the row is no whole number of steps.
    for at in (0..last).step_by(WIDE).chain([last]) {
        let (a, b) = (load_bytes(&a_row[at..at + WIDE]), load_bytes(&b_row[at..at + WIDE]));
        let (c, d) = (load_bytes(&c_row[at..at + WIDE]), load_bytes(&d_row[at..at + WIDE]));
        let low = _mm256_add_epi16(
            _mm256_maddubs_epi16(_mm256_unpacklo_epi8(a, b), near),
            _mm256_maddubs_epi16(_mm256_unpacklo_epi8(c, d), far),
        );
        let high = _mm256_add_epi16(
            _mm256_maddubs_epi16(_mm256_unpackhi_epi8(a, b), near),
            _mm256_maddubs_epi16(_mm256_unpackhi_epi8(c, d), far),
        );
        // Unpacking works within halves of a register.
        store_words(_mm256_permute2x128_si256::<0x20>(low, high), &mut sums[at..at + 16]);
        store_words(_mm256_permute2x128_si256::<0x31>(low, high), &mut sums[at + 16..at + WIDE]);
    }
}

#[target_feature(enable = "avx2")]
fn sum_block(sums: &[i16], block: &Block) -> __m128i {
    let mut words = [_mm256_setzero_si256(); 2];
    for (words, pair) in words.iter_mut().zip(block) {
        let [low, high] = pair.at;
        let taps = _mm256_set_m128i(load_eight(&sums[high..high + 8]), load_eight(&sums[low..low + 8]));
        let near = load_bytes(&pair.shuffle);
        let far = _mm256_add_epi8(near, _mm256_set1_epi8(4));
        let near = _mm256_madd_epi16(_mm256_shuffle_epi8(taps, near), load_words(&pair.near));
        let far = _mm256_madd_epi16(_mm256_shuffle_epi8(taps, far), load_words(&pair.far));
        let half = _mm256_set1_epi32(1 << (SHIFT - 1));
        *words = _mm256_srai_epi32::<SHIFT>(_mm256_add_epi32(_mm256_add_epi32(near, far), half));
    }
    let words = _mm256_packs_epi32(words[0], words[1]);
    _mm_packus_epi16(_mm256_castsi256_si128(words), _mm256_extracti128_si256::<1>(words))
}

#[target_feature(enable = "avx2")]
fn weigh_rows(bytes: &[u8], weights: &[f32], sums: &mut [f32]) -> usize {
    let stride = sums.len();
    let blocks = sums.as_chunks_mut::<BLOCK>().0;
    for (index, block) in blocks.iter_mut().enumerate() {
        let (mut low, mut high) = (_mm256_setzero_ps(), _mm256_setzero_ps());
        for (row, weight) in bytes.chunks_exact(stride).zip(weights) {
            let bytes = load_sixteen(&row[index * BLOCK..]);
            let (first, second) = (_mm256_cvtepu8_epi32(bytes), _mm256_cvtepu8_epi32(_mm_srli_si128::<8>(bytes)));
            let weight = _mm256_set1_ps(*weight);
            // Not fused: the same bytes as without AVX2.
            low = _mm256_add_ps(low, _mm256_mul_ps(_mm256_cvtepi32_ps(first), weight));
            high = _mm256_add_ps(high, _mm256_mul_ps(_mm256_cvtepi32_ps(second), weight));
        }
        store_floats(low, high, block);
    }
    blocks.len() * BLOCK
}

#[target_feature(enable = "avx2")]
fn load_sixteen(bytes: &[u8]) -> __m128i {
    let bytes = &bytes[..16];
    // SAFETY: the slice has the 16 bytes that are read; alignment is not needed.
    unsafe { _mm_loadu_si128(bytes.as_ptr().cast()) }
}

#[target_feature(enable = "avx2")]
fn store_floats(low: __m256, high: __m256, sums: &mut [f32; BLOCK]) {
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
fn load_bytes(bytes: &[u8]) -> __m256i {
    let bytes = &bytes[..32];
    // SAFETY: the slice has the 32 bytes that are read; alignment is not needed.
    unsafe { _mm256_loadu_si256(bytes.as_ptr().cast()) }
}

#[target_feature(enable = "avx2")]
fn store_words(words: __m256i, sums: &mut [i16]) {
    let sums = &mut sums[..16];
    // SAFETY: the slice has the 32 bytes that are written; alignment is not needed.
    unsafe { _mm256_storeu_si256(sums.as_mut_ptr().cast(), words) }
}

#[target_feature(enable = "avx2")]
fn store(samples: __m128i, out: &mut [u8]) {
    let out = &mut out[..BLOCK];
    // SAFETY: the slice has the 16 bytes that are written; alignment is not needed.
    unsafe { _mm_storeu_si128(out.as_mut_ptr().cast(), samples) }
}
