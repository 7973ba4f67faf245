//! The run as a log: a line an event, with its time, level, video, stage and key.

use std::fmt::Write as _;
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::time::Duration;

use super::{Sink, Summary};
use crate::event::{Ending, Event, JobRef, Outcome, Told};

/// How many logs of earlier runs stay beside the newest.
const KEPT: usize = 9;

/// From what weight on a line is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    Error,
    Warn,
    Info,
    Debug,
    Trace,
}

impl Level {
    pub const ALL: [Level; 5] = [Level::Error, Level::Warn, Level::Info, Level::Debug, Level::Trace];

    pub fn name(self) -> &'static str {
        match self {
            Level::Error => "error",
            Level::Warn => "warn",
            Level::Info => "info",
            Level::Debug => "debug",
            Level::Trace => "trace",
        }
    }
}

pub struct Log<W> {
    out: W,
    level: Level,
    name: String,
    failed: Option<io::Error>,
}

impl<W: Write + Send> Log<W> {
    pub fn new(out: W, level: Level, name: impl Into<String>) -> Self {
        Self { out, level, name: name.into(), failed: None }
    }
}

impl Log<File> {
    /// A new log there; those of the last nine runs stay beside it as `NAME.1`, the newest, to `NAME.9`.
    ///
    /// # Errors
    /// The file cannot be made.
    pub fn create(path: &Path, level: Level) -> io::Result<Self> {
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder)?;
        }
        if fs::metadata(path).is_ok_and(|found| found.is_file()) {
            for n in (1..KEPT).rev() {
                // A gap in the row is no trouble.
                let _ = fs::rename(numbered(path, n), numbered(path, n + 1));
            }
            fs::rename(path, numbered(path, 1))?;
        }
        Ok(Self::new(File::create(path)?, level, path.display().to_string()))
    }
}

fn numbered(path: &Path, n: usize) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(format!(".{n}"));
    name.into()
}

impl<W: Write + Send> Sink for Log<W> {
    fn take(&mut self, told: &Told, _: &Summary) {
        if self.failed.is_some() {
            return;
        }
        let (level, text) = line(&told.event);
        if level <= self.level {
            let text = format!("{} {:<5} {text}\n", told.time, level.name().to_uppercase());
            self.failed = self.out.write_all(text.as_bytes()).and_then(|()| self.out.flush()).err();
        }
    }

    fn close(&mut self, _: &Summary) -> io::Result<()> {
        match self.failed.take() {
            Some(error) if error.kind() != io::ErrorKind::BrokenPipe => {
                Err(io::Error::other(format!("the log could not be written to {}: {error}", self.name)))
            }
            _ => Ok(()),
        }
    }
}

fn line(event: &Event) -> (Level, String) {
    match event {
        Event::RunStarted { videos, workers, in_flight, about } => {
            let (run, version, pid) = (&about.run, &about.reelmill, about.pid);
            let tools = quoted(&about.tools.join(", "));
            let what = quoted(&about.manifests.join(" "));
            let shard = about.shard.as_ref().map_or(String::new(), |shard| format!(" shard={shard}"));
            let text = format!("run started run={run} reelmill={version} pid={pid} manifests={what} videos={videos}");
            (Level::Info, format!("{text} workers={workers} in_flight={in_flight} tools={tools}{shard}"))
        }
        Event::VideoStarted { video } => (Level::Info, format!("video started video={}", quoted(video))),
        Event::VideoPlanned { video, jobs } => {
            let jobs: usize = jobs.iter().map(|(_, count)| count).sum();
            (Level::Debug, format!("video planned video={} jobs={jobs}", quoted(video)))
        }
        Event::JobStarted { job, lane } => {
            let lane = lane.as_ref().map_or(String::new(), |lane| format!(" lane={}", quoted(lane)));
            (Level::Debug, format!("job started {}{lane}", named(job)))
        }
        Event::JobProgress { job, done, speed } => {
            let speed = speed.map_or(String::new(), |speed| format!(" speed={speed:.2}"));
            (Level::Trace, format!("job progress {} done={done:.3}{speed}", named(job)))
        }
        Event::JobFinished { job, outcome, elapsed, saved, cost, saved_cost: _, error } => {
            let level = if *outcome == Outcome::Failed { Level::Warn } else { Level::Debug };
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
            (Level::Warn, format!("note {video}text={}", quoted(text)))
        }
        Event::VideoPlaced { video, key, files, .. } => {
            let paths: Vec<_> = files.iter().map(|file| file.path.display().to_string()).collect();
            (Level::Debug, format!("video placed video={} key={key} files={}", quoted(video), quoted(&paths.join(" "))))
        }
        Event::VideoFinished(finished) => {
            let (video, elapsed) = (quoted(&finished.video), ms(finished.elapsed));
            match &finished.ending {
                Ending::Done { output, length, written } => {
                    let (output, length) = (quoted(&output.display().to_string()), ms(*length));
                    let text = format!("video done video={video} elapsed={elapsed} length={length} written={written}");
                    (Level::Info, format!("{text} output={output}"))
                }
                Ending::Failed(failure) => {
                    let stage = failure.stage.map_or("-", |stage| stage.name());
                    let log = failure.log.as_ref().map_or("-".to_owned(), |log| quoted(&log.display().to_string()));
                    let text = format!("video failed video={video} stage={stage} cause={}", quoted(&failure.cause));
                    (Level::Error, format!("{text} log={log}"))
                }
                Ending::Cancelled => (Level::Warn, format!("video stopped video={video} elapsed={elapsed}")),
            }
        }
        Event::RunFinished { elapsed } => (Level::Info, format!("run finished elapsed={}", ms(*elapsed))),
    }
}

fn named(job: &JobRef) -> String {
    let JobRef { video, stage, label, key } = job;
    format!("video={} stage={} label={} key={key}", quoted(video), stage.name(), quoted(label))
}

fn ms(duration: Duration) -> String {
    format!("{:.3}ms", duration.as_secs_f64() * 1000.0)
}

/// As it is where it is one plain word, else in quotes on one line.
fn quoted(text: &str) -> String {
    let plain = |c: char| c.is_alphanumeric() || "-_./:+".contains(c);
    if !text.is_empty() && text.chars().all(plain) { text.to_owned() } else { format!("{text:?}") }
}

#[cfg(test)]
mod tests;
