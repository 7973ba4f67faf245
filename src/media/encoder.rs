//! Who turns pictures into a stream: the processor, or a video chip.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, de};

/// Makes of video chips, by the interface that FFmpeg reaches them by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Family {
    /// NVIDIA.
    Nvenc,
    /// Apple.
    Videotoolbox,
    /// Intel.
    Qsv,
    /// AMD.
    Amf,
    /// Whatever has a driver of libva's.
    Vaapi,
}

impl Family {
    /// The first that works is taken.
    pub const ALL: [Self; 5] = [Self::Nvenc, Self::Videotoolbox, Self::Qsv, Self::Amf, Self::Vaapi];

    /// As FFmpeg ends its encoders' names.
    pub fn name(self) -> &'static str {
        match self {
            Self::Nvenc => "nvenc",
            Self::Videotoolbox => "videotoolbox",
            Self::Qsv => "qsv",
            Self::Amf => "amf",
            Self::Vaapi => "vaapi",
        }
    }
}

/// Who shall encode.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum EncoderChoice {
    /// The processor: the same bytes on every machine.
    #[default]
    Software,
    /// A chip where one works, else the processor.
    Auto,
    /// A chip of that make where it works, else the processor.
    Family(Family),
}

impl EncoderChoice {
    pub const ALL: [Self; 7] = [
        Self::Software,
        Self::Auto,
        Self::Family(Family::Nvenc),
        Self::Family(Family::Videotoolbox),
        Self::Family(Family::Qsv),
        Self::Family(Family::Amf),
        Self::Family(Family::Vaapi),
    ];

    pub fn name(self) -> &'static str {
        match self {
            Self::Software => "software",
            Self::Auto => "auto",
            Self::Family(family) => family.name(),
        }
    }

    pub fn allows(self, family: Family) -> bool {
        match self {
            Self::Software => false,
            Self::Auto => true,
            Self::Family(only) => only == family,
        }
    }
}

impl fmt::Display for EncoderChoice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

#[derive(Debug, thiserror::Error, PartialEq, Eq)]
#[error("`{0}` is no encoder; write software, auto, nvenc, videotoolbox, qsv, amf or vaapi")]
pub struct NoEncoder(String);

impl FromStr for EncoderChoice {
    type Err = NoEncoder;

    fn from_str(text: &str) -> Result<Self, NoEncoder> {
        let named = Self::ALL.into_iter().find(|choice| choice.name() == text);
        named.ok_or_else(|| NoEncoder(text.chars().take(40).collect()))
    }
}

impl<'de> Deserialize<'de> for EncoderChoice {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_choice_is_read_by_its_name_and_others_are_told_the_names() {
        for choice in EncoderChoice::ALL {
            assert_eq!(choice.to_string().parse(), Ok(choice));
        }
        let told = "nvidia".parse::<EncoderChoice>().unwrap_err().to_string();
        assert!(told.contains("`nvidia`") && told.contains("nvenc"), "{told}");
    }
}
