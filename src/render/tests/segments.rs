//! Painted frames, captions, and an FFmpeg that fails.

use std::path::PathBuf;

use crate::media::{Canvas, Codec, Encoding, Muxer, Quality, SoundCodec, fonts};
use crate::render::testing::{Lab, Levels, SMALL, exact_pts, level, shot};
use crate::render::*;

fn captions(text: &str, font: &str) -> CaptionFiles {
    let ass = format!(
        "[Script Info]\nScriptType: v4.00+\nPlayResX: 128\nPlayResY: 96\n\n[V4+ Styles]\n\
         Format: Name, Fontname, Fontsize, PrimaryColour, Alignment\nStyle: Default,{font},30,&H00FFFFFF,5\n\n[Events]\n\
         Format: Layer, Start, End, Style, Text\nDialogue: 0,0:00:00.00,0:00:05.00,Default,{text}\n"
    );
    CaptionFiles { ass, fonts: vec![FontFile::Bytes(fonts::REGULAR.bytes.into())] }
}

fn by_ffmpeg(shot: SegmentEncode) -> SegmentEncode {
    SegmentEncode { in_process: false, ..shot }
}

#[tokio::test]
async fn a_segment_has_the_frames_that_were_painted() {
    let lab = Lab::new().await;
    let levels: Vec<u8> = (0..40).map(|n| 40 + n * 4).collect();
    let segment = lab.segment("a", &levels).await;
    let video = lab.probe(&segment).await.video().unwrap().clone();
    assert_eq!((video.codec.as_str(), video.frames, video.fps), ("h264", Some(40), Some((30, 1))));
    assert_eq!((video.colour_space.as_str(), video.start_us, video.duration_us), ("bt709", Some(0), Some(1_333_333)));
    let decoded: Vec<i32> = lab.frames(&segment).iter().map(|frame| level(frame)).collect();
    assert!(decoded.iter().zip(&levels).all(|(&is, &was)| (is - i32::from(was)).abs() <= 2), "{decoded:?}");
}

#[tokio::test]
async fn the_same_frames_give_the_same_bytes_and_no_trace_of_the_encoder() {
    let lab = Lab::new().await;
    let levels: Vec<u8> = (0..70).map(|n| 30 + n * 2).collect();
    let bytes = |path: PathBuf| std::fs::read(path).unwrap();
    let (a, b) = tokio::join!(lab.segment("a", &levels), lab.segment("b", &levels));
    let (a, b) = (bytes(a), bytes(b));
    assert!(a == b);
    assert!(!a.windows(8).any(|eight| eight == b"options:"));
}

#[tokio::test]
async fn a_stretch_of_a_shot_and_a_still_are_encoded_as_such() {
    let lab = Lab::new().await;
    let levels: Vec<u8> = (0..10).map(|n| 20 + n * 20).collect();
    let (stretch, still) = (lab.folder("stretch"), lab.folder("still"));
    let shot_of = || shot(Levels(levels.clone()), 10);
    let encode = SegmentEncode { first: 4, frames: 3, ..shot_of() };
    let path = encode_segment(&lab.bench(&stretch), encode).await.unwrap();
    assert_eq!(lab.frames(&path).iter().map(|frame| (level(frame) + 5) / 20).collect::<Vec<_>>(), [5, 6, 7]);
    let encode = SegmentEncode { still: true, first: 2, frames: 5, ..shot_of() };
    let path = encode_segment(&lab.bench(&still), encode).await.unwrap();
    assert!(lab.frames(&path).iter().all(|frame| (level(frame) - 60).abs() <= 2));
}

#[tokio::test]
async fn every_codec_makes_segments_that_join_and_the_same_bytes_again() {
    let lab = Lab::new().await;
    let levels: Vec<u8> = (0..40).map(|n| 40 + n * 4).collect();
    let wav = lab.make("-f lavfi -i sine=r=48000:d=3 -ac 2 a.wav");
    let sound = encode_sound(&lab.bench(&lab.folder("aac")), &wav, SoundCodec::Aac).await.unwrap();
    for (codec, name) in [(Codec::Hevc, "hevc"), (Codec::Av1, "av1"), (Codec::Vp9, "vp9")] {
        let encoding = Encoding { codec, quality: Quality::Draft };
        let mut made = Vec::new();
        for folder in ["a", "b"].map(|part| lab.folder(&format!("{name}-{part}"))) {
            let encode = SegmentEncode { encoding, ..shot(Levels(levels.clone()), 40) };
            made.push(encode_segment(&lab.bench(&folder), encode).await.unwrap());
        }
        assert!(std::fs::read(&made[0]).unwrap() == std::fs::read(&made[1]).unwrap(), "{name}: the same bytes");
        let segments = [(made[0].clone(), 40), (made[1].clone(), 40)];
        let path = lab.joined(&format!("{name}-joined"), &segments, &sound).await;
        let planned = Planned { canvas: SMALL, frames: 80, codec, muxer: Muxer::Mp4 };
        assert_eq!(check(&examine(&path, Muxer::Mp4).unwrap(), planned), Vec::<String>::new(), "{name}");
        assert_eq!(check(&lab.probe(&path).await, planned), Vec::<String>::new(), "{name}");
        assert_eq!(exact_pts(&lab, &path), (0..80).map(|n| n * 512).collect::<Vec<_>>(), "{name}");
        let found: Vec<i32> = lab.frames(&path).iter().map(|frame| level(frame)).collect();
        let wanted = levels.iter().chain(&levels).map(|&level| i32::from(level));
        assert!(found.len() == 80 && found.iter().zip(wanted).all(|(a, b)| (a - b).abs() <= 4), "{name}: {found:?}");
    }
}

/// A picture with detail, so that an encoder has something to say about it.
struct Checks;

impl Paint for Checks {
    fn paint(&mut self, _: u32, frame: &mut [u8]) {
        for (at, sample) in frame.iter_mut().enumerate() {
            *sample = 60 + ((at / 5 % 7) * 9 + (at / 128 / 3 % 5) * 11) as u8;
        }
    }
}

#[tokio::test]
async fn a_still_scene_is_encoded_once_a_change_and_shown_at_a_constant_rate() {
    let lab = Lab::new().await;
    let (folder, other) = (lab.folder("still"), lab.folder("moving"));
    let mut written = captions("One", "Inter");
    written.ass = written.ass.replace("0:00:00.00,0:00:05.00", "0:00:00.50,0:00:01.00");
    written.ass.push_str("Dialogue: 0,0:00:01.00,0:00:06.10,Default,Two\n");
    for quality in [Quality::Draft, Quality::Standard, Quality::High] {
        let encoding = Encoding { quality, codec: Codec::H264 };
        let encode = |still| SegmentEncode { still, encoding, captions: Some(written.clone()), ..shot(Checks, 190) };
        let path = encode_segment(&lab.bench(&folder), encode(true)).await.unwrap();
        assert!(path.ends_with("spread.mp4"), "{quality:?}");
        let frames = lab.frames(&path);
        assert_eq!(exact_pts(&lab, &path), (0..190).map(|n| n * 512).collect::<Vec<_>>());
        // Changes at half a second, at one, at 6.1 s, and a picture to start from at five.
        let changes: Vec<usize> = (1..190).filter(|&n| frames[n] != frames[n - 1]).collect();
        assert!(changes == [15, 30, 150, 183] || changes == [15, 30, 183], "{quality:?}: {changes:?}");
        let moving = encode_segment(&lab.bench(&other), encode(false)).await.unwrap();
        for (still, moving) in frames.iter().zip(lab.frames(&moving)) {
            let apart: f64 = still.iter().zip(&moving).map(|(a, b)| f64::from(a.abs_diff(*b)).powi(2)).sum();
            assert!(apart / (still.len() as f64) < 25.0, "{quality:?}");
        }
        let sizes = [&path, &moving].map(|path| std::fs::metadata(path).unwrap().len());
        assert!(sizes[0] < sizes[1] * 3 / 2, "{sizes:?}");
    }
}

#[tokio::test]
async fn x264_makes_the_same_in_this_process_as_in_ffmpegs() {
    assert!(x264().is_some_and(|found| found.identity.starts_with("x264 core ")), "{:?}", x264());
    let lab = Lab::new().await;
    let (here, there) = (lab.folder("here"), lab.folder("there"));
    for (quality, still) in
        [(Quality::Draft, false), (Quality::Standard, false), (Quality::High, false), (Quality::Standard, true)]
    {
        let encoding = Encoding { quality, codec: Codec::H264 };
        let encode = |in_process| SegmentEncode {
            encoding,
            in_process,
            still,
            captions: Some(captions("One {\\move(0,0,128,96)}two", "Inter")),
            ..shot(Drifting, 190)
        };
        let mut made = Vec::new();
        for (folder, in_process) in [(&here, true), (&there, false)] {
            let path = encode_segment(&lab.bench(folder), encode(in_process)).await.unwrap();
            let samples = mp4::Samples::read(&path, b"vide").unwrap();
            let file = std::fs::read(&path).unwrap();
            let bytes = |(&place, &size): (&u64, &u32)| file[place as usize..][..size as usize].to_vec();
            let pictures: Vec<Vec<u8>> = samples.places.iter().zip(&samples.sizes).map(bytes).collect();
            // What a file says of its own length is its writer's.
            made.push((mp4::Samples { places: Vec::new(), shown_ticks: None, ..samples }, pictures));
        }
        assert!(made[0] == made[1], "{quality:?}, {still}: {:?} {:?}", made[0].0, made[1].0);
    }
}

/// A pattern that moves, and is another one after the hundredth frame.
struct Drifting;

impl Paint for Drifting {
    fn paint(&mut self, index: u32, frame: &mut [u8]) {
        let at = index as usize * if index < 100 { 1 } else { 3 };
        for (sample, byte) in frame.iter_mut().enumerate() {
            let (x, y) = (sample % 128 + at, sample / 128);
            *byte = 60 + ((x / 5 % 7) * 9 + (y / 3 % 5) * 11 + (x * y) % 13) as u8;
        }
    }
}

#[tokio::test]
async fn still_and_moving_scenes_join_and_decode_without_a_complaint() {
    let lab = Lab::new().await;
    let moving = lab.segment("moving", &(0..45).map(|n| 40 + n * 4).collect::<Vec<u8>>()).await;
    let folder = lab.folder("still");
    let encode = SegmentEncode { still: true, ..shot(Levels(vec![90; 60]), 60) };
    let still = encode_segment(&lab.bench(&folder), encode).await.unwrap();
    let wav = lab.make("-f lavfi -i sine=r=48000:d=5 -ac 2 a.wav");
    let sound = encode_sound(&lab.bench(&lab.folder("aac")), &wav, SoundCodec::Aac).await.unwrap();
    let segments = [(moving.clone(), 45), (still.clone(), 60), (moving, 45), (still, 60)];
    let path = lab.joined("joined", &segments, &sound).await;
    assert_eq!(exact_pts(&lab, &path), (0..210).map(|n| n * 512).collect::<Vec<_>>());
    let said = std::process::Command::new(&lab.ffmpeg.program)
        .args(["-v", "warning", "-xerror", "-err_detect", "explode", "-i"])
        .arg(&path)
        .args(["-f", "null", "-"])
        .output()
        .unwrap();
    assert_eq!(String::from_utf8_lossy(&said.stderr), "");
    let levels: Vec<i32> = lab.frames(&path).iter().map(|frame| level(frame)).collect();
    assert_eq!(levels.len(), 210);
    assert!(levels[45..105].iter().chain(&levels[150..]).all(|level| (level - 90).abs() <= 2), "{levels:?}");
    assert!((0..45).all(|n| (levels[105 + n] - 40 - n as i32 * 4).abs() <= 2), "{levels:?}");
}

#[tokio::test]
async fn captions_are_painted_with_their_own_font_only() {
    let lab = Lab::new().await;
    let folder = lab.folder("a");
    let encode = async |text: &str, font: &str| {
        let captions = Some(captions(text, font));
        encode_segment(&lab.bench(&folder), SegmentEncode { captions, ..shot(Levels(vec![16; 3]), 3) }).await
    };
    let path = encode("Hello", "Inter").await.unwrap();
    assert!(lab.frames(&path)[2].iter().take(128 * 96).filter(|&&y| y > 180).count() > 100, "white letters");

    let error = encode("Hello", "DejaVu Sans").await.unwrap_err();
    assert_eq!(error.to_string(), "the captions' font `DejaVu Sans` is not there");
    let error = encode("Hi 漢", "Inter").await.unwrap_err();
    assert_eq!(error.to_string(), "the captions' font `Inter` has no glyph for U+6F22 (漢)");
    encode("{\\i1}a\u{2060}b", "Inter").await.unwrap();
}

#[tokio::test]
async fn a_caption_has_the_colour_that_was_asked_for() {
    let lab = Lab::new().await;
    let folder = lab.folder("a");
    let mut captions = captions("{\\an7\\pos(0,0)\\p1\\1c&H00D4FF&}m 0 0 l 128 0 128 96 0 96", "Inter");
    captions.ass = captions.ass.replacen('\n', "\nYCbCr Matrix: TV.709\n", 1);
    let encode = SegmentEncode { captions: Some(captions), ..shot(Levels(vec![16; 2]), 2) };
    let path = encode_segment(&lab.bench(&folder), encode).await.unwrap();
    let frame = &lab.frames(&path)[1];
    let at = |plane: usize| i32::from(frame[plane + 128 * 10 + 64]);
    // #ffd400 by BT.709, limited range.
    let (luma, cb, cr) = (193, 31, 155);
    let found = (at(0), at(128 * 96), at(128 * 96 * 5 / 4));
    assert!((found.0 - luma).abs() <= 3 && (found.1 - cb).abs() <= 3 && (found.2 - cr).abs() <= 3, "{found:?}");
}

#[tokio::test]
async fn an_ffmpeg_killed_by_the_kernel_is_told_as_out_of_memory() {
    let lab = Lab::new().await;
    let folder = lab.folder("a");
    let program = folder.join("ffmpeg");
    std::fs::write(&program, "#!/bin/sh\necho '[error] nothing' >&2\nkill -9 $$\n").unwrap();
    std::fs::set_permissions(&program, std::os::unix::fs::PermissionsExt::from_mode(0o755)).unwrap();
    let ffmpeg = Ffmpeg { program, ..lab.ffmpeg.clone() };
    let bench = Bench { ffmpeg: &ffmpeg, ..lab.bench(&folder) };
    let error = encode_segment(&bench, by_ffmpeg(shot(Levels(vec![16; 3]), 3))).await.unwrap_err();
    assert_eq!(error.to_string(), "`ffmpeg` was killed: out of memory is likely: nothing");
    assert!(matches!(error, RenderError::Failed { help: Some(help), .. } if help.contains("memory")));
}

#[tokio::test]
async fn an_ffmpeg_that_says_all_is_well_is_not_believed() {
    let lab = Lab::new().await;
    let folder = lab.folder("a");
    let segment = lab.segment("s", &[16; 9]).await;
    let whole =
        std::fs::read(lab.make(&format!("-i {} -c copy -movflags +faststart f.mp4", segment.display()))).unwrap();
    std::fs::write(folder.join("left"), &whole[..whole.len() - 1]).unwrap();
    let program = folder.join("ffmpeg");
    std::fs::write(&program, "#!/bin/sh\ncat >/dev/null\nmv left segment.mp4\n").unwrap();
    std::fs::set_permissions(&program, std::os::unix::fs::PermissionsExt::from_mode(0o755)).unwrap();
    let ffmpeg = Ffmpeg { program, ..lab.ffmpeg.clone() };
    let bench = Bench { ffmpeg: &ffmpeg, ..lab.bench(&folder) };
    let error = encode_segment(&bench, by_ffmpeg(shot(Levels(vec![16; 9]), 9))).await.unwrap_err();
    assert_eq!(error.to_string(), "ffmpeg left a truncated file");
}

#[tokio::test]
async fn a_painter_that_panics_is_an_error_not_a_short_file() {
    let lab = Lab::new().await;
    let folder = lab.folder("a");
    for encode in [shot(Levels(vec![16; 3]), 5), by_ffmpeg(shot(Levels(vec![16; 3]), 5))] {
        let error = encode_segment(&lab.bench(&folder), encode).await.unwrap_err();
        assert!(error.to_string().contains("the painter panicked"), "{error}");
    }
}

#[tokio::test]
async fn a_cancelled_encode_says_so() {
    struct Cancelling(CancellationToken);
    impl Paint for Cancelling {
        fn paint(&mut self, index: u32, _: &mut [u8]) {
            if index == 3 {
                self.0.cancel();
            }
        }
    }
    for in_process in [true, false] {
        let lab = Lab::new().await;
        let folder = lab.folder("a");
        let encode = SegmentEncode { in_process, ..shot(Cancelling(lab.cancel.clone()), 1_000_000) };
        let error = encode_segment(&lab.bench(&folder), encode).await.unwrap_err();
        assert!(matches!(error, RenderError::Cancelled), "{error}");
    }
}

#[tokio::test]
async fn a_full_disk_is_told() {
    let lab = Lab::new().await;
    let folder = lab.folder("a");
    // The output is opened where it stands: a device that is always full.
    std::os::unix::fs::symlink("/dev/full", folder.join("segment.mp4")).unwrap();
    let error = encode_segment(&lab.bench(&folder), by_ffmpeg(shot(Levels(vec![16; 3]), 3))).await.unwrap_err();
    assert!(matches!(error, RenderError::Failed { .. }), "{error}");
    let error = encode_segment(&lab.bench(&folder), shot(Levels(vec![16; 3]), 3)).await.unwrap_err();
    assert!(matches!(&error, RenderError::Failed { help: Some(help), .. } if help.contains("space")), "{error}");
}

#[tokio::test]
async fn odd_rates_keep_exact_times() {
    let lab = Lab::new().await;
    let canvas = Canvas { fps: 24, ..SMALL };
    let folder = lab.folder("a");
    let path =
        encode_segment(&lab.bench(&folder), SegmentEncode { canvas, ..shot(Levels(vec![90; 49]), 49) }).await.unwrap();
    assert_eq!(exact_pts(&lab, &path), (0..49).map(|n| n * 640).collect::<Vec<_>>());
}
