//! A video's parts while they are being made: each scene's speech and each shot's picture is a future that whoever
//! needs it awaits.

use futures::future::{self, BoxFuture, FutureExt, Shared};

use super::Bench;
use super::captions::Faces;
use super::scenes::Script;
use crate::manifest::model;
use crate::media::timeline::{Plan, SceneTiming, ShotOf, Timeline};
use crate::mill::{Artifact, JobError};
use crate::stage::fetched::Found;
use crate::stage::{segment, speech};

/// A scene's narration; `None` for a silent scene.
pub(crate) type Spoken = Option<Artifact<speech::Speech>>;

/// A shot's picture.
#[derive(Clone)]
pub(crate) struct Shown {
    pub source: segment::Source,
    /// Whose picture it is, where it is of a stock.
    pub credit: Option<Found>,
    /// The clip's own, where it is wanted.
    pub sound: Option<model::ClipSound>,
}

pub(crate) type Pending<'a, T> = Shared<BoxFuture<'a, Result<T, JobError>>>;

pub(crate) struct Parts<'a> {
    pub bench: &'a Bench,
    pub script: &'a Script,
    /// What captions are set in.
    pub faces: Faces,
    /// One a scene.
    pub spoken: Vec<Pending<'a, Spoken>>,
    /// One a shot: the intro, the scenes, the outro.
    pub shown: Vec<Pending<'a, Shown>>,
}

impl<'a> Parts<'a> {
    pub fn new(
        bench: &'a Bench,
        script: &'a Script,
        faces: Faces,
        speak: impl Fn(usize) -> BoxFuture<'a, Result<Spoken, JobError>>,
        show: impl Fn(ShotOf) -> BoxFuture<'a, Result<Shown, JobError>>,
    ) -> Self {
        let spoken = (0..script.scenes.len()).map(|scene| speak(scene).shared()).collect();
        let shown = shots(bench, script).into_iter().map(|shot| show(shot).shared()).collect();
        Self { bench, script, faces, spoken, shown }
    }

    /// Every speech and every picture, whatever comes of it.
    pub async fn look_at_all(&self) {
        let spoken = future::join_all(self.spoken.iter().cloned());
        let shown = future::join_all(self.shown.iter().cloned());
        future::join(spoken, shown).await;
    }

    /// The whole timeline: all scenes have been spoken.
    pub async fn timeline(&self) -> Result<Timeline, JobError> {
        self.timeline_around(0, self.shown.len()).await
    }

    /// A timeline that is right within `reach` shots of `shot`; what lies farther off is not waited for.
    pub async fn timeline_around(&self, shot: usize, reach: usize) -> Result<Timeline, JobError> {
        let shots = shots(self.bench, self.script);
        let near = shots.iter().enumerate().filter(|(index, _)| index.abs_diff(shot) <= reach);
        let near: Vec<usize> = near.filter_map(|(_, of)| scene_of(*of)).collect();
        let spoken = future::join_all(near.iter().map(|scene| self.spoken[*scene].clone())).await;
        let mut timings: Vec<_> = self.script.scenes.iter().map(|scene| scene.timing(None)).collect();
        for (scene, spoken) in near.into_iter().zip(super::settle(spoken)?) {
            timings[scene].speech_ms = spoken.map(|spoken| spoken.value.length_ms);
        }
        Ok(self.plan(timings).timeline())
    }

    fn plan(&self, scenes: Vec<SceneTiming>) -> Plan {
        let video = self.bench.video();
        Plan {
            fps: video.canvas.fps,
            intro_ms: video.intro.as_ref().map(|intro| intro.duration_ms),
            outro_ms: video.outro.as_ref().map(|outro| outro.duration_ms),
            transition: video.transition,
            scenes,
        }
    }
}

fn shots(bench: &Bench, script: &Script) -> Vec<ShotOf> {
    let intro = bench.video().intro.as_ref().map(|_| ShotOf::Intro);
    let outro = bench.video().outro.as_ref().map(|_| ShotOf::Outro);
    intro.into_iter().chain((0..script.scenes.len()).map(ShotOf::Scene)).chain(outro).collect()
}

fn scene_of(shot: ShotOf) -> Option<usize> {
    match shot {
        ShotOf::Scene(index) => Some(index),
        ShotOf::Intro | ShotOf::Outro => None,
    }
}
