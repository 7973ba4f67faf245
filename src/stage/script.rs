//! A script by a language model, a program, or the built-in writer.

use std::sync::Arc;

use serde::Serialize;

use super::Tools;
use crate::event::Stage;
use crate::manifest::model;
use crate::media::script::ScriptText;
use crate::mill::{Job as MillJob, JobError, Made, Permit, Workbench};

pub const TEMPLATE_NOTE: &str = "TEMP";
#[derive(Serialize)]
pub struct Job {}
pub fn job(_: &model::ScriptProvider, _: &model::Brief, _: &str, _: Arc<Tools>) -> Job { Job {} }
impl MillJob for Job {
    const STAGE: Stage = Stage::Script;
    const FORMAT: u32 = 1;
    type Output = ScriptText;
    fn label(&self) -> String { String::new() }
    fn needs(&self) -> Permit { Permit::None }
    async fn run(&self, _: &Workbench) -> Result<Made<ScriptText>, JobError> { Err(JobError::failed("not yet")) }
}
