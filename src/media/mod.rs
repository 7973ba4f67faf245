//! Timeline, captions, sound levels, sizes, colours, fonts: pure values and functions, no files and no processes.

pub mod document;
pub mod fonts;
pub mod script;
pub mod sentences;
mod vocabulary;
mod word;

pub use script::{ScriptFault, ScriptScene, ScriptText};
pub use vocabulary::{
    Canvas, CaptionLook, CaptionMode, CaptionPosition, CaptionStyle, Colour, Corner, Ducking, Fit, LoudnessTarget,
    Motion, Quality, Transition, TransitionKind,
};
pub use word::Word;
