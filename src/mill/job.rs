//! What a job is, and what it gives.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use tokio_util::sync::CancellationToken;

use crate::cache::Digest;
use crate::event::{MicroUsd, Outcome, Stage};

/// A piece of work whose result depends on nothing but its serialised fields.
///
/// Fields that do not change the result (handles, labels) are `#[serde(skip)]`, each with its reason.
pub trait Job: Serialize + Send + Sync + 'static {
    const STAGE: Stage;
    /// Raised when the same inputs come to mean another result.
    const FORMAT: u32;
    /// The JSON document half of the result; the other half is files.
    type Output: Serialize + DeserializeOwned + Clone + Send + Sync + 'static;

    /// For people: "scene 3".
    fn label(&self) -> String;
    fn needs(&self) -> Permit;

    /// What making it costs, about: for plans.
    fn price(&self) -> MicroUsd {
        MicroUsd::default()
    }

    /// How much there is to do, beside other jobs of the stage and in any unit (pixels, letters): what forecasts of the
    /// time it takes grow with.
    fn work(&self) -> u64 {
        1
    }

    /// When it gets what it needs, among the jobs of its video that wait for the same.
    fn precedence(&self) -> Precedence {
        Precedence::InOrder
    }

    /// Whether a result that the cache holds is to be made again all the same, though nothing of the job has changed:
    /// it was made by a stand-in, say, and what it stands for may be there again.
    fn is_due(_: &Self::Output) -> bool {
        false
    }

    fn run(&self, bench: &Workbench) -> impl Future<Output = Result<Made<Self::Output>, JobError>> + Send;
}

/// What a running job must hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Permit {
    /// One of the CPU workers.
    Worker,
    /// A slot of the named service.
    Slot(Arc<str>),
    /// Nothing: the job waits for other jobs or does next to no work.
    None,
}

/// A job's place among those of its video.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Precedence {
    /// Before the others: what keeps one worker for long and has nothing beside it must not be left for the end.
    Ahead,
    /// Who came first goes first.
    InOrder,
    /// After those, the lower number first.
    Numbered(u64),
}

/// Where a job works.
pub struct Workbench {
    /// An empty folder of the job's own, on the cache's file system; gone after the job.
    pub scratch: PathBuf,
    /// Ends when the run is told to stop: children must be ended then.
    pub cancel: CancellationToken,
    /// Takes the share done (0.0 to 1.0) and, where known, seconds of video a second.
    pub progress: Arc<dyn Fn(f32, Option<f32>) + Send + Sync>,
    /// Whether a worker has nothing to do at this moment, so that part of the job may be done beside the rest of it.
    pub spare: Arc<dyn Fn() -> bool + Send + Sync>,
}

/// What a job's run leaves: a document, and files in its scratch folder under short names.
#[derive(Debug)]
pub struct Made<T> {
    pub value: T,
    /// `("segment.mp4", path in the scratch folder)`; moved or copied into the cache.
    pub files: Vec<(String, PathBuf)>,
    pub cost: MicroUsd,
}

impl<T> Made<T> {
    pub fn value(value: T) -> Self {
        Self { value, files: Vec::new(), cost: MicroUsd::default() }
    }

    pub fn file(value: T, name: &str, path: PathBuf) -> Self {
        Self { value, files: vec![(name.to_owned(), path)], cost: MicroUsd::default() }
    }
}

/// A result as the asker gets it; its files lie in the cache and are read, never written.
#[derive(Debug, Clone)]
pub struct Artifact<T> {
    pub value: T,
    pub files: BTreeMap<String, Input>,
    /// The key's hex digits.
    pub key: Arc<str>,
    pub outcome: Outcome,
    /// What its making cost, now or once.
    pub cost: MicroUsd,
}

impl<T> Artifact<T> {
    /// A file of the result by its name.
    ///
    /// # Errors
    /// The result has no such file: an entry of the cache that another version wrote.
    pub fn file(&self, name: &str) -> Result<Input, JobError> {
        self.files.get(name).cloned().ok_or_else(|| JobError::failed(format!("a cached result has no `{name}`")))
    }
}

/// A file that a job reads: the key sees its content, never its place.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Input {
    pub digest: Digest,
    #[serde(skip)]
    pub path: PathBuf,
}

/// Why there is no result. Cheap to clone: all askers of a key get the same one.
#[derive(Debug, Clone, thiserror::Error)]
pub enum JobError {
    #[error("{cause}")]
    Failed {
        cause: String,
        /// What to do about it.
        help: Option<String>,
        /// The tool's output, for the log file that the error names.
        log: Option<String>,
        /// What it cost all the same: a service was paid for an answer that cannot be used.
        cost: MicroUsd,
    },
    /// A needed program, library or service is not there.
    #[error("{0}")]
    Missing(Missing),
    #[error("stopped before it was finished")]
    Cancelled,
    /// `plan` looked and it is not in the cache.
    #[error("would be made")]
    WouldMake,
    /// A tool gave no sign of life: worth one more try, which the mill makes. Nobody else sees this.
    #[error("{0}")]
    Stalled(Box<JobError>),
    /// An inner job failed and has told so itself.
    #[error("{cause}")]
    Inner { stage: Stage, label: String, cause: Arc<JobError> },
}

#[derive(Debug, Clone, thiserror::Error)]
#[error("{what} is not there")]
pub struct Missing {
    pub what: String,
    pub help: String,
}

impl JobError {
    pub fn failed(cause: impl Into<String>) -> Self {
        Self::Failed { cause: cause.into(), help: None, log: None, cost: MicroUsd::default() }
    }

    pub fn help(mut self, text: impl Into<String>) -> Self {
        if let Self::Failed { help, .. } = &mut self {
            *help = Some(text.into());
        }
        self
    }

    pub fn log(mut self, text: impl Into<String>) -> Self {
        if let Self::Failed { log, .. } = &mut self {
            *log = Some(text.into());
        }
        self
    }

    /// The same failure after so much was paid.
    pub fn costing(mut self, paid: MicroUsd) -> Self {
        if let Self::Failed { cost, .. } = &mut self {
            *cost = paid;
        }
        self
    }

    /// The same failure, told of somebody.
    pub fn of(mut self, name: &str) -> Self {
        if let Self::Failed { cause, .. } = &mut self {
            *cause = format!("{name}: {cause}");
        }
        self
    }

    /// What was paid for nothing.
    pub fn cost(&self) -> MicroUsd {
        match self {
            Self::Failed { cost, .. } => *cost,
            _ => MicroUsd::default(),
        }
    }
}
