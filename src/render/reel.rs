//! Frames on their way from a painter into an encoder: one after the other, and while a worker has nothing to do, the
//! next is painted on a thread of its own while the one before is encoded.

use std::{io, mem, thread};

use super::{Paint, Spare};

/// The frames of a painter on their way into an encoder.
pub(super) struct Reel {
    pub painter: Box<dyn Paint>,
    /// Which, in order.
    pub indices: Vec<u32>,
    pub frame_len: usize,
    pub spare: Spare,
}

impl Reel {
    pub(super) fn frames(&self) -> usize {
        self.indices.len()
    }

    /// # Errors
    /// That of `take`, which gets no frame after it; there is no thread to be had; the painter panicked on one.
    pub(super) fn play(self, take: &mut dyn FnMut(&[u8]) -> io::Result<()>) -> io::Result<()> {
        let Self { mut painter, indices, frame_len, spare } = self;
        let (mut frame, mut ahead) = (vec![0; frame_len], Vec::new());
        let Some((&first, following)) = indices.split_first() else { return Ok(()) };
        painter.paint(first, &mut frame);
        for &index in following {
            if spare() {
                ahead.resize(frame_len, 0);
                beside(|| painter.paint(index, &mut ahead), || take(&frame))?;
                mem::swap(&mut frame, &mut ahead);
            } else {
                take(&frame)?;
                painter.paint(index, &mut frame);
            }
        }
        take(&frame)
    }
}

fn beside(paint: impl FnOnce() + Send, take: impl FnOnce() -> io::Result<()>) -> io::Result<()> {
    thread::scope(|scope| {
        let painting = thread::Builder::new().name("painter".into()).spawn_scoped(scope, paint)?;
        let taken = take();
        let painted = painting.join().map_err(|_| io::Error::other("the painter panicked"));
        painted.and(taken)
    })
}

#[cfg(test)]
mod tests {
    use std::io::Write;
    use std::sync::Arc;
    use std::sync::atomic::{AtomicU32, Ordering};

    use super::*;

    #[test]
    fn a_reel_plays_its_frames_in_order_and_stops_with_the_pipe() {
        struct Count;
        impl Paint for Count {
            fn paint(&mut self, index: u32, frame: &mut [u8]) {
                frame.fill(index as u8);
            }
        }
        for workers in ["all at work", "one without", "now and then"] {
            let turns = AtomicU32::new(0);
            let spare: Spare = match workers {
                "all at work" => Arc::new(|| false),
                "one without" => Arc::new(|| true),
                _ => Arc::new(move || turns.fetch_add(1, Ordering::Relaxed).is_multiple_of(2)),
            };
            let reel =
                || Reel { painter: Box::new(Count), indices: vec![3, 4, 7, 8], frame_len: 2, spare: spare.clone() };
            let mut played = Vec::new();
            reel().play(&mut |frame| played.write_all(frame)).unwrap();
            assert_eq!(played, [3, 3, 4, 4, 7, 7, 8, 8], "{workers}");
            let mut short = [0; 3];
            let mut pipe = &mut short[..];
            assert!(reel().play(&mut |frame| pipe.write_all(frame)).is_err(), "the pipe takes one frame and a half");
        }
    }

    #[test]
    fn a_painter_that_panics_beside_the_encoder_is_an_error() {
        struct Broken;
        impl Paint for Broken {
            fn paint(&mut self, index: u32, _: &mut [u8]) {
                assert!(index < 2);
            }
        }
        let reel = Reel { painter: Box::new(Broken), indices: vec![1, 2], frame_len: 2, spare: Arc::new(|| true) };
        assert!(reel.play(&mut |_| Ok(())).is_err());
    }
}
