//! `show` and `schema`: what a manifest means, and what it may say.

use super::{Exit, load, output};
use crate::settings::Settings;
use crate::{cli, manifest};

pub fn show(args: &cli::Show, settings: &Settings) -> anyhow::Result<Exit> {
    let options = manifest::Options { allow_outside: args.allow_outside, ..settings.manifest() };
    match load::one(&args.manifest, &options)? {
        Ok(batch) => output::print(&manifest::show(&batch)),
        Err(diagnostics) => {
            output::say(diagnostics.to_string().trim_end());
            Ok(Exit::Usage)
        }
    }
}

pub fn schema() -> anyhow::Result<Exit> {
    output::print(&(serde_json::to_string_pretty(&manifest::schema())? + "\n"))
}
