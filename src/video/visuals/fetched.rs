//! Pictures and clips from elsewhere: by their address, from a stock, drawn by a service.

use super::seed;
use crate::manifest::model::{ImageProvider, StockMedia};
use crate::media::timeline::ShotOf;
use crate::media::{Fit, Motion};
use crate::mill::JobError;
use crate::stage::drawing_size;
use crate::stage::fetched::{Draw, FILE, Fetch, Fetched, Found, Pick};
use crate::stage::segment::Source;
use crate::video::parts::Shown;
use crate::video::{Bench, services};

/// What lies at an address; `clip` is whether a clip is expected, and where it begins.
pub(super) async fn remote(
    bench: &Bench,
    shot: ShotOf,
    url: &str,
    (clip, start_ms): (bool, u64),
    motion: Motion,
    fit: Fit,
) -> Result<Shown, JobError> {
    let trusted = bench.wanted.providers.hosts.clone();
    let job = Fetch { fetch: url.to_owned(), trusted, label: shot.to_string(), tools: bench.tools.clone() };
    let fetched = bench.ask(job).await?;
    if clip && !fetched.value.clip {
        let place = url.split(['?', '#']).next().unwrap_or_default();
        return Err(JobError::failed(format!("{place} is a picture, not a clip")).help("name it as `image`"));
    }
    let Fetched { clip } = fetched.value;
    shown(fetched.file(FILE)?, clip, start_ms, motion, fit, None)
}

/// The first stock that has something for these words.
pub(super) async fn stock(
    bench: &Bench,
    shot: ShotOf,
    words: &str,
    media: StockMedia,
    motion: Motion,
    fit: Fit,
) -> Result<Shown, JobError> {
    let mut last = None;
    for provider in &bench.wanted.providers.stock {
        match picked(bench, shot, words, media, services::stock(provider)).await {
            Ok((found, fetched)) => {
                let clip = fetched.value.clip;
                return shown(fetched.file(FILE)?, clip, 0, motion, fit, Some(found));
            }
            Err(error) if !bench.may_fall_back(&error) => return Err(error),
            Err(error) => last = Some(error),
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
) -> Result<(Found, crate::mill::Artifact<Fetched>), JobError> {
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
    for provider in &bench.wanted.providers.images {
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
                let clip = drawn.value.clip;
                return shown(drawn.file(FILE)?, clip, 0, motion, fit, None);
            }
            Err(error) if !bench.may_fall_back(&error) => return Err(error),
            Err(error) => last = Some(error),
        }
    }
    Err(last.unwrap_or_else(|| JobError::failed("nobody is named who draws pictures")))
}

fn shown(
    file: crate::mill::Input,
    clip: bool,
    start_ms: u64,
    motion: Motion,
    fit: Fit,
    credit: Option<Found>,
) -> Result<Shown, JobError> {
    let source = match clip {
        true => Source::Clip { clip: file, start_ms, fit },
        false => Source::Still { image: file, motion, fit },
    };
    Ok(Shown { source, sound: None, credit })
}
