//! Captions of a video: burnt into its segments, and as subtitle files beside it.

use futures::future;

use super::Bench;
use super::parts::{Parts, Spoken};
use crate::media::captions::{self, Cue, Showing};
use crate::media::subtitles::{self, Utterance};
use crate::media::timeline::{ShotOf, Timeline, View};
use crate::media::{CaptionLook, CaptionMode, Word, text, word};
use crate::mill::JobError;
use crate::stage::segment::{Captions, Font};

/// What a segment shows of the captions of the shots in it, as an ASS document.
pub(super) async fn burnt(
    parts: &Parts<'_>,
    timeline: &Timeline,
    views: &[View],
) -> Result<Option<Captions>, JobError> {
    let video = parts.bench.video();
    if !matches!(video.captions.mode, CaptionMode::Burn | CaptionMode::Both) {
        return Ok(None);
    }
    let look = &video.captions.look;
    let mut cues: Vec<Vec<Cue>> = Vec::new();
    for view in views {
        let words = words(parts, timeline.shots[view.shot].of).await?;
        cues.push(captions::cues(&words, look, video.canvas));
    }
    let showings: Vec<Showing<'_>> = views
        .iter()
        .zip(&cues)
        .filter_map(|(view, cues)| Showing::new(cues, &timeline.shots[view.shot], view.first, view.frames))
        .collect();
    let Some(ass) = captions::ass(&showings, video.canvas, look) else { return Ok(None) };
    Ok(Some(Captions { ass, fonts: fonts(parts.bench, look).await? }))
}

/// The files of the look's family: our own, or the system's.
async fn fonts(bench: &Bench, look: &CaptionLook) -> Result<Vec<Font>, JobError> {
    let own = captions::faces(look);
    if !own.is_empty() {
        return Ok(own.into_iter().map(|face| Font::BuiltIn(face.file)).collect());
    }
    let mut fonts = Vec::new();
    for path in bench.tools.font_files(&look.font).await? {
        fonts.push(Font::File(bench.mill.digest(&path).await?));
    }
    Ok(fonts)
}

/// The words shown for a shot, with their times after the narration's start.
async fn words(parts: &Parts<'_>, shot: ShotOf) -> Result<Vec<Word>, JobError> {
    let ShotOf::Scene(scene) = shot else { return Ok(Vec::new()) };
    Ok(parts.spoken[scene].clone().await?.map_or_else(Vec::new, |spoken| shown(&spoken.value.words, parts, scene)))
}

fn shown(spoken: &[Word], parts: &Parts<'_>, scene: usize) -> Vec<Word> {
    let of = &parts.script.scenes[scene];
    // What is spoken otherwise than written is shown as written.
    let written = of.say.as_ref().filter(|_| !parts.bench.video().pronunciation.is_empty());
    match of.caption.as_ref().or(written) {
        Some(caption) => word::align(&text::words_of(caption), spoken),
        None => spoken.to_vec(),
    }
}

/// `.srt` and `.vtt`, or none.
pub(super) fn files(parts: &Parts<'_>, timeline: &Timeline, spoken: &[Spoken]) -> Vec<(&'static str, String)> {
    if !matches!(parts.bench.video().captions.mode, CaptionMode::Files | CaptionMode::Both) {
        return Vec::new();
    }
    let said = timeline.shots.iter().filter_map(|shot| {
        let (ShotOf::Scene(scene), Some(narration)) = (shot.of, shot.narration) else { return None };
        Some((narration.start_ms(), shown(&spoken[scene].as_ref()?.value.words, parts, scene)))
    });
    let said: Vec<(u64, Vec<Word>)> = said.collect();
    let utterances: Vec<_> = said.iter().map(|(start_ms, words)| Utterance { start_ms: *start_ms, words }).collect();
    let subtitles = subtitles::subtitles(&utterances, timeline.duration_ms());
    vec![("srt", subtitles::srt(&subtitles)), ("vtt", subtitles::vtt(&subtitles))]
}

/// All scenes' narrations, once all are there.
pub(super) async fn all_spoken(parts: &Parts<'_>) -> Result<Vec<Spoken>, JobError> {
    super::settle(future::join_all(parts.spoken.iter().cloned()).await)
}
