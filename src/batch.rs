//! The bounded set of videos: so many in flight, each settled on its own, none spoiling another.

pub mod shard;

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use futures::stream::{self, StreamExt};
use tokio_util::sync::CancellationToken;

use crate::event::{Ending, Event, Events, Failure, VideoFinished};
use crate::mill::{JobError, Mill};
use crate::stage::Tools;
use crate::video::{self, Wanted};

/// Runs whose failures' logs are kept.
const KEPT_LOGS: usize = 20;

/// What all videos of a batch share.
#[derive(Clone)]
pub struct Shop {
    pub mill: Mill,
    pub tools: Arc<Tools>,
    pub events: Events,
    /// Ends the whole batch: Ctrl-C, a failure under `stop_on_error`.
    pub cancel: CancellationToken,
    /// Where a failed job's full log is kept.
    pub logs: PathBuf,
}

#[derive(Debug, Clone, Copy)]
pub struct Bounds {
    /// Videos in flight.
    pub in_flight: usize,
    pub stop_on_error: bool,
    /// What is not finished by then is cancelled; its finished steps are kept.
    pub deadline: Option<Duration>,
}

/// Why a batch ended before all its videos had.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Halt {
    Deadline,
}

/// Makes every video, and tells of each by its event.
pub async fn run(videos: Vec<Wanted>, shop: &Shop, bounds: Bounds) -> Option<Halt> {
    let started = Instant::now();
    let late = Arc::new(AtomicBool::new(false));
    let clock = bounds.deadline.map(|deadline| tokio::spawn(cancel_after(deadline, shop.cancel.clone(), late.clone())));
    stream::iter(videos)
        .map(|wanted| one(wanted, shop.clone(), bounds.stop_on_error))
        .buffer_unordered(bounds.in_flight.max(1))
        .for_each(|()| std::future::ready(()))
        .await;
    shop.events.emit(Event::RunFinished { elapsed: started.elapsed() });
    if let Some(clock) = clock {
        clock.abort();
    }
    late.load(Ordering::Relaxed).then_some(Halt::Deadline)
}

async fn cancel_after(deadline: Duration, cancel: CancellationToken, late: Arc<AtomicBool>) {
    tokio::time::sleep(deadline).await;
    late.store(true, Ordering::Relaxed);
    cancel.cancel();
}

/// A task of its own: a panic ends this video alone.
async fn one(wanted: Wanted, shop: Shop, stop_on_error: bool) {
    let id: Arc<str> = wanted.video.id.as_str().into();
    let started = Instant::now();
    if shop.cancel.is_cancelled() {
        return finished(&shop, id, Ending::Cancelled, started);
    }
    shop.events.emit(Event::VideoStarted { video: id.clone() });
    let mill = shop.mill.scoped(&id);
    let task = tokio::spawn(video::produce(wanted, mill, shop.tools.clone(), shop.events.clone()));
    let ending = match task.await {
        Ok(Ok(done)) => Ending::Done { output: done.output, length: done.length, written: done.written },
        Ok(Err(JobError::Cancelled | JobError::WouldMake)) => Ending::Cancelled,
        Ok(Err(error)) => Ending::Failed(failure(&error, &shop, &id)),
        Err(panic) => Ending::Failed(bug(&panic.to_string())),
    };
    if stop_on_error && matches!(ending, Ending::Failed(_)) {
        shop.cancel.cancel();
    }
    finished(&shop, id, ending, started);
}

fn finished(shop: &Shop, video: Arc<str>, ending: Ending, started: Instant) {
    shop.events.emit(Event::VideoFinished(VideoFinished { video, ending, elapsed: started.elapsed() }));
}

fn failure(error: &JobError, shop: &Shop, video: &str) -> Failure {
    let (stage, label, cause) = match error {
        JobError::Inner { stage, label, cause } => (Some(*stage), Some(label.clone()), cause.as_ref()),
        other => (None, None, other),
    };
    let (remedy, log) = match cause {
        JobError::Failed { help, log, .. } => (help.clone(), log.as_deref()),
        JobError::Missing(missing) => (Some(missing.help.clone()), None),
        _ => (None, None),
    };
    Failure {
        stage,
        label,
        cause: cause.to_string(),
        remedy,
        log: log.and_then(|log| keep_log(&shop.logs, video, log)),
        missing_tool: matches!(cause, JobError::Missing(_)),
    }
}

/// The tool's whole output in a file of its own; a log that cannot be kept is not worth another failure.
fn keep_log(folder: &Path, video: &str, log: &str) -> Option<PathBuf> {
    if !folder.is_dir() {
        std::fs::create_dir_all(folder).ok()?;
        sweep(folder.parent()?);
    }
    let path = folder.join(format!("{video}.log"));
    std::fs::write(&path, log).ok()?;
    Some(path)
}

/// Logs of so many runs are kept; their names sort by time.
fn sweep(logs: &Path) {
    let runs = std::fs::read_dir(logs).into_iter().flatten().flatten().map(|entry| entry.path());
    let mut runs: Vec<_> = runs.filter(|path| path.is_dir()).collect();
    runs.sort();
    for old in runs.iter().rev().skip(KEPT_LOGS) {
        let _ = std::fs::remove_dir_all(old);
    }
}

fn bug(panic: &str) -> Failure {
    Failure {
        stage: None,
        label: None,
        cause: format!("a bug in reelmill: {panic}"),
        remedy: Some("please report it with the manifest; the other videos are not touched by it".to_owned()),
        log: None,
        missing_tool: false,
    }
}
