//! What GitHub's log understands: annotations at files and lines, groups, and the job's summary.
//!
//! The escapes are those of the runner's workflow commands.

use std::fs::OpenOptions;
use std::io::{self, Write};
use std::path::Path;

use super::output;
use crate::manifest::Diagnostics;
use crate::report::{Report, markdown};

/// Told on stderr, and on GitHub at the manifest's lines too.
pub fn tell(diagnostics: &Diagnostics, github: bool) {
    output::say(diagnostics.to_string().trim_end());
    if github {
        output::say(problems(diagnostics).trim_end());
    }
}

/// An annotation a problem of a manifest.
fn problems(diagnostics: &Diagnostics) -> String {
    let mut out = String::new();
    for problem in &diagnostics.diagnostics {
        let help = problem.help.as_ref().map_or(String::new(), |help| format!("\nhelp: {help}"));
        let message = format!("{}{help}", problem.message);
        let place = problem.place.map(|place| (place.line, place.column));
        out += &error(&diagnostics.file, place, "manifest", &message);
    }
    out
}

/// An annotation a video that failed.
pub fn failures(report: &Report) -> String {
    let mut out = String::new();
    for video in &report.videos {
        let Some(failure) = &video.failure else { continue };
        let manifests = report.runs.get(video.run).map(|run| run.about.manifests.join(" ")).unwrap_or_default();
        let stage = failure.stage.map_or("", |stage| stage.name());
        let help = failure.remedy.as_ref().map_or(String::new(), |help| format!("\nhelp: {help}"));
        let title = format!("{} {stage}", video.id);
        out += &error(&manifests, None, title.trim_end(), &format!("{}{help}", failure.cause));
    }
    out
}

pub fn group(title: &str, text: &str) -> String {
    format!("::group::{}\n{text}\n::endgroup::\n", data(title))
}

/// Added to the job's summary, which other steps may have begun.
pub fn summarise(report: &Report, file: &Path) -> io::Result<()> {
    OpenOptions::new().append(true).create(true).open(file)?.write_all(markdown(report).as_bytes())
}

fn error(file: &str, place: Option<(u32, u32)>, title: &str, message: &str) -> String {
    let place = place.map_or(String::new(), |(line, column)| format!(",line={line},col={column}"));
    format!("::error file={}{place},title={}::{}\n", property(file), property(title), data(message))
}

fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_in_a_text_ends_its_annotation() {
        let told = error("a,b.yaml", Some((3, 5)), "x: y", "100 %\nof it");
        assert_eq!(told, "::error file=a%2Cb.yaml,line=3,col=5,title=x%3A y::100 %25%0Aof it\n");
    }
}
