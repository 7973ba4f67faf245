//! When each word is said, for a voice that does not tell: a job of its own, so that another way of telling never asks
//! (and pays) the voice again.

use std::sync::Arc;

use serde::Serialize;

use super::{FILE, Speech, Tools, blocking};
use crate::event::Stage;
use crate::media::audio::Wav;
use crate::mill::{Input, Job as MillJob, JobError, Made, Permit, Workbench};
use crate::provider::speech as voices;
use crate::stage::timing;

#[derive(Serialize)]
pub struct Timed {
    pub wav: Input,
    pub text: String,
    pub language: String,
    /// Who tells it ([`timing::method`]).
    pub timed_by: String,
    /// For people.
    #[serde(skip)]
    pub label: String,
    /// How, not what.
    #[serde(skip)]
    pub tools: Arc<Tools>,
}

impl MillJob for Timed {
    const STAGE: Stage = Stage::Speech;
    const FORMAT: u32 = 2;
    type Output = Speech;

    fn label(&self) -> String {
        self.label.clone()
    }

    fn needs(&self) -> Permit {
        Permit::Worker
    }

    async fn run(&self, bench: &Workbench) -> Result<Made<Speech>, JobError> {
        let (text, language, tools) = (self.text.clone(), self.language.clone(), self.tools.clone());
        let (wav, path) = (self.wav.path.clone(), bench.scratch.join(FILE));
        let place = path.clone();
        let speech = blocking(move || {
            let unreadable = |cause: String| JobError::failed(format!("cannot read {}: {cause}", wav.display()));
            std::fs::copy(&wav, &place).map_err(|error| unreadable(error.to_string()))?;
            let file = std::fs::File::open(&place).map_err(|error| unreadable(error.to_string()))?;
            let sound = Wav::read(std::io::BufReader::new(file)).map_err(|error| unreadable(error.to_string()))?;
            let spoken = voices::Speech { rate: sound.rate, samples: sound.to_i16(), words: Vec::new() };
            let words = timing::words(&spoken, &text, &language, tools.espeak.as_ref());
            Ok(Speech { length_ms: spoken.length_ms(), words })
        })
        .await?;
        Ok(Made::file(speech, FILE, path))
    }
}
