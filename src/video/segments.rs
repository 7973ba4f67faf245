//! Segments, each started as soon as its own speech and pictures are there.

use std::sync::Arc;

use futures::future::{self, FutureExt};

use super::parts::{Parts, Pending, Shown};
use super::{Bench, captions};
use crate::manifest::model::Watermark;
use crate::media::timeline::{Segment, Timeline, View};
use crate::media::{Motion, TransitionKind};
use crate::mill::{Input, JobError};
use crate::stage::segment::{self, Layer, Mark, Source};

/// How far a shot's segments look to both sides: a dissolve is as long as the shots it joins let it be, and the motion
/// of the next picture runs on into its own next dissolve.
const NEIGHBOURS: usize = 2;

/// A shot's segments, while they are being made.
pub(crate) type OfShot<'a> = Pending<'a, Vec<Encoded>>;

/// An encoded stretch of the video.
#[derive(Clone)]
pub(crate) struct Encoded {
    pub file: Input,
    pub frames: u32,
    pub key: Arc<str>,
}

/// Each shot's own, in order.
pub(crate) async fn of_shots<'a>(parts: &'a Parts<'_>) -> Result<Vec<OfShot<'a>>, JobError> {
    let watermark = watermark(parts.bench).await?;
    let of_shot = |shot| of_shot(parts, shot, watermark.clone()).boxed().shared();
    Ok((0..parts.shown.len()).map(of_shot).collect())
}

/// All of the video's segments, in order.
pub(crate) async fn all(parts: &Parts<'_>, shots: &[OfShot<'_>]) -> Result<Vec<Encoded>, JobError> {
    let made = super::settle(future::join_all(shots.iter().cloned()).await)?;
    let made: Vec<Encoded> = made.into_iter().flatten().collect();
    if let Some(hardware) = &parts.bench.hardware {
        let files: Vec<_> = made.iter().map(|encoded| encoded.file.path.clone()).collect();
        segment::check_alike(&parts.bench.tools, hardware, &files)?;
    }
    Ok(made)
}

/// A shot's body, and the dissolve into the next shot where there is one.
async fn of_shot(parts: &Parts<'_>, shot: usize, watermark: Option<Mark>) -> Result<Vec<Encoded>, JobError> {
    let around = if parts.bench.video().transition.kind == TransitionKind::None { 0 } else { NEIGHBOURS };
    let timeline = parts.timeline_around(shot, around).await?;
    let own = timeline.segments.iter().filter(|segment| segment.frames() > 0 && segment.opens_with() == shot);
    let shown = parts.shown[shot].clone().await?;
    let moves = matches!(shown.source, Source::Still { motion, .. } if motion != Motion::None);
    let longest = longest(parts.bench).filter(|_| moves);
    let stretches = own.flat_map(|segment| stretches(&timeline, segment, longest));
    let jobs = stretches.map(|stretch| encode(parts, &timeline, stretch, watermark.as_ref()));
    super::settle(future::join_all(jobs).await)
}

/// What one job encodes.
struct Stretch {
    segment: Segment,
    /// `scene 3`, `scene 3 part 2`, or `scene 3 into scene 4` for a dissolve.
    label: String,
}

/// A picture in motion is encoded a group of pictures a job, by as many workers as are free: one scene does not keep
/// the others waiting in the end. What stands costs next to nothing, and a clip is decoded from its start.
fn stretches(timeline: &Timeline, segment: &Segment, longest: Option<u32>) -> Vec<Stretch> {
    let label = label(timeline, &segment.views());
    let parts = longest.map_or_else(|| vec![*segment], |longest| segment.parts(longest));
    if let [segment] = parts[..] {
        return vec![Stretch { segment, label }];
    }
    let numbered = |(segment, part)| Stretch { segment, label: format!("{label} part {part}") };
    parts.into_iter().zip(1..).map(numbered).collect()
}

/// The frames of a picture in motion that are encoded by themselves at most. Measured with x264: 18 groups of pictures
/// take no more CPU time and 11 % fewer bits than the six scenes they are of, and quality is steadier across them.
/// `None`: other encoders take their shots whole, and a chip's session is dear to begin.
pub(super) fn longest(bench: &Bench) -> Option<u32> {
    let video = bench.video();
    segment::by_x264(video.encoding, bench.hardware.as_ref()).then(|| video.canvas.gop())
}

async fn encode(
    parts: &Parts<'_>,
    timeline: &Timeline,
    Stretch { segment, label }: Stretch,
    watermark: Option<&Mark>,
) -> Result<Encoded, JobError> {
    let Parts { bench, .. } = parts;
    let views = segment.views();
    let shown = future::join_all(views.iter().map(|view| parts.shown[view.shot].clone())).await;
    let shown: Vec<Shown> = super::settle(shown)?;
    let layers = views.iter().zip(shown).map(|(view, shown)| layer(timeline, view, shown)).collect();
    let captions = captions::burnt(parts, timeline, &views).await?;
    let job = segment::Job {
        canvas: bench.video().canvas,
        encoding: bench.video().encoding,
        hardware: bench.hardware.clone(),
        frames: segment.frames(),
        layers,
        transition: (views.len() > 1).then_some(bench.video().transition.kind),
        caption_painter: captions.as_ref().map(|_| segment::caption_painter()),
        captions,
        watermark: watermark.cloned(),
        ffmpeg: bench.tools.ffmpeg.version.clone(),
        x264: None,
        label,
        shot: segment.opens_with(),
        tools: bench.tools.clone(),
    };
    let frames = job.frames;
    let made = bench.obtain(job.in_process()).await?;
    Ok(Encoded { file: made.file(segment::FILE)?, frames, key: made.key })
}

fn layer(timeline: &Timeline, view: &View, shown: Shown) -> Layer {
    Layer { source: shown.source, first: view.first, span: timeline.shots[view.shot].visual_frames }
}

fn label(timeline: &Timeline, views: &[View]) -> String {
    let names: Vec<_> = views.iter().map(|view| timeline.shots[view.shot].of.to_string()).collect();
    names.join(" into ")
}

async fn watermark(bench: &Bench) -> Result<Option<Mark>, JobError> {
    let Some(Watermark { source, corner, width, opacity }) = &bench.video().watermark else { return Ok(None) };
    let image = bench.mill.digest(&source.file).await?;
    Ok(Some(Mark { image, corner: *corner, width: *width, opacity: *opacity }))
}
