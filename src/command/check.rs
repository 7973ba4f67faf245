//! `check`: every error of every manifest, without doing any work.

use super::{Exit, github, output};
use crate::cli::{self, Format};
use crate::manifest;
use crate::settings::Settings;

pub fn check(args: &cli::Check, settings: &Settings) -> anyhow::Result<Exit> {
    let options = manifest::Options { allow_outside: args.allow_outside, ..manifest::Options::default() };
    let mut exit = Exit::AllDone;
    let mut report = Vec::new();
    for path in &args.manifests {
        match super::load::one(path, &options)? {
            Ok(batch) => {
                let (videos, plural) = (batch.videos.len(), if batch.videos.len() == 1 { "" } else { "s" });
                report.push(serde_json::json!({ "manifest": path, "videos": videos, "errors": [] }));
                if args.format == Format::Human {
                    output::print(&format!("{}: {videos} video{plural}, no errors\n", path.display()))?;
                }
            }
            Err(diagnostics) => {
                exit = Exit::Usage;
                report.push(serde_json::json!({ "manifest": path, "errors": &diagnostics }));
                if args.format == Format::Human {
                    github::tell(&diagnostics, settings.github);
                }
            }
        }
    }
    if args.format == Format::Json {
        output::print(&(serde_json::to_string_pretty(&report)? + "\n"))?;
    }
    Ok(exit)
}
