//! Frames on their way from a painter into an encoder: painted on a thread of their own while the one before is encoded.

use std::io;
use std::sync::mpsc;

use super::Paint;

/// The frames of a painter on their way into an encoder.
pub(super) struct Reel {
    pub painter: Box<dyn Paint>,
    /// Which, in order.
    pub indices: Vec<u32>,
    pub frame_len: usize,
}

impl Reel {
    pub(super) fn frames(&self) -> usize {
        self.indices.len()
    }

    /// Two buffers go round: one is painted while the other is taken by the encoder.
    ///
    /// # Errors
    /// That of `take`, which gets no frame after it; the painter panicked.
    pub(super) fn play(self, take: &mut dyn FnMut(&[u8]) -> io::Result<()>) -> io::Result<()> {
        let Self { mut painter, indices, frame_len } = self;
        let (give_empty, empty) = mpsc::channel();
        let (give_full, full) = mpsc::channel();
        for _ in 0..2 {
            let _ = give_empty.send(vec![0; frame_len]);
        }
        let frames = indices.len();
        let paint = move || {
            for index in indices {
                let Ok(mut frame) = empty.recv() else { return };
                painter.paint(index, &mut frame);
                if give_full.send(frame).is_err() {
                    return;
                }
            }
        };
        let painting = std::thread::Builder::new().name("painter".into()).spawn(paint)?;
        let written = (0..frames).try_for_each(|_| {
            let frame: Vec<u8> = full.recv().map_err(|_| io::Error::other("the painter panicked"))?;
            take(&frame)?;
            let _ = give_empty.send(frame);
            Ok(())
        });
        // Either side's end wakes the other; the painter is waited for so that nothing outlives the call.
        drop((full, give_empty));
        let _ = painting.join();
        written
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::*;

    #[test]
    fn a_reel_plays_its_frames_in_order_and_stops_with_the_pipe() {
        struct Count;
        impl Paint for Count {
            fn paint(&mut self, index: u32, frame: &mut [u8]) {
                frame.fill(index as u8);
            }
        }
        let reel = || Reel { painter: Box::new(Count), indices: vec![3, 4, 7], frame_len: 2 };
        let mut played = Vec::new();
        reel().play(&mut |frame| played.write_all(frame)).unwrap();
        assert_eq!(played, [3, 3, 4, 4, 7, 7]);
        let mut short = [0; 3];
        let mut pipe = &mut short[..];
        assert!(reel().play(&mut |frame| pipe.write_all(frame)).is_err(), "the pipe takes one frame and a half");
    }
}
