//! The tables at the end: a row a video, a row a stage, and what it all came to.

use std::fmt::Write as _;
use std::time::Duration;

use super::summary::{StageTally, Summary, VideoRow};
use super::text::{Style, fitted, optional, right, safe, shown};
use crate::event::{Ending, MicroUsd, Stage};
use crate::media::units::{clock, span};

/// `cpu` is the CPU time of the process and its children; `width` the columns there are.
pub fn tables(summary: &Summary, cpu: Option<Duration>, width: usize, style: Style) -> String {
    let mut out = String::new();
    if summary.videos.len() > 1 {
        out += &videos(summary, width, style);
        out.push('\n');
    }
    if summary.stages.values().any(|tally| tally.jobs > 0) {
        out += &stages(summary, style);
        out.push('\n');
    }
    out += &totals(summary, cpu);
    out
}

fn videos(summary: &Summary, width: usize, style: Style) -> String {
    let id_width = summary.videos.iter().map(|row| console::measure_text_width(&safe(&row.id))).max().unwrap_or(0);
    let id_width = id_width.clamp(5, (width / 3).max(8));
    let head = format!("  {} {:>7} {:>7} {:>12}  output", fitted("video", id_width), "length", "hits", "time");
    let mut out = style.dim(&head) + "\n";
    for row in &summary.videos {
        let _ = writeln!(out, "{}", video(row, id_width, width, style).trim_end());
    }
    out
}

fn video(row: &VideoRow, id_width: usize, width: usize, style: Style) -> String {
    let (mark, length, note) = match &row.ending {
        Some(Ending::Done { output, length, .. }) => (style.good("✓"), clock(*length), shown(output)),
        Some(Ending::Failed(failure)) => {
            let first = failure.cause.lines().next().unwrap_or_default();
            (style.bad("✗"), "-".into(), safe(first))
        }
        Some(Ending::Cancelled) | None => (style.dim("-"), "-".into(), "stopped".into()),
    };
    let hits = format!("{}/{}", row.hits, row.jobs);
    let (length, hits, time) = (right(&length, 7), right(&hits, 7), right(&span(row.elapsed), 12));
    let room = width.saturating_sub(id_width + 34).max(12);
    let note = console::truncate_str(&note, room, "…");
    format!("{mark} {} {length} {hits} {time}  {note}", fitted(&safe(&row.id), id_width))
}

fn stages(summary: &Summary, style: Style) -> String {
    let worked: Duration =
        summary.stages.iter().filter(|(stage, _)| **stage != Stage::Video).map(|(_, tally)| tally.total()).sum();
    let head = format!(
        "  {:<10} {:>5} {:>5} {:>12} {:>9} {:>9} {:>6}",
        "stage", "jobs", "hits", "total", "mean", "p95", "share"
    );
    let mut out = style.dim(&head) + "\n";
    for (stage, tally) in &summary.stages {
        let _ = writeln!(out, "{}", stage_row(*stage, tally, worked));
    }
    out
}

fn stage_row(stage: Stage, tally: &StageTally, worked: Duration) -> String {
    let share = match (stage, worked.is_zero() || tally.made.is_empty()) {
        (Stage::Video, _) | (_, true) => "-".to_owned(),
        _ => format!("{:.0} %", 100.0 * tally.total().as_secs_f64() / worked.as_secs_f64()),
    };
    format!(
        "  {:<10} {:>5} {:>5} {} {} {} {}",
        stage.name(),
        tally.jobs,
        tally.hits,
        right(&if tally.made.is_empty() { "-".into() } else { span(tally.total()) }, 12),
        right(&optional(tally.mean()), 9),
        right(&optional(tally.p95()), 9),
        right(&share, 6),
    )
}

fn totals(summary: &Summary, cpu: Option<Duration>) -> String {
    let mut parts =
        vec![format!("{} of {} videos", summary.done(), summary.asked), format!("wall {}", span(summary.elapsed))];
    if let Some(cpu) = cpu {
        parts.push(format!("cpu {}", span(cpu)));
    }
    let (length, wall) = (summary.length().as_secs_f64(), summary.elapsed.as_secs_f64());
    if length > 0.0 && wall > 0.0 {
        parts.push(format!("{:.1} x realtime", length / wall));
    }
    if !summary.saved.is_zero() {
        parts.push(format!("saved by the cache {}", span(summary.saved)));
    }
    if summary.cost != MicroUsd(0) || summary.saved_cost != MicroUsd(0) {
        parts.push(format!("cost {} (saved {})", dollars(summary.cost), dollars(summary.saved_cost)));
    }
    let mut out = format!("  {}\n", parts.join(" · "));
    for note in &summary.notes {
        let _ = writeln!(out, "  note: {}", safe(note));
    }
    out
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
        summary.take(&Event::RunStarted { videos: 2, workers: 2, in_flight: 5 });
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
        summary.take(&Event::RunFinished { elapsed: Duration::from_secs(6) });
        summary
    }

    #[test]
    fn the_tables_read_like_this() {
        let text = tables(&summary(), Some(Duration::from_millis(11_200)), 80, Style { colour: false });
        let expected = "  video         length    hits         time  output
✓ harbour-tour    0:30     1/2        3.0 s  /o/harbour-tour.mp4
✓ 日本            0:30     0/1        3.0 s  /o/日本.mp4

  stage       jobs  hits        total      mean       p95  share
  segment        3     1        3.0 s     1.5 s     1.5 s  100 %

  2 of 2 videos · wall 6.0 s · cpu 11.2 s · 10.0 x realtime · saved by the cache 800 ms
";
        assert_eq!(text, expected);
    }

    #[test]
    fn money_has_four_places() {
        assert_eq!(dollars(MicroUsd(1_234_567)), "$1.2345");
    }
}
