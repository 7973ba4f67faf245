//! A scene's narration, by the first of its voices that works.

use super::Bench;
use super::parts::Spoken;
use super::scenes::Scene;
use crate::mill::JobError;
use crate::stage::speech;

pub(super) async fn speak(bench: &Bench, index: usize, scene: &Scene) -> Result<Spoken, JobError> {
    let Some(text) = &scene.say else { return Ok(None) };
    let voices = if scene.voices.is_empty() { &bench.video().voices } else { &scene.voices };
    let mut last = None;
    for voice in voices {
        let job = speech::Job {
            engine: bench.tools.engine(voice)?,
            voice: voice.clone().into(),
            text: text.clone(),
            language: bench.video().language.clone(),
            label: format!("scene {}", index + 1),
            tools: bench.tools.clone(),
        };
        match bench.obtain(job).await {
            Ok(speech) => return Ok(Some(speech)),
            Err(error @ (JobError::Cancelled | JobError::WouldMake)) => return Err(error),
            Err(error) => last = Some(error),
        }
    }
    Err(last.unwrap_or_else(|| JobError::failed(format!("scene {} has no voice", index + 1))))
}
