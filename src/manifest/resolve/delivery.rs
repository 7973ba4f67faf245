//! What is made beside the finished video.

use crate::manifest::notes::Notes;
use crate::manifest::raw;
use crate::manifest::read::{At, Short, Switch};
use crate::manifest::scalar::Word;
use crate::media::{Canvas, Encoding, Hls, Muxer, Preview};

/// The longer side of a preview whose width is not said, in pixels.
const PREVIEW_SIDE: u32 = 480;

pub(super) fn preview(raw: Option<At<Switch<Short<raw::Preview>>>>, canvas: Canvas) -> Option<Preview> {
    let Short(raw::Preview { format, start, duration, width, fps, faulty: _ }) = raw?.value.on()?;
    let usual = PREVIEW_SIDE.min(canvas.width.max(canvas.height)) * canvas.width / canvas.width.max(canvas.height);
    let width = width.map_or(usual, |at| at.value.0 as u32);
    Some(Preview {
        format: format.map(|at| at.value.0).unwrap_or_default(),
        start_ms: start.map_or(0, |at| at.value.0),
        length_ms: duration.map_or(3000, |at| at.value.0 as u32),
        width: (width & !1).max(2),
        fps: fps.map_or(12, |at| at.value.0 as u32).min(canvas.fps),
    })
}

/// `None` after a problem; `Some(None)` for a video without.
pub(super) fn hls(
    raw: Option<At<Switch<Short<raw::Hls>>>>,
    encoding: Encoding,
    muxer: Muxer,
    notes: &mut Notes,
) -> Option<Option<Hls>> {
    let Some((spot, Short(raw))) = raw.and_then(|at| Some((at.spot, at.value.on()?))) else { return Some(None) };
    let raw::Hls { segment, faulty: _ } = raw;
    if muxer == Muxer::Webm {
        notes.error(spot, "a WebM file cannot be streamed by HLS").help("let `output` end in `.mp4`, or remove `hls`");
        return None;
    }
    if !Hls::carries(encoding.codec) {
        let message = format!("HLS does not carry `{}`", Word(encoding.codec).name());
        notes.error(spot, message).help("choose the `codec` `h264`, `hevc` or `av1`, or remove `hls`");
        return None;
    }
    Some(Some(Hls { segment_ms: segment.map_or(4000, |at| at.value.0 as u32) }))
}
