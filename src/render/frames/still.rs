//! A picture made ready for a scene: the shape of the canvas, a little larger for zooming, already in Y, Cb and Cr.

use std::path::Path;

use crate::media::Canvas;

use super::plane::Plane;
use super::{FrameError, Framing, Picture, compose, decode, yuv};

/// A picture ready to be painted from at any moment of a scene; made once, shared by all that show it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Still {
    canvas: Canvas,
    /// Sides of the luma plane, even: up to `zoom_max` times the canvas's.
    width: u32,
    height: u32,
    planes: [Plane; 3],
}

impl Still {
    /// From the bytes of a JPEG, PNG, WebP, GIF (its first frame) or BMP file.
    pub fn decode(bytes: &[u8], framing: &Framing) -> Result<Self, FrameError> {
        Ok(Self::of(&framed(Picture::decode(bytes)?, framing)?, framing.canvas))
    }

    /// As [`Still::decode`], from a file.
    pub fn open(path: &Path, framing: &Framing) -> Result<Self, FrameError> {
        Ok(Self::of(&framed(Picture::open(path)?, framing)?, framing.canvas))
    }

    /// From a picture painted in memory: `width * height` pixels of three bytes, sRGB.
    pub fn from_rgb(width: u32, height: u32, rgb: &[u8], framing: &Framing) -> Result<Self, FrameError> {
        Self::from_picture(&Picture::new(width, height, rgb.to_vec())?, framing)
    }

    pub fn from_picture(picture: &Picture, framing: &Framing) -> Result<Self, FrameError> {
        Ok(Self::of(&compose::compose(picture, framing)?, framing.canvas))
    }

    fn of(framed: &Picture, canvas: Canvas) -> Self {
        let (width, height) = (framed.width(), framed.height());
        Self { canvas, width, height, planes: yuv::planes(framed) }
    }

    pub fn canvas(&self) -> Canvas {
        self.canvas
    }

    /// Sides of the luma plane in samples.
    pub fn size(&self) -> (u32, u32) {
        (self.width, self.height)
    }

    pub(super) fn planes(&self) -> &[Plane; 3] {
        &self.planes
    }
}

/// The picture itself is let go: it may be many times as large as its still.
fn framed(picture: Picture, framing: &Framing) -> Result<Picture, FrameError> {
    compose::compose(&picture, framing)
}

impl Picture {
    /// Decodes the first picture of a file's bytes: the right way up, on black where it is transparent.
    pub fn decode(bytes: &[u8]) -> Result<Self, FrameError> {
        Self::on_black(decode::decode(bytes)?)
    }

    /// As [`Picture::decode`], from a file.
    pub fn open(path: &Path) -> Result<Self, FrameError> {
        Self::decode(&decode::read(path)?)
    }
}
