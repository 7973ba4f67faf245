//! A skyline with lit windows.

use super::Sketch;
use super::land::{mist, water};
use super::sky::{Light, air, clouds, disc, haze, stars};
use crate::render::looks::paint::math::{lerp, smooth};
use crate::render::looks::paint::{Noise, Shape, Tint, mix, screen};

pub(super) fn city(s: &mut Sketch) {
    let river = s.dice.chance(0.5);
    let line = s.h * if river { s.dice.range(0.6, 0.66) } else { s.dice.range(0.7, 0.8) };
    let light = Light::within(s, (0.14, 0.32), (0.05, 0.11));
    air(s, line);
    if s.palette.night {
        stars(s, line * 0.8, 0.6);
    }
    disc(s, light);
    let cover = s.dice.range(0.25, 0.6);
    clouds(s, line, cover, light);
    haze(s, line, s.u * 0.22, 0.7, light);
    let layers = if river { 4 } else { 5 };
    let centre = s.w * s.dice.range(0.3, 0.7);
    for i in 0..layers {
        let t = i as f32 / (layers - 1) as f32;
        let foot = if river { line } else { lerp(line, s.h * 1.02, t * t) };
        block(s, foot, t, centre, river);
        if i + 1 < layers {
            mist(s, foot - s.u * 0.04, s.u * 0.16, 0.5 * (1.0 - t) + 0.1);
        }
    }
    if river {
        water(s, line, 0.9, Some(light));
        let near = s.palette.near();
        let (u, h) = (s.u, s.h);
        s.easel.wash(|_, y, q| mix(q, near, 0.55 * smooth(h - u * 0.5, h, y)));
    }
}

/// One row of buildings that stands on `foot`.
fn block(s: &mut Sketch, foot: f32, t: f32, centre: f32, river: bool) {
    let ink = s.palette.land().at(0.12 + 0.88 * t);
    let haze = s.palette.haze();
    let (mut walls, mut dim, mut lit) = (Shape::new(), Shape::new(), Shape::new());
    let noise = Noise::new(s.dice.next());
    let tall = s.u * if river { lerp(0.62, 0.24, t) } else { lerp(0.62, 0.5, t) };
    let broad = s.u * lerp(0.055, if river { 0.08 } else { 0.16 }, t);
    // What stands behind closes the gaps between the houses of this row.
    let (low, below) = if river { (0.1, tall * 0.1) } else { (0.34, s.h) };
    walls.rectangle(-2.0, foot - tall * low, s.w + 4.0, below);
    let mut x = -broad;
    while x < s.w {
        let wide = broad * s.dice.range(0.65, 1.5);
        let d = (x + wide / 2.0 - centre) / (s.u * 0.55);
        let rise = 1.0 / (1.0 + d * d);
        let height = tall * (0.24 + 0.76 * rise * s.dice.range(0.35, 1.0) + 0.12 * noise.line(x / s.u * 3.0)).max(0.12);
        let top = foot - height;
        tower(s, &mut walls, (x, top), (wide, foot - top));
        panes(s, &mut dim, &mut lit, (x, top), (wide, height), t);
        x += wide * s.dice.range(0.92, 1.18);
    }
    let depth = tall * 1.15;
    s.easel.fill(&walls, |y| mix(ink, haze, smooth(foot - depth, foot, y) * 0.6 * (1.0 - t)));
    let glow = lerp(0.3, 0.85, t);
    let accent = s.palette.accent;
    s.easel.fill(&dim, |_| mix(ink, mix(accent, s.palette.glow, 0.5), 0.42 * glow));
    s.easel.fill(&lit, |_| mix(ink, warm(accent), glow));
    if t > 0.2 {
        s.easel.shine(&lit, s.u * 0.02, accent, 0.4 * glow);
    }
}

fn warm(accent: Tint) -> Tint {
    screen(accent, [1.0, 0.9, 0.7], 0.25)
}

/// A building with one of several crowns.
fn tower(s: &mut Sketch, walls: &mut Shape, (x, top): (f32, f32), (wide, height): (f32, f32)) {
    walls.rectangle(x, top, wide, height + 2.0);
    let cx = x + wide / 2.0;
    match s.dice.below(8) {
        0 => {
            for k in 1..4 {
                let inset = wide * 0.14 * k as f32;
                walls.rectangle(x + inset, top - wide * 0.16 * k as f32, wide - inset * 2.0, wide * 0.18);
            }
            walls.taper((cx, top - wide * 0.4), (cx, top - wide * 1.1), wide * 0.05, 0.5);
        }
        1 => {
            walls.polygon(vec![(x, top + 1.0), (x + wide, top + 1.0), (x + wide, top - wide * s.dice.range(0.2, 0.5))]);
        }
        2 => {
            walls.polygon(vec![(x + wide * 0.1, top + 1.0), (cx, top - wide * 0.75), (x + wide * 0.9, top + 1.0)]);
            walls.taper((cx, top - wide * 0.6), (cx, top - wide * 1.15), wide * 0.03, 0.4);
        }
        3 => {
            walls.rectangle(x + wide * 0.15, top - wide * 0.1, wide * 0.35, wide * 0.12);
            walls.taper((x + wide * 0.7, top), (x + wide * 0.7, top - wide * 0.55), wide * 0.035, 0.5);
        }
        4 => {
            walls.ellipse(cx, top, wide * 0.36, wide * 0.2);
            walls.taper((cx, top - wide * 0.15), (cx, top - wide * 0.6), wide * 0.04, 0.5);
        }
        5 => {
            walls.rectangle(x + wide * 0.2, top - wide * 0.22, wide * 0.6, wide * 0.24);
        }
        _ => {}
    }
}

/// Windows in rows; whole floors and single rooms are lit.
fn panes(s: &mut Sketch, dim: &mut Shape, lit: &mut Shape, (x, top): (f32, f32), (wide, height): (f32, f32), t: f32) {
    let pitch = s.u * lerp(0.0085, 0.0165, t);
    let (columns, rows) = ((wide * 0.84 / pitch) as usize, (height / (pitch * 1.35)) as usize);
    if columns == 0 {
        return;
    }
    let busy = s.dice.range(0.06, 0.42);
    let broad = s.dice.range(0.42, 0.78);
    let step = wide * 0.84 / columns as f32;
    for row in 0..rows.min(80) {
        let floor = s.dice.chance(0.05);
        for column in 0..columns {
            let roll = s.dice.unit();
            let chance = if floor { 0.85 } else { busy };
            if roll > chance {
                continue;
            }
            let left = x + wide * 0.08 + step * (column as f32 + 0.5 - broad / 2.0);
            let y = top + pitch * (0.7 + row as f32 * 1.35);
            let shape = if roll < chance * 0.45 { &mut *lit } else { &mut *dim };
            shape.rectangle(left, y, step * broad, pitch * 0.72);
        }
    }
}
