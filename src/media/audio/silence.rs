//! Where nothing is said.

/// -45 dBFS: breath and room, not voice.
const QUIET: f32 = 0.005_6;
/// Shorter gaps are part of a word.
const SHORTEST_MS: u64 = 60;

/// Silent stretches of mono samples, as start and end in milliseconds.
pub fn silences(samples: &[f32], rate: u32) -> Vec<(u32, u32)> {
    let rate = u64::from(rate.max(1));
    let ms = |sample: usize| sample as u64 * 1000 / rate;
    let mut found = Vec::new();
    let mut since = None;
    let ends = samples.iter().map(|sample| sample.abs() < QUIET).chain([false]);
    for (index, quiet) in ends.enumerate() {
        match (quiet, since) {
            (true, None) => since = Some(index),
            (false, Some(start)) => {
                since = None;
                if ms(index) - ms(start) >= SHORTEST_MS {
                    found.push((ms(start) as u32, ms(index) as u32));
                }
            }
            _ => {}
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pause_is_found_and_a_zero_crossing_is_not() {
        let mut samples = vec![0.5; 1000];
        samples[300..500].fill(0.0);
        samples[700] = 0.0;
        assert_eq!(silences(&samples, 1000), [(300, 500)]);
    }

    #[test]
    fn a_silent_end_counts() {
        let mut samples = vec![0.5; 100];
        samples.resize(400, 0.0);
        assert_eq!(silences(&samples, 1000), [(100, 400)]);
    }
}
