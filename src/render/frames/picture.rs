//! Pictures as they come: which format the bytes are in, and the pixels once they are decoded.

use std::fmt;

use image::{DynamicImage, ImageFormat};

use super::FrameError;

/// The formats that are read, told apart by their first bytes; a file's name says nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PictureFormat {
    Jpeg,
    Png,
    WebP,
    Gif,
    Bmp,
}

impl PictureFormat {
    /// The format whose signature `bytes` begin with.
    pub fn of(bytes: &[u8]) -> Option<Self> {
        match bytes {
            [0xff, 0xd8, 0xff, ..] => Some(Self::Jpeg),
            [0x89, b'P', b'N', b'G', b'\r', b'\n', 0x1a, b'\n', ..] => Some(Self::Png),
            [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => Some(Self::WebP),
            [b'G', b'I', b'F', b'8', b'7' | b'9', b'a', ..] => Some(Self::Gif),
            [b'B', b'M', ..] => Some(Self::Bmp),
            _ => None,
        }
    }

    pub(super) fn codec(self) -> ImageFormat {
        match self {
            Self::Jpeg => ImageFormat::Jpeg,
            Self::Png => ImageFormat::Png,
            Self::WebP => ImageFormat::WebP,
            Self::Gif => ImageFormat::Gif,
            Self::Bmp => ImageFormat::Bmp,
        }
    }
}

impl fmt::Display for PictureFormat {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Jpeg => "JPEG",
            Self::Png => "PNG",
            Self::WebP => "WebP",
            Self::Gif => "GIF",
            Self::Bmp => "BMP",
        })
    }
}

/// Opaque sRGB pixels, rows from the top, three bytes each.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Picture {
    width: u32,
    height: u32,
    rgb: Vec<u8>,
}

impl Picture {
    /// `rgb` has `width * height * 3` bytes and there is at least one pixel; [`FrameError::WrongLength`] if not.
    pub fn new(width: u32, height: u32, rgb: Vec<u8>) -> Result<Self, FrameError> {
        let pixels = u64::from(width) * u64::from(height);
        if pixels == 0 || pixels * 3 != rgb.len() as u64 {
            return Err(FrameError::WrongLength { width, height, given: rgb.len() });
        }
        Ok(Self { width, height, rgb })
    }

    /// Transparent pixels show black; 16-bit, grey and palette pixels become 8-bit RGB.
    pub(super) fn on_black(image: DynamicImage) -> Result<Self, FrameError> {
        let (width, height) = (image.width(), image.height());
        if !image.color().has_alpha() {
            return Self::new(width, height, image.into_rgb8().into_raw());
        }
        let rgba = image.into_rgba8().into_raw();
        let mut rgb = Vec::with_capacity(rgba.len() / 4 * 3);
        for pixel in rgba.chunks_exact(4) {
            let alpha = u32::from(pixel[3]);
            rgb.extend(pixel[..3].iter().map(|&c| ((u32::from(c) * alpha + 127) / 255) as u8));
        }
        Self::new(width, height, rgb)
    }

    pub fn width(&self) -> u32 {
        self.width
    }

    pub fn height(&self) -> u32 {
        self.height
    }

    pub fn rgb(&self) -> &[u8] {
        &self.rgb
    }

    pub(super) fn rgb_mut(&mut self) -> &mut [u8] {
        &mut self.rgb
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formats_are_known_by_their_first_bytes() {
        assert_eq!(PictureFormat::of(b"\xff\xd8\xff\xe0"), Some(PictureFormat::Jpeg));
        assert_eq!(PictureFormat::of(b"GIF89a"), Some(PictureFormat::Gif));
        assert_eq!(PictureFormat::of(b"RIFF\0\0\0\0WEBPVP8 "), Some(PictureFormat::WebP));
        assert_eq!(PictureFormat::of(b"RIFF\0\0\0\0WAVEfmt "), None);
        assert_eq!(PictureFormat::of(b"<svg xmlns"), None);
        assert_eq!(PictureFormat::of(b""), None);
    }

    #[test]
    fn transparency_shows_black() {
        let pixels = vec![200, 100, 50, 255, 200, 100, 50, 128, 200, 100, 50, 0];
        let image = image::RgbaImage::from_raw(3, 1, pixels).unwrap();
        let picture = Picture::on_black(DynamicImage::ImageRgba8(image)).unwrap();
        assert_eq!(picture.rgb(), [200, 100, 50, 100, 50, 25, 0, 0, 0]);
    }

    #[test]
    fn sixteen_bits_and_grey_become_eight_bit_rgb() {
        let grey = image::ImageBuffer::<image::Luma<u16>, _>::from_raw(2, 1, vec![0xffff, 0x8080]).unwrap();
        let picture = Picture::on_black(DynamicImage::ImageLuma16(grey)).unwrap();
        assert_eq!(picture.rgb(), [255, 255, 255, 128, 128, 128]);
    }

    #[test]
    fn a_wrong_number_of_bytes_is_no_picture() {
        assert!(matches!(Picture::new(2, 2, vec![0; 11]), Err(FrameError::WrongLength { given: 11, .. })));
        assert!(Picture::new(0, 2, vec![]).is_err());
    }
}
