//! Markdown for a CI job's summary: what failed first, then the videos, the stages and what it all came to.

use std::fmt::Write as _;
use std::time::Duration;

use super::document::{Report, State, Video};
use super::table::dollars;
use crate::event::{MicroUsd, Stage};
use crate::media::units::{clock, span};

/// A summary takes at most 1 MiB; nobody reads more rows than this.
const MOST_ROWS: usize = 200;

pub fn markdown(report: &Report) -> String {
    let mut out = format!("### {}\n\n", headline(report));
    failures(&mut out, report);
    videos(&mut out, report);
    stages(&mut out, report);
    let _ = writeln!(out, "{}", totals(report).join(" · "));
    for note in &report.notes {
        let _ = writeln!(out, "- note: {}", plain(note));
    }
    out
}

fn headline(report: &Report) -> String {
    let totals = &report.totals;
    match (totals.failed, totals.stopped) {
        (0, 0) => format!("✓ {} videos", totals.done),
        (failed, stopped) => {
            let stopped = if stopped > 0 { format!(", {stopped} stopped") } else { String::new() };
            format!("✗ {failed} of {} videos failed{stopped}", totals.videos)
        }
    }
}

fn failures(out: &mut String, report: &Report) {
    for video in report.videos.iter().filter(|video| video.state == State::Failed).take(MOST_ROWS) {
        let Some(failure) = &video.failure else { continue };
        let stage = failure.stage.map_or("", Stage::name);
        let label = failure.label.as_deref().unwrap_or_default();
        let place = [stage, label].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" of ");
        let place = if place.is_empty() { place } else { format!(" ({place})") };
        let _ = writeln!(out, "- **{}**{place}: {}", plain(&video.id), plain(&failure.cause));
        if let Some(remedy) = &failure.remedy {
            let _ = writeln!(out, "  - help: {}", plain(remedy));
        }
        if let Some(log) = &failure.log {
            let _ = writeln!(out, "  - log: `{}`", log.display().to_string().replace('`', "'"));
        }
    }
    if report.totals.failed > 0 {
        out.push('\n');
    }
}

fn videos(out: &mut String, report: &Report) {
    if report.videos.is_empty() {
        return;
    }
    out.push_str("| | video | length | hits | time | cost |\n|---|---|--:|--:|--:|--:|\n");
    for video in report.videos.iter().take(MOST_ROWS) {
        let jobs = video.jobs.iter().filter(|job| job.counts()).count();
        let _ = writeln!(
            out,
            "| {} | {} | {} | {}/{jobs} | {} | {} |",
            mark(video),
            plain(&video.id),
            video.length_ms.map_or("-".to_owned(), |ms| clock(Duration::from_millis(ms))),
            video.hits,
            span(Duration::from_millis(video.elapsed_ms)),
            money(video.cost_micro_usd),
        );
    }
    if report.videos.len() > MOST_ROWS {
        let _ = writeln!(out, "\n… and {} more", report.videos.len() - MOST_ROWS);
    }
    out.push('\n');
}

fn mark(video: &Video) -> &'static str {
    match video.state {
        State::Done => "✓",
        State::Failed => "✗",
        State::Stopped => "-",
    }
}

fn stages(out: &mut String, report: &Report) {
    if report.stages.is_empty() {
        return;
    }
    out.push_str("| stage | jobs | hits | total | p50 | p95 |\n|---|--:|--:|--:|--:|--:|\n");
    for row in &report.stages {
        let time = |ms: Option<u64>| ms.map_or("-".to_owned(), |ms| span(Duration::from_millis(ms)));
        let _ = writeln!(
            out,
            "| {} | {} | {} | {} | {} | {} |",
            row.stage.name(),
            row.jobs,
            row.hits,
            time((row.made > 0).then_some(row.total_ms)),
            time(row.p50_ms),
            time(row.p95_ms)
        );
    }
    out.push('\n');
}

fn totals(report: &Report) -> Vec<String> {
    let totals = &report.totals;
    let time = |ms| span(Duration::from_millis(ms));
    let mut parts =
        vec![format!("{} of {} videos", totals.done, totals.videos), format!("wall {}", time(totals.elapsed_ms))];
    if totals.cpu_ms > 0 {
        parts.push(format!("cpu {}", time(totals.cpu_ms)));
    }
    if totals.saved_ms > 0 {
        parts.push(format!("saved by the cache {}", time(totals.saved_ms)));
    }
    if totals.cost_micro_usd.0 + totals.saved_cost_micro_usd.0 > 0 {
        let (cost, saved) = (dollars(totals.cost_micro_usd), dollars(totals.saved_cost_micro_usd));
        parts.push(format!("cost {cost} (saved {saved})"));
    }
    parts
}

fn money(cost: MicroUsd) -> String {
    if cost.0 == 0 { "-".to_owned() } else { dollars(cost) }
}

/// On one line, and nothing in it is markup.
fn plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '|' | '#' | '!' | '~' | '@' => {
                out.push('\\');
                out.push(c);
            }
            c if c.is_control() => out.push(' '),
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests;
