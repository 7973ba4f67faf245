//! What an FFmpeg was built with, read from its own lists.

use std::collections::BTreeSet;

/// Names of encoders, filters and bitstream filters.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Capabilities {
    pub encoders: BTreeSet<String>,
    pub filters: BTreeSet<String>,
    pub bitstream_filters: BTreeSet<String>,
}

const ENCODERS: [&str; 3] = ["libx264", "aac", "mjpeg"];
/// Encoders that only some videos take, each with what in a manifest asks for it.
pub const OPTIONAL: [(&str, &str); 6] = [
    ("libx265", "codec: hevc"),
    ("libsvtav1", "codec: av1"),
    ("libvpx-vp9", "codec: vp9"),
    ("libopus", "output: x.webm"),
    ("gif", "preview: gif"),
    ("libwebp_anim", "preview: webp"),
];
const FILTERS: [&str; 18] = [
    "ass",
    "blackdetect",
    "bwdif",
    "colorchannelmixer",
    "crop",
    "fps",
    "freezedetect",
    "gblur",
    "overlay",
    "pad",
    "scale",
    "setpts",
    "setparams",
    "setsar",
    "silencedetect",
    "split",
    "tpad",
    "trim",
];
const BITSTREAM_FILTERS: [&str; 1] = ["filter_units"];

impl Capabilities {
    /// From the outputs of `-encoders`, `-filters` and `-bsfs`.
    pub fn parse(encoders: &str, filters: &str, bitstream_filters: &str) -> Self {
        Self {
            encoders: names(encoders),
            filters: names(filters),
            bitstream_filters: bitstream_filters.lines().map(|line| line.trim().to_owned()).collect(),
        }
    }

    /// What rendering needs and this build does not have, e.g. `libx264`.
    pub fn missing(&self) -> Vec<&'static str> {
        let lacking = |needed: &'static [&str], there: &BTreeSet<String>| {
            needed.iter().copied().filter(|&name| !there.contains(name)).collect::<Vec<_>>()
        };
        let mut missing = lacking(&ENCODERS, &self.encoders);
        missing.extend(lacking(&FILTERS, &self.filters));
        missing.extend(lacking(&BITSTREAM_FILTERS, &self.bitstream_filters));
        missing
    }
}

/// Entries are flags, a name and a description; the legend's lines have `=` second.
pub(super) fn names(list: &str) -> BTreeSet<String> {
    let name = |line: &str| {
        let mut words = line.split_whitespace();
        let (flags, name) = (words.next()?, words.next()?);
        (name != "=" && flags.chars().all(|c| c == '.' || c.is_ascii_uppercase())).then(|| name.to_owned())
    };
    list.lines().filter_map(name).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const ENCODERS: &str = "Encoders:\n V..... = Video\n ------\n V....D libx264              H.264 (codec h264)\n \
                            A..... aac                  AAC (Advanced Audio Coding)\n";
    const FILTERS: &str = "Filters:\n  T.. = Timeline support\n  | = Source or sink filter\n ... ass               \
                           V->V       Render ASS subtitles.\n TSC crop              V->V       Crop.\n";

    #[test]
    fn names_are_read_and_legends_are_not() {
        let found = Capabilities::parse(ENCODERS, FILTERS, "Bitstream filters:\nfilter_units\n");
        assert!(found.encoders.iter().eq(["aac", "libx264"]));
        assert!(found.filters.iter().eq(["ass", "crop"]));
        assert_eq!(found.missing()[..3], ["mjpeg", "blackdetect", "bwdif"]);
        assert!(!found.missing().contains(&"filter_units"));
    }
}
