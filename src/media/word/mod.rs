//! When each word of an utterance is spoken: as an engine says; or by comparing the voice with one that says; or
//! estimated from the text and the silences.

mod align;
mod estimate;
mod listen;

use serde::{Deserialize, Serialize};

pub use align::align;
pub use estimate::estimate;
pub use listen::{Reference, listen};

/// One spoken word, as it is written in the text, with its place in the utterance's audio in milliseconds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Word {
    pub text: String,
    pub start_ms: u32,
    pub end_ms: u32,
}
