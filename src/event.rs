//! Facts out of the core: what started, what finished, how it ended. Bars, plain lines, NDJSON and the tables are
//! readers of this one stream; nothing in here is formatted for people.
//!
//! The types are also what NDJSON holds, a [`Told`] a line: what is renamed or removed here raises [`VERSION`].

mod wire;

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

pub use wire::Time;

/// Of the lines of NDJSON; fields may be added without raising it.
pub const VERSION: u32 = 1;

/// An event and when it was told: a line of NDJSON.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct Told {
    /// Of this format; 1.
    pub version: u32,
    /// RFC 3339, UTC.
    pub time: Time,
    #[serde(flatten)]
    pub event: Event,
}

/// The kinds of work a video is made of, in the order a video needs them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    Script,
    Idea,
    Speech,
    Visual,
    Segment,
    Soundtrack,
    Assemble,
    /// The whole video: one lookup answers for all stages before it.
    Video,
}

impl Stage {
    pub const ALL: [Stage; 8] = [
        Stage::Script,
        Stage::Idea,
        Stage::Speech,
        Stage::Visual,
        Stage::Segment,
        Stage::Soundtrack,
        Stage::Assemble,
        Stage::Video,
    ];

    pub fn name(self) -> &'static str {
        match self {
            Stage::Script => "script",
            Stage::Idea => "idea",
            Stage::Speech => "speech",
            Stage::Visual => "visual",
            Stage::Segment => "segment",
            Stage::Soundtrack => "soundtrack",
            Stage::Assemble => "assemble",
            Stage::Video => "video",
        }
    }
}

/// How a job ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// Found in the cache.
    Hit,
    /// Run by this asker.
    Made,
    /// Run in this process for another asker of the same key.
    Shared,
    Failed,
    /// Cancelled, or looked up only (`plan`) and not there.
    Skipped,
}

impl Outcome {
    pub fn name(self) -> &'static str {
        match self {
            Outcome::Hit => "hit",
            Outcome::Made => "made",
            Outcome::Shared => "shared",
            Outcome::Failed => "failed",
            Outcome::Skipped => "skipped",
        }
    }
}

/// Which job an event speaks of.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
pub struct JobRef {
    pub video: Arc<str>,
    pub stage: Stage,
    /// For people: "scene 3", not part of the key.
    pub label: Arc<str>,
    /// The key's hex digits.
    pub key: Arc<str>,
}

/// Costs in millionths of a US dollar.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct MicroUsd(pub u64);

#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "event", rename_all = "snake_case")]
pub enum Event {
    RunStarted {
        videos: usize,
        workers: usize,
        in_flight: usize,
        #[serde(flatten)]
        about: About,
    },
    VideoStarted {
        video: Arc<str>,
    },
    /// The script is known, and with it how many jobs of each stage the video takes, about.
    VideoPlanned {
        video: Arc<str>,
        #[serde(with = "wire::counts")]
        #[schemars(with = "std::collections::BTreeMap<Stage, usize>")]
        jobs: Vec<(Stage, usize)>,
    },
    JobStarted {
        job: JobRef,
        /// The permit it holds: `worker 1`, or a service's name and slot; `None` for jobs that only wait for others.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        lane: Option<Arc<str>>,
    },
    JobProgress {
        job: JobRef,
        /// 0.0 to 1.0.
        done: f32,
        /// Seconds of video made a second, where the job knows it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        speed: Option<f32>,
    },
    JobFinished {
        job: JobRef,
        outcome: Outcome,
        /// Time from permit to commit for `Made`, of the lookup for `Hit`.
        #[serde(rename = "elapsed_ms", with = "wire::ms")]
        #[schemars(with = "f64")]
        elapsed: Duration,
        /// What a hit or a shared result saved: the time its making once took.
        #[serde(rename = "saved_ms", with = "wire::ms")]
        #[schemars(with = "f64")]
        saved: Duration,
        #[serde(rename = "cost_micro_usd")]
        cost: MicroUsd,
        #[serde(rename = "saved_cost_micro_usd")]
        saved_cost: MicroUsd,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        error: Option<String>,
    },
    /// Something a person should know that is no failure (a template wrote the script, a result could not be cached).
    Note {
        #[serde(default, skip_serializing_if = "Option::is_none")]
        video: Option<Arc<str>>,
        text: String,
    },
    /// The video's files are at their final paths.
    VideoPlaced {
        video: Arc<str>,
        /// As the manifest says it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        title: Option<String>,
        /// Of the whole video.
        key: Arc<str>,
        /// FFmpeg's name of the hardware encoder that made it; none: software did.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        encoder: Option<Arc<str>>,
        files: Vec<PlacedFile>,
    },
    VideoFinished(VideoFinished),
    RunFinished {
        #[serde(rename = "elapsed_ms", with = "wire::ms")]
        #[schemars(with = "f64")]
        elapsed: Duration,
    },
}

/// What a run is, for those who look at several.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct About {
    /// Unique among the runs of all machines.
    #[serde(default)]
    pub run: String,
    /// The program's version.
    #[serde(default)]
    pub reelmill: String,
    /// The programs and libraries that made it, a name and version each.
    #[serde(default)]
    pub tools: Vec<String>,
    /// As they were given.
    #[serde(default)]
    pub manifests: Vec<String>,
    /// Of the process.
    #[serde(default)]
    pub pid: u32,
    /// `2/4`: the second of four parts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub shard: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct PlacedFile {
    #[serde(serialize_with = "wire::path")]
    pub path: PathBuf,
    /// SHA-256 of its content, in hex digits.
    pub digest: String,
}

/// What became of one video.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct VideoFinished {
    pub video: Arc<str>,
    pub ending: Ending,
    #[serde(rename = "elapsed_ms", with = "wire::ms")]
    #[schemars(with = "f64")]
    pub elapsed: Duration,
}

#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Ending {
    /// The files are at their final paths.
    Done {
        #[serde(serialize_with = "wire::path")]
        output: PathBuf,
        /// The video's running time.
        #[serde(rename = "length_ms", with = "wire::ms")]
        #[schemars(with = "f64")]
        length: Duration,
        /// False: the file was already what it should be and was left alone.
        written: bool,
    },
    Failed(Failure),
    /// Stopped before it was finished: Ctrl-C, deadline, stop-on-error.
    Cancelled,
}

/// A failed video, told so that a person can act on it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Failure {
    pub stage: Option<Stage>,
    /// Which piece, e.g. "scene 3".
    pub label: Option<String>,
    pub cause: String,
    pub remedy: Option<String>,
    /// Where the tool's full output was kept.
    #[serde(serialize_with = "wire::optional_path")]
    pub log: Option<PathBuf>,
    /// A needed program or service is not there (exit code 6 when nothing else was done).
    pub missing_tool: bool,
}

/// Where events go. Cheap to clone; called from any thread.
#[derive(Clone)]
pub struct Events(Arc<dyn Fn(Event) + Send + Sync>);

impl Events {
    pub fn new(sink: impl Fn(Event) + Send + Sync + 'static) -> Self {
        Self(Arc::new(sink))
    }

    /// Nobody listens.
    pub fn none() -> Self {
        Self::new(|_| {})
    }

    pub fn emit(&self, event: Event) {
        (self.0)(event);
    }
}
