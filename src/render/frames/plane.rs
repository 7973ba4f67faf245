//! One plane of a still, with a border so that a filter's taps need no special case at the edges.

/// Samples on every side of a plane that repeat its edge: taps reach two samples beyond, one more for rounding.
pub(super) const BORDER: usize = 3;
/// Spans of rows are whole steps of so many samples, and reach beyond their row where it ends within one.
pub(super) const STEP: usize = 64;

/// `height` rows of `width` samples within a border of [`BORDER`] repeated ones, and a [`STEP`] behind the last.
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
        let mut samples = vec![0; stride * (height + 2 * BORDER) + STEP];
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

    /// Four rows from the bordered column `start` on, in steps; `row` counts from the first border row. What a step holds
    /// of the next row has no meaning.
    pub(super) fn spans(&self, row: usize, start: usize, steps: usize) -> [&[[u8; STEP]]; 4] {
        let stride = self.width + 2 * BORDER;
        let span = |row: usize| {
            let at = row * stride + start;
            self.samples[at..at + steps * STEP].as_chunks().0
        };
        [span(row), span(row + 1), span(row + 2), span(row + 3)]
    }

    /// A row with its borders; `row` counts from the first border row and is held within the plane.
    #[cfg(test)]
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
    fn spans_are_four_rows_from_a_column_on_also_where_the_last_ends() {
        let plane = Plane::paint(2, 2, |row, samples| samples.fill(row as u8 + 1));
        for start in [0, 4] {
            let rows = plane.spans(plane.place_row(1_000), start, 1);
            assert_eq!(rows.map(|row| row[0][..8 - start].to_vec()), [2; 4].map(|sample| vec![sample; 8 - start]));
        }
        assert_eq!(plane.spans(2, 3, 1).map(|row| row[0][0]), [1, 1, 2, 2]);
    }

    #[test]
    fn taps_are_never_placed_outside() {
        let plane = Plane::paint(5, 1, |_, samples| samples.fill(1));
        assert_eq!(plane.place_column(-1_000), 0);
        assert_eq!(plane.place_column(-1), BORDER - 1);
        assert_eq!(plane.place_column(1_000) + 4, 5 + 2 * BORDER);
    }
}
