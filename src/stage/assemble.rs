//! Segments joined by stream copy, sound muxed, chapters and metadata written, the finished file checked.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::{Tools, blocking, rendering, told};
use crate::event::Stage;
use crate::media::timeline::{Chapter, clock};
use crate::media::{Canvas, Codec, Expect, Muxer, audio};
use crate::mill::{Input, Job as MillJob, JobError, Made, Permit, Workbench};
use crate::render::{self, Bench, Facts, Join, Metadata, Planned};

/// The finished video among the result's files; the sidecars are named by their endings too.
pub fn video(muxer: Muxer) -> String {
    format!("video.{}", muxer.ending())
}

/// The finished video's subtitles among the result's files, where they were asked for.
pub const SUBTITLES: &str = "video.vtt";

#[derive(Serialize)]
pub struct Job {
    pub canvas: Canvas,
    pub codec: Codec,
    #[serde(skip_serializing_if = "Muxer::is_usual")]
    pub muxer: Muxer,
    pub segments: Vec<Part>,
    /// Of the video's length, coded as the container takes it.
    pub soundtrack: Input,
    pub title: String,
    pub description: String,
    pub chapters: Vec<Chapter>,
    /// Texts that stand beside the video: ending (`srt`, `vtt`, `json`) and content.
    pub sidecars: Vec<(String, String)>,
    /// What the manifest expects of the finished file.
    pub expect: Expect,
    /// Starts in milliseconds and names, for people: nothing that passes its checks depends on them.
    #[serde(skip)]
    pub shots: Vec<(u64, String)>,
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
    const FORMAT: u32 = 3;
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
        let mut files = vec![(self::video(self.muxer), video)];
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
        let muxer = self.muxer;
        let what = Join { segments: &segments, soundtrack, chapters: &chapters, metadata: &metadata, muxer };
        render::join(work, what).await.map_err(told)
    }

    /// What was planned, and what the manifest expects.
    async fn check(&self, work: &Bench<'_>, video: &Path) -> Result<(), JobError> {
        let Self { canvas, codec, muxer, .. } = *self;
        let probe = render::examine(video, muxer).map_err(told)?;
        let mut faults = render::check(&probe, Planned { canvas, frames: self.frames(), codec, muxer });
        if faults.is_empty() {
            let facts = self.facts(work, video).await?;
            faults = render::compare(&facts, self.expect, &|ms| self.shot_at(ms));
        }
        if faults.is_empty() {
            return Ok(());
        }
        Err(JobError::failed(format!("the finished video is not what it must be: {}", faults.join("; ")))
            .help("change the scenes, or what the manifest's `expect` asks"))
    }

    /// Measures what the manifest expects something of; the sound as it is heard, after its encoder.
    async fn facts(&self, work: &Bench<'_>, video: &Path) -> Result<Facts, JobError> {
        let duration_ms = clock::frame_ms(self.frames(), self.canvas.fps);
        let stretches = render::stretches(work, video, self.expect, duration_ms).await.map_err(told)?;
        let level = match self.expect.loudness.is_some() || self.expect.true_peak.is_some() {
            true => {
                let all = Duration::from_millis(duration_ms + 1000);
                let heard = render::decode_all_audio(work, video, all).await.map_err(told)?;
                blocking(move || Ok(audio::measure(&heard))).await?
            }
            false => None,
        };
        let (loudness, true_peak) = (level.map(|level| level.loudness), level.map(|level| level.true_peak));
        Ok(Facts { duration_ms, loudness, true_peak, stretches })
    }

    /// What is shown at a moment, as people count.
    fn shot_at(&self, ms: u64) -> Option<String> {
        let begun = self.shots.iter().take_while(|(start_ms, _)| *start_ms <= ms);
        begun.last().map(|(_, name)| name.clone())
    }
}
