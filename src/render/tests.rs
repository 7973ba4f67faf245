//! Rendering as a whole, with the real FFmpeg: few frames, small pictures.

use std::path::PathBuf;
use std::time::Duration;

use super::testing::{Lab, Levels, SMALL, level, shot};
use super::*;
use crate::media::{Canvas, Fit, Quality, fonts};

fn captions(text: &str, font: &str) -> CaptionFiles {
    let ass = format!(
        "[Script Info]\nScriptType: v4.00+\nPlayResX: 128\nPlayResY: 96\n\n[V4+ Styles]\n\
         Format: Name, Fontname, Fontsize, PrimaryColour, Alignment\nStyle: Default,{font},30,&H00FFFFFF,5\n\n[Events]\n\
         Format: Layer, Start, End, Style, Text\nDialogue: 0,0:00:00.00,0:00:05.00,Default,{text}\n"
    );
    CaptionFiles { ass, fonts: vec![FontFile::Bytes(fonts::REGULAR.bytes.into())] }
}

fn clip_shot(clip: PathBuf, frames: u32) -> ClipShot {
    ClipShot { clip, start_ms: 0, fit: Fit::Cover, canvas: SMALL, first: 0, frames, watermark: None }
}

fn clip_encode(shot: ClipShot) -> ClipEncode {
    ClipEncode { shot, quality: Quality::Standard, captions: None }
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
async fn a_painter_that_panics_is_an_error_not_a_short_file() {
    let lab = Lab::new().await;
    let folder = lab.folder("a");
    let error = encode_segment(&lab.bench(&folder), shot(Levels(vec![16; 3]), 5)).await.unwrap_err();
    assert!(error.to_string().contains("the painter panicked"), "{error}");
}

#[tokio::test]
async fn a_cancelled_encode_says_so() {
    let lab = Lab::new().await;
    let folder = lab.folder("a");
    struct Cancelling(CancellationToken);
    impl Paint for Cancelling {
        fn paint(&mut self, index: u32, _: &mut [u8]) {
            if index == 3 {
                self.0.cancel();
            }
        }
    }
    let error = encode_segment(&lab.bench(&folder), shot(Cancelling(lab.cancel.clone()), 1_000_000)).await.unwrap_err();
    assert!(matches!(error, RenderError::Cancelled), "{error}");
}

#[tokio::test]
async fn a_full_disk_is_told() {
    let lab = Lab::new().await;
    let folder = lab.folder("a");
    // FFmpeg opens the output where it stands: a device that is always full.
    std::os::unix::fs::symlink("/dev/full", folder.join("segment.mp4")).unwrap();
    let error = encode_segment(&lab.bench(&folder), shot(Levels(vec![16; 3]), 3)).await.unwrap_err();
    assert!(matches!(error, RenderError::Failed { .. }), "{error}");
}

#[tokio::test]
async fn a_short_clip_is_cropped_retimed_and_held() {
    let lab = Lab::new().await;
    // Left half black, right half white, ten frames a second; half a second of it.
    let clip = lab.make(
        "-f lavfi -i color=black:s=64x96:r=10:d=0.5 -f lavfi -i color=white:s=320x96:r=10:d=0.5 \
         -filter_complex [0][1]hstack -c:v libx264 -pix_fmt yuv420p clip.mp4",
    );
    let folder = lab.folder("a");
    let path = encode_clip(&lab.bench(&folder), clip_encode(clip_shot(clip.clone(), 40))).await.unwrap();
    let frames = lab.frames(&path);
    assert_eq!(frames.len(), 40);
    assert!(frames.iter().all(|frame| level(frame) > 225), "the crop leaves only white");

    let contain = ClipShot { fit: Fit::Contain, ..clip_shot(clip.clone(), 2) };
    let path = encode_clip(&lab.bench(&folder), clip_encode(contain)).await.unwrap();
    let frame = &lab.frames(&path)[0];
    assert!(frame[..128 * 20].iter().all(|&y| y < 24), "a black bar above");
    assert!(frame[128 * 48 + 100] > 220, "the picture between");

    let blur = ClipShot { fit: Fit::Blur, ..clip_shot(clip, 2) };
    let path = encode_clip(&lab.bench(&folder), clip_encode(blur)).await.unwrap();
    assert!(lab.frames(&path)[0][128 * 5 + 100] > 200, "the picture's blur above");
}

#[tokio::test]
async fn stretches_of_a_clip_fit_together() {
    let lab = Lab::new().await;
    // Luma rises with every frame of the source.
    let clip = lab.make(
        "-f lavfi -i color=black:s=128x96:r=25:d=2 -vf geq=lum=20+N*4:cb=128:cr=128 -c:v libx264 -g 10 -qp 4 \
         -pix_fmt yuv420p clip.mkv",
    );
    let folder = lab.folder("a");
    let levels = async |first, frames| {
        let shot = ClipShot { start_ms: 400, first, frames, ..clip_shot(clip.clone(), 0) };
        let path = encode_clip(&lab.bench(&folder), clip_encode(shot.clone())).await.unwrap();
        let encoded: Vec<i32> = lab.frames(&path).iter().map(|frame| level(frame)).collect();
        let mut decoded = ClipFrames::decode(&lab.bench(&folder), &shot).await.unwrap();
        for (index, &encoded) in (first..).zip(&encoded) {
            let mut frame = vec![0; 128 * 96 * 3 / 2];
            decoded.paint(index, &mut frame);
            assert!((level(&frame) - encoded).abs() <= 2, "the decoded stretch shows what the encoded one does");
        }
        encoded
    };
    let whole = levels(0, 24).await;
    let (start, end) = (levels(0, 9).await, levels(9, 15).await);
    assert!(whole.iter().zip(start.iter().chain(&end)).all(|(a, b)| (a - b).abs() <= 2), "{whole:?} {start:?} {end:?}");
    assert!((whole[0] - 60).abs() <= 3, "it starts with the source's frame at 400 ms: {whole:?}");
    assert!((whole[23] - whole[0] - 76).abs() <= 4, "at its own speed: {whole:?}");
}

#[tokio::test]
async fn a_clip_that_cannot_be_what_is_wanted_is_an_error() {
    let lab = Lab::new().await;
    let folder = lab.folder("a");
    let encode =
        async |shot: ClipShot| encode_clip(&lab.bench(&folder), clip_encode(shot)).await.unwrap_err().to_string();
    let clip =
        lab.make("-f lavfi -i testsrc2=s=320x240:d=2 -c:v libx264 -pix_fmt yuv420p -movflags +faststart clip.mp4");
    let late = ClipShot { start_ms: 2500, ..clip_shot(clip.clone(), 10) };
    assert_eq!(encode(late).await, "`clip.mp4` is 2.000 s long and cannot start at 2.500 s");

    let bytes = std::fs::read(&clip).unwrap();
    std::fs::write(&clip, &bytes[..bytes.len() / 2]).unwrap();
    assert_eq!(encode(clip_shot(clip.clone(), 10)).await, "`clip.mp4` is cut off: part of its pictures is missing");

    let sound = lab.make("-f lavfi -i sine=d=0.2 sound.wav");
    assert_eq!(encode(clip_shot(sound, 10)).await, "`sound.wav` has no video stream");
    std::fs::write(&clip, "#EXTM3U\n#EXTINF:1\nfile:///etc/hostname\n").unwrap();
    assert_eq!(encode(clip_shot(clip.clone(), 10)).await, "`clip.mp4` is no media file of a known kind");
    // With the first bytes of an MP4 and the rest of a playlist, the demuxer is not up for choice.
    std::fs::write(&clip, "\0\0\0\x20ftyp\n#EXTM3U\n#EXTINF:1\nfile:///etc/hostname\n").unwrap();
    assert!(encode(clip_shot(clip, 10)).await.starts_with("`ffprobe` ended with code 1"));
}

#[tokio::test]
async fn a_watermark_lies_over_the_clip() {
    let lab = Lab::new().await;
    let clip = lab.make("-f lavfi -i color=black:s=128x96:r=30:d=0.2 -c:v libx264 -pix_fmt yuv420p clip.mp4");
    let png = lab.make("-f lavfi -i color=white:s=8x8 -frames:v 1 -update 1 mark%1.png");
    let folder = lab.folder("a");
    let watermark = Some(Overlay { png, x: 100, y: 10, width: 20, height: 10, opacity: 500 });
    let path =
        encode_clip(&lab.bench(&folder), clip_encode(ClipShot { watermark, ..clip_shot(clip, 6) })).await.unwrap();
    let frames = lab.frames(&path);
    let at = |x: usize, y: usize| i32::from(frames[5][y * 128 + x]);
    assert!((at(110, 15) - 126).abs() < 8 && at(90, 15) < 20 && at(110, 30) < 20, "{} {}", at(110, 15), at(90, 15));
}

/// 48 kHz stereo, silent but for clicks of one millisecond at these frames of 30 a second.
fn wav_with_clicks(lab: &Lab, frames: usize, clicks: &[usize]) -> PathBuf {
    let path = lab.folder("sound").join("clicks.wav");
    let spec = hound::WavSpec {
        channels: 2,
        sample_rate: 48_000,
        bits_per_sample: 16,
        sample_format: hound::SampleFormat::Int,
    };
    let mut wav = hound::WavWriter::create(&path, spec).unwrap();
    for sample in 0..frames * 1600 {
        let is_click = clicks.iter().any(|&frame| (frame * 1600..frame * 1600 + 48).contains(&sample));
        for _ in 0..2 {
            wav.write_sample(if is_click { 30_000_i16 } else { 0 }).unwrap();
        }
    }
    wav.finalize().unwrap();
    path
}

fn chapter(start_ms: u64, end_ms: u64, title: &str) -> Chapter {
    Chapter { start_ms, end_ms, title: title.into() }
}

#[tokio::test]
async fn picture_and_sound_stay_together_over_joins() {
    let lab = Lab::new().await;
    const LENGTHS: [usize; 4] = [31, 7, 13, 22];
    let mut segments = Vec::new();
    for (number, &length) in LENGTHS.iter().enumerate() {
        let mut levels = vec![16; length];
        // A flash on the first frame of each segment and on a late one.
        levels[0] = 235;
        levels[length - 3] = 235;
        segments.push((lab.segment(&format!("s{number}"), &levels).await, length as u32));
    }
    let starts: Vec<usize> = LENGTHS.iter().scan(0, |at, &n| Some(std::mem::replace(at, *at + n))).collect();
    let flashes: Vec<usize> = starts.iter().zip(LENGTHS).flat_map(|(&start, n)| [start, start + n - 3]).collect();
    let total = LENGTHS.iter().sum::<usize>();
    let wav = wav_with_clicks(&lab, total, &flashes);
    let (sound, joined) = (lab.folder("aac"), lab.folder("joined"));
    let soundtrack = encode_aac(&lab.bench(&sound), &wav).await.unwrap();
    let hostile = "T=1; #2 \\ \n[CHAPTER]\nSTART=9 ' \" 'é漢 %d {\\p1}";
    let metadata = Metadata { title: hostile.into(), comment: "c".into(), ..Metadata::default() };
    let chapters = [chapter(0, 1000, "=;#\\"), chapter(1000, 2400, hostile)];
    let what =
        Join { canvas: SMALL, segments: &segments, soundtrack: &soundtrack, chapters: &chapters, metadata: &metadata };
    let path = join(&lab.bench(&joined), what).await.unwrap();

    let found = lab.probe(&path).await;
    assert_eq!(check(&found, Finished { canvas: SMALL, frames: total as u32 }), Vec::<String>::new());
    assert_eq!(found.tags["title"], hostile);
    assert_eq!(found.chapters.iter().map(|c| c.title.trim_end()).collect::<Vec<_>>(), ["=;#\\", hostile]);
    assert_eq!((found.chapters[1].start_us, found.chapters[1].end_us), (1_000_000, 2_400_000));

    let frames = lab.frames(&path);
    let seen: Vec<usize> = (0..frames.len()).filter(|&n| level(&frames[n]) > 120).collect();
    assert_eq!(seen, flashes);
    let pcm = decode_audio(&lab.bench(&sound), &path, Duration::from_secs(10)).await.unwrap();
    for &frame in &flashes {
        let (from, to) = (frame * 3200, (frame * 3200 + 96).min(pcm.len()));
        let loudest = pcm[from..to].iter().fold(0.0_f32, |most, s| most.max(s.abs()));
        assert!(loudest > 0.4, "the click of frame {frame} is in its own millisecond: {loudest}");
    }
    assert_eq!(exact_pts(&lab, &path), (0..total as u64).map(|n| n * 512).collect::<Vec<_>>());

    let again = join(&lab.bench(&lab.folder("again")), what).await.unwrap();
    assert!(std::fs::read(path).unwrap() == std::fs::read(again).unwrap(), "the same bytes again");
}

/// Presentation times of the picture in ticks, sorted.
fn exact_pts(lab: &Lab, path: &std::path::Path) -> Vec<u64> {
    let out = std::process::Command::new(&lab.ffmpeg.ffprobe)
        .args(["-v", "error", "-select_streams", "v", "-show_entries", "packet=pts", "-of", "csv=p=0"])
        .arg(path)
        .output()
        .unwrap();
    let text = String::from_utf8(out.stdout).unwrap();
    let mut pts: Vec<u64> = text.lines().map(|line| line.trim_end_matches(',').parse().unwrap()).collect();
    pts.sort_unstable();
    pts
}

#[tokio::test]
async fn a_wrong_frame_count_is_found_when_joining() {
    let lab = Lab::new().await;
    let segment = lab.segment("s", &[16; 5]).await;
    let folder = lab.folder("a");
    let soundtrack = encode_aac(&lab.bench(&folder), &wav_with_clicks(&lab, 5, &[])).await.unwrap();
    let what = Join {
        canvas: SMALL,
        segments: &[(segment, 6)],
        soundtrack: &soundtrack,
        chapters: &[],
        metadata: &Metadata::default(),
    };
    let joined = lab.folder("joined");
    let error = join(&lab.bench(&joined), what).await.unwrap_err();
    assert_eq!(error.to_string(), "ffmpeg encoded 5 frames of 6");
}

#[tokio::test]
async fn music_of_any_kind_is_decoded_up_to_a_limit() {
    let lab = Lab::new().await;
    let folder = lab.folder("a");
    for (codec, name) in [("libmp3lame", "a.mp3"), ("flac", "b.flac"), ("libvorbis", "c.ogg"), ("aac", "d.m4a")] {
        let file = lab.make(&format!("-f lavfi -i sine=f=440:r=44100:d=0.5 -c:a {codec} {name}"));
        let pcm = decode_audio(&lab.bench(&folder), &file, Duration::from_millis(250)).await.unwrap();
        assert!((pcm.len() as i64 - 24_000).abs() <= 4, "{name}: {} samples", pcm.len());
        let peak = pcm.iter().fold(0.0_f32, |most, s| most.max(s.abs()));
        assert!((0.08..0.2).contains(&peak), "{name}: {peak}");
    }
    let silent = lab.segment("s", &[16; 2]).await;
    assert!(decode_audio(&lab.bench(&folder), &silent, Duration::from_secs(1)).await.is_err(), "no sound in it");
}

#[tokio::test]
async fn a_poster_is_the_frame_of_its_moment() {
    let lab = Lab::new().await;
    let segment = lab.segment("s", &[16, 16, 16, 200, 200, 200]).await;
    let folder = lab.folder("a");
    let grey = async |at_ms| {
        let path = poster(&lab.bench(&folder), &segment, at_ms).await.unwrap();
        image::open(path).unwrap().to_luma8().get_pixel(64, 48).0[0]
    };
    assert!(grey(0).await < 8, "limited range becomes full range");
    assert!(grey(100).await > 205);
    let error = poster(&lab.bench(&folder), &segment, 5000).await.unwrap_err();
    assert_eq!(error.to_string(), "there is no picture at 5.000 s");
}

#[tokio::test]
async fn black_and_silent_stretches_are_measured() {
    let lab = Lab::new().await;
    let mut levels = vec![150; 30];
    levels[5..20].fill(16);
    let segments = [(lab.segment("s", &levels).await, 30)];
    let folder = lab.folder("a");
    let soundtrack = encode_aac(&lab.bench(&folder), &wav_with_clicks(&lab, 30, &[0, 24])).await.unwrap();
    let metadata = Metadata::default();
    let what = Join { canvas: SMALL, segments: &segments, soundtrack: &soundtrack, chapters: &[], metadata: &metadata };
    let path = join(&lab.bench(&lab.folder("j")), what).await.unwrap();
    let bounds = Bounds { black_ms: Some(300), silence_ms: Some(400), ..Bounds::default() };
    let (black, silence) = measure(&lab.bench(&folder), &path, bounds).await.unwrap();
    assert_eq!(black, Some(500));
    assert!(silence.is_some_and(|ms| (700..800).contains(&ms)), "{silence:?}");
    let facts = Facts { black_ms: black, ..Facts::default() };
    assert_eq!(compare(facts, bounds), ["the picture is black for 500 ms, at most 300 ms expected"]);
    let none = measure(&lab.bench(&folder), &path, Bounds { black_ms: Some(600), ..Bounds::default() }).await.unwrap();
    assert_eq!(none, (None, None));
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
