//! One plane of a still, with a border so that a filter's taps need no special case at the edges.

/// Samples on every side of a plane that repeat its edge: taps reach two samples beyond, one more for rounding.
pub(super) const BORDER: usize = 3;

/// `height` rows of `width` samples within a border of [`BORDER`] repeated ones.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Plane {
    width: usize,
    height: usize,
    samples: Vec<u8>,
}

impl Plane {
    /// Each row is filled by `paint(row, samples)`; at least one row and one sample.
    pub(super) fn paint(width: usize, height: usize, mut paint: impl FnMut(usize, &mut [u8])) -> Self {
        let stride = width + 2 * BORDER;
        let mut samples = vec![0; stride * (height + 2 * BORDER)];
        for (index, row) in samples.chunks_exact_mut(stride).skip(BORDER).take(height).enumerate() {
            paint(index, &mut row[BORDER..BORDER + width]);
            let (first, last) = (row[BORDER], row[BORDER + width - 1]);
            row[..BORDER].fill(first);
            row[BORDER + width..].fill(last);
        }
        for edge in 0..BORDER {
            samples.copy_within(stride * BORDER..stride * (BORDER + 1), stride * edge);
            let last = stride * (BORDER + height - 1);
            samples.copy_within(last..last + stride, stride * (BORDER + height + edge));
        }
        Self { width, height, samples }
    }

    /// A row with its borders; `row` counts from the first border row and is held within the plane.
    pub(super) fn bordered_row(&self, row: usize) -> &[u8] {
        let stride = self.width + 2 * BORDER;
        let start = row.min(self.height + 2 * BORDER - 1) * stride;
        &self.samples[start..start + stride]
    }

    /// Where the first of four taps stands among the bordered samples of an axis of `length` samples, never outside.
    fn place(first: i64, length: usize) -> usize {
        (first + BORDER as i64).clamp(0, (length + 2 * BORDER - 4) as i64) as usize
    }

    pub(super) fn place_column(&self, first: i64) -> usize {
        Self::place(first, self.width)
    }

    pub(super) fn place_row(&self, first: i64) -> usize {
        Self::place(first, self.height)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_border_repeats_the_edge() {
        let plane =
            Plane::paint(2, 2, |row, samples| samples.copy_from_slice(&[10 * row as u8 + 1, 10 * row as u8 + 2]));
        for row in 0..=3 {
            assert_eq!(plane.bordered_row(row), [1, 1, 1, 1, 2, 2, 2, 2], "row {row}");
        }
        for row in 4..=7 {
            assert_eq!(plane.bordered_row(row), [11, 11, 11, 11, 12, 12, 12, 12], "row {row}");
        }
    }

    #[test]
    fn taps_are_never_placed_outside() {
        let plane = Plane::paint(5, 1, |_, samples| samples.fill(1));
        assert_eq!(plane.place_column(-1_000), 0);
        assert_eq!(plane.place_column(-1), BORDER - 1);
        assert_eq!(plane.place_column(1_000) + 4, 5 + 2 * BORDER);
    }
}
