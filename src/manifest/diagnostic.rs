//! Problems as they are told: all of a manifest's at once, each with its place, its line and a way out.

use std::fmt;

use serde::Serialize;

use super::limits;
use super::snippet::{plain, snippet};
use super::source::Source;

/// Everything wrong with a manifest, in the order of its text. `Display` renders it for people, `Serialize` for programs.
#[derive(Debug, Serialize)]
pub struct Diagnostics {
    /// The manifest's path as given.
    pub file: String,
    pub diagnostics: Vec<Diagnostic>,
    /// Problems beyond those remembered.
    pub omitted: usize,
    #[serde(skip)]
    source: Box<Source>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Diagnostic {
    pub message: String,
    pub place: Option<Place>,
    /// Said beside the carets.
    pub label: Option<String>,
    /// The remedy.
    pub help: Option<String>,
    /// How many more videos have the very same problem at the same place.
    pub also: usize,
}

/// Line and column from 1; column and length in characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Place {
    pub line: u32,
    pub column: u32,
    pub length: u32,
}

impl Diagnostics {
    pub(crate) fn new(source: Source, diagnostics: Vec<Diagnostic>, omitted: usize) -> Self {
        Self { file: source.path.display().to_string(), diagnostics, omitted, source: Box::new(source) }
    }

    /// One problem with the file as a whole.
    pub(crate) fn of_file(source: Source, message: String, help: &str) -> Self {
        let only = Diagnostic { message, place: None, label: None, help: Some(help.to_owned()), also: 0 };
        Self::new(source, vec![only], 0)
    }

    /// How many problems there are.
    pub fn count(&self) -> usize {
        self.diagnostics.len() + self.omitted
    }

    fn render(&self, diagnostic: &Diagnostic, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Diagnostic { message, place, label, help, also } = diagnostic;
        let (file, label) = (plain(&self.file), label.as_deref().map(plain));
        writeln!(f, "error: {}", plain(message))?;
        let gutter = place.map_or(1, |place| place.line.to_string().len());
        match place {
            Some(Place { line, column, .. }) => writeln!(f, "{:gutter$}--> {file}:{line}:{column}", "")?,
            None => writeln!(f, "{:gutter$}--> {file}", "")?,
        }
        match place.and_then(|place| Some((place, self.source.shown(place.line)?))) {
            Some((Place { line, column, length }, text)) => {
                let drawn = snippet(text, column, length);
                let carets =
                    format!("{}{} {}", " ".repeat(drawn.indent), "^".repeat(drawn.carets), label.unwrap_or_default());
                writeln!(f, "{:gutter$} |\n{line} | {}\n{:gutter$} | {}", "", drawn.text, "", carets.trim_end())?;
            }
            None => label.iter().try_for_each(|label| writeln!(f, "{:gutter$} = note: {label}", ""))?,
        }
        if *also > 0 {
            let videos = if *also == 1 { "video" } else { "videos" };
            writeln!(f, "{:gutter$} = note: the same in {also} more {videos}", "")?;
        }
        help.iter().try_for_each(|help| writeln!(f, "{:gutter$} = help: {}", "", plain(help)))
    }
}

impl fmt::Display for Diagnostics {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for diagnostic in self.diagnostics.iter().take(limits::PRINTED) {
            self.render(diagnostic, f)?;
            writeln!(f)?;
        }
        let more = self.count().saturating_sub(limits::PRINTED.min(self.diagnostics.len()));
        if more > 0 {
            writeln!(f, "and {more} more\n")?;
        }
        let problems = if self.count() == 1 { "problem" } else { "problems" };
        write!(f, "error: {} {problems} in {}; nothing was run", self.count(), plain(&self.file))
    }
}

impl std::error::Error for Diagnostics {}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;

    use super::*;

    fn problem(line: u32, column: u32, length: u32) -> Diagnostic {
        Diagnostic {
            message: "scene 3 of `haunted-house`: image `img/attic.png` does not exist".into(),
            place: Some(Place { line, column, length }),
            label: Some("looked in videos/img/attic.png".into()),
            help: Some("`img/attic.jpg` exists; did you mean that?".into()),
            also: 0,
        }
    }

    fn source() -> Source {
        Source::new(PathBuf::from("reels.yaml"), "a: 1\n      image: img/attic.png\n")
    }

    #[test]
    fn a_problem_shows_place_line_carets_and_remedy() {
        let text = Diagnostics::new(source(), vec![problem(2, 14, 13)], 0).to_string();
        assert_eq!(
            text,
            "error: scene 3 of `haunted-house`: image `img/attic.png` does not exist\n \
             --> reels.yaml:2:14\n  \
             |\n\
             2 |       image: img/attic.png\n  \
             |              ^^^^^^^^^^^^^ looked in videos/img/attic.png\n  \
             = help: `img/attic.jpg` exists; did you mean that?\n\n\
             error: 1 problem in reels.yaml; nothing was run"
        );
    }

    #[test]
    fn only_the_first_are_printed_and_all_are_counted() {
        let text = Diagnostics::new(source(), vec![problem(1, 1, 1); 60], 7).to_string();
        assert_eq!(text.matches("error: scene 3").count(), 50);
        assert!(
            text.contains("\nand 17 more\n") && text.ends_with("error: 67 problems in reels.yaml; nothing was run")
        );
    }

    #[test]
    fn a_hidden_line_keeps_its_place_and_loses_its_text() {
        let mut source = source();
        source.hide(2..=2);
        let text = Diagnostics::new(source, vec![problem(2, 14, 13)], 0).to_string();
        assert!(text.contains("reels.yaml:2:14") && !text.contains("image: img"));
    }

    #[test]
    fn programs_get_the_same_facts() {
        let json = serde_json::to_value(Diagnostics::new(source(), vec![problem(2, 14, 13)], 0)).unwrap();
        assert_eq!(json["file"], "reels.yaml");
        assert_eq!(json["diagnostics"][0]["place"]["column"], 14);
    }
}
