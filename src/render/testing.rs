//! A bench, painters and clips for the tests of this room.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use tokio_util::sync::CancellationToken;

use super::ffmpeg::tests::installed;
use super::target::Target;
use super::{Bench, Ffmpeg, Join, Metadata, Paint, Probe, SegmentEncode, encode_segment, join, probe_packets};
use crate::media::{Canvas, Codec, Encoding, Muxer, Quality};

pub(super) const SMALL: Canvas = Canvas { width: 128, height: 96, fps: 30 };

/// A draft of a short in software.
pub(super) const DRAFT: Target<'_> = Target {
    canvas: Canvas { width: 1080, height: 1920, fps: 30 },
    encoding: Encoding { quality: Quality::Draft, codec: Codec::H264 },
    hardware: None,
};

/// An FFmpeg and folders that go away.
pub(super) struct Lab {
    pub ffmpeg: Ffmpeg,
    pub cancel: CancellationToken,
    root: tempfile::TempDir,
}

impl Lab {
    pub(super) async fn new() -> Self {
        Self { ffmpeg: installed().await, cancel: CancellationToken::new(), root: tempfile::tempdir().unwrap() }
    }

    /// A scratch folder.
    pub(super) fn folder(&self, name: &str) -> PathBuf {
        let folder = self.root.path().join(name);
        std::fs::create_dir_all(&folder).unwrap();
        folder
    }

    pub(super) fn bench<'a>(&'a self, scratch: &'a Path) -> Bench<'a> {
        Bench {
            ffmpeg: &self.ffmpeg,
            scratch,
            progress: Arc::new(|_, _| {}),
            spare: Arc::new(|| true),
            cancel: &self.cancel,
        }
    }

    /// A segment of grey frames, `levels` of luma, in a folder of its own.
    pub(super) async fn segment(&self, name: &str, levels: &[u8]) -> PathBuf {
        let folder = self.folder(name);
        encode_segment(&self.bench(&folder), shot(Levels(levels.to_vec()), levels.len())).await.unwrap()
    }

    /// Segments and their sound as an MP4 without words, in a folder of its own.
    pub(super) async fn joined(&self, name: &str, segments: &[(PathBuf, u32)], soundtrack: &Path) -> PathBuf {
        let metadata = Metadata::default();
        let what = Join { segments, soundtrack, chapters: &[], metadata: &metadata, muxer: Muxer::Mp4 };
        join(&self.bench(&self.folder(name)), what).await.unwrap()
    }

    /// Runs FFmpeg in the root folder to make test material; gives the last argument's path.
    pub(super) fn make(&self, args: &str) -> PathBuf {
        let args: Vec<&str> = args.split_whitespace().collect();
        let status = std::process::Command::new(&self.ffmpeg.program)
            .args(["-loglevel", "error", "-nostdin", "-y"])
            .args(&args)
            .current_dir(self.root.path())
            .status()
            .unwrap();
        assert!(status.success(), "{args:?}");
        self.root.path().join(args.last().unwrap())
    }

    pub(super) async fn probe(&self, path: &Path) -> Probe {
        probe_packets(&self.ffmpeg, path, &self.cancel).await.unwrap()
    }

    /// The frames of a video as raw planar 4:2:0.
    pub(super) fn frames(&self, video: &Path) -> Vec<Vec<u8>> {
        let raw =
            self.make(&format!("-i {} -fps_mode passthrough -pix_fmt yuv420p -f rawvideo raw.yuv", video.display()));
        let bytes = std::fs::read(raw).unwrap();
        bytes.chunks(128 * 96 * 3 / 2).map(<[u8]>::to_vec).collect()
    }
}

pub(super) fn shot(painter: impl Paint + 'static, frames: usize) -> SegmentEncode {
    SegmentEncode {
        canvas: SMALL,
        encoding: Encoding::default(),
        hardware: None,
        in_process: true,
        painter: Box::new(painter),
        still: false,
        first: 0,
        frames: frames as u32,
        captions: None,
    }
}

/// Frame `i` is all grey of level `i`.
pub(super) struct Levels(pub Vec<u8>);

impl Paint for Levels {
    fn paint(&mut self, index: u32, frame: &mut [u8]) {
        let luma = frame.len() * 2 / 3;
        frame[..luma].fill(self.0[index as usize]);
        frame[luma..].fill(128);
    }
}

/// The mean of a frame's luma.
pub(super) fn level(frame: &[u8]) -> i32 {
    let luma = &frame[..frame.len() * 2 / 3];
    (luma.iter().map(|&y| u64::from(y)).sum::<u64>() / luma.len() as u64) as i32
}

/// Presentation times of the picture in ticks, sorted.
pub(super) fn exact_pts(lab: &Lab, path: &Path) -> Vec<u64> {
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
