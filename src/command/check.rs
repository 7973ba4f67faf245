//! `check`: every error of every manifest, without doing any work.

use super::{Exit, github, output};
use crate::cli::{self, Format};
use crate::manifest::{self, model::Video};
use crate::mill::JobError;
use crate::settings::Settings;
use crate::video;

pub fn check(args: &cli::Check, settings: &Settings) -> anyhow::Result<Exit> {
    let options = manifest::Options { allow_outside: args.allow_outside, ..settings.manifest() };
    let mut exit = Exit::AllDone;
    let mut report = Vec::new();
    for path in &args.manifests {
        match super::load::one(path, &options)? {
            Ok(batch) => {
                let told: Vec<String> = batch.videos.iter().filter_map(captions).collect();
                if !told.is_empty() {
                    exit = Exit::Usage;
                    report.push(serde_json::json!({ "manifest": path, "errors": &told }));
                    if args.format == Format::Human {
                        output::say(&told.join("\n"));
                    }
                    continue;
                }
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

/// What is wrong with a video's captions on this machine.
fn captions(video: &Video) -> Option<String> {
    let error = video::check_captions(video).err()?;
    let help = match &error {
        JobError::Failed { help: Some(help), .. } => format!("\n  = help: {help}"),
        _ => String::new(),
    };
    Some(format!("error: video `{}`: {error}{help}", video.id))
}
