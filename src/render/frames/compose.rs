//! A picture of any shape brought to the canvas's shape, at the scale a still keeps.

use crate::media::{Canvas, Fit, Motion};

use super::camera::zoom_reach;
use super::scale::{Crop, Filter, lanczos, resize};
use super::{FrameError, Picture};

/// Stills beyond this multiple of the canvas are never needed: the sampler's four taps would skip samples.
const ZOOM_LIMIT: f64 = 1.3;
/// Pixels on the shorter side of what a blurred background is enlarged from.
const BLUR: u32 = 14;
/// Brightness of the blurred background.
const BLUR_PER_CENT: u32 = 45;

/// How a picture fills the frame and how much of its detail is kept.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Framing {
    pub canvas: Canvas,
    pub fit: Fit,
    /// A still is kept at up to this multiple of the canvas (1.0 to 1.3), so that zooming in finds more detail.
    pub zoom_max: f64,
}

impl Framing {
    /// With just the detail that `motion` over `frames_total` frames shows.
    pub fn of(canvas: Canvas, fit: Fit, motion: Motion, frames_total: u32) -> Self {
        Self { canvas, fit, zoom_max: zoom_reach(motion, frames_total, canvas.fps) }
    }

    /// A still's size for a picture that has `detail` pixels for each of the canvas's (on a side): never more than the
    /// picture has, nor less than the canvas.
    fn still_size(&self, detail: f64) -> (u32, u32) {
        let scale = detail.min(self.zoom_max.clamp(1.0, ZOOM_LIMIT)).max(1.0);
        let even = |side: u32| ((f64::from(side) * scale / 2.0 + 0.5).floor() as u32) * 2;
        (even(self.canvas.width), even(self.canvas.height))
    }
}

/// Brings `picture` to the canvas's shape; both sides of the result are even.
pub(super) fn compose(picture: &Picture, framing: &Framing) -> Result<Picture, FrameError> {
    let ratio = |side: u32, canvas: u32| f64::from(side) / f64::from(canvas.max(2));
    let across = ratio(picture.width(), framing.canvas.width);
    let down = ratio(picture.height(), framing.canvas.height);
    let (covered, contained) = (across.min(down), across.max(down));
    match framing.fit {
        Fit::Cover => {
            let size = framing.still_size(covered);
            lanczos(picture, centre_crop(picture, framing.canvas, size), size)
        }
        Fit::Contain => {
            let size = framing.still_size(contained);
            let black = Picture::new(size.0, size.1, vec![0; size.0 as usize * size.1 as usize * 3])?;
            lay_on(black, picture)
        }
        Fit::Blur => lay_on(blurred(picture, framing.canvas, framing.still_size(contained))?, picture),
    }
}

/// The largest part of `picture` around its middle that has the canvas's shape, for a still of this size: of whole
/// pixels when it is made smaller, and as it is when it is all but the right size, so that detail is not softened.
fn centre_crop(picture: &Picture, canvas: Canvas, (width, height): (u32, u32)) -> Crop {
    let all = Crop::all(picture);
    let shape = f64::from(canvas.width) / f64::from(canvas.height.max(1));
    let (wanted_width, wanted_height) = (f64::from(width), f64::from(height));
    let enlarged = all.width < wanted_width || all.height < wanted_height;
    // Steps of 1/64 keep the sums below exact.
    let grid = if enlarged { 64.0 } else { 1.0 };
    let part = |value: f64, wanted: f64, most: f64| {
        let near = !enlarged && (value - wanted).abs() <= 1.0;
        if near { wanted } else { ((value * grid + 0.5).floor() / grid).clamp(1.0 / grid, most) }
    };
    let crop_width = part(all.width.min(all.height * shape), wanted_width, all.width);
    let crop_height = part(all.height.min(all.width / shape), wanted_height, all.height);
    let middle = |all: f64, part: f64| ((all - part) / 2.0 * grid).floor() / grid;
    Crop {
        left: middle(all.width, crop_width),
        top: middle(all.height, crop_height),
        width: crop_width,
        height: crop_height,
    }
}

/// All of `picture`, as large as fits, on the middle of `ground`.
fn lay_on(mut ground: Picture, picture: &Picture) -> Result<Picture, FrameError> {
    let (width, height) = (ground.width(), ground.height());
    let scale = (f64::from(width) / f64::from(picture.width())).min(f64::from(height) / f64::from(picture.height()));
    let side = |side: u32, most: u32| ((f64::from(side) * scale + 0.5).floor() as u32).clamp(1, most);
    let (fitted_width, fitted_height) = (side(picture.width(), width), side(picture.height(), height));
    let fitted = lanczos(picture, Crop::all(picture), (fitted_width, fitted_height))?;
    let left = (width - fitted_width) as usize / 2 * 3;
    let top = (height - fitted_height) as usize / 2;
    let rows = ground.rgb_mut().chunks_exact_mut(width as usize * 3).skip(top);
    for (row, from) in rows.zip(fitted.rgb().chunks_exact(fitted_width as usize * 3)) {
        row[left..left + from.len()].copy_from_slice(from);
    }
    Ok(ground)
}

/// The picture covering all of the size, darkened and blurred: made tiny and large again, both softly.
fn blurred(picture: &Picture, canvas: Canvas, size: (u32, u32)) -> Result<Picture, FrameError> {
    let shorter = size.0.min(size.1);
    let tiny_size = (size.0 * BLUR / shorter, size.1 * BLUR / shorter);
    let mut tiny = resize(picture, centre_crop(picture, canvas, size), tiny_size, Filter::Gaussian)?;
    for value in tiny.rgb_mut() {
        *value = (u32::from(*value) * BLUR_PER_CENT / 100) as u8;
    }
    resize(&tiny, Crop::all(&tiny), size, Filter::Gaussian)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const CANVAS: Canvas = Canvas { width: 40, height: 60, fps: 30 };

    fn framing(fit: Fit, zoom_max: f64) -> Framing {
        Framing { canvas: CANVAS, fit, zoom_max }
    }

    fn flat(width: u32, height: u32, value: u8) -> Picture {
        Picture::new(width, height, vec![value; width as usize * height as usize * 3]).unwrap()
    }

    #[test]
    fn a_still_has_no_more_detail_than_its_picture_and_never_less_than_the_canvas() {
        let size = |width, height, zoom_max| {
            let composed = compose(&flat(width, height, 9), &framing(Fit::Cover, zoom_max)).unwrap();
            (composed.width(), composed.height())
        };
        assert_eq!(size(400, 600, 1.1), (44, 66));
        assert_eq!(size(42, 100, 1.1), (42, 64));
        assert_eq!(size(10, 10, 1.1), (40, 60));
        assert_eq!(size(400, 600, 1.0), (40, 60));
        assert_eq!(size(4000, 6000, 9.0), (52, 78));
    }

    #[test]
    fn a_picture_of_the_canvas_size_is_not_touched() {
        let rgb: Vec<u8> = (0..40 * 60 * 3).map(|index| (index * 7 % 251) as u8).collect();
        let picture = Picture::new(40, 60, rgb).unwrap();
        for fit in [Fit::Cover, Fit::Contain, Fit::Blur] {
            assert_eq!(compose(&picture, &framing(fit, 1.12)).unwrap(), picture, "{fit:?}");
        }
    }

    #[test]
    fn a_picture_painted_at_the_size_of_its_still_is_not_touched() {
        let framing = Framing { canvas: Canvas { width: 54, height: 96, fps: 30 }, fit: Fit::Cover, zoom_max: 1.1 };
        let rgb: Vec<u8> = (0..60 * 106 * 3).map(|index| (index * 7 % 251) as u8).collect();
        let picture = Picture::new(60, 106, rgb).unwrap();
        assert_eq!(compose(&picture, &framing).unwrap(), picture);
    }

    #[test]
    fn contain_leaves_black_and_blur_leaves_a_dark_copy_beside_the_picture() {
        let wide = flat(120, 60, 200);
        let at = |picture: &Picture, row: usize| picture.rgb()[(row * 40 + 20) * 3];
        let contained = compose(&wide, &framing(Fit::Contain, 1.0)).unwrap();
        assert_eq!([at(&contained, 0), at(&contained, 30), at(&contained, 59)], [0, 200, 0]);
        let blurred = compose(&wide, &framing(Fit::Blur, 1.0)).unwrap();
        assert_eq!([at(&blurred, 0), at(&blurred, 30), at(&blurred, 59)], [90, 200, 90]);
    }

    #[test]
    fn cover_keeps_the_middle() {
        let mut wide = flat(120, 60, 0);
        for row in wide.rgb_mut().chunks_exact_mut(360) {
            row[40 * 3..80 * 3].fill(255);
        }
        assert_eq!(compose(&wide, &framing(Fit::Cover, 1.0)).unwrap(), flat(40, 60, 255));
    }

    proptest! {
        #[test]
        fn every_shape_can_be_brought_to_the_canvas(
            width in 1..200u32, height in 1..200u32, zoom_max in 0.5..2.0f64, which in 0..3usize,
        ) {
            let fit = [Fit::Cover, Fit::Contain, Fit::Blur][which];
            let composed = compose(&flat(width, height, 80), &framing(fit, zoom_max)).unwrap();
            prop_assert!(composed.width() >= 40 && composed.height() >= 60);
            prop_assert!(composed.width().is_multiple_of(2) && composed.height().is_multiple_of(2));
        }
    }
}
