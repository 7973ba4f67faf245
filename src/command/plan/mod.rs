//! `plan`: the very code of `run` with a mill that looks up and never makes.

mod forecast;
mod table;

use std::collections::BTreeMap;
use std::sync::Arc;

use futures::stream::{self, StreamExt};
use serde_json::{Value, json};

use super::prices::{self, Priced};
use super::session::{self, Session};
use super::{Exit, load, output, part, run};
use crate::cli::{self, Format};
use crate::event::{Events, Stage};
use crate::mill::{JobError, Looked, Mode};
use crate::settings::Settings;
use crate::video::{self, Foreseen};
use forecast::{Outlook, State};

/// Lookups wait for the disk only.
const AT_ONCE: usize = 16;

pub fn plan(args: &cli::Plan, settings: &Settings) -> anyhow::Result<Exit> {
    let Some(mut batches) = load::all(&args.manifests, &args.selection, settings)? else { return Ok(Exit::Usage) };
    let run_settings = settings.run(&cli::Running::default(), &Default::default())?;
    if let Err(exit) = part::narrow(&mut batches, &args.part, settings, &run_settings)? {
        return Ok(exit);
    }
    let session = Session::open(settings, &run_settings, &Events::none(), Mode::LookUpOnly)?;
    let priced: Vec<Priced> = batches.iter().flat_map(|batch| prices::of(&batch.providers)).collect();
    let wanted = session::wanted(batches);
    let ids: Vec<String> = wanted.iter().map(|wanted| wanted.video.id.clone()).collect();
    let looked = session::runtime()?.block_on(async {
        let tools = Arc::new(session.tools(settings, &run_settings).await?);
        let look = |wanted: video::Wanted| {
            let mill = session.mill.scoped(&wanted.video.id);
            video::foresee(wanted, mill, tools.clone(), Events::none())
        };
        Ok::<Vec<_>, JobError>(stream::iter(wanted).map(look).buffered(AT_ONCE).collect().await)
    });
    let foreseen = match looked {
        Ok(foreseen) => foreseen,
        Err(error) => return Ok(run::not_started(&error)),
    };
    let outlooks = outlooks(ids, foreseen, &session);
    match args.format {
        Format::Json => {
            let plan = json(&outlooks, run_settings.workers, &priced);
            output::print(&(serde_json::to_string_pretty(&plan)? + "\n"))
        }
        Format::Human => output::print(&(table::table(&outlooks, run_settings.workers) + &table::prices(&priced))),
    }
}

fn outlooks(ids: Vec<String>, foreseen: Vec<Result<Foreseen, JobError>>, session: &Session) -> Vec<Outlook> {
    let mut looked: BTreeMap<Arc<str>, Vec<Looked>> = BTreeMap::new();
    for job in session.mill.looked() {
        looked.entry(job.video.clone()).or_default().push(job);
    }
    let of = |(id, foreseen): (String, _)| {
        let jobs = looked.get(id.as_str()).map_or(&[][..], Vec::as_slice);
        Outlook::of(id, foreseen, jobs, session.mill.rates())
    };
    ids.into_iter().zip(foreseen).map(of).collect()
}

fn json(outlooks: &[Outlook], workers: usize, priced: &[Priced]) -> Value {
    let total = forecast::total(outlooks);
    let videos: Vec<_> = outlooks.iter().map(video).collect();
    json!({
        "version": 1,
        "videos": videos,
        "prices": priced.iter().map(|priced| json!({ "service": priced.name, "by": priced.by })).collect::<Vec<_>>(),
        "total": {
            "finished": outlooks.iter().filter(|outlook| outlook.state == State::Finished).count(),
            "videos": outlooks.len(),
            "work_ms": total.time.as_millis() as u64,
            "workers": workers,
            "wall_ms": forecast::wall(total.time, workers).as_millis() as u64,
            "cost_micro_usd": total.cost.0,
            "complete": outlooks.iter().all(Outlook::is_complete),
        },
    })
}

fn video(outlook: &Outlook) -> Value {
    let stages: BTreeMap<Stage, Value> = outlook
        .stages
        .iter()
        .map(|(stage, of)| {
            let [time, cost] = of.forecast.map_or([Value::Null, Value::Null], |known| {
                [json!(known.time.as_millis() as u64), json!(known.cost.0)]
            });
            (*stage, json!({ "hit": of.hits, "make": of.misses, "work_ms": time, "cost_micro_usd": cost }))
        })
        .collect();
    json!({
        "id": outlook.id,
        "finished": outlook.state == State::Finished,
        "known_after_script": outlook.state == State::Unwritten,
        "error": if let State::Wrong(cause) = &outlook.state { Some(cause) } else { None },
        "stages": stages,
        "work_ms": outlook.sum().time.as_millis() as u64,
        "cost_micro_usd": outlook.sum().cost.0,
    })
}
