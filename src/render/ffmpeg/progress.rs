//! FFmpeg's `-progress` output, a line at a time.

use crate::render::Progress;

/// Turns lines into shares done, of `frames` in all.
pub(super) struct Reader {
    frames: u32,
    /// Of the block of lines that is not complete yet.
    frame: Option<u32>,
    speed: Option<f32>,
    tell: Progress,
}

impl Reader {
    pub(super) fn new(frames: u32, tell: Progress) -> Self {
        Self { frames, frame: None, speed: None, tell }
    }

    /// A block ends with its `progress` line; values may be `N/A`.
    pub(super) fn line(&mut self, line: &str) {
        let Some((name, value)) = line.split_once('=') else { return };
        let value = value.trim();
        match name.trim() {
            "frame" => self.frame = value.parse().ok(),
            "speed" => self.speed = value.trim_end_matches('x').parse().ok().filter(|&speed: &f32| speed.is_finite()),
            "progress" => {
                let Some(frame) = self.frame.take() else { return };
                let done = frame as f32 / self.frames.max(1) as f32;
                (self.tell)(done.min(1.0), self.speed.take());
            }
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::{Arc, Mutex};

    use super::*;

    #[test]
    fn blocks_become_shares() {
        let seen = Arc::new(Mutex::new(Vec::new()));
        let told = seen.clone();
        let mut reader = Reader::new(100, Arc::new(move |done, speed| told.lock().unwrap().push((done, speed))));
        let text = "frame=0\nspeed=N/A\nprogress=continue\nframe=50\nfps=12.1\nbitrate=  12.0kbits/s\n\
                    out_time_us=N/A\nspeed=1.5x\nprogress=continue\nnonsense\nframe=101\nspeed= 2x\nprogress=end\n";
        text.lines().for_each(|line| reader.line(line));
        assert_eq!(*seen.lock().unwrap(), [(0.0, None), (0.5, Some(1.5)), (1.0, Some(2.0))]);
    }
}
