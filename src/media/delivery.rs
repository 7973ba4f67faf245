//! What a finished video is handed over as: its container, and what is made beside it.

use std::path::Path;

use serde::{Deserialize, Serialize};

use super::{Canvas, Codec};

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

/// An HTTP Live Stream of a video.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Hls {
    /// Segments are at most so long, where the video's pictures let them.
    pub segment_ms: u32,
}

impl Hls {
    /// Whether players of streams know such pictures.
    pub fn carries(codec: Codec) -> bool {
        matches!(codec, Codec::H264 | Codec::Hevc | Codec::Av1)
    }
}

/// How a moving picture without sound is coded.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum PreviewFormat {
    /// Shown everywhere; 256 colours.
    Gif,
    #[default]
    Webp,
}

impl PreviewFormat {
    /// Of file names, and FFmpeg's name of it.
    pub fn ending(self) -> &'static str {
        match self {
            Self::Gif => "gif",
            Self::Webp => "webp",
        }
    }
}

/// A short moving picture of a video.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Preview {
    pub format: PreviewFormat,
    pub start_ms: u64,
    pub length_ms: u32,
    /// In pixels, even.
    pub width: u32,
    pub fps: u32,
}

impl Preview {
    /// In pixels, even, of a video of this shape.
    pub fn height(&self, canvas: Canvas) -> u32 {
        let Canvas { width, height, fps: _ } = canvas;
        let exact = u64::from(self.width) * u64::from(height) / u64::from(width.max(1));
        u32::try_from(exact).unwrap_or(u32::MAX).max(2) & !1
    }

    /// Start in milliseconds and frames of a preview of a video so long: where that ends sooner, of its end.
    pub fn cut(&self, video_ms: u64) -> (u64, u32) {
        let frames = |ms: u64| ms * u64::from(self.fps) / 1000;
        let length = u64::from(self.length_ms).min(video_ms);
        let start = self.start_ms.min(video_ms - length);
        (start, u32::try_from(frames(length)).unwrap_or(u32::MAX).max(1))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_preview_is_of_what_there_is() {
        let preview = Preview { format: PreviewFormat::Gif, start_ms: 1000, length_ms: 3000, width: 270, fps: 12 };
        assert_eq!(preview.cut(60_000), (1000, 36));
        assert_eq!(preview.cut(3500), (500, 36), "the end");
        assert_eq!(preview.cut(2000), (0, 24), "all of it");
        assert_eq!(preview.cut(20), (0, 1));
        assert_eq!(preview.height(Canvas { width: 1080, height: 1920, fps: 30 }), 480);
        assert_eq!(preview.height(Canvas { width: 4096, height: 2, fps: 30 }), 2);
    }

    #[test]
    fn the_ending_says_the_container() {
        let of = |name: &str| Muxer::of(Path::new(name));
        assert_eq!([of("a.mp4"), of("b/c.WEBM")], [Some(Muxer::Mp4), Some(Muxer::Webm)]);
        assert_eq!([of("a.mkv"), of("mp4"), of("a.mp4/")], [None, None, Some(Muxer::Mp4)]);
    }
}
