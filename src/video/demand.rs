//! How many jobs of each stage a video takes, and about how much work: known once its script is.

use std::collections::BTreeMap;

use super::scenes::{Scene, Script};
use super::{Bench, segments, visuals};
use crate::event::Stage;
use crate::manifest::model::Visual;
use crate::stage::{preview, segment};

/// Narration takes about so long a letter: 160 words a minute.
const MS_A_LETTER: u64 = 65;

/// Jobs of a stage, and their work in the stage's own unit.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub struct Demand {
    pub jobs: usize,
    /// 0 where it is known only from the jobs themselves.
    pub work: u64,
}

pub(super) fn demand(bench: &Bench, script: &Script) -> BTreeMap<Stage, Demand> {
    let video = bench.video();
    let bumpers = [&video.intro, &video.outro].into_iter().flatten();
    let bumpers = bumpers.map(|bumper| (u64::from(bumper.duration_ms), Some(&bumper.visual)));
    let scenes = script.scenes.iter().map(|scene| (length_ms(scene), scene.visual.as_ref()));
    let shots: Vec<(u64, Option<&Visual>)> = bumpers.chain(scenes).collect();
    let frames = |ms: u64| ms * u64::from(video.canvas.fps) / 1000;
    let longest = segments::longest(bench);
    let parts = shots.iter().map(|(ms, visual)| match longest.filter(|_| visuals::moves(video, *visual)) {
        Some(longest) => frames(*ms).div_ceil(longest.into()).max(1) as usize,
        None => 1,
    });
    let spoken = script.scenes.iter().filter(|scene| scene.say.is_some()).count();
    let ideas = script.scenes.iter().filter(|scene| scene.visual.is_none()).count();
    let joins = if video.transition.duration_ms > 0 { shots.len().saturating_sub(1) } else { 0 };
    let length_ms = shots.iter().map(|(ms, _)| ms).sum::<u64>();
    let frames = segment::work(video.canvas, frames(length_ms));
    let previews: Vec<u64> = video.preview.iter().map(|wanted| preview::work(video.canvas, *wanted)).collect();
    let extras = 1 + previews.len() + usize::from(video.hls.is_some());
    let demand = |jobs, work| Demand { jobs, work };
    BTreeMap::from([
        (Stage::Idea, demand(ideas, 0)),
        (Stage::Speech, demand(spoken, 0)),
        (Stage::Visual, demand(shots.len(), 0)),
        (Stage::Segment, demand(parts.sum::<usize>() + joins, frames)),
        (Stage::Soundtrack, demand(1, length_ms + 1)),
        (Stage::Assemble, demand(1 + extras, frames + previews.iter().sum::<u64>())),
    ])
}

/// About how long a scene will be.
fn length_ms(scene: &Scene) -> u64 {
    let speech = scene.say.as_ref().map_or(0, |say| say.chars().count() as u64 * MS_A_LETTER);
    scene.duration_ms.map_or(speech, u64::from) + u64::from(scene.pause_ms)
}
