//! The one type of this room, and the plainest pictures: one colour, and colours that run into each other.

use super::paint::{Easel, Ramp, hex};
use crate::media::Colour;

/// Rows of red, green and blue bytes (sRGB), `width * height * 3` of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Picture {
    pub width: u32,
    pub height: u32,
    pub rgb: Vec<u8>,
}

/// One colour; its alpha is laid over black.
pub fn solid(width: u32, height: u32, colour: Colour) -> Picture {
    let a = u32::from(colour.a);
    let pixel = [colour.r, colour.g, colour.b].map(|c| ((u32::from(c) * a + 127) / 255) as u8);
    Picture { width, height, rgb: pixel.repeat(width as usize * height as usize) }
}

/// The colours from top left to bottom right, evenly spaced, mixed in Oklab, dithered. No colours: black.
pub fn gradient(width: u32, height: u32, colours: &[Colour]) -> Picture {
    let stops: Vec<_> =
        colours.iter().map(|c| hex(u32::from(c.r) << 16 | u32::from(c.g) << 8 | u32::from(c.b))).collect();
    let ramp = Ramp::new(&stops);
    let mut easel = Easel::new(width as usize, height as usize);
    let (sx, sy) = (0.5 / width.max(1) as f32, 0.5 / height.max(1) as f32);
    easel.wash(|x, y, _| ramp.at((x + 0.5) * sx + (y + 0.5) * sy));
    easel.finish(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_solid_is_its_colour_over_black() {
        let picture = solid(4, 2, Colour { r: 200, g: 100, b: 0, a: 128 });
        assert_eq!(picture.rgb.len(), 24);
        assert_eq!(picture.rgb[..3], [100, 50, 0]);
    }

    #[test]
    fn a_gradient_runs_from_corner_to_corner_without_steps() {
        let picture = gradient(300, 200, &[Colour::BLACK, Colour::WHITE]);
        assert!(picture.rgb[0] < 5 && picture.rgb[picture.rgb.len() - 1] > 250);
        // A dark slow gradient has neighbours of different level everywhere: dither, no bands.
        let slow = gradient(400, 400, &[Colour::rgb(20, 20, 20), Colour::rgb(24, 24, 24)]);
        let row: Vec<u8> = slow.rgb[..1200].iter().step_by(3).copied().collect();
        let longest = row.chunk_by(|a, b| a == b).map(<[u8]>::len).max();
        assert!(longest < Some(32), "{longest:?}");
    }
}
