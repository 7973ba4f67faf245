//! Outlines, and how much of each pixel they cover: exact areas, accumulated a row at a time from the signed
//! trapezoids under each edge (the way of Levien's font-rs).

use super::math::{cos, length, sin};

/// Closed outlines that together cover what any one of them covers. Pixels, y downward.
#[derive(Debug, Default, Clone)]
pub(crate) struct Shape {
    outlines: Vec<Vec<(f32, f32)>>,
}

impl Shape {
    pub(crate) fn new() -> Self {
        Self::default()
    }

    pub(crate) fn polygon(&mut self, mut points: Vec<(f32, f32)>) -> &mut Self {
        // One direction for all, so that overlaps add up instead of cancelling.
        let next = |i: usize| (i + 1) % points.len();
        let area: f32 =
            (0..points.len()).map(|i| points[i].0 * points[next(i)].1 - points[next(i)].0 * points[i].1).sum();
        if area < 0.0 {
            points.reverse();
        }
        if area != 0.0 && area.is_finite() {
            self.outlines.push(points);
        }
        self
    }

    pub(crate) fn rectangle(&mut self, x: f32, y: f32, width: f32, height: f32) -> &mut Self {
        self.polygon(vec![(x, y), (x + width, y), (x + width, y + height), (x, y + height)])
    }

    pub(crate) fn ellipse(&mut self, x: f32, y: f32, rx: f32, ry: f32) -> &mut Self {
        let corners = (rx.max(ry).sqrt() * 6.0).clamp(12.0, 240.0) as usize;
        let at = |i: usize| {
            let angle = i as f32 / corners as f32 * std::f32::consts::TAU;
            (x + rx * cos(angle), y + ry * sin(angle))
        };
        self.polygon((0..corners).map(at).collect())
    }

    pub(crate) fn disc(&mut self, x: f32, y: f32, radius: f32) -> &mut Self {
        self.ellipse(x, y, radius, radius)
    }

    /// A straight stroke that is `from_width` wide at its start and `to_width` at its end.
    pub(crate) fn taper(&mut self, from: (f32, f32), to: (f32, f32), from_width: f32, to_width: f32) -> &mut Self {
        let (dx, dy) = (to.0 - from.0, to.1 - from.1);
        let long = length(dx, dy).max(1e-6);
        let (nx, ny) = (-dy / long * 0.5, dx / long * 0.5);
        self.polygon(vec![
            (from.0 + nx * from_width, from.1 + ny * from_width),
            (to.0 + nx * to_width, to.1 + ny * to_width),
            (to.0 - nx * to_width, to.1 - ny * to_width),
            (from.0 - nx * from_width, from.1 - ny * from_width),
        ])
    }

    /// A stroke of one width through the points.
    pub(crate) fn line(&mut self, points: &[(f32, f32)], width: f32) -> &mut Self {
        for pair in points.windows(2) {
            self.taper(pair[0], pair[1], width, width);
        }
        if width > 3.0 {
            for p in points.iter().skip(1).take(points.len().saturating_sub(2)) {
                self.disc(p.0, p.1, width / 2.0);
            }
        }
        self
    }

    fn edges(&self) -> impl Iterator<Item = ((f32, f32), (f32, f32))> {
        self.outlines.iter().flat_map(|o| (0..o.len()).map(move |i| (o[i], o[(i + 1) % o.len()])))
    }

    /// Left, top, right, bottom.
    fn bounds(&self) -> (f32, f32, f32, f32) {
        self.outlines
            .iter()
            .flatten()
            .fold((f32::INFINITY, f32::INFINITY, f32::NEG_INFINITY, f32::NEG_INFINITY), |(l, t, r, b), (x, y)| {
                (l.min(*x), t.min(*y), r.max(*x), b.max(*y))
            })
    }
}

/// How much a shape covers of each pixel of a rectangle of the picture, 0.0 to 1.0.
pub(crate) struct Mask {
    pub(crate) x: usize,
    pub(crate) y: usize,
    pub(crate) width: usize,
    pub(crate) height: usize,
    pub(crate) cover: Vec<f32>,
}

impl Mask {
    /// The part of the shape that lies on a picture of the size.
    pub(crate) fn new(shape: &Shape, width: usize, height: usize) -> Self {
        Self::with_margin(shape, width, height, 0)
    }

    /// The same, its edges softened over about `radius` pixels.
    pub(crate) fn soft(shape: &Shape, width: usize, height: usize, radius: f32) -> Self {
        let box_radius = (radius * 0.5) as usize;
        let mut mask = Self::with_margin(shape, width, height, box_radius * 2 + 2);
        if box_radius > 0 && mask.width > 0 {
            let mut spare = vec![0.0; mask.cover.len()];
            for _ in 0..2 {
                blur_rows(&mask.cover, &mut spare, mask.width, box_radius);
                blur_columns(&spare, &mut mask.cover, mask.width, box_radius);
            }
        }
        mask
    }

    fn with_margin(shape: &Shape, width: usize, height: usize, margin: usize) -> Self {
        let (left, top, right, bottom) = shape.bounds();
        let m = margin as f32;
        let low = |v: f32, end: usize| (v - m).floor().clamp(0.0, end as f32) as usize;
        let high = |v: f32, end: usize| (v + m).ceil().clamp(0.0, end as f32) as usize;
        let (x, y) = (low(left, width), low(top, height));
        let (w, h) = (high(right, width).saturating_sub(x), high(bottom, height).saturating_sub(y));
        let mut mask = Self { x, y, width: w, height: h, cover: vec![0.0; w * h] };
        if w == 0 || h == 0 {
            mask.cover.clear();
            (mask.width, mask.height) = (0, 0);
            return mask;
        }
        mask.trace(shape);
        mask
    }

    fn trace(&mut self, shape: &Shape) {
        let stride = self.width + 2;
        let mut area = vec![0.0_f32; stride * self.height];
        let (x0, y0) = (self.x as f32, self.y as f32);
        for (a, b) in shape.edges() {
            edge(&mut area, stride, self.height, (a.0 - x0, a.1 - y0), (b.0 - x0, b.1 - y0));
        }
        for (row, sums) in self.cover.chunks_exact_mut(self.width).zip(area.chunks_exact(stride)) {
            let mut sum = 0.0;
            for (cover, part) in row.iter_mut().zip(sums) {
                sum += part;
                *cover = sum.abs().min(1.0);
            }
        }
    }
}

/// Adds the edge's signed area to each pixel that it crosses.
fn edge(area: &mut [f32], stride: usize, height: usize, a: (f32, f32), b: (f32, f32)) {
    if a.1 == b.1 {
        return;
    }
    let (sign, a, b) = if a.1 < b.1 { (1.0, a, b) } else { (-1.0, b, a) };
    if b.1 <= 0.0 || a.1 >= height as f32 {
        return;
    }
    let slope = (b.0 - a.0) / (b.1 - a.1);
    let right = (stride - 2) as f32;
    let first = a.1.max(0.0) as usize;
    let last = (b.1.ceil() as usize).min(height);
    for y in first..last {
        let top = a.1.max(y as f32);
        let bottom = b.1.min((y + 1) as f32);
        let xa = (a.0 + (top - a.1) * slope).clamp(0.0, right);
        let xb = (a.0 + (bottom - a.1) * slope).clamp(0.0, right);
        let (x0, x1) = if xa < xb { (xa, xb) } else { (xb, xa) };
        spread(&mut area[y * stride..(y + 1) * stride], x0, x1, (bottom - top) * sign);
    }
}

/// Spreads the height `d` over the pixels between `x0` and `x1` of one row.
fn spread(row: &mut [f32], x0: f32, x1: f32, d: f32) {
    let floor = x0.floor();
    let i = floor as usize;
    let end = x1.ceil() as usize;
    if end <= i + 1 {
        let middle = 0.5 * (x0 + x1) - floor;
        row[i] += d - d * middle;
        row[i + 1] += d * middle;
        return;
    }
    let s = 1.0 / (x1 - x0);
    let f0 = x0 - floor;
    let f1 = x1 - end as f32 + 1.0;
    let first = 0.5 * s * (1.0 - f0) * (1.0 - f0);
    let last = 0.5 * s * f1 * f1;
    row[i] += d * first;
    if end == i + 2 {
        row[i + 1] += d * (1.0 - first - last);
    } else {
        let second = s * (1.5 - f0);
        row[i + 1] += d * (second - first);
        for cell in &mut row[i + 2..end - 1] {
            *cell += d * s;
        }
        let before = second + (end - i - 3) as f32 * s;
        row[end - 1] += d * (1.0 - before - last);
    }
    row[end] += d * last;
}

fn blur_rows(from: &[f32], to: &mut [f32], width: usize, radius: usize) {
    let share = 1.0 / (2 * radius + 1) as f32;
    for (from, to) in from.chunks_exact(width).zip(to.chunks_exact_mut(width)) {
        let mut sum: f32 = from.iter().take(radius).sum();
        for x in 0..width {
            sum += from.get(x + radius).copied().unwrap_or(0.0);
            to[x] = (sum * share).clamp(0.0, 1.0);
            sum -= if x >= radius { from[x - radius] } else { 0.0 };
        }
    }
}

fn blur_columns(from: &[f32], to: &mut [f32], width: usize, radius: usize) {
    let share = 1.0 / (2 * radius + 1) as f32;
    let height = from.len() / width;
    let mut sums = vec![0.0_f32; width];
    let row = |y: usize| &from[y * width..(y + 1) * width];
    for y in 0..radius.min(height) {
        sums.iter_mut().zip(row(y)).for_each(|(s, f)| *s += f);
    }
    for y in 0..height {
        if y + radius < height {
            sums.iter_mut().zip(row(y + radius)).for_each(|(s, f)| *s += f);
        }
        let out = &mut to[y * width..(y + 1) * width];
        out.iter_mut().zip(&sums).for_each(|(o, s)| *o = (s * share).clamp(0.0, 1.0));
        if y >= radius {
            sums.iter_mut().zip(row(y - radius)).for_each(|(s, f)| *s -= f);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn area(shape: &Shape) -> f32 {
        Mask::new(shape, 100, 100).cover.iter().sum()
    }

    #[test]
    fn the_covered_area_is_the_shapes_area() {
        assert!((area(Shape::new().rectangle(10.25, 20.5, 30.5, 10.25)) - 30.5 * 10.25).abs() < 0.01);
        assert!((area(Shape::new().disc(50.0, 50.0, 30.0)) - 2827.4).abs() < 20.0);
        assert!((area(Shape::new().polygon(vec![(5.0, 5.0), (95.0, 50.0), (5.0, 95.0)])) - 4050.0).abs() < 1.0);
    }

    #[test]
    fn overlaps_do_not_cancel_whatever_their_direction() {
        let mut shape = Shape::new();
        shape.polygon(vec![(10.0, 10.0), (50.0, 10.0), (50.0, 50.0), (10.0, 50.0)]);
        shape.polygon(vec![(10.0, 10.0), (10.0, 50.0), (50.0, 50.0), (50.0, 10.0)]);
        assert!((area(&shape) - 1600.0).abs() < 0.1);
    }

    #[test]
    fn what_hangs_over_the_frame_is_cut() {
        assert!((area(Shape::new().rectangle(-50.0, -50.0, 300.0, 100.0)) - 5000.0).abs() < 0.1);
        assert_eq!(area(Shape::new().disc(-500.0, 20.0, 30.0)), 0.0);
        assert_eq!(area(&Shape::new()), 0.0);
    }

    #[test]
    fn softening_keeps_the_area() {
        let mut shape = Shape::new();
        shape.disc(50.0, 50.0, 20.0);
        let soft: f32 = Mask::soft(&shape, 100, 100, 8.0).cover.iter().sum();
        assert!((soft - area(&shape)).abs() < 2.0);
    }
}
