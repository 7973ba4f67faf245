//! A script by a language model, a program, or the built-in writer.

use serde::Serialize;

use super::blocking;
use crate::event::Stage;
use crate::media::script::ScriptText;
use crate::mill::{Job as MillJob, JobError, Made, Missing, Permit, Workbench};
pub use crate::provider::script::Brief;
use crate::provider::script::{ScriptError, offline};

/// Said once a video, so that nobody takes the built-in writer's copy for research.
pub const TEMPLATE_NOTE: &str = "the script is a template's, not a language model's; to connect one, name it under \
                                 `providers: { script: … }` in the manifest";

#[derive(Serialize)]
pub struct Job {
    pub writer: Writer,
    pub brief: Brief,
}

/// Who writes, with every parameter of theirs that matters; limits, prices and keys do not.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Writer {
    Offline,
}

impl MillJob for Job {
    const STAGE: Stage = Stage::Script;
    const FORMAT: u32 = 1;
    type Output = ScriptText;

    fn label(&self) -> String {
        String::new()
    }

    fn needs(&self) -> Permit {
        Permit::None
    }

    async fn run(&self, _: &Workbench) -> Result<Made<ScriptText>, JobError> {
        let brief = self.brief.clone();
        match self.writer {
            Writer::Offline => blocking(move || offline::write(&brief).map_err(told)).await.map(Made::value),
        }
    }
}

fn told(error: ScriptError) -> JobError {
    match error {
        ScriptError::Failed { cause, help, log, micro_usd: _ } => JobError::Failed { cause, help, log },
        ScriptError::Missing { what, help } => JobError::Missing(Missing { what, help }),
        ScriptError::Cancelled => JobError::Cancelled,
    }
}
