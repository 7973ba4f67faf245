//! What the making of one video works with.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex, PoisonError};

use super::Wanted;
use super::whole::Piece;
use crate::event::{Event, Events, Stage};
use crate::manifest::model::Video;
use crate::mill::{Artifact, Job, JobError, Mill};
use crate::stage::Tools;

#[derive(Clone)]
pub(super) struct Bench {
    pub wanted: Wanted,
    pub mill: Mill,
    pub tools: Arc<Tools>,
    pub events: Events,
    /// What has been obtained for the video, to be named in its own result.
    pieces: Arc<Mutex<BTreeSet<Piece>>>,
}

impl Bench {
    pub fn new(wanted: Wanted, mill: Mill, tools: Arc<Tools>, events: Events) -> Self {
        Self { wanted, mill, tools, events, pieces: Arc::default() }
    }

    pub fn pieces(&self) -> Vec<Piece> {
        self.pieces.lock().unwrap_or_else(PoisonError::into_inner).iter().cloned().collect()
    }

    pub fn video(&self) -> &Video {
        &self.wanted.video
    }

    /// The job's result; an error knows which job it is of.
    pub async fn obtain<J: Job>(&self, job: J) -> Result<Artifact<J::Output>, JobError> {
        let label = job.label();
        match self.mill.obtain(job).await {
            Ok(artifact) => {
                let piece = Piece { stage: J::STAGE, label, key: artifact.key.to_string() };
                self.pieces.lock().unwrap_or_else(PoisonError::into_inner).insert(piece);
                Ok(artifact)
            }
            Err(error @ (JobError::Failed { .. } | JobError::Missing(_))) => {
                Err(JobError::Inner { stage: J::STAGE, label, cause: Arc::new(error) })
            }
            Err(other) => Err(other),
        }
    }

    /// Said once a run, at its end.
    pub fn note(&self, text: &str) {
        self.events.emit(Event::Note { video: Some(self.id()), text: text.to_owned() });
    }

    pub fn planned(&self, jobs: Vec<(Stage, usize)>) {
        self.events.emit(Event::VideoPlanned { video: self.id(), jobs });
    }

    fn id(&self) -> Arc<str> {
        self.wanted.video.id.as_str().into()
    }
}

/// All results, or the most telling error: all have been tried, so that what could be made is kept for the next run.
pub(super) fn settle<T>(results: Vec<Result<T, JobError>>) -> Result<Vec<T>, JobError> {
    let mut good = Vec::with_capacity(results.len());
    let mut worst: Option<JobError> = None;
    for result in results {
        match result {
            Ok(value) => good.push(value),
            Err(error) if worst.as_ref().is_none_or(|known| weight(&error) > weight(known)) => worst = Some(error),
            Err(_) => {}
        }
    }
    worst.map_or(Ok(good), Err)
}

fn weight(error: &JobError) -> u8 {
    match error {
        JobError::WouldMake => 0,
        JobError::Cancelled => 1,
        JobError::Failed { .. } | JobError::Missing(_) | JobError::Stalled(_) | JobError::Inner { .. } => 2,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_failure_says_more_than_what_was_cancelled_for_it() {
        let results = vec![Ok(1), Err(JobError::Cancelled), Err(JobError::failed("disk full")), Ok(2)];
        assert_eq!(settle(results).unwrap_err().to_string(), "disk full");
        assert_eq!(settle(vec![Ok(1), Ok(2)]).unwrap(), [1, 2]);
    }
}
