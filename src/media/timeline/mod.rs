//! One video in whole frames: what is shown when, where the narration starts, what is encoded separately.
//!
//! In comes a [`Plan`]: how long each scene's narration is and what the manifest asks for. Out comes a [`Timeline`]:
//! shots that follow each other without gaps, segments that are encoded one by one and joined by stream copy, and
//! chapters. All pure, all in integers.
//!
//! A shot has a *slot*, its share of the video, and a *visual span*, the slot and what it lends to the dissolves at
//! both ends. Everything a segment needs is counted from the start of the visual span, so that a segment is the same
//! piece of work wherever it stands in the video.

mod chapters;
pub mod clock;
mod plan;
mod segments;

use std::fmt;

use serde::{Deserialize, Serialize};

pub use chapters::Chapter;
pub use plan::{Plan, SceneTiming};
pub use segments::{Segment, View};

/// A planned video.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Timeline {
    pub fps: u32,
    /// The whole video's length.
    pub frames: u32,
    /// In order; their slots cover the video without gaps.
    pub shots: Vec<Shot>,
    /// In order; their frames add up to the video's.
    pub segments: Vec<Segment>,
    /// From the scenes that have a title; none, or they cover the whole video.
    pub chapters: Vec<Chapter>,
}

impl Timeline {
    /// The running time in milliseconds, rounded down.
    pub fn duration_ms(&self) -> u64 {
        clock::frame_ms(self.frames, self.fps)
    }

    /// The soundtrack's length at 48 kHz.
    pub fn samples(&self) -> u64 {
        clock::frame_sample(self.frames, self.fps)
    }
}

/// What a shot is in the manifest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ShotOf {
    Intro,
    /// The scene's index, from 0.
    Scene(usize),
    Outro,
}

impl fmt::Display for ShotOf {
    /// As people count: the first scene is `scene 1`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Intro => f.write_str("intro"),
            Self::Scene(index) => write!(f, "scene {}", index + 1),
            Self::Outro => f.write_str("outro"),
        }
    }
}

/// One picture and, perhaps, its narration.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shot {
    pub of: ShotOf,
    /// The slot's first frame in the video.
    pub start_frame: u32,
    /// The slot's length; at least 1.
    pub frames: u32,
    /// The first frame of the visual span in the video; at most `start_frame`.
    pub visual_start: u32,
    /// The length of the visual span: how many frames are to be painted or cut from a clip.
    pub visual_frames: u32,
    pub narration: Option<Narration>,
}

impl Shot {
    /// Where the narration starts in the video, in samples at 48 kHz.
    pub fn narration_start_sample(&self) -> Option<u64> {
        self.narration.map(|narration| narration.start_sample)
    }

    /// Frames of the visual span before the slot.
    pub fn head_frames(&self) -> u32 {
        self.start_frame - self.visual_start
    }
}

/// Where a shot's narration stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Narration {
    /// In the video, at 48 kHz.
    pub start_sample: u64,
    /// After the start of the shot's slot.
    pub lead_ms: u32,
}

impl Narration {
    /// In the video, in milliseconds, rounded down: where subtitles count from.
    pub fn start_ms(&self) -> u64 {
        self.start_sample * 1000 / u64::from(clock::SAMPLE_RATE)
    }
}
