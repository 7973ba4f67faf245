//! Pictures into encoded files: frames painted natively, FFmpeg command lines, progress, probes and checks.

pub mod looks;

/// Something that paints frames: planar 4:2:0, BT.709 limited range, left-sited chroma, `width * height * 3 / 2` bytes.
pub trait Paint: Send {
    /// Paints frame `index` (from 0) of the shot over all of `frame`.
    fn paint(&mut self, index: u32, frame: &mut [u8]);
}
