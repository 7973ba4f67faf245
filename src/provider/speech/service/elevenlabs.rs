//! ElevenLabs: `POST /v1/text-to-speech/{voice}/with-timestamps`, the time of every character.

use serde::Deserialize;
use serde_json::json;
use tokio_util::sync::CancellationToken;

use super::{MOST_BYTES, Piece, Said, Saying, decoded, ms};
use crate::provider::http::{Ask, KeyPlace, Service, ServiceError};

pub(super) const KEY: &str = "xi-api-key";

/// Rates it can speak at, per mille.
const SPEEDS: (u32, u32) = (700, 1200);

#[derive(Deserialize)]
struct Reply {
    audio_base64: String,
    #[serde(default)]
    alignment: Option<Alignment>,
}

#[derive(Deserialize)]
struct Alignment {
    characters: Vec<String>,
    character_start_times_seconds: Vec<f64>,
    character_end_times_seconds: Vec<f64>,
}

pub(super) async fn say(
    service: &Service,
    saying: &Saying<'_>,
    cancel: &CancellationToken,
) -> Result<Said, ServiceError> {
    let mut body = json!({
        "text": saying.text,
        "model_id": saying.model.unwrap_or("eleven_multilingual_v2"),
        "seed": 0,
    });
    if saying.speed != 1000 {
        let speed = saying.speed.clamp(SPEEDS.0, SPEEDS.1);
        body["voice_settings"] = json!({ "speed": super::rate(speed) });
    }
    for (name, text) in [("previous_text", saying.before), ("next_text", saying.after)] {
        if !text.is_empty() {
            body[name] = text.into();
        }
    }
    let path = format!("/v1/text-to-speech/{}/with-timestamps", segment(saying.voice));
    let mut ask = Ask::post(path, body).query("output_format", "mp3_44100_128").key(KeyPlace::Header(KEY));
    ask.most_bytes = MOST_BYTES;
    let Reply { audio_base64, alignment } = service.call(&ask, cancel).await?.json()?;
    let pieces = alignment.map(pieces).unwrap_or_default();
    Ok(Said { sound: decoded(&audio_base64)?, pieces })
}

fn pieces(alignment: Alignment) -> Vec<Piece> {
    let Alignment { characters, character_start_times_seconds: starts, character_end_times_seconds: ends } = alignment;
    let times = starts.into_iter().zip(ends);
    let piece = |(text, (start, end))| Piece { text, start_ms: ms(start), end_ms: ms(end) };
    characters.into_iter().zip(times).map(piece).collect()
}

/// A name as a part of a path.
fn segment(name: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.' | b'~');
    let write = |byte: u8| if plain(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") };
    match name {
        "." | ".." => "%2E".to_owned(),
        name => name.bytes().map(write).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_voice_s_name_never_leaves_its_place_in_the_path() {
        assert_eq!(segment("21m00Tcm4TlvDq8ikWAM"), "21m00Tcm4TlvDq8ikWAM");
        assert_eq!(segment("../a?b"), "..%2Fa%3Fb");
        assert_eq!(segment(".."), "%2E");
    }
}
