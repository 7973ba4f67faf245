//! A logo in a corner, blended into its own rectangle of each frame and nothing else.

use std::path::Path;
use std::sync::Arc;

use crate::media::{Canvas, Corner};
use crate::render::Paint;

use super::blend::WHOLE;
use super::overlay::Overlay;
use super::scale::lanczos_rgba;
use super::{FrameError, decode, split, yuv};

/// Space to the frame's edges: per mille of its shorter side.
const MARGIN_PER_MILLE: u32 = 35;

/// A logo ready to be blended: its place on the canvas, and for each plane what stays and what is added.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Watermark {
    canvas: Canvas,
    planes: [Overlay; 3],
}

/// Where and how a logo is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Placement {
    pub corner: Corner,
    /// Hundredths of a percent of the canvas's width (1200 is 12 %).
    pub width: u32,
    /// Per mille (700 is 0.7).
    pub opacity: u32,
}

impl Watermark {
    /// From the bytes of a picture file, best a PNG with alpha. A logo too high for the canvas is made smaller.
    pub fn decode(bytes: &[u8], canvas: Canvas, placement: Placement) -> Result<Self, FrameError> {
        let logo = decode::decode(bytes)?.into_rgba8();
        let margin = even(canvas.width.min(canvas.height) * MARGIN_PER_MILLE / 1000);
        let room = (canvas.width.saturating_sub(2 * margin), canvas.height.saturating_sub(2 * margin));
        let (width, height) = fit(logo.dimensions(), canvas.width, placement.width, room);
        let rgba = lanczos_rgba((logo.width(), logo.height(), logo.as_raw()), (width, height));
        let logo = Logo { width: width as usize, rgba: &rgba, opacity: placement.opacity.min(1000) };
        // One more column holds the chroma that the last one bleeds into.
        let (width, height) = (even(width + 2), even(height + 1));
        let far = |side: u32, own: u32| even(side.saturating_sub(margin + own));
        let (left, top) = match placement.corner {
            Corner::TopLeft => (margin, margin),
            Corner::TopRight => (far(canvas.width, width), margin),
            Corner::BottomLeft => (margin, far(canvas.height, height)),
            Corner::BottomRight => (far(canvas.width, width), far(canvas.height, height)),
        };
        let at = [left, top, width, height].map(|side| side as usize);
        Ok(Self { canvas, planes: overlays(&logo, at) })
    }

    /// As [`Watermark::decode`], from a file.
    pub fn open(path: &Path, canvas: Canvas, placement: Placement) -> Result<Self, FrameError> {
        Self::decode(&decode::read(path)?, canvas, placement)
    }

    /// Blends the logo into a frame of its canvas.
    pub fn blend(&self, frame: &mut [u8]) {
        let strides = [self.canvas.width, self.canvas.width / 2, self.canvas.width / 2];
        for ((plane, overlay), stride) in split(frame, self.canvas).into_iter().zip(&self.planes).zip(strides) {
            overlay.blend(plane, stride as usize);
        }
    }
}

/// The size of a logo of the wanted width that keeps its shape and its room.
fn fit((width, height): (u32, u32), canvas_width: u32, share: u32, room: (u32, u32)) -> (u32, u32) {
    let wanted = f64::from(canvas_width) * f64::from(share) / 10_000.0;
    let scale = (wanted / f64::from(width))
        .min(f64::from(room.0.saturating_sub(3)) / f64::from(width))
        .min(f64::from(room.1.saturating_sub(2)) / f64::from(height));
    let side = |side: u32| ((f64::from(side) * scale + 0.5).floor() as u32).max(1);
    (side(width), side(height))
}

fn even(side: u32) -> u32 {
    side & !1
}

/// Straight-alpha pixels, clear all around.
struct Logo<'a> {
    width: usize,
    rgba: &'a [u8],
    opacity: u32,
}

impl Logo<'_> {
    /// The share of the logo at a pixel, of [`WHOLE`], and its colour.
    fn pixel(&self, x: usize, y: usize) -> (u32, [u8; 3]) {
        let at = (y * self.width + x) * 4;
        match self.rgba.get(at..at + 4) {
            Some(pixel) if x < self.width => {
                let alpha = (u32::from(pixel[3]) * self.opacity * u32::from(WHOLE) + 127_500) / 255_000;
                (alpha, [pixel[0], pixel[1], pixel[2]])
            }
            _ => (0, [0; 3]),
        }
    }

    /// Share and premultiplied Cb and Cr at a chroma site, with the weights that the planes of a still have.
    fn site(&self, x: usize, y: usize) -> (u32, [u32; 2]) {
        let mut share = 0;
        let mut sums = [0; 2];
        for row in [2 * y, 2 * y + 1] {
            for (weight, column) in [(1, (2 * x).checked_sub(1)), (2, Some(2 * x)), (1, Some(2 * x + 1))] {
                let Some(column) = column else { continue };
                let (alpha, rgb) = self.pixel(column, row);
                let chroma = yuv::chroma(rgb.map(i32::from), 1);
                share += weight * alpha;
                for (sum, sample) in sums.iter_mut().zip(chroma) {
                    *sum += weight * alpha * u32::from(sample);
                }
            }
        }
        // The added part is weighted with the rounded share, so that equal colours stay equal.
        let rounded = (share + 4) / 8;
        (rounded, sums.map(|sum| (sum * rounded + share / 2).checked_div(share).unwrap_or(0)))
    }
}

fn overlays(logo: &Logo, [left, top, width, height]: [usize; 4]) -> [Overlay; 3] {
    let empty = |part: usize| Overlay::empty((left / part, top / part), (width / part, height / part));
    let [mut luma, mut blue, mut red] = [empty(1), empty(2), empty(2)];
    for (y, x) in (0..height).flat_map(|y| (0..width).map(move |x| (y, x))) {
        let (share, rgb) = logo.pixel(x, y);
        luma.push(share, share * u32::from(yuv::luma(rgb)));
    }
    for (y, x) in (0..height / 2).flat_map(|y| (0..width / 2).map(move |x| (y, x))) {
        let (share, [cb, cr]) = logo.site(x, y);
        blue.push(share, cb);
        red.push(share, cr);
    }
    [luma, blue, red]
}

/// Paints another painter's frames with a logo on each.
#[derive(Debug)]
pub struct Watermarked<P> {
    shot: P,
    mark: Arc<Watermark>,
}

impl<P: Paint> Watermarked<P> {
    pub fn new(shot: P, mark: impl Into<Arc<Watermark>>) -> Self {
        Self { shot, mark: mark.into() }
    }
}

impl<P: Paint> Paint for Watermarked<P> {
    fn paint(&mut self, index: u32, frame: &mut [u8]) {
        self.shot.paint(index, frame);
        self.mark.blend(frame);
    }

    fn is_still(&self) -> bool {
        self.shot.is_still()
    }
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use image::{Rgba, RgbaImage};

    use crate::media::Colour;
    use crate::render::frames::{Solid, frame_bytes};

    use super::*;

    const CANVAS: Canvas = Canvas { width: 200, height: 120, fps: 30 };

    fn mark(logo: &RgbaImage, corner: Corner, opacity: u32) -> Watermark {
        let mut png = Cursor::new(Vec::new());
        logo.write_to(&mut png, image::ImageFormat::Png).unwrap();
        Watermark::decode(png.get_ref(), CANVAS, Placement { corner, width: 2000, opacity }).unwrap()
    }

    fn logo(pixel: [u8; 4]) -> RgbaImage {
        RgbaImage::from_pixel(80, 40, Rgba(pixel))
    }

    fn painted(ground: Colour, mark: Watermark) -> Vec<u8> {
        let mut frame = vec![0; frame_bytes(CANVAS)];
        Watermarked::new(Solid::new(CANVAS, ground), mark).paint(0, &mut frame);
        frame
    }

    /// Left, top, right and bottom of the luma that is not black.
    fn bounds(frame: &[u8]) -> [usize; 4] {
        let lit: Vec<(usize, usize)> =
            (0..200 * 120).filter(|&at| frame[at] != 16).map(|at| (at % 200, at / 200)).collect();
        let (xs, ys) = (lit.iter().map(|at| at.0), lit.iter().map(|at| at.1));
        [xs.clone().min(), ys.clone().min(), xs.max(), ys.max()].map(Option::unwrap)
    }

    #[test]
    fn a_logo_stands_in_its_corner_with_a_margin() {
        let at = |corner| bounds(&painted(Colour::BLACK, mark(&logo([255; 4]), corner, 1000)));
        // 20 % of 200 is 40 wide; 3.5 % of 120 is 4.
        assert_eq!(at(Corner::TopLeft), [4, 4, 43, 23]);
        let [left, top, right, bottom] = at(Corner::BottomRight);
        assert_eq!((right - left, bottom - top), (39, 19));
        assert!((193..=195).contains(&right) && (114..=115).contains(&bottom), "{right} {bottom}");
        assert_eq!(at(Corner::TopRight)[1], 4);
        assert_eq!(at(Corner::BottomLeft)[0], 4);
    }

    #[test]
    fn opacity_and_alpha_let_the_picture_through() {
        let centre =
            |pixel, opacity| painted(Colour::BLACK, mark(&logo(pixel), Corner::TopLeft, opacity))[14 * 200 + 24];
        assert_eq!(centre([255, 255, 255, 255], 1000), 235);
        assert_eq!(centre([255, 255, 255, 255], 500), 126);
        assert_eq!(centre([255, 255, 255, 128], 500), 71);
        let clear = painted(Colour::rgb(9, 80, 200), mark(&logo([255, 0, 0, 0]), Corner::TopLeft, 1000));
        assert_eq!(clear, painted(Colour::rgb(9, 80, 200), mark(&logo([255; 4]), Corner::TopLeft, 0)));
    }

    #[test]
    fn a_logo_of_the_grounds_colour_is_not_seen() {
        let ground = Colour::rgb(200, 30, 90);
        let unmarked = painted(ground, mark(&logo([0, 0, 0, 0]), Corner::TopLeft, 1000));
        for opacity in [1000, 700, 333] {
            let marked = painted(ground, mark(&logo([200, 30, 90, 255]), Corner::TopLeft, opacity));
            assert_eq!(marked, unmarked, "{opacity}");
        }
    }

    #[test]
    fn a_logo_too_high_for_the_canvas_is_made_to_fit() {
        let tall = RgbaImage::from_pixel(10, 900, Rgba([255; 4]));
        let [_, top, _, bottom] = bounds(&painted(Colour::BLACK, mark(&tall, Corner::BottomLeft, 1000)));
        assert!(top >= 4 && bottom < 116, "{top} {bottom}");
    }
}
