//! What is above: the gradient of the air, stars, clouds, the sun or the moon and their light.

use super::Sketch;
use crate::render::looks::paint::math::{atan2, exp, length, lerp, smooth};
use crate::render::looks::paint::{Field, Noise, Ramp, Shape, mix, scale, screen};

/// Where the sun or the moon stands, in pixels.
#[derive(Debug, Clone, Copy)]
pub(super) struct Light {
    pub(super) x: f32,
    pub(super) y: f32,
    pub(super) radius: f32,
}

impl Light {
    /// Somewhere in a band of the picture; `y` from 0.0 (top) to 1.0 (bottom), `radius` as a share of the short side.
    pub(super) fn within(s: &mut Sketch, y: (f32, f32), radius: (f32, f32)) -> Self {
        let x =
            if s.dice.chance(0.3) { s.dice.range(0.42, 0.58) } else { 0.5 + s.dice.sign() * s.dice.range(0.12, 0.3) };
        Self { x: s.w * x, y: s.h * s.dice.range(y.0, y.1), radius: s.u * s.dice.range(radius.0, radius.1) }
    }

    pub(super) fn at(&self) -> (f32, f32) {
        (self.x, self.y)
    }
}

/// The air from the zenith down to `horizon` and, in its last colour, below.
pub(super) fn air(s: &mut Sketch, horizon: f32) {
    let ramp = Ramp::new(&s.palette.sky);
    let (noise, u) = (s.noise, s.u);
    let drift = Field::new(s.easel.width, s.easel.height, u / 60.0, |x, y| noise.fbm(x / u * 0.8, y / u * 2.0, 3));
    let all = (0, s.easel.height);
    s.easel.veil(all, &drift, |_, y, drift, _| ramp.at(y / horizon + drift * 0.05));
}

/// Stars down to `floor`, fewer towards it; `amount` 1.0 is a clear night.
pub(super) fn stars(s: &mut Sketch, floor: f32, amount: f32) {
    let count = (s.w * floor / (s.u * s.u) * 1500.0 * amount) as usize;
    let tints = [[1.0, 1.0, 1.0], mix(s.palette.light, [1.0; 3], 0.3), mix(s.palette.glow, [1.0; 3], 0.5)];
    for _ in 0..count {
        let (x, y) = (s.dice.unit() * s.w, s.dice.unit() * floor);
        let rare = s.dice.unit();
        let bright = rare * rare * rare * rare;
        let clump = 0.55 + 0.45 * s.noise.at(x / s.u * 2.2 + 40.0, y / s.u * 2.2);
        let level = (0.22 + 0.78 * bright) * clump * (1.0 - smooth(0.6, 1.0, y / floor));
        let tint = tints[s.dice.below(3)];
        let radius = s.u / 1080.0 * (0.6 + 0.85 * bright);
        s.easel.glow((x, y), radius.max(0.5), tint, level.max(0.0));
        if bright > 0.93 {
            s.easel.glow((x, y), radius * 4.0, tint, 0.25);
        }
    }
}

/// The sun or the moon with its halo.
pub(super) fn disc(s: &mut Sketch, light: Light) {
    let p = s.palette;
    let r = light.radius;
    s.easel.glow(light.at(), r * 7.0, p.glow, if p.night { 0.34 } else { 0.6 });
    s.easel.glow(light.at(), r * 2.2, mix(p.glow, p.light, 0.5), if p.night { 0.5 } else { 0.7 });
    let mut shape = Shape::new();
    shape.disc(light.x, light.y, r);
    if !p.night {
        s.easel.blurred(&shape, r * 0.06, 1.0, |_| mix(p.light, [1.0; 3], 0.35));
        s.easel.glow(light.at(), r * 0.9, [1.0; 3], 0.6);
        return;
    }
    let (noise, seas) = (s.noise, Noise::new(s.dice.next()));
    let mask = crate::render::looks::paint::Mask::soft(&shape, s.easel.width, s.easel.height, r * 0.03);
    s.easel.apply(
        &mask,
        |x, y| {
            let (dx, dy) = ((x - light.x) / r, (y - light.y) / r);
            let sea = smooth(-0.05, 0.45, seas.fbm(dx * 1.1 + 3.0, dy * 1.1, 4));
            let rough = noise.fbm(dx * 5.0, dy * 5.0, 3) * 0.05;
            let limb = 1.0 - 0.22 * smooth(0.4, 1.0, length(dx, dy));
            let shade = (1.0 - 0.24 * sea + rough) * limb;
            mix(scale(p.light, shade), p.glow, 0.16 * sea)
        },
        mix,
    );
}

/// Clouds from the zenith to the horizon: `cover` 0.0 (few) to 1.0 (closed), lit from `light`.
pub(super) fn clouds(s: &mut Sketch, horizon: f32, cover: f32, light: Light) {
    let p = s.palette;
    let noise = Noise::new(s.dice.next());
    let (w, u) = (s.w, s.u);
    let stretch = s.dice.range(0.8, 1.5);
    let density = |x: f32, y: f32| {
        // Seen from below: rows get closer and longer towards the horizon.
        let far = 1.0 / ((horizon - y).max(0.0) / u * 0.9 + 0.16);
        let (cx, cy) = ((x - w / 2.0) / u * far * 0.62 * stretch, far * 1.55);
        let warp = noise.at(cx * 0.7 + 9.0, cy * 0.7);
        noise.fbm(cx + warp * 0.5, cy + warp * 0.35, 5) + (cover - 0.5) * 0.9
    };
    let rows = horizon as usize + 2;
    let cell = u / 270.0;
    let thick = Field::new(s.easel.width, rows, cell, |x, y| smooth(-0.02, 0.55, density(x, y)));
    let lit = Field::new(s.easel.width, rows, cell * 1.5, |x, y| {
        let (dx, dy) = (light.x - x, light.y - y);
        let long = length(dx, dy).max(1.0);
        let step = u * 0.035;
        let thinner = density(x, y) - density(x + dx / long * step, y + dy / long * step * 0.6);
        let near = exp(-long / (u * 0.55));
        (0.42 + thinner * 1.5 + near * 0.5).clamp(0.0, 1.2)
    });
    let dark = mix(p.sky[1], p.land[1], 0.35);
    let bright = mix(p.light, p.glow, 0.55);
    let mut lights = vec![0.0; s.easel.width];
    let mut covers = vec![0.0; s.easel.width];
    for y in 0..rows.min(s.easel.height) {
        lit.row(y, &mut lights);
        thick.row(y, &mut covers);
        let low = smooth(0.0, 0.14, (horizon - y as f32) / u);
        let body = mix(mix(p.sky[2], p.sky[3], y as f32 / horizon), dark, 0.5);
        for ((pixel, lit), cover) in s.easel.row(y).iter_mut().zip(&lights).zip(&covers) {
            let shade = if *lit < 0.5 { mix(dark, body, *lit * 2.0) } else { mix(body, bright, (*lit - 0.5) * 1.4) };
            *pixel = mix(*pixel, shade, *cover * lerp(0.35, 0.82, low));
        }
    }
}

/// Shafts of light from the sun, `strength` 0.0 to 1.0, down to `floor`.
pub(super) fn rays(s: &mut Sketch, light: Light, floor: f32, strength: f32) {
    let noise = Noise::new(s.dice.next());
    let u = s.u;
    let shafts = Field::new(s.easel.width, s.easel.height, u / 200.0, |x, y| {
        let (dx, dy) = (x - light.x, y - light.y);
        let angle = atan2(dx, dy);
        let beam = smooth(-0.25, 0.75, noise.line(angle * 3.2) * 0.75 + noise.line(angle * 9.0 + 50.0) * 0.4);
        let far = length(dx, dy) / u;
        beam * exp(-far * 1.5) * smooth(0.0, 0.3, far) * (1.0 - smooth(floor * 0.85, floor, y))
    });
    let glow = mix(s.palette.glow, s.palette.light, 0.4);
    let all = (0, s.easel.height);
    s.easel.veil(all, &shafts, |_, _, v, p| screen(p, glow, v * strength));
}

/// A band of lit air along the horizon.
pub(super) fn haze(s: &mut Sketch, horizon: f32, thickness: f32, strength: f32, light: Light) {
    let tint = mix(s.palette.glow, s.palette.sky[3], 0.35);
    let spread = 1.0 / (s.w.max(s.u) * 0.55);
    s.easel.wash(|x, y, p| {
        let d = (y - horizon) / thickness;
        let side = (x - light.x) * spread;
        let fall = 1.0 / (1.0 + d * d);
        screen(p, tint, strength * fall * fall / (1.0 + side * side))
    });
}
