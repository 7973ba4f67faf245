//! One shot of painted frames, with captions, as a segment that can be joined to others.
//!
//! In: a painter. Out: `segment.mp4` in the scratch folder, of exactly so many frames, the first an IDR.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use super::encoder::X264;
use super::ffmpeg::{Args, Call};
use super::frames::Captioned;
use super::libass::Lettering;
use super::reel::Reel;
use super::still::{self, Run};
use super::target::Target;
use super::{Bench, CaptionFiles, Hardware, Paint, RenderError, captions, encoder, in_process, mp4};
use crate::media::{Canvas, Encoding};
use crate::process::Stdin;

pub(super) const SEGMENT: &str = "segment.mp4";
const SPREAD: &str = "spread.mp4";

pub struct SegmentEncode {
    pub canvas: Canvas,
    pub encoding: Encoding,
    /// `None`: in software.
    pub hardware: Option<Hardware>,
    /// By the x264 of this process where FFmpeg is not needed for anything else.
    pub in_process: bool,
    pub painter: Box<dyn Paint>,
    /// All frames are the same, but for the captions.
    pub still: bool,
    /// The painter's frame that the segment starts with.
    pub first: u32,
    /// The segment's length.
    pub frames: u32,
    pub captions: Option<CaptionFiles>,
}

/// Paints and encodes frame by frame, and gives the segment's path.
///
/// # Errors
/// FFmpeg's, a caption's font or glyph that is not there, or a result that is not what was asked for.
pub async fn encode_segment(bench: &Bench<'_>, shot: SegmentEncode) -> Result<PathBuf, RenderError> {
    let SegmentEncode { canvas, encoding, hardware, in_process, painter, still, first, frames, captions } = shot;
    let painter = Shared(Arc::new(Mutex::new(painter)));
    let target = Target { canvas, encoding, hardware: hardware.as_ref() };
    let by_x264 = encoder::by_x264(encoding, hardware.as_ref());
    let work = Work { target, captions: captions.as_ref(), in_process: in_process && by_x264 };
    // Pictures that are shown for long are made of what x264 writes.
    if still && by_x264 {
        let runs = work.runs(frames)?;
        if let Some(path) = work.stills(bench, painter.clone(), first, frames, &runs).await? {
            return Ok(path);
        }
    }
    let lettering = work.lettering()?;
    let by_filter = captions.as_ref().filter(|_| lettering.is_none());
    let indices = (first..).take(frames as usize).collect();
    if work.in_process && by_filter.is_none() {
        let by = By::X264(X264::moving(canvas, encoding.quality), Vec::new());
        return work.encode(bench, by, painter, lettering, first, indices).await;
    }
    if let Some(captions) = by_filter {
        captions.put(bench.scratch)?;
    }
    let filters = target.filters(by_filter.is_some());
    let args = frames_in(target).option("-vf", filters).then(target.out(frames));
    work.encode(bench, By::Ffmpeg(args), painter, lettering, first, indices).await
}

/// What all ways of encoding a shot have in common.
struct Work<'a> {
    target: Target<'a>,
    captions: Option<&'a CaptionFiles>,
    in_process: bool,
}

/// Who encodes, and what it is told.
enum By {
    Ffmpeg(Args),
    /// With the frames that can be started from, beside those that x264 chooses.
    X264(X264, Vec<u32>),
}

impl Work<'_> {
    fn lettering(&self) -> Result<Option<Lettering>, RenderError> {
        Ok(self.captions.map(|captions| captions.lettering(self.target.canvas)).transpose()?.flatten())
    }

    /// Where pictures differ, in a shot of which only the captions change; none where that is not known.
    fn runs(&self, frames: u32) -> Result<Vec<Run>, RenderError> {
        let mut lettering = self.lettering()?;
        Ok(match &mut lettering {
            None if self.captions.is_some() => Vec::new(),
            None => still::runs(None, frames, self.target.canvas.fps),
            Some(lettering) => still::runs(Some(lettering), frames, self.target.canvas.fps),
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
        let target = self.target;
        let quality = target.encoding.quality;
        let by = if self.in_process {
            By::X264(X264::still(quality), keys)
        } else {
            let encoder = encoder::stills(target.canvas, quality, runs.len() as u32, &keys);
            let args = frames_in(target).option("-vf", target.filters(false));
            By::Ffmpeg(args.then(encoder.progress().output("mp4", SEGMENT)))
        };
        let indices = runs.iter().map(|run| first.saturating_add(run.start)).collect();
        let segment = self.encode(bench, by, painter, self.lettering()?, first, indices).await?;
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
        by: By,
        painter: Shared,
        lettering: Option<Lettering>,
        first: u32,
        indices: Vec<u32>,
    ) -> Result<PathBuf, RenderError> {
        let log = lettering.as_ref().map(Lettering::log);
        let painter: Box<dyn Paint> = match lettering {
            Some(lettering) => Box::new(Captioned::new(painter, lettering, self.target.canvas, first)),
            None => Box::new(painter),
        };
        let frames = indices.len() as u32;
        let reel = Reel { painter, indices, frame_len: frame_len(self.target.canvas), spare: bench.spare.clone() };
        let path = match by {
            By::X264(settings, keys) => {
                let path = in_process::encode(bench, self.target.canvas, settings, keys, reel).await?;
                check_frames(&path, frames).map(|()| path)?
            }
            By::Ffmpeg(args) => {
                let feed = |pipe: &mut dyn io::Write| reel.play(&mut |frame| pipe.write_all(frame));
                finish(bench, Call::ffmpeg(bench, args).stdin(Stdin::Feed(Box::new(feed))), self.target, frames).await?
            }
        };
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

/// Runs an encode whose arguments end in [`Target::out`] and checks what it left.
pub(super) async fn finish(
    bench: &Bench<'_>,
    call: Call<'_>,
    target: Target<'_>,
    frames: u32,
) -> Result<PathBuf, RenderError> {
    let done = call.progress(bench, frames).fonts_of(captions::FONT_CONFIG).run().await?;
    if let Some(complaint) = captions::complaint(&done.stderr) {
        return Err(complaint);
    }
    let path = bench.scratch.join(SEGMENT);
    check_frames(&path, frames).and_then(|()| target.check(&path)).map_err(|error| error.log(done.stderr))?;
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

fn frames_in(target: Target<'_>) -> Args {
    let Canvas { width, height, fps } = target.canvas;
    target
        .start()
        .number("-filter_threads", 1_u32)
        .option("-f", "rawvideo")
        .option("-pix_fmt", "yuv420p")
        .option("-video_size", format!("{width}x{height}"))
        .number("-framerate", fps)
        .option("-i", "pipe:0")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::testing::DRAFT;

    #[test]
    fn frames_come_in_raw_and_untouched() {
        assert_eq!(
            frames_in(DRAFT).to_string(),
            "-hide_banner\n-nostats\n-loglevel repeat+level+info\n-y\n-filter_threads 1\n-f rawvideo\n\
             -pix_fmt yuv420p\n-video_size 1080x1920\n-framerate 30\n-i pipe:0"
        );
    }
}
