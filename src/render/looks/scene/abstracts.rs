//! Pictures of nothing in particular.

use super::Sketch;
use super::land::Ridge;
use crate::render::looks::paint::math::{cos, exp, length, lerp, sin, smooth};
use crate::render::looks::paint::{Field, Mask, Noise, Ramp, Shape, Tint, mix, scale, screen};

/// Large soft pools of the palette's colours, darker below.
fn pools(s: &mut Sketch) {
    let p = s.palette;
    let (w, h, u) = (s.w, s.h, s.u);
    let noise = Noise::new(s.dice.next());
    let ramp = Ramp::new(&[p.near(), p.sky[0], p.sky[1], p.sky[2], mix(p.sky[2], p.sky[3], 0.6)]);
    let lean = s.dice.sign() * s.dice.range(0.2, 0.5);
    let tone = Field::new(s.easel.width, s.easel.height, u / 70.0, |x, y| {
        let (fx, fy) = (x / u, y / u);
        let warp = noise.fbm(fx * 0.7 + 4.0, fy * 0.7, 2);
        let n = noise.fbm(fx * 0.75 + warp * 0.8, fy * 0.75 - warp * 0.6, 3);
        0.56 + n * 0.62 + lean * (x / w - 0.5) - 0.42 * (y / h - 0.4)
    });
    let all = (0, s.easel.height);
    s.easel.veil(all, &tone, |_, _, t, _| ramp.at(t));
}

pub(super) fn bokeh(s: &mut Sketch) {
    pools(s);
    let (u, w, h, p) = (s.u, s.w, s.h, s.palette);
    let near = p.near();
    s.easel.wash(|_, y, q| mix(scale(q, 0.62), near, 0.45 * smooth(h * 0.4, h, y)));
    let tints = [p.accent, p.glow, mix(p.sky[3], p.light, 0.2), mix(p.accent, p.light, 0.5), p.sky[2]];
    let line = h * s.dice.range(0.3, 0.5);
    let slope = s.dice.bell() * 0.4;
    for size in [0.022, 0.042, 0.075, 0.125] {
        let count = (w / u * 0.62 / size).min(30.0) as usize;
        for _ in 0..count {
            let x = s.dice.unit() * w;
            let y = line + slope * (x - w / 2.0) + s.dice.bell() * h * 0.3;
            let radius = u * size * s.dice.range(0.7, 1.3);
            let tint = tints[s.dice.below(5)];
            let strength = s.dice.range(0.1, 0.46) * (1.0 - 0.75 * smooth(h * 0.5, h * 0.85, y));
            let mut disc = Shape::new();
            disc.disc(x, y, radius);
            let mask = Mask::soft(&disc, s.easel.width, s.easel.height, radius * 0.09);
            // A lens draws the rim a little brighter than the middle.
            s.easel.apply(
                &mask,
                |px, py| {
                    let d = length(px - x, py - y) / radius;
                    scale(tint, 0.62 + 0.38 * smooth(0.5, 0.97, d))
                },
                |under, light, cover| screen(under, light, cover * strength),
            );
        }
    }
    for _ in 0..40 {
        let at = (s.dice.unit() * w, line + s.dice.bell() * h * 0.36);
        s.easel.glow(at, u * s.dice.range(0.001, 0.003), p.light, 0.7);
    }
}

/// Bands of silk, each lit along its folds.
pub(super) fn ribbons(s: &mut Sketch) {
    let (u, w, h, p) = (s.u, s.w, s.h, s.palette);
    let ramp = Ramp::new(&[p.sky[1], p.sky[0], p.near()]);
    s.easel.wash(|_, y, _| ramp.at(y / h));
    let tilt = s.dice.bell() * 1.1;
    let (ct, st) = (cos(tilt), sin(tilt));
    let centre = h * s.dice.range(0.3, 0.44);
    s.easel.glow((w * s.dice.unit(), centre), u * 0.5, p.sky[2], 0.6);
    let tones = Ramp::new(&[p.sky[1], p.sky[2], p.sky[3], p.accent, p.glow]);
    let bands = 5 + s.dice.below(3);
    for i in 0..bands {
        let t = i as f32 / (bands - 1) as f32;
        let noise = Noise::new(s.dice.next());
        let shift = (t - 0.5) * s.dice.range(0.5, 0.9);
        let thick = s.dice.range(0.12, 0.26);
        let (a, b) = (tones.at(t * 0.8), tones.at(t * 0.8 + 0.22));
        let wave = s.dice.range(0.5, 0.85);
        let place = move |x: f32, y: f32| {
            let (x, y) = ((x - w / 2.0) / u, (y - centre) / u);
            let (along, off) = (x * ct + y * st, y * ct - x * st);
            let bend = shift + 0.34 * noise.line(along * wave + 3.0) + 0.1 * noise.line(along * wave * 2.3 + 8.0);
            let wide = thick * (1.0 + 0.7 * noise.line(along * 0.8 + 20.0));
            (along, (off - bend) / wide.max(0.03))
        };
        let across = Field::new(s.easel.width, s.easel.height, u / 150.0, |x, y| place(x, y).1);
        let along = Field::new(s.easel.width, s.easel.height, u / 60.0, |x, y| place(x, y).0);
        let mut rows = (vec![0.0; s.easel.width], vec![0.0; s.easel.width]);
        for y in 0..s.easel.height {
            across.row(y, &mut rows.0);
            along.row(y, &mut rows.1);
            let low = 1.0 - 0.55 * smooth(h * 0.55, h, y as f32);
            for ((pixel, d), l) in s.easel.row(y).iter_mut().zip(&rows.0).zip(&rows.1) {
                if !(-1.02..=1.9).contains(d) {
                    continue;
                }
                // A sharp upper edge, a long transparent fall below it.
                let cover = smooth(-1.012, -0.988, *d) * (1.0 - smooth(-0.4, 1.9, *d));
                let fold = 0.5 + 0.5 * sin(*d * 2.6 + l * 2.2);
                let edge = exp(-(*d + 1.0).max(0.0) * 9.0);
                let tint = mix(a, b, fold);
                let under = mix(*pixel, scale(tint, 0.28 + 0.72 * fold * low), cover * 0.72);
                *pixel = screen(under, mix(p.glow, p.light, 0.5), edge * cover * 0.5 * low);
            }
        }
    }
    let near = p.near();
    s.easel.wash(|_, y, q| mix(q, near, 0.5 * smooth(h * 0.6, h, y)));
}

/// Triangles, each in one colour, lit as a crumpled sheet.
pub(super) fn low_poly(s: &mut Sketch) {
    let (u, w, h, p) = (s.u, s.w, s.h, s.palette);
    let noise = Noise::new(s.dice.next());
    let cell = u * s.dice.range(0.12, 0.2);
    let (columns, rows) = ((w / cell) as i32 + 3, (h / (cell * 0.86)) as i32 + 3);
    let jitter = Noise::new(s.dice.next());
    let point = |i: i32, j: i32| {
        let x = (i as f32 - 1.0 + if j % 2 == 0 { 0.0 } else { 0.5 }) * cell;
        let y = (j as f32 - 1.0) * cell * 0.86;
        (x + (jitter.cell(i, j) - 0.5) * cell * 0.7, y + (jitter.cell(i + 900, j) - 0.5) * cell * 0.7)
    };
    let ramp = Ramp::new(&[p.near(), p.sky[0], p.sky[1], p.sky[2], mix(p.sky[2], p.sky[3], 0.75)]);
    let focus = (w * s.dice.range(0.15, 0.85), h * s.dice.range(0.05, 0.36));
    let high = |q: (f32, f32)| noise.fbm(q.0 / u * 2.4, q.1 / u * 2.4, 3);
    let light = (s.dice.sign() * 0.7, -0.7);
    let tint = |t: [(f32, f32); 3]| {
        let c = ((t[0].0 + t[1].0 + t[2].0) / 3.0, (t[0].1 + t[1].1 + t[2].1) / 3.0);
        let d = length(c.0 - focus.0, c.1 - focus.1) / (h.max(w) * 0.78);
        let (z0, z1, z2) = (high(t[0]), high(t[1]), high(t[2]));
        let (ux, uy, uz) = ((t[1].0 - t[0].0) / u, (t[1].1 - t[0].1) / u, (z1 - z0) * 0.22);
        let (vx, vy, vz) = ((t[2].0 - t[0].0) / u, (t[2].1 - t[0].1) / u, (z2 - z0) * 0.22);
        let (nx, ny, nz) = (uy * vz - uz * vy, uz * vx - ux * vz, ux * vy - uy * vx);
        let long = (nx * nx + ny * ny + nz * nz).sqrt().max(1e-6) * nz.signum();
        let lit = (nx * light.0 + ny * light.1) / long;
        let base = ramp.at(0.95 - d * 0.95 + lit * 0.2 + (jitter.cell(c.0 as i32, c.1 as i32) - 0.5) * 0.07);
        if lit > 0.0 { screen(base, p.glow, (lit * 0.3).min(0.3)) } else { scale(base, 1.0 + lit * 0.45) }
    };
    let base = ramp.at(0.3);
    s.easel.wash(|_, _, _| base);
    let mut seams = Shape::new();
    for j in 0..rows {
        for i in 0..columns {
            let shift = if j % 2 == 0 { 0 } else { 1 };
            let (a, b) = (point(i, j), point(i + 1, j));
            let (c, d) = (point(i + shift, j + 1), point(i + shift - 1, j + 1));
            for t in [[a, b, c], [a, c, d]] {
                let mut shape = Shape::new();
                // Grown a little, so that no ground shines through the joints.
                let m = ((t[0].0 + t[1].0 + t[2].0) / 3.0, (t[0].1 + t[1].1 + t[2].1) / 3.0);
                shape.polygon(t.iter().map(|q| (q.0 + (q.0 - m.0) * 0.012, q.1 + (q.1 - m.1) * 0.012)).collect());
                let colour = tint(t);
                s.easel.fill(&shape, |_| colour);
                seams.taper(t[0], t[1], 1.0, 1.0);
                seams.taper(t[0], t[2], 1.0, 1.0);
            }
        }
    }
    s.easel.shine(&seams, 0.0, p.glow, 0.1);
    s.easel.glow(focus, u * 0.4, p.glow, 0.3);
}

/// Sheets of cut paper, each with a shadow on the next.
pub(super) fn paper(s: &mut Sketch) {
    let (u, h, p) = (s.u, s.h, s.palette);
    let sheets = 7 + s.dice.below(3);
    let rising = s.dice.chance(0.6);
    let ramp = if rising {
        Ramp::new(&[mix(p.sky[3], p.light, 0.25), p.sky[2], p.sky[1], p.land[1], p.near()])
    } else {
        Ramp::new(&[p.sky[0], p.sky[1], p.sky[2], mix(p.sky[2], p.land[1], 0.5), p.near()])
    };
    let fibre = Noise::new(s.dice.next());
    let first = ramp.at(0.0);
    s.easel.wash(|_, _, _| first);
    let sun = (s.w * s.dice.range(0.25, 0.75), h * s.dice.range(0.16, 0.28));
    let round = u * s.dice.range(0.11, 0.18);
    let disc = |grow: f32| {
        let mut shape = Shape::new();
        shape.disc(sun.0, sun.1, round + grow);
        shape
    };
    for k in 0..3 {
        let ring = disc(u * 0.1 * (3 - k) as f32);
        let tint = mix(first, mix(p.light, p.glow, 0.3), 0.2 + 0.2 * k as f32);
        sheet(s, &ring, tint, u * 0.014);
    }
    sheet(s, &disc(0.0), mix(p.light, p.accent, 0.25), u * 0.016);
    for i in 0..sheets {
        let t = (i + 1) as f32 / sheets as f32;
        let base = lerp(h * 0.3, h * 0.95, t);
        let (swing, wide) = (u * s.dice.range(0.05, 0.1), s.dice.range(0.45, 0.9));
        let ridge = Ridge::hills(s, base, swing, wide);
        let mut points: Vec<(f32, f32)> =
            (0..=160).map(|k| k as f32 / 160.0 * (s.w + 8.0) - 4.0).map(|x| (x, ridge.at(x))).collect();
        points.push((s.w + 8.0, h + u * 0.1));
        points.push((-8.0, h + u * 0.1));
        let mut shape = Shape::new();
        shape.polygon(points);
        sheet(s, &shape, ramp.at(t), u * 0.03);
    }
    s.easel.wash(|x, y, q| {
        scale(q, 1.0 + 0.022 * fibre.at(x * 0.35, y * 0.35) + 0.02 * fibre.at(x * 0.09 + 7.0, y * 0.5))
    });
}

fn sheet(s: &mut Sketch, shape: &Shape, tint: Tint, shadow: f32) {
    let mut mask = Mask::soft(shape, s.easel.width, s.easel.height, shadow);
    let lift = (shadow * 0.35) as usize;
    mask.y = mask.y.saturating_sub(lift);
    s.easel.lay(&mask, |_| scale(s_dark(tint), 0.35), 0.5);
    s.easel.fill(shape, |_| tint);
    let edge = Mask::new(shape, s.easel.width, s.easel.height);
    // The cut edge catches the light.
    let width = edge.width;
    let mut thin = edge.cover.clone();
    for (i, cover) in thin.iter_mut().enumerate() {
        let below = i.checked_sub(width * 3).map_or(0.0, |k| edge.cover[k]);
        *cover = (*cover - below).max(0.0);
    }
    let edge = Mask { cover: thin, ..edge };
    s.easel.apply(&edge, |_, _| [1.0; 3], |under, light, cover| screen(under, light, cover * 0.16));
}

fn s_dark(tint: Tint) -> Tint {
    mix(tint, [0.0, 0.0, 0.05], 0.5)
}

/// The lines of a map, every fifth one stronger.
pub(super) fn contours(s: &mut Sketch) {
    let (u, h, p) = (s.u, s.h, s.palette);
    let noise = Noise::new(s.dice.next());
    let ramp = Ramp::new(&[p.near(), p.sky[0], p.sky[1], p.sky[2], mix(p.sky[2], p.sky[3], 0.55)]);
    let (steps, zoom) = (s.dice.range(13.0, 19.0), s.dice.range(0.75, 1.15));
    let stretch = s.dice.range(0.7, 1.3);
    let land = Field::new(s.easel.width, s.easel.height, u / 240.0, |x, y| {
        let (x, y) = (x / u * zoom, y / u * zoom * stretch);
        let warp = noise.at(x * 0.8 + 5.0, y * 0.8);
        0.5 + 0.62 * noise.fbm(x + warp * 0.35, y + warp * 0.25, 3)
    });
    let (width, height) = (s.easel.width, s.easel.height);
    let mut rows = (vec![0.0; width], vec![0.0; width]);
    for y in 0..height {
        land.row(y, &mut rows.0);
        land.row((y + 1).min(height - 1), &mut rows.1);
        let low = 1.0 - 0.6 * smooth(h * 0.5, h * 0.95, y as f32);
        for (x, pixel) in s.easel.row(y).iter_mut().enumerate() {
            let v = rows.0[x];
            let (gx, gy) = (rows.0[(x + 1).min(width - 1)] - v, rows.1[x] - v);
            let steep = length(gx, gy).max(1e-6);
            let level = v * steps;
            let band = level.floor();
            let away = (level - level.round()).abs() / (steep * steps);
            let strong = (level.round() as i32).rem_euclid(5) == 0;
            let line = 1.0 - smooth(0.0, u * if strong { 0.0032 } else { 0.0019 }, away);
            // Each terrace throws a soft shadow on the one below it.
            let shade = 0.86 + 0.14 * smooth(0.0, u * 0.03, (level - band) / (steep * steps));
            let relief = 1.0 + ((gx - gy) * u * 0.045).clamp(-0.16, 0.16);
            let ground = scale(ramp.at((band / steps) * 0.95 * (0.55 + 0.45 * low)), shade * relief);
            let ink = if strong { p.accent } else { mix(p.sky[3], p.glow, 0.5) };
            *pixel = screen(ground, ink, line * if strong { 0.85 } else { 0.42 } * low);
        }
    }
}

/// Sparks that rise from a fire out of sight.
pub(super) fn embers(s: &mut Sketch) {
    let (u, w, h, p) = (s.u, s.w, s.h, s.palette);
    let noise = Noise::new(s.dice.next());
    let source = w * s.dice.range(0.3, 0.7);
    let ramp = Ramp::new(&[scale(p.near(), 0.7), p.sky[0], p.sky[1], p.sky[2], mix(p.sky[3], p.accent, 0.4)]);
    let lean = s.dice.bell() * 0.5;
    let smoke = Field::new(s.easel.width, s.easel.height, u / 130.0, |x, y| {
        let up = (h - y) / u;
        let (fx, fy) = ((x - source) / u - lean * up * 0.4, y / u);
        let warp = noise.fbm(fx * 1.6, fy * 1.1 + 4.0, 3);
        let n = 0.5 + 0.6 * noise.fbm(fx * 1.9 + warp * 0.7, fy * 1.2 + warp * 0.5, 5);
        let plume = exp(-fx * fx / (0.12 + 0.3 * up));
        n * plume * (0.35 + 0.75 * exp(-up * 0.55)) + 0.5 * exp(-up * 3.2) * plume
    });
    let all = (0, s.easel.height);
    s.easel.veil(all, &smoke, |_, _, v, _| ramp.at(v * 0.92));
    let tints = [p.accent, mix(p.accent, p.light, 0.6), mix(p.glow, p.accent, 0.5)];
    let mut soft = Vec::new();
    for _ in 0..(w * h / (u * u) * 190.0) as usize {
        let up = s.dice.unit() * s.dice.unit() * 0.75 + s.dice.unit() * 0.25;
        let x = source + lean * up * h * 0.3 + s.dice.bell() * u * (0.18 + 0.75 * up);
        let at = (x + u * 0.06 * noise.at(x / u * 3.0, up * 9.0), h * (1.0 - up));
        let near = s.dice.unit();
        let size = u * (0.0008 + 0.0028 * near * near * near);
        let tint = tints[s.dice.below(3)];
        let turn = noise.at(at.0 / u * 2.0, at.1 / u * 2.0) * 1.4;
        let long = size * s.dice.range(1.0, 7.0);
        let mut streak = Shape::new();
        streak.taper(at, (at.0 + sin(turn) * long, at.1 - cos(turn) * long), size * 1.3, size * 0.3);
        let fade = 0.95 - 0.6 * up;
        s.easel.shine(&streak, 0.0, tint, fade);
        s.easel.glow(at, size * 2.2, tint, 0.55 * fade);
        if near > 0.975 {
            soft.push((at, size * s.dice.range(3.0, 6.0), tint));
        }
    }
    for (at, size, tint) in soft {
        let mut disc = Shape::new();
        disc.disc(at.0, at.1, size);
        s.easel.shine(&disc, size * 0.8, tint, 0.4);
    }
}
