//! One frame of the video as a picture to show before it plays: a job of its own, so that it need not wait for the sound,
//! and that another moment leaves the video as it is.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::{Tools, rendering, segment, told};
use crate::event::Stage;
use crate::media::Canvas;
use crate::mill::{Input, Job as MillJob, JobError, Made, Permit, Workbench};
use crate::render;

pub const FILE: &str = "poster.jpg";

#[derive(Serialize)]
pub struct Job {
    /// The one that has the frame.
    pub segment: Input,
    pub canvas: Canvas,
    /// From the segment's start.
    pub at_ms: u64,
    /// Not just a frame near to it, which takes less looking.
    pub exact: bool,
    /// Another decoder may make another poster.
    pub ffmpeg: String,
    /// How, not what.
    #[serde(skip)]
    pub tools: Arc<Tools>,
}

/// Nothing but the file.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub struct Poster {}

impl MillJob for Job {
    const STAGE: Stage = Stage::Assemble;
    const FORMAT: u32 = 1;
    type Output = Poster;

    fn label(&self) -> String {
        "poster".to_owned()
    }

    fn needs(&self) -> Permit {
        Permit::Worker
    }

    /// Kilopixels, as the stage counts its work.
    fn work(&self) -> u64 {
        segment::work(self.canvas, 1)
    }

    async fn run(&self, bench: &Workbench) -> Result<Made<Poster>, JobError> {
        let work = rendering(&self.tools.ffmpeg, bench);
        let made = render::poster(&work, &self.segment.path, self.at_ms, self.exact).await;
        Ok(Made::file(Poster {}, FILE, made.map_err(told)?))
    }
}
