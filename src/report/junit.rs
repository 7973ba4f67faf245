//! JUnit XML, as CI servers read it: a suite a run, a case a video.

use std::fmt::Write as _;

use super::document::{Report, Run, State, Video};

/// How much of a tool's log goes in; the file has the rest.
const LOG_TAIL: usize = 8 * 1024;

pub fn junit(report: &Report) -> String {
    let totals = &report.totals;
    let mut out = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    let _ = writeln!(
        out,
        "<testsuites name=\"reelmill\" tests=\"{}\" failures=\"{}\" errors=\"0\" skipped=\"{}\" time=\"{}\">",
        totals.videos,
        totals.failed,
        totals.stopped,
        seconds(totals.elapsed_ms)
    );
    for (index, run) in report.runs.iter().enumerate() {
        let videos: Vec<_> = report.videos.iter().filter(|video| video.run == index).collect();
        suite(&mut out, run, &videos);
    }
    out + "</testsuites>\n"
}

fn suite(out: &mut String, run: &Run, videos: &[&Video]) {
    let count = |state| videos.iter().filter(|video| video.state == state).count();
    let shard = run.about.shard.as_ref().map_or(String::new(), |shard| format!(" [{shard}]"));
    let name = format!("{}{shard}", run.about.manifests.join(" "));
    let _ = writeln!(
        out,
        "  <testsuite name=\"{}\" id=\"{}\" tests=\"{}\" failures=\"{}\" errors=\"0\" skipped=\"{}\" time=\"{}\" timestamp=\"{}\">",
        escaped(&name),
        escaped(&run.about.run),
        videos.len(),
        count(State::Failed),
        count(State::Stopped),
        seconds(run.elapsed_ms),
        run.started
    );
    for video in videos {
        case(out, video, &name);
    }
    out.push_str("  </testsuite>\n");
}

fn case(out: &mut String, video: &Video, suite: &str) {
    let (id, time) = (escaped(&video.id), seconds(video.elapsed_ms));
    let _ = write!(out, "    <testcase name=\"{id}\" classname=\"{}\" time=\"{time}\"", escaped(suite));
    match (video.state, &video.failure) {
        (State::Failed, Some(failure)) => {
            let stage = failure.stage.map_or("video", |stage| stage.name());
            let mut text = failure.cause.clone();
            if let Some(remedy) = &failure.remedy {
                let _ = write!(text, "\nhelp: {remedy}");
            }
            if let Some(log) = &failure.log {
                let _ = write!(text, "\nlog: {}\n{}", log.display(), tail(log));
            }
            let message = escaped(failure.cause.lines().next().unwrap_or_default());
            let _ = writeln!(
                out,
                ">\n      <failure type=\"{stage}\" message=\"{message}\">{}</failure>\n    </testcase>",
                escaped(&text)
            );
        }
        (State::Done, _) => {
            let output = escaped(video.output.as_deref().unwrap_or_default());
            let _ = writeln!(out, ">\n      <system-out>{output}</system-out>\n    </testcase>");
        }
        _ => out.push_str(">\n      <skipped message=\"stopped before it was finished\"/>\n    </testcase>\n"),
    }
}

/// The end of a log, from a whole line on.
pub(super) fn tail(log: &std::path::Path) -> String {
    let text = String::from_utf8_lossy(&std::fs::read(log).unwrap_or_default()).into_owned();
    let from = text.len().saturating_sub(LOG_TAIL);
    if from == 0 {
        return text;
    }
    text.as_bytes()[from..]
        .iter()
        .position(|byte| *byte == b'\n')
        .map_or(text.clone(), |end| text[from + end + 1..].to_owned())
}

fn seconds(ms: u64) -> String {
    format!("{}.{:03}", ms / 1000, ms % 1000)
}

/// XML 1.0, section 2.2: most control characters may not stand in a document in any form.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '&' => out.push_str("&amp;"),
            '"' => out.push_str("&quot;"),
            '\n' => out.push_str("&#10;"),
            '\t' => out.push('\t'),
            c if c.is_control() || matches!(c, '\u{fffe}' | '\u{ffff}') => out.push('\u{fffd}'),
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests;
