//! A run's events, written down as a report.

use std::collections::HashMap;
use std::io;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use super::document::{Job, Report, Run, State, Video};
use super::{Sink, Summary};
use crate::event::{Ending, Event, JobRef, Time, Told};

/// A handle on what is being written down: one for the reporter, one for whoever asks at the end.
#[derive(Debug, Clone, Default)]
pub struct Recorder(Arc<Mutex<Recording>>);

#[derive(Debug, Default)]
struct Recording {
    run: Option<Run>,
    videos: Vec<Video>,
    at: HashMap<Arc<str>, usize>,
    /// Running jobs by video and key.
    started: HashMap<(Arc<str>, Arc<str>), Started>,
    notes: Vec<String>,
    last: Option<Time>,
}

/// When, and holding which permit.
type Started = (Time, Option<Arc<str>>);

/// What is known when the program ends, and not from events.
#[derive(Debug, Clone, Copy)]
pub struct Conclusion {
    pub exit_code: u8,
    pub cpu: Option<Duration>,
}

impl Recorder {
    /// The report so far.
    pub fn report(&self, end: Conclusion) -> Report {
        let mut recording = self.lock();
        let Recording { run, videos, notes, last, .. } = &mut *recording;
        let mut runs: Vec<Run> = run.take().into_iter().collect();
        for run in &mut runs {
            run.exit_code = end.exit_code;
            run.cpu_ms = end.cpu.map(ms);
            if !run.complete {
                run.elapsed_ms = last.map_or(0, |last| ms(last.since(run.started)));
            }
        }
        let mut report =
            Report { runs, videos: std::mem::take(videos), notes: std::mem::take(notes), ..Report::default() };
        report.tally();
        report
    }

    pub fn take(&self, told: &Told) {
        self.lock().take(told);
    }

    fn lock(&self) -> MutexGuard<'_, Recording> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Sink for Recorder {
    fn take(&mut self, told: &Told, _: &Summary) {
        self.lock().take(told);
    }

    fn close(&mut self, summary: &Summary) -> io::Result<()> {
        self.lock().notes = summary.notes.lines();
        Ok(())
    }
}

impl Recording {
    fn take(&mut self, told: &Told) {
        let Told { version: _, time, event } = told;
        self.last = Some(*time);
        match event {
            Event::RunStarted { videos: _, workers, in_flight, about } => {
                self.run = Some(Run {
                    about: about.clone(),
                    started: *time,
                    elapsed_ms: 0,
                    cpu_ms: None,
                    workers: *workers,
                    in_flight: *in_flight,
                    exit_code: 0,
                    complete: false,
                });
            }
            Event::VideoStarted { video } => {
                let since = self.since_start(*time);
                self.video(video).start_ms = ms(since);
            }
            Event::JobStarted { job, lane } => {
                self.started.insert((job.video.clone(), job.key.clone()), (*time, lane.clone()));
            }
            Event::JobFinished { job, .. } => self.job_finished(*time, job, event),
            Event::VideoPlaced { video, title, key, encoder, files } => {
                let row = self.video(video);
                row.title.clone_from(title);
                row.key = Some(key.to_string());
                row.encoder = encoder.as_deref().map(str::to_owned);
                row.files.clone_from(files);
            }
            Event::VideoFinished(finished) => {
                let row = self.video(&finished.video);
                row.elapsed_ms = ms(finished.elapsed);
                end(row, &finished.ending);
            }
            // The summary has taken it, and is asked for all of them at the end.
            Event::Note { .. } => {}
            Event::RunFinished { elapsed } => {
                if let Some(run) = &mut self.run {
                    (run.elapsed_ms, run.complete) = (ms(*elapsed), true);
                }
            }
            Event::VideoPlanned { .. } | Event::JobProgress { .. } => {}
        }
    }

    fn job_finished(&mut self, now: Time, job: &JobRef, event: &Event) {
        let Event::JobFinished { outcome, elapsed, saved, cost, saved_cost, error, .. } = event else { return };
        let started = self.started.remove(&(job.video.clone(), job.key.clone()));
        let (start, lane) = match started {
            Some((start, lane)) => (self.since_start(start), lane),
            None => (self.since_start(now).saturating_sub(*elapsed), None),
        };
        let entry = Job {
            stage: job.stage,
            label: job.label.to_string(),
            key: job.key.to_string(),
            outcome: *outcome,
            start_ms: fine(start),
            elapsed_ms: fine(*elapsed),
            lane: lane.as_deref().map(str::to_owned),
            saved_ms: ms(*saved),
            cost_micro_usd: *cost,
            saved_cost_micro_usd: *saved_cost,
            error: error.clone(),
        };
        let row = self.video(&job.video);
        row.hits += usize::from(entry.is_hit());
        row.cost_micro_usd.0 += cost.0;
        row.saved_ms += ms(*saved);
        row.saved_cost_micro_usd.0 += saved_cost.0;
        row.jobs.push(entry);
    }

    fn since_start(&self, time: Time) -> Duration {
        self.run.as_ref().map_or(Duration::ZERO, |run| time.since(run.started))
    }

    fn video(&mut self, id: &Arc<str>) -> &mut Video {
        let at = *self.at.entry(id.clone()).or_insert_with(|| {
            self.videos.push(Video { id: id.to_string(), ..Video::default() });
            self.videos.len() - 1
        });
        &mut self.videos[at]
    }
}

fn end(row: &mut Video, ending: &Ending) {
    match ending {
        Ending::Done { output, length, written } => {
            row.state = State::Done;
            row.output = Some(output.display().to_string());
            row.length_ms = Some(ms(*length));
            row.written = *written;
        }
        Ending::Failed(failure) => {
            row.state = State::Failed;
            row.failure = Some(failure.clone());
        }
        Ending::Cancelled => row.state = State::Stopped,
    }
}

fn ms(duration: Duration) -> u64 {
    duration.as_millis() as u64
}

/// Milliseconds with three decimals.
fn fine(duration: Duration) -> f64 {
    duration.as_micros() as f64 / 1000.0
}
