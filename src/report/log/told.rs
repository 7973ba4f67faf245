//! What happens in a run, a line an event.

use std::fmt::Write as _;
use std::time::Duration;

use tracing::Level;

use super::quoted;
use crate::event::{Ending, Event, JobRef, Outcome};

/// Its weight, and what happened.
pub(super) fn line(event: &Event) -> (Level, String) {
    match event {
        Event::RunStarted { videos, workers, in_flight, about } => {
            let (run, version, pid) = (&about.run, &about.reelmill, about.pid);
            let tools = quoted(&about.tools.join(", "));
            let what = quoted(&about.manifests.join(" "));
            let shard = about.shard.as_ref().map_or(String::new(), |shard| format!(" shard={shard}"));
            let text = format!("run started run={run} reelmill={version} pid={pid} manifests={what} videos={videos}");
            (Level::INFO, format!("{text} workers={workers} in_flight={in_flight} tools={tools}{shard}"))
        }
        Event::VideoStarted { video } => (Level::INFO, format!("video started video={}", quoted(video))),
        Event::VideoPlanned { video, jobs } => {
            let jobs: usize = jobs.iter().map(|(_, count)| count).sum();
            (Level::DEBUG, format!("video planned video={} jobs={jobs}", quoted(video)))
        }
        Event::JobStarted { job, lane } => {
            let lane = lane.as_ref().map_or(String::new(), |lane| format!(" lane={}", quoted(lane)));
            (Level::DEBUG, format!("job started {}{lane}", named(job)))
        }
        Event::JobProgress { job, done, speed } => {
            let speed = speed.map_or(String::new(), |speed| format!(" speed={speed:.2}"));
            (Level::TRACE, format!("job progress {} done={done:.3}{speed}", named(job)))
        }
        Event::JobFinished { job, outcome, elapsed, saved, cost, saved_cost: _, error } => {
            let level = if *outcome == Outcome::Failed { Level::WARN } else { Level::DEBUG };
            let mut text = format!("job {} {} elapsed={}", outcome.name(), named(job), ms(*elapsed));
            if !saved.is_zero() {
                let _ = write!(text, " saved={}", ms(*saved));
            }
            if cost.0 > 0 {
                let _ = write!(text, " cost_micro_usd={}", cost.0);
            }
            if let Some(error) = error {
                let _ = write!(text, " error={}", quoted(error));
            }
            (level, text)
        }
        Event::Note { video, text } => {
            let video = video.as_ref().map_or(String::new(), |video| format!("video={} ", quoted(video)));
            (Level::WARN, format!("note {video}text={}", quoted(text)))
        }
        Event::VideoPlaced { video, key, files, .. } => {
            let paths: Vec<_> = files.iter().map(|file| file.path.display().to_string()).collect();
            (Level::DEBUG, format!("video placed video={} key={key} files={}", quoted(video), quoted(&paths.join(" "))))
        }
        Event::VideoFinished(finished) => {
            let (video, elapsed) = (quoted(&finished.video), ms(finished.elapsed));
            match &finished.ending {
                Ending::Done { output, length, written } => {
                    let (output, length) = (quoted(&output.display().to_string()), ms(*length));
                    let text = format!("video done video={video} elapsed={elapsed} length={length} written={written}");
                    (Level::INFO, format!("{text} output={output}"))
                }
                Ending::Failed(failure) => {
                    let stage = failure.stage.map_or("-", |stage| stage.name());
                    let log = failure.log.as_ref().map_or("-".to_owned(), |log| quoted(&log.display().to_string()));
                    let text = format!("video failed video={video} stage={stage} cause={}", quoted(&failure.cause));
                    (Level::ERROR, format!("{text} log={log}"))
                }
                Ending::Cancelled => (Level::WARN, format!("video stopped video={video} elapsed={elapsed}")),
            }
        }
        Event::RunFinished { elapsed } => (Level::INFO, format!("run finished elapsed={}", ms(*elapsed))),
    }
}

fn named(job: &JobRef) -> String {
    let JobRef { video, stage, label, key } = job;
    format!("video={} stage={} label={} key={key}", quoted(video), stage.name(), quoted(label))
}

fn ms(duration: Duration) -> String {
    format!("{:.3}ms", duration.as_secs_f64() * 1000.0)
}
