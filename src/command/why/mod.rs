//! `why VIDEO`: for each job that a run would make, what changed since the video was last found or made.

mod change;
mod secret;

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;
use std::sync::Arc;

use anyhow::bail;
use serde_json::{Value, json};

use super::session::{self, Session};
use super::{Exit, load, output, run};
use crate::cache::{Record, Store};
use crate::cli::{self, Format, Selection};
use crate::event::{Events, Stage};
use crate::mill::{JobError, Looked, Mode};
use crate::report::safe;
use crate::settings::Settings;
use crate::video::{self, Foreseen, Piece, Wanted};
use change::{Change, changes};

/// Why one job would be made.
struct Reason {
    stage: Stage,
    label: String,
    because: Because,
}

enum Because {
    Changed(Vec<Change>),
    /// Another format of the stage: old, new.
    Format(u32, u32),
    /// Nothing of it has changed, but its result was pruned, lost or never finished.
    Gone,
    /// Something stood for what is preferred, which is due to be asked again.
    StandIn,
    /// Nothing is known of an earlier one.
    New,
}

pub fn why(args: &cli::Why, settings: &Settings) -> anyhow::Result<Exit> {
    let selection = Selection {
        only: vec![args.video.clone()],
        output_dir: args.output_dir.clone(),
        allow_outside: args.output_dir.is_some(),
    };
    let Some(batches) = load::all(&args.manifests, &selection, settings)? else { return Ok(Exit::Usage) };
    let run_settings = settings.run(&cli::Running::default(), &Default::default())?;
    let session = Session::open(settings, &run_settings, &Events::none(), Mode::Explain)?;
    let Some(wanted) = session::wanted(batches).into_iter().next() else { bail!("no video `{}`", args.video) };
    let place = wanted.video.output.clone();
    let looked = session::runtime()?.block_on(async {
        let tools = Arc::new(session.tools(settings, &run_settings).await?);
        look(wanted, &session, tools).await
    });
    let foreseen = match looked {
        Ok(foreseen) => foreseen,
        Err(error) => return Ok(run::not_started(&error)),
    };
    let reasons = reasons(&session.mill.looked(), &place, session.mill.store());
    match args.format {
        Format::Json => output::print(&(serde_json::to_string_pretty(&to_json(args, &foreseen, &reasons))? + "\n")),
        Format::Human => output::print(&human(args, &foreseen, &reasons)),
    }
}

async fn look(wanted: Wanted, session: &Session, tools: Arc<crate::stage::Tools>) -> Result<Foreseen, JobError> {
    let mill = session.mill.scoped(&wanted.video.id);
    video::foresee(wanted, mill, tools, Events::none()).await
}

fn reasons(looked: &[Looked], output: &Path, store: &Store) -> Vec<Reason> {
    let last = store.last_of(output).and_then(|key| store.record(&key));
    let pieces: BTreeMap<(Stage, String), Record> = last.as_ref().map(|last| pieces(last, store)).unwrap_or_default();
    let missing = looked.iter().filter(|job| !job.hit);
    missing
        .map(|job| {
            let old = match job.stage {
                Stage::Video => last.as_ref(),
                stage => pieces.get(&(stage, job.label.clone())),
            };
            Reason { stage: job.stage, label: job.label.clone(), because: because(job, old) }
        })
        .collect()
}

/// The jobs that a finished video was made by, where their records are still there.
fn pieces(video: &Record, store: &Store) -> BTreeMap<(Stage, String), Record> {
    let pieces: Vec<Piece> = serde_json::from_value(video.value["pieces"].clone()).unwrap_or_default();
    let known = |Piece { stage, label, key }: Piece| Some(((stage, label), store.record(&key.parse().ok()?)?));
    pieces.into_iter().filter_map(known).collect()
}

fn because(job: &Looked, old: Option<&Record>) -> Because {
    let (Some(old), Some(new)) = (old, &job.fields) else { return Because::New };
    if old.format != job.format {
        return Because::Format(old.format, job.format);
    }
    match changes(&old.job, new) {
        changes if changes.is_empty() && !old.value["fallbacks"].is_null() => Because::StandIn,
        changes if changes.is_empty() => Because::Gone,
        changes => Because::Changed(changes),
    }
}

fn human(args: &cli::Why, foreseen: &Foreseen, reasons: &[Reason]) -> String {
    let mut out = String::new();
    if matches!(foreseen, Foreseen::Finished) {
        return format!("{}: nothing has changed; it is finished, in the cache\n", args.video);
    }
    for reason in reasons {
        let name = format!("{} {}", reason.stage.name(), reason.label);
        let name = name.trim_end();
        let _ = match &reason.because {
            Because::Changed(changes) => {
                let _ = writeln!(out, "{name}");
                for Change { field, old, new } in changes {
                    let _ = writeln!(out, "    {}: {} → {}", safe(field), safe(old), safe(new));
                }
                Ok(())
            }
            Because::Format(old, new) => {
                writeln!(out, "{name}\n    this version of reelmill makes it anew: format {old} → {new}")
            }
            Because::Gone => writeln!(out, "{name}\n    unchanged, but its result is not in the cache any more"),
            Because::StandIn => {
                writeln!(out, "{name}\n    unchanged, but made with a fallback; what is preferred is to be asked again")
            }
            Because::New => writeln!(out, "{name}\n    no earlier one is known here"),
        };
    }
    let rest = match foreseen {
        Foreseen::Unwritten => "what hangs on the script is known once it is written",
        _ => "what is made from these is made anew too, unless they come out the same",
    };
    let _ = writeln!(out, "\n{rest}");
    out
}

fn to_json(args: &cli::Why, foreseen: &Foreseen, reasons: &[Reason]) -> Value {
    let row = |reason: &Reason| {
        let (why, changes) = match &reason.because {
            Because::Changed(changes) => ("changed", changes.iter().map(Change::json).collect()),
            Because::Format(old, new) => ("format", vec![json!({ "field": "format", "old": old, "new": new })]),
            Because::Gone => ("gone", Vec::new()),
            Because::StandIn => ("stand_in", Vec::new()),
            Because::New => ("new", Vec::new()),
        };
        json!({ "stage": reason.stage, "label": reason.label, "why": why, "changes": changes })
    };
    json!({
        "version": 1,
        "video": args.video,
        "finished": matches!(foreseen, Foreseen::Finished),
        "known_after_script": matches!(foreseen, Foreseen::Unwritten),
        "missing": reasons.iter().map(row).collect::<Vec<_>>(),
    })
}
