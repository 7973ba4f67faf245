//! Several reports as one: the parts of a batch that ran on several machines; and a report out of a file of events.

use std::collections::{BTreeMap, HashMap};
use std::time::Duration;

use super::document::{Job, Report, StageRow, State, Totals, VERSION};
use super::record::{Conclusion, Recorder};
use crate::event::{MicroUsd, Outcome, Stage, Told};

/// The reports in one. Of a video that is in several, the one of the latest run stands.
pub fn merge(reports: Vec<Report>) -> Report {
    let mut all = Report::default();
    let mut at: HashMap<String, usize> = HashMap::new();
    for report in reports {
        let offset = all.runs.len();
        all.runs.extend(report.runs);
        for mut video in report.videos {
            video.run += offset;
            let started = |run: usize| all.runs.get(run).map(|run| run.started);
            match at.get(&video.id) {
                Some(&known) if started(all.videos[known].run) > started(video.run) => {}
                Some(&known) => all.videos[known] = video,
                None => {
                    at.insert(video.id.clone(), all.videos.len());
                    all.videos.push(video);
                }
            }
        }
        for note in report.notes {
            if !all.notes.contains(&note) {
                all.notes.push(note);
            }
        }
    }
    all.tally();
    all
}

/// The report of a run from its events, one a line; what a kill tore at the end is passed over.
///
/// # Errors
/// A line that is no event, other than the last.
pub fn replay(lines: &str) -> Result<Report, String> {
    let recorder = Recorder::default();
    let mut lines = lines.lines().enumerate().peekable();
    while let Some((index, line)) = lines.next() {
        match serde_json::from_str::<Told>(line) {
            Ok(told) => recorder.take(&told),
            Err(_) if lines.peek().is_none() && index > 0 => {}
            Err(error) => return Err(format!("line {} is no event: {error}", index + 1)),
        }
    }
    Ok(recorder.report(Conclusion { exit_code: 0, cpu: None }))
}

impl Report {
    /// Everything that follows from runs and videos.
    pub(super) fn tally(&mut self) {
        self.version = VERSION;
        let started = self.runs.iter().map(|run| run.started).min();
        let ended = self.runs.iter().map(|run| run.started.0 + Duration::from_millis(run.elapsed_ms)).max();
        let elapsed = started.zip(ended).and_then(|(start, end)| end.duration_since(start.0).ok()).unwrap_or_default();
        let mut totals = Totals {
            videos: self.videos.len(),
            elapsed_ms: elapsed.as_millis() as u64,
            cpu_ms: self.runs.iter().filter_map(|run| run.cpu_ms).sum(),
            ..Totals::default()
        };
        for video in &self.videos {
            match video.state {
                State::Done => totals.done += 1,
                State::Failed => totals.failed += 1,
                State::Stopped => totals.stopped += 1,
            }
            totals.length_ms += video.length_ms.unwrap_or(0);
            totals.cost_micro_usd.0 += video.cost_micro_usd.0;
            totals.saved_ms += video.saved_ms;
            totals.saved_cost_micro_usd.0 += video.saved_cost_micro_usd.0;
            for job in video.jobs.iter().filter(|job| job.counts()) {
                totals.jobs += 1;
                totals.hits += usize::from(job.is_hit());
                totals.made += usize::from(job.outcome == Outcome::Made);
            }
        }
        self.totals = totals;
        let mut stages: BTreeMap<Stage, Vec<&Job>> = BTreeMap::new();
        for job in self.videos.iter().flat_map(|video| &video.jobs) {
            stages.entry(job.stage).or_default().push(job);
        }
        self.stages = stages.into_iter().map(|(stage, jobs)| row(stage, &jobs)).collect();
    }
}

fn row(stage: Stage, jobs: &[&Job]) -> StageRow {
    let count = |outcome| jobs.iter().filter(|job| job.outcome == outcome).count();
    let mut times: Vec<u64> =
        jobs.iter().filter(|job| job.outcome == Outcome::Made).map(|job| job.elapsed_ms as u64).collect();
    times.sort_unstable();
    let total_ms = times.iter().sum();
    StageRow {
        stage,
        jobs: jobs.len(),
        hits: jobs.iter().filter(|job| job.is_hit()).count(),
        failed: count(Outcome::Failed),
        made: times.len(),
        total_ms,
        mean_ms: (!times.is_empty()).then(|| total_ms / times.len() as u64),
        p50_ms: rank(&times, 50),
        p95_ms: rank(&times, 95),
        cost_micro_usd: MicroUsd(jobs.iter().map(|job| job.cost_micro_usd.0).sum()),
    }
}

/// Nearest rank of sorted values.
pub(super) fn rank(sorted: &[u64], percent: usize) -> Option<u64> {
    let rank = (sorted.len() * percent).div_ceil(100);
    sorted.get(rank.checked_sub(1)?).copied()
}

#[cfg(test)]
mod tests;
