//! One shot of painted frames, with captions, as a segment that can be joined to others.
//!
//! In: a painter. Out: `segment.mp4` in the scratch folder, of exactly so many frames, the first an IDR.

use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError, mpsc};

use super::ffmpeg::{Args, Call};
use super::frames::Captioned;
use super::libass::Lettering;
use super::still::{self, Run};
use super::{Bench, CaptionFiles, Paint, RenderError, captions, encoder, mp4};
use crate::media::{Canvas, Codec, Encoding};
use crate::process::Stdin;

const SEGMENT: &str = "segment.mp4";
const SPREAD: &str = "spread.mp4";

pub struct SegmentEncode {
    pub canvas: Canvas,
    pub encoding: Encoding,
    pub painter: Box<dyn Paint>,
    /// All frames are the same, but for the captions.
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
    let SegmentEncode { canvas, encoding, painter, still, first, frames, captions } = shot;
    let painter = Shared(Arc::new(Mutex::new(painter)));
    let work = Work { canvas, encoding, captions: captions.as_ref() };
    if still && encoding.codec == Codec::H264 {
        let runs = work.runs(frames)?;
        if let Some(path) = work.stills(bench, painter.clone(), first, frames, &runs).await? {
            return Ok(path);
        }
    }
    let lettering = work.lettering()?;
    let by_filter = captions.as_ref().filter(|_| lettering.is_none());
    if let Some(captions) = by_filter {
        captions.put(bench.scratch)?;
    }
    let encoder = out(canvas, encoding, frames);
    let args = frames_in(canvas).option("-vf", filters(by_filter.is_some())).then(encoder);
    let indices = (first..).take(frames as usize).collect();
    work.encode(bench, args, painter, lettering, first, indices).await
}

/// What all ways of encoding a shot have in common.
struct Work<'a> {
    canvas: Canvas,
    encoding: Encoding,
    captions: Option<&'a CaptionFiles>,
}

impl Work<'_> {
    fn lettering(&self) -> Result<Option<Lettering>, RenderError> {
        Ok(self.captions.map(|captions| captions.lettering(self.canvas)).transpose()?.flatten())
    }

    /// Where pictures differ, in a shot of which only the captions change; none where that is not known.
    fn runs(&self, frames: u32) -> Result<Vec<Run>, RenderError> {
        let mut lettering = self.lettering()?;
        Ok(match &mut lettering {
            None if self.captions.is_some() => Vec::new(),
            None => still::runs(None, frames, self.canvas.fps),
            Some(lettering) => still::runs(Some(lettering), frames, self.canvas.fps),
        })
    }

    /// Encodes a picture a run and repeats it; `None` where that saves nothing, or where the encoder's pictures cannot
    /// be repeated.
    async fn stills(
        &self,
        bench: &Bench<'_>,
        painter: Shared,
        first: u32,
        frames: u32,
        runs: &[Run],
    ) -> Result<Option<PathBuf>, RenderError> {
        if runs.is_empty() || runs.len() > frames as usize / 2 {
            return Ok(None);
        }
        let keys: Vec<u32> = (0..).zip(runs).filter(|(_, run)| run.key).map(|(index, _)| index).collect();
        let encoder = encoder::stills(self.canvas, self.encoding.quality, runs.len() as u32, &keys);
        let args = frames_in(self.canvas).option("-vf", filters(false)).then(encoder.progress().output("mp4", SEGMENT));
        let indices = runs.iter().map(|run| first.saturating_add(run.start)).collect();
        let segment = self.encode(bench, args, painter, self.lettering()?, first, indices).await?;
        let path = bench.scratch.join(SPREAD);
        match still::spread(&segment, runs, &path) {
            Err(error) if error.kind() == io::ErrorKind::InvalidData => Ok(None),
            Err(error) => Err(RenderError::file("cannot write the segment", &error)),
            Ok(()) => check_frames(&path, frames).map(|()| Some(path)),
        }
    }

    async fn encode(
        &self,
        bench: &Bench<'_>,
        args: Args,
        painter: Shared,
        lettering: Option<Lettering>,
        first: u32,
        indices: Vec<u32>,
    ) -> Result<PathBuf, RenderError> {
        let log = lettering.as_ref().map(Lettering::log);
        let painter: Box<dyn Paint> = match lettering {
            Some(lettering) => Box::new(Captioned::new(painter, lettering, self.canvas, first)),
            None => Box::new(painter),
        };
        let frames = indices.len() as u32;
        let reel = Reel { painter, indices, frame_len: frame_len(self.canvas) };
        let call = Call::ffmpeg(bench, args).stdin(Stdin::Feed(Box::new(|pipe| reel.play(pipe))));
        let path = finish(bench, call, frames).await?;
        let said = log.map(|log| std::mem::take(&mut *log.lock().unwrap_or_else(PoisonError::into_inner)));
        match said.and_then(|said| captions::complaint(&said)) {
            Some(complaint) => Err(complaint),
            None => Ok(path),
        }
    }
}

/// A painter that is there for a second try.
#[derive(Clone)]
struct Shared(Arc<Mutex<Box<dyn Paint>>>);

impl Paint for Shared {
    fn paint(&mut self, index: u32, frame: &mut [u8]) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).paint(index, frame);
    }
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

/// The end of every segment's filtergraph.
pub(super) fn filters(captioned: bool) -> String {
    match captioned {
        true => format!("{},{}", captions::FILTER, encoder::TAGS),
        false => encoder::TAGS.to_owned(),
    }
}

pub(super) fn out(canvas: Canvas, encoding: Encoding, frames: u32) -> Args {
    encoder::video(canvas, encoding, frames).progress().output("mp4", SEGMENT)
}

/// The frames of a painter on their way into a pipe.
struct Reel {
    painter: Box<dyn Paint>,
    /// Which, in order.
    indices: Vec<u32>,
    frame_len: usize,
}

impl Reel {
    /// Two buffers go round: one is painted while the other is taken by the encoder.
    fn play(self, pipe: &mut dyn Write) -> io::Result<()> {
        let Self { mut painter, indices, frame_len } = self;
        let (give_empty, empty) = mpsc::channel();
        let (give_full, full) = mpsc::channel();
        for _ in 0..2 {
            let _ = give_empty.send(vec![0; frame_len]);
        }
        let frames = indices.len();
        let paint = move || {
            for index in indices {
                let Ok(mut frame) = empty.recv() else { return };
                painter.paint(index, &mut frame);
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::media::Quality;

    #[test]
    fn frames_come_in_raw_and_untouched() {
        let canvas = Canvas { width: 1080, height: 1920, fps: 30 };
        assert_eq!(
            frames_in(canvas).to_string(),
            "-hide_banner\n-nostats\n-loglevel repeat+level+info\n-y\n-filter_threads 1\n-f rawvideo\n\
             -pix_fmt yuv420p\n-video_size 1080x1920\n-framerate 30\n-i pipe:0"
        );
        assert_eq!(
            filters(true),
            "setparams=colorspace=unknown,ass=captions.ass:fontsdir=fonts,\
             setsar=1,setparams=range=tv:color_primaries=bt709:color_trc=bt709:colorspace=bt709"
        );
        let out = out(canvas, Encoding { quality: Quality::Draft, codec: Codec::H264 }, 5).to_string();
        assert!(
            out.ends_with("-progress pipe:1\n-stats_period 0.25\n-fflags +bitexact\n-f mp4 file:segment.mp4"),
            "{out}"
        );
    }

    #[test]
    fn a_reel_plays_its_frames_in_order_and_stops_with_the_pipe() {
        struct Count;
        impl Paint for Count {
            fn paint(&mut self, index: u32, frame: &mut [u8]) {
                frame.fill(index as u8);
            }
        }
        let reel = || Reel { painter: Box::new(Count), indices: vec![3, 4, 7], frame_len: 2 };
        let mut played = Vec::new();
        reel().play(&mut played).unwrap();
        assert_eq!(played, [3, 3, 4, 4, 7, 7]);
        let mut short = [0; 3];
        assert!(reel().play(&mut &mut short[..]).is_err(), "the pipe takes one frame and a half");
    }
}
