//! A road to the horizon, and the desert with its dunes and pyramids.

use super::Sketch;
use super::land::{Ground, Ridge, birds, ground, mist};
use super::mountain::{heaven, ranges};
use super::plants::{bare, conifers};
use super::sky::Light;
use crate::render::looks::paint::math::{lerp, sin, smooth};
use crate::render::looks::paint::{Field, Noise, Ramp, Shape, mix, screen};

pub(super) fn road(s: &mut Sketch) {
    let horizon = s.h * s.dice.range(0.5, 0.58);
    let vanish = s.w * s.dice.range(0.4, 0.6);
    let light = Light {
        x: vanish + s.dice.bell() * s.u * 0.16,
        y: horizon - s.u * s.dice.range(0.08, 0.28),
        radius: s.u * s.dice.range(0.06, 0.11),
    };
    heaven(s, horizon, light);
    ranges(s, horizon - s.u * 0.01, horizon + s.u * 0.03, 3);
    let bend = s.dice.sign() * s.dice.range(0.0, 0.2) * s.u;
    let (u, h, p) = (s.u, s.h, s.palette);
    let noise = Noise::new(s.dice.next());
    let soil = Ramp::new(&[mix(p.haze(), p.land[1], 0.4), mix(p.land[1], p.land[2], 0.25), p.near()]);
    // The half width and the middle of the road on row y.
    let middle = move |t: f32| vanish + bend * (1.0 - t) * (1.0 - t) * sin(t * 6.0);
    let half = move |t: f32| u * (0.004 + 0.42 * t);
    let top = horizon + u * 0.012;
    let band = (top as usize, s.easel.height);
    let growth = Field::band(s.easel.width, band, u / 360.0, |x, y| {
        let z = 0.3 / ((y - top).max(0.0) / (h - top) + 0.012);
        noise.fbm((x - vanish) / u * (1.0 + z * 2.2), z * 4.5, 4)
    });
    s.easel.veil(band, &growth, |x, y, plants, under| {
        if y < top {
            return under;
        }
        let t = (y - top) / (h - top);
        let z = 0.3 / (t + 0.012);
        let mut tint = soil.at(t * 0.8 + 0.12 + plants * 0.12);
        let d = (x - middle(t)) / half(t);
        let soft = u * 0.0022 / half(t).max(1.0) + 0.004;
        let on = 1.0 - smooth(1.0 - soft, 1.0 + soft, d.abs());
        let tar = mix(mix(p.land[1], p.near(), 0.5 + 0.5 * t), p.haze(), 0.4 * (1.0 - smooth(0.0, 0.25, t)));
        let rough = noise.at(x / u * 120.0, z * 160.0) * 0.02 * t;
        let shine = (1.0 - smooth(0.0, 0.45, t)) * (1.0 - smooth(0.0, 1.0, d.abs())) * 0.4;
        let mut tar = screen(tar.map(|c| c * (1.0 + rough)), p.glow, shine);
        let edge = smooth(0.03, 0.015, (d.abs() - 0.92).abs());
        let dash = smooth(0.024, 0.012, d.abs()) * smooth(0.38, 0.42, (z * 2.4).fract()) * smooth(0.0, 0.03, t);
        tar = mix(tar, mix(p.light, p.accent, 0.3), (edge * 0.34 + dash * 0.6) * lerp(0.85, 0.4, t));
        tint = mix(tint, tar, on);
        mix(tint, p.near(), 0.35 * smooth(0.55, 1.0, t))
    });
    posts(s, top, &middle, &half);
    roadside(s, top, &middle, &half);
    mist(s, top, u * 0.06, 0.6);
    s.easel.glow((vanish, top), u * 0.16, p.glow, 0.35);
    birds(s, (light.x, horizon * 0.6), 5, mix(p.near(), p.sky[1], 0.3));
}

fn posts(s: &mut Sketch, top: f32, middle: &impl Fn(f32) -> f32, half: &impl Fn(f32) -> f32) {
    let wires = s.dice.chance(0.5);
    let side = s.dice.sign();
    let mut shape = Shape::new();
    let mut tips = Vec::new();
    for i in 0..13 {
        let t = 0.62 / (1.0 + i as f32 * 0.9);
        let y = top + (s.h - top) * t;
        let x = middle(t) + side * half(t) * if wires { 1.7 } else { 1.2 };
        let tall = s.u * t * if wires { 1.5 } else { 0.16 };
        shape.taper((x, y), (x, y - tall), tall * 0.035, tall * 0.025);
        if wires {
            shape.taper(
                (x - tall * 0.13, y - tall * 0.9),
                (x + tall * 0.13, y - tall * 0.9),
                tall * 0.025,
                tall * 0.025,
            );
            tips.push(((x, y - tall * 0.9), tall));
        }
    }
    for pair in tips.windows(2) {
        let ((a, tall), (b, small)) = (pair[0], pair[1]);
        for side in [-0.12, 0.12] {
            let at = |t: f32| {
                let sag = 4.0 * t * (1.0 - t) * small * 0.16;
                (lerp(a.0 + side * tall, b.0 + side * small, t), lerp(a.1, b.1, t) + sag)
            };
            let points: Vec<_> = (0..=10).map(|i| at(i as f32 / 10.0)).collect();
            shape.line(&points, (tall * 0.006).max(0.6));
        }
    }
    let ink = s.palette.near();
    s.easel.fill(&shape, |_| ink);
}

/// Trees at both sides, near ones tall.
fn roadside(s: &mut Sketch, top: f32, middle: &impl Fn(f32) -> f32, half: &impl Fn(f32) -> f32) {
    let kind = s.dice.below(3);
    if kind == 0 {
        return;
    }
    for i in (0..12).rev() {
        let t = 0.3 / (1.0 + i as f32 * 0.5);
        let y = top + (s.h - top) * t;
        let mut shape = Shape::new();
        for side in [-1.0, 1.0] {
            let x = middle(t) + side * (half(t) * s.dice.range(1.9, 2.8) + s.u * 0.02);
            let tall = s.u * (0.03 + t * s.dice.range(1.1, 1.9));
            if kind == 1 {
                super::plants::conifer(&mut shape, &mut s.dice, x, y, tall);
            } else {
                bare(&mut shape, &mut s.dice, (x, y), tall, 0.9);
            }
        }
        let ink = mix(s.palette.land().at(0.3 + 2.2 * t), s.palette.haze(), (0.4 - t * 1.4).max(0.0));
        s.easel.fill(&shape, |_| ink);
    }
}

pub(super) fn desert(s: &mut Sketch) {
    let horizon = s.h * s.dice.range(0.5, 0.58);
    let light = Light::within(s, (0.24, 0.42), (0.06, 0.13));
    heaven(s, horizon, light);
    let land = s.palette.land();
    let far = Ridge::hills(s, horizon + s.u * 0.01, s.u * 0.035, 0.8);
    let look = Ground { crest: land.at(0.05), foot: s.palette.haze(), depth: s.u * 0.1, rim: 0.1 };
    ground(s, &far, &look);
    mist(s, horizon + s.u * 0.03, s.u * 0.06, 0.6);
    let kind = s.dice.below(3);
    if kind > 0 {
        pyramids(s, horizon + s.u * 0.05, light);
    }
    let rows = 5;
    for i in 0..rows {
        let t = i as f32 / (rows - 1) as f32;
        dune(s, lerp(horizon + s.u * 0.06, s.h * 0.9, t * (0.55 + 0.45 * t)), t, light);
        if i == 1 && kind != 1 {
            caravan(s, horizon + s.u * 0.07);
        }
        if i < 3 {
            let y = lerp(horizon + s.u * 0.1, s.h * 0.8, t);
            mist(s, y, s.u * 0.06, 0.25 * (1.0 - t));
        }
    }
}

/// A sand ridge with a lit and a shaded side, parted by its crest line.
fn dune(s: &mut Sketch, base: f32, t: f32, light: Light) {
    let noise = Noise::new(s.dice.next());
    let (u, h, p) = (s.u, s.h, s.palette);
    let (swing, wide) = (u * lerp(0.05, 0.14, t), u * lerp(0.6, 1.0, t));
    let side = if light.x < s.w / 2.0 { -1.0 } else { 1.0 };
    let ridge = Ridge::new(s, |x| {
        let n = noise.line(x / wide);
        base - swing * (n + 0.4 * (1.0 - noise.line(x / wide * 0.8 + 30.0).abs() * 2.0))
    });
    let land = p.land();
    let lit = mix(mix(land.at(0.2 + 0.5 * t), p.glow, 0.34 * (1.0 - t) + 0.08), p.sky[3], 0.1 * (1.0 - t));
    let shade = mix(land.at(0.45 + 0.55 * t), p.near(), 0.2 * t);
    let band = (ridge.highest().max(1.0) as usize - 1, s.easel.height);
    // The crest line wanders down from each top: on one side of it the light falls, on the other it does not.
    let folds = Field::band(s.easel.width, band, u / 300.0, |x, y| {
        let d = (y + 0.5 - ridge.at(x)) / swing;
        let broad = noise.at(x / wide * 1.15 + d * 0.34 * side, 3.3 + d * 0.22);
        broad + 0.12 * noise.at(x / wide * 3.0, d * 0.8)
    });
    let drifts = Field::band(s.easel.width, band, u / 200.0, |x, y| noise.at(x / u * 4.0, (y - ridge.at(x)) / u * 9.0));
    let mut rows = (vec![0.0; s.easel.width], vec![0.0; s.easel.width]);
    for row in band.0..band.1 {
        folds.row(row, &mut rows.0);
        drifts.row(row, &mut rows.1);
        let y = row as f32;
        for (x, pixel) in s.easel.row(row).iter_mut().enumerate() {
            let down = y + 0.5 - ridge.top[x];
            let cover = (down + 0.5).clamp(0.0, 1.0);
            if cover == 0.0 {
                continue;
            }
            let (d, fold) = (down / swing, rows.0[x]);
            let sun = smooth(-0.035, 0.05 + d * 0.03, fold);
            let waves = sin((down * (1.2 - 0.6 * t) + rows.1[x] * 34.0) * 60.0 / u * (1.2 - 0.4 * t));
            let tint = mix(shade, lit, sun * 0.9 + waves * 0.02 * (0.4 + sun));
            let edge = (1.0 - down / (u * 0.006)).max(0.0);
            let tint = screen(tint, p.glow, edge * edge * 0.3 * (1.0 - t));
            *pixel = mix(*pixel, mix(tint, p.near(), smooth(base, h * 1.05, y) * (0.25 + 0.45 * t)), cover);
        }
    }
}

fn pyramids(s: &mut Sketch, foot: f32, light: Light) {
    let from_left = light.x < s.w / 2.0;
    let centre = s.w * s.dice.range(0.35, 0.65);
    let sizes = [(0.55, 0.18, 0.35), (-0.38, 0.24, 0.5), (0.08, 0.36, 0.7)];
    let flip = s.dice.sign();
    let noise = Noise::new(s.dice.next());
    let p = s.palette;
    for (offset, size, t) in sizes {
        let (x, high) = (centre + offset * flip * s.u * 0.75, s.u * size * s.dice.range(0.85, 1.05));
        let (half, top) = (high * 0.78, foot - high * 0.62);
        let turn = half * s.dice.range(-0.3, 0.3);
        let land = p.land();
        let (lit, dark) = (mix(land.at(t * 0.35), p.glow, 0.42), land.at(0.25 + t * 0.45));
        let haze = p.haze();
        for (left, points) in [
            (true, vec![(x - half, foot), (x, top), (x + turn, foot + high * 0.04)]),
            (false, vec![(x + turn, foot + high * 0.04), (x, top), (x + half, foot)]),
        ] {
            let mut face = Shape::new();
            face.polygon(points);
            let tint = if left == from_left { lit } else { dark };
            let mask = crate::render::looks::paint::Mask::new(&face, s.easel.width, s.easel.height);
            let u = s.u;
            s.easel.apply(
                &mask,
                |x, y| {
                    let course =
                        noise.at(x / u * 3.0, y / u * 120.0) * 0.035 + noise.at(x / u * 40.0, y / u * 120.0) * 0.02;
                    mix(tint.map(|c| c * (1.0 + course)), haze, smooth(top, foot, y) * 0.35)
                },
                mix,
            );
        }
    }
}

/// Camels in a row.
fn caravan(s: &mut Sketch, y: f32) {
    let mut shape = Shape::new();
    let dir = s.dice.sign();
    let start = s.w * s.dice.range(0.35, 0.55);
    for i in 0..5 {
        let z = s.u * 0.034;
        let (x, y) = (start + dir * i as f32 * z * 2.1, y + s.dice.bell() * z * 0.1);
        let p = |dx: f32, up: f32| (x + dx * dir * z, y - up * z);
        shape.ellipse(x, y - z * 0.75, z * 0.5, z * 0.22);
        shape.polygon(vec![p(-0.25, 0.85), p(-0.02, 1.28), p(0.22, 0.85)]);
        for leg in [-0.38, -0.24, 0.26, 0.4] {
            shape.taper(p(leg, 0.7), p(leg + s.dice.bell() * 0.1, 0.0), z * 0.1, z * 0.06);
        }
        shape.taper(p(0.42, 0.75), p(0.74, 1.12), z * 0.16, z * 0.1);
        shape.taper(p(0.7, 1.14), p(0.98, 1.06), z * 0.13, z * 0.08);
        if i % 2 == 0 {
            shape.taper(p(-0.02, 1.1), p(0.0, 1.62), z * 0.26, z * 0.16);
            shape.disc(p(0.01, 1.72).0, p(0.01, 1.72).1, z * 0.11);
        }
    }
    let ink = mix(s.palette.near(), s.palette.land[1], 0.2);
    s.easel.fill(&shape, |_| ink);
}

/// A line of conifers that closes the view (used where a scene wants a wall of wood).
pub(super) fn treeline(s: &mut Sketch, base: f32, tall: f32, t: f32) {
    let ridge = Ridge::hills(s, base, s.u * 0.03, 0.8);
    let ink = s.palette.land().at(t);
    let trees = conifers(s, &ridge, tall, tall * 0.24);
    s.easel.fill(&trees, |_| ink);
    ground(s, &ridge, &Ground { crest: ink, foot: s.palette.near(), depth: s.u * 0.2, rim: 0.0 });
}
