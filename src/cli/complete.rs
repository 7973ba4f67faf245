//! Completions that know the manifest: `COMPLETE=bash reelmill` prints a script whose words come from the program.

use std::ffi::OsStr;
use std::path::PathBuf;

use clap::CommandFactory;
use clap_complete::engine::{ArgValueCompleter, CompletionCandidate};
use clap_complete::env::CompleteEnv;

use super::Cli;
use crate::manifest::{self, Options};

/// Answers a shell that asks for words, and goes on otherwise.
pub fn complete() {
    CompleteEnv::with_factory(Cli::command).complete();
}

/// The ids of the videos in the manifests on the line.
pub(super) fn ids() -> ArgValueCompleter {
    ArgValueCompleter::new(|typed: &OsStr| {
        let typed = typed.to_string_lossy().into_owned();
        let ids = manifests().into_iter().flat_map(|manifest| ids_in(&manifest));
        ids.filter(|id| id.starts_with(&typed)).map(CompletionCandidate::new).collect()
    })
}

/// The shell's words come after `--`; while none of them is a manifest, the usual one is meant.
fn manifests() -> Vec<PathBuf> {
    let words = std::env::args_os().skip_while(|word| word != "--").map(PathBuf::from);
    let is_manifest = |path: &PathBuf| {
        let ending = path.extension().and_then(OsStr::to_str);
        matches!(ending, Some("yaml" | "yml" | "json")) && path.is_file()
    };
    let found: Vec<_> = words.filter(is_manifest).collect();
    if found.is_empty() { vec![PathBuf::from("reels.yaml")] } else { found }
}

fn ids_in(manifest: &std::path::Path) -> Vec<String> {
    let options = Options { allow_outside: true, ..Options::default() };
    let batch = manifest::load(manifest, &options);
    batch.map(|batch| batch.videos.into_iter().map(|video| video.id).collect()).unwrap_or_default()
}
