//! Castles and temples on their hills.

use super::Sketch;
use super::journey::treeline;
use super::land::{Ground, Ridge, birds, ground, mist};
use super::mountain::{heaven, ranges};
use super::plants::grass;
use super::sky::Light;
use crate::render::looks::paint::math::{lerp, smooth};
use crate::render::looks::paint::{Noise, Shape, mix};

pub(super) fn castle(s: &mut Sketch) {
    let horizon = s.h * s.dice.range(0.54, 0.6);
    let side = s.dice.sign();
    let x = s.w * (0.5 + side * s.dice.range(0.02, 0.14));
    let light = Light {
        x: x - side * s.u * s.dice.range(0.12, 0.34),
        y: horizon - s.u * s.dice.range(0.28, 0.44),
        radius: s.u * s.dice.range(0.08, 0.16),
    };
    heaven(s, horizon, light);
    ranges(s, horizon - s.u * 0.03, horizon + s.u * 0.16, 4);
    mist(s, horizon + s.u * 0.1, s.u * 0.1, 0.7);
    let noise = Noise::new(s.dice.next());
    let (u, top) = (s.u, horizon - s.u * s.dice.range(0.0, 0.08));
    let rock = Ridge::new(s, |at| {
        let d = ((at - x).abs() / u - 0.24).max(0.0);
        let rough = noise.ridged(at / u * 5.0, 0.3, 5) - 0.5;
        top + u * (d * 1.15 / (0.75 + d) - rough * 0.1 * (d * 6.0).min(1.0))
    });
    let ink = mix(s.palette.near(), s.palette.land[1], 0.5);
    let size = u * s.dice.range(0.3, 0.38);
    keep(s, (x, top), size, side);
    ground(
        s,
        &rock,
        &Ground { crest: ink, foot: mix(s.palette.near(), s.palette.haze(), 0.22), depth: u * 0.4, rim: 0.3 },
    );
    super::land::faces(s, &rock, light, 0.0, 0.3);
    mist(s, top + u * 0.36, u * 0.16, 0.65);
    let (low, tall) = (s.h * 0.86, u * 0.16);
    treeline(s, low, tall, 0.8);
    mist(s, s.h * 0.88, u * 0.08, 0.25);
    treeline(s, s.h * 0.99, tall * 1.7, 1.0);
    birds(s, (light.x, light.y), 7, s.palette.near());
}

/// Curtain walls, round towers with cones or battlements, a keep.
fn keep(s: &mut Sketch, (x, y): (f32, f32), size: f32, side: f32) {
    let (mut back, mut walls, mut panes) = (Shape::new(), Shape::new(), Shape::new());
    let foot = y + size * 0.12;
    let towers: [(f32, f32, f32, bool); 7] = [
        (-0.62, 0.16, 0.52, true),
        (-0.34, 0.14, 0.86, true),
        (-0.08, 0.26, 0.74, false),
        (0.12, 0.15, 1.22, true),
        (0.34, 0.2, 0.62, false),
        (0.56, 0.15, 0.72, true),
        (0.74, 0.12, 0.42, true),
    ];
    for (i, (offset, wide, tall, cone)) in towers.into_iter().enumerate() {
        let cx = x + offset * side * size;
        let (wide, tall) = (wide * size * s.dice.range(0.85, 1.15), tall * size * s.dice.range(0.85, 1.12));
        let shape = if i % 2 == 1 { &mut back } else { &mut walls };
        shape.rectangle(cx - wide / 2.0, foot - tall, wide, tall);
        let head = foot - tall;
        if cone {
            shape.rectangle(cx - wide * 0.6, head - wide * 0.06, wide * 1.2, wide * 0.3);
            let high = wide * s.dice.range(1.4, 2.2);
            shape.polygon(vec![(cx - wide * 0.66, head), (cx, head - high), (cx + wide * 0.66, head)]);
            shape.taper((cx, head - high * 0.9), (cx, head - high * 1.22), wide * 0.05, 0.5);
            shape.polygon(vec![
                (cx, head - high * 1.2),
                (cx - side * wide * 0.42, head - high * 1.13),
                (cx, head - high * 1.06),
            ]);
        } else {
            battlements(shape, cx - wide * 0.56, head, wide * 1.12);
        }
        for _ in 0..3 {
            if s.dice.chance(0.6) {
                let (px, py) = (cx + s.dice.bell() * wide * 0.3, foot - tall * s.dice.range(0.35, 0.92));
                panes.rectangle(px, py, size * 0.016, size * 0.04);
                panes.disc(px + size * 0.008, py, size * 0.008);
            }
        }
    }
    walls.rectangle(x - size * 0.68, foot - size * 0.3, size * 1.42, size * 0.3);
    battlements(&mut walls, x - size * 0.68, foot - size * 0.3, size * 1.42);
    let (near, mid) = (s.palette.near(), s.palette.land[1]);
    let top = foot - size * 1.4;
    let fade = |y: f32| smooth(top, foot, y);
    s.easel.fill(&back, |y| mix(mix(near, mid, 0.75), s.palette.haze(), 0.1 + 0.3 * fade(y)));
    s.easel.fill(&walls, |y| mix(mix(near, mid, 0.42), s.palette.haze(), 0.22 * fade(y)));
    let accent = s.palette.accent;
    s.easel.fill(&panes, |_| accent);
    s.easel.shine(&panes, size * 0.06, accent, 0.7);
}

fn battlements(shape: &mut Shape, x: f32, y: f32, wide: f32) {
    let teeth = ((wide / 12.0) as usize).clamp(4, 16);
    let step = wide / (teeth as f32 * 2.0 - 1.0);
    shape.rectangle(x, y, wide, step * 1.2);
    for i in 0..teeth {
        shape.rectangle(x + step * 2.0 * i as f32, y - step * 1.2, step, step * 1.3);
    }
}

pub(super) fn temple(s: &mut Sketch) {
    let horizon = s.h * s.dice.range(0.55, 0.62);
    let x = s.w * s.dice.range(0.4, 0.6);
    let light = Light {
        x: x + s.dice.bell() * s.u * 0.3,
        y: horizon - s.u * s.dice.range(0.22, 0.4),
        radius: s.u * s.dice.range(0.09, 0.17),
    };
    heaven(s, horizon, light);
    ranges(s, horizon - s.u * 0.05, horizon + s.u * 0.12, 4);
    mist(s, horizon + s.u * 0.08, s.u * 0.08, 0.6);
    let noise = Noise::new(s.dice.next());
    let (u, top) = (s.u, horizon + s.u * s.dice.range(-0.02, 0.05));
    let hill = Ridge::new(s, |at| {
        let d = ((at - x).abs() / u - 0.4).max(0.0);
        top + u * (d * 0.55 + noise.line(at / u * 5.0) * 0.008)
    });
    let near = s.palette.near();
    let size = u * s.dice.range(0.62, 0.74);
    columns(s, (x, top + u * 0.006), size);
    let ink = mix(near, s.palette.land[1], 0.3);
    ground(s, &hill, &Ground { crest: ink, foot: near, depth: u * 0.3, rim: 0.3 });
    let blades = grass(s, &hill, u * 0.014, (s.w / u * 500.0) as usize);
    s.easel.fill(&blades, |_| ink);
    cypresses(s, &hill, x);
    fallen(s, &hill, x);
    birds(s, (light.x, light.y), 6, mix(near, s.palette.sky[1], 0.2));
}

/// A temple's front; often a ruin.
fn columns(s: &mut Sketch, (x, foot): (f32, f32), size: f32) {
    let count = 5 + s.dice.below(3);
    let ruin = s.dice.chance(0.6);
    let tall = size * s.dice.range(0.46, 0.56);
    let steps = size * 0.022;
    let (mut shape, mut lit) = (Shape::new(), Shape::new());
    for i in 0..3 {
        let half = size * (0.54 - 0.02 * i as f32);
        shape.rectangle(x - half, foot - steps * (i + 1) as f32, half * 2.0, steps + 1.0);
    }
    let base = foot - steps * 3.0;
    let thick = size * 0.062;
    let side = s.dice.sign();
    for i in 0..count {
        let along = i as f32 / (count - 1) as f32;
        let cx = x + (along - 0.5) * size * 0.9;
        let late = (along - 0.5) * side;
        let broken = ruin && late > 0.12 && s.dice.chance(0.75);
        let high = tall * if broken { s.dice.range(0.25, 0.8) } else { 1.0 };
        shape.taper((cx, base), (cx, base - high), thick, thick * 0.84);
        shape.rectangle(cx - thick * 0.64, base - steps * 0.6, thick * 1.28, steps * 0.6);
        if broken {
            shape.polygon(vec![
                (cx - thick * 0.42, base - high + 1.0),
                (cx - thick * 0.2, base - high - thick * 0.3),
                (cx + thick * 0.42, base - high + 1.0),
            ]);
        } else {
            shape.polygon(vec![
                (cx - thick * 0.44, base - high + thick * 0.1),
                (cx - thick * 0.68, base - high - thick * 0.18),
                (cx + thick * 0.68, base - high - thick * 0.18),
                (cx + thick * 0.44, base - high + thick * 0.1),
            ]);
        }
        for k in 0..3 {
            let fx = cx + (k as f32 - 1.0) * thick * 0.24;
            lit.taper((fx, base - steps), (fx, base - high + thick * 0.2), thick * 0.05, thick * 0.04);
        }
    }
    let roof = base - tall - thick * 0.16;
    let (left, right) = (x - size * 0.53, x + size * 0.53);
    let cut = if ruin { x + side * size * s.dice.range(0.06, 0.12) } else { x };
    let beam = |a: f32, b: f32, y: f32, high: f32| vec![(a, y), (a, y - high), (b, y - high), (b, y)];
    let gable = size * 0.17;
    if ruin {
        let (outer, inner) = if side > 0.0 { (left, cut) } else { (right, cut) };
        shape.polygon(beam(outer, inner, roof, thick * 0.75));
        let far = |t: f32| lerp(outer, x, t);
        shape.polygon(vec![
            (outer, roof - thick * 0.7),
            (far(0.94), roof - thick * 0.9 - gable * 0.92),
            (far(0.8), roof - thick * 0.9 - gable * 0.5),
            (far(0.99), roof - thick * 0.9 - gable * 0.3),
            (inner - side * size * 0.03, roof - thick * 0.7),
        ]);
    } else {
        shape.polygon(beam(left, right, roof, thick * 0.75));
        shape.polygon(vec![
            (left - thick * 0.1, roof - thick * 0.9),
            (x, roof - thick * 0.9 - gable),
            (right + thick * 0.1, roof - thick * 0.9),
        ]);
        shape.rectangle(left - thick * 0.1, roof - thick * 0.95, size * 1.06 + thick * 0.2, thick * 0.25);
    }
    let (near, mid) = (s.palette.near(), s.palette.land[1]);
    s.easel.fill(&shape, |_| mix(near, mid, 0.3));
    s.easel.lay(&crate::render::looks::paint::Mask::new(&lit, s.easel.width, s.easel.height), |_| s.palette.glow, 0.12);
}

fn cypresses(s: &mut Sketch, hill: &Ridge, x: f32) {
    let mut shape = Shape::new();
    for side in [-1.0, 1.0] {
        let count = 1 + s.dice.below(4);
        for i in 0..count {
            let at = x + side * s.u * (0.44 + 0.1 * i as f32 + s.dice.range(0.0, 0.06));
            let tall = s.u * s.dice.range(0.16, 0.34);
            let foot = hill.at(at) + tall * 0.03;
            shape.ellipse(at, foot - tall * 0.45, tall * 0.085, tall * 0.45);
            shape.polygon(vec![
                (at - tall * 0.075, foot - tall * 0.6),
                (at + s.dice.bell() * tall * 0.02, foot - tall * 1.02),
                (at + tall * 0.075, foot - tall * 0.6),
            ]);
            shape.rectangle(at - tall * 0.015, foot - tall * 0.1, tall * 0.03, tall * 0.11);
        }
    }
    let ink = s.palette.near();
    s.easel.fill(&shape, |_| mix(ink, s.palette.land[1], 0.12));
}

/// Drums of columns in the grass.
fn fallen(s: &mut Sketch, hill: &Ridge, x: f32) {
    let mut shape = Shape::new();
    for _ in 0..5 {
        let at = x + s.dice.bell() * s.u * 0.5;
        let z = s.u * s.dice.range(0.012, 0.026);
        let lean = s.dice.bell() * 0.4;
        let y = hill.at(at) + z * 2.4;
        shape.polygon(vec![
            (at - z, y),
            (at - z + lean * z, y - z * 1.2),
            (at + z * 1.2 + lean * z, y - z),
            (at + z * 1.1, y + z * 0.3),
        ]);
    }
    let ink = mix(s.palette.near(), s.palette.land[1], 0.2);
    s.easel.fill(&shape, |_| ink);
}
