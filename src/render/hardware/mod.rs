//! Video chips: which there may be, what each is told, and whether one truly works.
//!
//! A chip's frames are not the same bytes on every machine, as software's are; so who encodes is the user's choice, and
//! one video has one encoder, since its segments are joined by stream copy.

mod devices;
mod probe;
mod settings;

use std::path::PathBuf;

use serde::{Serialize, Serializer};

pub use devices::fingerprint;
pub use probe::try_out;
pub(super) use settings::{before_inputs, upload, video};

use super::encoder;
use crate::media::{Codec, Family};

/// A chip, and how it is reached.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hardware {
    pub family: Family,
    /// The render node, where the family is reached by one.
    pub device: Option<PathBuf>,
}

/// Raised when the same inputs come to mean another result: only chips' results are made anew then.
const FORMAT: u32 = 1;

/// In keys: which chip of the make it is changes nothing that we could know of.
impl Serialize for Hardware {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&format_args!("{}/{FORMAT}", self.family.name()))
    }
}

impl Hardware {
    /// FFmpeg's name of the family's encoder, such as `h264_nvenc`; `None`: it has none for this codec.
    pub fn encoder(family: Family, codec: Codec) -> Option<String> {
        let there_is = match codec {
            Codec::H264 | Codec::Hevc => true,
            Codec::Av1 => family != Family::Videotoolbox,
            Codec::Vp9 => matches!(family, Family::Qsv | Family::Vaapi),
        };
        there_is.then(|| format!("{}_{}", encoder::name(codec), family.name()))
    }

    /// Every chip that there may be, in order of preference; one of each family at least.
    pub fn candidates() -> Vec<Self> {
        let of = |family| match (family, devices::render_nodes()) {
            (Family::Vaapi, nodes) if !nodes.is_empty() => nodes.into_iter().map(|node| (family, Some(node))).collect(),
            _ => vec![(family, None)],
        };
        Family::ALL.into_iter().flat_map(of).map(|(family, device)| Self { family, device }).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn encoders_have_their_names_where_there_are_any() {
        let name = |family, codec| Hardware::encoder(family, codec);
        assert_eq!(name(Family::Nvenc, Codec::H264).as_deref(), Some("h264_nvenc"));
        assert_eq!(name(Family::Vaapi, Codec::Vp9).as_deref(), Some("vp9_vaapi"));
        assert_eq!(name(Family::Videotoolbox, Codec::Av1), None);
        assert_eq!(name(Family::Nvenc, Codec::Vp9), None);
    }

    #[test]
    fn a_key_names_the_family_and_not_the_machine_s_node() {
        let of = |device: Option<&str>| Hardware { family: Family::Vaapi, device: device.map(PathBuf::from) };
        assert_eq!(serde_json::to_value(of(Some("/dev/dri/renderD128"))).unwrap(), "vaapi/1");
        assert_eq!(serde_json::to_value(of(None)).unwrap(), "vaapi/1");
    }
}
