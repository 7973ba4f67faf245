//! `POST /audio/speech`, as OpenAI has it and many servers of one's own.

use serde_json::json;
use tokio_util::sync::CancellationToken;

use super::{MOST_BYTES, Said, Saying, rate, sound};
use crate::provider::http::{Ask, Service, ServiceError};

pub(super) async fn say(
    service: &Service,
    saying: &Saying<'_>,
    cancel: &CancellationToken,
) -> Result<Said, ServiceError> {
    let mut body = json!({
        "model": saying.model.unwrap_or("tts-1"),
        "input": saying.text,
        "voice": saying.voice,
        "response_format": "wav",
    });
    // Some models refuse what they do not have, so only what is asked for is sent.
    if saying.speed != 1000 {
        body["speed"] = rate(saying.speed);
    }
    if let Some(instructions) = saying.instructions {
        body["instructions"] = instructions.into();
    }
    let answer = service.call(&Ask::post("/audio/speech", body).media(MOST_BYTES), cancel).await?;
    Ok(Said { sound: sound(answer)?, pieces: Vec::new() })
}
