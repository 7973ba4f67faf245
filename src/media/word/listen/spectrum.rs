//! How much of each frequency there is in a stretch of sound.

use microfft::real;

/// Fewer samples are not transformed.
pub(super) const LEAST: usize = 256;

/// Powers of the bins from 0 to half the rate, of which there are half as many as samples and one; the samples are used
/// up. `None` for a number of samples that is no power of two from [`LEAST`] to 8192: windows of 25 ms at 8 to 192 kHz.
pub(super) fn powers(samples: &mut [f32], powers: &mut [f32]) -> Option<()> {
    macro_rules! transformed {
        ($($size:literal $transform:ident),*) => {
            match samples.len() {
                $($size => real::$transform(samples.try_into().ok()?).as_mut_slice(),)*
                _ => return None,
            }
        };
    }
    let bins = transformed!(256 rfft_256, 512 rfft_512, 1024 rfft_1024, 2048 rfft_2048, 4096 rfft_4096, 8192 rfft_8192);
    let ([first, inner @ ..], [lowest, between @ .., highest]) = (bins, powers) else { return None };
    // Both ends are real: the upper one is kept where the lower one's imaginary part would be.
    (*lowest, *highest) = (first.re * first.re, first.im * first.im);
    for (power, bin) in between.iter_mut().zip(inner) {
        *power = bin.re * bin.re + bin.im * bin.im;
    }
    Some(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn powers_are_those_of_the_definition() {
        for size in [256_usize, 512, 1024, 2048, 4096, 8192] {
            let turn = |bin: usize, at: usize| std::f64::consts::TAU * (bin * at % size) as f64 / size as f64;
            let sound =
                |at: usize| 0.25 + turn(3, at).cos() + 0.5 * turn(size / 4 - 1, at).sin() - turn(size / 2, at).cos();
            let mut samples: Vec<f32> = (0..size).map(|at| sound(at) as f32).collect();
            let mut found = vec![0.0; size / 2 + 1];
            powers(&mut samples, &mut found).unwrap();
            for bin in [0, 1, 2, 3, 4, size / 4 - 2, size / 4 - 1, size / 4, size / 2 - 1, size / 2] {
                let sum = |part: fn(f64) -> f64| (0..size).map(|at| sound(at) * part(turn(bin, at))).sum::<f64>();
                let power = sum(f64::cos).powi(2) + sum(f64::sin).powi(2);
                let near = (f64::from(found[bin]) - power).abs() < 1e-4 * (size * size) as f64;
                assert!(near, "bin {bin} of {size}: {} for {power}", found[bin]);
            }
        }
    }

    #[test]
    fn other_lengths_are_refused() {
        assert_eq!(powers(&mut [0.0; 300], &mut [0.0; 151]), None);
        assert_eq!(powers(&mut [], &mut []), None);
    }
}
