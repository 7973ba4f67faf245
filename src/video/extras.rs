//! What is made from the finished video, beside it: jobs of their own, so that another wish for one leaves the video as
//! it is.

use super::Bench;
use crate::media::Hls;
use crate::mill::{Artifact, JobError};
use crate::stage::assemble::{self, Assembled};
use crate::stage::{hls, preview};

/// Adds their files to those of the video.
pub(super) async fn add(bench: &Bench, assembled: &mut Artifact<Assembled>) -> Result<(), JobError> {
    let video = bench.video();
    if let Some(wanted) = video.preview {
        let made = bench
            .obtain(preview::Job {
                preview: wanted,
                video: assembled.file(&assemble::video(video.muxer))?,
                canvas: video.canvas,
                length_ms: assembled.value.length_ms,
                ffmpeg: bench.tools.ffmpeg.version.clone(),
                tools: bench.tools.clone(),
            })
            .await?;
        assembled.files.extend(made.files);
    }
    if let Some(Hls { segment_ms }) = video.hls {
        let made = bench
            .obtain(hls::Job {
                video: assembled.file(&assemble::video(video.muxer))?,
                canvas: video.canvas,
                segment_ms,
                subtitles: assembled.files.get(assemble::SUBTITLES).cloned(),
                language: video.language.clone(),
                tools: bench.tools.clone(),
            })
            .await?;
        assembled.files.extend(made.files);
    }
    Ok(())
}
