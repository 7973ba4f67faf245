//! A camera that moves over a still.

use std::sync::Arc;

use crate::media::{Canvas, Motion};
use crate::render::Paint;

use super::camera::{View, camera, zoom_reach};
use super::sample::{Path, Sampler};
use super::taps::Axis;
use super::{Still, frame_bytes, split};

/// Paints a still as its motion shows it over `frames_total` frames; frames beyond stand where the last one does.
#[derive(Debug)]
pub struct KenBurns {
    still: Arc<Still>,
    motion: Motion,
    frames_total: u32,
    sampler: Sampler,
    /// The one frame of a scene without motion, once it is painted.
    only: Option<Vec<u8>>,
}

impl KenBurns {
    pub fn new(still: impl Into<Arc<Still>>, motion: Motion, frames_total: u32) -> Self {
        Self { still: still.into(), motion, frames_total, sampler: Sampler::new(Path::detect()), only: None }
    }

    fn view(&self, index: u32) -> View {
        let zoom = zoom_reach(self.motion, self.frames_total, self.still.canvas().fps);
        let last = self.frames_total.saturating_sub(1).max(1);
        camera(self.motion, zoom, f64::from(index) / f64::from(last))
    }

    fn sample(&mut self, view: View, frame: &mut [u8]) {
        let canvas = self.still.canvas();
        let axes = Axes::of(view, self.still.size(), canvas);
        let [luma, blue, red] = self.still.planes();
        let [y, u, v] = split(frame, canvas);
        self.sampler.lay_out(luma, axes.luma.0, canvas.width as usize);
        self.sampler.sample(luma, axes.luma.1, y);
        self.sampler.lay_out(blue, axes.chroma.0, canvas.width as usize / 2);
        self.sampler.sample(blue, axes.chroma.1, u);
        self.sampler.sample(red, axes.chroma.1, v);
    }
}

impl Paint for KenBurns {
    fn paint(&mut self, index: u32, frame: &mut [u8]) {
        if self.motion != Motion::None {
            return self.sample(self.view(index), frame);
        }
        let only = match self.only.take() {
            Some(only) => only,
            None => {
                let mut only = vec![0; frame_bytes(self.still.canvas())];
                self.sample(self.view(0), &mut only);
                only
            }
        };
        frame.copy_from_slice(&only);
        self.only = Some(only);
    }

    fn is_still(&self) -> bool {
        self.motion == Motion::None
    }
}

/// Where a view's samples lie on the still's planes, across and down.
struct Axes {
    luma: (Axis, Axis),
    chroma: (Axis, Axis),
}

impl Axes {
    fn of(view: View, (width, height): (u32, u32), canvas: Canvas) -> Self {
        let (width, height) = (f64::from(width), f64::from(height));
        let (left, top) = (view.left * width, view.top * height);
        let across = view.width * width / f64::from(canvas.width);
        let down = view.height * height / f64::from(canvas.height);
        Self {
            luma: (Axis::centred(left, across), Axis::centred(top, down)),
            chroma: (Axis::left_sited(left / 2.0, across), Axis::centred(top / 2.0, down)),
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::media::Fit;
    use crate::render::frames::Framing;

    use super::*;

    const CANVAS: Canvas = Canvas { width: 48, height: 80, fps: 30 };
    const MOTIONS: [Motion; 6] =
        [Motion::ZoomIn, Motion::ZoomOut, Motion::PanLeft, Motion::PanRight, Motion::PanUp, Motion::PanDown];

    fn shot(motion: Motion, pixel: impl Fn(u32, u32) -> [u8; 3]) -> KenBurns {
        let rgb: Vec<u8> = (0..80).flat_map(|y| (0..48).map(move |x| (x, y))).flat_map(|(x, y)| pixel(x, y)).collect();
        let still = Still::from_rgb(48, 80, &rgb, &Framing::of(CANVAS, Fit::Cover, motion, 120)).unwrap();
        KenBurns::new(still, motion, 120)
    }

    fn checks(x: u32, y: u32) -> [u8; 3] {
        if (x / 3 + y / 3).is_multiple_of(2) { [250, 120, 10] } else { [0, 90, 200] }
    }

    fn painted(shot: &mut KenBurns, index: u32) -> Vec<u8> {
        let mut frame = vec![0; frame_bytes(CANVAS)];
        shot.paint(index, &mut frame);
        frame
    }

    #[test]
    fn a_scene_without_motion_repeats_the_picture_as_it_is() {
        let mut shot = shot(Motion::None, checks);
        let frame = painted(&mut shot, 0);
        let [luma, blue, _] = shot.still.planes().clone();
        assert_eq!(frame[..48], luma.bordered_row(3)[3..51]);
        assert_eq!(frame[48 * 80..][..24], blue.bordered_row(3)[3..27]);
        assert_eq!(painted(&mut shot, 77), frame);
        assert!(shot.is_still());
    }

    #[test]
    fn a_motion_starts_at_once_and_goes_on_to_the_last_frame() {
        for motion in MOTIONS {
            let mut shot = shot(motion, checks);
            assert!(!shot.is_still());
            for index in [0, 60, 118] {
                assert_ne!(painted(&mut shot, index), painted(&mut shot, index + 1), "{motion:?} at {index}");
            }
            assert_eq!(painted(&mut shot, 119), painted(&mut shot, 500), "{motion:?}");
        }
    }

    #[test]
    fn a_zoom_in_begins_where_a_zoom_out_ends() {
        let (mut wide, mut far) = (shot(Motion::ZoomIn, checks), shot(Motion::ZoomOut, checks));
        assert_eq!(painted(&mut wide, 0), painted(&mut far, 119));
    }

    #[test]
    fn nothing_from_outside_of_the_picture_is_ever_seen() {
        for motion in MOTIONS {
            let mut shot = shot(motion, |_, _| [255, 255, 255]);
            for index in 0..120 {
                let frame = painted(&mut shot, index);
                assert!(frame[..48 * 80].iter().all(|&luma| luma == 235), "{motion:?} at {index}");
                assert!(frame[48 * 80..].iter().all(|&chroma| chroma == 128), "{motion:?} at {index}");
            }
        }
    }

    #[test]
    fn the_picture_goes_the_other_way_than_the_camera() {
        let bright_left = |x: u32, _| if x < 4 { [255; 3] } else { [0; 3] };
        let mut right = shot(Motion::PanRight, bright_left);
        assert!(painted(&mut right, 0)[0] > 200 && painted(&mut right, 119)[0] < 60);
        let mut left = shot(Motion::PanLeft, bright_left);
        assert!(painted(&mut left, 0)[0] < 60 && painted(&mut left, 119)[0] > 200);
    }
}
