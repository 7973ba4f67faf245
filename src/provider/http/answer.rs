//! An answer, read within its bounds.

use reqwest::Response;
use reqwest::header::{CONTENT_TYPE, HeaderMap};
use serde::de::DeserializeOwned;

use super::{Fault, ServiceError, Takes};

/// What a service answered.
#[derive(Debug, Clone)]
pub struct Answer {
    /// Lower case, without parameters; empty where the service does not say.
    pub kind: String,
    pub body: Vec<u8>,
}

/// As much of an answer as is kept for the log.
const LOGGED_BYTES: usize = 64 << 10;

impl Answer {
    /// # Errors
    /// It is no JSON of that shape.
    pub fn json<T: DeserializeOwned>(&self) -> Result<T, ServiceError> {
        serde_json::from_slice(&self.body).map_err(|error| {
            ServiceError::unusable(format!("the answer is not the JSON that is expected: {error}")).log(self.text())
        })
    }

    /// The beginning of it, for a log.
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body[..self.body.len().min(LOGGED_BYTES)]).into_owned()
    }

    /// Whether it is what was asked for, by what it says of itself. Some servers (piper's own) call their sound
    /// `text/html`, so what is called a text must be one too.
    pub(super) fn check(&self, takes: Takes) -> Result<(), ServiceError> {
        let text = self.kind.starts_with("text/") || ["json", "xml"].iter().any(|word| self.kind.ends_with(word));
        let wrong = match takes {
            Takes::Json => self.kind == "text/html",
            Takes::Media => text && is_text(&self.body),
        };
        if !wrong {
            return Ok(());
        }
        let what = match takes {
            Takes::Json => "a document",
            Takes::Media => "sound or a picture",
        };
        let cause = format!("the answer is `{}`, not {what}", self.kind);
        Err(ServiceError::unusable(cause).help("see that `base_url` is the address of the API").log(self.text()))
    }
}

/// No file of sound or a picture begins with a text of any length: lengths, counts and samples hold zeros.
fn is_text(body: &[u8]) -> bool {
    !body[..body.len().min(512)].iter().any(|byte| *byte < 0x09 || (0x0e..0x1b).contains(byte))
}

/// The media type that headers tell.
pub(super) fn kind(headers: &HeaderMap) -> String {
    let told = headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    told.split(';').next().unwrap_or_default().trim().to_ascii_lowercase()
}

/// The body, of at most so many bytes; the rest of a longer one is not read.
pub(super) async fn body(mut response: Response, most: u64) -> Result<Vec<u8>, Broken> {
    if response.content_length().is_some_and(|length| length > most) {
        return Err(Broken::TooLarge(most));
    }
    let mut body = Vec::new();
    while let Some(piece) = response.chunk().await.map_err(Broken::Cut)? {
        if (body.len() + piece.len()) as u64 > most {
            return Err(Broken::TooLarge(most));
        }
        body.extend_from_slice(&piece);
    }
    Ok(body)
}

/// Why a body was not read to its end.
pub(super) enum Broken {
    TooLarge(u64),
    Cut(reqwest::Error),
}

impl Broken {
    pub(super) fn too_large(most: u64) -> ServiceError {
        let cause = format!("the answer is larger than {} MiB", most.div_ceil(1 << 20));
        ServiceError::new(Fault::Unusable, cause)
    }
}
