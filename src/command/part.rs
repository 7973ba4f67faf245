//! Which of a manifest's videos a run is about: those that failed, those that changed, one of several parts.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use anyhow::{Context, anyhow};
use futures::stream::{self, StreamExt};

use super::session::{self, Session};
use super::{Exit, run};
use crate::batch::shard::{self, Asked, Shard};
use crate::cli;
use crate::event::Events;
use crate::manifest::Batch;
use crate::manifest::model::{Script, Video};
use crate::mill::Mode;
use crate::report::{History, Report};
use crate::settings::{RunSettings, Settings};
use crate::video;

const AT_ONCE: usize = 16;
/// Words are spoken at about this pace.
const MS_A_WORD: u64 = 400;
/// A script that is yet to be written, where the manifest does not say.
const WORDS: u64 = 120;

/// Keeps what is asked for, and says which part that is.
pub fn narrow(
    batches: &mut [Batch],
    part: &cli::Part,
    settings: &Settings,
    run: &RunSettings,
) -> anyhow::Result<Result<Option<Shard>, Exit>> {
    let shard = match part.shard {
        Some(Asked::Fixed(shard)) => Some(shard),
        Some(Asked::Auto) => Some(shard::from_environment(|name| std::env::var(name).ok()).map_err(|e| anyhow!(e))?),
        None => None,
    };
    // Parts are of the whole: what failed or changed differs between machines, the parts must not.
    if let Some(shard) = shard {
        let times = part.shard_times.as_deref().map(times).transpose()?.unwrap_or_default();
        keep_shard(batches, shard, &times);
    }
    if part.only_failed {
        let history = History::new(&settings.state_dir);
        for batch in &mut *batches {
            let manifest = std::path::absolute(&batch.source)?.display().to_string();
            let ids = history.unfinished(&[manifest]).context("the history cannot be read")?;
            batch.videos.retain(|video| ids.contains(&video.id));
        }
    }
    if part.only_changed
        && let Err(exit) = keep_changed(batches, settings, run)?
    {
        return Ok(Err(exit));
    }
    Ok(Ok(shard))
}

fn keep_shard(batches: &mut [Batch], shard: Shard, times: &BTreeMap<String, u64>) {
    let ids: BTreeSet<String> = {
        let weighed: Vec<_> = videos(batches).map(|video| (video.id.as_str(), weight(video, times))).collect();
        shard::part(&weighed, shard).into_iter().map(|index| weighed[index].0.to_owned()).collect()
    };
    for batch in batches {
        batch.videos.retain(|video| ids.contains(&video.id));
    }
}

/// What a video takes, in milliseconds: as it once did, else guessed from its words and its picture's size.
fn weight(video: &Video, times: &BTreeMap<String, u64>) -> u64 {
    if let Some(ms) = times.get(&video.id) {
        return *ms;
    }
    let words = |text: &str| text.split_whitespace().count() as u64;
    let length = match &video.script {
        Script::Scenes(scenes) => scenes
            .iter()
            .map(|scene| {
                let said = scene.say.as_deref().map_or(0, words) * MS_A_WORD + u64::from(scene.pause_ms.unwrap_or(0));
                said.max(u64::from(scene.duration_ms.unwrap_or(0)))
            })
            .sum(),
        Script::Text(text) | Script::Document { text, .. } => words(text) * MS_A_WORD,
        Script::Generate(brief) => brief.words.map_or(WORDS, u64::from) * MS_A_WORD,
    };
    // Some 60 million pixels a second and core.
    let pixels = u64::from(video.canvas.width) * u64::from(video.canvas.height) * u64::from(video.canvas.fps);
    length.saturating_mul(pixels) / 60_000_000 + 500
}

/// The work in each video of an earlier report.
fn times(path: &Path) -> anyhow::Result<BTreeMap<String, u64>> {
    let place = || format!("--shard-times {}", path.display());
    let report: Report = serde_json::from_slice(&std::fs::read(path).with_context(place)?).with_context(place)?;
    Ok(report.videos.iter().map(|video| (video.id.clone(), video.work_ms())).filter(|(_, ms)| *ms > 0).collect())
}

fn videos(batches: &[Batch]) -> impl Iterator<Item = &Video> {
    batches.iter().flat_map(|batch| &batch.videos)
}

/// Leaves out the videos that the cache has as the manifest says them now.
fn keep_changed(batches: &mut [Batch], settings: &Settings, run: &RunSettings) -> anyhow::Result<Result<(), Exit>> {
    Ok(made(batches, settings, run)?.map(|made| {
        for batch in batches {
            batch.videos.retain(|video| !made.contains(&video.id));
        }
    }))
}

/// The ids of the videos that the cache has as the manifests say them now.
fn made(batches: &[Batch], settings: &Settings, run: &RunSettings) -> anyhow::Result<Result<BTreeSet<String>, Exit>> {
    let session = Session::open(settings, run, &Events::none(), Mode::LookUpOnly)?;
    let wanted = session::wanted(batches.to_vec());
    let found = session::runtime()?.block_on(async {
        let tools = std::sync::Arc::new(session.tools(settings, run).await?);
        let look = |wanted: video::Wanted| {
            let (mill, tools) = (session.mill.scoped(&wanted.video.id), tools.clone());
            async move {
                let id = wanted.video.id.clone();
                video::is_made(wanted, mill, tools, Events::none()).await.then_some(id)
            }
        };
        let made = stream::iter(wanted).map(look).buffer_unordered(AT_ONCE).filter_map(std::future::ready);
        Ok(made.collect::<BTreeSet<String>>().await)
    });
    Ok(found.map_err(|error| run::not_started(&error)))
}
