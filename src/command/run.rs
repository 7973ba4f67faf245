//! `run`: manifests in, videos out.

use std::io;
use std::sync::Arc;

use super::session::{self, Session};
use super::{Exit, load, output};
use crate::batch::{self, Bounds, Halt, Shop};
use crate::cli;
use crate::event::Event;
use crate::manifest::Batch;
use crate::mill::{JobError, Mode};
use crate::process;
use crate::report::{self, Bars, Detail, Lines, Reporter, Style, Summary, View};
use crate::settings::{Loudness, RunSettings, Settings};

pub fn run(args: &cli::Run, settings: &Settings) -> anyhow::Result<Exit> {
    let Some(batches) = load::all(&args.manifests, &args.selection)? else { return Ok(Exit::Usage) };
    let config = batches.first().map(|batch| batch.config.clone()).unwrap_or_default();
    let run = settings.run(&args.running, &config)?;
    make_all(batches, settings, &run)
}

/// The whole story of a batch, for `run` and `make`.
pub fn make_all(batches: Vec<Batch>, settings: &Settings, run: &RunSettings) -> anyhow::Result<Exit> {
    let runtime = session::runtime()?;
    let reporter = Reporter::start(view(settings));
    let events = reporter.events();
    let session = Session::open(settings, run, &events, Mode::Make)?;
    let ended = runtime.block_on(async {
        let stopped = session::heed_signals(session.cancel.clone())?;
        let tools = match session.tools(settings, run).await {
            Ok(tools) => tools,
            Err(error) => return Ok(Err(error)),
        };
        let tools = Arc::new(tools);
        let shop = Shop {
            mill: session.mill.clone(),
            tools: tools.clone(),
            events: events.clone(),
            cancel: session.cancel.clone(),
            logs: session.logs.clone(),
        };
        let videos = session::wanted(batches);
        events.emit(Event::RunStarted { videos: videos.len(), workers: run.workers, in_flight: run.in_flight });
        let bounds = Bounds { in_flight: run.in_flight, stop_on_error: run.stop_on_error, deadline: run.deadline };
        let halt = batch::run(videos, &shop, bounds).await;
        if let Some(Err(error)) = tools.lock.as_ref().map(|lock| lock.write(&tools.identities())) {
            return Ok(Err(error));
        }
        if let Err(error) = session.mill.tidy().await {
            session.mill.note(format!("the cache could not be tidied: {error}"));
        }
        anyhow::Ok(Ok((halt, stopped.exit())))
    })?;
    runtime.shutdown_background();
    let summary = reporter.finish();
    match ended {
        Err(error) => Ok(not_started(&error)),
        Ok((halt, stopped)) => conclude(&summary, halt, stopped, settings),
    }
}

fn conclude(summary: &Summary, halt: Option<Halt>, stopped: Option<Exit>, settings: &Settings) -> anyhow::Result<Exit> {
    if settings.voice != Loudness::Quiet {
        let width = report::width();
        output::print(&format!("\n{}", report::tables(summary, process::cpu_time(), width, style(settings))))?;
    }
    if let Some(exit) = stopped {
        return Ok(exit);
    }
    Ok(match (Exit::of(summary), halt) {
        (Exit::AllDone, _) => Exit::AllDone,
        (_, Some(Halt::Deadline)) => {
            output::say("the deadline was reached; finished steps are kept, the same command goes on from here");
            Exit::Limit
        }
        (_, Some(Halt::Budget)) => {
            output::say("`max_cost` was reached; finished steps are kept, the same command goes on from here");
            Exit::Limit
        }
        (exit, None) => exit,
    })
}

/// A tool or the cache was not to be had: said once, before any work.
pub fn not_started(error: &JobError) -> Exit {
    output::say(&format!("error: {error}"));
    match error {
        JobError::Missing(missing) => {
            output::say(&format!("  = help: {}; `reelmill doctor` checks everything", missing.help));
            Exit::Missing
        }
        JobError::Failed { help: Some(help), .. } => {
            output::say(&format!("  = help: {help}"));
            Exit::Fault
        }
        _ => Exit::Fault,
    }
}

fn view(settings: &Settings) -> Box<dyn View> {
    let detail = match settings.voice {
        Loudness::Quiet => Detail::Failures,
        Loudness::Normal => Detail::Videos,
        Loudness::Verbose => Detail::Jobs,
    };
    if settings.bars && detail == Detail::Videos {
        Box::new(Bars::new(style(settings)))
    } else {
        Box::new(Lines::new(io::stdout(), style(settings), detail))
    }
}

fn style(settings: &Settings) -> Style {
    Style { colour: settings.colour }
}
