//! When each word of an utterance is spoken.

use serde::{Deserialize, Serialize};

/// One spoken word, as it is written in the text, with its place in the utterance's audio in milliseconds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Word {
    pub text: String,
    pub start_ms: u32,
    pub end_ms: u32,
}
