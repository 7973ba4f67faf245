//! The log: a line for everything that happens in a run, and for what the rooms tell of their work (by `tracing`), with
//! its time, weight, room, and the video, stage and key of the job that it was in.

mod filter;
mod spans;
mod told;

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tracing::Level;
use tracing_subscriber::layer::SubscriberExt as _;

pub use filter::{Filter, NotAFilter};

use crate::event::{Event, Time};

/// How many logs of earlier runs stay beside the newest.
const KEPT: usize = 9;

/// A handle; lines of several threads do not mix.
#[derive(Clone)]
pub struct Log {
    filter: Filter,
    name: String,
    out: Arc<Mutex<Out>>,
}

struct Out {
    to: Box<dyn Write + Send>,
    failed: Option<io::Error>,
}

impl Log {
    pub fn new(out: impl Write + Send + 'static, filter: Filter, name: impl Into<String>) -> Self {
        let out = Out { to: Box::new(out), failed: None };
        Self { filter, name: name.into(), out: Arc::new(Mutex::new(out)) }
    }

    /// A new log there; those of the last nine runs stay beside it as `NAME.1`, the newest, to `NAME.9`.
    ///
    /// # Errors
    /// The file cannot be made.
    pub fn create(path: &Path, filter: Filter) -> io::Result<Self> {
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
        Ok(Self::new(File::create(path)?, filter, path.display().to_string()))
    }

    /// From now on the rooms' own words go here too. The first log of a process hears them; where there is none, telling
    /// costs nothing.
    pub fn listen(&self) {
        let listener = tracing_subscriber::registry().with(spans::Lines(self.clone()));
        // A second log of the process is one of a test.
        let _ = tracing::subscriber::set_global_default(listener);
    }

    /// An event of the run, as it happens.
    pub fn take(&self, time: Time, event: &Event) {
        let (level, text) = told::line(event);
        if self.filter.lets(filter::RUN, level) {
            self.line(time, level, filter::RUN, &text);
        }
    }

    fn line(&self, time: Time, level: Level, room: &str, text: &str) {
        let mut out = self.out();
        if out.failed.is_none() {
            let line = format!("{time} {level:<5} {room}: {text}\n");
            out.failed = out.to.write_all(line.as_bytes()).and_then(|()| out.to.flush()).err();
        }
    }

    /// Why lines are missing, for people.
    pub fn trouble(&self) -> Option<String> {
        let failed = self.out().failed.take().filter(|error| error.kind() != io::ErrorKind::BrokenPipe)?;
        Some(format!("the log could not be written to {}: {failed}", self.name))
    }

    fn out(&self) -> MutexGuard<'_, Out> {
        self.out.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn numbered(path: &Path, n: usize) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(format!(".{n}"));
    name.into()
}

/// As it is where it is one plain word, else in quotes on one line.
fn quoted(text: &str) -> String {
    let plain = |c: char| c.is_alphanumeric() || "-_./:+".contains(c);
    if !text.is_empty() && text.chars().all(plain) { text.to_owned() } else { format!("{text:?}") }
}

#[cfg(test)]
mod tests;
