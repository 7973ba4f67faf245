//! Moving pictures beside the finished video.

use std::fs::File;
use std::io::BufReader;
use std::path::Path;

use image::AnimationDecoder;
use image::codecs::gif::GifDecoder;
use image::codecs::webp::WebPDecoder;

use crate::media::{Preview, PreviewFormat};
use crate::render::testing::{Lab, SMALL};
use crate::render::*;

/// Of each picture: its grey in the middle, and its length in milliseconds.
fn pictures(path: &Path) -> Vec<(i32, u32)> {
    let file = BufReader::new(File::open(path).unwrap());
    let frames = match path.extension().unwrap().to_str().unwrap() {
        "gif" => GifDecoder::new(file).unwrap().into_frames(),
        _ => WebPDecoder::new(file).unwrap().into_frames(),
    };
    let picture = |frame: image::Frame| {
        assert_eq!(frame.buffer().dimensions(), (64, 48));
        (frame.buffer().get_pixel(32, 24).0[0].into(), frame.delay().numer_denom_ms().0)
    };
    frames.map(|frame| picture(frame.unwrap())).collect()
}

#[tokio::test]
async fn a_preview_shows_its_stretch_of_the_video_over_and_over() {
    let lab = Lab::new().await;
    let luma = |frame: usize| 20 + 2 * frame;
    let video = lab.segment("s", &(0..90).map(|frame| luma(frame) as u8).collect::<Vec<_>>()).await;
    for format in [PreviewFormat::Gif, PreviewFormat::Webp] {
        let wanted = Preview { format, start_ms: 1000, length_ms: 1000, width: 64, fps: 10 };
        let path = preview(&lab.bench(&lab.folder("a")), &video, SMALL, 3000, wanted).await.unwrap();
        let shown = pictures(&path);
        assert_eq!(shown.len(), 10, "{format:?}");
        for (number, (grey, length)) in shown.iter().enumerate() {
            let full = (luma(30 + 3 * number) as i32 - 16) * 255 / 219;
            assert!((grey - full).abs() <= 8, "{format:?}: picture {number} is {grey} instead of {full}");
            assert!(*length == 100, "{length}");
        }
        let again = preview(&lab.bench(&lab.folder("b")), &video, SMALL, 3000, wanted).await.unwrap();
        assert!(std::fs::read(path).unwrap() == std::fs::read(again).unwrap(), "{format:?}: the same bytes again");
        let end = Preview { start_ms: 9000, ..wanted };
        let path = preview(&lab.bench(&lab.folder("c")), &video, SMALL, 3000, end).await.unwrap();
        let last = pictures(&path)[9].0;
        assert!((last - (luma(87) as i32 - 16) * 255 / 219).abs() <= 8, "the end of the video: {last}");
    }
}

#[tokio::test]
async fn a_preview_in_which_nothing_moves_is_one_too() {
    let lab = Lab::new().await;
    let video = lab.segment("s", &[120; 30]).await;
    for format in [PreviewFormat::Gif, PreviewFormat::Webp] {
        let wanted = Preview { format, start_ms: 0, length_ms: 3000, width: 64, fps: 12 };
        preview(&lab.bench(&lab.folder("a")), &video, SMALL, 1000, wanted).await.unwrap();
    }
}
