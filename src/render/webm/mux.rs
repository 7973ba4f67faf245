//! Pictures and sound into one WebM file, by stream copy.

use std::path::{Path, PathBuf};

use super::texts::ffmetadata;
use crate::render::ffmpeg::{Args, Call};
use crate::render::{Bench, Chapter, Metadata, RenderError, container};

const SOUND: &str = "in1";
const TEXTS: &str = "texts.txt";
const MUXED: &str = "joined.webm";

/// `pictures` is the name of an MP4 file in the scratch folder, `sound` a WebM file of Opus.
///
/// # Errors
/// FFmpeg's, or a file that cannot be linked or written.
pub(in crate::render) async fn mux(
    bench: &Bench<'_>,
    pictures: &str,
    sound: &Path,
    metadata: &Metadata,
    chapters: &[Chapter],
) -> Result<PathBuf, RenderError> {
    container::link(sound, &bench.scratch.join(SOUND)).map_err(|error| RenderError::file("cannot link", &error))?;
    std::fs::write(bench.scratch.join(TEXTS), ffmetadata(metadata, chapters))
        .map_err(|error| RenderError::file("cannot write the chapters", &error))?;
    Call::ffmpeg(bench, args(pictures)).run().await?;
    Ok(bench.scratch.join(MUXED))
}

/// Sound that comes from a WebM file keeps what its decoder drops at both ends; with times left as they are, both streams
/// begin at zero. The index is put at the front, so that players can jump before they have all of it.
fn args(pictures: &str) -> Args {
    Args::ffmpeg()
        .flag("-nostdin")
        .flag("-xerror")
        .input("mov", pictures)
        .input("matroska", SOUND)
        .input("ffmetadata", TEXTS)
        .option("-map", "0:v:0")
        .option("-map", "1:a:0")
        .option("-c", "copy")
        .option("-map_metadata", "2")
        .option("-map_metadata:s", "-1")
        .option("-map_chapters", "2")
        .option("-avoid_negative_ts", "disabled")
        .number("-cues_to_front", 1_u32)
        .output("webm", MUXED)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_command_line_is_this() {
        assert_eq!(
            args("joined.mp4").to_string(),
            "-hide_banner\n-nostats\n-loglevel repeat+level+info\n-y\n-nostdin\n-xerror\n\
             -protocol_whitelist file,pipe\n-f mov\n-i file:joined.mp4\n-protocol_whitelist file,pipe\n-f matroska\n\
             -i file:in1\n-protocol_whitelist file,pipe\n-f ffmetadata\n-i file:texts.txt\n-map 0:v:0\n-map 1:a:0\n\
             -c copy\n-map_metadata 2\n-map_metadata:s -1\n-map_chapters 2\n-avoid_negative_ts disabled\n\
             -cues_to_front 1\n-fflags +bitexact\n-f webm file:joined.webm"
        );
    }
}
