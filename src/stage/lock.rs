//! The lock file: what services answered, so that another machine renders the same video for nothing, or says loudly
//! that it cannot.
//!
//! Scripts and choices are kept whole, sounds and pictures by their digests. An answer that is kept whole is used
//! before anybody is asked; with `frozen` nobody is asked at all, and an answer that differs is a failure.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::event::{MicroUsd, Outcome, Stage};
use crate::mill::{Artifact, Job, JobError, Mill, fingerprint};

const VERSION: u32 = 1;

#[derive(Debug, Default, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Document {
    version: u32,
    /// Name and version each.
    tools: Vec<String>,
    /// By the key of the job that asked.
    answers: BTreeMap<String, Locked>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Locked {
    video: String,
    stage: Stage,
    label: String,
    /// Of the answer's document.
    digest: String,
    /// The document itself, where it is the whole answer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    answer: Option<Value>,
    /// Digests of its files.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    files: BTreeMap<String, String>,
}

pub struct Lock {
    path: PathBuf,
    frozen: bool,
    known: Document,
    met: Mutex<BTreeMap<String, Locked>>,
}

impl Lock {
    /// Reads the file; without `frozen` it need not be there.
    ///
    /// # Errors
    /// It cannot be read, or is no lock file; frozen, it is not there.
    pub fn open(path: &Path, frozen: bool) -> Result<Self, JobError> {
        let known = match std::fs::read_to_string(path) {
            Ok(text) => serde_json::from_str(&text)
                .map_err(|error| fault(path, &format!("is no lock file: {error}")))
                .and_then(|known: Document| match known.version {
                    VERSION => Ok(known),
                    other => Err(fault(path, &format!("has version {other}; {VERSION} is known"))),
                })?,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound && !frozen => Document::default(),
            Err(error) => return Err(fault(path, &format!("cannot be read: {error}"))),
        };
        Ok(Self { path: path.to_owned(), frozen, known, met: Mutex::default() })
    }

    /// # Errors
    /// Frozen, and the tools are not those of the lock file.
    pub fn check_tools(&self, tools: &[String]) -> Result<(), JobError> {
        match self.known.tools.iter().find(|tool| !tools.contains(tool)) {
            Some(other) if self.frozen => Err(fault(&self.path, &format!("was made with {other}, which is not here"))),
            _ => Ok(()),
        }
    }

    /// The job's result: the one that is locked, or one that is locked now.
    ///
    /// # Errors
    /// Those of the job; frozen, an answer that is not in the file, or is another one.
    pub async fn obtain<J: Job>(&self, mill: &Mill, video: &str, job: J) -> Result<Artifact<J::Output>, JobError> {
        let (key, label) = (mill.key(&job)?, job.label());
        let locked = self.known.answers.get(&*key);
        if locked.is_none() && self.frozen {
            let what = format!("does not know the {} of `{video}`", piece(J::STAGE, &label));
            return Err(fault(&self.path, &what));
        }
        let whole =
            locked.filter(|_| self.frozen || !mill.refreshes(J::STAGE)).and_then(|locked| locked.answer.clone());
        if let (Some(answer), Some(locked)) = (whole, locked) {
            let value = serde_json::from_value(answer).map_err(|error| {
                fault(&self.path, &format!("has a {} that cannot be read: {error}", J::STAGE.name()))
            })?;
            self.note(&key, locked.clone());
            let (files, cost) = (BTreeMap::new(), MicroUsd::default());
            return Ok(Artifact { value, files, key, outcome: Outcome::Hit, cost });
        }
        let artifact = mill.obtain(job).await?;
        let now = Locked::of::<J>(video, &label, &artifact)?;
        let changed = locked.is_some_and(|locked| (&locked.digest, &locked.files) != (&now.digest, &now.files));
        if changed && self.frozen {
            let what = format!("knows another answer for the {} of `{video}`", piece(J::STAGE, &label));
            return Err(fault(&self.path, &what));
        }
        if changed {
            mill.note(format!("the {} is another one than in the lock file", piece(J::STAGE, &label)));
        }
        self.note(&key, now);
        Ok(artifact)
    }

    fn note(&self, key: &str, locked: Locked) {
        self.met.lock().unwrap_or_else(PoisonError::into_inner).insert(key.to_owned(), locked);
    }

    /// Writes what this run has met; what other videos have locked stays.
    ///
    /// # Errors
    /// The file cannot be written.
    pub fn write(&self, tools: &[String]) -> Result<(), JobError> {
        if self.frozen {
            return Ok(());
        }
        let met = self.met.lock().unwrap_or_else(PoisonError::into_inner).clone();
        let videos: BTreeSet<&str> = met.values().map(|locked| locked.video.as_str()).collect();
        let others = self.known.answers.iter().filter(|(_, locked)| !videos.contains(locked.video.as_str()));
        let mut answers: BTreeMap<_, _> = others.map(|(key, locked)| (key.clone(), locked.clone())).collect();
        answers.extend(met.clone());
        let document = Document { version: VERSION, tools: tools.to_vec(), answers };
        let unwritten = |error: String| fault(&self.path, &format!("cannot be written: {error}"));
        let text = serde_json::to_string_pretty(&document).map_err(|error| unwritten(error.to_string()))? + "\n";
        if std::fs::read_to_string(&self.path).is_ok_and(|known| known == text) {
            return Ok(());
        }
        // Whole or not at all.
        let beside = self.path.with_extension("lock.new");
        std::fs::write(&beside, text)
            .and_then(|()| std::fs::rename(&beside, &self.path))
            .map_err(|error| unwritten(error.to_string()))
    }
}

impl Locked {
    fn of<J: Job>(video: &str, label: &str, artifact: &Artifact<J::Output>) -> Result<Self, JobError> {
        let value = serde_json::to_value(&artifact.value).map_err(|error| JobError::failed(error.to_string()))?;
        let files: BTreeMap<_, _> =
            artifact.files.iter().map(|(name, input)| (name.clone(), input.digest.to_string())).collect();
        Ok(Self {
            video: video.to_owned(),
            stage: J::STAGE,
            label: label.to_owned(),
            digest: fingerprint(&value),
            answer: files.is_empty().then_some(value),
            files,
        })
    }
}

/// `script`, `speech scene 2`.
fn piece(stage: Stage, label: &str) -> String {
    format!("{} {label}", stage.name()).trim_end().to_owned()
}

fn fault(path: &Path, what: &str) -> JobError {
    JobError::failed(format!("the lock file {} {what}", path.display()))
        .help("run once with --lock and without --frozen, where the services may be asked, and keep the file")
}
