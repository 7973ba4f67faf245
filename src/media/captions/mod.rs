//! Captions burnt into the picture: words with times become cues, cues become states that cover exact frames, states
//! become an ASS document for libass.
//!
//! In come the words of one utterance, the look, its typefaces and the canvas; [`cues`] groups and breaks them to fit.
//! [`ass`] writes what a stretch of frames shows. Text of any kind is shown as it is: no character of it is an ASS code.

mod ass;
mod drawing;
mod group;
mod layout;
mod look;
mod lower_third;
mod measure;
mod partition;
mod prepare;
mod state;

use serde::{Deserialize, Serialize};

pub use ass::ass;
pub use group::cues;
pub use layout::{Area, clear};
pub use look::{face, typeface};
pub use lower_third::LowerThird;
pub(crate) use partition::{Row, partition};
pub use state::Showing;

/// What is on screen at a time. Times are milliseconds from the start of the narration.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cue {
    pub start_ms: u32,
    pub end_ms: u32,
    /// One or two.
    pub lines: Vec<Vec<CueWord>>,
    /// The font size to use, in pixels: the look's, or less where a word is too long for it.
    pub size: u32,
}

/// A word of a cue, highlighted from its start: to the next one's in the `word` style, to the end in `karaoke`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CueWord {
    pub text: String,
    pub start_ms: u32,
}
