//! Frames painted natively: a picture goes in as bytes, planar 4:2:0 frames come out, ready for an encoder.
//!
//! [`Still`] is a picture made ready once a scene: decoded, turned, framed, scaled and converted. [`KenBurns`] moves a
//! camera over it; [`Solid`], [`CrossFade`], [`Fades`], [`Captioned`] and [`Watermarked`] are the other painters and wrap
//! each other freely. Same inputs give the same bytes on every machine, whichever instructions it has.

mod blend;
mod camera;
mod captioned;
mod compose;
mod cross_fade;
mod decode;
mod fades;
mod ken_burns;
mod lanes;
mod overlay;
mod picture;
mod plane;
mod sample;
mod scale;
mod solid;
mod still;
mod taps;
mod transit;
mod watermark;
mod whole;
mod yuv;

#[cfg(target_arch = "x86_64")]
mod avx2;
#[cfg(target_arch = "x86_64")]
mod avx512;
#[cfg(test)]
mod steadiness;

use std::path::PathBuf;

use crate::media::Canvas;

pub use camera::{View, camera, zoom_reach};
pub use captioned::{Captioned, Letter, Patch};
pub use compose::Framing;
pub use cross_fade::CrossFade;
pub use fades::Fades;
pub use ken_burns::KenBurns;
pub use picture::{Picture, PictureFormat};
pub use solid::Solid;
pub use still::Still;
pub use transit::Transit;
pub use watermark::{Placement, Watermark, Watermarked};

/// Why a picture could not be made ready for painting.
#[derive(Debug, thiserror::Error)]
pub enum FrameError {
    #[error("cannot read {}", path.display())]
    Read { path: PathBuf, source: std::io::Error },
    #[error("this is no picture in a known format; use a JPEG, PNG, WebP, GIF or BMP file")]
    UnknownFormat,
    #[error("the {0} file ends too early; copy or download it again")]
    Truncated(PictureFormat),
    #[error("the {format} file is damaged or of an unsupported kind; save it again with an image program")]
    Broken { format: PictureFormat, source: image::ImageError },
    #[error("the picture is {width}x{height}; scale it to at most 16384 pixels a side and 200 megapixels")]
    TooLarge { width: u32, height: u32 },
    #[error("the picture file is larger than {} MiB; save it at a smaller size", decode::FILE_MAX >> 20)]
    FileTooLarge,
    #[error("the picture would take more than {} MiB of memory; scale it down", decode::PIXELS_MAX >> 20)]
    TooMuchMemory,
    #[error("{given} bytes are no {width}x{height} picture of three bytes a pixel")]
    WrongLength { width: u32, height: u32, given: usize },
}

/// Bytes of a frame on this canvas.
pub fn frame_bytes(canvas: Canvas) -> usize {
    luma_bytes(canvas) / 2 * 3
}

fn luma_bytes(canvas: Canvas) -> usize {
    canvas.width as usize * canvas.height as usize
}

/// A picture file brought to the canvas's shape.
pub fn framed(path: &std::path::Path, framing: &Framing) -> Result<Picture, FrameError> {
    compose::compose(&Picture::open(path)?, framing)
}

/// The Y, Cb and Cr planes of a frame.
fn split(frame: &mut [u8], canvas: Canvas) -> [&mut [u8]; 3] {
    let luma = luma_bytes(canvas);
    let (y, chroma) = frame.split_at_mut(luma);
    let (u, v) = chroma.split_at_mut(luma / 4);
    [y, u, v]
}
