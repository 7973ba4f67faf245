//! Voices, music, loudness.

use std::sync::Arc;

use crate::manifest::node::Node;
use crate::manifest::notes::Notes;
use crate::manifest::read::{At, Either, Shorthand};
use crate::manifest::record::record;
use crate::manifest::scalar::{Flag, Level, Line, PathText, Ratio, Time, Whole};

/// A voice's or provider's name, or all about it.
pub(crate) type VoiceItem = Either<Line, Voice>;

record! {
    /// Who speaks.
    Voice {
        /// A name of `providers.voices`; `espeak` is always there.
        provider: Line,
        /// The provider's name for the voice, such as `en-us` or `en-us+f3`.
        name: Line,
        /// Times the normal rate.
        speed: Ratio<500, 2000>,
        /// 0 to 99; 50 is the voice's own.
        pitch: Whole<0, 99>,
    }
}

record! {
    /// What plays under the narration.
    Music {
        /// A sound file's path.
        file: PathText,
        /// Its level, relative to the file's.
        volume: Level<-6000, 1200>,
        /// How much lower while someone speaks.
        duck: Level<0, 6000>,
        fade_in: Time<0, 60_000>,
        fade_out: Time<0, 60_000>,
        /// Repeated until the video ends.
        r#loop: Flag,
    }
}

impl Shorthand for Music {
    const MEANS: &'static str = "A sound file's path";

    fn short(node: &Arc<Node>, notes: &mut Notes) -> Option<Self> {
        Some(Self { file: Some(At::read(node, notes)?), ..Self::default() })
    }
}

record! {
    /// How loud the finished sound is.
    Loudness {
        /// Integrated loudness in LUFS.
        target: Level<-3600, -500>,
        /// The highest true peak in dBTP.
        true_peak: Level<-900, 0>,
    }
}

impl Shorthand for Loudness {
    const MEANS: &'static str = "The target in LUFS";
    const TYPES: &'static [&'static str] = &["number", "string"];

    fn short(node: &Arc<Node>, notes: &mut Notes) -> Option<Self> {
        Some(Self { target: Some(At::read(node, notes)?), ..Self::default() })
    }
}
