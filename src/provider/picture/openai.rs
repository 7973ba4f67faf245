//! `POST /images/generations`, as OpenAI has it and servers of one's own.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde::Deserialize;
use serde_json::json;
use tokio_util::sync::CancellationToken;

use crate::provider::http::{Ask, Service, ServiceError};

/// What shall be drawn, and how.
#[derive(Debug, Clone, Copy)]
pub struct Drawing<'a> {
    pub model: &'a str,
    pub prompt: &'a str,
    /// `1024x1536`
    pub size: &'a str,
    pub quality: Option<&'a str>,
}

/// A drawn picture: the file itself, or where it lies.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Drawn {
    File(Vec<u8>),
    Url(String),
}

#[derive(Deserialize)]
struct Reply {
    data: Vec<Picture>,
}

#[derive(Deserialize)]
struct Picture {
    b64_json: Option<String>,
    url: Option<String>,
}

/// # Errors
/// Those of [`Service::call`], and an answer without a picture.
pub async fn draw(service: &Service, drawing: &Drawing<'_>, cancel: &CancellationToken) -> Result<Drawn, ServiceError> {
    let Drawing { model, prompt, size, quality } = *drawing;
    let mut body = json!({ "model": model, "prompt": prompt, "size": size, "n": 1 });
    if let Some(quality) = quality {
        body["quality"] = quality.into();
    }
    let Reply { data } = service.call(&Ask::post("/images/generations", body), cancel).await?.json()?;
    match data.into_iter().next() {
        Some(Picture { b64_json: Some(text), .. }) => STANDARD
            .decode(text.trim())
            .map(Drawn::File)
            .map_err(|error| ServiceError::unusable(format!("the picture in the answer is no base64: {error}"))),
        Some(Picture { url: Some(url), .. }) => Ok(Drawn::Url(url)),
        _ => Err(ServiceError::unusable("the answer holds no picture")),
    }
}

/// The size to ask a model for, for a canvas of so many pixels.
pub fn size_for(model: &str, width: u32, height: u32) -> String {
    let (long, square) = match model {
        "dall-e-3" => (1792, 1024),
        "dall-e-2" => (1024, 1024),
        _ => (1536, 1024),
    };
    match width.cmp(&height) {
        std::cmp::Ordering::Greater => format!("{long}x{square}"),
        std::cmp::Ordering::Less => format!("{square}x{long}"),
        std::cmp::Ordering::Equal => format!("{square}x{square}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_follow_the_canvas_s_shape() {
        assert_eq!(size_for("gpt-image-1", 1080, 1920), "1024x1536");
        assert_eq!(size_for("dall-e-3", 1920, 1080), "1792x1024");
        assert_eq!(size_for("dall-e-2", 1920, 1080), "1024x1024");
    }
}
