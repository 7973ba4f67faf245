//! Captions of a video: burnt into its segments, and as subtitle files beside it.

use futures::future;

use super::parts::{Parts, Spoken};
use crate::media::captions::{self, Cue, Showing};
use crate::media::subtitles::{self, Utterance};
use crate::media::timeline::{ShotOf, Timeline, View};
use crate::media::{CaptionMode, Word, word};
use crate::mill::JobError;

/// What a segment shows of the captions of the shots in it, as an ASS document.
pub(super) async fn burnt(
    parts: &Parts<'_>,
    timeline: &Timeline,
    views: &[View],
) -> Result<Option<String>, JobError> {
    let video = parts.bench.video();
    if !matches!(video.captions.mode, CaptionMode::Burn | CaptionMode::Both) {
        return Ok(None);
    }
    let look = &video.captions.look;
    let mut cues: Vec<Vec<Cue>> = Vec::new();
    for view in views {
        let words = words(parts, timeline.shots[view.shot].of).await?;
        cues.push(captions::cues(&words, video.canvas, look));
    }
    let showings: Vec<Showing<'_>> = views
        .iter()
        .zip(&cues)
        .filter_map(|(view, cues)| Showing::new(cues, &timeline.shots[view.shot], view.first, view.frames))
        .collect();
    Ok(captions::ass(&showings, video.canvas, look))
}

/// The words shown for a shot, with their times after the narration's start.
async fn words(parts: &Parts<'_>, shot: ShotOf) -> Result<Vec<Word>, JobError> {
    let ShotOf::Scene(scene) = shot else { return Ok(Vec::new()) };
    Ok(parts.spoken[scene].clone().await?.map_or_else(Vec::new, |spoken| shown(&spoken.value.words, parts, scene)))
}

fn shown(spoken: &[Word], parts: &Parts<'_>, scene: usize) -> Vec<Word> {
    match &parts.script.scenes[scene].caption {
        Some(caption) => word::align(caption, spoken),
        None => spoken.to_vec(),
    }
}

/// `.srt` and `.vtt`, or none.
pub(super) fn files(parts: &Parts<'_>, timeline: &Timeline, spoken: &[Spoken]) -> Vec<(&'static str, String)> {
    if !matches!(parts.bench.video().captions.mode, CaptionMode::Files | CaptionMode::Both) {
        return Vec::new();
    }
    let utterances = timeline.shots.iter().filter_map(|shot| {
        let (ShotOf::Scene(scene), Some(narration)) = (shot.of, shot.narration) else { return None };
        let words = shown(&spoken[scene].as_ref()?.value.words, parts, scene);
        Some(Utterance { start_ms: narration.start_ms(), words })
    });
    let subtitles = subtitles::subtitles(utterances);
    vec![("srt", subtitles::srt(&subtitles)), ("vtt", subtitles::vtt(&subtitles))]
}

/// All scenes' narrations, once all are there.
pub(super) async fn all_spoken(parts: &Parts<'_>) -> Result<Vec<Spoken>, JobError> {
    super::settle(future::join_all(parts.spoken.iter().cloned()).await)
}
