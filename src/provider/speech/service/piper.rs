//! Piper's HTTP server: text in, WAV out.

use serde_json::json;
use tokio_util::sync::CancellationToken;

use super::{MOST_BYTES, Said, Saying, sound};
use crate::provider::http::{Ask, Fault, Service, ServiceError};

/// Where servers of different ages listen.
const PATHS: [&str; 2] = ["/synthesize", "/"];

pub(super) async fn say(
    service: &Service,
    saying: &Saying<'_>,
    cancel: &CancellationToken,
) -> Result<Said, ServiceError> {
    let mut body = json!({ "text": saying.text });
    if !saying.voice.is_empty() {
        body["voice"] = saying.voice.into();
    }
    if saying.speed != 1000 {
        body["length_scale"] = length_scale(saying.speed).into();
    }
    let known = service.learnt().min(PATHS.len() - 1);
    let mut refused = None;
    for (index, path) in PATHS.iter().enumerate().skip(known) {
        match service.call(&Ask::post(*path, body.clone()).media(MOST_BYTES), cancel).await {
            Ok(answer) => {
                service.learn(index);
                return Ok(Said { sound: sound(answer)?, pieces: Vec::new() });
            }
            Err(error) if matches!(error.fault, Fault::Refused(404 | 405)) => refused = refused.or(Some(error)),
            Err(error) => return Err(error),
        }
    }
    Err(refused.unwrap_or_else(|| ServiceError::unusable("piper was not asked")))
}

/// How long a sound lasts, in shares of its usual length, for a rate per mille.
pub(in crate::provider::speech) fn length_scale(speed: u32) -> f64 {
    1e3 / f64::from(speed.max(1))
}
