//! A stretch of frames, encoded by itself: the body of a scene, or the dissolve from one into the next.

use std::path::PathBuf;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::{Tools, paint, rendering, told};
use crate::event::Stage;
use crate::media::{Canvas, Corner, Encoding, Fit, Motion, TransitionKind, fonts};
use crate::mill::{Input, Job as MillJob, JobError, Made, Permit, Precedence, Workbench};
use crate::render::{self, CaptionFiles, ClipEncode, ClipShot, FontFile, Hardware, SegmentEncode};
pub use crate::render::{by_x264, caption_painter};

pub const FILE: &str = "segment.mp4";

#[derive(Serialize)]
pub struct Job {
    pub canvas: Canvas,
    pub encoding: Encoding,
    /// `None`: in software.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hardware: Option<Hardware>,
    pub frames: u32,
    /// One for a body, two for a transition from the first into the second.
    pub layers: Vec<Layer>,
    /// Between two layers.
    pub transition: Option<TransitionKind>,
    pub captions: Option<Captions>,
    pub watermark: Option<Mark>,
    /// Another encoder may make other bytes.
    pub ffmpeg: String,
    /// What encodes instead of it, in this process.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub x264: Option<String>,
    /// What paints the captions, where there are any.
    pub caption_painter: Option<String>,
    /// For people.
    #[serde(skip)]
    pub label: String,
    /// When, not what: the shot that it opens with.
    #[serde(skip)]
    pub shot: usize,
    /// How, not what.
    #[serde(skip)]
    pub tools: Arc<Tools>,
}

/// Some frames of a picture's whole span on screen.
#[derive(Debug, Clone, Serialize)]
pub struct Layer {
    pub source: Source,
    /// The first frame shown, counted from the span's start.
    pub first: u32,
    /// Motion runs over so many frames.
    pub span: u32,
}

#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Source {
    Still {
        image: Input,
        motion: Motion,
        fit: Fit,
    },
    /// The last frame is held when the clip is too short.
    Clip {
        clip: Input,
        start_ms: u64,
        fit: Fit,
    },
}

#[derive(Debug, Clone, Serialize)]
pub struct Captions {
    /// Times count from the segment's first frame.
    pub ass: String,
    pub fonts: Vec<Font>,
}

#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Font {
    /// One of the program's own, by its file name.
    BuiltIn(&'static str),
    File(Input),
}

#[derive(Debug, Clone, Serialize)]
pub struct Mark {
    pub image: Input,
    pub corner: Corner,
    /// Hundredths of a percent of the canvas's width.
    pub width: u32,
    /// Per mille.
    pub opacity: u32,
}

/// Nothing but the file.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub struct Segment {}

impl MillJob for Job {
    const STAGE: Stage = Stage::Segment;
    const FORMAT: u32 = 4;
    type Output = Segment;

    fn label(&self) -> String {
        self.label.clone()
    }

    fn needs(&self) -> Permit {
        match &self.hardware {
            Some(hardware) => Permit::Slot(hardware.family.name().into()),
            None => Permit::Worker,
        }
    }

    /// Kilopixels.
    fn work(&self) -> u64 {
        work(self.canvas, self.frames.into())
    }

    /// As they are seen: those of one picture follow one another, and what is encoded last is the end of the video.
    fn precedence(&self) -> Precedence {
        let frame = self.layers.first().map_or(0, |layer| layer.first);
        Precedence::Numbered(((self.shot as u64) << 32) + u64::from(frame))
    }

    async fn run(&self, bench: &Workbench) -> Result<Made<Segment>, JobError> {
        let Some(hardware) = &self.hardware else { return self.encode(bench, None).await };
        let encoders = &self.tools.encoders;
        if encoders.have_failed() {
            return Err(encoders.refusal());
        }
        match self.encode(bench, Some(hardware)).await {
            Err(_) if encoders.have_failed() => Err(encoders.refusal()),
            // A chip that stands still is not given another minute.
            Err(JobError::Stalled(failed)) => self.blame(hardware, *failed, bench).await,
            Err(failed @ JobError::Failed { .. }) => self.blame(hardware, failed, bench).await,
            done => done,
        }
    }
}

/// Whether the segments of a chip can be joined; where they cannot, it is given up.
///
/// # Errors
/// They cannot.
pub fn check_alike(tools: &Tools, hardware: &Hardware, segments: &[PathBuf]) -> Result<(), JobError> {
    if render::are_alike(segments).map_err(told)? {
        return Ok(());
    }
    tools.encoders.give_up(&tools.ffmpeg, hardware, "its segments cannot be joined");
    Err(tools.encoders.refusal())
}

/// What so many frames of such a canvas are to a forecast: kilopixels.
pub fn work(canvas: Canvas, frames: u64) -> u64 {
    u64::from(canvas.width) * u64::from(canvas.height) * frames / 1000 + 1
}

impl Job {
    /// As it is, but encoded in this process where that can be: frames that are painted here, in H.264, in software.
    pub fn in_process(self) -> Self {
        let is_painted = self.clip_alone().is_none() && self.caption_painter.as_deref() != Some(render::BY_FFMPEG);
        let by_x264 = by_x264(self.encoding, self.hardware.as_ref());
        let x264 = (is_painted && by_x264).then(|| self.tools.x264.clone()).flatten();
        Self { x264, ..self }
    }

    async fn encode(&self, bench: &Workbench, hardware: Option<&Hardware>) -> Result<Made<Segment>, JobError> {
        let work = rendering(&self.tools.ffmpeg, bench);
        let Self { canvas, encoding, frames, .. } = *self;
        let hardware = hardware.cloned();
        let captions = self.captions.as_ref().map(Captions::files);
        let encoded = match self.clip_alone() {
            Some(shot) => render::encode_clip(&work, ClipEncode { shot, encoding, hardware, captions }).await,
            None => {
                let (painter, first) = paint::painter(self, &work).await?;
                let still = painter.is_still();
                let in_process = self.x264.is_some();
                let shot =
                    SegmentEncode { canvas, encoding, hardware, in_process, painter, still, first, frames, captions };
                render::encode_segment(&work, shot).await
            }
        };
        Ok(Made::file(Segment {}, FILE, encoded.map_err(told)?))
    }

    /// What software cannot do either is not the chip's fault, and software says why; else the chip is given up.
    async fn blame(&self, hardware: &Hardware, failed: JobError, bench: &Workbench) -> Result<Made<Segment>, JobError> {
        self.encode(bench, None).await?;
        let Tools { encoders, ffmpeg, .. } = &*self.tools;
        encoders.give_up(ffmpeg, hardware, &failed.to_string());
        Err(failed.help("run without --require-hw to go on in software"))
    }

    /// The body of a clip that nothing is painted on: FFmpeg alone is fastest.
    fn clip_alone(&self) -> Option<ClipShot> {
        let [Layer { source: Source::Clip { clip, start_ms, fit }, first, span: _ }] = &self.layers[..] else {
            return None;
        };
        if self.watermark.is_some() {
            return None;
        }
        Some(ClipShot {
            clip: clip.path.clone(),
            start_ms: *start_ms,
            fit: *fit,
            canvas: self.canvas,
            first: *first,
            frames: self.frames,
            watermark: None,
        })
    }
}

impl Captions {
    fn files(&self) -> CaptionFiles {
        let beyond_basic = self.ass.chars().any(|c| c > '\u{ffff}');
        let font = |font: &Font| match font {
            Font::BuiltIn(name) => {
                let face = fonts::ALL.into_iter().find(|face| face.file == *name);
                FontFile::Bytes(face.map_or(&[][..], |face| face.bytes).into())
            }
            Font::File(input) => {
                // A file that cannot be read is told when it is linked.
                let read = beyond_basic.then(|| std::fs::read(&input.path).ok()).flatten();
                read.map_or_else(
                    || FontFile::Path(input.path.clone()),
                    |mut bytes| {
                        fonts::prefer_full_unicode(&mut bytes);
                        FontFile::Bytes(bytes.into())
                    },
                )
            }
        };
        CaptionFiles { ass: self.ass.clone(), fonts: self.fonts.iter().map(font).collect() }
    }
}
