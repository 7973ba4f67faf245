//! The run so far, added up from its events.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use super::notes::Notes;
use crate::event::{Ending, Event, JobRef, MicroUsd, Outcome, Stage, VideoFinished};

#[derive(Debug, Default, Clone)]
pub struct Summary {
    /// In the order in which they started.
    pub videos: Vec<VideoRow>,
    pub stages: BTreeMap<Stage, StageTally>,
    pub notes: Notes,
    /// How many videos were asked for.
    pub asked: usize,
    pub workers: usize,
    pub in_flight: usize,
    pub elapsed: Duration,
    pub cost: MicroUsd,
    pub saved: Duration,
    pub saved_cost: MicroUsd,
}

#[derive(Debug, Clone)]
pub struct VideoRow {
    pub id: Arc<str>,
    pub jobs: usize,
    pub hits: usize,
    /// Jobs of each stage: how many ended, and how many there will be, once the script is known.
    pub stages: BTreeMap<Stage, Share>,
    /// The jobs now running, with the share done of each.
    pub running: Vec<(JobRef, f32, Option<f32>)>,
    pub ending: Option<Ending>,
    pub elapsed: Duration,
    pub cost: MicroUsd,
}

#[derive(Debug, Default, Clone, Copy)]
pub struct Share {
    pub ended: usize,
    pub planned: usize,
}

#[derive(Debug, Default, Clone)]
pub struct StageTally {
    pub jobs: usize,
    pub hits: usize,
    pub failed: usize,
    /// How long each made job took.
    pub made: Vec<Duration>,
}

impl StageTally {
    pub fn total(&self) -> Duration {
        self.made.iter().sum()
    }

    pub fn mean(&self) -> Option<Duration> {
        (!self.made.is_empty()).then(|| self.total() / self.made.len() as u32)
    }

    /// Nearest rank.
    pub fn p95(&self) -> Option<Duration> {
        let mut times = self.made.clone();
        times.sort_unstable();
        let rank = (times.len() * 95).div_ceil(100);
        times.get(rank.checked_sub(1)?).copied()
    }
}

impl Summary {
    pub fn take(&mut self, event: &Event) {
        match event {
            Event::RunStarted { videos, workers, in_flight, about: _ } => {
                (self.asked, self.workers, self.in_flight) = (*videos, *workers, *in_flight);
            }
            Event::VideoStarted { video } => {
                self.row(video);
            }
            Event::VideoPlanned { video, jobs } => {
                let stages = &mut self.row(video).stages;
                jobs.iter().for_each(|(stage, jobs)| stages.entry(*stage).or_default().planned = *jobs);
            }
            Event::JobStarted { job, lane: _ } => self.row(&job.video).running.push((job.clone(), 0.0, None)),
            Event::JobProgress { job, done, speed } => {
                let running = &mut self.row(&job.video).running;
                if let Some(entry) = running.iter_mut().find(|entry| entry.0 == *job) {
                    (entry.1, entry.2) = (*done, *speed);
                }
            }
            Event::JobFinished { job, outcome, elapsed, saved, cost, saved_cost, error: _ } => {
                self.job_finished(job, *outcome, *elapsed);
                self.saved += *saved;
                self.cost.0 += cost.0;
                self.row(&job.video).cost.0 += cost.0;
                self.saved_cost.0 += saved_cost.0;
            }
            Event::Note { video, text } => self.notes.add(video.as_ref(), text),
            Event::VideoFinished(VideoFinished { video, ending, elapsed }) => {
                let row = self.row(video);
                row.ending = Some(ending.clone());
                row.elapsed = *elapsed;
                row.running.clear();
            }
            Event::VideoPlaced { .. } => {}
            Event::RunFinished { elapsed } => self.elapsed = *elapsed,
        }
    }

    fn job_finished(&mut self, job: &JobRef, outcome: Outcome, elapsed: Duration) {
        let hit = matches!(outcome, Outcome::Hit | Outcome::Shared);
        let row = self.row(&job.video);
        row.running.retain(|entry| entry.0 != *job);
        row.stages.entry(job.stage).or_default().ended += 1;
        // The whole video counts where it answers for all stages; made, it is only the sum of the others.
        if job.stage != Stage::Video || hit {
            row.jobs += 1;
            row.hits += usize::from(hit);
        }
        let tally = self.stages.entry(job.stage).or_default();
        tally.jobs += 1;
        match outcome {
            Outcome::Hit | Outcome::Shared => tally.hits += 1,
            Outcome::Made => tally.made.push(elapsed),
            Outcome::Failed => tally.failed += 1,
            Outcome::Skipped => {}
        }
    }

    fn row(&mut self, video: &Arc<str>) -> &mut VideoRow {
        let at = self.videos.iter().rposition(|row| row.id == *video).unwrap_or_else(|| {
            self.videos.push(VideoRow {
                id: video.clone(),
                jobs: 0,
                hits: 0,
                stages: BTreeMap::new(),
                running: Vec::new(),
                ending: None,
                elapsed: Duration::ZERO,
                cost: MicroUsd(0),
            });
            self.videos.len() - 1
        });
        &mut self.videos[at]
    }

    pub fn done(&self) -> usize {
        self.videos.iter().filter(|row| matches!(row.ending, Some(Ending::Done { .. }))).count()
    }

    pub fn failed(&self) -> usize {
        self.videos.iter().filter(|row| matches!(row.ending, Some(Ending::Failed(_)))).count()
    }

    pub fn ended(&self) -> usize {
        self.videos.iter().filter(|row| row.ending.is_some()).count()
    }

    /// How much of a video's work is done, 0.0 to 1.0, as well as it is known: jobs count by what they take.
    pub fn progress(&self, row: &VideoRow) -> f32 {
        let (mut done, mut all) = (0.0, 0.0);
        for (stage, share) in row.stages.iter().filter(|(stage, _)| **stage != Stage::Video) {
            let running = row.running.iter().filter(|(job, ..)| job.stage == *stage);
            let (at_work, under_way) = running.fold((0, 0.0), |(jobs, done), (_, part, _)| (jobs + 1, done + part));
            let weight = self.expected(*stage).as_secs_f32();
            done += weight * (share.ended as f32 + under_way);
            all += weight * share.planned.max(share.ended + at_work) as f32;
        }
        if all > 0.0 { (done / all).clamp(0.0, 1.0) } else { 0.0 }
    }

    /// What a job of a stage takes: the mean of those made in this run, else a guess whose proportions matter alone.
    fn expected(&self, stage: Stage) -> Duration {
        let made = self.stages.get(&stage).and_then(StageTally::mean);
        made.unwrap_or(match stage {
            Stage::Idea | Stage::Video => Duration::from_millis(1),
            Stage::Script | Stage::Speech => Duration::from_millis(30),
            Stage::Visual => Duration::from_millis(200),
            Stage::Soundtrack | Stage::Assemble => Duration::from_millis(600),
            Stage::Segment => Duration::from_secs(2),
        })
    }

    /// Running time of all finished videos.
    pub fn length(&self) -> Duration {
        let length = |row: &VideoRow| match &row.ending {
            Some(Ending::Done { length, .. }) => *length,
            _ => Duration::ZERO,
        };
        self.videos.iter().map(length).sum()
    }

    /// Jobs made, in all stages but the whole video.
    pub fn made(&self) -> usize {
        self.stages.iter().filter(|(stage, _)| **stage != Stage::Video).map(|(_, tally)| tally.made.len()).sum()
    }
}

impl VideoRow {
    /// The most telling running job: the latest stage.
    pub fn current(&self) -> Option<&(JobRef, f32, Option<f32>)> {
        self.running.iter().filter(|entry| entry.0.stage != Stage::Video).max_by_key(|entry| entry.0.stage)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A second of work on video `a`.
    fn finished(stage: Stage, outcome: Outcome) -> Event {
        Event::JobFinished {
            job: JobRef { video: "a".into(), stage, label: "".into(), key: "".into() },
            outcome,
            elapsed: Duration::from_secs(1),
            saved: Duration::ZERO,
            cost: MicroUsd(0),
            saved_cost: MicroUsd(0),
            error: None,
        }
    }

    #[test]
    fn p95_is_the_nearest_rank() {
        let tally = |n: u64| StageTally { made: (1..=n).map(Duration::from_secs).collect(), ..StageTally::default() };
        assert_eq!(tally(0).p95(), None);
        assert_eq!(tally(1).p95(), Some(Duration::from_secs(1)));
        assert_eq!(tally(20).p95(), Some(Duration::from_secs(19)));
        assert_eq!(tally(100).p95(), Some(Duration::from_secs(95)));
    }

    #[test]
    fn progress_weighs_a_segment_more_than_its_speech() {
        let mut summary = Summary::default();
        let jobs = vec![(Stage::Speech, 1), (Stage::Segment, 1)];
        summary.take(&Event::VideoPlanned { video: "a".into(), jobs });
        let job = |stage| JobRef { video: "a".into(), stage, label: "".into(), key: "".into() };
        summary.take(&finished(Stage::Speech, Outcome::Made));
        let spoken = summary.progress(&summary.videos[0]);
        assert!(spoken < 0.4, "{spoken}");
        summary.take(&Event::JobStarted { job: job(Stage::Segment), lane: None });
        summary.take(&Event::JobProgress { job: job(Stage::Segment), done: 0.5, speed: None });
        let half = summary.progress(&summary.videos[0]);
        assert!(half > spoken && half < 0.8, "{half}");
        summary.take(&finished(Stage::Segment, Outcome::Made));
        assert!(summary.progress(&summary.videos[0]) > 0.999);
    }

    #[test]
    fn a_made_video_is_not_counted_beside_its_own_jobs() {
        let mut summary = Summary::default();
        summary.take(&finished(Stage::Speech, Outcome::Hit));
        summary.take(&finished(Stage::Segment, Outcome::Made));
        summary.take(&finished(Stage::Video, Outcome::Made));
        assert_eq!((summary.videos[0].jobs, summary.videos[0].hits, summary.made()), (2, 1, 1));
    }
}
