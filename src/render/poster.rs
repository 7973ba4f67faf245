//! One frame of the finished video as a picture to show before it plays.

use std::path::{Path, PathBuf};

use super::ffmpeg::{Args, Call};
use super::{Bench, Container, RenderError, container};

const VIDEO: &str = "in0";
const POSTER: &str = "poster.jpg";

/// The frame shown at `at_ms` of a finished file, as a JPEG; unless `exact`, the one before it that can be decoded by itself.
///
/// # Errors
/// FFmpeg's, or a moment after the last frame.
pub async fn poster(bench: &Bench<'_>, video: &Path, at_ms: u64, exact: bool) -> Result<PathBuf, RenderError> {
    container::link(video, &bench.scratch.join(VIDEO)).map_err(|error| RenderError::file("cannot link", &error))?;
    let path = bench.scratch.join(POSTER);
    let _ = std::fs::remove_file(&path);
    let done = Call::ffmpeg(bench, args(container::of(video)?, at_ms, exact)).run().await?;
    let bytes = std::fs::read(&path).unwrap_or_default();
    if bytes.starts_with(&[0xFF, 0xD8]) && bytes.ends_with(&[0xFF, 0xD9]) {
        return Ok(path);
    }
    let at = format!("{}.{:03} s", at_ms / 1000, at_ms % 1000);
    Err(RenderError::failed(format!("there is no picture at {at}")).help("choose an earlier `poster`").log(done.stderr))
}

/// JPEG (JFIF) is full-range BT.601.
fn args(container: Container, at_ms: u64, exact: bool) -> Args {
    // The file is our own: its header says all, and nothing need be decoded to know it.
    let args = Args::ffmpeg().flag("-nostdin").flag("-nofind_stream_info").number("-threads", 1_u32);
    if exact { args } else { args.flag("-noaccurate_seek").option("-skip_frame", "nokey") }
        .option("-ss", format!("{at_ms}ms"))
        .input(container.demuxer(), VIDEO)
        .option("-map", "0:v:0")
        .number("-frames:v", 1_u32)
        .number("-filter_threads", 1_u32)
        .option("-fps_mode", "passthrough")
        .option("-vf", "scale=in_color_matrix=bt709:out_color_matrix=bt601:out_range=pc,format=yuvj420p")
        .option("-c:v", "mjpeg")
        .number("-q:v", 3_u32)
        .number("-threads", 1_u32)
        .option("-flags:v", "+bitexact")
        .option("-map_metadata", "-1")
        .number("-update", 1_u32)
        .output("image2", POSTER)
}
