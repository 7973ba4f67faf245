//! What a manifest means once it is checked: templates filled, rows expanded, defaults applied, paths resolved,
//! numbers in range. Everything below the manifest works from these types.

mod provider;

use std::collections::BTreeMap;
use std::path::PathBuf;

use serde::Serialize;

use crate::event::MicroUsd;
use crate::media::cards::Card;
use crate::media::{
    Canvas, CaptionLook, CaptionMode, Colour, Corner, Ducking, EncoderChoice, Encoding, Expect, Fit, Hls,
    LoudnessTarget, Motion, Muxer, Preview, Transition,
};
pub use provider::{
    Connection, HttpModel, ImageProvider, Price, PriceBy, Prompt, Providers, ScriptProvider, Secret, ServiceKind,
    StockKind, StockProvider, VoiceProvider, VoiceService,
};

/// A whole manifest.
#[derive(Debug, Clone, Serialize)]
pub struct Batch {
    /// The manifest's path as given; `<stdin>` or the like for text without a file.
    #[serde(skip)]
    pub source: PathBuf,
    pub config: Config,
    pub videos: Vec<Video>,
    pub providers: Providers,
}

/// How to run it; `None` where the manifest is silent.
#[derive(Debug, Default, Clone, Serialize)]
pub struct Config {
    /// Videos in flight, 1 to 10.
    pub max_concurrent: Option<usize>,
    pub stop_on_error: Option<bool>,
    /// CPU jobs at once; `None` is `auto`.
    pub workers: Option<usize>,
    pub max_cost: Option<MicroUsd>,
    pub deadline_ms: Option<u64>,
}

/// A local file that the manifest names: absolute, and there when it was checked.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct LocalFile {
    pub file: PathBuf,
}

#[derive(Debug, Clone, Serialize)]
pub struct Video {
    /// Stable and unique in the batch: file names, `--only`, reports. Letters, digits, `-`, `_` and `.`.
    pub id: String,
    /// Where the finished video goes; the sidecars stand beside it with other endings.
    pub output: PathBuf,
    pub title: Option<String>,
    pub description: Option<String>,
    pub tags: Vec<String>,
    pub script: Script,
    pub canvas: Canvas,
    pub encoding: Encoding,
    /// Of the finished file; the ending of `output` says which.
    #[serde(skip_serializing_if = "Muxer::is_usual")]
    pub muxer: Muxer,
    /// What comes of it on this machine is in the jobs' keys.
    #[serde(skip)]
    pub encoder: EncoderChoice,
    /// BCP 47, e.g. `en` or `pt-BR`.
    pub language: String,
    /// What the picture and the words are about, where scenes do not say: `horror`, `news` …
    pub genre: Option<String>,
    /// The feeling of pictures that the program paints, where scenes do not say.
    pub mood: Option<String>,
    /// In order of preference; the first that works speaks.
    pub voices: Vec<Voice>,
    /// How words are spoken, by how they are written.
    pub pronunciation: BTreeMap<String, String>,
    /// What scenes show that name nothing, in order of preference.
    pub visuals: Vec<VisualChoice>,
    /// Whether the description names the authors of stock pictures.
    pub credits: bool,
    pub captions: Captions,
    pub music: Option<Music>,
    pub loudness: LoudnessTarget,
    pub transition: Transition,
    pub watermark: Option<Watermark>,
    pub intro: Option<Bumper>,
    pub outro: Option<Bumper>,
    /// For scenes that do not say how their still moves.
    pub motion: MotionChoice,
    /// The moment shown on the poster; `None`: a third in.
    pub poster_ms: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub preview: Option<Preview>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hls: Option<Hls>,
    pub expect: Expect,
    /// All seeded choices of the video come from this.
    pub seed: u64,
}

#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Script {
    Scenes(Vec<Scene>),
    /// Plain text: paragraphs are scenes.
    Text(String),
    /// Markdown or plain text by its ending; Markdown's headings are scenes. Templates are filled already.
    Document {
        text: String,
        markdown: bool,
    },
    /// To be written by a language model, a program, or the built-in writer.
    Generate(Brief),
}

/// What a script shall be about.
#[derive(Debug, Clone, Serialize)]
pub struct Brief {
    pub topic: String,
    pub genre: Option<String>,
    /// Words of narration, about.
    pub words: Option<u32>,
    /// Of the narration, about; one of this and `words` at most.
    pub length_ms: Option<u32>,
    pub scenes: Option<u32>,
    pub tone: Option<String>,
    pub audience: Option<String>,
    pub facts: Vec<String>,
    pub banned: Vec<String>,
    /// Other seeds give other scripts.
    pub seed: u64,
}

#[derive(Debug, Default, Clone, Serialize)]
pub struct Scene {
    /// A chapter's name.
    pub title: Option<String>,
    /// The narration; a scene without one is silent and has a `duration_ms`.
    pub say: Option<String>,
    /// Shown instead of `say`.
    pub caption: Option<String>,
    pub visual: Option<Visual>,
    /// Silence after the narration.
    pub pause_ms: Option<u32>,
    /// At least this long.
    pub duration_ms: Option<u32>,
    /// In order of preference; empty: the video's.
    pub voices: Vec<Voice>,
}

/// What a scene shows. The choice is made; `motion` and `fit` apply to stills and clips.
#[derive(Debug, Clone, Serialize)]
pub struct Visual {
    pub source: VisualSource,
    pub motion: Option<MotionChoice>,
    pub fit: Fit,
    /// A title over the picture.
    pub text: Option<String>,
    pub lower_third: Option<LowerThird>,
    /// Of a card's bars and marks, and of a lower third's bar.
    pub accent: Option<Colour>,
}

/// Who is seen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LowerThird {
    pub name: String,
    pub role: Option<String>,
}

#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum VisualSource {
    Image(LocalFile),
    /// A clip, played from `start_ms`; its last frame is held when it is too short.
    Clip {
        clip: LocalFile,
        start_ms: u64,
        /// Its own sound is heard under the narration.
        sound: Option<ClipSound>,
    },
    Color(Colour),
    /// Top left to bottom right.
    Gradient(Vec<Colour>),
    /// Set in type and drawn on a designed background.
    Card {
        card: Card,
        background: Option<Colour>,
    },
    /// An SVG document, templates filled already.
    Svg {
        text: String,
    },
    /// Painted by the program itself; `None`: chosen from the words.
    Generated {
        mood: Option<String>,
        seed: u64,
    },
    /// A program writes a picture.
    Command(Command),
    /// An address on the web; a clip is played from `start_ms`.
    Remote {
        url: String,
        clip: bool,
        start_ms: u64,
        /// As [`VisualSource::Clip`] has it.
        #[serde(skip_serializing_if = "Option::is_none")]
        sound: Option<ClipSound>,
    },
    /// Of a stock; `None`: chosen from the words.
    Stock {
        words: Option<String>,
        media: StockMedia,
        /// Heard where the clip has a sound; most clips of stocks have none.
        #[serde(skip_serializing_if = "Option::is_none")]
        sound: Option<ClipSound>,
    },
    /// Drawn by a service; `None`: chosen from the words.
    Ai {
        prompt: Option<String>,
    },
}

/// What a stock is searched for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum StockMedia {
    Photo,
    Clip,
}

/// What a scene shows that names nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum VisualChoice {
    /// Painted by the program itself.
    Generated,
    Stock(StockMedia),
    Ai,
}

/// How a clip's own sound is heard; both in hundredths of a decibel.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct ClipSound {
    /// Relative to the file's.
    pub volume: i32,
    /// How much lower while someone speaks.
    pub duck: u32,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum MotionChoice {
    /// Seeded, alternating.
    Auto,
    Fixed(Motion),
}

/// A program and its arguments; never a shell line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Command {
    pub argv: Vec<String>,
}

#[derive(Debug, Clone, Serialize)]
pub struct Captions {
    pub mode: CaptionMode,
    pub look: CaptionLook,
}

#[derive(Debug, Clone, Serialize)]
pub struct Music {
    pub source: LocalFile,
    pub ducking: Ducking,
}

#[derive(Debug, Clone, Serialize)]
pub struct Watermark {
    pub source: LocalFile,
    pub corner: Corner,
    /// Hundredths of a percent of the canvas's width (1200 is 12 %).
    pub width: u32,
    /// Per mille (700 is 0.7).
    pub opacity: u32,
}

/// An intro or outro: shown without narration.
#[derive(Debug, Clone, Serialize)]
pub struct Bumper {
    pub visual: Visual,
    pub duration_ms: u32,
}

/// A voice as a job needs it: the provider resolved, every parameter that matters.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Voice {
    Espeak {
        /// espeak-ng's voice name, e.g. `en-us`, `en-us+f3`.
        name: String,
        /// Per mille of the normal rate (1000 is 1.0).
        speed: u32,
        /// 0 to 99, 50 is the voice's own.
        pitch: u32,
    },
    /// A program: JSON on stdin, a sound file on stdout.
    Command {
        command: Command,
        name: String,
        speed: u32,
    },
    /// The program `piper` with a model's file or name.
    Piper {
        model: String,
        speed: u32,
    },
    Service(ServiceVoice),
}

/// A service's voice, with all that changes what is heard; how it is reached lies in `Providers::voices`.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ServiceVoice {
    /// A name of `Providers::voices`.
    pub provider: String,
    pub kind: ServiceKind,
    pub base_url: String,
    pub model: Option<String>,
    pub instructions: Option<String>,
    /// The service's name for the voice.
    pub name: String,
    pub speed: u32,
    pub pitch: u32,
}
