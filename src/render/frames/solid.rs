//! Frames of one colour.

use crate::media::{Canvas, Colour};
use crate::render::Paint;

use super::{split, yuv};

/// Paints every frame in one colour; a transparent one shows black behind it.
#[derive(Debug, Clone, Copy)]
pub struct Solid {
    canvas: Canvas,
    samples: [u8; 3],
}

impl Solid {
    pub fn new(canvas: Canvas, colour: Colour) -> Self {
        let Colour { r, g, b, a } = colour;
        let rgb = [r, g, b].map(|c| ((u32::from(c) * u32::from(a) + 127) / 255) as u8);
        let [cb, cr] = yuv::chroma(rgb.map(i32::from), 1);
        Self { canvas, samples: [yuv::luma(rgb), cb, cr] }
    }
}

impl Paint for Solid {
    fn paint(&mut self, _index: u32, frame: &mut [u8]) {
        for (plane, sample) in split(frame, self.canvas).into_iter().zip(self.samples) {
            plane.fill(sample);
        }
    }

    fn is_still(&self) -> bool {
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_colour_fills_all_three_planes() {
        let canvas = Canvas { width: 4, height: 2, fps: 30 };
        let mut frame = [0; 12];
        Solid::new(canvas, Colour::rgb(255, 0, 0)).paint(3, &mut frame);
        assert_eq!(frame, [63, 63, 63, 63, 63, 63, 63, 63, 102, 102, 240, 240]);
        Solid::new(canvas, Colour { a: 0, ..Colour::WHITE }).paint(0, &mut frame);
        assert_eq!(frame, [16, 16, 16, 16, 16, 16, 16, 16, 128, 128, 128, 128]);
    }
}
