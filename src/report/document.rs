//! The report of one or more runs as a document: all that the other forms are made from.

use schemars::JsonSchema;
use schemars::generate::SchemaSettings;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::event::{About, Failure, MicroUsd, Outcome, PlacedFile, Stage, Time};

/// Raised when a field is renamed, removed, or comes to mean something else.
pub const VERSION: u32 = 1;

/// Money is in millionths of a US dollar, times are in milliseconds.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
pub struct Report {
    pub version: u32,
    pub totals: Totals,
    pub stages: Vec<StageRow>,
    /// One, or those that were merged.
    pub runs: Vec<Run>,
    pub videos: Vec<Video>,
    pub notes: Vec<String>,
}

#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
pub struct Totals {
    pub videos: usize,
    pub done: usize,
    pub failed: usize,
    /// Cancelled, or never begun.
    pub stopped: usize,
    pub jobs: usize,
    pub hits: usize,
    pub made: usize,
    /// From the start of the first run to the end of the last.
    pub elapsed_ms: u64,
    /// Of all runs.
    pub cpu_ms: u64,
    /// The running time of all finished videos.
    pub length_ms: u64,
    pub cost_micro_usd: MicroUsd,
    /// What the cache saved.
    pub saved_ms: u64,
    pub saved_cost_micro_usd: MicroUsd,
}

#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct StageRow {
    pub stage: Stage,
    pub jobs: usize,
    pub hits: usize,
    pub failed: usize,
    pub made: usize,
    /// Of the made ones, as all that follows.
    pub total_ms: u64,
    pub mean_ms: Option<u64>,
    pub p50_ms: Option<u64>,
    pub p95_ms: Option<u64>,
    pub cost_micro_usd: MicroUsd,
}

#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct Run {
    #[serde(flatten)]
    pub about: About,
    pub started: Time,
    pub elapsed_ms: u64,
    /// Of the process and its children.
    pub cpu_ms: Option<u64>,
    pub workers: usize,
    pub in_flight: usize,
    pub exit_code: u8,
    /// The run ended in its own order: false for events of a run that was killed.
    pub complete: bool,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum State {
    Done,
    Failed,
    #[default]
    Stopped,
}

impl State {
    pub fn name(self) -> &'static str {
        match self {
            State::Done => "done",
            State::Failed => "failed",
            State::Stopped => "stopped",
        }
    }
}

#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
pub struct Video {
    pub id: String,
    pub title: Option<String>,
    pub state: State,
    /// Of `runs`.
    pub run: usize,
    /// After the start of its run.
    pub start_ms: u64,
    pub elapsed_ms: u64,
    /// The finished file.
    pub output: Option<String>,
    pub length_ms: Option<u64>,
    /// False: the file was already what it should be.
    pub written: bool,
    pub hits: usize,
    pub cost_micro_usd: MicroUsd,
    pub saved_ms: u64,
    pub saved_cost_micro_usd: MicroUsd,
    /// Of the whole video.
    pub key: Option<String>,
    /// The hardware encoder that made it; none: software did.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub encoder: Option<String>,
    pub files: Vec<PlacedFile>,
    pub failure: Option<Failure>,
    pub jobs: Vec<Job>,
    /// What stands beside the video as JSON: its words, and what it is made of.
    pub sidecar: Option<Value>,
}

#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct Job {
    pub stage: Stage,
    pub label: String,
    pub key: String,
    pub outcome: Outcome,
    /// After the start of the run.
    pub start_ms: f64,
    pub elapsed_ms: f64,
    /// The permit it held.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lane: Option<String>,
    #[serde(default, skip_serializing_if = "is_nothing")]
    pub saved_ms: u64,
    #[serde(default, skip_serializing_if = "costs_nothing")]
    pub cost_micro_usd: MicroUsd,
    #[serde(default, skip_serializing_if = "costs_nothing")]
    pub saved_cost_micro_usd: MicroUsd,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub error: Option<String>,
}

fn is_nothing(ms: &u64) -> bool {
    *ms == 0
}

fn costs_nothing(cost: &MicroUsd) -> bool {
    cost.0 == 0
}

impl Video {
    /// What all its work takes, made now or once.
    pub fn work_ms(&self) -> u64 {
        let made = self.jobs.iter().filter(|job| job.outcome == Outcome::Made && job.stage != Stage::Video);
        self.saved_ms + made.map(|job| job.elapsed_ms as u64).sum::<u64>()
    }
}

impl Job {
    pub fn is_hit(&self) -> bool {
        matches!(self.outcome, Outcome::Hit | Outcome::Shared)
    }

    /// A made video is only the sum of its other jobs.
    pub fn counts(&self) -> bool {
        self.stage != Stage::Video || self.is_hit()
    }
}

/// JSON Schema (2020-12) of a report.
pub fn schema() -> Value {
    let mut schema = SchemaSettings::draft2020_12().into_generator().into_root_schema_for::<Report>().to_value();
    if let Some(root) = schema.as_object_mut() {
        root.insert("title".into(), "reelmill report".into());
    }
    schema
}
