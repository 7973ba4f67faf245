//! A room with a window, and a corridor with a light at its end.

use super::Sketch;
use super::sky::Light;
use crate::render::looks::paint::math::{lerp, smooth};
use crate::render::looks::paint::{Easel, Field, Mask, Noise, Shape, mix, scale, screen};

pub(super) fn room(s: &mut Sketch) {
    let p = s.palette;
    let (u, w, h) = (s.u, s.w, s.h);
    let side = s.dice.sign();
    let cx = w * (0.5 - side * s.dice.range(0.02, 0.12));
    let (wide, tall) = (u * s.dice.range(0.4, 0.54), u * s.dice.range(0.56, 0.72));
    let (wide, tall) = if s.portrait() { (wide, tall * 1.12) } else { (wide * 0.95, tall * 0.8) };
    let floor = h * s.dice.range(0.7, 0.76);
    let top = floor - tall - u * s.dice.range(0.12, 0.2);
    let wall = mix(p.land[1], p.land[0], 0.3);
    let noise = s.noise;
    let rough = Field::new(s.easel.width, s.easel.height, u / 200.0, |x, y| noise.fbm(x / u * 6.0, y / u * 6.0, 3));
    let all = (0, s.easel.height);
    s.easel.veil(all, &rough, |x, y, rough, _| {
        let d = ((x - cx) / (u * 0.9), (y - (top + tall / 2.0)) / (u * 0.95));
        let lit = 1.0 / (1.0 + d.0 * d.0 + d.1 * d.1);
        let plaster = 1.0 + 0.05 * rough;
        mix(scale(p.near(), 0.8), wall, lit * lit).map(|c| c * plaster)
    });
    boards(s, floor, cx);
    outside(s, (cx, top), (wide, tall));
    frame(s, (cx, top), (wide, tall));
    curtains(s, (cx, top), (wide, tall), floor);
    shaft(s, (cx, top), (wide, tall), floor, side);
    still_life(s, floor, cx, side, wide);
    for _ in 0..40 {
        let at = (
            cx + side * u * s.dice.range(-0.1, 0.4) + s.dice.bell() * u * 0.2,
            lerp(top, floor + u * 0.1, s.dice.unit()),
        );
        let size = u * s.dice.range(0.0007, 0.002);
        s.easel.glow(at, size, p.light, 0.5);
    }
}

/// Floorboards in perspective.
fn boards(s: &mut Sketch, floor: f32, cx: f32) {
    let (u, h, p, noise) = (s.u, s.h, s.palette, s.noise);
    let dark = p.near();
    let wood = mix(p.near(), p.land[1], 0.5);
    s.easel.wash(|x, y, under| {
        if y < floor {
            let board = smooth(floor - u * 0.05, floor - u * 0.047, y);
            return mix(under, mix(dark, wood, 0.35), board * 0.9);
        }
        let t = (y - floor) / (h - floor);
        let z = 1.0 / (0.35 + t);
        let across = (x - cx) / u * z * 6.0;
        let plank = across.floor();
        let seam = smooth(0.0, 0.04 * z + 0.01, (across - plank).min(plank + 1.0 - across));
        let grain =
            noise.fbm(across * 3.0, z * 9.0 + plank * 7.0, 3) * 0.14 + (noise.cell(plank as i32, 3) - 0.5) * 0.3;
        let lit = (1.0 - smooth(0.0, 0.95, t)) * 0.8 + 0.1;
        mix(dark, wood, (lit * (1.0 + grain)).clamp(0.0, 1.0)).map(|c| c * (0.55 + 0.45 * seam))
    });
}

/// What the window shows: another picture of the palette, small.
fn outside(s: &mut Sketch, (cx, top): (f32, f32), (wide, tall): (f32, f32)) {
    let seed = s.dice.next();
    let (w, h) = ((wide * 1.06) as u32, (tall * 1.04) as u32);
    let mut view = Sketch::new(w, h, s.palette, seed);
    match s.dice.below(4) {
        0 => super::wood::forest(&mut view),
        1 => super::city::city(&mut view),
        2 => super::mountain::mountain(&mut view),
        _ => super::wood::tree(&mut view),
    }
    let (x0, y0) = ((cx - wide * 0.53) as i64, top as i64);
    let Easel { width, height, pixels } = view.easel;
    for y in 0..height {
        let to = y0 + y as i64;
        if to < 0 || to >= s.easel.height as i64 {
            continue;
        }
        let row = s.easel.row(to as usize);
        for x in 0..width {
            let at = x0 + x as i64;
            if let Ok(at) = usize::try_from(at)
                && let Some(pixel) = row.get_mut(at)
            {
                *pixel = screen(pixels[y * width + x], s.palette.glow, 0.12);
            }
        }
    }
    s.easel.glow((cx, top + tall * 0.5), tall * 0.42, s.palette.glow, 0.25);
}

fn frame(s: &mut Sketch, (cx, top): (f32, f32), (wide, tall): (f32, f32)) {
    let bar = wide * 0.035;
    let (left, right) = (cx - wide * 0.5, cx + wide * 0.5);
    let mut shape = Shape::new();
    for x in [left - bar * 1.6, right] {
        shape.rectangle(x, top - bar * 1.6, bar * 1.6, tall + bar * 3.2);
    }
    for y in [top - bar * 1.6, top + tall] {
        shape.rectangle(left - bar * 1.6, y, wide + bar * 3.2, bar * 1.6);
    }
    shape.rectangle(left - bar * 3.0, top + tall + bar, wide + bar * 6.0, bar * 1.5);
    shape.rectangle(cx - bar * 0.6, top, bar * 1.2, tall);
    let rows = 2 + s.dice.below(2);
    for i in 1..=rows {
        shape.rectangle(left, top + tall * i as f32 / (rows + 1) as f32 - bar * 0.35, wide, bar * 0.7);
    }
    let p = s.palette;
    s.easel.fill(&shape, |_| mix(p.near(), p.land[1], 0.22));
}

fn curtains(s: &mut Sketch, (cx, top): (f32, f32), (wide, tall): (f32, f32), floor: f32) {
    let (p, noise) = (s.palette, Noise::new(s.dice.next()));
    let (head, foot) = (top - wide * 0.12, floor.min(top + tall * 1.25));
    for side in [-1.0, 1.0] {
        let outer = cx + side * wide * 0.82;
        let inner = |t: f32| cx + side * wide * (0.36 + 0.22 * smooth(0.0, 0.7, t) - 0.1 * smooth(0.7, 1.0, t));
        let mut points: Vec<_> = (0..=20).map(|i| i as f32 / 20.0).map(|t| (inner(t), lerp(head, foot, t))).collect();
        points.push((outer, foot));
        points.push((outer, head));
        let mut shape = Shape::new();
        shape.polygon(points);
        let mask = Mask::soft(&shape, s.easel.width, s.easel.height, 2.0);
        let u = s.u;
        s.easel.apply(
            &mask,
            |x, y| {
                let fold = noise.line(x / u * 18.0 + noise.at(x / u * 2.0, y / u) * 1.2);
                let lit = (0.45 + 0.5 * fold) * (1.0 - ((x - cx).abs() / wide - 0.4).max(0.0) * 1.6).clamp(0.2, 1.0);
                mix(p.near(), mix(p.land[1], p.glow, 0.3), lit.clamp(0.0, 1.0) * 0.8)
            },
            |under, over, cover| mix(under, over, cover * 0.93),
        );
    }
    let mut rod = Shape::new();
    rod.taper((cx - wide * 0.95, head), (cx + wide * 0.95, head), wide * 0.022, wide * 0.022);
    for side in [-1.0, 1.0] {
        rod.disc(cx + side * wide * 0.96, head, wide * 0.026);
    }
    s.easel.fill(&rod, |_| p.near());
}

/// Light falls through the panes onto the floor.
fn shaft(s: &mut Sketch, (cx, top): (f32, f32), (wide, tall): (f32, f32), floor: f32, side: f32) {
    let p = s.palette;
    let shift = side * wide * 0.7;
    let (near, far) = (floor + (s.h - floor) * 0.62, floor + (s.h - floor) * 0.08);
    let mut beam = Shape::new();
    beam.polygon(vec![
        (cx - wide * 0.5, top + tall * 0.1),
        (cx + wide * 0.5, top + tall * 0.1),
        (cx + wide * 0.85 + shift, near),
        (cx - wide * 0.55 + shift, near),
    ]);
    s.easel.shine(&beam, s.u * 0.06, p.glow, if p.night { 0.1 } else { 0.16 });
    let mut pools = Shape::new();
    for pane in 0..2 {
        for row in 0..2 {
            let (a, b) = (pane as f32 / 2.0 + 0.03, (pane + 1) as f32 / 2.0 - 0.03);
            let (c, d) = (row as f32 / 2.0 + 0.04, (row + 1) as f32 / 2.0 - 0.04);
            let at = |x: f32, y: f32| {
                let reach = lerp(0.9, 1.4, y) * wide;
                (cx + shift * lerp(0.55, 1.0, y) + (x - 0.5) * reach, lerp(far, near, y))
            };
            pools.polygon(vec![at(a, c), at(b, c), at(b, d), at(a, d)]);
        }
    }
    s.easel.shine(&pools, s.u * 0.012, mix(p.glow, p.light, 0.3), if p.night { 0.2 } else { 0.34 });
}

/// A table with something on it, as a silhouette at one side.
fn still_life(s: &mut Sketch, floor: f32, cx: f32, side: f32, wide: f32) {
    let p = s.palette;
    let x = cx - side * wide * 0.62;
    let (top, half) = (floor - s.u * 0.14, s.u * 0.16);
    let mut shape = Shape::new();
    shape.rectangle(x - half, top, half * 2.0, s.u * 0.016);
    for leg in [-0.86, 0.82] {
        shape.taper((x + leg * half, top), (x + leg * half * 1.04, floor + s.u * 0.05), s.u * 0.016, s.u * 0.009);
    }
    let mut books = top;
    for _ in 0..2 + s.dice.below(3) {
        let (thick, long) = (s.u * s.dice.range(0.01, 0.018), s.u * s.dice.range(0.07, 0.1));
        books -= thick;
        shape.rectangle(x - half * 0.75 + s.dice.bell() * s.u * 0.008, books, long, thick - 1.0);
    }
    let flame = (x + half * 0.35, top - s.u * 0.085);
    shape.rectangle(flame.0 - s.u * 0.011, top - s.u * 0.07, s.u * 0.022, s.u * 0.07);
    shape.ellipse(flame.0, top - s.u * 0.003, s.u * 0.026, s.u * 0.006);
    s.easel.fill(&shape, |_| mix(p.near(), [0.0; 3], 0.2));
    let mut fire = Shape::new();
    fire.ellipse(flame.0, flame.1, s.u * 0.0055, s.u * 0.012);
    s.easel.fill(&fire, |_| mix(p.accent, [1.0; 3], 0.4));
    s.easel.glow(flame, s.u * 0.03, p.accent, 0.6);
    s.easel.glow(flame, s.u * 0.16, p.accent, 0.26);
}

pub(super) fn corridor(s: &mut Sketch) {
    let p = s.palette;
    let (u, w, h) = (s.u, s.w, s.h);
    let (vx, vy) = (w * s.dice.range(0.42, 0.58), h * s.dice.range(0.42, 0.48));
    let noise = s.noise;
    let tight = if s.portrait() { (0.62, 1.0) } else { (0.62, 0.72) };
    let end = s.dice.range(0.13, 0.17);
    let (dark, wall) = (scale(p.near(), 0.7), mix(p.land[1], p.land[0], 0.35));
    let doors = 3.0;
    // Every pixel lies on a square frame around the vanishing point; its size tells the depth.
    s.easel.wash(|x, y, _| {
        let (dx, dy) = ((x - vx) / (u * tight.0), (y - vy) / (u * tight.1));
        let size = dx.abs().max(dy.abs()).max(1e-4);
        if size < end {
            return p.light;
        }
        let depth = end / size;
        let fall = depth * depth.sqrt();
        let on_side = dx.abs() > dy.abs();
        let along = 0.5 / size;
        let (up, light) =
            if on_side { (dy / dx.abs(), 0.75) } else { (dx / dy.abs(), if dy > 0.0 { 1.0 } else { 0.45 }) };
        let rough = noise.fbm(along * 3.0 + if on_side { 0.0 } else { 40.0 }, up * 2.4 + dx.signum() * 9.0, 2);
        let mut level = light * (0.1 + 1.25 * fall) * (1.0 + rough * 0.35);
        if on_side {
            let panel = (along * doors).fract();
            let in_door = smooth(0.3, 0.31, panel) * (1.0 - smooth(0.7, 0.71, panel)) * smooth(-0.52, -0.5, up);
            level *= 1.0 - 0.55 * in_door;
            let jamb = smooth(0.03, 0.0, (panel - 0.3).abs()).max(smooth(0.03, 0.0, (panel - 0.7).abs()))
                * smooth(-0.52, -0.5, up);
            level *= 1.0 + 0.6 * jamb;
            level *= 1.0 - 0.4 * smooth(0.88, 0.9, up);
        } else if dy > 0.0 {
            let tile = (up * 4.0).floor() + (along * 9.0).floor();
            level *= if (tile as i64).rem_euclid(2) == 0 { 1.0 } else { 0.72 };
            let gleam = (1.0 - smooth(0.0, 0.5, up.abs())) * fall;
            level += gleam * 0.5;
        }
        screen(mix(dark, wall, level.clamp(0.0, 1.0)), p.glow, (fall * fall * 0.85).min(0.9))
    });
    let light = Light { x: vx, y: vy, radius: u * end };
    s.easel.glow(light.at(), u * 0.2, p.glow, 0.55);
    s.easel.glow(light.at(), u * 0.09, p.light, 0.5);
    if s.dice.chance(0.75) {
        let tall = u * tight.1 * end * s.dice.range(1.25, 1.5);
        figure(s, (vx, vy + u * tight.1 * end * 1.06), tall);
    }
    super::land::mist(s, vy + u * 0.3, u * 0.2, 0.22);
}

/// Somebody stands in the light.
fn figure(s: &mut Sketch, (x, y): (f32, f32), tall: f32) {
    let mut shape = Shape::new();
    shape.ellipse(x, y - tall * 0.9, tall * 0.062, tall * 0.078);
    shape.polygon(vec![
        (x - tall * 0.04, y - tall * 0.84),
        (x - tall * 0.145, y - tall * 0.77),
        (x - tall * 0.15, y - tall * 0.45),
        (x - tall * 0.13, y),
        (x - tall * 0.03, y),
        (x, y - tall * 0.34),
        (x + tall * 0.03, y),
        (x + tall * 0.13, y),
        (x + tall * 0.15, y - tall * 0.45),
        (x + tall * 0.145, y - tall * 0.77),
        (x + tall * 0.04, y - tall * 0.84),
    ]);
    let ink = scale(s.palette.near(), 0.6);
    s.easel.blurred(&shape, tall * 0.012, 1.0, |_| ink);
    let mut shadow = Shape::new();
    shadow.polygon(vec![
        (x - tall * 0.12, y),
        (x + tall * 0.12, y),
        (x + tall * 0.5, y + tall * 2.2),
        (x - tall * 0.5, y + tall * 2.2),
    ]);
    s.easel.blurred(&shadow, tall * 0.12, 0.5, |_| ink);
}
