//! The finished video as an HTTP Live Stream, by copying its samples.

use std::sync::Arc;

use serde::{Deserialize, Serialize};
use serde_json::json;

use super::{Tools, rendering, told};
use crate::event::Stage;
use crate::media::Canvas;
use crate::mill::{Input, Job as MillJob, JobError, Made, Permit, Workbench, fingerprint};
use crate::render;

/// Before the names of the result's files.
pub const PREFIX: &str = "hls/";
/// The one that players open; all others are told of in it.
pub const INDEX: &str = "hls/index.m3u8";

/// Hex digits that tell one version of a stream from another.
const MARK: usize = 12;

#[derive(Serialize)]
pub struct Job {
    /// The finished one, an MP4.
    pub video: Input,
    pub canvas: Canvas,
    /// Segments are at most so long, where the video's pictures let them.
    pub segment_ms: u32,
    /// WebVTT.
    pub subtitles: Option<Input>,
    /// Of the subtitles.
    pub language: String,
    /// How, not what.
    #[serde(skip)]
    pub tools: Arc<Tools>,
}

/// Nothing but the files.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub struct Stream {}

impl MillJob for Job {
    const STAGE: Stage = Stage::Assemble;
    const FORMAT: u32 = 1;
    type Output = Stream;

    fn label(&self) -> String {
        "HLS".to_owned()
    }

    fn needs(&self) -> Permit {
        Permit::Worker
    }

    async fn run(&self, bench: &Workbench) -> Result<Made<Stream>, JobError> {
        let mark = self.mark()?;
        let work = rendering(&self.tools.ffmpeg, bench);
        let text = self.subtitles.as_ref().map(|subtitles| std::fs::read_to_string(&subtitles.path)).transpose();
        let text = text.map_err(|error| JobError::failed(format!("cannot read the subtitles: {error}")))?;
        let subtitles = text.as_deref().map(|text| render::Subtitles { language: &self.language, text });
        let written = render::stream(&work, &self.video.path, self.canvas, self.segment_ms, subtitles, &mark);
        let files = written.map_err(told)?.into_iter().map(|(name, path)| (format!("{PREFIX}{name}"), path));
        Ok(Made { value: Stream {}, files: files.collect(), cost: Default::default() })
    }
}

impl Job {
    /// Stands in the files' names: those of another video, or of other segments of this one, have another.
    fn mark(&self) -> Result<String, JobError> {
        let job = serde_json::to_value(self).map_err(|error| JobError::failed(error.to_string()))?;
        Ok(fingerprint(&json!([Self::FORMAT, job])).chars().take(MARK).collect())
    }
}

/// Whether a file in a stream's folder has a name that only a job of this kind gives: `video-0123456789ab.m4s`.
pub fn is_named_by_us(name: &str) -> bool {
    let is_mark = |mark: &str| mark.len() == MARK && mark.bytes().all(|byte| byte.is_ascii_hexdigit());
    let rest = name.strip_prefix("video-").or_else(|| name.strip_prefix("subtitles-"));
    let parts = rest.and_then(|rest| rest.split_once('.'));
    parts.is_some_and(|(mark, ending)| is_mark(mark) && ["m4s", "m3u8", "vtt"].contains(&ending))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_marked_names_are_ours() {
        assert!(is_named_by_us("video-0123456789ab.m4s") && is_named_by_us("subtitles-0123456789ab.vtt"));
        for other in
            ["index.m3u8", "video.m4s", "video-0123456789ab.mp4", "video-0123456789.m4s", "my-0123456789ab.vtt"]
        {
            assert!(!is_named_by_us(other), "{other}");
        }
    }
}
