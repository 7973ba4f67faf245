//! The colours of a card, and the ground that is painted with them.

use super::CardLook;
use crate::media::Colour;
use crate::render::looks::paint::{Dice, Easel, Ramp, Tint, hex, mix};
use crate::render::looks::picture::Picture;

/// The colours of one card.
pub(super) struct Scheme {
    pub ground: [Tint; 3],
    pub accent: Tint,
    pub ink: Tint,
}

/// Ground (light to dark) and accent.
const SCHEMES: [[u32; 4]; 8] = [
    [0x1f3a6e, 0x122449, 0x0a1430, 0xffc857],
    [0x4a2a7a, 0x2c1754, 0x170b33, 0xff7aa8],
    [0x0f5a5c, 0x093c42, 0x05232b, 0x7df0c4],
    [0x7a2438, 0x4e1428, 0x2a0a18, 0xffb36b],
    [0x2a2f3a, 0x1a1e27, 0x0e1117, 0x4fc3f7],
    [0x2f5a34, 0x1c3b25, 0x0e2116, 0xe6dd7a],
    [0x8a4a1e, 0x5c2d12, 0x311608, 0xffe0a0],
    [0x3a3f8f, 0x23265f, 0x121538, 0x8fe3ff],
];

impl Scheme {
    pub fn new(look: &CardLook) -> Self {
        let chosen = SCHEMES[Dice::new(look.theme ^ 0x5c3e).below(SCHEMES.len())].map(hex);
        let ground = match look.background.map(tint) {
            None => [chosen[0], chosen[1], chosen[2]],
            Some(base) if luma(base) > 0.6 => [mix(base, [1.0; 3], 0.35), base, mix(base, [0.0; 3], 0.1)],
            Some(base) => [mix(base, [1.0; 3], 0.1), base, mix(base, [0.0; 3], 0.4)],
        };
        let light = luma(ground[1]) > 0.6;
        let ink = if light { hex(0x14161c) } else { [1.0; 3] };
        let accent = look.accent.map(tint).unwrap_or_else(|| {
            // Must stand out on the ground that was asked for.
            if light { mix(chosen[0], chosen[1], 0.3) } else { chosen[3] }
        });
        Self { ground, accent, ink }
    }

    /// What is written on the accent itself.
    pub fn on_accent(&self) -> Tint {
        if luma(self.accent) > 0.45 { mix(self.ground[2], [0.0; 3], 0.3) } else { [1.0; 3] }
    }

    pub fn ground(&self, width: u32, height: u32, seed: u64, dice: &mut Dice) -> Picture {
        let ramp = Ramp::new(&self.ground);
        let (w, h) = (width as f32, height as f32);
        let (fx, fy) = (dice.range(0.1, 0.9) * w, dice.range(-0.1, 0.35) * h);
        let reach = 1.0 / (w * w + h * h).sqrt();
        let mut easel = Easel::new(width as usize, height as usize);
        easel.wash(|x, y, _| {
            let (dx, dy) = ((x - fx) * reach, (y - fy) * reach);
            ramp.at((dx * dx + dy * dy).sqrt() * 1.15)
        });
        easel.vignette(0.16);
        easel.finish(seed)
    }
}

pub(super) fn tint(colour: Colour) -> Tint {
    hex(u32::from(colour.r) << 16 | u32::from(colour.g) << 8 | u32::from(colour.b))
}

pub(super) fn luma(t: Tint) -> f32 {
    0.2126 * t[0] + 0.7152 * t[1] + 0.0722 * t[2]
}
