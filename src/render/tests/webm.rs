//! Joined WebM files.

use std::path::PathBuf;
use std::time::Duration;

use super::joins::{chapter, wav_with_clicks};
use crate::media::{Codec, Encoding, Muxer, Quality, SoundCodec};
use crate::render::testing::{Lab, Levels, SMALL, exact_pts, level, shot};
use crate::render::*;

/// A segment of grey frames.
async fn segment(lab: &Lab, name: &str, codec: Codec, levels: &[u8]) -> (PathBuf, u32) {
    let (folder, encoding) = (lab.folder(name), Encoding { codec, quality: Quality::Draft });
    let encode = SegmentEncode { encoding, ..shot(Levels(levels.to_vec()), levels.len()) };
    (encode_segment(&lab.bench(&folder), encode).await.unwrap(), levels.len() as u32)
}

#[tokio::test]
async fn picture_and_sound_stay_together_in_a_webm() {
    let lab = Lab::new().await;
    const LENGTHS: [usize; 3] = [31, 7, 22];
    let starts: Vec<usize> = LENGTHS.iter().scan(0, |at, &n| Some(std::mem::replace(at, *at + n))).collect();
    let total = LENGTHS.iter().sum::<usize>();
    let (sound, folder) = (lab.folder("opus"), lab.folder("joined"));
    let wav = wav_with_clicks(&lab, total, &starts);
    let soundtrack = encode_sound(&lab.bench(&sound), &wav, SoundCodec::Opus).await.unwrap();
    let hostile = "T=1; #2 \\ \n[CHAPTER]\nSTART=9 ' \" 'é漢 %d {\\p1}";
    let metadata = Metadata { title: hostile.into(), description: "d=".into(), ..Metadata::default() };
    let chapters = [chapter(0, 1000, "=;#\\"), chapter(1000, 2000, hostile)];
    for (codec, name) in [(Codec::Vp9, "vp9"), (Codec::Av1, "av1")] {
        let mut segments = Vec::new();
        for (number, &length) in LENGTHS.iter().enumerate() {
            let mut levels = vec![16; length];
            levels[0] = 235;
            segments.push(segment(&lab, &format!("{name}{number}"), codec, &levels).await);
        }
        let muxer = Muxer::Webm;
        let what =
            Join { segments: &segments, soundtrack: &soundtrack, chapters: &chapters, metadata: &metadata, muxer };
        let path = join(&lab.bench(&folder), what).await.unwrap();

        let planned = Planned { canvas: SMALL, frames: total as u32, codec, muxer };
        let seen = examine(&path, muxer).unwrap();
        assert_eq!(check(&seen, planned), Vec::<String>::new(), "{name}");
        let heard = seen.audio().unwrap().duration_us.unwrap();
        assert!(heard.abs_diff(2_000_000) <= 1000, "{heard}: times are whole milliseconds");
        let less = check(&seen, Planned { frames: total as u32 - 1, ..planned });
        assert!(less.contains(&"60 frames instead of 59".to_owned()), "{less:?}");
        let found = lab.probe(&path).await;
        assert_eq!((found.tags["title"].as_str(), found.tags["DESCRIPTION"].as_str()), (hostile, "d="), "{name}");
        assert_eq!(found.tags.keys().collect::<Vec<_>>(), ["DESCRIPTION", "encoder", "title"], "{name}: no more");
        assert_eq!(found.chapters.iter().map(|c| c.title.trim_end()).collect::<Vec<_>>(), ["=;#\\", hostile]);
        assert_eq!((found.chapters[1].start_us, found.chapters[1].end_us), (1_000_000, 2_000_000));

        let half = |n: u64| (n * 1000 + 15) / 30;
        assert_eq!(
            exact_pts(&lab, &path),
            (0..total as u64).map(half).collect::<Vec<_>>(),
            "{name}: rounded, no drift"
        );
        let frames = lab.frames(&path);
        let flashes: Vec<usize> = (0..frames.len()).filter(|&n| level(&frames[n]) > 120).collect();
        assert_eq!(flashes, starts, "{name}");
        let pcm = decode_all_audio(&lab.bench(&sound), &path, Duration::from_secs(10)).await.unwrap();
        assert_eq!(pcm.len(), total * 3200, "{name}: what the decoder needs at both ends is not heard");
        for &frame in &starts {
            let (from, to) = (frame * 3200, frame * 3200 + 192);
            let loudest = pcm[from..to].iter().fold(0.0_f32, |most, s| most.max(s.abs()));
            assert!(loudest > 0.3, "the click of frame {frame} is where it belongs: {loudest}");
        }

        let again = join(&lab.bench(&lab.folder("again")), what).await.unwrap();
        let bytes = std::fs::read(&path).unwrap();
        assert!(bytes == std::fs::read(again).unwrap(), "{name}: the same bytes again");
        let cut = lab.folder("cut").join("cut.webm");
        std::fs::write(&cut, &bytes[..bytes.len() - 1]).unwrap();
        assert_eq!(examine(&cut, muxer).unwrap_err().to_string(), "the finished file is broken: it is cut off");
    }
}
