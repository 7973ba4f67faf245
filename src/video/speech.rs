//! A scene's narration, by the first of its voices that works.

use super::Bench;
use super::parts::Spoken;
use super::scenes::Scene;
use crate::manifest::model;
use crate::mill::JobError;
use crate::stage::{speech, timing};

pub(super) async fn speak(bench: &Bench, index: usize, scene: &Scene) -> Result<Spoken, JobError> {
    let Some(text) = &scene.say else { return Ok(None) };
    let voices = if scene.voices.is_empty() { &bench.video().voices } else { &scene.voices };
    let mut last = None;
    for voice in voices {
        let job = speech::Job {
            voice: of(voice, bench),
            text: text.clone(),
            language: bench.video().language.clone(),
            timed_by: timed_by(voice, bench),
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

/// espeak-ng tells its own word times; nobody else does.
fn timed_by(voice: &model::Voice, bench: &Bench) -> Option<String> {
    match voice {
        model::Voice::Espeak { .. } => None,
        model::Voice::Command { .. } => Some(timing::method(bench.tools.espeak.as_ref())),
    }
}

/// The voice, and the engine's version where another would speak otherwise.
fn of(voice: &model::Voice, bench: &Bench) -> speech::Voice {
    match voice.clone() {
        model::Voice::Espeak { name, speed, pitch } => {
            let engine = bench.tools.espeak.as_ref().map(|espeak| espeak.identity.clone());
            speech::Voice::Espeak { name, speed, pitch, engine }
        }
        model::Voice::Command { command, name, speed } => speech::Voice::Command { argv: command.argv, name, speed },
    }
}
