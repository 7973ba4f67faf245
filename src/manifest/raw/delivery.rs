//! What is made beside the finished video.

use std::sync::Arc;

use crate::manifest::node::Node;
use crate::manifest::notes::Notes;
use crate::manifest::read::{At, Read as _, Shorthand};
use crate::manifest::record::record;
use crate::manifest::scalar::{Flag, Time, Whole, Word};
use crate::media::PreviewFormat;

record! {
    /// A short moving picture of the video, without sound, that plays over and over.
    Preview {
        /// `webp` is smaller and has more colours; `gif` is shown everywhere.
        format: Word<PreviewFormat>,
        /// Where in the video it begins.
        start: Time<0, 86_400_000>,
        /// How long it is; shorter where the video is.
        duration: Time<200, 30_000>,
        /// Pixels; the height follows from the video's shape.
        width: Whole<32, 1920>,
        /// Frames a second, at most the video's.
        fps: Whole<1, 50>,
    }
}

record! {
    /// The video as an HTTP Live Stream.
    Hls {
        /// The longest that a part of the stream may be.
        segment: Time<1000, 30_000>,
    }
}

impl Shorthand for Hls {
    const MEANS: &'static str = "`true`, or `false` for none";
    const TYPES: &'static [&'static str] = &["boolean"];

    fn short(node: &Arc<Node>, notes: &mut Notes) -> Option<Self> {
        if Flag::read(node, notes)?.0 {
            return Some(Self::default());
        }
        // `false` itself is no stream at all, which is read before.
        notes.error(node.spot, "`hls` must be `true`, `false` or a mapping").help("write `hls: false`");
        None
    }
}

impl Shorthand for Preview {
    const MEANS: &'static str = "`gif` or `webp`";

    fn short(node: &Arc<Node>, notes: &mut Notes) -> Option<Self> {
        Some(Self { format: Some(At::read(node, notes)?), ..Self::default() })
    }
}
