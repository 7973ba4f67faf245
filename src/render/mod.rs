//! Pictures into encoded files: frames painted natively, FFmpeg command lines, progress, probes and checks.
//!
//! Everything that runs FFmpeg works on a [`Bench`]: a scratch folder with fixed names, where captions, fonts and
//! inputs are put or linked, so that no path and no text ever enters a filtergraph. Results are checked before they
//! are handed over, since FFmpeg's exit code says little about its files.

mod animation;
mod ass_colours;
mod captions;
mod check;
mod clip;
mod container;
mod decode;
mod encoder;
mod error;
mod expect;
mod ffmpeg;
pub mod fonts;
mod foreign;
pub mod frames;
mod hardware;
mod hls;
mod in_process;
mod join;
mod libass;
pub mod looks;
mod metadata;
mod mp4;
mod poster;
mod preview;
mod probe;
mod reel;
mod segment;
mod sound;
mod still;
mod target;
#[cfg(test)]
mod testing;
#[cfg(test)]
mod tests;
mod webm;
mod x264;

use std::path::Path;
use std::sync::Arc;

use tokio_util::sync::CancellationToken;

pub use crate::media::container::Container;
pub use captions::{BY_FFMPEG, CaptionFiles, FontFile, caption_painter};
pub use check::{Planned, check, examine};
pub use clip::{ClipEncode, ClipShot, Overlay, encode_clip};
pub use decode::{ClipFrames, decode_all_audio, decode_audio};
pub use encoder::{by_x264, encoders_for};
pub use error::RenderError;
pub use expect::{Facts, Lack, Stretch, compare, stretches};
pub use ffmpeg::{Capabilities, Ffmpeg, Located, OPTIONAL};
pub use hardware::{Hardware, fingerprint, try_out};
pub use hls::{Subtitles, stream};
pub use join::{Join, are_alike, join};
pub use metadata::{Chapter, Metadata};
pub use poster::poster;
pub use preview::preview;
pub use probe::{Probe, Stream, StreamKind, probe, probe_packets};
pub use segment::{SegmentEncode, encode_segment};
pub use sound::encode_sound;
pub use x264::x264;

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

/// Takes the share done (0.0 to 1.0) and, where known, seconds of video made a second.
pub type Progress = Arc<dyn Fn(f32, Option<f32>) + Send + Sync>;

/// Tells whether a processor has nothing to do.
pub type Spare = Arc<dyn Fn() -> bool + Send + Sync>;

/// Where and with what a piece of rendering works.
#[derive(Clone)]
pub struct Bench<'a> {
    pub ffmpeg: &'a Ffmpeg,
    /// A folder of this piece's own: files of fixed names are written over.
    pub scratch: &'a Path,
    pub progress: Progress,
    pub spare: Spare,
    pub cancel: &'a CancellationToken,
}
