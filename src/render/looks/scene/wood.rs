//! Woods, a lone tree, a meadow.

use super::Sketch;
use super::land::{Ground, Ridge, birds, ground, mist};
use super::mountain::{heaven, ranges};
use super::plants::{bare, broadleaf, conifers, grass};
use super::sky::{Light, air, disc, haze, rays, stars};
use crate::render::looks::paint::math::{lerp, smooth};
use crate::render::looks::paint::{Noise, Shape, mix};

pub(super) fn forest(s: &mut Sketch) {
    let horizon = s.h * s.dice.range(0.5, 0.6);
    let light = Light::within(s, (0.14, 0.34), (0.06, 0.12));
    heaven(s, horizon, light);
    let far = Ridge::peaks(s, horizon, s.u * 0.16, 0.6);
    let land = s.palette.land();
    ground(s, &far, &Ground { crest: land.at(0.08), foot: s.palette.haze(), depth: s.u * 0.2, rim: 0.1 });
    let rows = 5 + s.dice.below(2);
    let valley = s.dice.sign() * s.dice.range(0.1, 0.22);
    for i in 0..rows {
        let t = i as f32 / (rows - 1) as f32;
        mist(s, lerp(horizon, s.h * 0.86, t), s.u * lerp(0.07, 0.13, t), lerp(0.75, 0.2, t));
        let base = lerp(horizon + s.u * 0.06, s.h * 0.97, t * (0.6 + 0.4 * t));
        let mut ridge = Ridge::hills(s, base, s.u * 0.07, 0.7);
        let w = s.w;
        // The rows open a valley towards the light.
        for (x, top) in ridge.top.iter_mut().enumerate() {
            let d = (x as f32 / w - 0.5) * 2.0 - valley * 2.0;
            *top -= s.u * 0.16 * (d * d - 0.25) * t;
        }
        let depth = 0.2 + 0.8 * t;
        let ink = land.at(depth);
        let tall = s.u * lerp(0.06, 0.42, t * t * 0.7 + t * 0.3);
        let trees = conifers(s, &ridge, tall, tall * lerp(0.2, 0.3, t));
        ground(
            s,
            &ridge,
            &Ground { crest: ink, foot: mix(ink, s.palette.haze(), 0.5 * (1.0 - t)), depth: s.u * 0.2, rim: 0.0 },
        );
        s.easel.fill(&trees, |_| ink);
    }
    if !s.palette.night {
        rays(s, light, s.h, 0.35);
    }
    birds(s, (light.x, horizon * 0.55), 5, mix(s.palette.near(), s.palette.sky[1], 0.35));
}

/// Between tall trunks, towards a light in the mist.
pub(super) fn trunks(s: &mut Sketch) {
    let floor = s.h * s.dice.range(0.68, 0.76);
    let light =
        Light { x: s.w * s.dice.range(0.35, 0.65), y: floor - s.u * s.dice.range(0.3, 0.5), radius: s.u * 0.05 };
    let p = s.palette;
    let (top, middle) = (mix(p.sky[1], p.land[1], 0.3), mix(p.haze(), p.sky[3], 0.3));
    let u = s.u;
    s.easel.wash(|x, y, _| {
        let d = ((x - light.x) / (u * 0.75), (y - light.y) / (u * 0.95));
        mix(middle, top, smooth(0.0, 1.6, (d.0 * d.0 + d.1 * d.1).sqrt()))
    });
    s.easel.glow(light.at(), u * 0.36, p.glow, 0.5);
    s.easel.glow(light.at(), u * 0.13, mix(p.light, p.glow, 0.3), 0.55);
    let ramp = s.palette.land();
    let rows = 6;
    let bare_wood = p.night || s.dice.chance(0.3);
    for i in 0..rows {
        let t = i as f32 / (rows - 1) as f32;
        let ink = mix(ramp.at(0.1 + 0.9 * t), p.haze(), 0.62 * (1.0 - t) * (1.0 - t));
        let base = lerp(floor, s.h * 1.06, t * t);
        let shape = stand(s, base, t, light.x, bare_wood);
        let ridge = Ridge::hills(s, base - u * 0.012, u * 0.02, 0.4);
        ground(
            s,
            &ridge,
            &Ground { crest: ink, foot: mix(ink, ramp.at(1.0), 0.5), depth: u * 0.15, rim: 0.12 * (1.0 - t) },
        );
        let soft = if i + 1 == rows { u * 0.012 } else { u * 0.0006 };
        s.easel.blurred(&shape, soft, 1.0, |_| ink);
        if i < 4 {
            mist(s, base - u * 0.03, u * 0.14, 0.6 * (1.0 - t));
            rays(s, light, s.h, 0.22);
        }
        if i == 3 {
            let blades = grass(s, &ridge, u * 0.04, (s.w / u * 350.0) as usize);
            s.easel.fill(&blades, |_| ink);
        }
    }
}

/// One row of trunks; fewer stand before the light.
fn stand(s: &mut Sketch, base: f32, t: f32, clear: f32, bare_wood: bool) -> Shape {
    let mut shape = Shape::new();
    let thick = s.u * lerp(0.014, 0.13, t * t);
    let count = (s.w / s.u * lerp(26.0, 3.2, t)) as usize + 2;
    for i in 0..count {
        let x = (i as f32 + s.dice.unit()) / count as f32 * s.w * 1.1 - s.w * 0.05;
        let free = s.u * lerp(0.03, 0.34, t);
        if (x - clear).abs() < free {
            continue;
        }
        let wide = thick * s.dice.range(0.55, 1.25);
        let lean = s.dice.bell() * s.u * 0.05;
        let top = (x + lean, -s.u * 0.02);
        shape.taper((x, base), top, wide, wide * 0.62);
        for side in [-1.0, 1.0] {
            shape.polygon(vec![
                (x, base - wide * 1.6),
                (x + side * wide * 0.95, base + wide * 0.1),
                (x, base + wide * 0.1),
            ]);
        }
        let boughs = 2 + s.dice.below(5);
        for _ in 0..boughs {
            let y = base * s.dice.range(0.02, 0.62);
            let side = s.dice.sign();
            let along = 1.0 - y / base;
            let from = (x + lean * along, y);
            let long = wide * s.dice.range(1.5, 5.0) + s.u * 0.03;
            let droop = if bare_wood { -s.dice.range(0.1, 0.7) } else { s.dice.range(-0.1, 0.5) };
            let to = (from.0 + side * long, from.1 + long * droop);
            shape.taper(from, to, wide * 0.2, wide * 0.03 + 0.3);
            let twigs = 3 + s.dice.below(4);
            for k in 0..twigs {
                let f = 0.35 + 0.6 * k as f32 / twigs as f32;
                let at = (lerp(from.0, to.0, f), lerp(from.1, to.1, f));
                let bend = (s.dice.bell() * 0.6 + if bare_wood { -0.5 } else { 0.5 }) * long * 0.3;
                shape.taper(at, (at.0 + side * long * 0.22, at.1 + bend), wide * 0.07, 0.3);
            }
        }
    }
    shape
}

/// One tree on a hill before a great sun or moon.
pub(super) fn tree(s: &mut Sketch) {
    let horizon = s.h * s.dice.range(0.6, 0.68);
    let side = s.dice.sign();
    let x = s.w * (0.5 + side * s.dice.range(0.04, 0.2));
    let light = Light {
        x: x - side * s.u * s.dice.range(0.0, 0.2),
        y: horizon - s.u * s.dice.range(0.22, 0.38),
        radius: s.u * s.dice.range(0.14, 0.26),
    };
    air(s, horizon);
    if s.palette.night {
        stars(s, horizon, 0.9);
    }
    disc(s, light);
    let cover = s.dice.range(0.2, 0.5);
    super::sky::clouds(s, horizon, cover, light);
    haze(s, horizon, s.u * 0.14, 0.5, light);
    ranges(s, horizon - s.u * 0.02, horizon + s.u * 0.16, 3);
    mist(s, horizon + s.u * 0.14, s.u * 0.08, 0.5);
    let (u, hump) = (s.u, s.u * s.dice.range(0.12, 0.22));
    let noise = Noise::new(s.dice.next());
    let base = horizon + u * 0.16;
    let ridge = Ridge::new(s, |at| {
        let d = (at - x) / (u * 0.62);
        base + hump * d * d / (0.6 + d.abs()) + noise.line(at / u * 3.0) * u * 0.008
    });
    let near = s.palette.near();
    let crest = mix(near, s.palette.land[1], 0.3);
    let blades = grass(s, &ridge, u * 0.024, (s.w / u * 700.0) as usize);
    s.easel.fill(&blades, |_| crest);
    ground(s, &ridge, &Ground { crest, foot: near, depth: u * 0.3, rim: 0.12 });
    let mut shape = Shape::new();
    let tall = u * s.dice.range(0.46, 0.62);
    let at = (x, ridge.at(x) + u * 0.01);
    let leafless = s.palette.night && s.dice.chance(0.8);
    if leafless {
        bare(&mut shape, &mut s.dice, at, tall, 1.0);
    } else {
        broadleaf(&mut shape, &mut s.dice, at, tall);
    }
    s.easel.fill(&shape, |_| mix(near, [0.0; 3], 0.25));
    if s.dice.chance(0.7) {
        birds(s, (light.x, light.y - light.radius * 0.3), 6, near);
    }
}

/// Grass and flowers under a low sun.
pub(super) fn meadow(s: &mut Sketch) {
    let horizon = s.h * s.dice.range(0.5, 0.58);
    let light = Light::within(s, (0.3, 0.42), (0.06, 0.1));
    heaven(s, horizon, light);
    ranges(s, horizon, horizon + s.u * 0.14, 3);
    mist(s, horizon + s.u * 0.12, s.u * 0.07, 0.6);
    let land = s.palette.land();
    let rows = 7;
    for i in 0..rows {
        let t = i as f32 / (rows - 1) as f32;
        let base = lerp(horizon + s.u * 0.15, s.h * 1.0, t * (0.7 + 0.3 * t));
        let ridge = Ridge::hills(s, base, s.u * 0.03, 0.8);
        let ink = land.at(0.35 + 0.65 * t);
        ground(
            s,
            &ridge,
            &Ground { crest: ink, foot: mix(ink, land.at(1.0), 0.4), depth: s.u * 0.2, rim: 0.35 * (1.0 - t) },
        );
        let tall = s.u * lerp(0.022, 0.24, t * t);
        let blades = grass(s, &ridge, tall, (s.w / s.u * lerp(1400.0, 620.0, t)) as usize);
        let (low, lit) = (base - tall * 0.15, lerp(0.5, 0.2, t));
        s.easel.fill(&blades, |y| mix(ink, s.palette.glow, lit * ((low - y) / tall).clamp(0.0, 1.0)));
        flowers(s, &ridge, tall, t);
    }
    for _ in 0..26 {
        let at = (s.dice.unit() * s.w, lerp(horizon, s.h, s.dice.unit()));
        let size = s.u * s.dice.range(0.0015, 0.004);
        s.easel.glow(at, size, s.palette.light, 0.7);
    }
}

fn flowers(s: &mut Sketch, ridge: &Ridge, tall: f32, t: f32) {
    let count = (s.w / s.u * lerp(130.0, 26.0, t)) as usize;
    let patches = Noise::new(s.dice.next());
    let (mut heads, mut stems) = (Shape::new(), Shape::new());
    for _ in 0..count {
        let x = s.dice.unit() * s.w;
        if patches.line(x / s.u * 2.0 + t * 9.0) < 0.02 {
            continue;
        }
        let y = ridge.at(x) - tall * s.dice.range(0.5, 1.2);
        let size = tall * s.dice.range(0.06, 0.12) + 0.6;
        stems.taper((x + size, ridge.at(x)), (x, y), size * 0.3, size * 0.2);
        heads.ellipse(x, y, size, size * 0.62);
        heads.ellipse(x, y - size * 0.4, size * 0.6, size * 0.5);
    }
    let ink = s.palette.land().at(0.4 + 0.6 * t);
    let petal = mix(mix(s.palette.accent, s.palette.glow, 0.4), ink, 0.2 + 0.4 * t);
    s.easel.fill(&stems, |_| ink);
    s.easel.fill(&heads, |_| petal);
}
