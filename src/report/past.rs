//! What is remembered of a run when it is over: a line of the history.

use std::collections::BTreeMap;
use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::Summary;
use crate::event::{Ending, Event, Failure, JobRef, MicroUsd, Outcome, Stage, Time, Told};

/// Of the history's lines; others are passed over.
pub const VERSION: u32 = 1;
/// Times kept a stage and run: enough for percentiles.
const MOST_TIMES: usize = 64;
const MOST_SLOW: usize = 5;

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Past {
    pub v: u32,
    pub run: String,
    pub started: Option<Time>,
    pub elapsed_ms: u64,
    /// Absolute paths.
    pub manifests: Vec<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub shard: Option<String>,
    pub length_ms: u64,
    pub cost_micro_usd: MicroUsd,
    pub saved_ms: u64,
    pub saved_cost_micro_usd: MicroUsd,
    pub stages: BTreeMap<Stage, PastStage>,
    /// How each video ended, and how long all its work takes, made or saved.
    pub videos: BTreeMap<String, (PastState, u64)>,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub failures: BTreeMap<String, usize>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub slowest: Vec<Slow>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum PastState {
    #[serde(rename = "d")]
    Done,
    #[serde(rename = "f")]
    Failed,
    #[serde(rename = "s")]
    Stopped,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct PastStage {
    pub jobs: usize,
    pub hits: usize,
    pub failed: usize,
    pub made: usize,
    pub total_ms: u64,
    /// Of made jobs, sorted; of many, evenly chosen ones.
    pub times_ms: Vec<u64>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Slow {
    pub ms: u64,
    pub video: String,
    pub stage: Stage,
    pub label: String,
}

impl Past {
    pub fn take(&mut self, told: &Told) {
        match &told.event {
            Event::RunStarted { about, .. } => {
                self.v = VERSION;
                self.run.clone_from(&about.run);
                self.started = Some(told.time);
                self.manifests = about.manifests.iter().map(|path| absolute(path)).collect();
                self.shard.clone_from(&about.shard);
            }
            Event::JobFinished { job, outcome, elapsed, saved, .. } => self.job(job, *outcome, *elapsed, *saved),
            Event::VideoFinished(finished) => {
                let entry = self.videos.entry(finished.video.to_string()).or_insert((PastState::Stopped, 0));
                entry.0 = match &finished.ending {
                    Ending::Done { .. } => PastState::Done,
                    Ending::Failed(failure) => {
                        *self.failures.entry(kind(failure)).or_default() += 1;
                        PastState::Failed
                    }
                    Ending::Cancelled => PastState::Stopped,
                };
            }
            _ => {}
        }
    }

    fn job(&mut self, job: &JobRef, outcome: Outcome, elapsed: Duration, saved: Duration) {
        let work = match outcome {
            // The sum of the others.
            Outcome::Made if job.stage == Stage::Video => Duration::ZERO,
            Outcome::Made => elapsed,
            Outcome::Hit | Outcome::Shared => saved,
            Outcome::Failed | Outcome::Skipped => Duration::ZERO,
        };
        if !work.is_zero() {
            let entry = self.videos.entry(job.video.to_string()).or_insert((PastState::Stopped, 0));
            entry.1 += work.as_millis() as u64;
        }
        if outcome == Outcome::Made && job.stage != Stage::Video {
            self.slow(job, elapsed.as_millis() as u64);
        }
    }

    fn slow(&mut self, job: &JobRef, ms: u64) {
        let at = self.slowest.partition_point(|slow| slow.ms >= ms);
        if at < MOST_SLOW {
            let (video, label) = (job.video.to_string(), job.label.to_string());
            self.slowest.insert(at, Slow { ms, video, stage: job.stage, label });
            self.slowest.truncate(MOST_SLOW);
        }
    }

    /// What the summary has added up anyway.
    pub fn conclude(&mut self, summary: &Summary) {
        self.elapsed_ms = summary.elapsed.as_millis() as u64;
        self.length_ms = summary.length().as_millis() as u64;
        self.cost_micro_usd = summary.cost;
        self.saved_ms = summary.saved.as_millis() as u64;
        self.saved_cost_micro_usd = summary.saved_cost;
        for (stage, tally) in &summary.stages {
            let mut times: Vec<u64> = tally.made.iter().map(|time| time.as_millis() as u64).collect();
            times.sort_unstable();
            let total_ms = times.iter().sum();
            let (jobs, hits, failed, made) = (tally.jobs, tally.hits, tally.failed, times.len());
            self.stages.insert(*stage, PastStage { jobs, hits, failed, made, total_ms, times_ms: thinned(times) });
        }
    }

    pub fn count(&self, state: PastState) -> usize {
        self.videos.values().filter(|(found, _)| *found == state).count()
    }
}

fn absolute(path: &str) -> String {
    std::path::absolute(path).map_or_else(|_| path.to_owned(), |path| path.display().to_string())
}

/// Evenly chosen, the first and the last among them.
fn thinned(times: Vec<u64>) -> Vec<u64> {
    if times.len() <= MOST_TIMES {
        return times;
    }
    (0..MOST_TIMES).map(|n| times[n * (times.len() - 1) / (MOST_TIMES - 1)]).collect()
}

/// What went wrong, in words that many failures share.
pub fn kind(failure: &Failure) -> String {
    let cause = failure.cause.to_lowercase();
    let is = |words: &[&str]| words.iter().any(|word| cause.contains(word));
    let known = if failure.missing_tool {
        "something needed is not there"
    } else if is(&["out of memory"]) {
        "out of memory"
    } else if is(&["no space left"]) {
        "disk full"
    } else if is(&["no sign of life", "was not done after", "timed out"]) {
        "no progress"
    } else if is(&["not what it must be"]) {
        "checks of the finished file"
    } else if is(&["bug in reelmill", "panicked"]) {
        "a bug"
    } else {
        return failure.stage.map_or("other".to_owned(), |stage| format!("{} failed", stage.name()));
    };
    known.to_owned()
}

#[cfg(test)]
mod tests;
