//! One shot of painted frames, with captions, as a segment that can be joined to others.
//!
//! In: a painter. Out: `segment.mp4` in the scratch folder, of exactly so many frames, the first an IDR.

use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::mpsc;

use super::ffmpeg::{Args, Call};
use super::{Bench, CaptionFiles, Paint, RenderError, captions, encoder, mp4};
use crate::media::{Canvas, Quality};
use crate::process::Stdin;

const SEGMENT: &str = "segment.mp4";

pub struct SegmentEncode {
    pub canvas: Canvas,
    pub quality: Quality,
    pub painter: Box<dyn Paint>,
    /// All frames are the same: the first is painted and repeated.
    pub still: bool,
    /// The painter's frame that the segment starts with.
    pub first: u32,
    /// The segment's length.
    pub frames: u32,
    pub captions: Option<CaptionFiles>,
}

/// Paints and encodes at the same time, and gives the segment's path.
///
/// # Errors
/// FFmpeg's, a caption's font or glyph that is not there, or a result that is not what was asked for.
pub async fn encode_segment(bench: &Bench<'_>, shot: SegmentEncode) -> Result<PathBuf, RenderError> {
    let SegmentEncode { canvas, quality, painter, still, first, frames, captions } = shot;
    if let Some(captions) = &captions {
        captions.put(bench.scratch)?;
    }
    let filter = captions.is_some().then_some(captions::FILTER);
    let args = frames_in(canvas).then(out(canvas, quality, frames, filter));
    let reel = Reel { painter, still, first, frames, frame_len: frame_len(canvas) };
    let call = Call::ffmpeg(bench, args).stdin(Stdin::Feed(Box::new(|pipe| reel.play(pipe))));
    finish(bench, call, frames).await
}

/// Runs an encode whose arguments end in [`out`] and checks what it left.
pub(super) async fn finish(bench: &Bench<'_>, call: Call<'_>, frames: u32) -> Result<PathBuf, RenderError> {
    let done = call.progress(bench, frames).fonts_of(captions::FONT_CONFIG).run().await?;
    if let Some(complaint) = captions::complaint(&done.stderr) {
        return Err(complaint);
    }
    let path = bench.scratch.join(SEGMENT);
    check_frames(&path, frames).map_err(|error| error.log(done.stderr))?;
    Ok(path)
}

/// An MP4's video track has exactly so many frames, and all are there.
pub(super) fn check_frames(path: &Path, frames: u32) -> Result<(), RenderError> {
    let index = mp4::Index::read(path).map_err(|error| RenderError::file("ffmpeg left a broken file", &error))?;
    if !index.is_whole() {
        return Err(RenderError::failed("ffmpeg left a truncated file").help("the disk may be full"));
    }
    match index.track(b"vide").map_or(0, |track| track.samples) {
        found if found == frames => Ok(()),
        found => Err(RenderError::failed(format!("ffmpeg encoded {found} frames of {frames}"))),
    }
}

/// Bytes of a planar 4:2:0 frame.
pub(super) fn frame_len(canvas: Canvas) -> usize {
    canvas.width as usize * canvas.height as usize * 3 / 2
}

fn frames_in(canvas: Canvas) -> Args {
    let Canvas { width, height, fps } = canvas;
    Args::ffmpeg()
        .number("-filter_threads", 1_u32)
        .option("-f", "rawvideo")
        .option("-pix_fmt", "yuv420p")
        .option("-video_size", format!("{width}x{height}"))
        .number("-framerate", fps)
        .option("-i", "pipe:0")
}

pub(super) fn out(canvas: Canvas, quality: Quality, frames: u32, filter: Option<&str>) -> Args {
    let filtered = match filter {
        Some(graph) => Args::default().option("-vf", graph),
        None => Args::default(),
    };
    filtered.then(encoder::video(canvas, quality, frames)).progress().output("mp4", SEGMENT)
}

/// The frames of a painter on their way into a pipe.
struct Reel {
    painter: Box<dyn Paint>,
    still: bool,
    first: u32,
    frames: u32,
    frame_len: usize,
}

impl Reel {
    fn play(mut self, pipe: &mut dyn Write) -> io::Result<()> {
        if !self.still {
            return self.overlapped(pipe);
        }
        let mut frame = vec![0; self.frame_len];
        self.painter.paint(self.first, &mut frame);
        (0..self.frames).try_for_each(|_| pipe.write_all(&frame))
    }

    /// Two buffers go round: one is painted while the other is taken by the encoder.
    fn overlapped(mut self, pipe: &mut dyn Write) -> io::Result<()> {
        let (give_empty, empty) = mpsc::channel();
        let (give_full, full) = mpsc::channel();
        for _ in 0..2 {
            let _ = give_empty.send(vec![0; self.frame_len]);
        }
        let frames = self.frames;
        let paint = move || {
            for index in (self.first..).take(self.frames as usize) {
                let Ok(mut frame) = empty.recv() else { return };
                self.painter.paint(index, &mut frame);
                if give_full.send(frame).is_err() {
                    return;
                }
            }
        };
        let painting = std::thread::Builder::new().name("painter".into()).spawn(paint)?;
        let written = (0..frames).try_for_each(|_| {
            let frame: Vec<u8> = full.recv().map_err(|_| io::Error::other("the painter panicked"))?;
            pipe.write_all(&frame)?;
            let _ = give_empty.send(frame);
            Ok(())
        });
        // Either side's end wakes the other; the painter is waited for so that nothing outlives the call.
        drop((full, give_empty));
        let _ = painting.join();
        written
    }
}
