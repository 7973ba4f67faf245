//! Captions of a video: burnt into its segments, and as subtitle files beside it.

use futures::future;

use super::parts::{Parts, Spoken};
use super::{Bench, Script};
use crate::manifest::model::Video;
use crate::media::captions::{self, Cue, Showing};
use crate::media::glyphs::Typefaces;
use crate::media::subtitles::{self, Utterance};
use crate::media::timeline::{ShotOf, Timeline, View};
use crate::media::{CaptionMode, CaptionStyle, Word, text, word};
use crate::mill::JobError;
use crate::stage;
use crate::stage::fonts::{self, NoFont};
use crate::stage::segment::{Captions, Font};

/// What a segment shows of the captions of the shots in it, as an ASS document.
pub(super) async fn burnt(
    parts: &Parts<'_>,
    timeline: &Timeline,
    views: &[View],
) -> Result<Option<Captions>, JobError> {
    let video = parts.bench.video();
    if !is_burnt(video) {
        return Ok(None);
    }
    let look = &video.captions.look;
    let mut cues: Vec<Vec<Cue>> = Vec::new();
    let Faces { typefaces, fonts } = &parts.faces;
    for view in views {
        let words = words(parts, timeline.shots[view.shot].of).await?;
        cues.push(captions::cues(&words, look, typefaces, video.canvas));
    }
    let showings: Vec<Showing<'_>> = views
        .iter()
        .zip(&cues)
        .filter_map(|(view, cues)| Showing::new(cues, &timeline.shots[view.shot], view.first, view.frames))
        .collect();
    let Some(ass) = captions::ass(&showings, &[], video.canvas, look, typefaces) else { return Ok(None) };
    Ok(Some(Captions { ass, fonts: fonts.clone() }))
}

/// What a video's captions are set in, and the font files it takes.
pub(crate) struct Faces {
    pub typefaces: Typefaces,
    pub fonts: Vec<Font>,
}

/// The typefaces for all that the script shows; before anything is spoken, so that a missing glyph costs nothing.
pub(super) async fn faces(bench: &Bench, script: &Script) -> Result<Faces, JobError> {
    let video = bench.video();
    let look = video.captions.look.clone();
    if !is_burnt(video) {
        return Ok(Faces { typefaces: Typefaces::built_in(look.style), fonts: Vec::new() });
    }
    let shown: Vec<String> = script.scenes.iter().map(|scene| scene.shown().unwrap_or_default().to_owned()).collect();
    let language = video.language.clone();
    let found =
        stage::blocking(move || fonts::faces(&look, &shown.concat(), &language).map_err(|error| told(error, &shown)));
    let fonts::Faces { faces: typefaces, files } = found.await?;
    let mut fonts = Vec::with_capacity(files.len());
    for file in files {
        fonts.push(match file {
            Some(path) => Font::File(bench.mill.digest(&path).await?),
            None => Font::BuiltIn(captions::face(video.captions.look.style).file),
        });
    }
    Ok(Faces { typefaces, fonts })
}

/// Says in which scene a character is missing.
fn told(error: NoFont, scenes: &[String]) -> JobError {
    let scene = match &error {
        NoFont::Characters(missing) => scenes.iter().position(|text| text.contains(&missing[..])),
        NoFont::Family(_) | NoFont::Unreadable(_) => None,
    };
    let place = scene.map_or_else(String::new, |index| format!("the caption of scene {}: ", index + 1));
    JobError::failed(format!("{place}{error}")).help(error.help())
}

fn is_burnt(video: &Video) -> bool {
    let painted = matches!(video.captions.mode, CaptionMode::Burn | CaptionMode::Both);
    painted && video.captions.look.style != CaptionStyle::None
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
