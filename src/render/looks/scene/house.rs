//! The haunted house on its hill, and the graveyard.

use super::Sketch;
use super::land::{Ground, Ridge, ground, mist};
use super::mountain::ranges;
use super::plants::{bare, grass};
use super::sky::{Light, air, clouds, disc, haze, stars};
use crate::render::looks::paint::{Noise, Shape, mix};

/// Night air with a large light behind what matters.
fn gloom(s: &mut Sketch, horizon: f32, light: Light) {
    air(s, horizon);
    if s.palette.night {
        stars(s, horizon * 0.9, 0.7);
    }
    disc(s, light);
    let cover = s.dice.range(0.35, 0.68);
    clouds(s, horizon, cover, light);
    haze(s, horizon, s.u * 0.16, 0.4, light);
}

pub(super) fn house(s: &mut Sketch) {
    let horizon = s.h * s.dice.range(0.56, 0.62);
    let side = s.dice.sign();
    let x = s.w * (0.5 + side * s.dice.range(0.0, 0.12));
    let light = Light {
        x: x - side * s.u * s.dice.range(0.1, 0.24),
        y: horizon - s.u * s.dice.range(0.4, 0.52),
        radius: s.u * s.dice.range(0.12, 0.2),
    };
    gloom(s, horizon, light);
    ranges(s, horizon - s.u * 0.02, horizon + s.u * 0.14, 3);
    mist(s, horizon + s.u * 0.06, s.u * 0.12, 0.75);
    let noise = Noise::new(s.dice.next());
    let (u, top) = (s.u, horizon + s.u * s.dice.range(-0.02, 0.04));
    let steep = s.dice.range(0.3, 0.46);
    let hill = Ridge::new(s, |at| {
        let d = ((at - x).abs() / u - 0.2).max(0.0);
        top + u * (steep * d * d * 1.9 / (0.22 + d) + noise.line(at / u * 4.0) * 0.008)
    });
    let near = s.palette.near();
    let ink = mix(near, s.palette.land[1], 0.16);
    let mut trees = Shape::new();
    for (place, tall) in [(-0.36, 0.3), (0.4, 0.36), (-0.62, 0.42)] {
        let at = x + (place + s.dice.bell() * 0.08) * u * side;
        let tall = tall * s.dice.range(0.75, 1.2) * u;
        bare(&mut trees, &mut s.dice, (at, hill.at(at) + u * 0.01), tall, 1.0);
    }
    s.easel.fill(&trees, |_| mix(near, s.palette.land[1], 0.3));
    let size = u * s.dice.range(0.3, 0.36);
    mansion(s, (x, top + u * 0.012), size);
    ground(s, &hill, &Ground { crest: ink, foot: near, depth: u * 0.3, rim: 0.22 });
    path(s, (x, top + u * 0.02));
    let blades = grass(s, &hill, u * 0.024, (s.w / u * 420.0) as usize);
    s.easel.fill(&blades, |_| ink);
    fence(s, &hill, (x, side));
    bats(s, light);
    mist(s, horizon + u * 0.3, u * 0.12, 0.34);
    if s.dice.chance(0.6) {
        framing_branches(s, side);
    }
}

/// Wings and towers under steep roofs, some windows lit. `at` is the middle of its foot, `size` its height without towers.
fn mansion(s: &mut Sketch, at: (f32, f32), size: f32) {
    let (mut body, mut panes) = (Shape::new(), Shape::new());
    let foot = at.1 + size * 0.06;
    let flip = s.dice.sign();
    let mut parts: Vec<(f32, f32, f32, f32)> = vec![(0.0, 0.5, 0.56, 0.42)];
    parts.push((-0.36, 0.3, 0.42, 0.34));
    if s.dice.chance(0.75) {
        parts.push((0.38, 0.32, 0.46, 0.3));
    }
    let tower = s.dice.range(0.12, 0.3);
    parts.push((tower, 0.2, s.dice.range(0.86, 1.06), s.dice.range(0.36, 0.5)));
    if s.dice.chance(0.5) {
        parts.push((-0.46, 0.15, s.dice.range(0.6, 0.78), 0.3));
    }
    for (offset, wide, tall, roof) in parts {
        let (cx, wide, tall, roof) = (at.0 + offset * flip * size, wide * size, tall * size, roof * size);
        wing(s, &mut body, (cx, foot), (wide, tall, roof));
        windows(s, &mut panes, (cx, foot), (wide, tall), size * 0.055);
    }
    for offset in [-0.16, 0.1] {
        let x = at.0 + offset * flip * size;
        body.rectangle(x, foot - size * 0.98, size * 0.055, size * 0.3);
        body.rectangle(x - size * 0.012, foot - size * 1.0, size * 0.08, size * 0.03);
    }
    let (near, far) = (s.palette.near(), mix(s.palette.near(), s.palette.land[1], 0.32));
    let top = at.1 - size;
    s.easel.fill(&body, |y| mix(far, near, ((y - top) / size).clamp(0.0, 1.0)));
    let accent = s.palette.accent;
    s.easel.fill(&panes, |y| mix(accent, [1.0, 0.93, 0.72], (1.0 - (y - top) / size).clamp(0.0, 1.0) * 0.35));
    s.easel.shine(&panes, size * 0.1, accent, 0.75);
    s.easel.shine(&panes, size * 0.35, accent, 0.5);
}

/// A wall with a pointed, slightly hollow roof that overhangs, and a finial.
fn wing(s: &mut Sketch, body: &mut Shape, (cx, foot): (f32, f32), (wide, tall, roof): (f32, f32, f32)) {
    let half = wide / 2.0;
    body.rectangle(cx - half, foot - tall, wide, tall);
    let (eave, apex) = (half * 1.2, (cx + s.dice.bell() * wide * 0.04, foot - tall - roof));
    let hollow = wide * 0.07;
    body.polygon(vec![
        (cx - eave, foot - tall + wide * 0.05),
        (cx - half * 0.5 + hollow, foot - tall - roof * 0.42),
        apex,
        (cx + half * 0.5 - hollow, foot - tall - roof * 0.42),
        (cx + eave, foot - tall + wide * 0.05),
    ]);
    body.taper((apex.0, apex.1 + roof * 0.1), (apex.0, apex.1 - roof * 0.18), wide * 0.035, 0.6);
}

fn windows(s: &mut Sketch, panes: &mut Shape, (cx, foot): (f32, f32), (wide, tall): (f32, f32), size: f32) {
    let columns = (wide / (size * 2.6)).floor().max(1.0) as usize;
    let rows = (tall / (size * 3.1)).floor().max(1.0) as usize;
    for row in 0..rows {
        for column in 0..columns {
            if !s.dice.chance(0.42) {
                continue;
            }
            let x = cx + ((column as f32 + 0.5) / columns as f32 - 0.5) * wide * 0.86;
            let y = foot - tall * 0.9 + row as f32 / rows as f32 * tall * 0.86 + size * 0.4;
            // Four panes with a cross between them, round above.
            let (half, bar) = (size * 0.42, size * 0.05);
            for side in [-1.0, 1.0] {
                let left = if side < 0.0 { x - half } else { x + bar };
                panes.rectangle(left, y, half - bar, size * 0.5 - bar);
                panes.rectangle(left, y + size * 0.5 + bar, half - bar, size * 0.55);
                let inner = x + side * bar;
                panes.polygon(vec![
                    (inner, y - bar),
                    (inner, y - size * 0.3),
                    (x + side * half * 0.72, y - size * 0.19),
                    (x + side * half, y - bar),
                ]);
            }
        }
    }
}

fn path(s: &mut Sketch, (x, top): (f32, f32)) {
    let mut shape = Shape::new();
    let (mut left, mut right) = (Vec::new(), Vec::new());
    let bend = s.dice.sign() * s.u * 0.1;
    for i in 0..=24 {
        let t = i as f32 / 24.0;
        let y = top + (s.h - top) * t;
        let middle = x + bend * crate::render::looks::paint::math::sin(t * 5.0) * t.sqrt();
        let half = s.u * (0.012 + 0.11 * t * t);
        left.push((middle - half, y));
        right.push((middle + half, y));
    }
    left.extend(right.into_iter().rev());
    shape.polygon(left);
    let tint = mix(s.palette.land[1], s.palette.glow, 0.2);
    s.easel.blurred(&shape, s.u * 0.01, 0.34, |_| tint);
}

/// Crooked pickets along the hill.
fn fence(s: &mut Sketch, hill: &Ridge, (x, side): (f32, f32)) {
    let mut shape = Shape::new();
    let tall = s.u * 0.05;
    let mut tops = Vec::new();
    for i in 0..26 {
        let at = x + side * s.u * (0.2 + i as f32 * 0.026);
        let foot = hill.at(at) + tall * 0.2;
        let head = (at + s.dice.bell() * tall * 0.12, foot - tall * s.dice.range(0.85, 1.15));
        shape.taper((at, foot), head, tall * 0.12, tall * 0.1);
        shape.taper(head, (head.0, head.1 - tall * 0.16), tall * 0.1, 0.2);
        tops.push((head.0, head.1 + tall * 0.22));
    }
    shape.line(&tops, tall * 0.06);
    let lower: Vec<_> = tops.iter().map(|p| (p.0, p.1 + tall * 0.42)).collect();
    shape.line(&lower, tall * 0.06);
    let near = s.palette.near();
    s.easel.fill(&shape, |_| near);
}

fn bats(s: &mut Sketch, light: Light) {
    let mut shape = Shape::new();
    let count = 4 + s.dice.below(5);
    for _ in 0..count {
        let (x, y) = (light.x + s.dice.bell() * s.u * 0.36, light.y + s.dice.bell() * s.u * 0.2);
        let z = s.u * s.dice.range(0.014, 0.032);
        let flap = s.dice.range(-0.2, 0.4);
        for side in [-1.0, 1.0] {
            let p = |dx: f32, dy: f32| (x + side * dx * z, y + (dy - flap * dx * 0.5) * z);
            shape.polygon(vec![
                p(0.0, -0.12),
                p(0.1, -0.26),
                p(0.16, -0.1),
                p(0.5, -0.42),
                p(1.05, -0.2),
                p(0.82, 0.02),
                p(0.72, 0.16),
                p(0.5, 0.02),
                p(0.36, 0.2),
                p(0.2, 0.08),
                p(0.0, 0.34),
            ]);
        }
    }
    let ink = s.palette.near();
    s.easel.fill(&shape, |_| ink);
}

/// Branches that reach in from an upper corner, out of focus.
fn framing_branches(s: &mut Sketch, side: f32) {
    let mut shape = Shape::new();
    let x = if side > 0.0 { s.w + s.u * 0.1 } else { -s.u * 0.1 };
    bare(&mut shape, &mut s.dice, (x, s.h * 1.02), s.h.min(s.u * 1.5), 0.8);
    let ink = mix(s.palette.near(), [0.0; 3], 0.3);
    s.easel.blurred(&shape, s.u * 0.006, 0.96, |_| ink);
}

pub(super) fn graveyard(s: &mut Sketch) {
    let horizon = s.h * s.dice.range(0.54, 0.62);
    let light = Light::within(s, (0.16, 0.32), (0.09, 0.16));
    gloom(s, horizon, light);
    ranges(s, horizon, horizon + s.u * 0.12, 3);
    let land = s.palette.land();
    for i in 0..5 {
        let t = i as f32 / 4.0;
        let base = horizon + s.u * 0.1 + (s.h * 0.93 - horizon - s.u * 0.1) * t * (0.6 + 0.4 * t);
        mist(s, base - s.u * 0.03, s.u * 0.08, 0.72 - 0.4 * t);
        let ridge = Ridge::hills(s, base, s.u * 0.03, 0.6);
        let ink = land.at(0.4 + 0.6 * t);
        let mut shape = Shape::new();
        let size = s.u * (0.05 + 0.15 * t * t);
        let count = (s.w / s.u * (9.0 - 6.0 * t)) as usize + 1;
        for k in 0..count {
            let x = (k as f32 + s.dice.range(0.15, 0.85)) / count as f32 * s.w;
            let kind = s.dice.below(5);
            stone(
                &mut shape,
                (x, ridge.at(x) + size * 0.1),
                size * s.dice.range(0.7, 1.15),
                s.dice.bell() * 0.16,
                kind,
            );
        }
        if i == 1 || i == 3 {
            let x = s.w * if s.dice.chance(0.5) { s.dice.range(0.04, 0.25) } else { s.dice.range(0.75, 0.96) };
            let tall = s.u * (0.34 + 0.4 * t);
            bare(&mut shape, &mut s.dice, (x, ridge.at(x) + s.u * 0.01), tall, 1.0);
        }
        s.easel.fill(&shape, |_| ink);
        ground(
            s,
            &ridge,
            &Ground { crest: ink, foot: mix(ink, land.at(1.0), 0.6), depth: s.u * 0.16, rim: 0.14 * (1.0 - t) },
        );
        let blades = grass(s, &ridge, s.u * (0.015 + 0.04 * t), (s.w / s.u * 420.0) as usize);
        s.easel.fill(&blades, |_| ink);
    }
    bats(s, light);
}

/// A headstone: round, gabled, square, or a cross.
fn stone(shape: &mut Shape, (x, y): (f32, f32), size: f32, lean: f32, kind: usize) {
    let p = |dx: f32, up: f32| (x + (dx + up * lean) * size, y - up * size);
    match kind {
        0 | 1 => {
            let mut points = vec![p(-0.32, 0.0), p(-0.32, 0.72)];
            for i in 0..=10 {
                let a = std::f32::consts::PI * (1.0 - i as f32 / 10.0);
                points.push(p(
                    0.32 * crate::render::looks::paint::math::cos(a),
                    0.72 + 0.3 * crate::render::looks::paint::math::sin(a),
                ));
            }
            points.push(p(0.32, 0.0));
            shape.polygon(points);
        }
        2 => {
            shape.polygon(vec![p(-0.3, 0.0), p(-0.3, 0.8), p(0.0, 1.05), p(0.3, 0.8), p(0.3, 0.0)]);
        }
        3 => {
            shape.polygon(vec![p(-0.26, 0.0), p(-0.26, 0.7), p(0.26, 0.78), p(0.26, 0.0)]);
        }
        _ => {
            shape.polygon(vec![p(-0.07, 0.0), p(-0.06, 1.2), p(0.06, 1.2), p(0.07, 0.0)]);
            shape.polygon(vec![p(-0.3, 0.82), p(-0.3, 0.94), p(0.3, 0.94), p(0.3, 0.82)]);
            shape.polygon(vec![p(-0.25, 0.0), p(-0.2, 0.14), p(0.2, 0.14), p(0.25, 0.0)]);
        }
    }
}
