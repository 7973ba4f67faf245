//! The picture's shape, and what is drawn over it.

use std::sync::Arc;

use crate::manifest::node::Node;
use crate::manifest::notes::Notes;
use crate::manifest::read::{At, Shorthand};
use crate::manifest::record::record;
use crate::manifest::scalar::{Flag, Line, PathText, Ratio, Share, Time, Tint, Whole, Word, words};
use crate::media::{CaptionMode, CaptionPosition, CaptionStyle, Corner, TransitionKind};

/// Named sizes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Preset {
    Shorts,
    Landscape,
    Square,
}

words!(Preset { "shorts" => Preset::Shorts, "landscape" => Preset::Landscape, "square" => Preset::Square });

record! {
    /// The picture's size in pixels.
    Size {
        width: Whole<64, 4096>,
        height: Whole<64, 4096>,
    }
}

record! {
    /// The words on the screen.
    Captions {
        /// Painted into the picture, written beside the video, both, or none.
        mode: Word<CaptionMode>,
        /// A few words at a time with the spoken one highlighted, a line at a time, a line on a box, a line whose words light
        /// up as they are spoken, or nothing.
        style: Word<CaptionStyle>,
        /// A font family.
        font: Line,
        /// Pixels.
        size: Whole<8, 400>,
        /// In quotes.
        color: Tint,
        /// The spoken word's colour, in quotes.
        highlight: Tint,
        position: Word<CaptionPosition>,
        /// Words shown at once in the `word` style.
        max_words: Whole<1, 20>,
        /// Pixels.
        outline: Whole<0, 40>,
        uppercase: Flag,
    }
}

impl Shorthand for Captions {
    const MEANS: &'static str = "`none`, `burn`, `files` or `both`";

    fn short(node: &Arc<Node>, notes: &mut Notes) -> Option<Self> {
        Some(Self { mode: Some(At::read(node, notes)?), ..Self::default() })
    }
}

record! {
    /// From one scene to the next.
    Transition {
        kind: Word<TransitionKind>,
        duration: Time<0, 5000>,
    }
}

impl Shorthand for Transition {
    const MEANS: &'static str = "Its kind: `none`, `fade`, `slide-left` …";

    fn short(node: &Arc<Node>, notes: &mut Notes) -> Option<Self> {
        Some(Self { kind: Some(At::read(node, notes)?), ..Self::default() })
    }
}

record! {
    /// A picture over the picture.
    Watermark {
        /// A picture's path.
        file: PathText,
        position: Word<Corner>,
        /// Of the video's width.
        width: Share<100, 10_000>,
        /// From 0 (not seen) to 1.
        opacity: Ratio<0, 1000>,
    }
}

impl Shorthand for Watermark {
    const MEANS: &'static str = "A picture's path";

    fn short(node: &Arc<Node>, notes: &mut Notes) -> Option<Self> {
        Some(Self { file: Some(At::read(node, notes)?), ..Self::default() })
    }
}
