//! Pictures of information: a globe of dots, a field of them, a network, a neon grid.

use super::Sketch;
use super::sky::{Light, stars};
use crate::render::looks::paint::math::{cos, exp, length, lerp, sin, smooth};
use crate::render::looks::paint::{Noise, Ramp, Shape, mix, scale, screen};

/// A dark ground with two slow lights in it.
fn ground(s: &mut Sketch) {
    let p = s.palette;
    let (w, h, u) = (s.w, s.h, s.u);
    let ramp = Ramp::new(&[p.sky[1], p.sky[0], scale(p.near(), 0.9)]);
    let angle = s.dice.range(-0.4, 0.4);
    s.easel.wash(|x, y, _| ramp.at(y / h + angle * (x / w - 0.5)));
    for _ in 0..3 {
        let at = (w * s.dice.unit(), h * s.dice.range(0.0, 0.6));
        let tint = mix(p.sky[2], p.sky[3], s.dice.unit() * 0.7);
        let (radius, strength) = (u * s.dice.range(0.3, 0.6), s.dice.range(0.25, 0.5));
        s.easel.glow(at, radius, tint, strength);
    }
}

pub(super) fn globe(s: &mut Sketch) {
    ground(s);
    let p = s.palette;
    let (u, h) = (s.u, s.h);
    stars(s, h * 1.6, 0.25);
    let low = s.dice.chance(0.5);
    let radius = if low { s.w.max(u) * s.dice.range(0.52, 0.68) } else { u * s.dice.range(0.34, 0.4) };
    let centre = if low {
        (s.w * s.dice.range(0.4, 0.6), h * 0.5 + radius * s.dice.range(0.75, 0.95))
    } else {
        (s.w * 0.5 + s.dice.bell() * u * 0.08, h * if s.portrait() { 0.34 } else { 0.46 })
    };
    s.easel.glow(centre, radius * 1.05, p.glow, 0.4);
    let mut ball = Shape::new();
    ball.disc(centre.0, centre.1, radius);
    let body = mix(p.sky[0], p.sky[1], 0.5);
    s.easel.fill(&ball, |y| {
        mix(mix(body, p.sky[2], 0.5), scale(body, 0.7), smooth(centre.1 - radius, centre.1 + radius * 0.2, y))
    });
    let land = Noise::new(s.dice.next());
    let (spin, tilt) = (s.dice.range(0.0, 6.2), s.dice.range(-0.5, 0.5));
    let turn = move |lat: f32, lon: f32| {
        let (x, y, z) = (cos(lat) * sin(lon), sin(lat), cos(lat) * cos(lon));
        (x, y * cos(tilt) - z * sin(tilt), y * sin(tilt) + z * cos(tilt))
    };
    let rows = 84;
    let (mut bright, mut dim) = (Shape::new(), Shape::new());
    for i in 0..rows {
        let lat = ((i as f32 + 0.5) / rows as f32 - 0.5) * std::f32::consts::PI;
        let around = ((cos(lat) * rows as f32 * 2.0) as usize).max(1);
        for k in 0..around {
            let lon = k as f32 / around as f32 * std::f32::consts::TAU;
            let (x, y, z) = turn(lat, lon);
            if z < 0.05 {
                continue;
            }
            let (a, b, c) = (cos(lat) * sin(lon + spin), sin(lat), cos(lat) * cos(lon + spin));
            let n = land.fbm(a * 1.3 + c * 0.9 + 5.0, b * 1.5 + c * 1.1, 4);
            let size = radius * 0.0095 * (0.35 + 0.65 * z);
            let at = (centre.0 + x * radius, centre.1 - y * radius);
            if n > 0.06 {
                bright.disc(at.0, at.1, size);
            } else {
                dim.disc(at.0, at.1, size * 0.4);
            }
        }
    }
    s.easel.blurred(&dim, 0.0, 0.4, |_| p.sky[3]);
    s.easel.fill(&bright, |y| {
        mix(mix(p.accent, p.light, 0.15), p.sky[3], smooth(centre.1 - radius, centre.1 + radius, y) * 0.8)
    });
    arcs(s, centre, radius, &turn);
    rim(s, centre, radius);
    let near = p.near();
    s.easel.wash(|_, y, q| mix(q, near, 0.55 * smooth(h * 0.62, h, y)));
}

/// Lines of light between places on the ball.
fn arcs(s: &mut Sketch, centre: (f32, f32), radius: f32, turn: &impl Fn(f32, f32) -> (f32, f32, f32)) {
    let p = s.palette;
    let mut lines = Shape::new();
    let mut ends = Vec::new();
    for _ in 0..9 {
        let (a, b) = (
            turn(s.dice.range(-0.9, 1.2), s.dice.range(-1.1, 1.1)),
            turn(s.dice.range(-0.9, 1.2), s.dice.range(-1.1, 1.1)),
        );
        if a.2 < 0.15 || b.2 < 0.15 {
            continue;
        }
        let at = |t: f32| {
            let (x, y, z) = (lerp(a.0, b.0, t), lerp(a.1, b.1, t), lerp(a.2, b.2, t));
            let long = (x * x + y * y + z * z).sqrt().max(0.2);
            let gap = length(a.0 - b.0, a.1 - b.1);
            let lift = 1.0 + 0.9 * t * (1.0 - t) * gap;
            (centre.0 + x / long * lift * radius, centre.1 - y / long * lift * radius)
        };
        let points: Vec<_> = (0..=28).map(|i| at(i as f32 / 28.0)).collect();
        lines.line(&points, (s.u * 0.0018).max(1.0));
        ends.extend([at(0.0), at(1.0)]);
    }
    s.easel.shine(&lines, 0.0, mix(p.glow, p.light, 0.4), 0.75);
    s.easel.shine(&lines, s.u * 0.012, p.glow, 0.5);
    for at in ends {
        s.easel.glow(at, s.u * 0.004, p.light, 1.0);
        s.easel.glow(at, s.u * 0.016, p.glow, 0.6);
    }
}

/// The air of the ball, brightest above.
fn rim(s: &mut Sketch, centre: (f32, f32), radius: f32) {
    let p = s.palette;
    let u = s.u;
    s.easel.wash(|x, y, q| {
        let (dx, dy) = (x - centre.0, y - centre.1);
        let d = (length(dx, dy) - radius) / u;
        if !(-0.12..=0.2).contains(&d) {
            return q;
        }
        let fall = if d > 0.0 { exp(-d / 0.022) } else { exp(d / 0.03) };
        let up = (0.5 - dy / radius * 0.6).clamp(0.06, 1.0);
        screen(q, p.glow, fall * up * 0.8)
    });
}

/// A sheet of dots that waves towards the horizon.
pub(super) fn dots(s: &mut Sketch) {
    ground(s);
    let p = s.palette;
    let (u, w, h) = (s.u, s.w, s.h);
    let noise = Noise::new(s.dice.next());
    let horizon = h * s.dice.range(0.36, 0.48);
    s.easel.glow((w * s.dice.range(0.3, 0.7), horizon), u * 0.4, p.glow, 0.45);
    let (wave, drift) = (s.dice.range(0.5, 0.9), s.dice.range(-0.6, 0.6));
    let tones = Ramp::new(&[p.sky[2], p.sky[3], p.accent, mix(p.accent, p.light, 0.6)]);
    for i in 0..64 {
        let t = i as f32 / 63.0;
        let z = lerp(7.0, 0.62, t);
        let columns = (w / u * 34.0 * z.max(1.0)).min(190.0) as i32;
        let mut shapes = [Shape::new(), Shape::new(), Shape::new(), Shape::new()];
        for k in -columns / 2..=columns / 2 {
            let x = k as f32 * 0.055;
            let lift = noise.fbm(x * 0.75 + drift * z, z * 0.62, 3);
            let at = (w / 2.0 + x / z * u * 1.5, horizon + u * (0.62 - lift * wave) / z);
            if !(-u * 0.02..w + u * 0.02).contains(&at.0) {
                continue;
            }
            let size = u * 0.0052 / z * (0.55 + (lift + 0.5).clamp(0.0, 1.2)) + 0.35;
            let level = ((lift + 0.45) * 3.4).clamp(0.0, 3.0) as usize;
            shapes[level].disc(at.0, at.1, size);
        }
        let fade = smooth(0.0, 0.2, t) * (1.0 - 0.45 * smooth(0.6, 1.0, t));
        for (level, shape) in shapes.iter().enumerate() {
            let tint = tones.at((level as f32 + 0.5) / 4.0);
            s.easel.shine(shape, 0.0, tint, fade * lerp(0.45, 1.0, level as f32 / 3.0));
        }
    }
    let near = p.near();
    s.easel.wash(|_, y, q| mix(q, near, 0.5 * smooth(h * 0.7, h, y)));
}

/// Nodes and the links between those that are close, in three depths.
pub(super) fn network(s: &mut Sketch) {
    ground(s);
    let p = s.palette;
    let (u, w, h) = (s.u, s.w, s.h);
    let heart = (w * s.dice.range(0.3, 0.7), h * s.dice.range(0.24, 0.42));
    s.easel.glow(heart, u * 0.34, p.glow, 0.4);
    for depth in 0..3 {
        let t = depth as f32 / 2.0;
        let count = (w * h / (u * u) * lerp(52.0, 15.0, t)) as usize;
        let nodes: Vec<(f32, f32)> =
            (0..count).map(|_| (s.dice.range(-0.05, 1.05) * w, s.dice.range(-0.05, 1.05) * h)).collect();
        let reach = u * lerp(0.17, 0.34, t);
        let (mut strong, mut weak) = (Shape::new(), Shape::new());
        for (i, a) in nodes.iter().enumerate() {
            for b in &nodes[i + 1..] {
                let d = length(a.0 - b.0, a.1 - b.1);
                if d < reach {
                    let shape = if d < reach * 0.6 { &mut strong } else { &mut weak };
                    let width = u * lerp(0.0009, 0.0026, t);
                    shape.taper(*a, *b, width, width);
                }
            }
        }
        let soft = if depth == 2 { u * 0.008 } else { 0.0 };
        let lower = |y: f32| 1.0 - 0.65 * smooth(h * 0.45, h * 0.9, y);
        let mask = |shape: &Shape, s: &Sketch| {
            crate::render::looks::paint::Mask::soft(shape, s.easel.width, s.easel.height, soft)
        };
        for (shape, strength) in [(&weak, 0.16), (&strong, 0.4)] {
            let cover = mask(shape, s);
            let tint = mix(p.sky[3], p.accent, 0.3 + 0.5 * t);
            s.easel.apply(
                &cover,
                |_, y| scale(tint, lower(y)),
                |q, l, c| screen(q, l, c * strength * lerp(0.7, 1.0, t)),
            );
        }
        for at in &nodes {
            let size = u * lerp(0.0022, 0.0062, t) * s.dice.range(0.6, 1.5);
            let level = lower(at.1);
            if depth == 2 {
                let mut disc = Shape::new();
                disc.disc(at.0, at.1, size * 1.6);
                s.easel.shine(&disc, soft, p.accent, 0.6 * level);
            } else {
                s.easel.glow(*at, size, mix(p.accent, p.light, 0.5), level);
            }
            if s.dice.chance(0.12) {
                s.easel.glow(*at, size * 6.0, p.glow, 0.4 * level);
            }
        }
    }
}

/// A neon grid under a striped sun.
pub(super) fn grid(s: &mut Sketch) {
    let p = s.palette;
    let (u, w, h) = (s.u, s.w, s.h);
    let horizon = h * s.dice.range(0.54, 0.6);
    super::sky::air(s, horizon * 1.05);
    stars(s, horizon, 1.0);
    let light = Light {
        x: w * s.dice.range(0.4, 0.6),
        y: horizon - u * s.dice.range(0.14, 0.24),
        radius: u * s.dice.range(0.2, 0.28),
    };
    s.easel.glow(light.at(), light.radius * 1.4, p.glow, 0.55);
    let mut sun = Shape::new();
    sun.disc(light.x, light.y, light.radius);
    let (hot, cold) = (mix(p.accent, p.light, 0.55), p.glow);
    let striped = s.dice.chance(0.7);
    let mask = crate::render::looks::paint::Mask::soft(&sun, s.easel.width, s.easel.height, 2.0);
    s.easel.apply(&mask, |_, y| mix(hot, cold, smooth(light.y - light.radius, light.y + light.radius * 0.8, y)), mix);
    if striped {
        let mut bands = Shape::new();
        for i in 0..6 {
            let y = light.y + light.radius * (0.05 + 0.17 * i as f32);
            bands.rectangle(
                light.x - light.radius * 1.1,
                y,
                light.radius * 2.2,
                light.radius * (0.012 + 0.016 * i as f32),
            );
        }
        let sky = Ramp::new(&p.sky);
        s.easel.fill(&bands, |y| sky.at(y / (horizon * 1.05)));
    }
    let land = p.land();
    for (t, swing) in [(0.35, 0.13), (0.7, 0.08)] {
        let ridge = super::land::Ridge::peaks(s, horizon + u * 0.03, u * swing, 0.5);
        super::land::ground(
            s,
            &ridge,
            &super::land::Ground { crest: land.at(t), foot: land.at(0.9), depth: u * 0.16, rim: 0.8 },
        );
    }
    let floor = mix(p.near(), p.sky[0], 0.4);
    let noise = s.noise;
    let (lines, vanish) = (s.dice.range(9.0, 13.0), light.x);
    s.easel.wash(|x, y, under| {
        if y < horizon {
            return under;
        }
        let d = (y - horizon + 0.5) / u;
        let z = 0.26 / (d + 0.004);
        let across = (x - vanish) / u * z * lines * 0.32;
        let deep = z * 2.6;
        let near_line = |v: f32, wide: f32| {
            let off = (v - v.round()).abs();
            let core = smooth(wide * 1.6, wide * 0.5, off);
            let halo = exp(-off / (wide * 5.0)) * 0.35;
            core + halo
        };
        let pixel = z / u;
        let grid = near_line(across, 0.012 + pixel * lines * 0.3).max(near_line(deep, 0.008 + pixel * pixel * u * 9.0));
        let fade = smooth(0.0, 0.035, d) * exp(-d * 1.5);
        let base = mix(mix(p.sky[2], floor, smooth(0.0, 0.12, d)), p.near(), smooth(0.1, 0.9, d) * 0.6);
        let shimmer = noise.at(x / u * 2.0, z) * 0.03;
        screen(base.map(|c| c * (1.0 + shimmer)), p.accent, (grid * fade).min(1.0) * 0.75)
    });
    s.easel.glow((light.x, horizon), u * 0.1, p.glow, 0.5);
}
