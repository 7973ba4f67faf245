//! Segments and soundtrack into the finished file, without encoding anything again.

use std::path::{Path, PathBuf};

use super::segment::check_frames;
use super::{Bench, Chapter, Metadata, RenderError, mp4, webm};
use crate::media::Muxer;

const JOINED: &str = "joined.mp4";

/// Whether a decoder that is set up for the first segment understands all of them; for what was not made by our own
/// settings to the last bit.
///
/// # Errors
/// A segment cannot be read.
pub fn are_alike(segments: &[PathBuf]) -> Result<bool, RenderError> {
    let read = |path: &PathBuf| mp4::Samples::read(path, b"vide").map(|samples| (samples.timescale, samples.entry));
    let entries = segments.iter().map(read).collect::<Result<Vec<_>, _>>();
    let entries = entries.map_err(|error| RenderError::file("cannot read a segment", &error))?;
    Ok(entries.windows(2).all(|pair| pair[0] == pair[1]))
}

/// What is joined. All segments were encoded for the same canvas and quality.
#[derive(Debug, Clone, Copy)]
pub struct Join<'a> {
    /// Files and their exact frame counts, in order.
    pub segments: &'a [(PathBuf, u32)],
    /// Of the video's length, as [`encode_sound`](super::encode_sound) makes it for the container.
    pub soundtrack: &'a Path,
    pub chapters: &'a [Chapter],
    pub metadata: &'a Metadata,
    pub muxer: Muxer,
}

/// Joins by copying samples and gives the path: every frame at its exact time, the index at the front.
///
/// # Errors
/// A file that cannot be read or written, or a result that does not hold every frame and all of the sound.
pub async fn join(bench: &Bench<'_>, what: Join<'_>) -> Result<PathBuf, RenderError> {
    let Join { segments, soundtrack, chapters, metadata, muxer } = what;
    for (segment, frames) in segments {
        check_frames(segment, *frames)?;
    }
    let path = bench.scratch.join(JOINED);
    let files: Vec<PathBuf> = segments.iter().map(|(path, _)| path.clone()).collect();
    let (heard, texts) = match muxer {
        Muxer::Mp4 => (Some(soundtrack), mp4::Texts { metadata, chapters }),
        Muxer::Webm => (None, mp4::Texts { metadata: &Metadata::default(), chapters: &[] }),
    };
    mp4::join(&files, heard, &texts, &path).map_err(|error| RenderError::file("cannot join the segments", &error))?;
    check_frames(&path, segments.iter().map(|(_, frames)| frames).sum())?;
    let path = match muxer {
        Muxer::Mp4 => path,
        Muxer::Webm => webm::mux(bench, JOINED, soundtrack, metadata, chapters).await?,
    };
    (bench.progress)(1.0, None);
    Ok(path)
}
