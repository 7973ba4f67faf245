//! A smooth quantity over the picture, computed on a coarse grid and read in between: fog, clouds, light shafts cost
//! a sixteenth or less of what they would at every pixel.

pub(crate) struct Field {
    cell: f32,
    columns: usize,
    /// The grid row that `values` begins with.
    first: usize,
    rows: usize,
    values: Vec<f32>,
}

impl Field {
    /// Asks `value(x, y)` (pixels) every `cell` pixels over a picture of the size.
    pub(crate) fn new(width: usize, height: usize, cell: f32, value: impl Fn(f32, f32) -> f32) -> Self {
        Self::band(width, (0, height), cell, value)
    }

    /// The same for the pixel rows `from..to` alone; others read as the nearest of these.
    pub(crate) fn band(width: usize, (from, to): (usize, usize), cell: f32, value: impl Fn(f32, f32) -> f32) -> Self {
        let cell = cell.max(1.0);
        let columns = (width as f32 / cell) as usize + 2;
        let first = (from as f32 / cell) as usize;
        let rows = (to.max(from) as f32 / cell) as usize + 2 - first;
        let mut values = Vec::with_capacity(columns * rows);
        for row in first..first + rows {
            let y = row as f32 * cell;
            values.extend((0..columns).map(|column| value(column as f32 * cell, y)));
        }
        Self { cell, columns, first, rows, values }
    }

    /// The values along pixel row `y`, one for each element of `row`.
    pub(crate) fn row(&self, y: usize, row: &mut [f32]) {
        let fy = (y as f32 / self.cell - self.first as f32).max(0.0);
        let iy = (fy as usize).min(self.rows - 2);
        let v = (fy - iy as f32).min(1.0);
        let upper = &self.values[iy * self.columns..][..self.columns];
        let lower = &self.values[(iy + 1) * self.columns..][..self.columns];
        let blended: Vec<f32> = upper.iter().zip(lower).map(|(a, b)| a + (b - a) * v).collect();
        let step = 1.0 / self.cell;
        let mut x = 0;
        for (ix, pair) in blended.windows(2).enumerate() {
            // All pixels between two columns of the grid; the last pair takes what is left.
            let last = ix + 2 == self.columns;
            let end = if last { row.len() } else { (((ix + 1) as f32 * self.cell).ceil() as usize).min(row.len()) };
            let (a, rise) = (pair[0], (pair[1] - pair[0]) * step);
            let start = ix as f32 * self.cell;
            for (i, out) in row[x..end].iter_mut().enumerate() {
                *out = a + rise * ((x + i) as f32 - start);
            }
            x = end;
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

    #[test]
    fn a_band_has_the_values_of_the_whole() {
        let value = |x: f32, y: f32| x * 0.3 - y;
        let (whole, band) = (Field::new(20, 90, 3.5, value), Field::band(20, (40, 60), 3.5, value));
        let (mut a, mut b) = ([0.0; 20], [0.0; 20]);
        for y in 40..60 {
            whole.row(y, &mut a);
            band.row(y, &mut b);
            assert_eq!(a, b);
        }
    }
}
