//! How many words of a script fill the length that a manifest asks for, by the voice that will say them.

use serde_json::{Value, json};

use super::{Bench, speech};
use crate::manifest::model;
use crate::media::reading;
use crate::media::script::words;
use crate::stage::script::{Spoken, SpokenBy};
use crate::stage::speech::{Job, Voice};

/// Neural voices read English narration at 150 to 170.
const USUAL_WORDS: u64 = 160;

/// A length in place of a number of words, and how many that is as far as it can be known now.
pub(super) async fn spoken(bench: &Bench, length_ms: u32) -> Spoken {
    let voice = bench.video().voices.first();
    let words_a_minute = match voice {
        Some(voice) => words_a_minute(bench, voice).await,
        None => USUAL_WORDS,
    };
    let words = u64::from(length_ms) * words_a_minute / 60_000;
    let words = u32::try_from(words).unwrap_or(u32::MAX).max(5);
    Spoken { length_ms, by: voice.map(by), words }
}

/// A voice of one's own reads a passage once. A service is known from what it has said; else it reads the passage if
/// that is free, and if it is not, it speaks as fast as most until it has been heard.
async fn words_a_minute(bench: &Bench, voice: &model::Voice) -> u64 {
    let usual = USUAL_WORDS * u64::from(speed(voice)) / 1000;
    let Ok(asked) = speech::of(voice, bench) else { return usual };
    if let Voice::Service(service) = &asked {
        if let Some(known) = bench.mill.pace(&known_by(bench, voice)) {
            return known;
        }
        if service.price > 0 || !bench.tools.services.may_ask() {
            return usual;
        }
    }
    let language = &bench.video().language;
    let Some(text) = reading::passage(language) else { return usual };
    let job = Job {
        voice: asked,
        text: text.to_owned(),
        around: None,
        language: language.clone(),
        label: "a passage for its pace".to_owned(),
        tools: bench.tools.clone(),
    };
    match bench.mill.obtain(job).await {
        Ok(read) => words(text) as u64 * 60_000 / u64::from(read.value.length_ms.max(1)),
        Err(_) => usual,
    }
}

/// A service has spoken: how fast, is noted for the scripts to come.
pub(super) fn heard(bench: &Bench, voice: &model::Voice, text: &str, length_ms: u32) {
    if matches!(voice, model::Voice::Service(_)) {
        bench.mill.note_pace(&known_by(bench, voice), words(text), length_ms);
    }
}

/// All that makes a voice fast or slow.
fn known_by(bench: &Bench, voice: &model::Voice) -> Value {
    json!([by(voice), bench.video().language])
}

fn by(voice: &model::Voice) -> SpokenBy {
    let (engine, name) = match voice {
        model::Voice::Espeak { name, .. } => (vec!["espeak".to_owned()], name),
        model::Voice::Command { command, name, .. } => (command.argv.clone(), name),
        model::Voice::Piper { model, .. } => (vec!["piper".to_owned()], model),
        model::Voice::Service(voice) => {
            let engine = [Some(voice.base_url.clone()), voice.model.clone()];
            (engine.into_iter().flatten().collect(), &voice.name)
        }
    };
    SpokenBy { engine, name: name.clone(), speed: speed(voice) }
}

/// Per mille of the normal rate.
fn speed(voice: &model::Voice) -> u32 {
    match voice {
        model::Voice::Espeak { speed, .. }
        | model::Voice::Command { speed, .. }
        | model::Voice::Piper { speed, .. } => *speed,
        model::Voice::Service(voice) => voice.speed,
    }
}
