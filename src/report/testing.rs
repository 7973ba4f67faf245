//! A run as tests know it: each video spoken now, its segment found in the cache.

use std::time::{Duration, SystemTime};

use super::Report;
use super::record::{Conclusion, Recorder};
use crate::event::{
    About, Ending, Event, Failure, JobRef, MicroUsd, Outcome, PlacedFile, Stage, Time, Told, VERSION, VideoFinished,
};

pub fn events(run: &str, videos: &[&str]) -> Vec<Told> {
    let about =
        About { run: run.into(), reelmill: "0.1.0".into(), manifests: vec!["reels.yaml".into()], ..About::default() };
    let mut events = vec![Event::RunStarted { videos: videos.len(), workers: 2, in_flight: 5, about }];
    for id in videos {
        let job = |stage, label: &str| JobRef {
            video: (*id).into(),
            stage,
            label: label.into(),
            key: format!("{id}-{}", Stage::name(stage)).into(),
        };
        let finished = |job, outcome| Event::JobFinished {
            job,
            outcome,
            elapsed: Duration::from_millis(20),
            saved: Duration::from_millis(if outcome == Outcome::Hit { 900 } else { 0 }),
            cost: MicroUsd(if outcome == Outcome::Made { 1500 } else { 0 }),
            saved_cost: MicroUsd(0),
            error: None,
        };
        let speech = job(Stage::Speech, "scene 1");
        events.push(Event::VideoStarted { video: (*id).into() });
        events.push(Event::JobStarted { job: speech.clone(), lane: Some("worker 1".into()) });
        events.push(finished(speech, Outcome::Made));
        events.push(finished(job(Stage::Segment, "scene 1"), Outcome::Hit));
        let ending = if id.starts_with("bad") { failed() } else { done(id) };
        let placed = PlacedFile { path: format!("/o/{id}.mp4").into(), digest: "00ff".into() };
        events.push(Event::VideoPlaced {
            video: (*id).into(),
            title: None,
            key: "k".into(),
            encoder: None,
            files: vec![placed],
        });
        events.push(Event::VideoFinished(VideoFinished {
            video: (*id).into(),
            ending,
            elapsed: Duration::from_secs(1),
        }));
    }
    events.push(Event::RunFinished { elapsed: Duration::from_secs(2) });
    let start = SystemTime::UNIX_EPOCH + Duration::from_secs(1_790_000_000 + run.len() as u64);
    let at = |index: u64| Time(start + Duration::from_millis(index * 10));
    (0..).zip(events).map(|(index, event)| Told { version: VERSION, time: at(index), event }).collect()
}

fn done(id: &str) -> Ending {
    Ending::Done { output: format!("/o/{id}.mp4").into(), length: Duration::from_secs(30), written: true }
}

fn failed() -> Ending {
    Ending::Failed(Failure {
        stage: Some(Stage::Segment),
        label: Some("scene 1".into()),
        cause: "`ffmpeg` ended with code 1: <no> such | filter".into(),
        remedy: Some("install libass".into()),
        log: None,
        missing_tool: false,
    })
}

pub fn report(run: &str, videos: &[&str]) -> Report {
    let recorder = Recorder::default();
    events(run, videos).iter().for_each(|told| recorder.take(told));
    recorder.report(Conclusion { exit_code: 0, cpu: Some(Duration::from_secs(3)) })
}
