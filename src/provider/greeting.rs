//! Questions that cost nothing, to see whether a service is there and the key is right.

use serde_json::Value;
use tokio_util::sync::CancellationToken;

use super::http::{Ask, Fault, Service, ServiceError};
use super::picture::{self, StockKind, Wish};
use super::speech::service::{self, VoiceKind};

/// A model's server: does it know the model?
///
/// # Errors
/// Those of [`Service::call`], and a list of models without this one.
pub async fn model(service: &Service, model: &str, cancel: &CancellationToken) -> Result<String, ServiceError> {
    let answer: Value = service.call(&Ask::get("/models"), cancel).await?.json()?;
    let list = answer.get("data").or_else(|| answer.get("models")).and_then(Value::as_array);
    let names = list.into_iter().flatten().filter_map(|item| item.get("id").or(item.get("name"))?.as_str());
    let names: Vec<&str> = names.collect();
    if names.is_empty() {
        return Ok("answers; it lists no models".to_owned());
    }
    if names.iter().any(|name| *name == model || name.strip_suffix(":latest") == Some(model)) {
        return Ok(format!("has `{model}`"));
    }
    let some = names.iter().take(8).copied().collect::<Vec<_>>().join(", ");
    Err(ServiceError::unusable(format!("it does not list `{model}`")).help(format!("it has {some}")))
}

/// A voice service: does it know the voice?
///
/// # Errors
/// Those of [`Service::call`], and a list of voices without this one.
pub async fn voice(
    service: &Service,
    kind: VoiceKind,
    voice: Option<&str>,
    cancel: &CancellationToken,
) -> Result<String, ServiceError> {
    let voices = match service::voices(service, kind, cancel).await {
        // OpenAI itself has no list of voices, but one of models.
        Err(error) if kind == VoiceKind::Openai && matches!(error.fault, Fault::Refused(400 | 404 | 405)) => {
            service.call(&Ask::get("/models"), cancel).await?;
            return Ok("answers; it lists no voices".to_owned());
        }
        voices => voices?,
    };
    match voice {
        Some(wanted) if !wanted.is_empty() && !voices.iter().any(|(name, _)| name == wanted) => {
            let some = voices.iter().take(8).map(|(name, _)| name.as_str()).collect::<Vec<_>>().join(", ");
            Err(ServiceError::unusable(format!("it has no voice `{wanted}`")).help(format!("it has {some}")))
        }
        _ => Ok(format!("has {} voices", voices.len())),
    }
}

/// A stock: does it find the sea?
///
/// # Errors
/// Those of [`Service::call`].
pub async fn stock(service: &Service, kind: StockKind, cancel: &CancellationToken) -> Result<String, ServiceError> {
    let wish = Wish { words: "sea", clip: false, width: 1080, height: 1920, language: "en" };
    picture::search(service, kind, &wish, cancel)
        .await
        .map(|found| format!("finds {} pictures of the sea", found.len()))
}
