//! Segments joined by stream copy, sound muxed, chapters and metadata written, the finished file checked.

use std::path::Path;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::{Tools, rendering, told};
use crate::event::Stage;
use crate::media::Canvas;
use crate::media::timeline::{Chapter, clock};
use crate::mill::{Input, Job as MillJob, JobError, Made, Permit, Workbench};
pub use crate::render::Bounds;
use crate::render::{self, Bench, Facts, Join, Metadata, Planned};

/// The finished video among the result's files; the poster and the sidecars are named by their endings too.
pub const VIDEO: &str = "video.mp4";
const POSTER: &str = "poster.jpg";

#[derive(Serialize)]
pub struct Job {
    pub canvas: Canvas,
    pub segments: Vec<Part>,
    /// AAC of the video's length.
    pub soundtrack: Input,
    /// As the soundtrack was measured, in hundredths of LUFS; `None` for silence.
    pub loudness: Option<i32>,
    pub title: String,
    pub description: String,
    pub chapters: Vec<Chapter>,
    pub poster_ms: u64,
    /// Texts that stand beside the video: ending (`srt`, `vtt`, `json`) and content.
    pub sidecars: Vec<(String, String)>,
    /// What the manifest expects of the finished file.
    pub expect: Bounds,
    /// Another muxer may make other bytes.
    pub ffmpeg: String,
    /// How, not what.
    #[serde(skip)]
    pub tools: Arc<Tools>,
}

#[derive(Debug, Serialize)]
pub struct Part {
    pub file: Input,
    pub frames: u32,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Assembled {
    pub length_ms: u64,
    pub frames: u32,
}

impl MillJob for Job {
    const STAGE: Stage = Stage::Assemble;
    const FORMAT: u32 = 1;
    type Output = Assembled;

    fn label(&self) -> String {
        String::new()
    }

    fn needs(&self) -> Permit {
        Permit::Worker
    }

    /// Kilopixels: what the finished video is looked through for.
    fn work(&self) -> u64 {
        super::segment::work(self.canvas, self.frames().into())
    }

    async fn run(&self, bench: &Workbench) -> Result<Made<Assembled>, JobError> {
        let work = rendering(&self.tools.ffmpeg, bench);
        let video = self.join(&work).await?;
        self.check(&work, &video).await?;
        let poster = render::poster(&work, &video, self.poster_ms).await.map_err(told)?;
        let mut files = vec![(VIDEO.to_owned(), video), (POSTER.to_owned(), poster)];
        for (ending, text) in &self.sidecars {
            let name = format!("video.{ending}");
            let path = bench.scratch.join(&name);
            std::fs::write(&path, text).map_err(|error| JobError::failed(format!("cannot write {name}: {error}")))?;
            files.push((name, path));
        }
        let frames = self.frames();
        let length_ms = clock::frame_ms(frames, self.canvas.fps);
        Ok(Made { value: Assembled { length_ms, frames }, files, cost: Default::default() })
    }
}

impl Job {
    fn frames(&self) -> u32 {
        self.segments.iter().map(|part| part.frames).sum()
    }

    async fn join(&self, work: &Bench<'_>) -> Result<std::path::PathBuf, JobError> {
        let segments: Vec<_> = self.segments.iter().map(|part| (part.file.path.clone(), part.frames)).collect();
        let fps = self.canvas.fps;
        let chapter = |chapter: &Chapter| render::Chapter {
            start_ms: clock::frame_ms(chapter.start_frame, fps),
            end_ms: clock::frame_ms(chapter.end_frame, fps),
            title: chapter.title.clone(),
        };
        let chapters: Vec<_> = self.chapters.iter().map(chapter).collect();
        let metadata = Metadata {
            title: self.title.clone(),
            description: self.description.clone(),
            comment: String::new(),
            genre: String::new(),
        };
        let soundtrack = &self.soundtrack.path;
        let what =
            Join { canvas: self.canvas, segments: &segments, soundtrack, chapters: &chapters, metadata: &metadata };
        render::join(work, what).await.map_err(told)
    }

    /// What was planned, and what the manifest expects.
    async fn check(&self, work: &Bench<'_>, video: &Path) -> Result<(), JobError> {
        let probe = render::probe_packets(work.ffmpeg, video, work.cancel).await.map_err(told)?;
        let mut faults = render::check(&probe, Planned { canvas: self.canvas, frames: self.frames() });
        if faults.is_empty() {
            let (black_ms, silence_ms) = render::measure(work, video, self.expect).await.map_err(told)?;
            let duration_ms = clock::frame_ms(self.frames(), self.canvas.fps);
            let facts = Facts { duration_ms, loudness: self.loudness, black_ms, silence_ms };
            faults = render::compare(facts, self.expect);
        }
        if faults.is_empty() {
            return Ok(());
        }
        Err(JobError::failed(format!("the finished video is not what it must be: {}", faults.join("; ")))
            .help("change the scenes, or what the manifest's `expect` asks"))
    }
}
