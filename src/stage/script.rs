//! A script by a language model, a program, or the built-in writer.

use std::sync::Arc;

use serde::Serialize;

use super::Tools;
use crate::event::Stage;
use crate::media::script::ScriptText;
use crate::mill::{Job as MillJob, JobError, Made, Permit, Workbench};
use crate::provider::script::Brief;

/// Who writes, and every parameter of theirs that matters; limits, prices and keys do not.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Writer {
    Offline,
    Openai { base_url: String, model: String },
    Command { argv: Vec<String> },
}

#[derive(Serialize)]
pub struct Job {
    pub writer: Writer,
    pub brief: Brief,
}
