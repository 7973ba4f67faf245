//! What is made beside the finished video.

use serde_yaml::Value;

use super::value::{Map, milliseconds};
use crate::manifest::scalar::Word;
use crate::media::{Hls, Preview};

pub(super) fn preview(preview: &Preview) -> Value {
    let Preview { format, start_ms, length_ms, width, fps } = *preview;
    Map::new()
        .put("format", Word(format).name())
        .put("start", milliseconds(start_ms))
        .put("duration", milliseconds(length_ms.into()))
        .put("width", width)
        .put("fps", fps)
        .into_value()
}

pub(super) fn hls(hls: &Hls) -> Value {
    let Hls { segment_ms } = *hls;
    Map::new().put("segment", milliseconds(segment_ms.into())).into_value()
}
