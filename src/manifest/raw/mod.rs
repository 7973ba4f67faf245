//! What users write, as they wrote it: every key of a manifest, its form and its bounds, and nothing that is worked out
//! from them. The JSON Schema is made from these types.

mod card;
mod config;
mod delivery;
mod look;
mod provider;
mod scene;
mod script;
mod sound;
mod video;

pub(crate) use card::{Chart, Code, Listing, LowerThird, Points, Quote};
pub(crate) use config::{Config, Manifest, Rows, Vars};
pub(crate) use delivery::{Hls, Preview};
pub(crate) use look::{Captions, Preset, Size, Transition, Watermark};
pub(crate) use provider::{
    Connection, ImageProvider, Price, Providers, ScriptKind, ScriptProvider, SecretSource, StockProvider, VoiceKind,
    VoiceProvider,
};
pub(crate) use scene::{Argv, Bumper, ClipSound, Drawn, Painted, Scene, Sought, Visual, is_address};
pub(crate) use script::{Generate, Script, Template, is_document};
pub(crate) use sound::{Loudness, Music, Voice, VoiceItem};
pub(crate) use video::{Expect, Settings, Video};
