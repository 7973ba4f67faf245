//! A smooth quantity over the picture, computed on a coarse grid and read in between: fog, clouds, light shafts cost
//! a sixteenth or less of what they would at every pixel.

pub(crate) struct Field {
    cell: f32,
    columns: usize,
    rows: usize,
    values: Vec<f32>,
}

impl Field {
    /// Asks `value(x, y)` (pixels) every `cell` pixels over a picture of the size.
    pub(crate) fn new(width: usize, height: usize, cell: f32, value: impl Fn(f32, f32) -> f32) -> Self {
        let cell = cell.max(1.0);
        let columns = (width as f32 / cell) as usize + 2;
        let rows = (height as f32 / cell) as usize + 2;
        let values =
            (0..columns * rows).map(|i| value((i % columns) as f32 * cell, (i / columns) as f32 * cell)).collect();
        Self { cell, columns, rows, values }
    }

    /// The values along pixel row `y`, one for each element of `row`.
    pub(crate) fn row(&self, y: usize, row: &mut [f32]) {
        let fy = y as f32 / self.cell;
        let iy = (fy as usize).min(self.rows - 2);
        let v = (fy - iy as f32).min(1.0);
        let upper = &self.values[iy * self.columns..][..self.columns];
        let lower = &self.values[(iy + 1) * self.columns..][..self.columns];
        let step = 1.0 / self.cell;
        for (x, out) in row.iter_mut().enumerate() {
            let fx = x as f32 * step;
            let ix = (fx as usize).min(self.columns - 2);
            let u = fx - ix as f32;
            let a = upper[ix] + (upper[ix + 1] - upper[ix]) * u;
            let b = lower[ix] + (lower[ix + 1] - lower[ix]) * u;
            *out = a + (b - a) * v;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_plane_is_kept_exactly_enough() {
        let field = Field::new(50, 30, 4.0, |x, y| x * 2.0 + y);
        let mut row = [0.0; 50];
        field.row(29, &mut row);
        assert!(row.iter().enumerate().all(|(x, v)| (v - (x as f32 * 2.0 + 29.0)).abs() < 1e-3));
    }
}
