//! Splitting a row of words where it costs least, and breaking it into lines.

use std::ops::Range;

use crate::media::text::Break;

/// Splits `0..n` into consecutive ranges, each at most `longest` long, of the least total cost. `cost` is `None` for a
/// range that must not be; a single thing is always allowed. Of equally good answers the one with the earliest long
/// ranges is given.
pub(crate) fn partition(n: usize, longest: usize, cost: impl Fn(Range<usize>) -> Option<u64>) -> Vec<Range<usize>> {
    // best[i]: the least cost of splitting i..n, and where its first range ends.
    let mut best = vec![(0_u64, n); n + 1];
    for start in (0..n).rev() {
        let furthest = n.min(start + longest.max(1));
        let mut choice = (u64::MAX, start + 1);
        for (end, &(rest, _)) in best.iter().enumerate().take(furthest + 1).skip(start + 1) {
            let own = match cost(start..end) {
                Some(own) => own,
                None if end == start + 1 => 0,
                None => continue,
            };
            let total = own.saturating_add(rest);
            if total <= choice.0 {
                choice = (total, end);
            }
        }
        best[start] = choice;
    }
    let mut ranges = Vec::new();
    let mut start = 0;
    while start < n {
        let end = best[start].1;
        ranges.push(start..end);
        start = end;
    }
    ranges
}

/// Words on one endless line, measured once.
pub(crate) struct Row {
    /// Where each word starts and ends.
    places: Vec<(u32, u32)>,
}

impl Row {
    /// Each word by the gap before it and its own width, in any unit.
    pub fn new(words: impl IntoIterator<Item = (u32, u32)>) -> Self {
        let mut at = 0_u32;
        let place = |(gap, width): (u32, u32)| {
            let start = at.saturating_add(gap);
            at = start.saturating_add(width);
            (start, at)
        };
        Self { places: words.into_iter().map(place).collect() }
    }

    /// The width of a line of these words.
    pub fn width(&self, words: Range<usize>) -> u32 {
        match self.places.get(words) {
            Some([only]) => only.1 - only.0,
            Some([first, .., last]) => last.1 - first.0,
            _ => 0,
        }
    }

    /// Breaks words into one line, or into two as even as possible; `None` where two lines do not hold them. A break
    /// after a word that is good for it may be less even, one after a bad one is more even or is not made.
    pub fn lines(&self, words: Range<usize>, limit: u32, after: impl Fn(usize) -> Break) -> Option<Vec<Range<usize>>> {
        if self.width(words.clone()) <= limit {
            return Some(vec![words]);
        }
        let uneven = |at: usize| {
            let (upper, lower) = (self.width(words.start..at), self.width(at..words.end));
            let uneven = match after(at - 1) {
                Break::Good => upper.abs_diff(lower).saturating_sub(limit / 5),
                Break::Fair => upper.abs_diff(lower),
                Break::Bad => upper.abs_diff(lower).saturating_add(limit / 3),
            };
            (upper.max(lower) <= limit).then_some((uneven, at))
        };
        let (_, at) = (words.start + 1..words.end).filter_map(uneven).min()?;
        Some(vec![words.start..at, at..words.end])
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_cheapest_split_is_chosen() {
        let slack = |range: Range<usize>| Some((4 - range.len() as u64).pow(2));
        assert_eq!(partition(5, 4, slack), [0..3, 3..5], "rather than 4 and an orphan");
        assert_eq!(partition(8, 4, slack), [0..4, 4..8]);
        assert_eq!(partition(0, 4, slack), Vec::<Range<usize>>::new());
    }

    #[test]
    fn a_single_thing_stands_even_where_nothing_is_allowed() {
        assert_eq!(partition(2, 4, |_| None), [0..1, 1..2]);
    }

    #[test]
    fn two_lines_are_even_and_break_where_the_voice_does() {
        let row = Row::new([(2, 8); 7]);
        let never = |_: usize| Break::Fair;
        assert_eq!(row.width(1..3), 18);
        assert_eq!(row.lines(0..3, 30, never).map(|lines| lines.len()), Some(1));
        assert_eq!(row.lines(1..5, 30, never), Some(vec![1..3, 3..5]));
        assert_eq!(
            row.lines(0..5, 45, |word| if word == 2 { Break::Good } else { Break::Fair }),
            Some(vec![0..3, 3..5])
        );
        assert_eq!(row.lines(0..7, 30, never), None);
        let second = |word: usize| if word == 1 { Break::Bad } else { Break::Fair };
        let row = Row::new([(0, 8), (1, 1), (1, 8), (1, 1)]);
        assert_eq!(
            row.lines(0..4, 12, second),
            Some(vec![0..1, 1..4]),
            "rather than after a word that leans on the next"
        );
    }

    proptest! {
        #[test]
        fn ranges_cover_everything_in_order(n in 0_usize..60, longest in 0_usize..9, seed in 0_u64..1000) {
            let cost = |range: Range<usize>| Some((range.start as u64 * 31 + range.end as u64 * 17 + seed) % 23);
            let ranges = partition(n, longest, cost);
            let mut at = 0;
            for range in ranges {
                prop_assert_eq!(range.start, at);
                prop_assert!(!range.is_empty() && range.len() <= longest.max(1));
                at = range.end;
            }
            prop_assert_eq!(at, n);
        }
    }
}
