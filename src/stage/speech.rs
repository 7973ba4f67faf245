//! One scene's narration: sound, and when each word of it is said.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::{Tools, blocking, timing};
use crate::event::Stage;
use crate::media::{Word, audio};
use crate::mill::{Job as MillJob, JobError, Made, Missing, Permit, Workbench};
use crate::process::SpawnError;
use crate::provider::speech::{self as voices, CommandError, EspeakVoice, Request, SpeechError};

pub const FILE: &str = "speech.wav";

#[derive(Serialize)]
pub struct Job {
    pub voice: Voice,
    pub text: String,
    pub language: String,
    /// Who tells when each word is said, where the voice itself does not ([`timing::method`]).
    pub timed_by: Option<String>,
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
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Speech {
    pub length_ms: u32,
    /// Times after the sound's start.
    pub words: Vec<Word>,
}

impl MillJob for Job {
    const STAGE: Stage = Stage::Speech;
    const FORMAT: u32 = 1;
    type Output = Speech;

    fn label(&self) -> String {
        self.label.clone()
    }

    fn needs(&self) -> Permit {
        Permit::Worker
    }

    /// Letters.
    fn work(&self) -> u64 {
        self.text.len() as u64
    }

    async fn run(&self, bench: &Workbench) -> Result<Made<Speech>, JobError> {
        let mut spoken = match &self.voice {
            Voice::Espeak { name, speed, pitch, engine: _ } => self.by_espeak(name.clone(), *speed, *pitch).await?,
            Voice::Command { argv, name, speed } => {
                let request = Request { text: &self.text, voice: name, speed: *speed, language: &self.language };
                voices::speak_by_command(argv, &request, &bench.cancel).await.map_err(of_command)?
            }
        };
        if self.timed_by.is_some() {
            spoken = self.timed(spoken).await?;
        }
        let path = bench.scratch.join(FILE);
        let written = std::fs::File::create(&path).map_err(audio::WavError::from);
        written
            .and_then(|file| audio::write_i16(std::io::BufWriter::new(file), spoken.rate, &spoken.samples))
            .map_err(|error| JobError::failed(format!("cannot write the speech: {error}")))?;
        Ok(Made::file(Speech { length_ms: spoken.length_ms(), words: spoken.words }, FILE, path))
    }
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
}

impl Job {
    async fn timed(&self, mut spoken: voices::Speech) -> Result<voices::Speech, JobError> {
        let (text, language, tools) = (self.text.clone(), self.language.clone(), self.tools.clone());
        blocking(move || {
            spoken.words = timing::words(&spoken, &text, &language, tools.espeak.as_ref());
            Ok(spoken)
        })
        .await
    }
}

fn of_speech(error: SpeechError) -> JobError {
    JobError::Failed { cause: error.cause, help: error.help, log: None }
}

fn of_command(error: CommandError) -> JobError {
    match error {
        CommandError::Speech(error) => of_speech(error),
        CommandError::Spawn(SpawnError::Cancelled { .. }) => JobError::Cancelled,
        CommandError::Spawn(error) => JobError::failed(error.to_string()),
        CommandError::Failed { cause, log } => JobError::failed(cause).log(log),
    }
}
