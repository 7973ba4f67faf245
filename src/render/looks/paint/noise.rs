//! Gradient noise on a hashed lattice (Perlin, 2002), and sums of its octaves.

#[derive(Debug, Clone, Copy)]
pub(crate) struct Noise {
    seed: u32,
}

impl Noise {
    pub(crate) fn new(seed: u64) -> Self {
        Self { seed: (seed ^ (seed >> 32)) as u32 }
    }

    /// -1 to 1, features about 1 wide.
    pub(crate) fn at(&self, x: f32, y: f32) -> f32 {
        let (ix, iy) = (floor(x), floor(y));
        let (x, y) = (x - ix as f32, y - iy as f32);
        let (u, v) = (fade(x), fade(y));
        let a = slope(self.hash(ix, iy), x, y);
        let b = slope(self.hash(ix.wrapping_add(1), iy), x - 1.0, y);
        let c = slope(self.hash(ix, iy.wrapping_add(1)), x, y - 1.0);
        let d = slope(self.hash(ix.wrapping_add(1), iy.wrapping_add(1)), x - 1.0, y - 1.0);
        let top = a + (b - a) * u;
        let bottom = c + (d - c) * u;
        1.4 * (top + (bottom - top) * v)
    }

    /// Octaves summed, each twice as fine and half as strong: about -1 to 1.
    pub(crate) fn fbm(&self, x: f32, y: f32, octaves: u32) -> f32 {
        self.octaves(x, y, octaves, |n| n)
    }

    /// Sharp crests on a soft ground: about 0 to 1.
    pub(crate) fn ridged(&self, x: f32, y: f32, octaves: u32) -> f32 {
        self.octaves(x, y, octaves, |n| {
            let crest = 1.0 - n.abs();
            crest * crest
        })
    }

    fn octaves(&self, mut x: f32, mut y: f32, octaves: u32, shape: impl Fn(f32) -> f32) -> f32 {
        let (mut sum, mut weight, mut total) = (0.0, 1.0, 0.0);
        for _ in 0..octaves {
            sum += shape(self.at(x, y)) * weight;
            total += weight;
            weight *= 0.5;
            // Turned and shifted, so that the lattices of the octaves never line up.
            (x, y) = (x * 1.6 + y * 1.2 + 17.3, y * 1.6 - x * 1.2 + 9.1);
        }
        sum / total
    }

    /// Noise along a line: -1 to 1.
    pub(crate) fn line(&self, x: f32) -> f32 {
        self.at(x, 0.37)
    }

    /// A number of the lattice point's own, 0 up to 1.
    pub(crate) fn cell(&self, ix: i32, iy: i32) -> f32 {
        (self.hash(ix, iy) >> 8) as f32 * (1.0 / 16_777_216.0)
    }

    fn hash(&self, ix: i32, iy: i32) -> u32 {
        let mut h = (ix as u32).wrapping_mul(0x9e37_79b1) ^ (iy as u32).wrapping_mul(0x85eb_ca77) ^ self.seed;
        h = (h ^ (h >> 15)).wrapping_mul(0x2c1b_3c6d);
        h = (h ^ (h >> 12)).wrapping_mul(0x297a_2d39);
        h ^ (h >> 15)
    }
}

/// `f32::floor` is a call into a library on processors without SSE 4.1; this is not.
fn floor(x: f32) -> i32 {
    let cut = x as i32;
    cut - i32::from(cut as f32 > x)
}

fn fade(t: f32) -> f32 {
    t * t * t * (t * (t * 6.0 - 15.0) + 10.0)
}

/// The dot product with one of eight directions.
fn slope(hash: u32, x: f32, y: f32) -> f32 {
    const D: f32 = std::f32::consts::FRAC_1_SQRT_2;
    const X: [f32; 8] = [1.0, D, 0.0, -D, -1.0, -D, 0.0, D];
    const Y: [f32; 8] = [0.0, D, 1.0, D, 0.0, -D, -1.0, -D];
    let i = (hash & 7) as usize;
    X[i] * x + Y[i] * y
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_continuous_bounded_and_seeded() {
        let (noise, other) = (Noise::new(5), Noise::new(6));
        let mut differs = false;
        for i in 0..5000 {
            let (x, y) = (i as f32 * 0.037 - 60.0, i as f32 * 0.021);
            let here = noise.at(x, y);
            assert!(here.abs() <= 1.05);
            assert!((here - noise.at(x + 0.001, y)).abs() < 0.01);
            assert!((0.0..=1.0).contains(&noise.ridged(x, y, 4)));
            differs |= (here - other.at(x, y)).abs() > 0.3;
        }
        assert!(differs);
    }
}
