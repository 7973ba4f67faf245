//! What each shot shows: what the manifest names, or what the idea stage chooses.

mod fetched;

use super::parts::Shown;
use super::scenes::Script;
use super::{Bench, captions};
use crate::manifest::model::{MotionChoice, Video, Visual, VisualChoice, VisualSource};
use crate::media::timeline::ShotOf;
use crate::media::{Fit, Motion};
use crate::mill::{Input, JobError};
use crate::stage::segment::Source;
use crate::stage::visual::{Mood, NotAMood};
use crate::stage::{idea, visual};

pub(super) async fn show(bench: &Bench, script: &Script, shot: ShotOf) -> Result<Shown, JobError> {
    let video = bench.video();
    let chosen = match shot {
        ShotOf::Intro => video.intro.as_ref().map(|intro| &intro.visual),
        ShotOf::Outro => video.outro.as_ref().map(|outro| &outro.visual),
        ShotOf::Scene(index) => script.scenes[index].visual.as_ref(),
    };
    match chosen {
        Some(visual) => named(bench, script, shot, visual).await,
        None => imagined(bench, script, shot).await,
    }
}

/// Nothing is named: the idea stage says what to show, and the video's choices how.
async fn imagined(bench: &Bench, script: &Script, shot: ShotOf) -> Result<Shown, JobError> {
    let idea = self::idea(bench, script, shot).await?;
    let choices = &bench.video().visuals;
    let motion = motion(bench, shot, None);
    let mut last = None;
    for (place, choice) in choices.iter().enumerate() {
        let shown = match choice {
            VisualChoice::Generated => {
                let (mood, motif) = (idea.mood, idea.motif);
                let picture = visual::Picture::Generated { mood, motif, seed: seed(bench, shot) };
                painted(bench, script, shot, picture, motion).await
            }
            VisualChoice::Stock(media) => {
                fetched::stock(bench, shot, &idea.words, (*media, None), motion, Fit::Cover).await
            }
            VisualChoice::Ai => fetched::drawn(bench, shot, &idea.prompt, motion, Fit::Cover).await,
        };
        match shown {
            Err(error) if bench.may_fall_back(&error) => {
                if place + 1 < choices.len() {
                    bench.fell_back(format!("{shot} shows a fallback: {error}"));
                }
                last = Some(error);
            }
            shown => return shown,
        }
    }
    Err(last.unwrap_or_else(|| JobError::failed("no picture is to be chosen")))
}

async fn idea(bench: &Bench, script: &Script, shot: ShotOf) -> Result<idea::Idea, JobError> {
    let (narration, hint) = match shot {
        ShotOf::Scene(index) => {
            let scene = &script.scenes[index];
            (scene.say.clone().unwrap_or_default(), scene.hint.clone())
        }
        ShotOf::Intro | ShotOf::Outro => (script.title.clone(), None),
    };
    let job = idea::Job { narration, hint, genre: bench.video().genre.clone(), label: shot.to_string() };
    Ok(bench.obtain(job).await?.value)
}

async fn named(bench: &Bench, script: &Script, shot: ShotOf, visual: &Visual) -> Result<Shown, JobError> {
    let Visual { source, motion: _, fit, text, lower_third: _, accent } = visual;
    let motion = motion(bench, shot, motion_of(visual));
    let picture = match source {
        VisualSource::Clip { clip, start_ms, sound } => {
            let clip = bench.mill.digest(&clip.file).await?;
            let source = Source::Clip { clip, start_ms: *start_ms, fit: *fit };
            return Ok(Shown { source, sound: *sound, credit: None });
        }
        VisualSource::Image(image) => {
            let image = bench.mill.digest(&image.file).await?;
            match text {
                None => return Ok(Shown::picture(Source::Still { image, motion, fit: *fit })),
                Some(text) => {
                    let under = Box::new(visual::Under::Image { image, fit: *fit });
                    let titled = visual::Picture::Titled { under, text: text.clone() };
                    return painted(bench, script, shot, titled, motion).await;
                }
            }
        }
        VisualSource::Color(colour) => visual::Picture::Gradient(vec![*colour]),
        VisualSource::Gradient(colours) => visual::Picture::Gradient(colours.clone()),
        VisualSource::Card { card, background } => visual::Picture::Card {
            card: card.clone(),
            background: *background,
            accent: *accent,
            theme: bench.video().seed,
            seed: seed(bench, shot),
        },
        VisualSource::Svg { text } => visual::Picture::Svg(text.clone()),
        VisualSource::Generated { mood, seed } => {
            let mood = match mood {
                Some(mood) => mood_named(mood)?,
                None => Mood::from_words(bench.video().genre.as_deref(), text.as_deref().unwrap_or_default()),
            };
            visual::Picture::Generated { mood, motif: None, seed: *seed }
        }
        VisualSource::Command(command) => visual::Picture::Command(command.argv.clone()),
        VisualSource::Remote { url, clip, start_ms, sound } => {
            let clip = clip.then_some((*start_ms, *sound));
            let shown = fetched::remote(bench, shot, url, clip, motion, *fit).await?;
            return titled(bench, script, shot, shown, text.as_deref()).await;
        }
        VisualSource::Stock { words, media, sound } => {
            let words = match words {
                Some(words) => words.clone(),
                None => idea(bench, script, shot).await?.words,
            };
            let shown = fetched::stock(bench, shot, &words, (*media, *sound), motion, *fit).await?;
            return titled(bench, script, shot, shown, text.as_deref()).await;
        }
        VisualSource::Ai { prompt } => {
            let prompt = match prompt {
                Some(prompt) => prompt.clone(),
                None => idea(bench, script, shot).await?.prompt,
            };
            let shown = fetched::drawn(bench, shot, &prompt, motion, *fit).await?;
            return titled(bench, script, shot, shown, text.as_deref()).await;
        }
    };
    let picture = match text {
        Some(text) => visual::Picture::Titled { under: Box::new(visual::Under::Painted(picture)), text: text.clone() },
        None => picture,
    };
    painted(bench, script, shot, picture, motion).await
}

/// A title over a still that came from elsewhere; a clip has none, like the user's own clips.
async fn titled(
    bench: &Bench,
    script: &Script,
    shot: ShotOf,
    shown: Shown,
    text: Option<&str>,
) -> Result<Shown, JobError> {
    match (shown, text) {
        (Shown { source: Source::Still { image, motion, fit }, credit, sound: _ }, Some(text)) => {
            let under = Box::new(visual::Under::Image { image, fit });
            let picture = visual::Picture::Titled { under, text: text.to_owned() };
            Ok(Shown { credit, ..painted(bench, script, shot, picture, motion).await? })
        }
        (shown, _) => Ok(shown),
    }
}

async fn painted(
    bench: &Bench,
    script: &Script,
    shot: ShotOf,
    picture: visual::Picture,
    motion: Motion,
) -> Result<Shown, JobError> {
    let job = visual::Job {
        picture,
        canvas: bench.video().canvas,
        area: captions::free_area(bench, script, shot),
        moving: motion != Motion::None,
        label: shot.to_string(),
        tools: bench.tools.clone(),
    };
    let painted = bench.obtain(job).await?;
    let image: Input = painted.file(visual::FILE)?;
    Ok(Shown::picture(Source::Still { image, motion, fit: Fit::Cover }))
}

fn mood_named(name: &str) -> Result<Mood, JobError> {
    name.parse().map_err(|error: NotAMood| JobError::failed(error.to_string()))
}

/// Of the whole video's seed and the shot's place: a scene that is edited keeps its picture.
pub(super) fn seed(bench: &Bench, shot: ShotOf) -> u64 {
    bench.video().seed.wrapping_mul(31).wrapping_add(place(shot))
}

fn place(shot: ShotOf) -> u64 {
    match shot {
        ShotOf::Intro => 1001,
        ShotOf::Scene(index) => index as u64,
        ShotOf::Outro => 1002,
    }
}

/// Pages are designed to the canvas's edge and read: they stand, unless asked to move.
fn motion_of(visual: &Visual) -> Option<MotionChoice> {
    let page = matches!(visual.source, VisualSource::Card { .. } | VisualSource::Svg { .. } | VisualSource::Color(_));
    visual.motion.or(page.then_some(MotionChoice::Fixed(Motion::None)))
}

/// Whether a shot's picture moves, but for clips, as far as that is known before it is there.
pub(super) fn moves(video: &Video, visual: Option<&Visual>) -> bool {
    let source = visual.map(|visual| &visual.source);
    let is_clip = matches!(source, Some(VisualSource::Clip { .. } | VisualSource::Remote { clip: true, .. }));
    let wanted = visual.and_then(motion_of).unwrap_or(video.motion);
    !is_clip && wanted != MotionChoice::Fixed(Motion::None)
}

/// The shot's own choice, else the video's; `auto` alternates from a seeded start.
fn motion(bench: &Bench, shot: ShotOf, wanted: Option<MotionChoice>) -> Motion {
    const TURNS: [Motion; 4] = [Motion::ZoomIn, Motion::PanLeft, Motion::ZoomOut, Motion::PanRight];
    match wanted.unwrap_or(bench.video().motion) {
        MotionChoice::Fixed(motion) => motion,
        MotionChoice::Auto => TURNS[(bench.video().seed.wrapping_add(place(shot)) % 4) as usize],
    }
}
