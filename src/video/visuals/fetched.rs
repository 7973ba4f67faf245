//! Pictures and clips from elsewhere: by their address, from a stock, drawn by a service.

use super::seed;
use crate::manifest::model::{ClipSound, ImageProvider, StockMedia};
use crate::media::timeline::ShotOf;
use crate::media::{Fit, Motion};
use crate::mill::{Artifact, JobError};
use crate::stage::drawing_size;
use crate::stage::fetched::{Draw, FILE, Fetch, Fetched, Found, Pick};
use crate::stage::segment::Source;
use crate::video::parts::Shown;
use crate::video::{Bench, services};

/// What lies at an address; `clip` where a clip is expected: where it begins, and how it is heard.
pub(super) async fn remote(
    bench: &Bench,
    shot: ShotOf,
    url: &str,
    clip: Option<(u64, Option<ClipSound>)>,
    motion: Motion,
    fit: Fit,
) -> Result<Shown, JobError> {
    let trusted = bench.wanted.providers.hosts.clone();
    let job = Fetch { fetch: url.to_owned(), trusted, label: shot.to_string(), tools: bench.tools.clone() };
    let fetched = bench.ask(job).await?;
    if clip.is_some() && !fetched.value.clip {
        let place = url.split(['?', '#']).next().unwrap_or_default();
        return Err(JobError::failed(format!("{place} is a picture, not a clip")).help("name it as `image`"));
    }
    let (start_ms, sound) = clip.unwrap_or_default();
    Ok(Shown { sound, ..shown(&fetched, start_ms, motion, fit, None)? })
}

/// The first stock that has something for these words.
pub(super) async fn stock(
    bench: &Bench,
    shot: ShotOf,
    words: &str,
    (media, sound): (StockMedia, Option<ClipSound>),
    motion: Motion,
    fit: Fit,
) -> Result<Shown, JobError> {
    let mut last = None;
    for (place, provider) in bench.wanted.providers.stock.iter().enumerate() {
        match picked(bench, shot, words, media, services::stock(provider)).await {
            Ok((found, fetched)) => {
                // Most clips of stocks are silent, and who wants their sound cannot know which.
                let sound = sound.filter(|_| fetched.value.sound);
                return Ok(Shown { sound, ..shown(&fetched, 0, motion, fit, Some(found))? });
            }
            Err(error) if !bench.may_fall_back(&error) => return Err(error),
            Err(error) => {
                if place + 1 < bench.wanted.providers.stock.len() {
                    bench.fell_back(format!("{shot} shows a picture of another stock: {error}"));
                }
                last = Some(error);
            }
        }
    }
    Err(last.unwrap_or_else(|| JobError::failed("no stock of pictures is named")))
}

async fn picked(
    bench: &Bench,
    shot: ShotOf,
    words: &str,
    media: StockMedia,
    stock: crate::stage::fetched::Stock,
) -> Result<(Found, Artifact<Fetched>), JobError> {
    let video = bench.video();
    let pick = Pick {
        stock,
        words: words.to_owned(),
        clip: media == StockMedia::Clip,
        canvas: video.canvas,
        language: video.language.clone(),
        seed: seed(bench, shot),
        video: video.id.clone(),
        scene: shot.to_string(),
        tools: bench.tools.clone(),
    };
    // In the order of the scenes, so that one knows what the others have taken.
    let found = {
        let _turn = bench.picking.lock().await;
        let found = bench.ask(pick).await?.value;
        bench.tools.services.taken().note(&found, &video.id);
        found
    };
    let job = Fetch {
        fetch: found.url.clone(),
        trusted: services::trusted(bench),
        label: shot.to_string(),
        tools: bench.tools.clone(),
    };
    Ok((found, bench.ask(job).await?))
}

/// The first of those who draw that draws it.
pub(super) async fn drawn(
    bench: &Bench,
    shot: ShotOf,
    prompt: &str,
    motion: Motion,
    fit: Fit,
) -> Result<Shown, JobError> {
    let canvas = bench.video().canvas;
    let mut last = None;
    for (place, provider) in bench.wanted.providers.images.iter().enumerate() {
        let ImageProvider { model, size, .. } = provider;
        let size = size.clone().unwrap_or_else(|| drawing_size(model, canvas.width, canvas.height));
        let job = Draw {
            draw: prompt.to_owned(),
            drawer: services::drawer(provider),
            size,
            seed: seed(bench, shot),
            label: shot.to_string(),
            tools: bench.tools.clone(),
        };
        match bench.ask(job).await {
            Ok(drawn) => {
                return shown(&drawn, 0, motion, fit, None);
            }
            Err(error) if !bench.may_fall_back(&error) => return Err(error),
            Err(error) => {
                if place + 1 < bench.wanted.providers.images.len() {
                    bench.fell_back(format!("{shot} is drawn by a fallback: {error}"));
                }
                last = Some(error);
            }
        }
    }
    Err(last.unwrap_or_else(|| JobError::failed("nobody is named who draws pictures")))
}

fn shown(
    fetched: &Artifact<Fetched>,
    start_ms: u64,
    motion: Motion,
    fit: Fit,
    credit: Option<Found>,
) -> Result<Shown, JobError> {
    let file = fetched.file(FILE)?;
    let source = match fetched.value.clip {
        true => Source::Clip { clip: file, start_ms, fit },
        false => Source::Still { image: file, motion, fit },
    };
    Ok(Shown { credit, ..Shown::picture(source) })
}
