//! Scenes in which nothing moves but the captions: each picture that differs from the one before is painted and encoded
//! once, and then shown for as many frames as it lasts, at a constant rate: pictures that say "all as before" are put
//! between them, some forty bytes each. Decoded, that is exactly what repeating the frames would be.

mod bits;
mod h264;
mod spread;

pub(super) use spread::spread;

use super::frames::Letter;

/// A viewer who jumps waits for no more than this before there is a picture to start from.
const KEYFRAME_SECONDS: u32 = 5;

/// A picture and how long it is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Run {
    /// Its first frame, counted from the segment's.
    pub start: u32,
    pub frames: u32,
    /// It can be started from.
    pub key: bool,
}

/// The runs of a segment: where the lettering changes, and where a picture to start from is due.
pub(super) fn runs(letters: Option<&mut dyn Letter>, frames: u32, fps: u32) -> Vec<Run> {
    let every = (KEYFRAME_SECONDS * fps).max(1);
    let is_key = |frame: u32| frame.is_multiple_of(every);
    let mut starts: Vec<u32> = match letters {
        Some(letters) => (0..frames).filter(|&frame| letters.at(frame).is_some() || is_key(frame)).collect(),
        None => (0..frames).filter(|&frame| is_key(frame)).collect(),
    };
    starts.push(frames);
    let run = |pair: &[u32]| Run { start: pair[0], frames: pair[1] - pair[0], key: is_key(pair[0]) };
    starts.windows(2).map(run).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::frames::Patch;

    struct Changing(Vec<u32>);

    impl Letter for Changing {
        fn at(&mut self, frame: u32) -> Option<Vec<Patch<'_>>> {
            self.0.contains(&frame).then(Vec::new)
        }
    }

    #[test]
    fn a_run_lasts_until_the_letters_change_or_a_start_is_due() {
        let found = runs(Some(&mut Changing(vec![3, 4, 50])), 60, 10);
        let told: Vec<_> = found.iter().map(|run| (run.start, run.frames, run.key)).collect();
        assert_eq!(told, [(0, 3, true), (3, 1, false), (4, 46, false), (50, 10, true)]);
        assert_eq!(runs(None, 7, 30), [Run { start: 0, frames: 7, key: true }]);
    }
}
