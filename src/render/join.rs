//! Segments and soundtrack into the finished file, without encoding anything again.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use super::ffmpeg::{Args, Call};
use super::segment::check_frames;
use super::{Bench, Chapter, Metadata, RenderError, container, encoder, metadata, mp4};
use crate::media::Canvas;

const JOINED: &str = "joined.mp4";
const LIST: &str = "segments.txt";
const SOUND: &str = "sound.m4a";
const META: &str = "metadata.txt";

/// What is joined. All segments were encoded for the same canvas and quality.
#[derive(Debug, Clone, Copy)]
pub struct Join<'a> {
    pub canvas: Canvas,
    /// Files and their exact frame counts, in order.
    pub segments: &'a [(PathBuf, u32)],
    /// AAC in MP4, of the video's length.
    pub soundtrack: &'a Path,
    pub chapters: &'a [Chapter],
    pub metadata: &'a Metadata,
}

/// Joins by stream copy and gives the path: every frame at its exact time, the index at the front.
///
/// # Errors
/// FFmpeg's, or a result that does not hold every frame and all of the sound.
pub async fn join(bench: &Bench<'_>, what: Join<'_>) -> Result<PathBuf, RenderError> {
    let Join { canvas, segments, soundtrack, chapters, metadata } = what;
    lay_out(bench.scratch, what).map_err(|error| RenderError::file("cannot lay out the segments", &error))?;
    let frames = segments.iter().map(|(_, frames)| frames).sum();
    let sound = sound_packets(soundtrack)?;
    let meta = metadata::text(metadata, chapters);
    std::fs::write(bench.scratch.join(META), meta).map_err(|error| RenderError::file("cannot write", &error))?;

    let done = Call::ffmpeg(bench, args(canvas)).progress(bench, frames).run().await?;
    let path = bench.scratch.join(JOINED);
    let checked = check_frames(&path, frames).and_then(|()| match sound_packets(&path)? {
        found if found == sound => Ok(()),
        found => Err(RenderError::failed(format!("the joined file has {found} sound packets of {sound}"))),
    });
    checked.map_err(|error| error.log(done.stderr))?;
    Ok(path)
}

fn sound_packets(path: &Path) -> Result<u32, RenderError> {
    let index = mp4::Index::read(path).map_err(|error| RenderError::file("cannot read the soundtrack", &error))?;
    Ok(index.track(b"soun").map_or(0, |track| track.samples))
}

fn lay_out(scratch: &Path, what: Join<'_>) -> std::io::Result<()> {
    for (number, (segment, _)) in what.segments.iter().enumerate() {
        container::link(segment, &scratch.join(name(number)))?;
    }
    container::link(what.soundtrack, &scratch.join(SOUND))?;
    let frames: Vec<u32> = what.segments.iter().map(|&(_, frames)| frames).collect();
    std::fs::write(scratch.join(LIST), list(&frames, what.canvas.fps))
}

fn name(number: usize) -> String {
    format!("segment{number:05}.mp4")
}

/// A concat list with each entry's duration: without them the joins drift by milliseconds. Ends are rounded to
/// microseconds, not lengths, so that no error adds up.
fn list(frames: &[u32], fps: u32) -> String {
    let at = |frame: u64| (frame * 1_000_000 + u64::from(fps) / 2) / u64::from(fps.max(1));
    let mut text = String::from("ffconcat version 1.0\n");
    let mut start = 0;
    for (number, &frames) in frames.iter().enumerate() {
        let end = start + u64::from(frames);
        let length = at(end) - at(start);
        let _ = writeln!(text, "file '{}'\nduration {}.{:06}", name(number), length / 1_000_000, length % 1_000_000);
        start = end;
    }
    text
}

fn args(canvas: Canvas) -> Args {
    Args::ffmpeg()
        .flag("-nostdin")
        .flag("-xerror")
        .input("concat", LIST)
        .input("mov", SOUND)
        .input("ffmetadata", META)
        .option("-map", "0:v:0")
        .option("-map", "1:a:0")
        .option("-map_metadata", "2")
        .option("-map_chapters", "2")
        .option("-c", "copy")
        .number("-video_track_timescale", encoder::timescale(canvas.fps))
        .option("-movflags", "+faststart")
        .progress()
        .output("mp4", JOINED)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_command_line_is_this() {
        assert_eq!(
            args(Canvas { width: 2, height: 2, fps: 30 }).to_string(),
            "-hide_banner\n-nostats\n-loglevel repeat+level+info\n-y\n-nostdin\n-xerror\n\
             -protocol_whitelist file,pipe\n-f concat\n-i file:segments.txt\n\
             -protocol_whitelist file,pipe\n-f mov\n-i file:sound.m4a\n\
             -protocol_whitelist file,pipe\n-f ffmetadata\n-i file:metadata.txt\n\
             -map 0:v:0\n-map 1:a:0\n-map_metadata 2\n-map_chapters 2\n-c copy\n-video_track_timescale 15360\n\
             -movflags +faststart\n-progress pipe:1\n-stats_period 0.25\n-fflags +bitexact\n-f mp4 file:joined.mp4"
        );
    }

    #[test]
    fn the_list_reads_like_this() {
        assert_eq!(
            list(&[31, 47], 30),
            "ffconcat version 1.0\nfile 'segment00000.mp4'\nduration 1.033333\nfile 'segment00001.mp4'\nduration 1.566667\n"
        );
    }

    proptest! {
        #[test]
        fn however_many_segments_no_start_is_off_by_a_microsecond(
            frames in prop::collection::vec(1_u32..500, 1..200), fps in 1_u32..=120
        ) {
            let text = list(&frames, fps);
            let lengths = text.lines().filter_map(|line| line.strip_prefix("duration "));
            let (mut us, mut count) = (0_u64, 0_u64);
            for (length, frames) in lengths.zip(frames) {
                us += length.replace('.', "").parse::<u64>().unwrap();
                count += u64::from(frames);
                prop_assert!((us * u64::from(fps)).abs_diff(count * 1_000_000) <= u64::from(fps));
            }
        }
    }
}
