//! What is made beside the video, from it or from its segments: jobs of their own, so that another wish for one leaves
//! the video as it is.

use super::Bench;
use super::parts::Parts;
use super::segments::{Encoded, OfShot};
use crate::media::Hls;
use crate::media::timeline::clock;
use crate::mill::{Artifact, JobError};
use crate::stage::assemble::{self, Assembled};
use crate::stage::poster::{self, Poster};
use crate::stage::{hls, preview};

/// The frame that the manifest names, else one about a third in; made as soon as the shots up to it are.
pub(super) async fn poster(parts: &Parts<'_>, shots: &[OfShot<'_>]) -> Result<Artifact<Poster>, JobError> {
    let bench = parts.bench;
    let video = bench.video();
    let timeline = parts.timeline().await?;
    let at_ms = video.poster_ms.unwrap_or(timeline.duration_ms() / 3);
    let frame = clock::nearest_frame(at_ms, timeline.fps).min(timeline.frames.saturating_sub(1));
    let (segment, frame) = locate(shots, frame).await?;
    bench
        .obtain(poster::Job {
            segment: segment.file,
            canvas: video.canvas,
            at_ms: clock::frame_ms(frame, timeline.fps),
            exact: video.poster_ms.is_some(),
            ffmpeg: bench.tools.ffmpeg.version.clone(),
            tools: bench.tools.clone(),
        })
        .await
}

/// Which segment has a frame of the video, and which of its own frames that is.
async fn locate(shots: &[OfShot<'_>], mut frame: u32) -> Result<(Encoded, u32), JobError> {
    for shot in shots {
        for segment in shot.clone().await? {
            match frame.checked_sub(segment.frames) {
                None => return Ok((segment, frame)),
                Some(behind) => frame = behind,
            }
        }
    }
    Err(JobError::failed("the video has no frame"))
}

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
