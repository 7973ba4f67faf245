//! The wording that lines, bars and tables share.

use std::time::Duration;

use console::{measure_text_width, truncate_str};

use super::summary::VideoRow;
use crate::event::{Ending, Failure};
use crate::media::units::{clock, span};

/// Colours, or none.
#[derive(Debug, Clone, Copy)]
pub struct Style {
    pub colour: bool,
}

impl Style {
    pub fn good(self, text: &str) -> String {
        self.paint(text, |style| style.green())
    }

    pub fn bad(self, text: &str) -> String {
        self.paint(text, |style| style.red().bold())
    }

    pub fn dim(self, text: &str) -> String {
        self.paint(text, |style| style.dim())
    }

    pub fn strong(self, text: &str) -> String {
        self.paint(text, |style| style.bold())
    }

    fn paint(self, text: &str, with: impl Fn(console::Style) -> console::Style) -> String {
        if self.colour {
            with(console::Style::new().force_styling(true)).apply_to(text).to_string()
        } else {
            text.into()
        }
    }
}

/// `✓ tour  0:42  hit 9/11  12.3 s  out/tour.mp4`; a failure takes a line for its cause and each way out.
pub fn finished_line(row: &VideoRow, style: Style) -> String {
    let Some(ending) = &row.ending else { return String::new() };
    let id = safe(&row.id);
    match ending {
        Ending::Done { output, length, written } => {
            let output = shown(output);
            let kept = if *written { "" } else { "  (unchanged)" };
            let hits = format!("hit {}/{}", row.hits, row.jobs);
            let facts = style.dim(&format!("{}  {hits}  {}", clock(*length), span(row.elapsed)));
            format!("{} {}  {facts}  {output}{kept}", style.good("✓"), style.strong(&id))
        }
        Ending::Failed(failure) => format!("{} {}  {}", style.bad("✗"), style.strong(&id), failed(failure)),
        Ending::Cancelled => format!("{} {id}  stopped before it was finished", style.dim("-")),
    }
}

fn failed(failure: &Failure) -> String {
    let place = match (failure.stage, &failure.label) {
        (Some(stage), Some(label)) if !label.is_empty() => format!("{} of {label}: ", stage.name()),
        (Some(stage), _) => format!("{}: ", stage.name()),
        (None, _) => String::new(),
    };
    let mut text = format!("{place}{}", safe(&failure.cause));
    if let Some(remedy) = &failure.remedy {
        text += &format!("\n    = help: {}", safe(remedy));
    }
    if let Some(log) = &failure.log {
        text += &format!("\n    = log: {}", shown(log));
    }
    text
}

/// A path as a person would type it: relative to here where it lies below.
pub fn shown(path: &std::path::Path) -> String {
    let here = std::env::current_dir().ok();
    let path = here.and_then(|here| path.strip_prefix(here).ok()).unwrap_or(path);
    safe(&path.display().to_string())
}

/// Control characters of hostile text would drive the terminal; newlines in causes stay.
pub fn safe(text: &str) -> String {
    text.chars().map(|c| if c.is_control() && c != '\n' { '\u{fffd}' } else { c }).collect()
}

/// Cut or filled to exactly `width` columns.
pub fn fitted(text: &str, width: usize) -> String {
    let text = truncate_str(text, width, "…");
    let fill = width.saturating_sub(measure_text_width(&text));
    format!("{text}{}", " ".repeat(fill))
}

pub fn right(text: &str, width: usize) -> String {
    let fill = width.saturating_sub(measure_text_width(text));
    format!("{}{text}", " ".repeat(fill))
}

pub fn optional(time: Option<Duration>) -> String {
    time.map_or_else(|| "-".to_owned(), span)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::event::Stage;

    fn row(ending: Ending) -> VideoRow {
        VideoRow {
            id: "tour".into(),
            jobs: 11,
            hits: 9,
            stages: Default::default(),
            running: vec![],
            ending: Some(ending),
            elapsed: Duration::from_millis(12_300),
            cost: Default::default(),
        }
    }

    #[test]
    fn a_finished_video_is_one_line() {
        let done = row(Ending::Done { output: "/x/tour.mp4".into(), length: Duration::from_secs(42), written: true });
        let line = finished_line(&done, Style { colour: false });
        assert_eq!(line, "✓ tour  0:42  hit 9/11  12.3 s  /x/tour.mp4");
    }

    #[test]
    fn a_failed_video_says_where_why_and_what_to_do() {
        let failure = Failure {
            stage: Some(Stage::Speech),
            label: Some("scene 3".into()),
            cause: "no voice `xx`".into(),
            remedy: Some("see `espeak-ng --voices`".into()),
            log: None,
            missing_tool: false,
        };
        let line = finished_line(&row(Ending::Failed(failure)), Style { colour: false });
        assert_eq!(line, "✗ tour  speech of scene 3: no voice `xx`\n    = help: see `espeak-ng --voices`");
    }

    #[test]
    fn wide_characters_take_two_columns() {
        assert_eq!(fitted("日本語", 8), "日本語  ");
        assert_eq!(fitted("日本語日本語", 5), "日本…");
    }

    #[test]
    fn escape_sequences_of_hostile_ids_are_disarmed() {
        assert_eq!(safe("a\u{1b}[2Jb"), "a\u{fffd}[2Jb");
    }
}
