//! One scene's narration: sound, and when each word of it is said.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

mod heard;
mod joined;
mod timed;

use super::services::{for_characters, of_command, of_service, of_speech};
use super::{Tools, blocking};
use crate::event::Stage;
use crate::media::{Word, audio};
use crate::mill::{Job as MillJob, JobError, Made, MicroUsd, Missing, Permit, Workbench};
use crate::process::{Finished, transcript};
use crate::provider::http::Endpoint;
use crate::provider::speech::service::{Said, Saying, say};
use crate::provider::speech::{self as voices, CommandError, EspeakVoice, Request};

pub use crate::provider::speech::service::VoiceKind;
pub use joined::{Joined, Part};
pub use timed::Timed;

pub const FILE: &str = "speech.wav";

#[derive(Serialize)]
pub struct Job {
    pub voice: Voice,
    pub text: String,
    /// What is spoken before and after it, where it is a part of a longer text and the voice listens to that.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub around: Option<(String, String)>,
    pub language: String,
    /// For people.
    #[serde(skip)]
    pub label: String,
    /// How, not what.
    #[serde(skip)]
    pub tools: Arc<Tools>,
}

/// A voice with every parameter that changes what is heard.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Voice {
    Espeak {
        name: String,
        /// Per mille of the normal rate.
        speed: u32,
        /// 0 to 99.
        pitch: u32,
        /// Another version may speak otherwise; `None`: the engine is not there.
        engine: Option<String>,
    },
    Command {
        argv: Vec<String>,
        name: String,
        speed: u32,
    },
    /// The program `piper`.
    Piper {
        model: String,
        speed: u32,
    },
    Service(ServiceVoice),
}

/// A voice of a service: limits, prices and keys do not change what is heard.
#[derive(Debug, Clone, Serialize)]
pub struct ServiceVoice {
    pub kind: VoiceKind,
    pub base_url: String,
    pub model: Option<String>,
    pub instructions: Option<String>,
    pub name: String,
    /// Per mille of the normal rate.
    pub speed: u32,
    /// 0 to 99; 50 is the voice's own.
    pub pitch: u32,
    #[serde(skip)]
    pub endpoint: Endpoint,
    /// Micro-dollars a million characters.
    #[serde(skip)]
    pub price: u64,
}

impl Voice {
    /// Characters that are spoken at once.
    pub fn longest(&self) -> usize {
        match self {
            Self::Service(voice) => voice.kind.longest(),
            Self::Espeak { .. } | Self::Command { .. } | Self::Piper { .. } => usize::MAX,
        }
    }
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Speech {
    pub length_ms: u32,
    /// Times after the sound's start; empty where the voice has not told them.
    pub words: Vec<Word>,
}

impl MillJob for Job {
    const STAGE: Stage = Stage::Speech;
    const FORMAT: u32 = 2;
    type Output = Speech;

    fn label(&self) -> String {
        self.label.clone()
    }

    /// A service has its own limits.
    fn needs(&self) -> Permit {
        match self.voice {
            Voice::Service(_) => Permit::None,
            _ => Permit::Worker,
        }
    }

    fn price(&self) -> MicroUsd {
        match &self.voice {
            Voice::Service(voice) => for_characters(&self.text, voice.price),
            _ => MicroUsd::default(),
        }
    }

    /// Letters.
    fn work(&self) -> u64 {
        self.text.len() as u64
    }

    async fn run(&self, bench: &Workbench) -> Result<Made<Speech>, JobError> {
        let mut cost = MicroUsd::default();
        let spoken = match &self.voice {
            Voice::Espeak { name, speed, pitch, engine: _ } => self.by_espeak(name.clone(), *speed, *pitch).await?,
            Voice::Command { argv, name, speed } => {
                let request = Request { text: &self.text, voice: name, speed: *speed, language: &self.language };
                let said = voices::speak_by_command(argv, &request, &bench.cancel).await;
                self.by_program(said, *speed, bench).await?
            }
            Voice::Piper { model, speed } => {
                let said = voices::speak_by_piper(model, &self.text, *speed, &bench.cancel).await;
                self.by_program(said, *speed, bench).await?
            }
            Voice::Service(voice) => {
                let Said { sound, pieces } = self.by_service(voice, bench).await?;
                cost = self.price();
                let heard = self.heard(sound, &pieces, voice.speed, bench).await;
                heard.map_err(|error| error.of(&voice.endpoint.name).costing(cost))?
            }
        };
        let path = bench.scratch.join(FILE);
        write(&path, spoken.rate, &spoken.samples)?;
        Ok(Made { cost, ..Made::file(Speech { length_ms: spoken.length_ms(), words: spoken.words }, FILE, path) })
    }
}

fn write(path: &std::path::Path, rate: u32, samples: &[i16]) -> Result<(), JobError> {
    let written = std::fs::File::create(path).map_err(audio::WavError::from);
    written
        .and_then(|file| audio::write_i16(std::io::BufWriter::new(file), rate, samples))
        .map_err(|error| JobError::failed(format!("cannot write the speech: {error}")))
}

impl Job {
    async fn by_espeak(&self, name: String, speed: u32, pitch: u32) -> Result<voices::Speech, JobError> {
        let espeak = self.tools.espeak.clone().ok_or_else(|| {
            JobError::Missing(Missing {
                what: "espeak-ng".to_owned(),
                help: "install espeak-ng, or name another voice".to_owned(),
            })
        })?;
        let text = self.text.clone();
        blocking(move || espeak.speak(&text, &EspeakVoice { name: &name, speed, pitch }).map_err(of_speech)).await
    }

    /// What a program wrote that is no speech is told with its command line and its words.
    async fn by_program(
        &self,
        said: Result<Finished, CommandError>,
        speed: u32,
        bench: &Workbench,
    ) -> Result<voices::Speech, JobError> {
        let Finished { stdout, stderr, command, .. } = said.map_err(of_command)?;
        let heard = self.heard(stdout, &[], speed, bench).await;
        heard.map_err(|error| match error {
            JobError::Failed { ref log, .. } => {
                let words = stderr + log.as_deref().unwrap_or_default();
                error.log(transcript(&command, &words))
            }
            other => other,
        })
    }

    async fn by_service(&self, voice: &ServiceVoice, bench: &Workbench) -> Result<Said, JobError> {
        let ServiceVoice { kind, base_url: _, model, instructions, name, speed, pitch, endpoint, price: _ } = voice;
        let service = self.tools.services.at(endpoint).map_err(of_service)?;
        let (before, after) = self.around.as_ref().map_or(("", ""), |(before, after)| (before, after));
        let saying = Saying {
            text: &self.text,
            before,
            after,
            voice: name,
            model: model.as_deref(),
            instructions: instructions.as_deref(),
            language: &self.language,
            speed: *speed,
            pitch: *pitch,
        };
        let reserved = self.tools.services.budget().reserve(self.price()).await.map_err(of_service)?;
        let said = say(&service, *kind, &saying, &bench.cancel).await.map_err(of_service)?;
        reserved.settle(self.price());
        Ok(said)
    }
}
