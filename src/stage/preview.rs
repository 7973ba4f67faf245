//! A short moving picture of the finished video.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::{Tools, rendering, told};
use crate::event::Stage;
use crate::media::{Canvas, Preview, PreviewFormat};
use crate::mill::{Input, Job as MillJob, JobError, Made, Permit, Workbench};
use crate::render;

/// The result's file.
pub fn file(format: PreviewFormat) -> String {
    format!("preview.{}", format.ending())
}

#[derive(Serialize)]
pub struct Job {
    pub preview: Preview,
    /// The finished one.
    pub video: Input,
    pub canvas: Canvas,
    pub length_ms: u64,
    /// Another encoder may make other bytes.
    pub ffmpeg: String,
    /// How, not what.
    #[serde(skip)]
    pub tools: Arc<Tools>,
}

/// Nothing but the file.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub struct Moving {}

impl MillJob for Job {
    const STAGE: Stage = Stage::Assemble;
    const FORMAT: u32 = 1;
    type Output = Moving;

    fn label(&self) -> String {
        "preview".to_owned()
    }

    fn needs(&self) -> Permit {
        Permit::Worker
    }

    fn work(&self) -> u64 {
        work(self.canvas, self.preview)
    }

    async fn run(&self, bench: &Workbench) -> Result<Made<Moving>, JobError> {
        let work = rendering(&self.tools.ffmpeg, bench);
        let made = render::preview(&work, &self.video.path, self.canvas, self.length_ms, self.preview).await;
        Ok(Made::file(Moving {}, &file(self.preview.format), made.map_err(told)?))
    }
}

/// Kilopixels that are decoded for it, as the stage counts its work.
pub fn work(canvas: Canvas, preview: Preview) -> u64 {
    super::segment::work(canvas, u64::from(preview.length_ms) * u64::from(canvas.fps) / 1000)
}
