//! `plan`: the very code of `run` with a mill that looks up and never makes.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use futures::stream::{self, StreamExt};
use serde::Serialize;

use super::session::{self, Session};
use super::{Exit, load, output, run};
use crate::cli::{self, Format};
use crate::event::{Event, Events, Outcome, Stage};
use crate::mill::Mode;
use crate::settings::Settings;
use crate::video;

/// Lookups wait for the disk only.
const AT_ONCE: usize = 16;

/// What a run would find and what it would make, for one video.
#[derive(Debug, Default, Clone, PartialEq, Eq, Serialize)]
struct Forecast {
    stages: BTreeMap<Stage, Count>,
}

#[derive(Debug, Default, Clone, Copy, PartialEq, Eq, Serialize)]
struct Count {
    hit: usize,
    make: usize,
}

impl Forecast {
    /// The finished video is in the cache.
    fn finished(&self) -> bool {
        self.stages.get(&Stage::Video).is_some_and(|count| count.hit > 0)
    }

    fn script_missing(&self) -> bool {
        self.stages.get(&Stage::Script).is_some_and(|count| count.make > 0)
    }
}

type Forecasts = Arc<Mutex<BTreeMap<Arc<str>, Forecast>>>;

pub fn plan(args: &cli::Plan, settings: &Settings) -> anyhow::Result<Exit> {
    let Some(batches) = load::all(&args.manifests, &args.selection)? else { return Ok(Exit::Usage) };
    let run_settings = settings.run(&cli::Running::default(), &Default::default())?;
    let forecasts = Forecasts::default();
    let events = listen(forecasts.clone());
    let session = Session::open(settings, &run_settings, &events, Mode::LookUpOnly)?;
    let wanted = session::wanted(batches);
    let ids: Vec<String> = wanted.iter().map(|wanted| wanted.video.id.clone()).collect();
    let looked = session::runtime()?.block_on(async {
        let tools = Arc::new(session.tools(settings, &run_settings).await?);
        stream::iter(wanted)
            .for_each_concurrent(AT_ONCE, |wanted| {
                let mill = session.mill.scoped(&wanted.video.id);
                let foreseen = video::foresee(wanted, mill, tools.clone(), events.clone());
                // "Would be made" is no failure, and the events have told of it, stage by stage.
                async { drop(foreseen.await) }
            })
            .await;
        Ok(())
    });
    if let Err(error) = looked {
        return Ok(run::not_started(&error));
    }
    let known = lock(&forecasts);
    let plan: Vec<_> = ids.into_iter().map(|id| (known.get(id.as_str()).cloned().unwrap_or_default(), id)).collect();
    match args.format {
        Format::Json => output::print(&json(&plan)?),
        Format::Human => output::print(&human(&plan)),
    }
}

fn listen(forecasts: Forecasts) -> Events {
    Events::new(move |event| {
        let Event::JobFinished { job, outcome, .. } = event else { return };
        let mut forecasts = lock(&forecasts);
        let count = forecasts.entry(job.video).or_default().stages.entry(job.stage).or_default();
        match outcome {
            Outcome::Hit | Outcome::Shared | Outcome::Made => count.hit += 1,
            Outcome::Skipped | Outcome::Failed => count.make += 1,
        }
    })
}

fn lock(forecasts: &Forecasts) -> MutexGuard<'_, BTreeMap<Arc<str>, Forecast>> {
    forecasts.lock().unwrap_or_else(PoisonError::into_inner)
}

fn json(plan: &[(Forecast, String)]) -> anyhow::Result<String> {
    let videos: Vec<_> = plan
        .iter()
        .map(|(forecast, id)| {
            serde_json::json!({
                "id": id,
                "finished": forecast.finished(),
                "known_after_script": forecast.script_missing(),
                "stages": forecast.stages,
            })
        })
        .collect();
    Ok(serde_json::to_string_pretty(&serde_json::json!({ "version": 1, "videos": videos }))? + "\n")
}

fn human(plan: &[(Forecast, String)]) -> String {
    let mut out = String::new();
    let mut finished = 0;
    for (forecast, id) in plan {
        finished += usize::from(forecast.finished());
        let _ = writeln!(out, "{id}: {}", said(forecast));
    }
    let _ = writeln!(out, "\n{finished} of {} videos are finished; a run makes the rest", plan.len());
    out
}

fn said(forecast: &Forecast) -> String {
    if forecast.finished() {
        return "finished, in the cache".to_owned();
    }
    let stages: Vec<String> = forecast
        .stages
        .iter()
        .filter(|(stage, _)| **stage != Stage::Video)
        .map(|(stage, count)| match *count {
            Count { hit, make: 0 } => format!("{} {hit} cached", stage.name()),
            Count { hit: 0, make } => format!("{} {make} to make", stage.name()),
            Count { hit, make } => format!("{} {hit} cached, {make} to make", stage.name()),
        })
        .collect();
    let rest = if forecast.script_missing() { "; the rest is known after the script" } else { "" };
    format!("{}{rest}", stages.join("; "))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn forecast(stages: &[(Stage, usize, usize)]) -> Forecast {
        Forecast {
            stages: stages.iter().map(|(stage, hit, make)| (*stage, Count { hit: *hit, make: *make })).collect(),
        }
    }

    #[test]
    fn a_finished_video_says_so() {
        assert_eq!(said(&forecast(&[(Stage::Video, 1, 0)])), "finished, in the cache");
    }

    #[test]
    fn what_hangs_on_an_unwritten_script_is_not_guessed() {
        let text = said(&forecast(&[(Stage::Video, 0, 1), (Stage::Script, 0, 1)]));
        assert_eq!(text, "script 1 to make; the rest is known after the script");
    }

    #[test]
    fn hits_and_misses_are_told_by_stage() {
        let text = said(&forecast(&[(Stage::Speech, 5, 1), (Stage::Segment, 0, 6)]));
        assert_eq!(text, "speech 5 cached, 1 to make; segment 6 to make");
    }
}
