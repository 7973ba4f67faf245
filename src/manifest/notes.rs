//! Where problems are collected while a manifest is read, so that all can be told at once.

use std::collections::HashMap;
use std::sync::Arc;

use super::diagnostic::{Diagnostic, Diagnostics, Place};
use super::limits;
use super::source::{Source, Spot};

#[derive(Debug, Default)]
pub(crate) struct Notes {
    pub source: Source,
    /// What is being read now; it begins every message.
    pub scope: Scope,
    /// The key being read now, for messages about its value.
    pub key: String,
    list: Vec<Note>,
    seen: HashMap<(Spot, String), usize>,
    omitted: usize,
    total: usize,
    /// Takes the words of problems that are only counted.
    spare: Note,
}

/// The video, row and scene that a problem belongs to.
#[derive(Debug, Default, Clone)]
pub(crate) struct Scope {
    pub video: Option<Arc<str>>,
    /// From 1, where the video is one of many made from data.
    pub row: Option<usize>,
    /// From 1.
    pub scene: Option<usize>,
}

#[derive(Debug, Default)]
pub(crate) struct Note {
    spot: Spot,
    message: String,
    label: Option<String>,
    help: Option<String>,
    scope: Scope,
    also: usize,
}

impl Note {
    pub fn label(&mut self, text: impl Into<String>) -> &mut Self {
        self.label.get_or_insert_with(|| text.into());
        self
    }

    /// Help where there is some to give.
    pub fn maybe_help(&mut self, text: Option<String>) -> &mut Self {
        if self.help.is_none() {
            self.help = text;
        }
        self
    }

    pub fn help(&mut self, text: impl Into<String>) -> &mut Self {
        self.help.get_or_insert_with(|| text.into());
        self
    }
}

impl Notes {
    pub fn new(source: Source) -> Self {
        Self { source, ..Self::default() }
    }

    /// Records a problem. The same problem at the same place (a template's, met in every row) is told once and counted.
    pub fn error(&mut self, spot: Spot, message: impl Into<String>) -> &mut Note {
        let message = message.into();
        self.total += 1;
        if let Some(&index) = self.seen.get(&(spot, message.clone())) {
            self.list[index].also += 1;
            return &mut self.list[index];
        }
        if self.list.len() >= limits::NOTES {
            self.omitted += 1;
            return &mut self.spare;
        }
        let index = self.list.len();
        self.seen.insert((spot, message.clone()), index);
        self.list.push(Note { spot, message, scope: self.scope.clone(), ..Note::default() });
        &mut self.list[index]
    }

    /// How many problems were met so far.
    pub fn count(&self) -> usize {
        self.total
    }

    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// In the order of the text; problems without a place come first.
    pub fn into_diagnostics(mut self) -> Diagnostics {
        self.list.sort_by_key(|note| (note.spot.line, note.spot.column));
        let list = self.list.into_iter().map(|note| diagnostic(note, &self.source)).collect();
        Diagnostics::new(self.source, list, self.omitted)
    }
}

fn diagnostic(note: Note, source: &Source) -> Diagnostic {
    let Note { spot, message, label, help, scope, also } = note;
    let place = (spot != Spot::NOWHERE).then(|| Place {
        line: spot.line,
        column: spot.column,
        length: length(spot, source.line(spot.line).unwrap_or_default()),
    });
    Diagnostic { message: format!("{}{message}", prefix(&scope)), place, label, help, also }
}

/// The parser counts the blanks and the comment after a quoted text to its length; the carets should not.
fn length(spot: Spot, line: &str) -> u32 {
    let rest: Vec<char> =
        line.chars().skip(spot.column.saturating_sub(1) as usize).take(spot.length as usize).collect();
    let Some(&quote @ ('"' | '\'')) = rest.first() else { return spot.length.max(1) };
    let mut escaped = false;
    let close = rest.iter().skip(1).position(|&c| {
        let closes = c == quote && !escaped;
        escaped = quote == '"' && c == '\\' && !escaped;
        closes
    });
    close.map_or(spot.length, |at| at as u32 + 2)
}

fn prefix(scope: &Scope) -> String {
    let Scope { video, row, scene } = scope;
    let row = row.map(|row| format!(" (row {row})")).unwrap_or_default();
    match (video, scene) {
        (Some(video), Some(scene)) => format!("scene {scene} of `{video}`{row}: "),
        (Some(video), None) => format!("video `{video}`{row}: "),
        (None, _) if !row.is_empty() => format!("{}: ", row.trim().trim_matches(['(', ')'])),
        (None, _) => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;

    use super::*;

    fn spot(line: u32, column: u32, length: u32) -> Spot {
        Spot { line, column, length }
    }

    #[test]
    fn the_same_problem_in_many_rows_is_told_once() {
        let mut notes = Notes::default();
        for row in 1..=1000 {
            notes.scope.row = Some(row);
            notes.error(spot(3, 1, 1), "`row.nme` is not there");
        }
        let told = notes.into_diagnostics().diagnostics;
        assert_eq!((told.len(), told[0].also, told[0].message.as_str()), (1, 999, "row 1: `row.nme` is not there"));
    }

    #[test]
    fn problems_come_in_the_order_of_the_text() {
        let mut notes = Notes::default();
        notes.error(spot(9, 1, 1), "later");
        notes.error(spot(2, 5, 1), "earlier");
        let order: Vec<_> = notes.into_diagnostics().diagnostics.into_iter().map(|d| d.message).collect();
        assert_eq!(order, ["earlier", "later"]);
    }

    #[test]
    fn what_is_beyond_the_bound_is_counted() {
        let mut notes = Notes::default();
        for line in 0..limits::NOTES as u32 + 5 {
            notes.error(spot(line + 1, 1, 1), "wrong").help("x");
        }
        assert_eq!(notes.into_diagnostics().count(), limits::NOTES + 5);
    }

    #[test]
    fn carets_end_with_the_quotes() {
        let source = Source::new(PathBuf::new(), r#"a: "x \" y"   # why"#);
        let mut notes = Notes::new(source);
        notes.error(spot(1, 4, 16), "wrong");
        assert_eq!(notes.into_diagnostics().diagnostics[0].place.unwrap().length, 8);
    }
}
