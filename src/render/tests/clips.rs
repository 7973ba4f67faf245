//! Clips as segments and as frames.

use std::path::PathBuf;

use crate::media::{Encoding, Fit};
use crate::render::testing::{Lab, SMALL, level};
use crate::render::*;

fn clip_shot(clip: PathBuf, frames: u32) -> ClipShot {
    ClipShot { clip, start_ms: 0, fit: Fit::Cover, canvas: SMALL, first: 0, frames, watermark: None }
}

fn clip_encode(shot: ClipShot) -> ClipEncode {
    ClipEncode { shot, encoding: Encoding::default(), hardware: None, captions: None }
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

/// The decoder's configuration (`avcC`): stream copy keeps that of the first segment for all.
fn configuration(path: PathBuf) -> Vec<u8> {
    let bytes = std::fs::read(path).unwrap();
    let at = bytes.windows(4).position(|four| four == b"avcC").unwrap();
    let len = u32::from_be_bytes(bytes[at - 4..at].try_into().unwrap()) as usize;
    bytes[at..at - 4 + len].to_vec()
}

#[tokio::test]
async fn painted_segments_and_clips_share_one_decoder_configuration() {
    let lab = Lab::new().await;
    let painted = lab.segment("s", &[16, 90, 200]).await;
    let clip = lab.make("-f lavfi -i testsrc2=s=320x240:r=25:d=1 -c:v libx264 -pix_fmt yuv444p clip.mp4");
    let folder = lab.folder("a");
    let clip = encode_clip(&lab.bench(&folder), clip_encode(clip_shot(clip, 40))).await.unwrap();
    assert_eq!(configuration(painted), configuration(clip));
}
