//! What a finished video is handed over as: its container.

use std::path::Path;

use serde::{Deserialize, Serialize};

use super::Codec;

/// The container of the finished file; the ending of its name says which.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Muxer {
    /// Plays everywhere.
    #[default]
    Mp4,
    /// VP9 or AV1 with Opus: free throughout. Its times are whole milliseconds.
    Webm,
}

impl Muxer {
    /// By the ending of a name, whatever its case.
    pub fn of(path: &Path) -> Option<Self> {
        let ending = path.extension()?.to_str()?;
        [Self::Mp4, Self::Webm].into_iter().find(|muxer| muxer.ending().eq_ignore_ascii_case(ending))
    }

    /// Of file names, and FFmpeg's name of it.
    pub fn ending(self) -> &'static str {
        match self {
            Self::Mp4 => "mp4",
            Self::Webm => "webm",
        }
    }

    pub fn usual_codec(self) -> Codec {
        match self {
            Self::Mp4 => Codec::H264,
            Self::Webm => Codec::Vp9,
        }
    }

    pub fn holds(self, codec: Codec) -> bool {
        match self {
            Self::Mp4 => true,
            Self::Webm => matches!(codec, Codec::Av1 | Codec::Vp9),
        }
    }

    pub fn sound(self) -> SoundCodec {
        match self {
            Self::Mp4 => SoundCodec::Aac,
            Self::Webm => SoundCodec::Opus,
        }
    }

    /// Left out of keys, which are then what they were before there was a choice.
    pub fn is_usual(&self) -> bool {
        *self == Self::default()
    }
}

/// How sound is coded.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum SoundCodec {
    #[default]
    Aac,
    Opus,
}

impl SoundCodec {
    /// As [`Muxer::is_usual`].
    pub fn is_usual(&self) -> bool {
        *self == Self::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_ending_says_the_container() {
        let of = |name: &str| Muxer::of(Path::new(name));
        assert_eq!([of("a.mp4"), of("b/c.WEBM")], [Some(Muxer::Mp4), Some(Muxer::Webm)]);
        assert_eq!([of("a.mkv"), of("mp4"), of("a.mp4/")], [None, None, Some(Muxer::Mp4)]);
    }
}
