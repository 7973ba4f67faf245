//! `run`: manifests in, videos out.

use std::sync::Arc;

use super::session::{self, Session};
use super::telling::Telling;
use super::turn::Turn;
use super::{Exit, github, load, output, part};
use crate::batch::{self, Bounds, Halt, Shop};
use crate::cli::{self, IfRunning};
use crate::event::Event;
use crate::manifest::Batch;
use crate::mill::{JobError, Mode};
use crate::report::Summary;
use crate::settings::{RunSettings, Settings};

pub fn run(args: &cli::Run, settings: &Settings) -> anyhow::Result<Exit> {
    let tell = |problems: &_| github::tell(problems, settings.github);
    let loaded = load::all_telling(&args.manifests, &args.selection, settings, &tell)?;
    let Some(mut batches) = loaded else { return Ok(Exit::Usage) };
    if args.running.require_hw {
        load::require_hardware(&batches)?;
    }
    let config = batches.first().map(|batch| batch.config.clone()).unwrap_or_default();
    let run = settings.run(&args.running, &config)?;
    let turn = Turn::of(&settings.state_dir, &what(args)?);
    let (_taken, awaited) = match args.unattended.if_running {
        IfRunning::Wait => (None, Some(turn)),
        asked @ (IfRunning::Skip | IfRunning::Fail) => {
            let Some(taken) = turn.try_take() else {
                output::say("the same is being run already; nothing was done");
                return Ok(if asked == IfRunning::Skip { Exit::AllDone } else { Exit::Running });
            };
            (Some(taken), None)
        }
    };
    let shard = match part::narrow(&mut batches, &args.part, settings, &run)? {
        Ok(shard) => shard,
        Err(exit) => return Ok(exit),
    };
    let mut telling = Telling::of(&args.telling, settings)?.hooks(&args.unattended);
    telling.shard = shard.map(|shard| shard.to_string());
    make_all(batches, settings, &run, telling, awaited)
}

/// What two runs have in common when the second should wait.
fn what(args: &cli::Run) -> anyhow::Result<Vec<String>> {
    let cli::Run { manifests, selection, part, .. } = args;
    let mut what = vec![format!("{:?}", (&selection.only, &selection.output_dir, part))];
    for manifest in manifests {
        what.push(std::path::absolute(manifest)?.display().to_string());
    }
    Ok(what)
}

/// The whole story of a batch, for `run` and `make`. The turn is taken when there is something to make: what is only
/// looked up waits for nobody.
pub fn make_all(
    batches: Vec<Batch>,
    settings: &Settings,
    run: &RunSettings,
    mut telling: Telling<'_>,
    turn: Option<Turn>,
) -> anyhow::Result<Exit> {
    let runtime = session::runtime()?;
    let reporter = telling.start()?;
    let events = reporter.events();
    let session = Session::open(settings, run, &events, Mode::Make)?;
    if let Some(turn) = turn {
        session.mill.make_after(turn.wait(events.clone()));
    }
    let ended = runtime.block_on(async {
        let stopped = session::heed_signals(session.cancel.clone())?;
        let tools = match session.tools(settings, run).await {
            Ok(tools) => tools,
            Err(error) => return Ok(Err(error)),
        };
        let tools = Arc::new(tools);
        let manifests = batches.iter().map(|batch| batch.source.display().to_string()).collect();
        let about = telling.about(tools.identities(), manifests);
        let shop = Shop {
            mill: session.mill.clone(),
            tools: tools.clone(),
            events: events.clone(),
            cancel: session.cancel.clone(),
            logs: session.logs.join(&telling.run_id),
        };
        let videos = session::wanted(batches);
        let (workers, in_flight) = (run.workers, run.in_flight);
        events.emit(Event::RunStarted { videos: videos.len(), workers, in_flight, about });
        let bounds = Bounds { in_flight: run.in_flight, stop_on_error: run.stop_on_error, deadline: run.deadline };
        let halt = batch::run(videos, &shop, bounds).await;
        if let Some(Err(error)) = tools.lock.as_ref().map(|lock| lock.write(&tools.identities())) {
            return Ok(Err(error));
        }
        if let Err(error) = session.mill.tidy().await {
            session.mill.note(format!("the cache could not be tidied: {error}"));
        }
        anyhow::Ok(Ok((halt, stopped.exit().await)))
    })?;
    runtime.shutdown_background();
    let heard = reporter.finish();
    let (halt, stopped) = match ended {
        Err(error) => return Ok(not_started(&error)),
        Ok(ended) => ended,
    };
    let exit = stopped.unwrap_or_else(|| exit(&heard.summary, halt));
    telling.conclude(&heard, exit)?;
    if exit == Exit::Limit {
        let limit = if halt == Some(Halt::Budget) { "`max_cost`" } else { "the deadline" };
        output::say(&format!("{limit} was reached; finished steps are kept, the same command goes on from here"));
    }
    Ok(exit)
}

fn exit(summary: &Summary, halt: Option<Halt>) -> Exit {
    match (Exit::of(summary), halt) {
        (Exit::AllDone, _) => Exit::AllDone,
        (_, Some(Halt::Deadline | Halt::Budget)) => Exit::Limit,
        (exit, None) => exit,
    }
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
