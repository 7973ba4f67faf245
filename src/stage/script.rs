//! A script by a language model, a program, or the built-in writer.

use std::sync::Arc;

use serde::Serialize;

use super::services::of_script;
use super::{Tools, blocking};
use crate::event::Stage;
use crate::media::script::ScriptText;
use crate::mill::{Job as MillJob, JobError, Made, MicroUsd, Permit, Workbench};
use crate::provider::http::Endpoint;
use crate::provider::money::TokenPrice;
pub use crate::provider::script::Brief;
use crate::provider::script::openai::{self, Model};
pub use crate::provider::script::prompt::BUILT_IN as BUILT_IN_PROMPT;
use crate::provider::script::{Written, command, offline};

/// Said once a video, so that nobody takes the built-in writer's copy for research.
pub const TEMPLATE_NOTE: &str = "the script is a template's, not a language model's; to connect one, name it under \
                                 `providers: { script: … }` in the manifest";

#[derive(Serialize)]
pub struct Job {
    pub writer: Writer,
    /// With the number of words that the manifest asks for, if it does.
    pub brief: Brief,
    /// Where it asks for a length instead.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub spoken: Option<Spoken>,
    /// How, not what.
    #[serde(skip)]
    pub tools: Arc<Tools>,
}

/// As many words as somebody says in that time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Spoken {
    pub length_ms: u32,
    pub by: Option<SpokenBy>,
    /// How many they are is known the better the more of the voice was heard. A script that is there and paid for is not
    /// written anew for that, so the number does not tell scripts apart; the length and the voice do.
    #[serde(skip)]
    pub words: u32,
}

/// A voice, as far as it makes a text longer or shorter.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SpokenBy {
    pub engine: Vec<String>,
    pub name: String,
    /// Per mille of the normal rate.
    pub speed: u32,
}

/// Who writes, with every parameter of theirs that matters; limits, prices and keys do not.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Writer {
    Offline,
    /// A program and its arguments.
    Command(Vec<String>),
    Openai(ModelWriter),
}

/// A language model.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ModelWriter {
    pub base_url: String,
    pub model: String,
    /// The template of what it is asked.
    pub prompt: String,
    #[serde(skip)]
    pub endpoint: Endpoint,
    #[serde(skip)]
    pub price: TokenPrice,
}

impl ModelWriter {
    fn model(&self) -> Model {
        let Self { base_url: _, model, prompt, endpoint, price } = self.clone();
        Model { endpoint, model, prompt, price }
    }
}

impl Job {
    /// With a number of words in either case.
    fn brief(&self) -> Brief {
        let words = self.brief.words.or(self.spoken.as_ref().map(|spoken| spoken.words));
        Brief { words, ..self.brief.clone() }
    }
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

    fn price(&self) -> MicroUsd {
        match &self.writer {
            Writer::Openai(writer) => openai::estimate(&writer.model(), &self.brief()),
            Writer::Offline | Writer::Command(_) => MicroUsd::default(),
        }
    }

    async fn run(&self, bench: &Workbench) -> Result<Made<ScriptText>, JobError> {
        let brief = self.brief();
        let written = match &self.writer {
            Writer::Offline => {
                return blocking(move || offline::write(&brief).map_err(of_script)).await.map(Made::value);
            }
            Writer::Command(argv) => command::write(argv, &brief, &bench.cancel).await,
            Writer::Openai(writer) => openai::write(&self.tools.services, &writer.model(), &brief, &bench.cancel).await,
        };
        let Written { script, micro_usd } = written.map_err(of_script)?;
        Ok(Made { cost: MicroUsd(micro_usd), ..Made::value(script) })
    }
}
