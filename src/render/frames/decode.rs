//! From the bytes of a file to pixels the right way up, within bounds of size and memory.

use std::fs::File;
use std::io::{Cursor, ErrorKind, Read};
use std::path::Path;

use image::metadata::Orientation;
use image::{DynamicImage, ImageDecoder, ImageError, ImageReader, Limits};

use super::whole::is_whole;
use super::{FrameError, PictureFormat};

/// Pixels a side.
const SIDE_MAX: u32 = 16_384;
/// Pixels in all.
const AREA_MAX: u64 = 200_000_000;
/// Bytes of the decoded pixels: 200 megapixels of RGB, less of deeper ones.
pub(super) const PIXELS_MAX: u64 = 640 << 20;
/// Bytes of the file.
pub(super) const FILE_MAX: u64 = 256 << 20;

/// Reads no more than [`FILE_MAX`] bytes, so that a device or a growing file does no harm.
pub(super) fn read(path: &Path) -> Result<Vec<u8>, FrameError> {
    let failed = |source| FrameError::Read { path: path.to_owned(), source };
    let mut bytes = Vec::new();
    let file = File::open(path).map_err(failed)?;
    file.take(FILE_MAX + 1).read_to_end(&mut bytes).map_err(failed)?;
    if bytes.len() as u64 > FILE_MAX {
        return Err(FrameError::FileTooLarge);
    }
    Ok(bytes)
}

/// Decodes the first picture in `bytes` and turns it as its EXIF orientation says.
pub(super) fn decode(bytes: &[u8]) -> Result<DynamicImage, FrameError> {
    let format = PictureFormat::of(bytes).ok_or(FrameError::UnknownFormat)?;
    if !is_whole(format, bytes) {
        return Err(FrameError::Truncated(format));
    }
    let failed = |source| broken(format, source);
    let mut reader = ImageReader::with_format(Cursor::new(bytes), format.codec());
    let mut limits = Limits::no_limits();
    limits.max_alloc = Some(PIXELS_MAX);
    reader.limits(limits);
    let mut decoder = reader.into_decoder().map_err(failed)?;
    check_size(&decoder)?;
    let orientation = decoder.orientation().unwrap_or(Orientation::NoTransforms);
    let mut image = DynamicImage::from_decoder(decoder).map_err(failed)?;
    image.apply_orientation(orientation);
    Ok(image)
}

fn check_size(decoder: &impl ImageDecoder) -> Result<(), FrameError> {
    let (width, height) = decoder.dimensions();
    if width > SIDE_MAX || height > SIDE_MAX || u64::from(width) * u64::from(height) > AREA_MAX {
        return Err(FrameError::TooLarge { width, height });
    }
    if decoder.total_bytes() > PIXELS_MAX {
        return Err(FrameError::TooMuchMemory);
    }
    Ok(())
}

fn broken(format: PictureFormat, source: ImageError) -> FrameError {
    match source {
        ImageError::IoError(error) if error.kind() == ErrorKind::UnexpectedEof => FrameError::Truncated(format),
        ImageError::Limits(_) => FrameError::TooMuchMemory,
        source => FrameError::Broken { format, source },
    }
}

#[cfg(test)]
mod tests {
    use image::{ImageFormat, Rgb, RgbImage};

    use super::*;

    /// A picture that no format can pack into a few bytes.
    fn noise(width: u32, height: u32) -> RgbImage {
        let mut state = 1u32;
        RgbImage::from_fn(width, height, |_, _| {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            Rgb([(state >> 24) as u8, (state >> 16) as u8, (state >> 8) as u8])
        })
    }

    fn encoded(image: &RgbImage, format: ImageFormat) -> Vec<u8> {
        let mut bytes = Cursor::new(Vec::new());
        image.write_to(&mut bytes, format).unwrap();
        bytes.into_inner()
    }

    const FORMATS: [ImageFormat; 5] =
        [ImageFormat::Jpeg, ImageFormat::Png, ImageFormat::WebP, ImageFormat::Gif, ImageFormat::Bmp];

    #[test]
    fn each_format_is_read() {
        let image = noise(40, 30);
        for format in FORMATS {
            let read = decode(&encoded(&image, format)).unwrap();
            assert_eq!((read.width(), read.height()), (40, 30), "{format:?}");
            if matches!(format, ImageFormat::Png | ImageFormat::WebP | ImageFormat::Bmp) {
                assert_eq!(read.into_rgb8(), image, "{format:?}");
            }
        }
    }

    #[test]
    fn truncated_files_are_errors_in_every_format() {
        let image = noise(64, 48);
        for format in FORMATS {
            let bytes = encoded(&image, format);
            for tenths in 1..10 {
                let cut = &bytes[..bytes.len() * tenths / 10];
                let error = decode(cut).expect_err("a cut picture is no picture");
                let told = matches!(error, FrameError::Truncated(_) | FrameError::Broken { .. });
                assert!(told, "{format:?} cut at {tenths}/10: {error}");
            }
        }
    }

    #[test]
    fn an_unknown_format_is_told_what_to_use() {
        let error = decode(b"#EXTM3U\nhttp://example.org/").unwrap_err();
        assert!(error.to_string().contains("JPEG, PNG, WebP, GIF or BMP"), "{error}");
    }

    #[test]
    fn a_huge_size_is_refused_before_any_pixel_is_read() {
        let mut bytes = encoded(&noise(1, 1), ImageFormat::Bmp);
        bytes[18..22].copy_from_slice(&20_000u32.to_le_bytes());
        bytes[22..26].copy_from_slice(&9_000u32.to_le_bytes());
        assert!(matches!(decode(&bytes), Err(FrameError::TooLarge { width: 20_000, height: 9_000 })));
        bytes[18..22].copy_from_slice(&16_000u32.to_le_bytes());
        bytes[22..26].copy_from_slice(&16_000u32.to_le_bytes());
        assert!(matches!(decode(&bytes), Err(FrameError::TooLarge { .. })));
    }

    #[test]
    fn a_photo_taken_sideways_is_turned() {
        let upright = RgbImage::from_fn(16, 8, |x, _| if x < 8 { Rgb([250, 250, 250]) } else { Rgb([5, 5, 5]) });
        let plain = encoded(&upright, ImageFormat::Jpeg);
        // An APP1 segment right behind SOI: TIFF header, one entry, tag 0x0112 (orientation) = 6 (turn right by 90°).
        let tiff = b"II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0\x06\0\0\0\0\0\0\0";
        let mut bytes = plain[..2].to_vec();
        bytes.extend([0xff, 0xe1, 0, 2 + 6 + tiff.len() as u8]);
        bytes.extend(b"Exif\0\0");
        bytes.extend(tiff);
        bytes.extend(&plain[2..]);
        let turned = decode(&bytes).unwrap().into_rgb8();
        assert_eq!(turned.dimensions(), (8, 16));
        assert!(turned.get_pixel(4, 2)[0] > 200 && turned.get_pixel(4, 13)[0] < 50);
    }

    #[test]
    fn a_missing_file_is_named() {
        let error = read(Path::new("/nowhere/cat.jpg")).unwrap_err();
        assert_eq!(error.to_string(), "cannot read /nowhere/cat.jpg");
    }
}
