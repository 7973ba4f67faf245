//! The finished soundtrack into AAC or Opus.

use std::path::{Path, PathBuf};

use super::ffmpeg::{Args, Call};
use super::{Bench, RenderError, container, mp4, webm};
use crate::media::SoundCodec;

const WAV: &str = "in0";
const AAC: &str = "soundtrack.m4a";
const OPUS: &str = "soundtrack.webm";

/// Every packet's length.
pub(super) const OPUS_PACKET_MS: u32 = 20;

/// Encodes a WAV file as stereo at 48 kHz, and gives the path of the `.m4a` (AAC) or `.webm` (Opus).
///
/// # Errors
/// FFmpeg's, or a result without sound.
pub async fn encode_sound(bench: &Bench<'_>, wav: &Path, codec: SoundCodec) -> Result<PathBuf, RenderError> {
    container::link(wav, &bench.scratch.join(WAV)).map_err(|error| RenderError::file("cannot link", &error))?;
    let args = match codec {
        SoundCodec::Aac => aac(),
        SoundCodec::Opus => opus(),
    };
    let done = Call::ffmpeg(bench, args).run().await?;
    let path = bench.scratch.join(match codec {
        SoundCodec::Aac => AAC,
        SoundCodec::Opus => OPUS,
    });
    let is_heard = match codec {
        SoundCodec::Aac => mp4::Index::read(&path)
            .map(|index| index.is_whole() && index.track(b"soun").is_some_and(|track| track.samples > 0)),
        SoundCodec::Opus => webm::examine(&path).map(|found| found.audio().is_some_and(|sound| sound.frames > Some(0))),
    };
    match is_heard.map_err(|error| RenderError::file("ffmpeg left a broken file", &error))? {
        true => Ok(path),
        false => Err(RenderError::failed("ffmpeg left a soundtrack without sound").log(done.stderr)),
    }
}

/// The `fast` coder takes a third of the default one's time, keeps true peaks better, and is as good on speech at this
/// rate.
fn aac() -> Args {
    let coder = Args::default().option("-c:a", "aac").option("-aac_coder", "fast").option("-b:a", "192k");
    input().then(coder).then(stereo()).output("mp4", AAC)
}

/// Transparent for stereo at this rate, about (RFC 6716's authors recommend 128 kb/s for music).
fn opus() -> Args {
    let coder = Args::default().option("-c:a", "libopus").option("-b:a", "160k").option("-application", "audio");
    let coder = coder.number("-frame_duration", OPUS_PACKET_MS);
    input().then(coder).then(stereo()).output("webm", OPUS)
}

fn input() -> Args {
    Args::ffmpeg().flag("-nostdin").flag("-xerror").input("wav", WAV).option("-map", "0:a:0")
}

fn stereo() -> Args {
    Args::default()
        .number("-ar", 48_000_u32)
        .number("-ac", 2_u32)
        .option("-flags:a", "+bitexact")
        .option("-map_metadata", "-1")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_command_line_is_this() {
        assert_eq!(
            aac().to_string(),
            "-hide_banner\n-nostats\n-loglevel repeat+level+info\n-y\n-nostdin\n-xerror\n\
             -protocol_whitelist file,pipe\n-f wav\n-i file:in0\n-map 0:a:0\n-c:a aac\n-aac_coder fast\n-b:a 192k\n\
             -ar 48000\n-ac 2\n-flags:a +bitexact\n-map_metadata -1\n-fflags +bitexact\n-f mp4 file:soundtrack.m4a"
        );
    }
}
