//! Pictures as PNG files.

use image::codecs::png::{CompressionType, FilterType, PngEncoder};
use image::{ExtendedColorType, ImageEncoder};

use super::picture::Picture;

/// Empty for a picture without pixels, which PNG cannot hold.
pub fn encode_png(picture: &Picture) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(picture.rgb.len() / 2);
    let encoder = PngEncoder::new_with_quality(&mut bytes, CompressionType::Fast, FilterType::Sub);
    match encoder.write_image(&picture.rgb, picture.width, picture.height, ExtendedColorType::Rgb8) {
        Ok(()) => bytes,
        Err(_) => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Mood, generated, solid};
    use super::*;
    use crate::media::Colour;

    #[test]
    fn what_is_written_reads_back() {
        for picture in [solid(3, 2, Colour::rgb(1, 2, 3)), generated(37, 53, Mood::Ocean, None, 4)] {
            let back = image::load_from_memory(&encode_png(&picture)).unwrap().into_rgb8();
            assert_eq!((back.width(), back.height()), (picture.width, picture.height));
            assert_eq!(back.into_raw(), picture.rgb);
        }
    }
}
