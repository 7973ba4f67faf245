//! `cache …`: what it holds and saved, what goes, whether it is sound.

mod clear;
mod list;
mod prune;
mod stats;
mod verify;

use std::time::{Duration, SystemTime};

use serde_json::{Value, json};

use super::{Exit, output};
use crate::cache::Store;
use crate::cli::{self, CacheCommand, Format};
use crate::settings::Settings;

pub fn cache(args: &cli::Cache, settings: &Settings) -> anyhow::Result<Exit> {
    match &args.command {
        CacheCommand::Stats(args) => stats::stats(args, &open(settings)?),
        CacheCommand::List(args) => list::list(args, &open(settings)?),
        CacheCommand::Prune(args) => prune::prune(args, settings),
        CacheCommand::Verify(args) => verify::verify(args, &open(settings)?),
        CacheCommand::Clear(args) => clear::clear(args, &open(settings)?),
        CacheCommand::Dir(args) => dir(args, settings),
    }
}

fn open(settings: &Settings) -> anyhow::Result<Store> {
    Ok(Store::open(&settings.cache.dir, settings.cache.limits)?)
}

fn dir(args: &cli::Shown, settings: &Settings) -> anyhow::Result<Exit> {
    let dir = &settings.cache.dir;
    show(args.format, || format!("{}\n", dir.display()), || json!({ "dir": dir }))
}

/// Prints the one or the other.
fn show(format: Format, human: impl FnOnce() -> String, json: impl FnOnce() -> Value) -> anyhow::Result<Exit> {
    match format {
        Format::Human => output::print(&human()),
        Format::Json => output::print(&(serde_json::to_string_pretty(&json())? + "\n")),
    }
}

fn unix_ms(time: SystemTime) -> u64 {
    let since = time.duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
    u64::try_from(since.as_millis()).unwrap_or(u64::MAX)
}

/// Nothing for times to come.
fn ago(time: SystemTime) -> Duration {
    time.elapsed().unwrap_or_default()
}

fn plural(count: u64, one: &str, many: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}
