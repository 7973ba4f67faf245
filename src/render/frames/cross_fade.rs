//! One shot dissolves into the next.

use crate::render::Paint;

use super::blend::{share, towards};

/// Paints the dissolve alone: frame 0 is mostly the shot that ends, frame `frames - 1` mostly the one that begins.
#[derive(Debug)]
pub struct CrossFade<A, B> {
    ending: A,
    /// The ending shot's frame under frame 0.
    ending_from: u32,
    beginning: B,
    /// The beginning shot's frame under frame 0.
    beginning_from: u32,
    frames: u32,
    other: Vec<u8>,
}

impl<A: Paint, B: Paint> CrossFade<A, B> {
    /// Each shot comes with the index of its own frame that frame 0 of the dissolve shows.
    pub fn new((ending, ending_from): (A, u32), (beginning, beginning_from): (B, u32), frames: u32) -> Self {
        Self { ending, ending_from, beginning, beginning_from, frames, other: Vec::new() }
    }
}

impl<A: Paint, B: Paint> Paint for CrossFade<A, B> {
    fn paint(&mut self, index: u32, frame: &mut [u8]) {
        self.other.resize(frame.len(), 0);
        self.ending.paint(self.ending_from.saturating_add(index), frame);
        self.beginning.paint(self.beginning_from.saturating_add(index), &mut self.other);
        towards(frame, &self.other, share(index, self.frames));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Counted(u8);

    impl Paint for Counted {
        fn paint(&mut self, index: u32, frame: &mut [u8]) {
            frame.fill(self.0 + index as u8);
        }
    }

    #[test]
    fn a_dissolve_runs_from_one_shot_to_the_other_while_both_go_on() {
        let mut fade = CrossFade::new((Counted(0), 100), (Counted(200), 0), 3);
        let painted = [0, 1, 2].map(|index| {
            let mut frame = [0; 6];
            fade.paint(index, &mut frame);
            assert!(frame.iter().all(|&sample| sample == frame[0]));
            frame[0]
        });
        // 3/4 of 100 and 1/4 of 200; halves of 101 and 201; 1/4 of 102 and 3/4 of 202.
        assert_eq!(painted, [125, 151, 177]);
        assert!(!fade.is_still());
    }
}
