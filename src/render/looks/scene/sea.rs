//! The sea from above and from below, and a ship on it.

use super::Sketch;
use super::land::{Ground, Ridge, birds, ground, mist, water};
use super::sky::{Light, air, clouds, disc, haze, rays, stars};
use crate::render::looks::paint::math::{exp, lerp, sin, smooth};
use crate::render::looks::paint::{Field, Noise, Ramp, Shape, mix, scale, screen};

/// Sky and open water; gives the horizon and the light.
fn open_water(s: &mut Sketch) -> (f32, Light) {
    let line = s.h * s.dice.range(0.5, 0.6);
    let low = s.dice.chance(0.6);
    let mut light = Light::within(s, (0.12, 0.3), (0.05, 0.09));
    if low {
        light.y = line - light.radius * s.dice.range(0.2, 2.4);
    }
    air(s, line);
    if s.palette.night {
        stars(s, line, 1.0);
    }
    disc(s, light);
    let cover = s.dice.range(0.3, 0.66);
    clouds(s, line, cover, light);
    haze(s, line, s.u * 0.1, 0.5, light);
    (line, light)
}

pub(super) fn sea(s: &mut Sketch) {
    let (line, light) = open_water(s);
    let kind = s.dice.below(4);
    if kind <= 1 {
        islands(s, line, light);
    }
    let ripple = s.dice.range(0.8, 1.3);
    water(s, line, ripple, Some(light));
    match kind {
        1 => lighthouse(s, line),
        2 => swell(s, line),
        _ => {}
    }
    birds(s, (s.w * 0.5, line * 0.62), 5, mix(s.palette.near(), s.palette.sky[1], 0.3));
}

fn islands(s: &mut Sketch, line: f32, light: Light) {
    let land = s.palette.land();
    let away = if light.x > s.w / 2.0 { -1.0 } else { 1.0 };
    for i in 0..3 {
        let t = i as f32 / 2.0;
        let cx = s.w * (0.5 + away * s.dice.range(0.1, 0.42));
        let (wide, high) = (s.u * s.dice.range(0.2, 0.42), s.u * s.dice.range(0.05, 0.15));
        let noise = Noise::new(s.dice.next());
        let u = s.u;
        let ridge = Ridge::new(s, |x| {
            let d = (x - cx) / wide;
            let dome = (1.0 - d * d).max(-0.05);
            line + 2.0 - high * dome * (0.75 + 0.6 * (noise.ridged(x / u * 4.0, 0.0, 5) - 0.4))
        });
        let ink = land.at(0.12 + 0.4 * t);
        ground(s, &ridge, &Ground { crest: ink, foot: mix(ink, s.palette.haze(), 0.6), depth: high, rim: 0.2 });
    }
    mist(s, line, s.u * 0.035, 0.5);
}

/// Near waves as dark layers with lit crests.
fn swell(s: &mut Sketch, line: f32) {
    let land = s.palette.land();
    for i in 0..5 {
        let t = i as f32 / 4.0;
        let base = lerp(line + (s.h - line) * 0.42, s.h * 0.97, t);
        let noise = Noise::new(s.dice.next());
        let (u, swing) = (s.u, s.u * lerp(0.016, 0.05, t));
        let ridge = Ridge::new(s, |x| {
            let wave = 1.0 - noise.line(x / u * lerp(2.6, 1.2, t)).abs() * 2.0;
            base - swing * (wave + noise.line(x / u * 9.0) * 0.12)
        });
        let ink = land.at(0.55 + 0.45 * t);
        ground(
            s,
            &ridge,
            &Ground {
                crest: mix(ink, s.palette.glow, 0.14),
                foot: ink,
                depth: swing * 2.4,
                rim: 0.42 * (1.0 - t * 0.6),
            },
        );
    }
}

/// Rocks at one side with a lighthouse and its beam.
fn lighthouse(s: &mut Sketch, line: f32) {
    let side = s.dice.sign();
    let x = s.w * 0.5 + side * s.w * s.dice.range(0.24, 0.34);
    let (u, noise) = (s.u, Noise::new(s.dice.next()));
    let top = line + u * 0.02;
    let rock = Ridge::new(s, |at| {
        let d = (at - x) * side / u;
        let slope = if d < 0.0 { -d * 0.9 } else { d * 0.12 };
        let flat = (d.abs() - 0.06).max(0.0) / (d.abs() + 0.01);
        top + u * (slope * flat - (noise.ridged(at / u * 5.0, 0.0, 5) - 0.5) * 0.05 * flat)
    });
    let (near, p) = (s.palette.near(), s.palette);
    let tall = u * 0.3;
    let foot = rock.at(x) + u * 0.01;
    let head = foot - tall;
    let mut beam = Shape::new();
    beam.polygon(vec![(x, head), (x - side * u * 1.5, head - u * 0.3), (x - side * u * 1.5, head - u * 0.02)]);
    s.easel.shine(&beam, u * 0.03, mix(p.light, p.accent, 0.5), if p.night { 0.32 } else { 0.15 });
    let mut tower = Shape::new();
    tower.taper((x, foot), (x, head), tall * 0.2, tall * 0.12);
    tower.rectangle(x - tall * 0.09, head - tall * 0.02, tall * 0.18, tall * 0.03);
    tower.rectangle(x - tall * 0.045, head - tall * 0.12, tall * 0.015, tall * 0.12);
    tower.rectangle(x + tall * 0.03, head - tall * 0.12, tall * 0.015, tall * 0.12);
    tower.polygon(vec![
        (x - tall * 0.075, head - tall * 0.11),
        (x, head - tall * 0.2),
        (x + tall * 0.075, head - tall * 0.11),
    ]);
    s.easel.fill(&tower, |_| mix(near, p.land[1], 0.18));
    s.easel.glow((x, head - tall * 0.06), tall * 0.06, p.accent, 1.0);
    s.easel.glow((x, head - tall * 0.06), tall * 0.3, p.accent, 0.4);
    ground(s, &rock, &Ground { crest: mix(near, p.land[1], 0.25), foot: near, depth: u * 0.2, rim: 0.25 });
}

pub(super) fn ship(s: &mut Sketch) {
    let (line, light) = open_water(s);
    if s.dice.chance(0.4) {
        islands(s, line, light);
    }
    let x = light.x + s.dice.bell() * s.u * 0.12;
    let size = s.u * s.dice.range(0.3, 0.4);
    galleon(s, (x.clamp(s.w * 0.3, s.w * 0.7), line + s.u * 0.012), size);
    let ripple = s.dice.range(0.6, 1.1);
    water(s, line + s.u * 0.012, ripple, Some(light));
    birds(s, (light.x, line * 0.55), 6, mix(s.palette.near(), s.palette.sky[1], 0.3));
    if s.dice.chance(0.5) {
        swell(s, line);
    }
}

/// A three-master under sail.
fn galleon(s: &mut Sketch, (x, y): (f32, f32), size: f32) {
    let dir = s.dice.sign();
    let p = |dx: f32, up: f32| (x + dx * dir * size, y - up * size);
    let mut hull = Shape::new();
    hull.polygon(vec![
        p(-0.46, 0.0),
        p(-0.52, 0.2),
        p(-0.5, 0.27),
        p(-0.34, 0.25),
        p(-0.33, 0.17),
        p(0.28, 0.14),
        p(0.3, 0.2),
        p(0.42, 0.2),
        p(0.47, 0.19),
        p(0.4, 0.08),
        p(0.34, 0.0),
    ]);
    hull.taper(p(0.42, 0.18), p(0.68, 0.3), size * 0.022, size * 0.008);
    let mut sails = Shape::new();
    for (mast, tall) in [(-0.32, 0.74), (-0.03, 0.98), (0.25, 0.84)] {
        hull.taper(p(mast, 0.1), p(mast, tall + 0.06), size * 0.022, size * 0.008);
        let mut low = 0.27;
        for (k, share) in [0.42, 0.33, 0.2].into_iter().enumerate() {
            let high = low + (tall - 0.27) * share;
            let half = 0.155 - 0.032 * k as f32;
            let belly = 0.05;
            sails.polygon(vec![
                p(mast - half, low),
                p(mast - half * 0.8 + belly * 0.3, (low + high) / 2.0),
                p(mast - half * 0.82, high),
                p(mast + half * 0.82, high),
                p(mast + half * 0.9 + belly, (low + high) / 2.0),
                p(mast + half, low),
                p(mast + belly * 0.5, low + 0.03),
            ]);
            low = high + 0.018;
        }
        hull.polygon(vec![p(mast, tall + 0.06), p(mast - 0.1, tall + 0.045), p(mast, tall + 0.03)]);
    }
    sails.polygon(vec![p(0.3, 0.62), p(0.64, 0.29), p(0.34, 0.25)]);
    hull.line(&[p(0.25, 0.88), p(0.67, 0.3)], size * 0.005);
    hull.line(&[p(-0.32, 0.78), p(-0.5, 0.26)], size * 0.005);
    let (near, glow) = (s.palette.near(), s.palette.glow);
    s.easel.fill(&sails, |_| mix(mix(near, s.palette.land[1], 0.55), glow, 0.16));
    s.easel.fill(&hull, |_| near);
    let mut lamps = Shape::new();
    for i in 0..5 {
        let at = p(-0.24 + 0.11 * i as f32, 0.09);
        lamps.rectangle(at.0, at.1, size * 0.014, size * 0.014);
    }
    s.easel.fill(&lamps, |_| s.palette.accent);
    s.easel.shine(&lamps, size * 0.04, s.palette.accent, 0.7);
}

pub(super) fn underwater(s: &mut Sketch) {
    let p = s.palette;
    let surface = mix(mix(p.sky[2], p.sky[3], 0.5), p.light, 0.25);
    let ramp = Ramp::new(&[surface, mix(p.sky[2], p.sky[1], 0.45), mix(p.sky[1], p.land[1], 0.4), p.land[1], p.near()]);
    let (h, u) = (s.h, s.u);
    s.easel.wash(|_, y, _| ramp.at(y / h));
    let light = Light { x: s.w * s.dice.range(0.3, 0.7), y: -u * 0.3, radius: u * 0.1 };
    s.easel.glow((light.x, -u * 0.05), u * 0.5, mix(p.light, p.glow, 0.3), 0.6);
    ripples_above(s, light);
    rays(s, light, h * 1.2, 1.0);
    rays(s, light, h * 1.2, 0.7);
    for i in 0..3 {
        let t = i as f32 / 2.0;
        let base = lerp(h * 0.76, h * 0.96, t);
        let ridge = Ridge::peaks(s, base, u * lerp(0.16, 0.1, t), 0.5);
        let ink = mix(ramp.at(0.62), p.near(), 0.25 + 0.75 * t);
        ground(s, &ridge, &Ground { crest: ink, foot: mix(ink, p.near(), 0.5), depth: u * 0.2, rim: 0.16 * (1.0 - t) });
        let weeds = kelp(s, &ridge, u * lerp(0.14, 0.4, t), (s.w / u * lerp(16.0, 7.0, t)) as usize);
        s.easel.fill(&weeds, |_| ink);
    }
    let whale = s.dice.chance(0.5);
    if whale {
        leviathan(s);
    }
    shoal(s, if whale { 26 } else { 60 });
    for _ in 0..(s.w / u * 90.0) as usize {
        let (at, size) = ((s.dice.unit() * s.w, s.dice.unit() * h), u * s.dice.range(0.0008, 0.0026));
        let bright = 0.5 * (1.0 - at.1 / h);
        s.easel.glow(at, size, p.light, 0.12 + bright);
    }
}

/// The surface seen from below.
fn ripples_above(s: &mut Sketch, light: Light) {
    let (u, noise, p) = (s.u, Noise::new(s.dice.next()), s.palette);
    let deep = s.h * 0.26;
    let net = Field::new(s.easel.width, deep as usize + 2, u / 300.0, |x, y| {
        let far = 1.0 / (0.1 + (deep - y).max(0.0) / u * 1.2);
        let (a, b) = ((x - light.x) / u * (0.8 + far * 0.5), far * 3.0);
        let n = noise.ridged(a * 1.6 + noise.at(a, b) * 0.4, b, 3);
        smooth(0.5, 0.95, n) * exp(-y / (deep * 0.42))
    });
    s.easel.veil((0, deep as usize), &net, |_, _, v, q| screen(q, p.light, v * 0.55));
}

fn kelp(s: &mut Sketch, ridge: &Ridge, tall: f32, count: usize) -> Shape {
    let mut shape = Shape::new();
    for _ in 0..count {
        let x = s.dice.unit() * s.w;
        let (tall, phase, sway) = (tall * s.dice.range(0.4, 1.15), s.dice.range(0.0, 6.0), s.dice.range(0.02, 0.07));
        let at = |t: f32| (x + sin(phase + t * 4.5) * sway * tall * (0.3 + t), ridge.at(x) + tall * 0.05 - tall * t);
        for i in 0..14 {
            let (a, b) = (i as f32 / 14.0, (i + 1) as f32 / 14.0);
            let width = |t: f32| tall * 0.03 * (1.0 - t * 0.85);
            shape.taper(at(a), at(b), width(a), width(b));
            let (from, side) = (at(a), if i % 2 == 0 { 1.0 } else { -1.0 });
            let tip = (from.0 + side * tall * 0.09 * (1.0 - a * 0.6), from.1 - tall * 0.075);
            let mid = ((from.0 + tip.0) / 2.0, (from.1 + tip.1) / 2.0 + tall * 0.012);
            shape.taper(from, mid, tall * 0.012, tall * 0.026);
            shape.taper(mid, tip, tall * 0.026, 0.3);
        }
    }
    shape
}

fn shoal(s: &mut Sketch, count: usize) {
    let dir = s.dice.sign();
    let (cx, cy) = (s.w * s.dice.range(0.3, 0.7), s.h * s.dice.range(0.24, 0.42));
    let mut shape = Shape::new();
    for _ in 0..count {
        let (dx, dy) = (s.dice.bell(), s.dice.bell());
        let (x, y) = (cx + dx * s.u * 0.4, cy + dy * s.u * 0.16 + dx * dx * s.u * 0.1);
        let z = s.u * s.dice.range(0.008, 0.018);
        shape.ellipse(x, y, z, z * 0.36);
        shape.polygon(vec![
            (x - dir * z * 0.7, y),
            (x - dir * z * 1.6, y - z * 0.42),
            (x - dir * z * 1.35, y),
            (x - dir * z * 1.6, y + z * 0.42),
        ]);
    }
    let tint = mix(s.palette.land[1], s.palette.near(), 0.4);
    s.easel.blurred(&shape, s.u * 0.002, 0.8, |_| tint);
}

/// A whale, as a shadow in the blue.
fn leviathan(s: &mut Sketch) {
    let (dir, size) = (s.dice.sign(), s.u * s.dice.range(0.42, 0.56));
    let (x, y) = (s.w * 0.5 + s.dice.bell() * s.u * 0.1, s.h * s.dice.range(0.34, 0.44));
    let tilt = s.dice.range(-0.05, 0.22);
    let p = |dx: f32, up: f32| (x + dx * dir * size, y - (up + dx * tilt) * size);
    let mut shape = Shape::new();
    let top = [
        (0.5, 0.02),
        (0.46, 0.075),
        (0.36, 0.115),
        (0.2, 0.135),
        (0.02, 0.13),
        (-0.1, 0.115),
        (-0.16, 0.145),
        (-0.2, 0.105),
        (-0.32, 0.06),
        (-0.44, 0.035),
    ];
    let bottom =
        [(-0.44, 0.01), (-0.3, -0.01), (-0.12, -0.06), (0.06, -0.1), (0.24, -0.11), (0.4, -0.075), (0.48, -0.03)];
    shape.polygon(top.iter().chain(&bottom).map(|q| p(q.0, q.1)).collect());
    shape.polygon(vec![
        p(-0.42, 0.025),
        p(-0.56, 0.13),
        p(-0.62, 0.12),
        p(-0.53, 0.02),
        p(-0.6, -0.075),
        p(-0.54, -0.09),
    ]);
    shape.polygon(vec![p(0.22, -0.06), p(0.14, -0.2), p(0.02, -0.27), p(0.0, -0.25), p(0.09, -0.16), p(0.12, -0.06)]);
    let (dark, lit) = (mix(s.palette.land[1], s.palette.near(), 0.55), mix(s.palette.sky[1], s.palette.land[1], 0.6));
    let top = y - size * 0.15;
    s.easel.blurred(&shape, s.u * 0.003, 0.9, |yy| mix(lit, dark, ((yy - top) / (size * 0.2)).clamp(0.0, 1.0)));
    s.easel.shine(
        &{
            let mut b = Shape::new();
            b.polygon(top_line(&p));
            b
        },
        s.u * 0.012,
        scale(s.palette.glow, 0.6),
        0.35,
    );
}

/// The lit strip along the whale's back.
fn top_line(p: &impl Fn(f32, f32) -> (f32, f32)) -> Vec<(f32, f32)> {
    [
        (0.46, 0.07),
        (0.36, 0.112),
        (0.2, 0.132),
        (0.02, 0.127),
        (-0.1, 0.112),
        (-0.1, 0.1),
        (0.02, 0.11),
        (0.2, 0.11),
        (0.36, 0.09),
    ]
    .iter()
    .map(|q| p(q.0, q.1))
    .collect()
}
