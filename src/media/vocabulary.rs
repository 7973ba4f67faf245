//! The field's small values, each valid by construction or by the manifest's checks.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// The picture's size in pixels (both even) and its constant frame rate.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Canvas {
    pub width: u32,
    pub height: u32,
    pub fps: u32,
}

impl Canvas {
    /// A group of pictures: the most frames from one that can be started from to the next. Two seconds, as streaming
    /// wants it.
    pub fn gop(self) -> u32 {
        2 * self.fps
    }
}

/// sRGB with straight alpha.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Colour {
    pub r: u8,
    pub g: u8,
    pub b: u8,
    pub a: u8,
}

impl Colour {
    pub const BLACK: Colour = Colour::rgb(0, 0, 0);
    pub const WHITE: Colour = Colour::rgb(255, 255, 255);

    pub const fn rgb(r: u8, g: u8, b: u8) -> Self {
        Self { r, g, b, a: 255 }
    }
}

#[derive(Debug, thiserror::Error, PartialEq, Eq)]
#[error("`{0}` is not a colour; write \"#rrggbb\", \"#rgb\" or \"#rrggbbaa\", in quotes")]
pub struct NotAColour(String);

impl FromStr for Colour {
    type Err = NotAColour;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let wrong = || NotAColour(text.chars().take(40).collect());
        let digits = text.strip_prefix('#').ok_or_else(wrong)?;
        let wide: String = match digits.len() {
            3 => digits.chars().flat_map(|c| [c, c]).collect(),
            6 | 8 => digits.to_owned(),
            _ => return Err(wrong()),
        };
        let bytes = hex::decode(wide).map_err(|_| wrong())?;
        match bytes[..] {
            [r, g, b] => Ok(Self::rgb(r, g, b)),
            [r, g, b, a] => Ok(Self { r, g, b, a }),
            _ => Err(wrong()),
        }
    }
}

impl fmt::Display for Colour {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "#{:02x}{:02x}{:02x}", self.r, self.g, self.b)?;
        if self.a != 255 {
            write!(f, "{:02x}", self.a)?;
        }
        Ok(())
    }
}

impl Serialize for Colour {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Colour {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}

/// How a still moves while it is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Motion {
    None,
    ZoomIn,
    ZoomOut,
    PanLeft,
    PanRight,
    PanUp,
    PanDown,
}

/// How a picture of another shape fills the canvas.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Fit {
    /// Fill, cropping what overhangs.
    #[default]
    Cover,
    /// Show all of it on black.
    Contain,
    /// Show all of it on a blurred copy of itself.
    Blur,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Quality {
    Draft,
    #[default]
    Standard,
    High,
}

/// How pictures are coded.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Codec {
    /// Plays everywhere.
    #[default]
    H264,
    /// Smaller; plays on most devices of the last years.
    Hevc,
    /// Smaller still, and free; slower to make.
    Av1,
    /// Free; browsers and phones.
    Vp9,
}

/// What the encoder is asked for.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Encoding {
    pub codec: Codec,
    pub quality: Quality,
}

/// Where captions go.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum CaptionMode {
    None,
    /// Painted into the picture.
    Burn,
    /// `.srt` and `.vtt` beside the video.
    Files,
    #[default]
    Both,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum CaptionStyle {
    /// A few words at a time, the spoken one highlighted.
    #[default]
    Word,
    /// A line at a time.
    Line,
    /// A line at a time on a box.
    Boxed,
    /// A line at a time, its words lit as they are spoken.
    Karaoke,
    /// Not painted at all; files are written as ever.
    None,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum CaptionPosition {
    Top,
    Center,
    /// Above what the shorts platforms draw over the picture.
    #[default]
    Bottom,
}

/// How burnt captions look; sizes are in pixels of the canvas.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CaptionLook {
    pub style: CaptionStyle,
    pub font: String,
    pub size: u32,
    pub color: Colour,
    pub highlight: Colour,
    pub position: CaptionPosition,
    /// Words shown at once in the `word` style.
    pub max_words: u32,
    pub outline: u32,
    pub uppercase: bool,
}

/// Millibels (hundredths of a decibel) keep keys free of floats.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ducking {
    /// Music's level in hundredths of a dB relative to its source, at most 0 in practice (-1800 is -18 dB).
    pub volume: i32,
    /// How much lower while someone speaks, in hundredths of a dB (1200 is 12 dB).
    pub duck: u32,
    pub fade_in_ms: u32,
    pub fade_out_ms: u32,
    /// Repeated until the video ends.
    pub looped: bool,
}

/// EBU R 128 integrated loudness in hundredths of LUFS and true peak in hundredths of dBTP.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct LoudnessTarget {
    pub target: i32,
    pub true_peak: i32,
}

impl Default for LoudnessTarget {
    fn default() -> Self {
        Self { target: -1400, true_peak: -100 }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Transition {
    pub kind: TransitionKind,
    pub duration_ms: u32,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum TransitionKind {
    /// A hard cut.
    None,
    /// One picture dissolves into the next.
    Fade,
    /// Out into black, and in again.
    FadeBlack,
    /// The next picture is uncovered by a border that goes this way.
    WipeLeft,
    WipeRight,
    WipeUp,
    WipeDown,
    /// The next picture pushes the last one out, this way.
    SlideLeft,
    SlideRight,
    SlideUp,
    SlideDown,
    /// The next picture is uncovered from the middle.
    Circle,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Corner {
    TopLeft,
    #[default]
    TopRight,
    BottomLeft,
    BottomRight,
}
