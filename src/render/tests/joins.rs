//! Joined files, soundtracks, posters and measurements.

use std::path::PathBuf;
use std::time::Duration;

use crate::media::{Codec, Expect, Muxer, SoundCodec};
use crate::render::testing::{Lab, SMALL, exact_pts, level};
use crate::render::*;

/// 48 kHz stereo, silent but for clicks of one millisecond at these frames of 30 a second.
pub(super) fn wav_with_clicks(lab: &Lab, frames: usize, clicks: &[usize]) -> PathBuf {
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

pub(super) fn chapter(start_ms: u64, end_ms: u64, title: &str) -> Chapter {
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
    let soundtrack = encode_sound(&lab.bench(&sound), &wav, SoundCodec::Aac).await.unwrap();
    let hostile = "T=1; #2 \\ \n[CHAPTER]\nSTART=9 ' \" 'é漢 %d {\\p1}";
    let metadata = Metadata { title: hostile.into(), comment: "c".into(), ..Metadata::default() };
    let chapters = [chapter(0, 1000, "=;#\\"), chapter(1000, 2400, hostile)];
    let what = Join {
        segments: &segments,
        soundtrack: &soundtrack,
        chapters: &chapters,
        metadata: &metadata,
        muxer: Muxer::Mp4,
    };
    let path = join(&lab.bench(&joined), what).await.unwrap();

    let found = lab.probe(&path).await;
    assert_eq!(
        check(&found, Planned { canvas: SMALL, frames: total as u32, codec: Codec::H264, muxer: Muxer::Mp4 }),
        Vec::<String>::new()
    );
    assert_eq!(found.tags["title"], hostile);
    assert_eq!(found.chapters.iter().map(|c| c.title.trim_end()).collect::<Vec<_>>(), ["=;#\\", hostile]);
    assert_eq!((found.chapters[1].start_us, found.chapters[1].end_us), (1_000_000, 2_400_000));

    let frames = lab.frames(&path);
    let seen: Vec<usize> = (0..frames.len()).filter(|&n| level(&frames[n]) > 120).collect();
    assert_eq!(seen, flashes);
    let pcm = decode_audio(&lab.bench(&sound), &path, Duration::ZERO, Duration::from_secs(10)).await.unwrap();
    for &frame in &flashes {
        let (from, to) = (frame * 3200, (frame * 3200 + 96).min(pcm.len()));
        let loudest = pcm[from..to].iter().fold(0.0_f32, |most, s| most.max(s.abs()));
        assert!(loudest > 0.4, "the click of frame {frame} is in its own millisecond: {loudest}");
    }
    assert_eq!(exact_pts(&lab, &path), (0..total as u64).map(|n| n * 512).collect::<Vec<_>>());

    let again = join(&lab.bench(&lab.folder("again")), what).await.unwrap();
    assert!(std::fs::read(path).unwrap() == std::fs::read(again).unwrap(), "the same bytes again");
}

#[tokio::test]
async fn a_wrong_frame_count_is_found_when_joining() {
    let lab = Lab::new().await;
    let segment = lab.segment("s", &[16; 5]).await;
    let folder = lab.folder("a");
    let soundtrack = encode_sound(&lab.bench(&folder), &wav_with_clicks(&lab, 5, &[]), SoundCodec::Aac).await.unwrap();
    let what = Join {
        segments: &[(segment, 6)],
        soundtrack: &soundtrack,
        chapters: &[],
        metadata: &Metadata::default(),
        muxer: Muxer::Mp4,
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
        let pcm = decode_audio(&lab.bench(&folder), &file, Duration::ZERO, Duration::from_millis(250)).await.unwrap();
        assert!((pcm.len() as i64 - 24_000).abs() <= 4, "{name}: {} samples", pcm.len());
        let peak = pcm.iter().fold(0.0_f32, |most, s| most.max(s.abs()));
        assert!((0.08..0.2).contains(&peak), "{name}: {peak}");
    }
    let silent = lab.segment("s", &[16; 2]).await;
    assert!(
        decode_audio(&lab.bench(&folder), &silent, Duration::ZERO, Duration::from_secs(1)).await.is_err(),
        "no sound in it"
    );
}

#[tokio::test]
async fn a_poster_is_the_frame_of_its_moment() {
    let lab = Lab::new().await;
    let segment = lab.segment("s", &[16, 16, 16, 200, 200, 200]).await;
    let even = lab.segment("even", &[16; 40]).await;
    let folder = lab.folder("a");
    let grey = async |at_ms| {
        let path = poster(&lab.bench(&folder), &segment, at_ms, true).await.unwrap();
        image::open(path).unwrap().to_luma8().get_pixel(64, 48).0[0]
    };
    assert!(grey(0).await < 8, "limited range becomes full range");
    assert!(grey(100).await > 205);
    for (video, at_ms) in [(&segment, 50), (&even, 1000)] {
        let near = poster(&lab.bench(&folder), video, at_ms, false).await.unwrap();
        assert!(image::open(near).unwrap().to_luma8().get_pixel(64, 48).0[0] < 8, "the segment's first frame");
    }
    let error = poster(&lab.bench(&folder), &segment, 5000, true).await.unwrap_err();
    assert_eq!(error.to_string(), "there is no picture at 5.000 s");
}

#[tokio::test]
async fn black_and_silent_stretches_are_measured() {
    let lab = Lab::new().await;
    let mut levels = vec![150; 30];
    levels[5..20].fill(16);
    let segments = [(lab.segment("s", &levels).await, 30)];
    let folder = lab.folder("a");
    let soundtrack =
        encode_sound(&lab.bench(&folder), &wav_with_clicks(&lab, 30, &[0, 24]), SoundCodec::Aac).await.unwrap();
    let path = lab.joined("j", &segments, &soundtrack).await;
    let bounds = Expect { black_ms: Some(300), silence_ms: Some(400), ..Expect::default() };
    let look = async |bounds| stretches(&lab.bench(&folder), &path, bounds, 1000).await.unwrap();
    let found = look(bounds).await;
    let [black, silence] = found[..] else { panic!("{found:?}") };
    assert_eq!((black.lack, black.start_ms, black.length_ms), (Lack::Light, 167, 500));
    assert!(silence.lack == Lack::Sound && (700..800).contains(&silence.length_ms), "{silence:?}");
    let facts = Facts { stretches: found, ..Facts::default() };
    assert_eq!(
        compare(&facts, Expect { silence_ms: None, ..bounds }, &|_| Some("scene 1".into())),
        ["the picture is black from 0.167 s (scene 1) for 500 ms, at most 300 ms expected"]
    );
    assert_eq!(look(Expect { black_ms: Some(600), ..Expect::default() }).await, []);
    let frozen = look(Expect { frozen_ms: Some(250), ..Expect::default() }).await;
    assert!(frozen.iter().all(|stretch| stretch.lack == Lack::Motion), "{frozen:?}");
    assert!(frozen.last().is_some_and(|last| last.start_ms + last.length_ms == 1000), "to the end: {frozen:?}");
}
