//! Voices over HTTP: each kind's request and answer; what is common to them lies in the stage.

mod azure;
mod elevenlabs;
mod kokoro;
mod openai;
mod piper;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde::Serialize;
use serde_json::Value;
use tokio_util::sync::CancellationToken;

pub(super) use piper::length_scale;

use super::times::Piece;
use crate::provider::http::{Answer, Ask, KeyPlace, Service, ServiceError};

/// What a service speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum VoiceKind {
    Openai,
    Kokoro,
    Elevenlabs,
    Azure,
    Piper,
}

/// What shall be spoken, and how.
#[derive(Debug, Clone, Copy)]
pub struct Saying<'a> {
    pub text: &'a str,
    /// What is spoken before and after it, for a voice that cares.
    pub before: &'a str,
    pub after: &'a str,
    /// The service's name for the voice.
    pub voice: &'a str,
    pub model: Option<&'a str>,
    pub instructions: Option<&'a str>,
    /// BCP 47.
    pub language: &'a str,
    /// Per mille of the normal rate.
    pub speed: u32,
    /// 0 to 99; 50 is the voice's own.
    pub pitch: u32,
}

/// A sound file as the service sent it, and the times of its pieces where it tells them.
#[derive(Debug, Clone)]
pub struct Said {
    pub sound: Vec<u8>,
    pub pieces: Vec<Piece>,
}

/// An hour of MP3; ten minutes of WAV.
const MOST_BYTES: u64 = 256 << 20;

impl VoiceKind {
    /// Characters that are asked for at once.
    pub fn longest(self) -> usize {
        match self {
            Self::Openai => 4000,
            Self::Kokoro => 4000,
            Self::Elevenlabs => 2500,
            // Ten minutes are cut off without a word; this is five, slowly.
            Self::Azure => 3000,
            Self::Piper => 4000,
        }
    }

    /// Whether the voice may be higher or lower.
    pub fn has_pitch(self) -> bool {
        matches!(self, Self::Azure)
    }
}

/// Speaks a text that is no longer than [`VoiceKind::longest`].
///
/// # Errors
/// Those of [`Service::call`], and an answer without sound.
pub async fn say(
    service: &Service,
    kind: VoiceKind,
    saying: &Saying<'_>,
    cancel: &CancellationToken,
) -> Result<Said, ServiceError> {
    match kind {
        VoiceKind::Openai => openai::say(service, saying, cancel).await,
        VoiceKind::Kokoro => kokoro::say(service, saying, cancel).await,
        VoiceKind::Elevenlabs => elevenlabs::say(service, saying, cancel).await,
        VoiceKind::Azure => azure::say(service, saying, cancel).await,
        VoiceKind::Piper => piper::say(service, saying, cancel).await,
    }
}

/// The voices that a service says it has: the name to use, and what is told of it.
///
/// # Errors
/// Those of [`Service::call`].
pub async fn voices(
    service: &Service,
    kind: VoiceKind,
    cancel: &CancellationToken,
) -> Result<Vec<(String, String)>, ServiceError> {
    let (ask, list, name, about): (Ask, &str, &str, &[&str]) = match kind {
        // Not of the API, but many servers of their own have it; OpenAI's voices are known.
        VoiceKind::Openai => (Ask::get("/audio/voices"), "/voices", "id", &["name"]),
        VoiceKind::Kokoro => (Ask::get("/v1/audio/voices"), "/voices", "id", &["name"]),
        VoiceKind::Elevenlabs => (
            Ask::get("/v1/voices").key(KeyPlace::Header(elevenlabs::KEY)),
            "/voices",
            "voice_id",
            &["name", "category", "labels/language"],
        ),
        VoiceKind::Azure => (
            Ask::get("/voices/list").key(KeyPlace::Header(azure::KEY)),
            "",
            "ShortName",
            &["LocaleName", "Gender", "VoiceType"],
        ),
        VoiceKind::Piper => (Ask::get("/voices"), "", "", &["language"]),
    };
    let answer: Value = service.call(&ask, cancel).await?.json()?;
    Ok(listed(answer.pointer(list).unwrap_or(&answer), name, about))
}

/// Lists of texts, lists of objects and objects by name are all in use.
fn listed(list: &Value, name: &str, about: &[&str]) -> Vec<(String, String)> {
    let told = |item: &Value| {
        let texts = about.iter().filter_map(|field| item.pointer(&format!("/{field}")).and_then(Value::as_str));
        texts.collect::<Vec<_>>().join(", ")
    };
    match list {
        Value::Array(items) => items
            .iter()
            .filter_map(|item| match item {
                Value::String(name) => Some((name.clone(), String::new())),
                other => Some((other.get(name)?.as_str()?.to_owned(), told(other))),
            })
            .collect(),
        Value::Object(items) => items.iter().map(|(name, item)| (name.clone(), told(item))).collect(),
        _ => Vec::new(),
    }
}

/// OpenAI's voices, for servers that have no list of their own.
pub const OPENAI_VOICES: [&str; 11] =
    ["alloy", "ash", "ballad", "coral", "echo", "fable", "nova", "onyx", "sage", "shimmer", "verse"];

/// An answer that is a sound file.
fn sound(answer: Answer) -> Result<Vec<u8>, ServiceError> {
    match answer.body.is_empty() {
        true => Err(ServiceError::unusable("the answer holds no sound")),
        false => Ok(answer.body),
    }
}

/// A sound file in JSON.
fn decoded(text: &str) -> Result<Vec<u8>, ServiceError> {
    let sound = STANDARD.decode(text.trim());
    let sound =
        sound.map_err(|error| ServiceError::unusable(format!("the sound in the answer is no base64: {error}")))?;
    match sound.is_empty() {
        true => Err(ServiceError::unusable("the answer holds no sound")),
        false => Ok(sound),
    }
}

/// A rate as JSON wants it.
fn rate(speed: u32) -> Value {
    Value::from(f64::from(speed) / 1e3)
}

/// Seconds as services tell them, in milliseconds.
fn ms(seconds: f64) -> u32 {
    // Saturates; not-a-number is zero.
    (seconds * 1000.0).round() as u32
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn lists_of_voices_are_read_in_every_shape() {
        let named = |list: Value| listed(&list, "id", &["name", "labels/language"]);
        assert_eq!(named(json!(["a", "b"])), [("a".into(), String::new()), ("b".into(), String::new())]);
        let full = json!([{ "id": "x", "name": "Rachel", "labels": { "language": "en" } }, { "name": "no id" }]);
        assert_eq!(named(full), [("x".to_owned(), "Rachel, en".to_owned())]);
        assert_eq!(named(json!({ "en_US": { "name": "Amy" } })), [("en_US".to_owned(), "Amy".to_owned())]);
        assert_eq!(named(json!(7)), []);
    }
}
