//! Captions of a video: burnt into its segments, and as subtitle files beside it.

use futures::future;

use super::parts::{Parts, Spoken};
use super::{Bench, Scene, Script};
use crate::manifest::model::{self, Video};
use crate::media::captions::{self, Area, Cue, LowerThird, Showing};
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
    let look = &video.captions.look;
    let thirds: Vec<LowerThird<'_>> = views.iter().filter_map(|view| third(parts, timeline, view)).collect();
    let mut cues: Vec<Vec<Cue>> = Vec::new();
    let Faces { typefaces, fonts } = &parts.faces;
    for view in views.iter().filter(|_| is_burnt(video)) {
        let words = words(parts, timeline.shots[view.shot].of).await?;
        cues.push(captions::cues(&words, look, typefaces, video.canvas));
    }
    let showings: Vec<Showing<'_>> = views
        .iter()
        .zip(&cues)
        .filter_map(|(view, cues)| Showing::new(cues, &timeline.shots[view.shot], view.first, view.frames))
        .collect();
    let Some(ass) = captions::ass(&showings, &thirds, video.canvas, look, typefaces) else { return Ok(None) };
    let mut fonts = fonts.clone();
    let own = if thirds.is_empty() { Vec::new() } else { LowerThird::faces().to_vec() };
    for face in own {
        if !fonts.iter().any(|font| matches!(font, Font::BuiltIn(name) if *name == face.file)) {
            fonts.push(Font::BuiltIn(face.file));
        }
    }
    Ok(Some(Captions { ass, fonts }))
}

/// The lower third of a shot: from its first frames on, as long as it takes to read.
fn third<'a>(parts: &'a Parts<'_>, timeline: &Timeline, view: &View) -> Option<LowerThird<'a>> {
    let shot = &timeline.shots[view.shot];
    let visual = visual_of(parts.bench, parts.script, shot.of)?;
    let model::LowerThird { name, role } = third_of(Some(visual))?;
    let letters = name.chars().count() + role.as_deref().map_or(0, |role| role.chars().count());
    let fps = timeline.fps;
    // Half a second in, once eyes have arrived.
    let start = shot.head_frames() + fps / 2;
    let end = start + fps * (3 + letters as u32 / 15);
    let within = |frame: u32| frame.saturating_sub(view.first).min(view.frames);
    let frames = within(start)..within(end);
    let accent = visual.accent.unwrap_or(parts.bench.video().captions.look.highlight);
    (!frames.is_empty()).then_some(LowerThird { name, role: role.as_deref(), accent, frames })
}

fn visual_of<'a>(bench: &'a Bench, script: &'a Script, shot: ShotOf) -> Option<&'a model::Visual> {
    match shot {
        ShotOf::Intro => bench.video().intro.as_ref().map(|intro| &intro.visual),
        ShotOf::Outro => bench.video().outro.as_ref().map(|outro| &outro.visual),
        ShotOf::Scene(index) => script.scenes[index].visual.as_ref(),
    }
}

/// All of a scene that is set in the captions' fonts.
fn words_shown(scene: &Scene) -> String {
    let third = third_of(scene.visual.as_ref());
    let parts = [scene.shown(), third.map(|third| third.name.as_str()), third.and_then(|third| third.role.as_deref())];
    parts.into_iter().flatten().collect::<Vec<_>>().join(" ")
}

/// What a video's captions are set in, and the font files it takes.
pub(crate) struct Faces {
    pub typefaces: Typefaces,
    pub fonts: Vec<Font>,
}

/// The typefaces for all that the script shows; before anything is spoken, so that a missing glyph costs nothing.
pub(super) async fn faces(bench: &Bench, script: &Script) -> Result<Faces, JobError> {
    let video = bench.video();
    let (wanted, shown) = (video.clone(), script.scenes.iter().map(words_shown).collect::<Vec<_>>());
    let fonts::Faces { faces: typefaces, files } = stage::blocking(move || typefaces(&wanted, &shown)).await?;
    let mut fonts = Vec::with_capacity(files.len());
    for file in files {
        fonts.push(match file {
            Some(path) => Font::File(bench.mill.digest(&path).await?),
            None => Font::BuiltIn(captions::face(video.captions.look.style).file),
        });
    }
    Ok(Faces { typefaces, fonts })
}

/// What the manifest already tells of a video's captions: that fonts have all characters of a script that is given.
pub fn check(video: &Video) -> Result<(), JobError> {
    let script = super::scenes::known(video, &video.script);
    let shown: Vec<String> = script.scenes.iter().map(words_shown).collect();
    typefaces(video, &shown).map(drop)
}

/// The typefaces for the words of each scene.
fn typefaces(video: &Video, shown: &[String]) -> Result<fonts::Faces, JobError> {
    let look = &video.captions.look;
    let thirds = match &video.script {
        model::Script::Scenes(scenes) => scenes.iter().any(|scene| third_of(scene.visual.as_ref()).is_some()),
        _ => false,
    };
    if !is_burnt(video) && !thirds {
        return Ok(fonts::Faces { faces: Typefaces::built_in(look.style), files: Vec::new() });
    }
    let mut all = shown.concat();
    if look.uppercase {
        all = all.to_uppercase() + &all;
    }
    fonts::faces(look, &all, &video.language).map_err(|error| told(error, shown))
}

fn third_of(visual: Option<&model::Visual>) -> Option<&model::LowerThird> {
    visual.and_then(|visual| visual.lower_third.as_ref())
}

/// The part of the canvas that a shot's own words may take: captions are burnt only where somebody speaks.
pub(super) fn free_area(bench: &Bench, script: &Script, shot: ShotOf) -> Area {
    let video = bench.video();
    let spoken = matches!(shot, ShotOf::Scene(index) if script.scenes[index].say.is_some());
    captions::clear(video.canvas, (spoken && is_burnt(video)).then_some(&video.captions.look))
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
