//! Facts out of the core: what started, what finished, how it ended. Bars, plain lines, NDJSON and the tables are
//! readers of this one stream; nothing in here is formatted for people.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use serde::{Deserialize, Serialize};

/// The kinds of work a video is made of, in the order a video needs them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
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
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
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

/// Which job an event speaks of.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
pub struct JobRef {
    pub video: Arc<str>,
    pub stage: Stage,
    /// For people: "scene 3", not part of the key.
    pub label: Arc<str>,
    /// The key's hex digits.
    pub key: Arc<str>,
}

/// Costs in millionths of a US dollar.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct MicroUsd(pub u64);

#[derive(Debug, Clone)]
pub enum Event {
    RunStarted {
        videos: usize,
        workers: usize,
        in_flight: usize,
    },
    VideoStarted {
        video: Arc<str>,
    },
    /// The script is known, and with it how many jobs of each stage the video takes, about.
    VideoPlanned {
        video: Arc<str>,
        jobs: Vec<(Stage, usize)>,
    },
    JobStarted {
        job: JobRef,
    },
    JobProgress {
        job: JobRef,
        /// 0.0 to 1.0.
        done: f32,
        /// Seconds of video made a second, where the job knows it.
        speed: Option<f32>,
    },
    JobFinished {
        job: JobRef,
        outcome: Outcome,
        /// Time from permit to commit for `Made`, of the lookup for `Hit`.
        elapsed: Duration,
        /// What a hit or a shared result saved: the time its making once took.
        saved: Duration,
        cost: MicroUsd,
        saved_cost: MicroUsd,
        error: Option<String>,
    },
    /// Something a person should know that is no failure (a template wrote the script, a result could not be cached).
    Note {
        video: Option<Arc<str>>,
        text: String,
    },
    VideoFinished(VideoFinished),
    RunFinished {
        elapsed: Duration,
    },
}

/// What became of one video.
#[derive(Debug, Clone)]
pub struct VideoFinished {
    pub video: Arc<str>,
    pub ending: Ending,
    pub elapsed: Duration,
}

#[derive(Debug, Clone)]
pub enum Ending {
    /// The files are at their final paths.
    Done {
        output: PathBuf,
        /// The video's running time.
        length: Duration,
        /// False: the file was already what it should be and was left alone.
        written: bool,
    },
    Failed(Failure),
    /// Stopped before it was finished: Ctrl-C, deadline, stop-on-error.
    Cancelled,
}

/// A failed video, told so that a person can act on it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failure {
    pub stage: Option<Stage>,
    /// Which piece, e.g. "scene 3".
    pub label: Option<String>,
    pub cause: String,
    pub remedy: Option<String>,
    /// Where the tool's full output was kept.
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
