//! What the history says: times by stage and their trend, hit rates, spending by day, what is slow, what fails.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::time::Duration;

use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde::Serialize;

use super::live::LiveRun;
use super::merge::rank;
use super::past::{Past, PastStage, PastState, Slow};
use super::table::dollars;
use super::text::{Style, fitted, right, safe};
use crate::event::{MicroUsd, Stage, Time};
use crate::media::units::span;

const SLOWEST: usize = 10;
const BAR: usize = 20;

#[derive(Debug, Default, Serialize)]
pub struct Stats {
    pub version: u32,
    pub runs: usize,
    pub videos_done: usize,
    pub videos_failed: usize,
    pub stages: Vec<StageStats>,
    /// By the local calendar, the oldest first.
    pub days: Vec<Day>,
    pub slowest: Vec<Slow>,
    /// By kind, the most frequent first.
    pub failures: Vec<(String, usize)>,
    pub live: Vec<LiveRun>,
}

#[derive(Debug, Serialize)]
pub struct StageStats {
    pub stage: Stage,
    pub jobs: usize,
    pub hits: usize,
    pub made: usize,
    pub failed: usize,
    pub p50_ms: Option<u64>,
    pub p95_ms: Option<u64>,
    /// How the median of the newer half of the runs compares with that of the older half, in percent: 10 is slower.
    pub trend_percent: Option<i64>,
}

#[derive(Debug, Default, Clone, Serialize)]
pub struct Day {
    pub day: String,
    pub runs: usize,
    pub videos: usize,
    pub failed: usize,
    pub elapsed_ms: u64,
    pub cost_micro_usd: MicroUsd,
    pub saved_ms: u64,
    pub saved_cost_micro_usd: MicroUsd,
}

/// Of this machine; UTC where it does not say.
pub fn local_zone() -> TimeZone {
    TimeZone::try_system().unwrap_or(TimeZone::UTC)
}

/// `zone`: where days begin and end.
pub fn stats(runs: &[Past], live: Vec<LiveRun>, zone: &TimeZone) -> Stats {
    let count = |state| runs.iter().map(|run| run.count(state)).sum();
    let mut failures: BTreeMap<&str, usize> = BTreeMap::new();
    for (kind, count) in runs.iter().flat_map(|run| &run.failures) {
        *failures.entry(kind).or_default() += count;
    }
    let mut failures: Vec<_> = failures.into_iter().map(|(kind, count)| (kind.to_owned(), count)).collect();
    failures.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    let mut slowest: Vec<_> = runs.iter().flat_map(|run| run.slowest.iter().cloned()).collect();
    slowest.sort_by_key(|slow| std::cmp::Reverse(slow.ms));
    slowest.truncate(SLOWEST);
    Stats {
        version: 1,
        runs: runs.len(),
        videos_done: count(PastState::Done),
        videos_failed: count(PastState::Failed),
        stages: Stage::ALL.into_iter().filter_map(|stage| of_stage(runs, stage)).collect(),
        days: days(runs, zone),
        slowest,
        failures,
        live,
    }
}

fn of_stage(runs: &[Past], stage: Stage) -> Option<StageStats> {
    let all: Vec<&PastStage> = runs.iter().filter_map(|run| run.stages.get(&stage)).collect();
    if all.is_empty() {
        return None;
    }
    let sum = |of: fn(&PastStage) -> usize| all.iter().map(|past| of(past)).sum();
    let times = sorted(&all);
    let busy: Vec<&PastStage> = all.iter().copied().filter(|past| past.made > 0).collect();
    let (older, newer) = busy.split_at(busy.len() / 2);
    let trend = rank(&sorted(older), 50).zip(rank(&sorted(newer), 50)).filter(|(old, _)| *old > 0);
    Some(StageStats {
        stage,
        jobs: sum(|past| past.jobs),
        hits: sum(|past| past.hits),
        made: sum(|past| past.made),
        failed: sum(|past| past.failed),
        p50_ms: rank(&times, 50),
        p95_ms: rank(&times, 95),
        trend_percent: trend.map(|(old, new)| (new as i64 - old as i64) * 100 / old as i64),
    })
}

fn sorted(stages: &[&PastStage]) -> Vec<u64> {
    let mut times: Vec<u64> = stages.iter().flat_map(|past| past.times_ms.iter().copied()).collect();
    times.sort_unstable();
    times
}

fn days(runs: &[Past], zone: &TimeZone) -> Vec<Day> {
    let mut days: BTreeMap<String, Day> = BTreeMap::new();
    for run in runs {
        let Some(day) = run.started.and_then(|started| date(started, zone)) else { continue };
        let entry = days.entry(day.clone()).or_insert_with(|| Day { day, ..Day::default() });
        entry.runs += 1;
        entry.videos += run.count(PastState::Done);
        entry.failed += run.count(PastState::Failed);
        entry.elapsed_ms += run.elapsed_ms;
        entry.cost_micro_usd.0 += run.cost_micro_usd.0;
        entry.saved_ms += run.saved_ms;
        entry.saved_cost_micro_usd.0 += run.saved_cost_micro_usd.0;
    }
    days.into_values().collect()
}

fn date(time: Time, zone: &TimeZone) -> Option<String> {
    Timestamp::try_from(time.0).ok().map(|time| zone.to_datetime(time).date().to_string())
}

impl Stats {
    /// For a terminal; at most `days` of the last days.
    pub fn table(&self, days: usize, style: Style) -> String {
        let mut out = String::new();
        for run in &self.live {
            live(&mut out, run, style);
        }
        if self.runs == 0 {
            return out + "no run is remembered yet\n";
        }
        let failed = if self.videos_failed > 0 { format!(", {} failed", self.videos_failed) } else { String::new() };
        let _ = writeln!(out, "{} runs, {} videos{failed}\n", self.runs, self.videos_done);
        let head = format!("{:<10} {:>7} {:>5} {:>9} {:>9} {:>6}", "stage", "jobs", "hits", "p50", "p95", "trend");
        let _ = writeln!(out, "{}", style.dim(&head));
        for row in &self.stages {
            let _ = writeln!(out, "{}", stage_line(row));
        }
        self.days_table(&mut out, days, style);
        if !self.slowest.is_empty() {
            let _ = writeln!(out, "\n{}", style.dim("slowest jobs"));
            for slow in &self.slowest {
                let time = right(&span(Duration::from_millis(slow.ms)), 9);
                let _ = writeln!(out, "{time}  {} {} of {}", slow.stage.name(), safe(&slow.label), safe(&slow.video));
            }
        }
        if !self.failures.is_empty() {
            let _ = writeln!(out, "\n{}", style.dim("failures"));
            for (kind, count) in &self.failures {
                let _ = writeln!(out, "{count:>9}  {}", safe(kind));
            }
        }
        out
    }

    fn days_table(&self, out: &mut String, days: usize, style: Style) {
        let shown = &self.days[self.days.len().saturating_sub(days)..];
        let most = shown.iter().map(|day| day.elapsed_ms).max().unwrap_or(0).max(1);
        let paid = shown.iter().any(|day| day.cost_micro_usd.0 + day.saved_cost_micro_usd.0 > 0);
        let money = if paid { format!(" {:>9} {:>9}", "spent", "saved") } else { String::new() };
        let head = format!("{:<10} {:>4} {:>6} {:>13} {:>13}{money}", "day", "runs", "videos", "worked", "saved");
        let _ = writeln!(out, "\n{}", style.dim(&head));
        for day in shown {
            let time = |ms| right(&span(Duration::from_millis(ms)), 13);
            let bar = "▇".repeat((day.elapsed_ms as usize * BAR).div_ceil(most as usize).min(BAR));
            let money = if paid {
                format!(" {} {}", right(&dollars(day.cost_micro_usd), 9), right(&dollars(day.saved_cost_micro_usd), 9))
            } else {
                String::new()
            };
            let (worked, saved) = (time(day.elapsed_ms), time(day.saved_ms));
            let (runs, videos) = (right(&day.runs.to_string(), 4), right(&day.videos.to_string(), 6));
            let _ = writeln!(out, "{} {runs} {videos} {worked} {saved}{money}  {bar}", day.day);
        }
    }
}

fn stage_line(row: &StageStats) -> String {
    let time = |ms: Option<u64>| right(&ms.map_or("-".to_owned(), |ms| span(Duration::from_millis(ms))), 9);
    let rate = (row.hits * 100).checked_div(row.jobs).map_or("-".to_owned(), |rate| format!("{rate} %"));
    let trend = row.trend_percent.map_or("-".to_owned(), |percent| format!("{percent:+} %"));
    let (jobs, rate, trend) = (right(&row.jobs.to_string(), 7), right(&rate, 5), right(&trend, 6));
    format!("{} {jobs} {rate} {} {} {trend}", fitted(row.stage.name(), 10), time(row.p50_ms), time(row.p95_ms))
}

fn live(out: &mut String, run: &LiveRun, style: Style) {
    let since = span(Time::now().since(run.started));
    let manifests = safe(&run.manifests.join(" "));
    let head = format!("running: {manifests}  {}/{} videos, {since}, process {}", run.ended, run.videos, run.pid);
    let _ = writeln!(out, "{}", style.strong(&head));
    for job in &run.now {
        let percent = f64::from(job.done) * 100.0;
        let _ = writeln!(out, "  {}  {} {} {percent:.0} %", safe(&job.video), job.stage.name(), safe(&job.label));
    }
    out.push('\n');
}

#[cfg(test)]
mod tests;
