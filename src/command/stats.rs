//! `stats`: what the history says, and what runs right now.

use std::time::SystemTime;

use anyhow::Context;

use super::{Exit, output};
use crate::cli::{self, Format};
use crate::media::units;
use crate::report::{self, History, Style};
use crate::settings::Settings;

pub fn stats(args: &cli::Stats, settings: &Settings) -> anyhow::Result<Exit> {
    let since = units::duration(&args.since).context("--since")?;
    let from = SystemTime::now().checked_sub(since).unwrap_or(SystemTime::UNIX_EPOCH);
    let manifest = args.manifest.as_ref().map(std::path::absolute).transpose()?;
    let manifest = manifest.map(|manifest| manifest.display().to_string());
    let mut runs = History::new(&settings.state_dir).read().context("the history cannot be read")?;
    runs.retain(|run| {
        let young = run.started.is_some_and(|started| started.0 >= from);
        young && manifest.as_ref().is_none_or(|manifest| run.manifests.contains(manifest))
    });
    let stats = report::stats(&runs, report::live_runs(&settings.state_dir), &report::local_zone());
    match args.format {
        Format::Json => output::print(&(serde_json::to_string_pretty(&stats)? + "\n")),
        Format::Human => output::print(&stats.table(args.days, Style { colour: settings.colour })),
    }
}
