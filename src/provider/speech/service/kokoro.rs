//! Kokoro-FastAPI's `POST /dev/captioned_speech`: sound and the time of every word.

use serde::Deserialize;
use serde_json::json;
use tokio_util::sync::CancellationToken;

use super::{MOST_BYTES, Piece, Said, Saying, decoded, ms, rate};
use crate::provider::http::{Ask, Service, ServiceError};

#[derive(Deserialize)]
struct Reply {
    audio: String,
    #[serde(default)]
    timestamps: Option<Vec<Timestamp>>,
}

#[derive(Deserialize)]
struct Timestamp {
    word: String,
    start_time: f64,
    end_time: f64,
}

pub(super) async fn say(
    service: &Service,
    saying: &Saying<'_>,
    cancel: &CancellationToken,
) -> Result<Said, ServiceError> {
    let mut body = json!({
        "model": saying.model.unwrap_or("kokoro"),
        "input": saying.text,
        "voice": saying.voice,
        "response_format": "wav",
        "speed": rate(saying.speed),
        "return_timestamps": true,
        // It streams where nothing else is said.
        "stream": false,
    });
    if let Some(code) = language_code(saying.language) {
        body["lang_code"] = code.into();
    }
    let mut ask = Ask::post("/dev/captioned_speech", body);
    ask.most_bytes = MOST_BYTES;
    let Reply { audio, timestamps } = service.call(&ask, cancel).await?.json()?;
    let pieces = timestamps.unwrap_or_default().into_iter().map(|Timestamp { word, start_time, end_time }| Piece {
        text: word,
        start_ms: ms(start_time),
        end_ms: ms(end_time),
    });
    Ok(Said { sound: decoded(&audio)?, pieces: pieces.collect() })
}

/// Kokoro's letter for a language; the voice's own where it has none.
fn language_code(language: &str) -> Option<&'static str> {
    let tag = language.to_ascii_lowercase();
    Some(match tag.split('-').next().unwrap_or_default() {
        "en" if tag == "en-gb" => "b",
        "en" => "a",
        "es" => "e",
        "fr" => "f",
        "hi" => "h",
        "it" => "i",
        "ja" => "j",
        "pt" => "p",
        "zh" => "z",
        _ => return None,
    })
}
