//! The picture while it is painted: floating-point colours, and the finish that turns them into bytes.

use super::field::Field;
use super::math::smooth;
use super::noise::Noise;
use super::shape::{Mask, Shape};
use super::tint::{Tint, mix, screen};
use crate::render::looks::Picture;

pub(crate) struct Easel {
    pub(crate) width: usize,
    pub(crate) height: usize,
    /// Row by row.
    pub(crate) pixels: Vec<Tint>,
}

impl Easel {
    pub(crate) fn new(width: usize, height: usize) -> Self {
        Self { width, height, pixels: vec![[0.0; 3]; width * height] }
    }

    pub(crate) fn row(&mut self, y: usize) -> &mut [Tint] {
        &mut self.pixels[y * self.width..(y + 1) * self.width]
    }

    /// Repaints every pixel from its place and what is there.
    pub(crate) fn wash(&mut self, tint: impl Fn(f32, f32, Tint) -> Tint) {
        for (y, row) in self.pixels.chunks_exact_mut(self.width).enumerate() {
            for (x, pixel) in row.iter_mut().enumerate() {
                *pixel = tint(x as f32, y as f32, *pixel);
            }
        }
    }

    /// Repaints the rows `from..to` with the field's value at each pixel.
    pub(crate) fn veil(
        &mut self,
        (from, to): (usize, usize),
        field: &Field,
        tint: impl Fn(f32, f32, f32, Tint) -> Tint,
    ) {
        let mut values = vec![0.0; self.width];
        for y in from..to.min(self.height) {
            field.row(y, &mut values);
            for (x, (pixel, value)) in self.row(y).iter_mut().zip(&values).enumerate() {
                *pixel = tint(x as f32, y as f32, *value, *pixel);
            }
        }
    }

    /// Fills the shape; each row has one colour.
    pub(crate) fn fill(&mut self, shape: &Shape, tint: impl Fn(f32) -> Tint) {
        self.lay(&Mask::new(shape, self.width, self.height), tint, 1.0);
    }

    /// Fills the shape with soft edges, `opacity` 0.0 to 1.0.
    pub(crate) fn blurred(&mut self, shape: &Shape, radius: f32, opacity: f32, tint: impl Fn(f32) -> Tint) {
        self.lay(&Mask::soft(shape, self.width, self.height, radius), tint, opacity);
    }

    pub(crate) fn lay(&mut self, mask: &Mask, tint: impl Fn(f32) -> Tint, opacity: f32) {
        self.apply(mask, |_, y| tint(y), |under, over, cover| mix(under, over, cover * opacity));
    }

    /// Adds light in the form of the shape.
    pub(crate) fn shine(&mut self, shape: &Shape, radius: f32, light: Tint, strength: f32) {
        let mask = Mask::soft(shape, self.width, self.height, radius);
        self.apply(&mask, |_, _| light, |under, over, cover| screen(under, over, cover * strength));
    }

    /// Blends `tint(x, y)` by the mask's cover.
    pub(crate) fn apply(
        &mut self,
        mask: &Mask,
        tint: impl Fn(f32, f32) -> Tint,
        blend: impl Fn(Tint, Tint, f32) -> Tint,
    ) {
        if mask.width == 0 {
            return;
        }
        for (dy, cover) in mask.cover.chunks_exact(mask.width).enumerate() {
            let y = mask.y + dy;
            let x0 = mask.x;
            let row = &mut self.pixels[y * self.width + x0..][..mask.width];
            for (dx, (pixel, cover)) in row.iter_mut().zip(cover).enumerate() {
                if *cover > 0.0 {
                    *pixel = blend(*pixel, tint((x0 + dx) as f32, y as f32), *cover);
                }
            }
        }
    }

    /// A round glow: `strength` at its middle, a quarter of it at `radius`, nothing at six times that.
    pub(crate) fn glow(&mut self, (cx, cy): (f32, f32), radius: f32, light: Tint, strength: f32) {
        let reach = radius * 6.0;
        let clip = |v: f32, end: usize| v.clamp(0.0, end as f32) as usize;
        let (x0, x1) = (clip(cx - reach, self.width), clip(cx + reach + 1.0, self.width));
        let (y0, y1) = (clip(cy - reach, self.height), clip(cy + reach + 1.0, self.height));
        let inverse = 1.0 / (radius * radius).max(1e-6);
        for y in y0..y1 {
            let dy = y as f32 + 0.5 - cy;
            for (i, pixel) in self.row(y)[x0..x1].iter_mut().enumerate() {
                let dx = (x0 + i) as f32 + 0.5 - cx;
                let d2 = (dx * dx + dy * dy) * inverse;
                let fall = 1.0 / (1.0 + d2);
                let end = (1.0 - d2 * (1.0 / 36.0)).max(0.0);
                *pixel = screen(*pixel, light, strength * fall * fall * end);
            }
        }
    }

    /// Lets bright places bleed softly into their surroundings, as a lens does.
    pub(crate) fn bloom(&mut self, threshold: f32, radius: f32, strength: f32) {
        let cell = (radius / 3.0).max(2.0) as usize;
        let (columns, rows) = (self.width.div_ceil(cell), self.height.div_ceil(cell));
        for channel in 0..3 {
            let mut small = vec![0.0_f32; columns * rows];
            for (y, row) in self.pixels.chunks_exact(self.width).enumerate() {
                let line = &mut small[y / cell * columns..][..columns];
                for (out, part) in line.iter_mut().zip(row.chunks(cell)) {
                    *out += part.iter().map(|p| (p[channel].min(1.5) - threshold).max(0.0)).sum::<f32>();
                }
            }
            let share = 1.0 / (cell * cell) as f32;
            small.iter_mut().for_each(|v| *v *= share);
            for _ in 0..3 {
                small = box_blur(&small, columns, rows, 2);
            }
            let at = |x: f32, y: f32| {
                let ix = ((x / cell as f32) as usize).min(columns - 1);
                small[((y / cell as f32) as usize).min(rows - 1) * columns + ix]
            };
            let half = cell as f32 / 2.0;
            let field = Field::new(self.width, self.height, cell as f32, |x, y| {
                let (x, y) = (x - half, y - half);
                0.25 * (at(x.max(0.0), y.max(0.0))
                    + at(x + cell as f32, y.max(0.0))
                    + at(x.max(0.0), y + cell as f32)
                    + at(x + cell as f32, y + cell as f32))
            });
            let mut values = vec![0.0; self.width];
            for y in 0..self.height {
                field.row(y, &mut values);
                for (pixel, light) in self.row(y).iter_mut().zip(&values) {
                    let under = pixel[channel];
                    pixel[channel] = under + (1.0 - under).max(0.0) * (light * strength).min(1.0);
                }
            }
        }
    }

    /// Darkens the corners by up to `strength`.
    pub(crate) fn vignette(&mut self, strength: f32) {
        let (cx, cy) = (self.width as f32 / 2.0, self.height as f32 / 2.0);
        let (sx, sy) = (1.0 / cx, 1.0 / cy);
        self.wash(|x, y, p| {
            let (dx, dy) = ((x - cx) * sx, (y - cy) * sy);
            let d = (dx * dx + dy * dy) * 0.5;
            let keep = 1.0 - strength * smooth(0.25, 1.1, d);
            [p[0] * keep, p[1] * keep, p[2] * keep]
        });
    }

    /// Bytes, with grain of about one level that hides the steps of eight bits.
    pub(crate) fn finish(self, seed: u64) -> Picture {
        let grain = Grain::new(seed);
        let mut rgb = Vec::with_capacity(self.pixels.len() * 3);
        for (y, row) in self.pixels.chunks_exact(self.width).enumerate() {
            let line = grain.row(y);
            for (x, pixel) in row.iter().enumerate() {
                let g = line[x & Grain::MASK];
                rgb.extend(pixel.map(|c| (c * 255.0 + g).clamp(0.0, 255.0) as u8));
            }
        }
        Picture { width: self.width as u32, height: self.height as u32, rgb }
    }
}

/// A tile of high-passed noise: its spectrum rises, so the eye averages it away where white noise would look dirty.
pub(crate) struct Grain(Vec<f32>);

impl Grain {
    const SIDE: usize = 256;
    pub(crate) const MASK: usize = Self::SIDE - 1;

    pub(crate) fn new(seed: u64) -> Self {
        let noise = Noise::new(seed ^ 0x9ea1);
        let side = Self::SIDE as i32;
        let white = |x: i32, y: i32| noise.cell(x.rem_euclid(side), y.rem_euclid(side));
        let value = |i: i32| {
            let (x, y) = (i % side, i / side);
            let around = white(x - 1, y) + white(x + 1, y) + white(x, y - 1) + white(x, y + 1);
            // 0.5 rounds; the rest is spread over about one level and a half.
            0.5 + 1.1 * (white(x, y) - around * 0.25)
        };
        Self((0..side * side).map(value).collect())
    }

    /// To be added before truncation; index it with `x & Grain::MASK`.
    pub(crate) fn row(&self, y: usize) -> &[f32] {
        let y = y & Self::MASK;
        &self.0[y * Self::SIDE..(y + 1) * Self::SIDE]
    }
}

fn box_blur(from: &[f32], columns: usize, rows: usize, radius: usize) -> Vec<f32> {
    let mut across = vec![0.0; from.len()];
    let mut out = vec![0.0; from.len()];
    let share = 1.0 / (2 * radius + 1) as f32;
    for y in 0..rows {
        for x in 0..columns {
            let from = &from[y * columns..(y + 1) * columns];
            let near = |d: usize| from[(x + d).saturating_sub(radius).min(columns - 1)];
            across[y * columns + x] = (0..=2 * radius).map(near).sum::<f32>() * share;
        }
    }
    for y in 0..rows {
        for x in 0..columns {
            let near = |d: usize| across[(y + d).saturating_sub(radius).min(rows - 1) * columns + x];
            out[y * columns + x] = (0..=2 * radius).map(near).sum::<f32>() * share;
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::looks::paint::hex;

    #[test]
    fn a_flat_colour_keeps_its_mean_and_gets_grain() {
        let mut easel = Easel::new(256, 256);
        easel.wash(|_, _, _| hex(0x406080));
        let picture = easel.finish(1);
        for (channel, wanted) in [0x40, 0x60, 0x80].into_iter().enumerate() {
            let sum: u64 = picture.rgb.iter().skip(channel).step_by(3).map(|v| u64::from(*v)).sum();
            assert!((sum as f32 / 65536.0 - wanted as f32).abs() < 0.1);
        }
        assert!(picture.rgb.iter().step_by(3).any(|v| *v != 0x40));
    }

    #[test]
    fn a_glow_is_brightest_at_its_middle_and_ends() {
        let mut easel = Easel::new(101, 1);
        easel.glow((50.5, 0.5), 5.0, [1.0; 3], 1.0);
        let levels: Vec<f32> = easel.pixels.iter().map(|p| p[0]).collect();
        assert!(levels[50] > 0.99 && levels[0] == 0.0);
        assert!(levels[50..].windows(2).all(|w| w[0] >= w[1]));
    }
}
