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
mod tests {
    use super::*;
    use crate::event::{JobRef, Stage, Time, VERSION};

    fn progress(ms: u64) -> Told {
        let job = JobRef { video: "a".into(), stage: Stage::Segment, label: "scene 1".into(), key: "k".into() };
        let time = Time(SystemTime::UNIX_EPOCH + Duration::from_millis(ms));
        Told { version: VERSION, time, event: Event::JobProgress { job, done: 0.5, speed: None } }
    }

    #[test]
    fn progress_is_told_twice_a_second_at_most() {
        let mut out = Vec::new();
        let mut sink = Ndjson::new(&mut out, "test");
        for ms in [0, 100, 499, 500, 700, 1100] {
            sink.take(&progress(ms), &Summary::default());
        }
        assert_eq!(String::from_utf8(out).unwrap().lines().count(), 3);
    }

    struct Full;

    impl Write for Full {
        fn write(&mut self, _: &[u8]) -> io::Result<usize> {
            Err(io::ErrorKind::StorageFull.into())
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    #[test]
    fn a_full_disk_is_told_at_the_end() {
        let mut sink = Ndjson::new(Full, "e.ndjson");
        sink.take(&progress(0), &Summary::default());
        assert!(sink.close(&Summary::default()).unwrap_err().to_string().contains("e.ndjson"));
    }
}
