//! The finished soundtrack into AAC.

use std::path::{Path, PathBuf};

use super::ffmpeg::{Args, Call};
use super::{Bench, RenderError, container, mp4};

const WAV: &str = "in0";
const SOUND: &str = "soundtrack.m4a";

/// Encodes a WAV file as stereo AAC at 48 kHz and 192 kb/s, and gives the path of the `.m4a`.
///
/// # Errors
/// FFmpeg's, or a result without sound.
pub async fn encode_aac(bench: &Bench<'_>, wav: &Path) -> Result<PathBuf, RenderError> {
    container::link(wav, &bench.scratch.join(WAV)).map_err(|error| RenderError::file("cannot link", &error))?;
    let done = Call::ffmpeg(bench, args()).run().await?;
    let path = bench.scratch.join(SOUND);
    let index = mp4::Index::read(&path).map_err(|error| RenderError::file("ffmpeg left a broken file", &error))?;
    if !index.is_whole() || index.track(b"soun").is_none_or(|track| track.samples == 0) {
        return Err(RenderError::failed("ffmpeg left a soundtrack without sound").log(done.stderr));
    }
    Ok(path)
}

/// The `fast` coder takes a third of the default one's time, keeps true peaks better, and is as good on speech at this
/// rate.
fn args() -> Args {
    Args::ffmpeg()
        .flag("-nostdin")
        .flag("-xerror")
        .input("wav", WAV)
        .option("-map", "0:a:0")
        .option("-c:a", "aac")
        .option("-aac_coder", "fast")
        .option("-b:a", "192k")
        .number("-ar", 48_000_u32)
        .number("-ac", 2_u32)
        .option("-flags:a", "+bitexact")
        .option("-map_metadata", "-1")
        .output("mp4", SOUND)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_command_line_is_this() {
        assert_eq!(
            args().to_string(),
            "-hide_banner\n-nostats\n-loglevel repeat+level+info\n-y\n-nostdin\n-xerror\n\
             -protocol_whitelist file,pipe\n-f wav\n-i file:in0\n-map 0:a:0\n-c:a aac\n-aac_coder fast\n-b:a 192k\n\
             -ar 48000\n-ac 2\n-flags:a +bitexact\n-map_metadata -1\n-fflags +bitexact\n-f mp4 file:soundtrack.m4a"
        );
    }
}
