//! sRGB pixels into BT.709 limited range (ITU-R BT.709-6, 8 bits: luma 16 to 235, chroma 16 to 240 around 128), chroma
//! 4:2:0 with its sites at every other luma sample of a row and between two rows.

use super::Picture;
use super::plane::Plane;

/// Weights of R, G and B in 2^-16.
const Y: [i32; 3] = [11_966, 40_254, 4_064];
const CB: [i32; 3] = [-6_596, -22_188, 28_784];
const CR: [i32; 3] = [28_784, -26_145, -2_639];

#[inline(always)]
pub(super) fn luma([r, g, b]: [u8; 3]) -> u8 {
    ((weigh(Y, [i32::from(r), i32::from(g), i32::from(b)]) + (16 << 16) + (1 << 15)) >> 16) as u8
}

/// Cb and Cr of `weight` pixels' sum, a power of two up to 8.
#[inline(always)]
pub(super) fn chroma(sum: [i32; 3], weight: i32) -> [u8; 2] {
    let shift = 16 + weight.trailing_zeros();
    let middle = (128 << shift) + (1 << (shift - 1));
    [((weigh(CB, sum) + middle) >> shift) as u8, ((weigh(CR, sum) + middle) >> shift) as u8]
}

#[inline(always)]
fn weigh(weights: [i32; 3], rgb: [i32; 3]) -> i32 {
    weights[0] * rgb[0] + weights[1] * rgb[1] + weights[2] * rgb[2]
}

/// The three planes of a picture with even sides.
pub(super) fn planes(picture: &Picture) -> [Plane; 3] {
    let (width, height) = (picture.width() as usize, picture.height() as usize);
    let row = |row: usize| &picture.rgb()[row * width * 3..(row + 1) * width * 3];
    let luma_plane = Plane::paint(width, height, |index, samples| {
        for (sample, pixel) in samples.iter_mut().zip(row(index).as_chunks().0) {
            *sample = luma(*pixel);
        }
    });
    let mut red = vec![0; width / 2 * (height / 2)];
    let blue_plane = Plane::paint(width / 2, height / 2, |index, samples| {
        let red = &mut red[index * samples.len()..][..samples.len()];
        chroma_row(row(2 * index), row(2 * index + 1), samples, red);
    });
    let red_plane = Plane::paint(width / 2, height / 2, |index, samples| {
        samples.copy_from_slice(&red[index * samples.len()..][..samples.len()]);
    });
    [luma_plane, blue_plane, red_plane]
}

/// Two rows of pixels into one of chroma: weights 1 2 1 across around the left one of each pair, 1 1 down.
fn chroma_row(upper: &[u8], lower: &[u8], blue: &mut [u8], red: &mut [u8]) {
    // No `map` over three: it is a call for each where the program is optimised for size.
    let sum = |upper: &[u8; 6], lower: &[u8; 6], at: usize| i32::from(upper[at]) + i32::from(lower[at]);
    let (upper, lower) = (upper.as_chunks::<6>().0, lower.as_chunks::<6>().0);
    let mut left = match (upper.first(), lower.first()) {
        (Some(upper), Some(lower)) => [sum(upper, lower, 0), sum(upper, lower, 1), sum(upper, lower, 2)],
        _ => return,
    };
    for ((upper, lower), (blue, red)) in upper.iter().zip(lower).zip(blue.iter_mut().zip(red)) {
        let middle = [sum(upper, lower, 0), sum(upper, lower, 1), sum(upper, lower, 2)];
        let right = [sum(upper, lower, 3), sum(upper, lower, 4), sum(upper, lower, 5)];
        let pixels = [
            left[0] + 2 * middle[0] + right[0],
            left[1] + 2 * middle[1] + right[1],
            left[2] + 2 * middle[2] + right[2],
        ];
        [*blue, *red] = chroma(pixels, 8);
        left = right;
    }
}

/// A frame's pixels back in sRGB, chroma not interpolated: for looking at frames in tests.
#[cfg(test)]
pub(super) fn to_rgb(frame: &[u8], width: usize, height: usize) -> Vec<u8> {
    let (y, chroma) = frame.split_at(width * height);
    let (u, v) = chroma.split_at(width * height / 4);
    let pixel = |at: usize| {
        let site = at / width / 2 * (width / 2) + at % width / 2;
        let luma = (f64::from(y[at]) - 16.0) * 255.0 / 219.0;
        let [cb, cr] = [u[site], v[site]].map(|c| (f64::from(c) - 128.0) * 255.0 / 224.0);
        [luma + 1.5748 * cr, luma - 0.187_324 * cb - 0.468_124 * cr, luma + 1.8556 * cb].map(|c| c.round() as u8)
    };
    (0..width * height).flat_map(pixel).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_primaries_are_where_bt_709_puts_them() {
        let converted = |rgb: [u8; 3]| {
            let [cb, cr] = chroma(rgb.map(i32::from), 1);
            [luma(rgb), cb, cr]
        };
        assert_eq!(converted([0, 0, 0]), [16, 128, 128]);
        assert_eq!(converted([255, 255, 255]), [235, 128, 128]);
        assert_eq!(converted([255, 0, 0]), [63, 102, 240]);
        assert_eq!(converted([0, 255, 0]), [173, 42, 26]);
        assert_eq!(converted([0, 0, 255]), [32, 240, 118]);
        assert_eq!(converted([128, 128, 128]), [126, 128, 128]);
    }

    #[test]
    fn chroma_is_taken_around_the_left_pixel_of_each_pair() {
        let mut rgb = vec![0; 8 * 2 * 3];
        for row in 0..2 {
            // Pure blue at column 2, the site of the second chroma sample.
            rgb[row * 24 + 2 * 3 + 2] = 255;
        }
        let [_, blue, _] = planes(&Picture::new(8, 2, rgb).unwrap());
        let samples = &blue.bordered_row(3)[3..7];
        assert_eq!(samples, [128, 184, 128, 128]);
    }

    #[test]
    fn colours_survive_the_way_there_and_back() {
        let colours = [[12, 200, 99], [250, 3, 130], [77, 77, 77], [255, 255, 0]];
        for colour in colours {
            let picture = Picture::new(4, 4, colour.repeat(16)).unwrap();
            let [y, u, v] = planes(&picture);
            let frame =
                [[y.bordered_row(3)[3]; 16].to_vec(), vec![u.bordered_row(3)[3]; 4], vec![v.bordered_row(3)[3]; 4]];
            let back = to_rgb(&frame.concat(), 4, 4);
            for (was, is) in colour.iter().zip(&back[..3]) {
                assert!(was.abs_diff(*is) <= 2, "{colour:?} became {:?}", &back[..3]);
            }
        }
    }
}
