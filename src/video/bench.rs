//! What the making of one video works with.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, PoisonError};

use super::whole::Piece;
use super::{Demand, Wanted};
use crate::event::{Event, Events, MicroUsd, Stage};
use crate::manifest::model::Video;
use crate::media::EncoderChoice;
use crate::mill::{Artifact, Job, JobError, Mill};
use crate::stage::{Hardware, Tools, UNASKED};

#[derive(Clone)]
pub(super) struct Bench {
    pub wanted: Wanted,
    pub mill: Mill,
    pub tools: Arc<Tools>,
    /// The chip that encodes; `None`: software does.
    pub hardware: Option<Hardware>,
    pub events: Events,
    /// Held while one scene chooses from a stock.
    pub picking: Arc<tokio::sync::Mutex<()>>,
    /// What has been obtained for the video, to be named in its own result.
    pieces: Arc<Mutex<BTreeSet<Piece>>>,
    /// What that cost, now or once, by key: two scenes that say the same pay once.
    costs: Arc<Mutex<BTreeMap<Arc<str>, MicroUsd>>>,
    /// What was not to be had, each with why.
    fallbacks: Arc<Mutex<BTreeSet<String>>>,
    /// Offline: the jobs that would have asked somebody.
    unasked: Arc<Mutex<BTreeSet<String>>>,
}

impl Bench {
    pub fn new(wanted: Wanted, mill: Mill, tools: Arc<Tools>, events: Events) -> Self {
        let (picking, pieces, costs, fallbacks, unasked) = Default::default();
        Self { wanted, mill, tools, hardware: None, events, picking, pieces, costs, fallbacks, unasked }
    }

    /// With the chip that encodes, where one shall: one for the whole video.
    ///
    /// # Errors
    /// No chip does, and one is required.
    pub async fn with_encoder(self) -> Result<Self, JobError> {
        let Video { encoder, canvas, encoding, .. } = self.video();
        let tools = &self.tools;
        let hardware = tools.encoders.choose(&tools.ffmpeg, *encoder, *canvas, *encoding).await?;
        Ok(Self { hardware, ..self })
    }

    /// FFmpeg's name of the chip's encoder.
    pub fn hardware_encoder(&self) -> Option<String> {
        Hardware::encoder(self.hardware.as_ref()?.family, self.video().encoding.codec)
    }

    /// Whether a chip was asked for, and none works.
    pub fn lacks_its_encoder(&self) -> bool {
        let asked = self.video().encoder != EncoderChoice::Software;
        asked && self.hardware.is_none() && !self.tools.encoders.have_failed()
    }

    /// Whether the video was begun with a chip, could not be finished because that has failed, and is to be made without:
    /// what else went wrong would go wrong again.
    pub fn has_lost_its_encoder(&self, error: &JobError) -> bool {
        let is_of_segments = matches!(error, JobError::Cancelled | JobError::Inner { stage: Stage::Segment, .. });
        is_of_segments
            && self.hardware.is_some()
            && self.tools.encoders.fall_back()
            && !self.mill.cancel().is_cancelled()
    }

    pub fn pieces(&self) -> Vec<Piece> {
        self.pieces.lock().unwrap_or_else(PoisonError::into_inner).iter().cloned().collect()
    }

    /// What all the pieces cost, now or once.
    pub fn cost(&self) -> MicroUsd {
        let costs = self.costs.lock().unwrap_or_else(PoisonError::into_inner);
        MicroUsd(costs.values().fold(0, |sum, cost| sum.saturating_add(cost.0)))
    }

    pub fn video(&self) -> &Video {
        &self.wanted.video
    }

    /// The job's result; an error knows which job it is of.
    pub async fn obtain<J: Job>(&self, job: J) -> Result<Artifact<J::Output>, JobError> {
        let label = job.label();
        let obtained = self.mill.obtain(job).await;
        self.ended::<J>(label, obtained)
    }

    fn ended<J: Job>(
        &self,
        label: String,
        obtained: Result<Artifact<J::Output>, JobError>,
    ) -> Result<Artifact<J::Output>, JobError> {
        match obtained {
            Ok(artifact) => {
                self.keep(J::STAGE, label, &artifact);
                Ok(artifact)
            }
            Err(error) => {
                if error.to_string().ends_with(UNASKED) {
                    let job = if label.is_empty() {
                        J::STAGE.name().to_owned()
                    } else {
                        format!("{} of {label}", J::STAGE.name())
                    };
                    self.unasked.lock().unwrap_or_else(PoisonError::into_inner).insert(job);
                }
                Err(inner::<J>(label, error))
            }
        }
    }

    /// Says which jobs would have asked somebody.
    pub fn tell_unasked(&self) {
        let unasked = self.unasked.lock().unwrap_or_else(PoisonError::into_inner);
        if !unasked.is_empty() {
            let jobs = unasked.iter().map(String::as_str).collect::<Vec<_>>().join(", ");
            self.note(&format!("without --offline a service would be asked for: {jobs}"));
        }
    }

    /// As [`Self::obtain`], for jobs that ask a service: the lock file, where there is one, has a say.
    pub async fn ask<J: Job>(&self, job: J) -> Result<Artifact<J::Output>, JobError> {
        let Some(lock) = &self.tools.lock else { return self.obtain(job).await };
        let label = job.label();
        let obtained = lock.obtain(&self.mill, &self.video().id, job).await;
        self.ended::<J>(label, obtained)
    }

    fn keep<T>(&self, stage: Stage, label: String, artifact: &Artifact<T>) {
        let piece = Piece { stage, label, key: artifact.key.to_string() };
        self.pieces.lock().unwrap_or_else(PoisonError::into_inner).insert(piece);
        if artifact.cost.0 > 0 {
            let mut costs = self.costs.lock().unwrap_or_else(PoisonError::into_inner);
            costs.insert(artifact.key.clone(), artifact.cost);
        }
    }

    /// Whether the next of several services may be asked after this failure: not when the run is told to stop or only
    /// looks, nor when the money is spent, since a worse result was not what was to be saved.
    pub fn may_fall_back(&self, error: &JobError) -> bool {
        !matches!(error, JobError::Cancelled | JobError::WouldMake) && !self.tools.services.budget().refused()
    }

    /// What is preferred was not to be had and something else stands for it: said, and kept with the video.
    pub fn fell_back(&self, text: String) {
        self.note(&text);
        self.fallbacks.lock().unwrap_or_else(PoisonError::into_inner).insert(text);
    }

    pub fn fallbacks(&self) -> Vec<String> {
        self.fallbacks.lock().unwrap_or_else(PoisonError::into_inner).iter().cloned().collect()
    }

    /// Said once a run, at its end.
    pub fn note(&self, text: &str) {
        self.events.emit(Event::Note { video: Some(self.id()), text: text.to_owned() });
    }

    /// About how many jobs there will be: what a progress bar counts up to.
    pub fn planned(&self, demand: BTreeMap<Stage, Demand>) {
        let jobs = demand.into_iter().map(|(stage, demand)| (stage, demand.jobs)).collect();
        self.events.emit(Event::VideoPlanned { video: self.id(), jobs });
    }

    fn id(&self) -> Arc<str> {
        self.wanted.video.id.as_str().into()
    }
}

fn inner<J: Job>(label: String, error: JobError) -> JobError {
    match error {
        JobError::Failed { .. } | JobError::Missing(_) => {
            JobError::Inner { stage: J::STAGE, label, cause: Arc::new(error) }
        }
        other => other,
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
