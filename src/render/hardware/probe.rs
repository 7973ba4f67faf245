//! Whether a chip works: a few frames are encoded as those of a video would be, and looked at.

use std::path::Path;
use std::time::Duration;

use super::Hardware;
use crate::media::{Canvas, Encoding, Family, Fit};
use crate::render::{Bench, ClipFrames, ClipShot, Paint, RenderError, SegmentEncode, encode_segment};

const FRAMES: u32 = 8;
/// Longer than any honest start of a driver takes.
const LONGEST: Duration = Duration::from_secs(10);
/// How far a frame's luma may be from what was painted, on the mean: more than the coarsest quality is off.
const FAR: u64 = 12;

/// Encodes a few frames with the settings of a video, decodes them, and compares them with what was painted.
///
/// # Errors
/// What is wrong with the chip, its driver or its frames; that it takes too long; the end of the run.
pub async fn try_out(
    bench: &Bench<'_>,
    hardware: &Hardware,
    canvas: Canvas,
    encoding: Encoding,
) -> Result<(), RenderError> {
    if let Hardware { family: Family::Vaapi, device: None } = hardware {
        return Err(RenderError::failed("there is no render node in /dev/dri"));
    }
    let longest = LONGEST.min(bench.ffmpeg.stall);
    let tried = tokio::time::timeout(longest, encode_and_look(bench, hardware, canvas, encoding)).await;
    tried.unwrap_or_else(|_| Err(RenderError::failed(format!("no answer within {longest:?}"))))
}

async fn encode_and_look(
    bench: &Bench<'_>,
    hardware: &Hardware,
    canvas: Canvas,
    encoding: Encoding,
) -> Result<(), RenderError> {
    let shot = SegmentEncode {
        canvas,
        encoding,
        hardware: Some(hardware.clone()),
        in_process: false,
        painter: Box::new(Slope { width: canvas.width as usize }),
        still: false,
        first: 0,
        frames: FRAMES,
        captions: None,
    };
    let path = encode_segment(bench, shot).await?;
    look(bench, &path, canvas).await
}

/// Compares every frame with what was painted.
async fn look(bench: &Bench<'_>, path: &Path, canvas: Canvas) -> Result<(), RenderError> {
    let shot = ClipShot {
        clip: path.to_owned(),
        start_ms: 0,
        fit: Fit::Cover,
        canvas,
        first: 0,
        frames: FRAMES,
        watermark: None,
    };
    let mut decoded = ClipFrames::decode(bench, &shot).await?;
    let pixels = canvas.width as usize * canvas.height as usize;
    let (mut seen, mut painted) = (vec![0; pixels * 3 / 2], vec![0; pixels * 3 / 2]);
    for index in 0..FRAMES {
        decoded.paint(index, &mut seen);
        Slope { width: canvas.width as usize }.paint(index, &mut painted);
        let off: u64 = seen.iter().zip(&painted).take(pixels).map(|(&a, &b)| u64::from(a.abs_diff(b))).sum();
        if off > FAR * pixels as u64 {
            return Err(RenderError::failed(format!("frame {index} is not what was encoded")));
        }
    }
    Ok(())
}

/// Brighter to the right, and with each frame.
struct Slope {
    width: usize,
}

impl Paint for Slope {
    fn paint(&mut self, index: u32, frame: &mut [u8]) {
        let luma = frame.len() * 2 / 3;
        let (bright, grey) = frame.split_at_mut(luma);
        for row in bright.chunks_mut(self.width.max(1)) {
            for (x, pixel) in row.iter_mut().enumerate() {
                *pixel = (32 + index as usize * 12 + x * 96 / self.width.max(1)) as u8;
            }
        }
        grey.fill(128);
    }
}
