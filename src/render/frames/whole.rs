//! Whether a picture file is all there. Decoders of JPEG and WebP fill what is missing with grey or noise and call it
//! a picture, so their containers are walked first; those of PNG, GIF and BMP say it themselves.

use super::PictureFormat;

/// False: the file ends before its picture does.
pub(super) fn is_whole(format: PictureFormat, bytes: &[u8]) -> bool {
    match format {
        PictureFormat::Jpeg => jpeg_reaches_its_end(bytes),
        PictureFormat::WebP => riff_is_filled(bytes),
        PictureFormat::Png | PictureFormat::Gif | PictureFormat::Bmp => true,
    }
}

/// Follows the markers (ITU-T T.81, annex B) from SOI to EOI. Thumbnails within metadata are skipped by its length, so
/// that their EOI does not count.
fn jpeg_reaches_its_end(bytes: &[u8]) -> bool {
    const EOI: u8 = 0xd9;
    let mut at = 2;
    while let Some(marker) = next_marker(bytes, &mut at) {
        match marker {
            EOI => return true,
            0x01 | 0xd0..=0xd8 => {}
            _ => {
                let Some(length) = bytes.get(at..at + 2) else { return false };
                at += usize::from(u16::from_be_bytes([length[0], length[1]]));
            }
        }
    }
    false
}

/// Skips entropy-coded data, where `ff 00` is a byte of it, up to and over the next marker.
fn next_marker(bytes: &[u8], at: &mut usize) -> Option<u8> {
    loop {
        *at += bytes.get(*at..)?.iter().position(|&byte| byte == 0xff)? + 1;
        match *bytes.get(*at)? {
            0xff => {}
            0x00 => *at += 1,
            marker => {
                *at += 1;
                return Some(marker);
            }
        }
    }
}

/// RIFF names its length, less the eight bytes of the header.
fn riff_is_filled(bytes: &[u8]) -> bool {
    match bytes {
        [_, _, _, _, a, b, c, d, body @ ..] => u32::from_le_bytes([*a, *b, *c, *d]) as usize <= body.len(),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_jpeg_within_metadata_does_not_end_the_file() {
        let mut bytes = vec![0xff, 0xd8, 0xff, 0xe1, 0, 6, 0xff, 0xd8, 0xff, 0xd9];
        assert!(!is_whole(PictureFormat::Jpeg, &bytes));
        bytes.extend([0xff, 0xda, 0, 2, 1, 0xff, 0, 2, 0xff, 0xd0, 3, 0xff, 0xd9]);
        assert!(is_whole(PictureFormat::Jpeg, &bytes));
    }

    #[test]
    fn every_cut_of_a_jpeg_is_noticed_without_a_panic() {
        let bytes = [0xff, 0xd8, 0xff, 0xe0, 0, 3, 9, 0xff, 0xda, 0, 2, 1, 0xff, 0, 0xff, 0xd9];
        assert!(is_whole(PictureFormat::Jpeg, &bytes));
        for cut in 0..bytes.len() {
            assert!(!is_whole(PictureFormat::Jpeg, &bytes[..cut]), "cut at {cut}");
        }
    }

    #[test]
    fn a_riff_shorter_than_it_says_is_not_whole() {
        assert!(is_whole(PictureFormat::WebP, b"RIFF\x04\0\0\0WEBP"));
        assert!(!is_whole(PictureFormat::WebP, b"RIFF\x05\0\0\0WEBP"));
    }
}
