//! Events for machines: a JSON object a line, each handed on at once.

use std::collections::HashMap;
use std::io::{self, Write};
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use schemars::generate::SchemaSettings;
use serde_json::Value;

use super::{Sink, Summary};
use crate::event::{Event, Told};

/// A frame is no news: at most two lines of progress a second and job.
const EVERY: Duration = Duration::from_millis(500);

pub struct Ndjson<W> {
    out: W,
    name: String,
    /// When each running job, by its key, was last told of.
    progress: HashMap<Arc<str>, SystemTime>,
    failed: Option<io::Error>,
}

impl<W: Write + Send> Ndjson<W> {
    /// `name` is for what cannot be written.
    pub fn new(out: W, name: impl Into<String>) -> Self {
        Self { out, name: name.into(), progress: HashMap::new(), failed: None }
    }

    fn is_news(&mut self, told: &Told) -> bool {
        match &told.event {
            Event::JobProgress { job, .. } => {
                let now = told.time.0;
                let last = self.progress.get(&job.key);
                let due = last.is_none_or(|last| now.duration_since(*last).is_ok_and(|passed| passed >= EVERY));
                if due {
                    self.progress.insert(job.key.clone(), now);
                }
                due
            }
            Event::JobFinished { job, .. } => {
                self.progress.remove(&job.key);
                true
            }
            _ => true,
        }
    }

    fn line(&mut self, told: &Told) -> io::Result<()> {
        let mut line = serde_json::to_vec(told)?;
        line.push(b'\n');
        self.out.write_all(&line)?;
        self.out.flush()
    }
}

impl<W: Write + Send> Sink for Ndjson<W> {
    fn take(&mut self, told: &Told, _: &Summary) {
        // After the first failure there is nobody to tell, or no place; a line less would be a lie.
        if self.failed.is_none() && self.is_news(told) {
            self.failed = self.line(told).err();
        }
    }

    /// A reader that went away is no trouble.
    fn close(&mut self, _: &Summary) -> io::Result<()> {
        match self.failed.take() {
            Some(error) if error.kind() != io::ErrorKind::BrokenPipe => {
                Err(io::Error::other(format!("events could not be written to {}: {error}", self.name)))
            }
            _ => Ok(()),
        }
    }
}

/// JSON Schema (2020-12) of a line.
pub fn event_schema() -> Value {
    let mut schema = SchemaSettings::draft2020_12().into_generator().into_root_schema_for::<Told>().to_value();
    if let Some(root) = schema.as_object_mut() {
        root.insert("title".into(), "a line of reelmill's events".into());
    }
    schema
}

#[cfg(test)]
mod tests;
