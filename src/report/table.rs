//! The tables at the end: a row a video, a row a stage, and what it all came to.

use std::fmt::Write as _;
use std::time::Duration;

use super::summary::{StageTally, Summary, VideoRow};
use super::text::{Style, fitted, optional, right, safe, shown};
use crate::event::{Ending, MicroUsd, Stage};
use crate::media::units::{clock, span};

/// Below so many columns the tables keep only what people look at first.
const ROOMY: usize = 66;
/// Columns of what a video cost.
const COST: usize = 10;

/// `cpu` is the CPU time of the process and its children; `width` the columns there are.
pub fn tables(summary: &Summary, cpu: Option<Duration>, width: usize, style: Style) -> String {
    let mut out = String::new();
    if summary.videos.len() > 1 {
        out += &videos(summary, width, style);
        out.push('\n');
    }
    if summary.stages.values().any(|tally| tally.jobs > 0) {
        out += &stages(summary, width, style);
        out.push('\n');
    }
    out += &totals(summary, cpu, width);
    out
}

fn videos(summary: &Summary, width: usize, style: Style) -> String {
    let longest = summary.videos.iter().map(|row| console::measure_text_width(&safe(&row.id))).max().unwrap_or(0);
    let most = if width < ROOMY { width.saturating_sub(22) } else { width / 3 };
    let id_width = longest.clamp(5, most.max(8));
    // Free ones need no column for it, and a narrow terminal has no room.
    let costs = width >= ROOMY && summary.videos.iter().any(|row| row.cost.0 > 0);
    let head = if width < ROOMY {
        format!("  {} {:>7} {:>10}", fitted("video", id_width), "length", "time")
    } else {
        let cost = if costs { right("cost", COST) } else { String::new() };
        format!("  {} {:>7} {:>7} {:>10}{cost}  output", fitted("video", id_width), "length", "hits", "time")
    };
    let mut out = style.dim(&head) + "\n";
    for row in &summary.videos {
        let _ = writeln!(out, "{}", video(row, id_width, width, costs, style).trim_end());
    }
    out
}

fn video(row: &VideoRow, id_width: usize, width: usize, costs: bool, style: Style) -> String {
    let (mark, length, note) = match &row.ending {
        Some(Ending::Done { output, length, .. }) => (style.good("✓"), clock(*length), shown(output)),
        Some(Ending::Failed(failure)) => {
            let first = failure.cause.lines().next().unwrap_or_default();
            (style.bad("✗"), "-".into(), safe(first))
        }
        Some(Ending::Cancelled) | None => (style.dim("-"), "-".into(), "stopped".into()),
    };
    let (id, length, time) = (fitted(&safe(&row.id), id_width), right(&length, 7), right(&span(row.elapsed), 10));
    if width < ROOMY {
        return format!("{mark} {id} {length} {time}");
    }
    let hits = right(&format!("{}/{}", row.hits, row.jobs), 7);
    let cost = if costs { right(&dollars(row.cost), COST) } else { String::new() };
    let room = width.saturating_sub(id_width + 31 + cost.len());
    format!("{mark} {id} {length} {hits} {time}{cost}  {}", console::truncate_str(&note, room, "…"))
}

fn stages(summary: &Summary, width: usize, style: Style) -> String {
    let worked: Duration =
        summary.stages.iter().filter(|(stage, _)| **stage != Stage::Video).map(|(_, tally)| tally.total()).sum();
    let head = ["stage", "jobs", "hits", "total", "mean", "p95", "share"].map(str::to_owned);
    let mut out = style.dim(&columns(&head, width)) + "\n";
    for (stage, tally) in &summary.stages {
        let _ = writeln!(out, "{}", columns(&stage_row(*stage, tally, worked), width));
    }
    out
}

fn stage_row(stage: Stage, tally: &StageTally, worked: Duration) -> [String; 7] {
    let share = match (stage, worked.is_zero() || tally.made.is_empty()) {
        (Stage::Video, _) | (_, true) => "-".to_owned(),
        _ => format!("{:.0} %", 100.0 * tally.total().as_secs_f64() / worked.as_secs_f64()),
    };
    [
        stage.name().to_owned(),
        tally.jobs.to_string(),
        tally.hits.to_string(),
        if tally.made.is_empty() { "-".into() } else { span(tally.total()) },
        optional(tally.mean()),
        optional(tally.p95()),
        share,
    ]
}

/// `stage jobs hits total mean p95 share`; narrow, without mean and p95.
fn columns([stage, jobs, hits, total, mean, p95, share]: &[String; 7], width: usize) -> String {
    let counts = format!("  {} {} {}", fitted(stage, 10), right(jobs, 5), right(hits, 5));
    if width < ROOMY {
        return format!("{counts} {} {}", right(total, 9), right(share, 5));
    }
    format!("{counts} {} {} {} {}", right(total, 12), right(mean, 9), right(p95, 9), right(share, 6))
}

fn totals(summary: &Summary, cpu: Option<Duration>, width: usize) -> String {
    let mut parts =
        vec![format!("{} of {} videos", summary.done(), summary.asked), format!("wall {}", span(summary.elapsed))];
    if let Some(cpu) = cpu {
        parts.push(format!("cpu {}", span(cpu)));
    }
    let (length, wall) = (summary.length().as_secs_f64(), summary.elapsed.as_secs_f64());
    // Of what was only found it says nothing.
    if length > 0.0 && wall > 0.0 && summary.made() > 0 {
        parts.push(format!("{:.1} x realtime", length / wall));
    }
    if !summary.saved.is_zero() {
        parts.push(format!("saved by the cache {}", span(summary.saved)));
    }
    if summary.cost != MicroUsd(0) || summary.saved_cost != MicroUsd(0) {
        parts.push(format!("cost {} (saved {})", dollars(summary.cost), dollars(summary.saved_cost)));
    }
    let mut out = filled(&parts, " · ", width);
    for note in summary.notes.lines() {
        let note = format!("note: {}", safe(&note));
        let words: Vec<String> = note.split_whitespace().map(str::to_owned).collect();
        out += &filled(&words, " ", width);
    }
    out
}

/// The parts with something between, indented, in as many lines as they take.
fn filled(parts: &[String], between: &str, width: usize) -> String {
    let columns = console::measure_text_width;
    let mut lines: Vec<String> = Vec::new();
    for part in parts {
        match lines.last_mut() {
            Some(line) if columns(line) + columns(between) + columns(part) <= width => {
                *line += between;
                *line += part;
            }
            _ => lines.push(format!("  {part}")),
        }
    }
    lines.join("\n") + "\n"
}

/// `$0.0123`.
pub fn dollars(cost: MicroUsd) -> String {
    format!("${}.{:04}", cost.0 / 1_000_000, cost.0 % 1_000_000 / 100)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::event::{Event, JobRef, Outcome, VideoFinished};

    fn summary() -> Summary {
        let mut summary = Summary::default();
        summary.take(&Event::RunStarted { videos: 2, workers: 2, in_flight: 5, about: Default::default() });
        for (video, n) in [("harbour-tour", 2_u64), ("日本", 1)] {
            for i in 0..n {
                summary.take(&Event::JobFinished {
                    job: JobRef { video: video.into(), stage: Stage::Segment, label: "".into(), key: "".into() },
                    outcome: if i == 0 { Outcome::Made } else { Outcome::Hit },
                    elapsed: Duration::from_millis(1500),
                    saved: Duration::from_millis(if i == 0 { 0 } else { 800 }),
                    cost: MicroUsd(0),
                    saved_cost: MicroUsd(0),
                    error: None,
                });
            }
            let ending = Ending::Done {
                output: format!("/o/{video}.mp4").into(),
                length: Duration::from_secs(30),
                written: true,
            };
            let elapsed = Duration::from_secs(3);
            summary.take(&Event::VideoFinished(VideoFinished { video: video.into(), ending, elapsed }));
        }
        let text = "the script is a template's, not a language model's".into();
        summary.take(&Event::Note { video: None, text });
        summary.take(&Event::RunFinished { elapsed: Duration::from_secs(6) });
        summary
    }

    fn at(width: usize) -> String {
        tables(&summary(), Some(Duration::from_millis(11_200)), width, Style { colour: false })
    }

    #[test]
    fn the_tables_read_like_this() {
        let expected = "  video         length    hits       time  output
✓ harbour-tour    0:30     1/2      3.0 s  /o/harbour-tour.mp4
✓ 日本            0:30     0/1      3.0 s  /o/日本.mp4

  stage       jobs  hits        total      mean       p95  share
  segment        3     1        3.0 s     1.5 s     1.5 s  100 %

  2 of 2 videos · wall 6.0 s · cpu 11.2 s · 10.0 x realtime
  saved by the cache 800 ms
  note: the script is a template's, not a language model's
";
        assert_eq!(at(80), expected);
    }

    #[test]
    fn a_narrow_terminal_sees_what_matters_most() {
        let expected = "  video         length       time
✓ harbour-tour    0:30      3.0 s
✓ 日本            0:30      3.0 s

  stage       jobs  hits     total share
  segment        3     1     3.0 s 100 %

  2 of 2 videos · wall 6.0 s
  cpu 11.2 s · 10.0 x realtime
  saved by the cache 800 ms
  note: the script is a template's, not
  a language model's
";
        assert_eq!(at(40), expected);
    }

    #[test]
    fn no_line_is_wider_than_the_terminal() {
        for width in 40..140 {
            for line in at(width).lines() {
                assert!(console::measure_text_width(line) <= width, "{width}: {line}");
            }
        }
    }

    #[test]
    fn money_has_four_places() {
        assert_eq!(dollars(MicroUsd(1_234_567)), "$1.2345");
    }
}
