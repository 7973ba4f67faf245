//! What runs are doing right now: a small file a run, written over every other second, held locked by its run.

use std::fs::{self, File, TryLockError};
use std::io::{self, Seek, Write};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use serde::{Deserialize, Serialize};

use super::{Sink, Summary};
use crate::event::{Event, Stage, Time, Told};

/// A run that is over sooner is not worth a file.
const FIRST: Duration = Duration::from_secs(1);
const EVERY: Duration = Duration::from_secs(2);
const FOLDER: &str = "live";

#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct LiveRun {
    pub run: String,
    pub pid: u32,
    pub started: Time,
    pub manifests: Vec<String>,
    pub videos: usize,
    pub ended: usize,
    pub failed: usize,
    pub now: Vec<LiveJob>,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct LiveJob {
    pub video: String,
    pub stage: Stage,
    pub label: String,
    /// 0.0 to 1.0.
    pub done: f32,
}

/// Keeps the run's file.
pub struct Live {
    folder: PathBuf,
    run: Option<LiveRun>,
    file: Option<(File, PathBuf)>,
    next: Instant,
}

impl Live {
    pub fn new(state: &Path) -> Self {
        Self { folder: state.join(FOLDER), run: None, file: None, next: Instant::now() + FIRST }
    }

    fn write(&mut self, summary: &Summary) -> io::Result<()> {
        let Some(run) = &mut self.run else { return Ok(()) };
        if Instant::now() < self.next {
            return Ok(());
        }
        self.next = Instant::now() + EVERY;
        (run.ended, run.failed) = (summary.ended(), summary.failed());
        let running = summary.videos.iter().flat_map(|row| &row.running).filter(|entry| entry.0.stage != Stage::Video);
        let job = |(job, done, _): &(crate::event::JobRef, f32, Option<f32>)| LiveJob {
            video: job.video.to_string(),
            stage: job.stage,
            label: job.label.to_string(),
            done: *done,
        };
        run.now = running.map(job).collect();
        let text = serde_json::to_vec(run)?;
        if self.file.is_none() {
            fs::create_dir_all(&self.folder)?;
            let path = self.folder.join(format!("{}.json", run.run));
            let file = File::create(&path)?;
            file.lock()?;
            self.file = Some((file, path));
        }
        let Some((file, _)) = &mut self.file else { return Ok(()) };
        file.rewind()?;
        file.write_all(&text)?;
        file.set_len(text.len() as u64)
    }
}

impl Sink for Live {
    fn take(&mut self, told: &Told, summary: &Summary) {
        if let Event::RunStarted { videos, about, .. } = &told.event {
            self.run = Some(LiveRun {
                run: about.run.clone(),
                pid: about.pid,
                started: told.time,
                manifests: about.manifests.clone(),
                videos: *videos,
                ended: 0,
                failed: 0,
                now: Vec::new(),
            });
        }
        self.idle(summary);
    }

    /// Where nothing can be written there is nothing to look at; the run itself is not touched by that.
    fn idle(&mut self, summary: &Summary) {
        let _ = self.write(summary);
    }

    fn close(&mut self, _: &Summary) -> io::Result<()> {
        if let Some((_, path)) = self.file.take() {
            let _ = fs::remove_file(path);
        }
        Ok(())
    }
}

/// The runs that are under way; files of killed ones are removed.
pub fn live_runs(state: &Path) -> Vec<LiveRun> {
    let mut runs = Vec::new();
    for entry in fs::read_dir(state.join(FOLDER)).into_iter().flatten().flatten() {
        let path = entry.path();
        // An empty one is just being made.
        let Ok(file) = File::open(&path).and_then(|file| Ok((file.metadata()?.len() > 0).then_some(file))) else {
            continue;
        };
        let Some(file) = file else { continue };
        match file.try_lock_shared() {
            Ok(()) => drop(fs::remove_file(&path)),
            Err(TryLockError::WouldBlock) => {
                runs.extend(fs::read(&path).ok().and_then(|text| serde_json::from_slice::<LiveRun>(&text).ok()));
            }
            Err(TryLockError::Error(_)) => {}
        }
    }
    runs.sort_by_key(|run| run.started);
    runs
}

#[cfg(test)]
mod tests;
