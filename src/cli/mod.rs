//! What is typed: clap's types and nothing more. What it means is decided in `settings`.

mod args;
mod cache;
mod complete;
mod examples;
mod operations;
mod pages;

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum, ValueHint};

use crate::media::EncoderChoice;

pub use args::{
    Brief, Check, Completions, Doctor, Init, Make, Man, Plan, Run, Running, Script, Selection, Show, Voices, stall,
};
pub use cache::{Cache, CacheCommand, Clear, List, Prune, Shown, Verify, Why};
pub use complete::complete;
pub use operations::{
    IfRunning, Merge, Part, Report, ReportFile, ReportWhat, SchemaOf, Stats, Stdout, Telling, Unattended,
};
pub use pages::{completion_files, completions, man_pages};

/// make for narrated video: a YAML manifest in, finished captioned videos out, every step cached
#[derive(Debug, Parser)]
#[command(name = "reelmill", version, arg_required_else_help = true, max_term_width = 100, after_help = EXIT_CODES)]
pub struct Cli {
    #[command(subcommand)]
    pub command: Command,
    #[command(flatten)]
    pub common: Common,
}

const EXIT_CODES: &str = "\
Exit codes: 0 all done, 1 unexpected fault, 2 usage or manifest, 3 some videos failed, 4 all failed,
5 budget or deadline reached, 6 a needed program is missing, 7 the same is being run already
(--if-running fail), 130/143 interrupted or terminated.";

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Make the videos of one or more manifests
    Run(Run),
    /// Make one video from flags, a script file, or text on stdin
    Make(Make),
    /// Say what a run would make and what the cache already has; makes nothing
    Plan(Plan),
    /// Check manifests: every error at once, with its place and remedy
    Check(Check),
    /// Print a manifest fully expanded: templates filled, rows unrolled, defaults applied
    Show(Show),
    /// Print the manifest's JSON Schema, for editors
    Schema,
    /// Write a commented starter manifest
    Init(Init),
    /// Write the scripts alone and print them
    Script(Script),
    /// Look back: times by stage, hit rates, spending, failures, and what runs right now
    Stats(Stats),
    /// Join reports, or print their schemas
    Report(Report),
    /// Say why a video would be made anew: what changed since it was last found
    Why(Why),
    /// Look after the cache: what it holds and saved, what goes, whether it is sound
    Cache(Cache),
    /// List the voices there are, with names that manifests use
    Voices(Voices),
    /// Check programs, encoders, speech, fonts, cache and services, and say what to install
    Doctor(Doctor),
    /// Print a shell's completion script
    Completions(Completions),
    /// Print the manual page, or write all pages into a folder
    Man(Man),
}

#[derive(Debug, Args)]
#[command(next_help_heading = "Common options")]
pub struct Common {
    /// Print failures only
    #[arg(short, long, global = true)]
    pub quiet: bool,
    /// Print a line for every job; twice (-vv), a log of everything on stderr
    #[arg(short, long, global = true, conflicts_with = "quiet", action = clap::ArgAction::Count)]
    pub verbose: u8,
    /// Colours and bars
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto")]
    pub color: When,
    /// Folder of the cache [default: the platform's cache folder]
    #[arg(long, global = true, value_name = "DIR", env = "REELMILL_CACHE_DIR", value_hint = ValueHint::DirPath)]
    pub cache_dir: Option<PathBuf>,
    /// What the cache may hold on disk, e.g. 20GB [default: 5GB]
    #[arg(long, global = true, value_name = "SIZE", env = "REELMILL_CACHE_MAX_SIZE", hide_short_help = true)]
    pub cache_max_size: Option<String>,
    /// What is unused for so long goes, e.g. 30d [default: 7d]
    #[arg(long, global = true, value_name = "AGE", env = "REELMILL_CACHE_MAX_AGE", hide_short_help = true)]
    pub cache_max_age: Option<String>,
    /// The ffmpeg program; one that is named encodes all by itself [default: the one on PATH]
    #[arg(long, global = true, value_name = "FILE", env = "REELMILL_FFMPEG", hide_short_help = true, value_hint = ValueHint::ExecutablePath)]
    pub ffmpeg: Option<PathBuf>,
    /// Who encodes, whatever the manifest says: `auto` is a video chip that works, else software
    #[arg(long, global = true, value_name = "ENCODER", env = "REELMILL_ENCODER", value_parser = args::encoders(), hide_short_help = true)]
    pub encoder: Option<EncoderChoice>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum When {
    Auto,
    Always,
    Never,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Format {
    Human,
    Json,
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn the_definition_is_consistent() {
        Cli::command().debug_assert();
    }
}
