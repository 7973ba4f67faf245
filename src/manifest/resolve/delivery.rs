//! What is made beside the finished video.

use crate::manifest::raw;
use crate::manifest::read::{At, Short, Switch};
use crate::media::{Canvas, Preview};

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
