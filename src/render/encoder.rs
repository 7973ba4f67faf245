//! How pictures are encoded, so that segments join by stream copy and the same frames give the same bytes anywhere.

use super::Hardware;
use super::ffmpeg::Args;
use crate::media::{Canvas, Codec, Encoding, PreviewFormat, Quality, SoundCodec};

/// Everything between the inputs and the output's name, for one video stream of `frames` frames. The SEI unit in which
/// x264 writes down its own options (type 6) is left out.
pub(super) fn video(canvas: Canvas, encoding: Encoding, frames: u32) -> Args {
    let Encoding { codec, quality } = encoding;
    let gop = canvas.gop();
    match codec {
        Codec::H264 => h264(canvas, frames, X264::moving(canvas, quality)),
        Codec::Hevc => frame(canvas, frames, hevc(quality, gop)),
        Codec::Av1 => frame(canvas, frames, av1(quality, gop)),
        Codec::Vp9 => frame(canvas, frames, vp9(quality, gop)),
    }
}

/// Whether pictures are encoded by x264, in this process or in FFmpeg. `hardware`: the chip that encodes.
pub fn by_x264(encoding: Encoding, hardware: Option<&Hardware>) -> bool {
    encoding.codec == Codec::H264 && hardware.is_none()
}

/// FFmpeg's name of the codec.
pub(super) fn name(codec: Codec) -> &'static str {
    match codec {
        Codec::H264 => "h264",
        Codec::Hevc => "hevc",
        Codec::Av1 => "av1",
        Codec::Vp9 => "vp9",
    }
}

/// FFmpeg's name of the codec.
pub(super) fn sound_name(codec: SoundCodec) -> &'static str {
    match codec {
        SoundCodec::Aac => "aac",
        SoundCodec::Opus => "opus",
    }
}

/// The encoders that such a file takes and that not every FFmpeg has. `codec`: what software is to encode the pictures as.
pub fn encoders_for(codec: Option<Codec>, sound: SoundCodec, preview: Option<PreviewFormat>) -> Vec<&'static str> {
    let pictures = match codec {
        None | Some(Codec::H264) => None,
        Some(Codec::Hevc) => Some("libx265"),
        Some(Codec::Av1) => Some("libsvtav1"),
        Some(Codec::Vp9) => Some("libvpx-vp9"),
    };
    let sound = match sound {
        SoundCodec::Aac => None,
        SoundCodec::Opus => Some("libopus"),
    };
    let preview = preview.map(|format| match format {
        PreviewFormat::Gif => "gif",
        PreviewFormat::Webp => "libwebp_anim",
    });
    pictures.into_iter().chain(sound).chain(preview).collect()
}

/// One thread, and nothing of the encoder's own words in the stream. `hvc1`: parameter sets stand in the header alone,
/// which some players insist on.
fn hevc(quality: Quality, gop: u32) -> Args {
    let (preset, crf) = match quality {
        Quality::Draft => ("ultrafast", 31_u32),
        Quality::Standard => ("veryfast", 25),
        Quality::High => ("medium", 21),
    };
    let x265 = format!("keyint={gop}:open-gop=0:pools=none:frame-threads=1:wpp=0:info=0:log-level=error");
    let encoder = Args::default().option("-c:v", "libx265").option("-preset", preset).number("-crf", crf);
    encoder.option("-x265-params", x265).option("-tag:v", "hvc1")
}

fn av1(quality: Quality, gop: u32) -> Args {
    let (preset, crf) = match quality {
        Quality::Draft => (12_u32, 45_u32),
        Quality::Standard => (9, 33),
        Quality::High => (6, 25),
    };
    let encoder = Args::default().option("-c:v", "libsvtav1").number("-preset", preset).number("-crf", crf);
    encoder.number("-g", gop).option("-svtav1-params", "lp=1")
}

fn vp9(quality: Quality, gop: u32) -> Args {
    let (speed, crf) = match quality {
        Quality::Draft => (8_u32, 40_u32),
        Quality::Standard => (5, 32),
        Quality::High => (2, 27),
    };
    let encoder = Args::default().option("-c:v", "libvpx-vp9").option("-deadline", "good").number("-cpu-used", speed);
    encoder.number("-crf", crf).number("-b:v", 0_u32).number("-g", gop).number("-row-mt", 0_u32)
}

/// What every encoder is told, and the muxer after it.
fn frame(canvas: Canvas, frames: u32, encoder: Args) -> Args {
    Args::default()
        .number("-frames:v", frames)
        .flag("-an")
        .then(encoder)
        .option("-pix_fmt", "yuv420p")
        .number("-threads", 1_u32)
        .then(colours())
        .option("-flags:v", "+bitexact")
        .option("-map_metadata", "-1")
        .number("-video_track_timescale", timescale(canvas.fps))
}

/// As [`video`] in H.264, for pictures that stand: see [`X264::still`]. Those at `keys` can be started from.
pub(super) fn stills(canvas: Canvas, quality: Quality, frames: u32, keys: &[u32]) -> Args {
    let fps = u64::from(canvas.fps.max(1));
    let time = |&key: &u32| {
        let us = u64::from(key) * 1_000_000 / fps;
        format!("{}.{:06}", us / 1_000_000, us % 1_000_000)
    };
    let times: Vec<String> = keys.iter().map(time).collect();
    h264(canvas, frames, X264::still(quality)).option("-force_key_frames", times.join(","))
}

fn h264(canvas: Canvas, frames: u32, X264 { preset, crf, options }: X264) -> Args {
    let Canvas { width: _, height: _, fps } = canvas;
    Args::default()
        .number("-frames:v", frames)
        .flag("-an")
        .option("-c:v", "libx264")
        .option("-preset", preset)
        .number("-crf", crf)
        .option("-profile:v", "high")
        .option("-pix_fmt", "yuv420p")
        .option("-x264-params", options)
        .number("-threads", 1_u32)
        .then(colours())
        .option("-flags:v", "+bitexact")
        .option("-bsf:v", "filter_units=remove_types=6")
        .option("-map_metadata", "-1")
        .number("-video_track_timescale", timescale(fps))
}

/// How x264 encodes, by FFmpeg or in this process.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct X264 {
    pub preset: &'static str,
    crf: u32,
    /// `name=value:name=value`.
    options: String,
}

impl X264 {
    /// A picture to start from at least every two seconds.
    pub(super) fn moving(canvas: Canvas, quality: Quality) -> Self {
        Self::new(quality, &format!("keyint={}", canvas.gop()))
    }

    /// For pictures of which each is to be shown for a while: every one a reference for the next and no other, so that
    /// it can be repeated. Parameter sets have numbers of their own, for such segments to be joined with the other kind.
    pub(super) fn still(quality: Quality) -> Self {
        Self::new(quality, "bframes=0:ref=1:weightp=0:scenecut=0:keyint=infinite:sps-id=1")
    }

    /// One thread: with several, x264's result depends on their number, and as many encoders as workers are faster
    /// anyway. `cpu-independent` costs nothing and gives the same bytes on every processor.
    fn new(quality: Quality, pictures: &str) -> Self {
        let (preset, crf, extra) = match quality {
            // `ultrafast` alone would be Constrained Baseline.
            Quality::Draft => ("ultrafast", 28, "cabac=1:8x8dct=1:"),
            // As good as `veryfast` at the same size, for 0.6 of its time.
            Quality::Standard => ("superfast", 21, "mbtree=1:rc-lookahead=10:"),
            Quality::High => ("medium", 18, ""),
        };
        Self { preset, crf, options: format!("{extra}{pictures}:open-gop=0:threads=1:cpu-independent=1") }
    }

    /// Everything but the preset and the sides, by x264's names: what FFmpeg tells it too, and units as MP4 has them.
    pub(super) fn words(&self, fps: u32) -> Vec<(String, String)> {
        let own = [
            ("fps", format!("{fps}/1")),
            ("crf", self.crf.to_string()),
            ("sar", "1:1".into()),
            ("fullrange", "off".into()),
            ("colorprim", "bt709".into()),
            ("transfer", "bt709".into()),
            ("colormatrix", "bt709".into()),
            ("annexb", "0".into()),
            ("repeat-headers", "0".into()),
            ("log", "-1".into()),
        ];
        let own = own.into_iter().map(|(name, value)| (name.to_owned(), value));
        let options = self.options.split(':').filter_map(|option| option.split_once('='));
        own.chain(options.map(|(name, value)| (name.to_owned(), value.to_owned()))).collect()
    }
}

/// Says of frames what they are: so that no version of FFmpeg converts them to what the encoder asks for, and that
/// segments of every origin share one decoder configuration, which stream copy takes from the first.
pub(super) const TAGS: &str = "setsar=1,setparams=range=tv:color_primaries=bt709:color_trc=bt709:colorspace=bt709";

/// BT.709 as broadcast.
pub(super) fn colours() -> Args {
    Args::default()
        .option("-colorspace", "bt709")
        .option("-color_primaries", "bt709")
        .option("-color_trc", "bt709")
        .option("-color_range", "tv")
}

/// Ticks a second: every frame takes a whole number of them.
pub(super) fn timescale(fps: u32) -> u32 {
    const USUAL: u32 = 15_360;
    if USUAL.is_multiple_of(fps) { USUAL } else { fps * 512 }
}

#[cfg(test)]
mod tests {
    use super::*;

    const CANVAS: Canvas = Canvas { width: 1080, height: 1920, fps: 30 };

    #[test]
    fn the_standard_settings_are_these() {
        assert_eq!(
            video(CANVAS, Encoding::default(), 90).to_string(),
            "-frames:v 90\n-an\n-c:v libx264\n-preset superfast\n-crf 21\n-profile:v high\n-pix_fmt yuv420p\n\
             -x264-params mbtree=1:rc-lookahead=10:keyint=60:open-gop=0:threads=1:cpu-independent=1\n-threads 1\n\
             -colorspace bt709\n-color_primaries bt709\n-color_trc bt709\n-color_range tv\n-flags:v +bitexact\n\
             -bsf:v filter_units=remove_types=6\n-map_metadata -1\n-video_track_timescale 15360"
        );
    }

    #[test]
    fn draft_and_high_differ_in_preset_and_crf() {
        let text = |quality| video(CANVAS, Encoding { quality, codec: Codec::H264 }, 1).to_string();
        assert!(text(Quality::Draft).contains("-preset ultrafast\n-crf 28\n"));
        assert!(text(Quality::High).contains("-preset medium\n-crf 18\n"));
    }

    #[test]
    fn a_frame_is_a_whole_number_of_ticks() {
        assert_eq!([24, 25, 30, 60].map(timescale), [15_360, 12_800, 15_360, 15_360]);
        assert!((1..=120).all(|fps| timescale(fps).is_multiple_of(fps)));
    }
}
