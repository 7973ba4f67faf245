//! Timeline, captions, sound levels, sizes, colours, fonts: pure values and functions, no files and no processes.

pub mod audio;
pub mod captions;
pub mod cards;
pub mod container;
mod delivery;
pub mod document;
mod encoder;
mod expect;
pub mod fonts;
pub mod glyphs;
pub mod reading;
pub mod script;
pub mod sentences;
pub mod subtitles;
pub mod text;
pub mod timeline;
pub mod units;
mod vocabulary;
pub mod word;

pub use delivery::{Hls, Muxer, Preview, PreviewFormat, SoundCodec};
pub use encoder::{EncoderChoice, Family};
pub use expect::Expect;
pub use script::{ScriptFault, ScriptScene, ScriptText};
pub use vocabulary::{
    Canvas, CaptionLook, CaptionMode, CaptionPosition, CaptionStyle, Codec, Colour, Corner, Ducking, Encoding, Fit,
    LoudnessTarget, Motion, Quality, Transition, TransitionKind,
};
pub use word::Word;
