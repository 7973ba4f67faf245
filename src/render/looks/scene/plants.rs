//! Trees, grass and other growth as silhouettes.

use super::Sketch;
use super::land::Ridge;
use crate::render::looks::paint::math::{cos, sin};
use crate::render::looks::paint::{Dice, Shape};

/// A conifer standing on `(x, base)`.
pub(super) fn conifer(shape: &mut Shape, dice: &mut Dice, x: f32, base: f32, height: f32) {
    let tiers = 9 + dice.below(6);
    let spread = height * dice.range(0.15, 0.23);
    let lean = height * dice.bell() * 0.012;
    let (mut left, mut right) = (Vec::new(), Vec::new());
    for i in 0..tiers {
        let t = (i as f32 + 0.6) / tiers as f32;
        let y = base - height * (1.0 - t * 0.93);
        let wide = spread * t * (0.75 + 0.25 * t);
        let droop = height * 0.035;
        for (side, points) in [(-1.0, &mut left), (1.0, &mut right)] {
            let out = wide * dice.range(0.72, 1.15);
            points.push((x + lean * (1.0 - t) + side * out, y + droop * dice.range(0.5, 1.4)));
            points.push((x + lean * (1.0 - t) + side * out * dice.range(0.38, 0.6), y + droop * dice.range(-0.2, 0.4)));
        }
    }
    let mut points = vec![(x + lean, base - height)];
    points.extend(right);
    points.push((x, base - height * 0.02));
    points.extend(left.into_iter().rev());
    shape.polygon(points);
    let trunk = height * 0.03;
    shape.rectangle(x - trunk / 2.0, base - height * 0.12, trunk, height * 0.14);
}

/// Conifers along a ridge, `height` pixels within ±40 %, about `gap` pixels apart, in clumps.
pub(super) fn conifers(s: &mut Sketch, ridge: &Ridge, height: f32, gap: f32) -> Shape {
    let mut shape = Shape::new();
    let clumps = crate::render::looks::paint::Noise::new(s.dice.next());
    let mut x = -gap;
    while x < s.w + gap {
        let clump = 0.5 + 0.5 * clumps.line(x / (height * 3.5));
        let tall = height * s.dice.range(0.55, 1.05) * (0.55 + 0.75 * clump);
        conifer(&mut shape, &mut s.dice, x, ridge.at(x) + tall * 0.05, tall);
        x += gap * s.dice.range(0.45, 1.3) * (1.5 - clump);
    }
    shape
}

/// A branch and all that grows from it.
struct Limb {
    from: (f32, f32),
    angle: f32,
    long: f32,
    thick: f32,
}

/// A leafless tree standing on `(x, base)`; `crooked` 0.0 to 1.0. Gives the places where leaves would
/// be: its outer forks and tips.
pub(super) fn bare(
    shape: &mut Shape,
    dice: &mut Dice,
    (x, base): (f32, f32),
    height: f32,
    crooked: f32,
) -> Vec<(f32, f32)> {
    let mut tips = Vec::new();
    let trunk = Limb {
        from: (x, base),
        angle: -std::f32::consts::FRAC_PI_2 + dice.bell() * 0.22 * crooked,
        long: height * 0.3,
        thick: height * 0.062,
    };
    let root = trunk.thick;
    shape.polygon(vec![(x - root * 1.1, base), (x, base - height * 0.1), (x + root * 1.1, base)]);
    grow(shape, dice, trunk, 7, crooked, &mut tips);
    tips
}

fn grow(shape: &mut Shape, dice: &mut Dice, limb: Limb, left: u32, crooked: f32, tips: &mut Vec<(f32, f32)>) {
    const PIECES: usize = 3;
    let (mut at, mut angle) = (limb.from, limb.angle);
    let thin = limb.thick * 0.62;
    for i in 0..PIECES {
        angle += dice.bell() * 0.32 * crooked;
        let step = limb.long / PIECES as f32;
        let next = (at.0 + cos(angle) * step, at.1 + sin(angle) * step);
        let width = |t: f32| limb.thick + (thin - limb.thick) * t;
        let (a, b) = (i as f32 / PIECES as f32, (i + 1) as f32 / PIECES as f32);
        shape.taper(at, next, width(a), width(b));
        if limb.thick > 2.0 {
            shape.disc(next.0, next.1, width(b) * 0.5);
        }
        at = next;
    }
    if left <= 4 {
        tips.push(at);
    }
    if left == 0 || limb.thick < 0.35 {
        return;
    }
    let forks = if dice.chance(0.35) { 3 } else { 2 };
    let turn = dice.range(0.3, 0.62);
    for i in 0..forks {
        let side = if forks == 3 { i as f32 - 1.0 } else { i as f32 * 2.0 - 1.0 };
        let spread = turn * side * dice.range(0.6, 1.3) + dice.bell() * 0.3 * crooked;
        // Branches bend up towards the light a little.
        let up = (-std::f32::consts::FRAC_PI_2 - angle) * 0.08;
        let child = Limb {
            from: at,
            angle: angle + spread + up,
            long: limb.long * dice.range(0.66, 0.9),
            thick: thin * dice.range(0.6, 0.85),
        };
        grow(shape, dice, child, left - 1, crooked, tips);
    }
}

/// A tree in leaf: a bare one with foliage about its twigs.
pub(super) fn broadleaf(shape: &mut Shape, dice: &mut Dice, at: (f32, f32), height: f32) {
    for (x, y) in bare(shape, dice, at, height * 0.92, 0.6) {
        let spread = height * dice.range(0.018, 0.042);
        for _ in 0..11 {
            let (x, y) = (x + dice.bell() * spread * 1.9, y + dice.bell() * spread * 1.3);
            let leaf = height * dice.range(0.0035, 0.012);
            shape.ellipse(x, y, leaf, leaf * dice.range(0.5, 0.9));
        }
    }
}

/// Blades of grass along a ridge.
pub(super) fn grass(s: &mut Sketch, ridge: &Ridge, height: f32, count: usize) -> Shape {
    let mut shape = Shape::new();
    let wind = s.dice.bell() * 0.5;
    for _ in 0..count {
        let x = s.dice.unit() * s.w;
        let base = ridge.at(x) + height * 0.2;
        let tall = height * s.dice.range(0.35, 1.1);
        let bend = tall * (wind + s.dice.bell() * 0.45);
        let thick = (height * 0.035).max(0.8);
        let knee = (x + bend * 0.3, base - tall * 0.6);
        shape.taper((x, base), knee, thick, thick * 0.75);
        shape.taper(knee, (x + bend, base - tall), thick * 0.75, 0.2);
    }
    shape
}
