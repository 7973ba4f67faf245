//! Beyond the air: nebulae, planets, a galaxy; and the aurora at the air's edge.

use super::Sketch;
use super::land::{Ground, Ridge, ground, mist, water};
use super::plants::conifers;
use super::sky::{Light, air, stars};
use crate::render::looks::paint::math::{atan2, cos, exp, length, lerp, log2, sin, smooth};
use crate::render::looks::paint::{Field, Mask, Noise, Ramp, Shape, Tint, mix, screen};

/// Gas lit from within, in two colours, with lanes of dust and all the stars.
pub(super) fn nebula(s: &mut Sketch) {
    let angle = s.dice.range(-1.2, 1.2);
    gas(s, angle, 1.0);
    let (w, h) = (s.w, s.h);
    stars(s, h * 3.0, 0.55);
    for _ in 0..5 {
        let at = (s.dice.unit() * w, s.dice.unit() * h * 0.6);
        flare(s, at, s.u * 0.004);
    }
    if s.dice.chance(0.45) {
        horizon_of_rock(s);
    }
    let (near, u) = (s.palette.near(), s.u);
    s.easel.wash(|_, y, p| mix(p, near, 0.45 * smooth(h - u * 0.55, h, y)));
}

fn gas(s: &mut Sketch, angle: f32, strength: f32) {
    let p = s.palette;
    let (a, b) = (Noise::new(s.dice.next()), Noise::new(s.dice.next()));
    let (u, cx, cy) = (s.u, s.w * s.dice.range(0.35, 0.65), s.h * s.dice.range(0.28, 0.46));
    let (ca, sa) = (cos(angle), sin(angle));
    let width = s.dice.range(0.3, 0.5);
    let coarse = u / 330.0;
    let place = move |x: f32, y: f32| {
        let (x, y) = ((x - cx) / u, (y - cy) / u);
        (x * ca + y * sa, y * ca - x * sa)
    };
    let warp =
        move |x: f32, y: f32| (x + 0.5 * a.fbm(x * 1.3, y * 1.3, 3), y + 0.5 * a.fbm(x * 1.3 + 40.0, y * 1.3 + 7.0, 3));
    let body = Field::new(s.easel.width, s.easel.height, coarse, |x, y| {
        let (x, y) = place(x, y);
        let (qx, qy) = warp(x, y);
        let band = exp(-y * y / (2.0 * width * width));
        let n = 0.5 + 0.62 * a.fbm(qx * 1.9, qy * 1.9, 6);
        (n * n * band * 2.3).min(1.3)
    });
    let dust = Field::new(s.easel.width, s.easel.height, coarse, |x, y| {
        let (x, y) = place(x, y);
        let (qx, qy) = warp(x * 1.1 + 3.0, y * 1.1);
        smooth(0.52, 0.86, b.ridged(qx * 1.5, qy * 1.5, 5)) * exp(-y * y / (width * width))
    });
    let hue =
        Field::new(s.easel.width, s.easel.height, u / 60.0, |x, y| 0.5 + 0.75 * b.fbm(x / u * 1.4, y / u * 1.4, 2));
    let cool = Ramp::new(&[p.sky[0], p.sky[1], p.sky[2], p.sky[3], mix(p.glow, p.light, 0.5)]);
    let hot = Ramp::new(&[
        p.sky[0],
        p.sky[1],
        mix(p.sky[2], p.accent, 0.35),
        mix(p.accent, p.glow, 0.25),
        mix(p.accent, p.light, 0.65),
    ]);
    let mut rows = [vec![0.0; s.easel.width], vec![0.0; s.easel.width], vec![0.0; s.easel.width]];
    for y in 0..s.easel.height {
        body.row(y, &mut rows[0]);
        dust.row(y, &mut rows[1]);
        hue.row(y, &mut rows[2]);
        for (x, pixel) in s.easel.row(y).iter_mut().enumerate() {
            let level = rows[0][x] * (1.0 - 0.72 * rows[1][x]) * strength;
            *pixel = mix(cool.at(level), hot.at(level), rows[2][x].clamp(0.0, 1.0));
        }
    }
}

/// A bright star with the four spikes of a telescope.
fn flare(s: &mut Sketch, at: (f32, f32), size: f32) {
    let light = mix(s.palette.light, [1.0; 3], 0.5);
    let size = size * s.dice.range(0.35, 1.0);
    s.easel.glow(at, size, light, 1.0);
    s.easel.glow(at, size * 6.0, s.palette.glow, 0.35);
    let mut spikes = Shape::new();
    for (dx, dy) in [(1.0, 0.0), (-1.0, 0.0), (0.0, 1.0), (0.0, -1.0)] {
        spikes.taper(at, (at.0 + dx * size * 13.0, at.1 + dy * size * 13.0), size * 0.6, 0.1);
    }
    s.easel.shine(&spikes, 1.0, light, 0.7);
}

/// A dark alien ridge at the foot.
fn horizon_of_rock(s: &mut Sketch) {
    let ink = mix(s.palette.near(), s.palette.land[1], 0.25);
    for (base, swing) in [(0.84, 0.16), (0.93, 0.1)] {
        let ridge = Ridge::peaks(s, s.h * base, s.u * swing, 0.7);
        ground(
            s,
            &ridge,
            &Ground {
                crest: mix(ink, s.palette.land[1], (0.94 - base) * 5.0),
                foot: s.palette.near(),
                depth: s.u * 0.2,
                rim: 0.2,
            },
        );
    }
}

pub(super) fn planet(s: &mut Sketch) {
    let angle = s.dice.range(-1.2, 1.2);
    gas(s, angle, 0.62);
    stars(s, s.h * 2.2, 0.8);
    let kind = s.dice.below(3);
    if kind == 0 {
        limb(s);
        return;
    }
    let radius = s.u * s.dice.range(0.26, 0.38);
    let at = (
        s.w * s.dice.range(0.36, 0.64),
        s.h * if s.portrait() { s.dice.range(0.28, 0.4) } else { s.dice.range(0.4, 0.5) },
    );
    let sun = (s.dice.sign() * s.dice.range(0.5, 0.85), -s.dice.range(0.2, 0.6));
    let ring = (kind == 1).then(|| (s.dice.range(0.18, 0.34), s.dice.bell() * 0.45));
    if let Some(ring) = ring {
        rings(s, at, radius, ring, false);
    }
    let giant = kind == 1 || s.dice.chance(0.4);
    sphere(s, at, radius, sun, giant);
    if let Some(ring) = ring {
        rings(s, at, radius, ring, true);
    }
    let moons = 1 + s.dice.below(2);
    for _ in 0..moons {
        let turn = s.dice.range(0.0, 6.2);
        let far = radius * s.dice.range(1.45, 1.9);
        let at = (at.0 + cos(turn) * far, at.1 + sin(turn) * far * 0.7);
        let size = radius * s.dice.range(0.06, 0.15);
        sphere(s, at, size, sun, false);
    }
    if s.dice.chance(0.4) {
        horizon_of_rock(s);
    }
}

/// A lit ball: bands for a gas giant, continents otherwise.
fn sphere(s: &mut Sketch, (cx, cy): (f32, f32), radius: f32, sun: (f32, f32), giant: bool) {
    let p = s.palette;
    let noise = Noise::new(s.dice.next());
    let seas = s.dice.range(-0.1, 0.15);
    let tilt = s.dice.bell() * 0.5;
    let (ct, st) = (cos(tilt), sin(tilt));
    let tones = Ramp::new(&[
        mix(p.land[1], p.sky[2], 0.5),
        mix(p.sky[3], p.glow, 0.35),
        mix(p.glow, p.light, 0.55),
        mix(p.accent, p.glow, 0.5),
    ]);
    let long = (1.0 - 0.0_f32.max(sun.0 * sun.0 + sun.1 * sun.1)).max(0.04).sqrt();
    let mut disc = Shape::new();
    disc.disc(cx, cy, radius);
    // The air's glow reaches a little further than the ball, on the lit side.
    s.easel.glow((cx + sun.0 * radius * 0.2, cy + sun.1 * radius * 0.2), radius * 0.92, p.glow, 0.55);
    let mask = Mask::new(&disc, s.easel.width, s.easel.height);
    s.easel.apply(
        &mask,
        |x, y| {
            let (dx, dy) = ((x + 0.5 - cx) / radius, (y + 0.5 - cy) / radius);
            let dz = (1.0 - dx * dx - dy * dy).max(0.0).sqrt();
            let (rx, ry) = (dx * ct + dy * st, dy * ct - dx * st);
            // Unrolled, so that features crowd towards the rim as on a ball.
            let (lon, lat) = (atan2(rx, dz + 0.001), ry);
            let tone = if giant {
                let swirl = noise.fbm(lon * 1.6, lat * 6.0, 4) * 0.16;
                0.5 + 0.5 * noise.fbm(0.3, lat * 4.2 + swirl, 4) * 1.5
                    + noise.fbm(lon * 3.0, lat * 22.0 + swirl * 20.0, 3) * 0.12
            } else {
                let ground = noise.fbm(lon * 1.7 + 2.0, lat * 2.0, 6);
                smooth(seas, seas + 0.12, ground) * 0.55 + 0.2 + ground * 0.3
            };
            let lit = (dx * sun.0 + dy * sun.1 + dz * long).max(-0.2);
            let day = smooth(-0.08, 0.75, lit);
            let rim = 1.0 - dz;
            let body = tones.at(tone).map(|c| c * (0.02 + 0.98 * day));
            screen(body, p.glow, rim * rim * rim * (0.12 + 0.88 * day) * 0.9)
        },
        mix,
    );
}

/// Half of the rings: those behind the ball, or those before it.
fn rings(s: &mut Sketch, (cx, cy): (f32, f32), radius: f32, (flat, tilt): (f32, f32), front: bool) {
    let noise = Noise::new(77);
    let (ct, st) = (cos(tilt), sin(tilt));
    let tint = mix(s.palette.glow, s.palette.light, 0.4);
    s.easel.wash(|x, y, p| {
        let (dx, dy) = ((x + 0.5 - cx) / radius, (y + 0.5 - cy) / radius);
        let (rx, ry) = (dx * ct + dy * st, dy * ct - dx * st);
        if (ry >= 0.0) != front {
            return p;
        }
        let r = length(rx, ry / flat);
        if !(1.28..=2.3).contains(&r) {
            return p;
        }
        let edge = smooth(1.28, 1.34, r) * (1.0 - smooth(2.2, 2.3, r));
        let grooves = 0.5 + 0.5 * noise.fbm(r * 14.0, 0.5, 4);
        let gap = 1.0 - 0.85 * smooth(0.04, 0.015, (r - 1.86).abs());
        mix(p, tint, edge * grooves * gap * 0.75)
    });
}

/// A planet's edge below, the star rising over it.
fn limb(s: &mut Sketch) {
    let p = s.palette;
    let radius = s.w.max(s.u) * s.dice.range(1.1, 1.7);
    let top = s.h * s.dice.range(0.56, 0.66);
    let (cx, cy) = (s.w * s.dice.range(0.3, 0.7), top + radius);
    let u = s.u;
    let bright = s.w * s.dice.range(0.3, 0.7);
    let noise = Noise::new(s.dice.next());
    let ocean = mix(p.near(), p.land[1], 0.5);
    let cloud = Field::new(s.easel.width, s.easel.height, u / 240.0, |x, y| {
        let d = ((y - top) / u).max(0.0);
        let squeeze = 1.0 / (0.05 + d);
        smooth(0.0, 0.5, noise.fbm((x - cx) / u * (0.6 + squeeze * 0.16), squeeze * 1.1, 5))
    });
    let all = (0, s.easel.height);
    s.easel.veil(all, &cloud, |x, y, cloud, q| {
        let high = (length(x - cx, y - cy) - radius) / u;
        let side = (x - bright) / (u * 0.55);
        let day = 1.0 / (1.0 + side * side);
        if high > 0.0 {
            let air = exp(-high / 0.03) * 0.95 + exp(-high / 0.13) * 0.4;
            return screen(q, mix(p.glow, p.light, 0.4 * exp(-high / 0.02)), air * (0.18 + 0.82 * day));
        }
        let deep = -high;
        let rim = exp(-deep / 0.035);
        let lit = (0.1 + 0.9 * day) * exp(-deep / 0.3);
        let land = mix(ocean, mix(p.land[0], p.glow, 0.35), cloud * 0.55 * lit);
        screen(
            mix(land, p.near(), smooth(0.1, 0.7, deep) * 0.7),
            mix(p.glow, p.light, 0.3),
            rim * (0.12 + 0.8 * day) + lit * 0.12,
        )
    });
    let edge = cy - (radius * radius - (bright - cx) * (bright - cx)).max(0.0).sqrt();
    s.easel.glow((bright, edge), u * 0.035, [1.0; 3], 1.0);
    s.easel.glow((bright, edge), u * 0.22, mix(p.glow, p.light, 0.4), 0.6);
    flare(s, (bright, edge), u * 0.014);
}

pub(super) fn galaxy(s: &mut Sketch) {
    let p = s.palette;
    let (u, noise) = (s.u, Noise::new(s.dice.next()));
    let (cx, cy) = (s.w * s.dice.range(0.42, 0.58), s.h * s.dice.range(0.34, 0.44));
    let (flat, tilt) = (s.dice.range(0.38, 0.75), s.dice.range(-0.9, 0.9));
    let (arms, wind, turn) =
        (if s.dice.chance(0.6) { 2.0 } else { 3.0 }, s.dice.sign() * s.dice.range(2.0, 3.0), s.dice.range(0.0, 6.0));
    let (ct, st) = (cos(tilt), sin(tilt));
    gas(s, tilt, 0.34);
    let size = s.dice.range(0.3, 0.4);
    let arm = Field::new(s.easel.width, s.easel.height, u / 400.0, |x, y| {
        let (dx, dy) = ((x - cx) / u, (y - cy) / u);
        let (rx, ry) = (dx * ct + dy * st, (dy * ct - dx * st) / flat);
        let r = length(rx, ry).max(0.004);
        if r > 1.3 {
            return 0.0;
        }
        let wave = sin((atan2(ry, rx) * arms) + wind * log2(r) * 1.35 + turn + noise.fbm(rx * 3.0, ry * 3.0, 3) * 1.1);
        let clumps = 0.55 + 0.75 * noise.fbm(rx * 9.0, ry * 9.0, 5);
        let crest = smooth(-0.35, 1.0, wave) * clumps;
        let lane = 1.0 - 0.5 * smooth(0.55, 0.9, noise.ridged(rx * 5.0 + wave * 0.3, ry * 5.0, 4));
        (0.12 + crest) * lane * exp(-r * r / (size * size)) * smooth(0.0, 0.12, r) * 1.35
    });
    let tones = Ramp::new(&[
        [0.0; 3],
        mix(p.sky[2], p.sky[3], 0.4),
        mix(p.sky[3], p.glow, 0.5),
        mix(p.accent, p.glow, 0.5),
        p.light,
    ]);
    let all = (0, s.easel.height);
    s.easel.veil(all, &arm, |_, _, v, q| screen(q, tones.at(v), 1.0));
    let core = |s: &mut Sketch, r: f32, tint: Tint, strength: f32| {
        s.easel.glow((cx, cy), u * r, tint, strength);
    };
    core(s, 0.12, mix(p.accent, p.glow, 0.4), 0.55);
    core(s, 0.045, p.light, 0.9);
    core(s, 0.016, [1.0; 3], 0.9);
    stars(s, s.h * 2.5, 0.75);
    for _ in 0..4 {
        let at = (s.dice.unit() * s.w, s.dice.unit() * s.h);
        flare(s, at, u * 0.003);
    }
}

/// Curtains of light over hills, mirrored in water.
pub(super) fn aurora(s: &mut Sketch) {
    let line = s.h * s.dice.range(0.6, 0.68);
    let p = s.palette;
    // Its own dark sky: the light has to come from the curtains.
    let night = [
        mix(p.sky[0], [0.01, 0.02, 0.06], 0.8),
        mix(p.sky[1], [0.02, 0.05, 0.11], 0.75),
        mix(p.sky[1], [0.04, 0.1, 0.17], 0.7),
        mix(p.sky[2], [0.07, 0.17, 0.22], 0.7),
    ];
    s.palette = crate::render::looks::palette::Palette {
        sky: night,
        land: [mix(night[3], [0.1, 0.2, 0.25], 0.4), mix(night[1], [0.02, 0.05, 0.08], 0.5), [0.012, 0.022, 0.035]],
        light: [0.95, 0.98, 1.0],
        glow: [0.4, 0.85, 0.7],
        night: true,
        ..p
    };
    air(s, line);
    stars(s, line, 1.2);
    let low: Tint = if s.dice.chance(0.7) { [0.25, 0.95, 0.6] } else { [0.2, 0.85, 0.85] };
    let high: Tint = if s.dice.chance(0.5) { [0.5, 0.25, 0.9] } else { [0.85, 0.25, 0.6] };
    let (u, h) = (s.u, s.h);
    let count = 2 + s.dice.below(3);
    for i in 0..count {
        let noise = Noise::new(s.dice.next());
        let base = h * s.dice.range(0.3, 0.5) + i as f32 * u * 0.03;
        let slant = s.dice.bell() * 0.5;
        let tall = u * s.dice.range(0.3, 0.55);
        let w = s.w;
        let foot = |x: f32| {
            base + slant * (x - w / 2.0) * 0.7
                + u * (0.2 * noise.line(x / u * 1.1) + 0.06 * noise.line(x / u * 3.1 + 9.0))
        };
        let strength = s.dice.range(0.5, 0.85);
        let curtain = Field::new(s.easel.width, s.easel.height, u / 260.0, |x, y| {
            let fold = x + u * 0.05 * noise.line(y / u * 1.5 + x / u * 0.6);
            let up = (foot(fold) - y) / tall;
            if up < -0.25 {
                return 0.0;
            }
            let streaks = 0.5 + 0.3 * noise.line(fold / u * 15.0) + 0.35 * noise.line(fold / u * 4.0 + 3.0);
            let body = smooth(-0.12, 0.04, up) * exp(-up.max(0.0) * lerp(2.6, 1.3, streaks.clamp(0.0, 1.0)));
            body * streaks.clamp(0.05, 1.0)
        });
        let feet: Vec<f32> = (0..s.easel.width).map(|x| foot(x as f32)).collect();
        s.easel.veil((0, line as usize), &curtain, |x, y, v, q| {
            let up = ((feet[x as usize] - y) / tall).clamp(0.0, 1.0);
            screen(q, mix(low, high, smooth(0.1, 0.75, up)), v * strength)
        });
    }
    s.palette.glow = low;
    let land = s.palette.land();
    for i in 0..3 {
        let t = i as f32 / 2.0;
        let ridge = Ridge::peaks(s, line - s.u * 0.02, u * lerp(0.18, 0.06, t), 0.6);
        ground(
            s,
            &ridge,
            &Ground { crest: land.at(0.1 + 0.75 * t), foot: land.at(0.2 + 0.6 * t), depth: u * 0.2, rim: 0.1 },
        );
        if i == 1 {
            mist(s, line, u * 0.07, 0.4);
        }
        if i == 2 {
            let trees = conifers(s, &ridge, u * 0.07, u * 0.015);
            s.easel.fill(&trees, |_| land.at(0.85));
        }
    }
    water(s, line, 0.45, Some(Light { x: s.w / 2.0, y: 0.0, radius: u * 0.01 }));
    super::mountain::foreground(s, h * 1.0);
}
