//! A job whose type is forgotten: what is done with jobs of any kind is compiled once.

use std::any::Any;

use futures::FutureExt;
use futures::future::BoxFuture;
use serde_json::Value;

use super::{Job, JobError, Made, Permit, Precedence, Stage, Workbench};

/// A [`Job::Output`].
pub(super) type Document = Box<dyn Any + Send + Sync>;

pub(super) trait AnyJob: Send + Sync {
    fn stage(&self) -> Stage;
    fn format(&self) -> u32;
    fn needs(&self) -> Permit;
    fn precedence(&self) -> Precedence;
    /// As [`Job::run`], with the document as JSON.
    fn run<'a>(&'a self, bench: &'a Workbench) -> BoxFuture<'a, Result<Made<Value>, JobError>>;
    /// `None`: that is no `Output` of today's shape.
    fn read(&self, document: Value) -> Option<Document>;
    /// Nor one that [`Job::is_due`].
    fn read_unless_due(&self, document: Value) -> Option<Document>;
}

impl<J: Job> AnyJob for J {
    fn stage(&self) -> Stage {
        J::STAGE
    }

    fn format(&self) -> u32 {
        J::FORMAT
    }

    fn needs(&self) -> Permit {
        Job::needs(self)
    }

    fn precedence(&self) -> Precedence {
        Job::precedence(self)
    }

    fn run<'a>(&'a self, bench: &'a Workbench) -> BoxFuture<'a, Result<Made<Value>, JobError>> {
        let run = async {
            let Made { value, files, cost } = Job::run(self, bench).await?;
            let value = serde_json::to_value(value).map_err(|error| bug(J::STAGE, &error.to_string()))?;
            Ok(Made { value, files, cost })
        };
        run.boxed()
    }

    fn read(&self, document: Value) -> Option<Document> {
        Some(Box::new(output::<J>(document)?))
    }

    fn read_unless_due(&self, document: Value) -> Option<Document> {
        let value = output::<J>(document).filter(|value| !J::is_due(value))?;
        Some(Box::new(value))
    }
}

fn output<J: Job>(document: Value) -> Option<J::Output> {
    serde_json::from_value(document).ok()
}

pub(super) fn bug(stage: Stage, what: &str) -> JobError {
    JobError::failed(format!("a {} result cannot be kept: {what}", stage.name()))
        .help("this is a bug in reelmill, please report it")
}
