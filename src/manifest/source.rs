//! The manifest's text by lines, and which of them must never be shown because a secret stands there.

use std::collections::BTreeSet;
use std::path::PathBuf;

/// A place in the manifest's text: line and column from 1, both and the length in characters. Line 0 is nowhere.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct Spot {
    pub line: u32,
    pub column: u32,
    pub length: u32,
}

impl Spot {
    pub const NOWHERE: Spot = Spot { line: 0, column: 0, length: 0 };
}

#[derive(Debug, Default)]
pub(crate) struct Source {
    pub path: PathBuf,
    text: String,
    /// Where each line starts, in bytes.
    starts: Vec<usize>,
    hidden: BTreeSet<u32>,
}

impl Source {
    pub fn new(path: PathBuf, text: &str) -> Self {
        let bytes = text.as_bytes();
        let breaks =
            bytes.iter().enumerate().filter(|&(i, &b)| b == b'\n' || b == b'\r' && bytes.get(i + 1) != Some(&b'\n'));
        let starts = std::iter::once(0).chain(breaks.map(|(i, _)| i + 1)).collect();
        Self { path, text: text.to_owned(), starts, hidden: BTreeSet::new() }
    }

    /// Line `number` (from 1) without its break; nothing where there is no such line.
    pub fn line(&self, number: u32) -> Option<&str> {
        let index = (number as usize).checked_sub(1)?;
        let start = *self.starts.get(index)?;
        let end = self.starts.get(index + 1).copied().unwrap_or(self.text.len());
        self.text.get(start..end).map(|line| line.trim_end_matches(['\n', '\r']))
    }

    /// What follows `spot` on its line.
    pub fn after(&self, spot: Spot) -> &str {
        let line = self.line(spot.line).unwrap_or_default();
        let from = (spot.column + spot.length).saturating_sub(1) as usize;
        line.char_indices().nth(from).map_or("", |(byte, _)| &line[byte..])
    }

    pub fn hide(&mut self, lines: std::ops::RangeInclusive<u32>) {
        self.hidden.extend(lines);
    }

    /// The line, unless it holds a secret.
    pub fn shown(&self, number: u32) -> Option<&str> {
        if self.hidden.contains(&number) { None } else { self.line(number) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_end_at_every_kind_of_break() {
        let source = Source::new(PathBuf::new(), "a\r\nb\rc\n\nd");
        let lines: Vec<_> = (0..7).map(|n| source.line(n)).collect();
        assert_eq!(lines, [None, Some("a"), Some("b"), Some("c"), Some(""), Some("d"), None]);
    }

    #[test]
    fn what_follows_a_place_is_counted_in_characters() {
        let source = Source::new(PathBuf::new(), "é: x # y");
        assert_eq!(source.after(Spot { line: 1, column: 1, length: 1 }), ": x # y");
        assert_eq!(source.after(Spot { line: 9, column: 1, length: 1 }), "");
    }

    #[test]
    fn a_hidden_line_is_not_shown() {
        let mut source = Source::new(PathBuf::new(), "a\nb");
        source.hide(2..=2);
        assert_eq!((source.shown(1), source.shown(2)), (Some("a"), None));
    }
}
