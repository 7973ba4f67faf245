//! One file a stage, each a typed job: what its result depends on, and how it is made.

pub mod assemble;
mod encoders;
pub mod fetched;
pub mod fonts;
pub mod hls;
pub mod idea;
pub mod lock;
mod paint;
pub mod poster;
pub mod preview;
pub mod script;
pub mod segment;
mod services;
pub mod soundtrack;
pub mod speech;
mod stills;
pub mod timing;
mod tools;
pub mod visual;

pub use encoders::{Encoders, Trials, encoder_slots};
pub use tools::{FfmpegAsked, Tools};

pub use crate::provider::UNASKED;
pub use crate::provider::http::{Endpoint, SecretSource};
pub use crate::provider::money::TokenPrice;
pub use crate::provider::picture::size_for as drawing_size;
pub use crate::render::Hardware;
pub use crate::render::encoders_for;

use crate::mill::{JobError, Missing, Workbench};
use crate::render::{self, Ffmpeg, RenderError};

/// FFmpeg's failure as the job's: its help and its last words go with it.
fn told(error: RenderError) -> JobError {
    match error {
        RenderError::Missing { what, help } => JobError::Missing(Missing { what, help }),
        RenderError::Cancelled => JobError::Cancelled,
        RenderError::Stalled { cause, log } => {
            let failed = JobError::failed(cause).log(log);
            JobError::Stalled(Box::new(failed.help("an input may be damaged, or its disk or network folder may hang")))
        }
        RenderError::Failed { cause, help, log } => {
            let cost = crate::event::MicroUsd::default();
            JobError::Failed { cause, help, log: (!log.is_empty()).then_some(log), cost }
        }
    }
}

/// Where a job's rendering works: the job's own scratch folder.
fn rendering<'a>(ffmpeg: &'a Ffmpeg, bench: &'a Workbench) -> render::Bench<'a> {
    render::Bench {
        ffmpeg,
        scratch: &bench.scratch,
        progress: bench.progress.clone(),
        spare: bench.spare.clone(),
        cancel: &bench.cancel,
    }
}

/// CPU work off the threads that wait; a panic in it is a bug and this job's failure alone.
pub(crate) async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, JobError> + Send + 'static,
) -> Result<T, JobError> {
    let span = tracing::Span::current();
    tokio::task::spawn_blocking(move || span.in_scope(work))
        .await
        .unwrap_or_else(|panic| Err(JobError::failed(format!("a bug in reelmill: {panic}"))))
}
