//! A shot that comes out of black and goes back into it.

use crate::media::Canvas;
use crate::render::Paint;

use super::blend::{WHOLE, share, towards_one};
use super::split;

/// Black in limited-range Y, Cb and Cr.
pub(super) const BLACK: [u8; 3] = [16, 128, 128];

/// Paints another painter's frames, darkened at both ends.
#[derive(Debug)]
pub struct Fades<P> {
    shot: P,
    canvas: Canvas,
    frames_total: u32,
    /// Frames of the way out of black, from frame 0; 0 for none.
    fade_in: u32,
    /// Frames of the way back, to the last frame; 0 for none.
    fade_out: u32,
}

impl<P: Paint> Fades<P> {
    pub fn new(shot: P, canvas: Canvas, frames_total: u32, (fade_in, fade_out): (u32, u32)) -> Self {
        Self { shot, canvas, frames_total, fade_in, fade_out }
    }

    /// How much of the shot is seen; the darker of the two where fades overlap.
    fn light(&self, index: u32) -> u16 {
        let left = self.frames_total.saturating_sub(index).saturating_sub(1);
        let way = |gone: u32, frames: u32| if gone < frames { share(gone, frames) } else { WHOLE };
        way(index, self.fade_in).min(way(left, self.fade_out))
    }
}

impl<P: Paint> Paint for Fades<P> {
    fn paint(&mut self, index: u32, frame: &mut [u8]) {
        self.shot.paint(index, frame);
        let light = self.light(index);
        if light == WHOLE {
            return;
        }
        for (plane, black) in split(frame, self.canvas).into_iter().zip(BLACK) {
            towards_one(plane, black, WHOLE - light);
        }
    }

    fn is_still(&self) -> bool {
        self.fade_in == 0 && self.fade_out == 0 && self.shot.is_still()
    }
}

#[cfg(test)]
mod tests {
    use crate::media::Colour;
    use crate::render::frames::Solid;

    use super::*;

    #[test]
    fn light_rises_from_black_and_falls_back() {
        let canvas = Canvas { width: 2, height: 2, fps: 30 };
        let mut shot = Fades::new(Solid::new(canvas, Colour::WHITE), canvas, 8, (3, 1));
        let lights = [0, 1, 2, 3, 6, 7].map(|index| {
            let mut frame = [0; 6];
            shot.paint(index, &mut frame);
            assert_eq!(frame[4..], [128, 128]);
            frame[0]
        });
        assert_eq!(lights, [71, 126, 180, 235, 235, 126]);
        assert!(!shot.is_still());
        assert!(Fades::new(Solid::new(canvas, Colour::WHITE), canvas, 8, (0, 0)).is_still());
    }
}
