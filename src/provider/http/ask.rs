//! A request as data.

use std::time::Duration;

use serde_json::Value;

/// A request: built and tested anywhere, sent only by a service. No secret is in it.
#[derive(Debug, Clone)]
pub struct Ask {
    /// After the service's base address: `/chat/completions`.
    pub path: String,
    pub query: Vec<(&'static str, String)>,
    pub headers: Vec<(&'static str, String)>,
    pub key: KeyPlace,
    pub body: Body,
    pub takes: Takes,
    /// Bytes of an answer; a longer one is an error.
    pub most_bytes: u64,
    /// For one try, from the connection to the last byte.
    pub timeout: Duration,
}

/// Where a service wants its key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KeyPlace {
    /// `Authorization: Bearer KEY`
    Bearer,
    /// A header of the service's own.
    Header(&'static str),
    /// A parameter of the query.
    Query(&'static str),
}

#[derive(Debug, Clone)]
pub enum Body {
    /// A GET.
    None,
    Json(Value),
    Text {
        kind: &'static str,
        text: String,
    },
}

/// What an answer may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Takes {
    Json,
    /// Sound or pictures: no text of any kind.
    Media,
}

/// More than any JSON document that is asked for.
const JSON_BYTES: u64 = 64 << 20;

impl Ask {
    /// A GET of JSON.
    pub fn get(path: impl Into<String>) -> Self {
        Self {
            path: path.into(),
            query: Vec::new(),
            headers: Vec::new(),
            key: KeyPlace::Bearer,
            body: Body::None,
            takes: Takes::Json,
            most_bytes: JSON_BYTES,
            timeout: Duration::from_secs(30),
        }
    }

    /// A POST of JSON that is answered with JSON.
    pub fn post(path: impl Into<String>, body: Value) -> Self {
        Self { body: Body::Json(body), timeout: Duration::from_secs(180), ..Self::get(path) }
    }

    pub fn key(mut self, place: KeyPlace) -> Self {
        self.key = place;
        self
    }

    pub fn query(mut self, name: &'static str, value: impl ToString) -> Self {
        self.query.push((name, value.to_string()));
        self
    }

    pub fn header(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.headers.push((name, value.into()));
        self
    }

    /// The answer is sound or a picture of at most so many bytes.
    pub fn media(mut self, most_bytes: u64) -> Self {
        (self.takes, self.most_bytes) = (Takes::Media, most_bytes);
        self
    }
}
