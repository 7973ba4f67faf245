//! A scene's narration, by the first of its voices that works.

use futures::future;

use super::parts::Spoken;
use super::scenes::Scene;
use super::{Bench, pace, services, settle};
use crate::event::Outcome;
use crate::manifest::model;
use crate::media::{sentences, text};
use crate::mill::{Artifact, JobError};
use crate::stage::speech::{self, Joined, Part, Speech, Timed};
use crate::stage::timing;

pub(super) async fn speak(bench: &Bench, index: usize, scene: &Scene) -> Result<Spoken, JobError> {
    let Some(written) = &scene.say else { return Ok(None) };
    let text = text::pronounced(written, &bench.video().pronunciation);
    let voices = if scene.voices.is_empty() { &bench.video().voices } else { &scene.voices };
    let label = format!("scene {}", index + 1);
    let mut last = None;
    for (place, voice) in voices.iter().enumerate() {
        let spoken = match of(voice, bench) {
            Ok(asked) => match by(bench, &asked, &text, &label).await {
                Ok(speech) => {
                    if speech.outcome == Outcome::Made {
                        pace::heard(bench, voice, &text, speech.value.length_ms);
                    }
                    timed(bench, speech, &text, &label).await
                }
                failed => failed,
            },
            Err(error) => Err(error),
        };
        match spoken {
            Ok(speech) => return Ok(Some(speech)),
            Err(error) if !bench.may_fall_back(&error) => return Err(error),
            Err(error) => {
                if place + 1 < voices.len() {
                    bench.fell_back(format!("{label} is spoken by a fallback: {error}"));
                }
                last = Some(error);
            }
        }
    }
    Err(last.unwrap_or_else(|| JobError::failed(format!("{label} has no voice"))))
}

/// In as many calls as the voice needs; each is kept by itself, so that nothing is paid for twice.
async fn by(bench: &Bench, voice: &speech::Voice, text: &str, label: &str) -> Result<Artifact<Speech>, JobError> {
    let pieces = sentences::pieces(text, voice.longest());
    let count = pieces.len();
    let job = |index: usize| speech::Job {
        voice: voice.clone(),
        text: pieces[index].clone(),
        around: around(&pieces, index),
        language: bench.video().language.clone(),
        label: if count > 1 { format!("{label} part {}", index + 1) } else { label.to_owned() },
        tools: bench.tools.clone(),
    };
    if count <= 1 {
        let job = speech::Job { text: text.to_owned(), ..job(0) };
        return match voice {
            speech::Voice::Service(_) => bench.ask(job).await,
            _ => bench.obtain(job).await,
        };
    }
    let parts = settle(future::join_all((0..count).map(|index| bench.ask(job(index)))).await)?;
    let parts = parts.into_iter().map(|part| Ok(Part { wav: part.file(speech::FILE)?, words: part.value.words }));
    bench.obtain(Joined { parts: parts.collect::<Result<_, JobError>>()?, label: label.to_owned() }).await
}

/// With the time of each word, where the voice has not told it.
async fn timed(bench: &Bench, spoken: Artifact<Speech>, text: &str, label: &str) -> Result<Artifact<Speech>, JobError> {
    if !spoken.value.words.is_empty() || text::words_of(text).is_empty() {
        return Ok(spoken);
    }
    bench
        .obtain(Timed {
            wav: spoken.file(speech::FILE)?,
            text: text.to_owned(),
            language: bench.video().language.clone(),
            timed_by: timing::method(bench.tools.espeak.as_ref()),
            label: format!("{label} words"),
            tools: bench.tools.clone(),
        })
        .await
}

/// The texts before and after a part.
fn around(pieces: &[String], index: usize) -> Option<(String, String)> {
    let at = |index: Option<usize>| index.and_then(|index| pieces.get(index)).cloned().unwrap_or_default();
    (pieces.len() > 1).then(|| (at(index.checked_sub(1)), at(Some(index + 1))))
}

/// The voice, and the engine's version where another would speak otherwise.
pub(super) fn of(voice: &model::Voice, bench: &Bench) -> Result<speech::Voice, JobError> {
    Ok(match voice.clone() {
        model::Voice::Espeak { name, speed, pitch } => {
            let engine = bench.tools.espeak.as_ref().map(|espeak| espeak.identity.clone());
            speech::Voice::Espeak { name, speed, pitch, engine }
        }
        model::Voice::Command { command, name, speed } => speech::Voice::Command { argv: command.argv, name, speed },
        model::Voice::Piper { model, speed } => speech::Voice::Piper { model, speed },
        model::Voice::Service(voice) => speech::Voice::Service(
            services::voice(bench, &voice)
                .ok_or_else(|| JobError::failed(format!("the manifest has no voice service `{}`", voice.provider)))?,
        ),
    })
}
