//! `script`: the script stage alone, printed.

use std::fmt::Write as _;
use std::sync::Arc;

use serde_json::json;

use super::session::{self, Session};
use super::{Exit, load, output, run};
use crate::cli::{self, Format};
use crate::event::Events;
use crate::mill::{JobError, Mode};
use crate::settings::Settings;
use crate::video::{self, Script};

pub fn script(args: &cli::Script, settings: &Settings) -> anyhow::Result<Exit> {
    let Some(batches) = load::all(&args.manifests, &args.selection, settings)? else { return Ok(Exit::Usage) };
    let run_settings = settings.run(&cli::Running::default(), &Default::default())?;
    let events = Events::none();
    let session = Session::open(settings, &run_settings, &events, Mode::Make)?;
    let written = session::runtime()?.block_on(async {
        let tools = Arc::new(session.tools(settings, &run_settings).await?);
        let mut scripts = Vec::new();
        for wanted in session::wanted(batches) {
            let id = wanted.video.id.clone();
            let mill = session.mill.scoped(&id);
            scripts.push((id, video::script(wanted, mill, tools.clone(), events.clone()).await?));
        }
        Ok::<_, JobError>(scripts)
    });
    match (written, args.format) {
        (Err(error), _) => Ok(run::not_started(&error)),
        (Ok(scripts), Format::Json) => output::print(&json_text(&scripts)?),
        (Ok(scripts), Format::Human) => output::print(&text(&scripts)),
    }
}

fn text(scripts: &[(String, Script)]) -> String {
    let mut out = String::new();
    for (id, script) in scripts {
        let by = script.writer.as_ref().map_or_else(String::new, |writer| format!(" (by {writer})"));
        let _ = writeln!(out, "# {id}: {}{by}\n", script.title);
        for scene in &script.scenes {
            if let Some(title) = &scene.title {
                let _ = writeln!(out, "## {title}\n");
            }
            let _ = writeln!(out, "{}\n", scene.say.as_deref().unwrap_or("(silent)"));
        }
    }
    out
}

fn json_text(scripts: &[(String, Script)]) -> anyhow::Result<String> {
    let scripts: Vec<_> = scripts
        .iter()
        .map(|(id, script)| {
            let scenes: Vec<_> =
                script.scenes.iter().map(|s| json!({ "title": s.title, "narration": s.say })).collect();
            json!({
                "id": id,
                "title": script.title,
                "description": script.description,
                "tags": script.tags,
                "writer": script.writer,
                "scenes": scenes,
            })
        })
        .collect();
    Ok(serde_json::to_string_pretty(&scripts)? + "\n")
}
