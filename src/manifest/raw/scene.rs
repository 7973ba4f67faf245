//! Scenes and what they show.

use std::sync::Arc;

use serde_json::{Value, json};

use super::{Chart, Code, LowerThird, Points, Quote, VoiceItem};
use crate::manifest::model::{MotionChoice, StockMedia};
use crate::manifest::node::{Kind, Node};
use crate::manifest::notes::Notes;
use crate::manifest::read::{At, Many, Read, Short, Shorthand, Switch};
use crate::manifest::record::record;
use crate::manifest::scalar::{Level, Line, Narration, PathText, Prose, Scalar, Text, Time, Tint, Whole, Word};
use crate::manifest::schema::Shapes;
use crate::media::Fit;

record! {
    /// One picture, and what is said to it.
    Scene {
        /// A chapter's name.
        title: Line,
        /// The narration; a scene without one needs a `duration`.
        say: Narration,
        /// Shown instead of what is said.
        caption: Narration,
        /// What is shown; chosen from the words where it is missing.
        visual: Short<Visual>,
        /// Silence after the narration.
        pause: Time<0, 60_000>,
        /// At least this long.
        duration: Time<100, 3_600_000>,
        /// Who speaks here.
        voice: Many<VoiceItem>,
    }
}

impl Shorthand for Scene {
    const MEANS: &'static str = "The narration";

    fn short(node: &Arc<Node>, notes: &mut Notes) -> Option<Self> {
        notes.key = "say".into();
        Some(Self { say: Some(At::read(node, notes)?), ..Self::default() })
    }
}

record! {
    /// What is shown: one of `image`, `video`, `color`, `gradient`, `svg`, `generated`, `stock`, `ai`, `command`, `quote`,
    /// `list`, `chart` and `code`, or `text` alone.
    Visual {
        /// A picture's path, or its address on the web.
        image: PathText,
        /// A clip's path, or its address on the web.
        video: PathText,
        /// Where in the clip to begin.
        start: Time<0, 86_400_000>,
        /// The clip's own sound: `true`, a level, or how it is heard; otherwise only the narration and music are.
        sound: Switch<Short<ClipSound>>,
        /// A plain colour, in quotes.
        color: Tint,
        /// Two to eight colours, from the top left to the bottom right.
        gradient: Vec<At<Tint>>,
        /// A title over the picture; alone, a card.
        text: Text<1000, true>,
        /// A card of what somebody said.
        quote: Short<Quote>,
        /// A card of points.
        list: Points,
        /// A card of numbers.
        chart: Chart,
        /// A card of code.
        code: Short<Code>,
        /// Who is seen: a name on a plate above the captions.
        lower_third or "lowerThird": Short<LowerThird>,
        /// The card's colour.
        background: Tint,
        /// The colour of a card's bars and marks, and of a lower third's bar.
        accent: Tint,
        /// The path of an SVG drawing, or the drawing itself; templates in it are filled.
        svg: Prose,
        /// Painted by the program: `true`, a mood, or a mood and a seed.
        generated: Short<Painted>,
        /// Searched in `providers.stock`: `true` for what suits the words, or what to search for.
        stock: Short<Sought>,
        /// Drawn by one of `providers.images`: `true` for what suits the words, or what to draw.
        ai: Short<Drawn>,
        /// A program and its arguments that write a picture.
        command: Argv,
        /// How a still moves.
        motion: Word<MotionChoice>,
        /// How a picture of another shape fills the frame.
        fit: Word<Fit>,
    }
}

const STILLS: [&str; 6] = ["jpg", "jpeg", "png", "webp", "gif", "bmp"];
const CLIPS: [&str; 6] = ["mp4", "mov", "mkv", "webm", "m4v", "avi"];

/// An address on the web, not a path.
pub(crate) fn is_address(text: &str) -> bool {
    let start = text.get(..8).unwrap_or(text).to_ascii_lowercase();
    start.starts_with("http://") || start.starts_with("https://")
}

impl Shorthand for Visual {
    const MEANS: &'static str = "A picture's, clip's or drawing's path, or a colour in quotes";

    fn short(node: &Arc<Node>, notes: &mut Notes) -> Option<Self> {
        let text = node.scalar().unwrap_or_default().trim();
        // A web address ends before its query.
        let text = if is_address(text) { text.split(['?', '#']).next().unwrap_or_default() } else { text };
        let ending = text.rsplit_once('.').map(|(_, ending)| ending.to_ascii_lowercase()).unwrap_or_default();
        let mut visual = Self::default();
        match ending.as_str() {
            _ if text.starts_with('#') => visual.color = Some(At::read(node, notes)?),
            "svg" => visual.svg = Some(At::read(node, notes)?),
            ending if STILLS.contains(&ending) => visual.image = Some(At::read(node, notes)?),
            ending if CLIPS.contains(&ending) => visual.video = Some(At::read(node, notes)?),
            _ => {
                let message = format!("`{}` is no picture, clip or colour", crate::manifest::scalar::clipped(text));
                let help = format!(
                    "known endings are {}, svg and {}; or say what it is, as in `image: …`, `text: …` or `generated: calm`",
                    STILLS.join(", "),
                    CLIPS.join(", ")
                );
                notes.error(node.spot, message).help(help);
                return None;
            }
        }
        Some(visual)
    }
}

record! {
    /// How a clip's own sound is heard.
    ClipSound {
        /// Its level, relative to the file's.
        volume: Level<-6000, 1200>,
        /// How much lower while someone speaks.
        duck: Level<0, 6000>,
    }
}

impl Shorthand for ClipSound {
    const MEANS: &'static str = "`true`, or a level such as -6dB";
    const TYPES: &'static [&'static str] = &["string", "number", "boolean"];

    fn short(node: &Arc<Node>, notes: &mut Notes) -> Option<Self> {
        match node.scalar() {
            Some("true" | "on") => Some(Self::default()),
            _ => Some(Self { volume: Some(At::read(node, notes)?), ..Self::default() }),
        }
    }
}

record! {
    /// A picture that the program paints by itself.
    Painted {
        /// The feeling; chosen from the words where it is missing.
        mood: Line,
        /// Other seeds paint other pictures.
        seed: Whole<0, { u64::MAX }>,
    }
}

impl Shorthand for Painted {
    const MEANS: &'static str = "`true`, or the mood";
    const TYPES: &'static [&'static str] = &["string", "boolean"];

    fn short(node: &Arc<Node>, notes: &mut Notes) -> Option<Self> {
        match node.scalar() {
            Some("true" | "auto") => Some(Self::default()),
            Some("false") => {
                notes
                    .error(node.spot, "`generated: false` says nothing")
                    .help("remove the line, or choose another picture");
                None
            }
            _ => Some(Self { mood: Some(At::read(node, notes)?), ..Self::default() }),
        }
    }
}

record! {
    /// A picture or clip of a stock.
    Sought {
        /// What to search for, in a few words; chosen from the narration where it is missing.
        query: Line,
        /// A picture, or one that moves.
        kind: Word<StockMedia>,
    }
}

impl Shorthand for Sought {
    const MEANS: &'static str = "`true`, or what to search for";
    const TYPES: &'static [&'static str] = &["string", "boolean"];

    fn short(node: &Arc<Node>, notes: &mut Notes) -> Option<Self> {
        match node.scalar() {
            Some("true" | "auto") => Some(Self::default()),
            _ => Some(Self { query: Some(At::read(node, notes)?), ..Self::default() }),
        }
    }
}

record! {
    /// A picture drawn from words.
    Drawn {
        /// What to draw; chosen from the narration where it is missing.
        prompt: Text<4000, true>,
    }
}

impl Shorthand for Drawn {
    const MEANS: &'static str = "`true`, or what to draw";
    const TYPES: &'static [&'static str] = &["string", "boolean"];

    fn short(node: &Arc<Node>, notes: &mut Notes) -> Option<Self> {
        match node.scalar() {
            Some("true" | "auto") => Some(Self::default()),
            _ => Some(Self { prompt: Some(At::read(node, notes)?), ..Self::default() }),
        }
    }
}

record! {
    /// Shown before or after the scenes, without narration.
    Bumper {
        visual: Short<Visual>,
        duration: Time<100, 60_000>,
    }
}

impl Shorthand for Bumper {
    const MEANS: &'static str = "A picture's or clip's path, shown for three seconds";

    fn short(node: &Arc<Node>, notes: &mut Notes) -> Option<Self> {
        Some(Self { visual: Some(At::read(node, notes)?), ..Self::default() })
    }
}

/// A program and its arguments; never a shell line.
#[derive(Debug, Clone)]
pub(crate) struct Argv(pub Vec<String>);

impl Read for Argv {
    fn read(node: &Arc<Node>, notes: &mut Notes) -> Option<Self> {
        let words = match &node.kind {
            Kind::Broken => return None,
            Kind::List(items) => items.iter().map(|item| item.scalar()).collect::<Option<Vec<_>>>(),
            Kind::Scalar { text, .. } if !text.trim().contains(char::is_whitespace) => Some(vec![text.trim()]),
            Kind::Scalar { .. } | Kind::Map(_) => None,
        };
        let whole =
            words.filter(|words| words.first().is_some_and(|program| !program.is_empty()) && words.len() <= 200);
        let argv =
            whole.and_then(|words| words.into_iter().map(|word| Prose::parse(word).ok().map(|word| word.0)).collect());
        if argv.is_none() {
            let message = format!("`{}` must be a program and its arguments, as a list of texts", notes.key);
            notes.error(node.spot, message).help("no shell reads it; write `[python3, paint.py, --size, big]`");
        }
        argv.map(Self)
    }

    fn shape(_: &mut Shapes) -> Value {
        json!({ "anyOf": [
            { "type": "string", "pattern": "^\\S+$" },
            { "type": "array", "items": { "type": "string" }, "minItems": 1 },
        ] })
    }
}
