//! Pictures into encoded files: frames painted natively, FFmpeg command lines, progress, probes and checks.

pub mod frames;

/// Something that paints frames: planar 4:2:0, BT.709 limited range, left-sited chroma, `width * height * 3 / 2` bytes.
pub trait Paint: Send {
    /// Paints frame `index` (from 0) of the shot over all of `frame`.
    fn paint(&mut self, index: u32, frame: &mut [u8]);

    /// True: every frame is the same as frame 0, so that it may be painted once and repeated.
    fn is_still(&self) -> bool {
        false
    }
}

impl<P: Paint + ?Sized> Paint for Box<P> {
    fn paint(&mut self, index: u32, frame: &mut [u8]) {
        (**self).paint(index, frame);
    }

    fn is_still(&self) -> bool {
        (**self).is_still()
    }
}
