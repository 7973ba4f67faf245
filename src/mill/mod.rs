//! The one mechanism: `mill.obtain(job)` answers with the job's result, and the caller cannot tell whether it was
//! found, made now, or made by somebody else a moment ago.
//!
//! In order: the key (SHA-256 of the canonical JSON of stage, format and job); a flight of the same key in this
//! process is joined; the cache is asked; a permit is taken; the key's lock file is tried, and where another process
//! holds it the permit is given back, the lock awaited and the cache asked again; the job runs in a scratch folder of
//! its own; its result is committed; events tell of it.

mod job;

pub use crate::event::{MicroUsd, Stage};
pub use job::{Artifact, Input, Job, JobError, Made, Missing, Permit, Workbench};
