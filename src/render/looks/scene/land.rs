//! What is below: ridges in the distance, mist between them, and water that mirrors what stands above it.

use super::Sketch;
use super::sky::Light;
use crate::render::looks::paint::math::{exp, lerp, smooth};
use crate::render::looks::paint::{Field, Noise, Shape, Tint, mix, screen};

/// A skyline: for each pixel column the y at which the land begins.
pub(super) struct Ridge {
    pub(super) top: Vec<f32>,
}

impl Ridge {
    pub(super) fn new(s: &Sketch, top: impl Fn(f32) -> f32) -> Self {
        Self { top: (0..s.easel.width).map(|x| top(x as f32)).collect() }
    }

    /// Round hills: `base` and `swing` in pixels, `width` of a hill as a share of the short side.
    pub(super) fn hills(s: &mut Sketch, base: f32, swing: f32, width: f32) -> Self {
        let noise = Noise::new(s.dice.next());
        let u = s.u * width;
        Self::new(s, |x| base - swing * (noise.line(x / u) * 0.8 + noise.line(x / u * 2.7 + 31.0) * 0.22))
    }

    /// Jagged mountains.
    pub(super) fn peaks(s: &mut Sketch, base: f32, swing: f32, width: f32) -> Self {
        let noise = Noise::new(s.dice.next());
        let u = s.u * width;
        Self::new(s, |x| {
            let crest = noise.ridged(x / u, 0.5, 6);
            let mass = noise.line(x / u * 0.45 + 11.0) * 0.35;
            base - swing * ((crest - 0.35) * 1.25 + mass)
        })
    }

    /// The y at column `x`, clamped into the picture.
    pub(super) fn at(&self, x: f32) -> f32 {
        let last = self.top.len().saturating_sub(1);
        self.top.get((x.max(0.0) as usize).min(last)).copied().unwrap_or(0.0)
    }

    pub(super) fn highest(&self) -> f32 {
        self.top.iter().copied().fold(f32::INFINITY, f32::min)
    }
}

/// How a layer of land is coloured.
pub(super) struct Ground {
    pub(super) crest: Tint,
    /// What the land fades to below its crest.
    pub(super) foot: Tint,
    /// Pixels from the crest to the foot's colour.
    pub(super) depth: f32,
    /// Light along the crest, 0.0 to 1.0.
    pub(super) rim: f32,
}

/// Fills everything below the ridge.
pub(super) fn ground(s: &mut Sketch, ridge: &Ridge, look: &Ground) {
    let noise = Noise::new(s.dice.next());
    let u = s.u;
    let from = ridge.highest().max(1.0) as usize - 1;
    let drift =
        Field::band(s.easel.width, (from, s.easel.height), u / 45.0, |x, y| noise.fbm(x / u * 1.6, y / u * 5.0, 3));
    // The edge is as many pixels high as the slope is steep, so that it is one pixel thick across the slope.
    let sharp: Vec<f32> = (0..ridge.top.len())
        .map(|x| {
            let slope = ridge.at(x as f32 + 1.0) - ridge.at(x as f32 - 1.0);
            1.0 / (1.0 + slope * slope * 0.25).sqrt()
        })
        .collect();
    let rim_tint = mix(s.palette.glow, s.palette.light, 0.3);
    let (depth, rim_depth) = (1.0 / look.depth.max(1.0), 1.0 / (u * 0.006));
    let mut drifts = vec![0.0; s.easel.width];
    for y in from..s.easel.height {
        drift.row(y, &mut drifts);
        for (x, pixel) in s.easel.row(y).iter_mut().enumerate() {
            let down = y as f32 + 0.5 - ridge.top[x];
            let cover = (down * sharp[x] + 0.5).clamp(0.0, 1.0);
            if cover > 0.0 {
                let t = (down * depth + drifts[x] * 0.22).clamp(0.0, 1.0);
                let mut tint = mix(look.crest, look.foot, t * t * (3.0 - 2.0 * t));
                if look.rim > 0.0 {
                    let edge = (1.0 - down * rim_depth).max(0.0);
                    tint = screen(tint, rim_tint, edge * edge * look.rim);
                }
                *pixel = mix(*pixel, tint, cover);
            }
        }
    }
}

/// Rock and snow on the face of a ridge, as a light from the side would show them.
pub(super) fn faces(s: &mut Sketch, ridge: &Ridge, light: Light, snow: f32, strength: f32) {
    let noise = Noise::new(s.dice.next());
    let (u, p) = (s.u, s.palette);
    let highest = ridge.highest();
    let from = highest.max(0.0) as usize;
    let side = if light.x < s.w / 2.0 { -1.0 } else { 1.0 };
    let height = |x: f32, down: f32| {
        let (x, d) = (x / u * 3.6, down / u * 2.6);
        let bend = noise.at(x * 0.7, d * 0.7) * 0.5;
        noise.ridged(x + bend + d * 0.35, d * 0.55 + bend, 4)
    };
    let below = (from as f32 + u * 0.9).min(s.h) as usize;
    let relief = Field::band(s.easel.width, (from, below), u / 300.0, |x, y| {
        let down = y - ridge.at(x);
        if down < -u * 0.02 {
            return 0.0;
        }
        let step = u * 0.012;
        (height(x + side * step, down - step * 0.5) - height(x - side * step * 0.3, down)) * -3.2
    });
    let white = mix(p.light, [1.0; 3], 0.4);
    let mut reliefs = vec![0.0; s.easel.width];
    for y in from..below.min(s.easel.height) {
        relief.row(y, &mut reliefs);
        for (x, pixel) in s.easel.row(y).iter_mut().enumerate() {
            let down = y as f32 + 0.5 - ridge.top[x];
            if down < 0.0 {
                continue;
            }
            let lit = reliefs[x].clamp(-1.0, 1.0);
            let fade = exp(-down / (u * 0.34)) * strength;
            let line = snow * u * (1.0 + lit * 0.9);
            let cap =
                smooth(line, line * 0.45, down + (y as f32 - highest) * 0.55) * (0.35 + 0.65 * smooth(-0.3, 0.35, lit));
            *pixel = mix(*pixel, white, cap * fade * 0.85);
            *pixel = if lit > 0.0 {
                screen(*pixel, p.glow, lit * fade * 0.55)
            } else {
                let keep = 1.0 + lit * fade * 0.45;
                pixel.map(|c| c * keep)
            };
        }
    }
}

/// Drifting mist around the height `y`, `thickness` pixels, `strength` 0.0 to 1.0.
pub(super) fn mist(s: &mut Sketch, y: f32, thickness: f32, strength: f32) {
    let noise = Noise::new(s.dice.next());
    let (u, tint) = (s.u, mix(s.palette.haze(), s.palette.glow, 0.18));
    let from = (y - thickness * 2.2).max(0.0) as usize;
    let to = (y + thickness * 2.2).max(0.0) as usize;
    let to = to.min(s.easel.height);
    let banks = Field::band(s.easel.width, (from.min(to), to), u / 60.0, |x, yy| {
        let d = (yy - y) / thickness;
        let fall = (1.0 - d * d * 0.21).max(0.0);
        let n = noise.fbm(x / u * 1.3 + noise.at(x / u, yy / u * 3.0) * 0.3, yy / u * 4.6, 4);
        fall * fall * (0.5 + n * 0.85).clamp(0.0, 1.0)
    });
    s.easel.veil((from, to), &banks, |_, _, v, p| mix(p, tint, v * strength));
}

/// Water below `line`: what stands above is mirrored, darker, broken by ripples; `light` leaves a glittering path.
pub(super) fn water(s: &mut Sketch, line: f32, ripple: f32, light: Option<Light>) {
    let noise = Noise::new(s.dice.next());
    let (u, w, p) = (s.u, s.easel.width, s.palette);
    let top = (line.max(1.0) as usize).min(s.easel.height);
    let deep = mix(p.near(), p.land[1], 0.35);
    let far_tint = mix(p.sky[3], p.land[1], 0.25);
    for y in top..s.easel.height {
        let d = (y - top) as f32 + 0.5;
        // Perspective: ripples are long and low far out, tall near by.
        let z = u * 0.22 / (d + u * 0.012);
        let source = (top as f32 - 1.0 - d * 0.92).max(0.0) as usize;
        let sink = smooth(0.0, s.h - line, d);
        let (above, below) = s.easel.pixels.split_at_mut(y * w);
        let mirror = &above[source * w..(source + 1) * w];
        let swing = ripple * u * lerp(0.004, 0.03, sink);
        for (x, pixel) in below[..w].iter_mut().enumerate() {
            let fx = (x as f32 - s.w / 2.0) / u;
            let wave = noise.fbm(fx * (1.2 + z * 1.1), z * 9.0, 3);
            let fine = noise.at(fx * (4.0 + z * 6.0), z * 34.0);
            let from = (x as f32 + wave * swing * 3.0).clamp(0.0, s.w - 1.0) as usize;
            let mut tint = mix(mirror[from.min(w - 1)], mix(far_tint, deep, sink), 0.2 + 0.6 * sink);
            let crest = wave * 0.65 + fine * 0.35;
            let keep = 1.0 + crest * ripple * lerp(0.3, 0.62, sink);
            tint = tint.map(|c| c * keep);
            if let Some(light) = light {
                let path = (x as f32 - light.x) / (light.radius * 0.9 + d * 0.22);
                let glint = smooth(0.0, 0.55, crest + 0.12) * exp(-path * path);
                tint = screen(tint, mix(p.light, p.glow, 0.45), glint * lerp(0.85, 0.4, sink));
            }
            *pixel = tint;
        }
    }
    s.easel.wash(|_, y, p| {
        let d = (y - line) / (u * 0.006);
        screen(p, far_tint, 0.35 / (1.0 + d * d))
    });
}

/// Birds far away.
pub(super) fn birds(s: &mut Sketch, around: (f32, f32), count: usize, tint: Tint) {
    let mut shape = Shape::new();
    for _ in 0..count {
        let (x, y) = (around.0 + s.dice.bell() * s.u * 0.3, around.1 + s.dice.bell() * s.u * 0.12);
        let span = s.u * s.dice.range(0.008, 0.017);
        let lift = span * s.dice.range(0.25, 0.7);
        let thick = span * 0.17;
        for side in [-1.0, 1.0] {
            let elbow = (x + side * span * 0.5, y - lift);
            shape.taper((x, y), elbow, thick * 1.3, thick);
            shape.taper(elbow, (x + side * span, y - lift * 0.45), thick, thick * 0.2);
        }
    }
    s.easel.fill(&shape, |_| tint);
}
