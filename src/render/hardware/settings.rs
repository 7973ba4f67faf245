//! What each make of chip is told: constant quality near that of software at the same `quality`, closed groups of
//! pictures that begin with an IDR, and no B-frames, so that segments join exactly whatever the driver.

use super::Hardware;
use crate::media::{Canvas, Codec, Encoding, Family, Quality};
use crate::render::encoder::{colours, timescale};
use crate::render::ffmpeg::Args;

/// What stands before the inputs.
pub(in crate::render) fn before_inputs(hardware: Option<&Hardware>) -> Args {
    match hardware {
        Some(Hardware { family: Family::Vaapi, device: Some(node) }) => Args::default().option("-vaapi_device", node),
        _ => Args::default(),
    }
}

/// The last steps of the filtergraph: frames as the chip takes them.
pub(in crate::render) fn upload(hardware: Option<&Hardware>) -> &'static str {
    match hardware.map(|hardware| hardware.family) {
        None | Some(Family::Nvenc) => "",
        Some(Family::Vaapi) => ",format=nv12,hwupload",
        Some(Family::Qsv | Family::Amf | Family::Videotoolbox) => ",format=nv12",
    }
}

/// As software's: everything between the inputs and the output's name, for one video stream of `frames` frames.
pub(in crate::render) fn video(hardware: &Hardware, canvas: Canvas, encoding: Encoding, frames: u32) -> Args {
    let Encoding { codec, quality } = encoding;
    // Only those that there are have been tried out.
    let name = Hardware::encoder(hardware.family, codec).unwrap_or_default();
    let mut args = Args::default().number("-frames:v", frames).flag("-an").option("-c:v", name);
    args = args.then(care(hardware.family, codec, quality)).then(profile(codec));
    args.number("-g", canvas.gop())
        .number("-bf", 0_u32)
        .then(colours())
        .option("-flags:v", "+bitexact+cgop")
        .option("-map_metadata", "-1")
        .number("-video_track_timescale", timescale(canvas.fps))
}

fn profile(codec: Codec) -> Args {
    match codec {
        Codec::H264 => Args::default().option("-profile:v", "high"),
        Codec::Hevc => Args::default().option("-profile:v", "main").option("-tag:v", "hvc1"),
        Codec::Av1 | Codec::Vp9 => Args::default(),
    }
}

/// Speed and quality.
fn care(family: Family, codec: Codec, quality: Quality) -> Args {
    // On the scale of H.264 and HEVC, 0 to 51.
    let level: u32 = match codec {
        Codec::H264 => of(quality, 30, 23, 19),
        Codec::Hevc => of(quality, 32, 25, 21),
        Codec::Av1 | Codec::Vp9 => of(quality, 36, 30, 25),
    };
    // AV1's and VP9's own scale is 0 to 255.
    let own_level: u32 = match codec {
        Codec::H264 | Codec::Hevc => level,
        Codec::Av1 | Codec::Vp9 => of(quality, 160, 120, 85),
    };
    let args = Args::default();
    match family {
        Family::Nvenc => {
            let args = args.option("-preset", of(quality, "p1", "p4", "p6")).option("-tune", "hq");
            args.option("-rc", "vbr").number("-cq", level).number("-b:v", 0_u32).number("-forced-idr", 1_u32)
        }
        // 1 to 100, more is better.
        Family::Videotoolbox => args.number("-q:v", of(quality, 45_u32, 60, 75)),
        Family::Qsv => {
            args.option("-preset", of(quality, "veryfast", "medium", "slow")).number("-global_quality", level)
        }
        Family::Amf => {
            let args = args.option("-quality", of(quality, "speed", "balanced", "quality")).option("-rc", "cqp");
            args.number("-qp_i", own_level).number("-qp_p", own_level)
        }
        Family::Vaapi => args.option("-rc_mode", "CQP").number("-global_quality", own_level),
    }
}

fn of<T>(quality: Quality, draft: T, standard: T, high: T) -> T {
    match quality {
        Quality::Draft => draft,
        Quality::Standard => standard,
        Quality::High => high,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::testing::Lab;

    const CANVAS: Canvas = Canvas { width: 1080, height: 1920, fps: 30 };
    const TAIL: &str = "-g 60\n-bf 0\n-colorspace bt709\n-color_primaries bt709\n-color_trc bt709\n-color_range tv\n\
                        -flags:v +bitexact+cgop\n-map_metadata -1\n-video_track_timescale 15360";

    fn told(family: Family, codec: Codec) -> String {
        let encoding = Encoding { codec, quality: Quality::Standard };
        video(&Hardware { family, device: None }, CANVAS, encoding, 90).to_string()
    }

    #[test]
    fn each_make_is_told_in_its_own_words() {
        let all = [
            (Family::Nvenc, "h264_nvenc\n-preset p4\n-tune hq\n-rc vbr\n-cq 23\n-b:v 0\n-forced-idr 1"),
            (Family::Videotoolbox, "h264_videotoolbox\n-q:v 60"),
            (Family::Qsv, "h264_qsv\n-preset medium\n-global_quality 23"),
            (Family::Amf, "h264_amf\n-quality balanced\n-rc cqp\n-qp_i 23\n-qp_p 23"),
            (Family::Vaapi, "h264_vaapi\n-rc_mode CQP\n-global_quality 23"),
        ];
        for (family, words) in all {
            let whole = format!("-frames:v 90\n-an\n-c:v {words}\n-profile:v high\n{TAIL}");
            assert_eq!(told(family, Codec::H264), whole);
        }
    }

    #[test]
    fn other_codecs_have_their_own_scales_and_tags() {
        assert!(told(Family::Nvenc, Codec::Hevc).contains("-cq 25\n"));
        assert!(told(Family::Nvenc, Codec::Hevc).contains("-profile:v main\n-tag:v hvc1\n"));
        assert!(told(Family::Vaapi, Codec::Vp9).contains("vp9_vaapi\n-rc_mode CQP\n-global_quality 120\n-g"));
    }

    /// Without a chip each ends badly, but only after it has understood all that it was told.
    #[tokio::test]
    async fn the_installed_ffmpeg_knows_every_word() {
        let lab = Lab::new().await;
        let there = lab.ffmpeg.encoders(&lab.cancel).await.unwrap();
        for family in Family::ALL {
            for codec in [Codec::H264, Codec::Hevc, Codec::Av1, Codec::Vp9] {
                let Some(name) = Hardware::encoder(family, codec).filter(|name| there.contains(name)) else { continue };
                for quality in [Quality::Draft, Quality::Standard, Quality::High] {
                    let encoding = Encoding { codec, quality };
                    let args = video(&Hardware { family, device: None }, CANVAS, encoding, 1);
                    let said = std::process::Command::new(&lab.ffmpeg.program)
                        .args(["-v", "info", "-f", "lavfi", "-i", "color=s=256x256,format=nv12"])
                        .args(args.output("null", "none"))
                        .output()
                        .unwrap()
                        .stderr;
                    let said = String::from_utf8_lossy(&said);
                    for complaint in ["Unrecognized", "setting option", "Unable to parse", "not been used", "Undefined"]
                    {
                        assert!(!said.contains(complaint), "{name} {quality:?}: {said}");
                    }
                    assert!(said.contains(&name) || said.contains("Error while opening encoder"), "{name}: {said}");
                }
            }
        }
    }

    #[test]
    fn frames_are_handed_over_as_the_chip_takes_them() {
        let vaapi = Hardware { family: Family::Vaapi, device: Some("/dev/dri/renderD128".into()) };
        assert_eq!(before_inputs(Some(&vaapi)).to_string(), "-vaapi_device /dev/dri/renderD128");
        assert_eq!(upload(Some(&vaapi)), ",format=nv12,hwupload");
        assert_eq!((before_inputs(None), upload(None)), (Args::default(), ""));
    }
}
