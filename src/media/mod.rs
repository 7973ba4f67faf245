//! Timeline, captions, sound levels, sizes, colours, fonts: pure values and functions, no files and no processes.

pub mod audio;
pub mod fonts;
pub mod units;
mod vocabulary;
mod word;

pub use vocabulary::{
    Canvas, CaptionLook, CaptionMode, CaptionPosition, CaptionStyle, Colour, Corner, Ducking, Fit, LoudnessTarget,
    Motion, Quality, Transition, TransitionKind,
};
pub use word::Word;
