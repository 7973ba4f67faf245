//! How loud the music may be, moment by moment, under a voice that is known beforehand.

use super::{RATE, gain};
use crate::media::Ducking;

/// The music has stepped back when the voice sets in, and comes back unhurried.
const ATTACK_MS: u64 = 250;
const RELEASE_MS: u64 = 600;
/// Pauses shorter than this do not bring the music back.
const BRIDGED_MS: u64 = 700;
/// A gain is worked out so often and drawn straight in between: once a millisecond.
pub(super) const STEP: usize = (RATE / 1000) as usize;

/// A factor a millisecond. `spoken` are the voice's stretches in samples, in order.
pub(super) fn envelope(total: usize, spoken: &[(u64, u64)], ducking: Ducking) -> Vec<f32> {
    let steps = total.div_ceil(STEP) + 1;
    let volume = gain(ducking.volume);
    let mut down = vec![0.0_f32; steps];
    for (start, end) in bridged(spoken) {
        let (start, end) = (start / STEP as u64, end.div_ceil(STEP as u64));
        let first = start.saturating_sub(ATTACK_MS);
        let last = (end + RELEASE_MS).min(steps as u64 - 1);
        for ms in first..=last {
            let depth = if ms < start {
                (ms + ATTACK_MS - start) as f32 / ATTACK_MS as f32
            } else {
                1.0 - ms.saturating_sub(end) as f32 / RELEASE_MS as f32
            };
            let at = &mut down[ms as usize];
            *at = at.max(smooth(depth));
        }
    }
    let duck = -(ducking.duck.min(6_000) as i32) as f32;
    let fades = Fades::new(steps, ducking);
    down.iter().enumerate().map(|(ms, depth)| volume * gain((duck * depth) as i32) * fades.at(ms)).collect()
}

/// Stretches with the short pauses between them closed.
fn bridged(spoken: &[(u64, u64)]) -> Vec<(u64, u64)> {
    let mut joined: Vec<(u64, u64)> = Vec::new();
    for &(start, end) in spoken {
        match joined.last_mut() {
            Some(last) if start <= last.1 + BRIDGED_MS * STEP as u64 => last.1 = last.1.max(end),
            _ => joined.push((start, end)),
        }
    }
    joined
}

fn smooth(x: f32) -> f32 {
    let x = x.clamp(0.0, 1.0);
    x * x * (3.0 - 2.0 * x)
}

/// At the music's two ends.
struct Fades {
    steps: usize,
    fade_in: usize,
    fade_out: usize,
}

impl Fades {
    fn new(steps: usize, ducking: Ducking) -> Self {
        Self { steps, fade_in: ducking.fade_in_ms as usize, fade_out: ducking.fade_out_ms as usize }
    }

    fn at(&self, ms: usize) -> f32 {
        let share = |ms: usize, of: usize| if of == 0 { 1.0 } else { smooth(ms as f32 / of as f32) };
        share(ms, self.fade_in).min(share(self.steps.saturating_sub(ms + 1), self.fade_out))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PLAIN: Ducking = Ducking { volume: 0, duck: 1200, fade_in_ms: 0, fade_out_ms: 0, looped: true };

    #[test]
    fn the_music_is_down_from_the_first_word_to_the_last() {
        let second = u64::from(RATE);
        let envelope = envelope(10 * RATE as usize, &[(3 * second, 5 * second)], PLAIN);
        assert_eq!(envelope[1000], 1.0);
        assert!((envelope[3000] - 0.251).abs() < 0.01, "{}", envelope[3000]);
        assert!((envelope[4900] - 0.251).abs() < 0.01, "{}", envelope[4900]);
        assert_eq!(envelope[6000], 1.0);
    }

    #[test]
    fn a_breath_does_not_bring_it_back() {
        let second = u64::from(RATE);
        let envelope =
            envelope(10 * RATE as usize, &[(second, 3 * second), (3 * second + second / 2, 6 * second)], PLAIN);
        assert!(envelope[1000..6000].iter().all(|gain| *gain < 0.26));
    }

    #[test]
    fn it_fades_in_and_out() {
        let fading = Ducking { fade_in_ms: 1000, fade_out_ms: 1000, ..PLAIN };
        let envelope = envelope(5 * RATE as usize, &[], fading);
        assert_eq!((envelope[0], envelope[2500], *envelope.last().unwrap()), (0.0, 1.0, 0.0));
    }
}
