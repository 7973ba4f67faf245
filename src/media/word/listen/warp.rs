//! Dynamic time warping: which moment of one utterance is which of another (Sakoe and Chiba, 1978), first coarsely over
//! all of it, then finely near the coarse answer (after Salvador and Chan's FastDTW, 2007).

use std::ops::Range;

use super::features::{DIMENSIONS, Features, Moment};

/// A coarse moment is so many fine ones.
const COARSE: usize = 8;
/// How far the coarse path may leave the diagonal, in coarse moments (20 s).
const STRAY: usize = 500;
/// How far the fine path may leave the coarse one, in fine moments.
const NEAR: usize = 40;
/// What it costs more to stand still on one side, in parts of the distance.
const STANDING: f32 = 1.15;

/// For each moment of the first utterance the moments of the second that are the same.
pub(super) struct Path(Vec<(u32, u32)>);

impl Path {
    /// The last or the first moment of the second utterance that is moment `at` of the first.
    pub(super) fn of(&self, at: u32, last: bool) -> u32 {
        let found = self.0.get(at as usize).or(self.0.last());
        found.map_or(0, |(first, until)| if last { *until } else { *first })
    }
}

pub(super) fn path(known: &Features, heard: &Features) -> Path {
    let (rows, columns) = (coarse(known), coarse(heard));
    let (height, width) = (rows.len(), columns.len());
    let diagonal = |row: usize| {
        let middle = row * width / height.max(1);
        middle.saturating_sub(STRAY)..(middle + STRAY + 1).min(width)
    };
    let rough = warp(&rows, &columns, diagonal);
    let near = |row: usize| {
        let (first, last) = rough[(row / COARSE).min(height - 1)];
        let (first, last) = (first as usize * COARSE, (last as usize + 1) * COARSE);
        first.saturating_sub(NEAR).min(heard.len() - 1)..(last + NEAR).min(heard.len())
    };
    Path(warp(known, heard, near))
}

fn coarse(features: &Features) -> Features {
    let mean = |group: &[Moment]| {
        let mut mean = [0.0; DIMENSIONS];
        for moment in group {
            mean.iter_mut().zip(moment).for_each(|(sum, value)| *sum += value / group.len() as f32);
        }
        mean
    };
    features.chunks(COARSE).map(mean).collect()
}

fn distance(a: &Moment, b: &Moment) -> f32 {
    a.iter().zip(b).map(|(a, b)| (a - b) * (a - b)).sum::<f32>().sqrt()
}

/// The cheapest way from the first pair to the last, one range of columns a row, within each row's window.
fn warp(rows: &[Moment], columns: &[Moment], window: impl Fn(usize) -> Range<usize>) -> Vec<(u32, u32)> {
    const DIAGONAL: u8 = 0;
    const DOWN: u8 = 1;
    const RIGHT: u8 = 2;
    let windows = joined(rows.len(), columns.len(), window);
    let mut steps: Vec<Vec<u8>> = Vec::with_capacity(rows.len());
    let mut above: (Range<usize>, Vec<f32>) = (0..0, Vec::new());
    for (row, window) in rows.iter().zip(&windows) {
        let mut costs = Vec::with_capacity(window.len());
        let mut taken = Vec::with_capacity(window.len());
        let over = |column: usize| match above.0.contains(&column) {
            true => above.1[column - above.0.start],
            false => f32::INFINITY,
        };
        for column in window.clone() {
            let here = distance(row, &columns[column]);
            let left = costs.last().copied().unwrap_or(f32::INFINITY);
            let ways = [
                (column.checked_sub(1).map_or(f32::INFINITY, over) + here, DIAGONAL),
                (over(column) + here * STANDING, DOWN),
                (left + here * STANDING, RIGHT),
            ];
            let best = ways.into_iter().min_by(|a, b| a.0.total_cmp(&b.0)).unwrap_or((here, DIAGONAL));
            let first = steps.is_empty() && column == 0;
            costs.push(if first { here } else { best.0 });
            taken.push(best.1);
        }
        steps.push(taken);
        above = (window.clone(), costs);
    }
    // Back from the end.
    let mut path = vec![(0, 0); rows.len()];
    let Some(mut row) = rows.len().checked_sub(1) else { return path };
    let mut column = columns.len().saturating_sub(1);
    path[row] = (column as u32, column as u32);
    while row > 0 || column > 0 {
        let step = column.checked_sub(windows[row].start).and_then(|at| steps[row].get(at)).copied();
        let step = match step {
            _ if row == 0 => RIGHT,
            _ if column == 0 => DOWN,
            step => step.unwrap_or(DIAGONAL),
        };
        (row, column) = match step {
            DOWN => (row - 1, column),
            RIGHT => (row, column - 1),
            _ => (row - 1, column - 1),
        };
        let last = if step == RIGHT { path[row].1 } else { column as u32 };
        path[row] = (column as u32, last);
    }
    path
}

/// Windows that go from the first column to the last without a gap, whatever was asked for.
fn joined(rows: usize, columns: usize, window: impl Fn(usize) -> Range<usize>) -> Vec<Range<usize>> {
    let mut windows: Vec<Range<usize>> = Vec::with_capacity(rows);
    for row in 0..rows {
        let Range { start, end } = window(row);
        let reached = windows.last().map_or(1, |above| above.end);
        let start = if row == 0 { 0 } else { start.min(reached - 1) };
        let end = if row + 1 == rows { columns } else { end.max(start + 1).max(reached) };
        windows.push(start..end.min(columns));
    }
    windows
}

#[cfg(test)]
mod tests {
    use super::*;

    fn moments(values: impl IntoIterator<Item = f32>) -> Features {
        let moment = |value: f32| {
            let mut moment = [0.0; DIMENSIONS];
            moment[0] = value;
            moment[1] = (value * 0.7).sin() * 3.0;
            moment
        };
        values.into_iter().map(moment).collect()
    }

    #[test]
    fn a_sound_is_found_in_itself_however_it_is_stretched() {
        let plain = moments((0..400).map(|at| at as f32 * 0.1));
        let slow = moments((0..800).map(|at| at as f32 * 0.05));
        let held = moments((0..400).flat_map(|at| vec![at as f32 * 0.1; if at == 200 { 150 } else { 1 }]));
        let (slow, held) = (path(&plain, &slow), path(&plain, &held));
        for at in [0, 50, 199, 300, 399] {
            assert!(slow.of(at, false).abs_diff(at * 2) <= 3, "{at}");
            let expected = if at > 200 { at + 149 } else { at };
            assert!(held.of(at, false).abs_diff(expected) <= 2, "{at}: {}", held.of(at, false));
        }
        assert!(held.of(200, false) <= 202 && held.of(200, true) >= 347, "all that is held is one moment");
    }

    #[test]
    fn lengths_of_any_kind_have_a_path() {
        for (known, heard) in [(1, 1), (1, 300), (300, 1), (20, 9000), (9000, 20)] {
            let ramp = |count: usize| moments((0..count).map(|at| at as f32 / count as f32));
            let path = path(&ramp(known), &ramp(heard));
            assert_eq!(path.0.len(), known);
            assert!(path.0.is_sorted(), "{known} {heard}");
            assert_eq!(path.of(known as u32, true) as usize, heard - 1);
        }
    }
}
