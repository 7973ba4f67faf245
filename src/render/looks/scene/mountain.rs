//! Mountains: in layers, over a lake, under a climber, above the clouds.

use super::Sketch;
use super::land::{Ground, Ridge, birds, faces, ground, mist, water};
use super::plants::{conifers, grass};
use super::sky::{Light, air, clouds, disc, haze, rays, stars};
use crate::render::looks::paint::math::{lerp, smooth};
use crate::render::looks::paint::{Field, Noise, Ramp, Shape, mix};

/// Air, light and what floats in it; the horizon is at `horizon` pixels.
pub(super) fn heaven(s: &mut Sketch, horizon: f32, light: Light) {
    air(s, horizon);
    if s.palette.night {
        stars(s, horizon, 1.0);
    }
    disc(s, light);
    if s.dice.chance(0.75) {
        let cover = s.dice.range(0.28, 0.62);
        clouds(s, horizon, cover, light);
    }
    if !s.palette.night && s.dice.chance(0.6) {
        rays(s, light, horizon * 1.1, 0.34);
    }
    haze(s, horizon, s.u * 0.16, 0.5, light);
}

/// Ridges from `from` to `to` (pixels), far to near, with mist in each valley.
pub(super) fn ranges(s: &mut Sketch, from: f32, to: f32, count: usize) {
    let land = s.palette.land();
    let foot = s.palette.haze();
    for i in 0..count {
        let t = i as f32 / (count - 1).max(1) as f32;
        let base = lerp(from, to, t * (0.72 + 0.28 * t));
        let swing = s.u * lerp(0.13, 0.1, t);
        let ridge = if i * 2 < count {
            Ridge::peaks(s, base, swing, lerp(0.5, 0.62, t))
        } else {
            Ridge::hills(s, base, swing * 0.75, 0.55)
        };
        let depth = t * t * 0.35 + t * 0.65;
        let look = Ground {
            crest: land.at(depth),
            foot: mix(land.at(depth), foot, 0.75 * (1.0 - t)),
            depth: s.u * 0.26,
            rim: if s.palette.night { 0.1 } else { 0.26 } * (1.0 - t),
        };
        ground(s, &ridge, &look);
        if i * 2 >= count && i + 1 < count {
            let trees = conifers(s, &ridge, s.u * lerp(0.03, 0.1, t), s.u * lerp(0.008, 0.024, t));
            s.easel.fill(&trees, |_| land.at(depth));
        }
        if i + 1 < count {
            mist(s, base + swing * 0.9, s.u * 0.09, 0.62 * (1.0 - t) + 0.12);
        }
    }
}

/// Dark conifers or grass at the lower edge.
pub(super) fn foreground(s: &mut Sketch, base: f32) {
    let ridge = Ridge::hills(s, base, s.u * 0.05, 0.9);
    let near = s.palette.near();
    ground(s, &ridge, &Ground { crest: mix(near, s.palette.land[1], 0.12), foot: near, depth: s.u * 0.2, rim: 0.05 });
    let growth = if s.dice.chance(0.65) {
        let tall = s.u * s.dice.range(0.18, 0.34);
        conifers(s, &ridge, tall, tall * 0.24)
    } else {
        grass(s, &ridge, s.u * 0.06, (s.w / s.u * 620.0) as usize)
    };
    s.easel.fill(&growth, |_| mix(near, s.palette.land[1], 0.1));
}

pub(super) fn mountain(s: &mut Sketch) {
    let horizon = s.h * s.dice.range(0.46, 0.58);
    let light = Light::within(s, (0.16, 0.34), (0.05, 0.1));
    heaven(s, horizon, light);
    massif(s, horizon + s.u * 0.08, light);
    mist(s, horizon + s.u * 0.1, s.u * 0.1, 0.7);
    let count = 3 + s.dice.below(3);
    ranges(s, horizon + s.u * 0.1, s.h * 0.84, count);
    if s.dice.chance(0.5) {
        let at = (s.w * s.dice.range(0.3, 0.7), horizon * 0.7);
        birds(s, at, 7, mix(s.palette.near(), s.palette.sky[1], 0.25));
    }
    let base = s.h * s.dice.range(0.93, 0.99);
    foreground(s, base);
}

/// One great mountain group with rock and snow.
fn massif(s: &mut Sketch, base: f32, light: Light) {
    let high = s.u * s.dice.range(0.34, 0.5);
    let (cx, wide) = (s.w * s.dice.range(0.25, 0.75), s.u * s.dice.range(0.5, 0.75));
    let noise = Noise::new(s.dice.next());
    let second = (cx + s.dice.sign() * wide * 0.9, s.dice.range(0.55, 0.8));
    let u = s.u;
    let ridge = Ridge::new(s, |x| {
        let cone = |c: f32, h: f32| {
            let d = ((x - c) / wide).abs();
            h * (1.0 - d).max(-0.3) * (1.0 - 0.25 * smooth(0.0, 0.5, d))
        };
        let mass = cone(cx, 1.0).max(cone(second.0, second.1)).max(0.12);
        let rough = noise.ridged(x / u * 3.1, 0.4, 6) - 0.5;
        base - high * (mass + rough * 0.26 * (0.35 + mass) + noise.line(x / u * 22.0) * 0.012)
    });
    let land = s.palette.land();
    let look = Ground {
        crest: land.at(0.2),
        foot: s.palette.haze(),
        depth: high * 1.15,
        rim: if s.palette.night { 0.1 } else { 0.2 },
    };
    ground(s, &ridge, &look);
    let snow = if s.dice.chance(0.7) { s.dice.range(0.16, 0.3) } else { 0.03 };
    faces(s, &ridge, light, snow, if s.palette.night { 0.5 } else { 0.85 });
}

pub(super) fn lake(s: &mut Sketch) {
    let line = s.h * s.dice.range(0.54, 0.63);
    let light = Light::within(s, (0.2, 0.36), (0.045, 0.085));
    heaven(s, line, light);
    massif(s, line, light);
    mist(s, line - s.u * 0.02, s.u * 0.08, 0.7);
    let land = s.palette.land();
    for (t, lift) in [(0.45, 0.055), (0.75, 0.018)] {
        let ridge = Ridge::hills(s, line - s.u * lift, s.u * 0.045, 0.7);
        ground(
            s,
            &ridge,
            &Ground { crest: land.at(t), foot: mix(land.at(t), s.palette.haze(), 0.5), depth: s.u * 0.12, rim: 0.0 },
        );
        let trees = conifers(s, &ridge, s.u * lerp(0.03, 0.085, t), s.u * lerp(0.009, 0.017, t));
        s.easel.fill(&trees, |_| land.at(t));
    }
    mist(s, line - s.u * 0.005, s.u * 0.035, 0.5);
    let ripple = s.dice.range(0.25, 0.8);
    water(s, line, ripple, Some(light));
    let base = s.h * s.dice.range(0.98, 1.02);
    foreground(s, base);
}

pub(super) fn summit(s: &mut Sketch) {
    let horizon = s.h * s.dice.range(0.52, 0.6);
    let side = s.dice.sign();
    let light = Light {
        x: s.w * (0.5 - side * s.dice.range(0.0, 0.18)),
        y: horizon - s.u * s.dice.range(0.12, 0.26),
        radius: s.u * s.dice.range(0.07, 0.13),
    };
    heaven(s, horizon, light);
    rays(s, light, s.h, 0.55);
    ranges(s, horizon + s.u * 0.04, s.h * 0.8, 4);
    mist(s, s.h * 0.78, s.u * 0.16, 0.55);
    // The rock: a steep silhouette from one side, its top inside the picture.
    let peak = (s.w * (0.5 + side * s.dice.range(0.02, 0.16)), horizon + s.u * s.dice.range(0.02, 0.12));
    let noise = Noise::new(s.dice.next());
    let u = s.u;
    let ridge = Ridge::new(s, |x| {
        let d = (x - peak.0) / u * side;
        let ramp = if d > 0.0 { d * 0.42 } else { -d * 1.25 };
        let flat = (d.abs() - 0.045).max(0.0) / (d.abs() + 0.02);
        let rough = noise.ridged(x / u * 4.0, 0.2, 5) - 0.55;
        peak.1 + u * (ramp * flat - rough * 0.12 * flat.min(1.0) * (0.4 + ramp))
    });
    let near = s.palette.near();
    ground(s, &ridge, &Ground { crest: mix(near, s.palette.land[1], 0.22), foot: near, depth: s.u * 0.35, rim: 0.55 });
    faces(s, &ridge, light, 0.0, 0.32);
    let at = (peak.0, ridge.at(peak.0) + s.u * 0.004);
    let tall = s.u * s.dice.range(0.07, 0.095);
    let pose = s.dice.below(3);
    climber(s, at, tall, side, pose);
    birds(s, (light.x, horizon * 0.6), 6, mix(near, s.palette.sky[1], 0.3));
}

/// A person seen from behind: standing (0), arms raised (1), with a flag (2).
fn climber(s: &mut Sketch, (x, y): (f32, f32), tall: f32, side: f32, pose: usize) {
    let mut shape = Shape::new();
    let t = tall;
    shape.disc(x, y - t * 0.91, t * 0.075);
    shape.taper((x, y - t * 0.84), (x, y - t * 0.45), t * 0.2, t * 0.16);
    shape.disc(x, y - t * 0.8, t * 0.1);
    shape.taper((x - t * 0.035, y - t * 0.5), (x - t * 0.1, y), t * 0.1, t * 0.07);
    shape.taper((x + t * 0.035, y - t * 0.5), (x + t * 0.11, y), t * 0.1, t * 0.07);
    // A rucksack keeps the outline from looking like a sign.
    shape.ellipse(x - side * t * 0.07, y - t * 0.68, t * 0.085, t * 0.14);
    let arm = |shape: &mut Shape, dir: f32, elbow: (f32, f32), hand: (f32, f32)| {
        let e = (x + dir * elbow.0 * t, y - elbow.1 * t);
        shape.taper((x + dir * t * 0.08, y - t * 0.8), e, t * 0.07, t * 0.06);
        shape.taper(e, (x + dir * hand.0 * t, y - hand.1 * t), t * 0.06, t * 0.045);
    };
    match pose {
        1 => {
            arm(&mut shape, -1.0, (0.22, 0.93), (0.3, 1.18));
            arm(&mut shape, 1.0, (0.22, 0.93), (0.32, 1.16));
        }
        2 => {
            arm(&mut shape, side, (0.2, 0.72), (0.3, 0.82));
            arm(&mut shape, -side, (0.15, 0.62), (0.13, 0.46));
            let pole = x + side * t * 0.31;
            shape.taper((pole, y), (pole, y - t * 1.62), t * 0.028, t * 0.022);
            let (top, long) = (y - t * 1.6, -side * t * 0.62);
            shape.polygon(vec![
                (pole, top),
                (pole + long * 0.5, top + t * 0.04),
                (pole + long, top - t * 0.02),
                (pole + long * 0.96, top + t * 0.3),
                (pole + long * 0.5, top + t * 0.38),
                (pole, top + t * 0.33),
            ]);
        }
        _ => {
            arm(&mut shape, -1.0, (0.15, 0.62), (0.13, 0.45));
            arm(&mut shape, 1.0, (0.16, 0.62), (0.15, 0.45));
        }
    }
    let ink = mix(s.palette.near(), [0.0; 3], 0.4);
    s.easel.fill(&shape, |_| ink);
}

pub(super) fn above_clouds(s: &mut Sketch) {
    let horizon = s.h * s.dice.range(0.42, 0.54);
    let light = Light {
        x: s.w * s.dice.range(0.3, 0.7),
        y: horizon - s.u * s.dice.range(0.03, 0.2),
        radius: s.u * s.dice.range(0.05, 0.09),
    };
    air(s, horizon);
    if s.palette.night {
        stars(s, horizon, 1.0);
    }
    disc(s, light);
    let cover = s.dice.range(0.1, 0.4);
    clouds(s, horizon, cover, light);
    haze(s, horizon, s.u * 0.12, 0.55, light);
    let peaks = 1 + s.dice.below(2);
    for _ in 0..peaks {
        massif(s, horizon + s.u * 0.05, light);
    }
    cloud_floor(s, horizon, light);
    mist(s, horizon + s.u * 0.015, s.u * 0.03, 0.8);
    s.easel.glow(light.at(), s.u * 0.42, s.palette.glow, 0.3);
}

/// Cumulus seen from above, out to the horizon: a billowing height, lit from where the sun stands.
fn cloud_floor(s: &mut Sketch, horizon: f32, light: Light) {
    let noise = Noise::new(s.dice.next());
    let (u, h, p, vanish) = (s.u, s.h, s.palette, s.w * 0.5);
    let zoom = s.dice.range(0.8, 1.25);
    let height = |x: f32, z: f32| {
        let warp = noise.at(x * 0.8 + 7.0, z * 0.8) * 0.4;
        // Folded noise turned over: round tops, narrow valleys.
        1.0 - noise.ridged(x + warp, z - warp, 4)
    };
    let place = |x: f32, y: f32| {
        let z = 0.34 / ((y - horizon).max(0.0) / u + 0.05);
        ((x - vanish) / u * (z + 0.12) * 2.3 * zoom, z * 2.2 * zoom)
    };
    let band = (horizon as usize, s.easel.height);
    let tops = Field::band(s.easel.width, band, u / 250.0, |x, y| {
        let (x, z) = place(x, y);
        height(x, z)
    });
    let lit = Field::band(s.easel.width, band, u / 180.0, |x, y| {
        let (cx, z) = place(x, y);
        let side = ((light.x - x) / u).clamp(-0.8, 0.8);
        height(cx, z) - height(cx + side * 0.12, z + 0.13)
    });
    let bright = mix(mix(p.light, p.sky[3], 0.35), p.glow, 0.25);
    let shade = Ramp::new(&[
        mix(p.sky[3], p.land[0], 0.4),
        mix(p.land[0], p.sky[1], 0.5),
        mix(p.land[1], p.sky[0], 0.3),
        p.near(),
    ]);
    let mut rows = (vec![0.0; s.easel.width], vec![0.0; s.easel.width]);
    for y in band.0..band.1 {
        tops.row(y, &mut rows.0);
        lit.row(y, &mut rows.1);
        let t = (y as f32 - horizon) / (h - horizon);
        let cover = smooth(0.0, 0.03, t);
        for (x, pixel) in s.easel.row(y).iter_mut().enumerate() {
            let side = (x as f32 - light.x) / (u * (0.34 + t));
            let near_light = 1.0 / (1.0 + side * side);
            let level = (0.3 + (rows.0[x] - 0.45) * 0.7 + rows.1[x] * 1.6).clamp(0.0, 1.0);
            let dark = shade.at(t * 0.85 + 0.12 - rows.0[x] * 0.16);
            let tint = mix(dark, bright, level * lerp(0.85, 0.3, t) * (0.45 + 0.55 * near_light));
            *pixel = mix(*pixel, tint, cover);
        }
    }
}
