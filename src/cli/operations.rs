//! Arguments for those who run it unattended, look back, or hand what happened to other programs.

use std::path::{Path, PathBuf};

use clap::{Args, Subcommand, ValueEnum, ValueHint};

use super::Format;
use crate::batch::shard;
use crate::report::Form;

/// What is told of a run, and to whom.
#[derive(Debug, Default, Args)]
#[command(next_help_heading = "Reports")]
pub struct Telling {
    /// What stdout gets: lines for people, one JSON report at the end, or an event a line
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    pub format: Stdout,
    /// Write a report: .json, .md, .xml (JUnit) or .html; repeatable
    #[arg(long, value_name = "FILE", value_parser = report_file, value_hint = ValueHint::FilePath)]
    pub report: Vec<ReportFile>,
    /// Write each event as a line of JSON
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath, hide_short_help = true)]
    pub events: Option<PathBuf>,
    /// Write a trace of all jobs, for Perfetto
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath, hide_short_help = true)]
    pub trace: Option<PathBuf>,
    /// Write a log; those of the last nine runs stay beside it as FILE.1 …
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath, hide_short_help = true)]
    pub log_file: Option<PathBuf>,
}

#[derive(Debug, Default, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Stdout {
    #[default]
    Human,
    Json,
    Ndjson,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReportFile {
    pub path: PathBuf,
    pub form: Form,
}

fn report_file(text: &str) -> Result<ReportFile, String> {
    Ok(ReportFile { path: text.into(), form: Form::of(Path::new(text))? })
}

/// Which of the videos.
#[derive(Debug, Default, Args)]
#[command(next_help_heading = "Selection")]
pub struct Part {
    /// Only videos that were not done when this manifest was last run
    #[arg(long)]
    pub only_failed: bool,
    /// Only videos that the cache does not have as they are now
    #[arg(long)]
    pub only_changed: bool,
    /// One part of the videos: 2/4, or `auto` in a parallel CI job or array
    #[arg(long, value_name = "I/N", value_parser = shard::asked)]
    pub shard: Option<shard::Asked>,
    /// A JSON report of an earlier run, the same in all parts, that says what each video takes
    #[arg(long, value_name = "REPORT", requires = "shard", value_hint = ValueHint::FilePath, hide_short_help = true)]
    pub shard_times: Option<PathBuf>,
}

/// What cron and its like need.
#[derive(Debug, Default, Args)]
#[command(next_help_heading = "Unattended")]
pub struct Unattended {
    /// When the same is being run already
    #[arg(long, value_name = "WHAT", default_value = "wait")]
    pub if_running: IfRunning,
    /// A program that gets the JSON report on stdin when all is done; repeatable
    #[arg(long, value_name = "PROGRAM", value_hint = ValueHint::ExecutablePath, hide_short_help = true)]
    pub on_success: Vec<PathBuf>,
    /// The same when not all is done
    #[arg(long, value_name = "PROGRAM", value_hint = ValueHint::ExecutablePath, hide_short_help = true)]
    pub on_failure: Vec<PathBuf>,
}

#[derive(Debug, Default, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum IfRunning {
    /// Start when the other is done
    #[default]
    Wait,
    /// Do nothing, successfully
    Skip,
    /// Do nothing, with exit code 7
    Fail,
}

#[derive(Debug, Args)]
pub struct Stats {
    /// Only runs of so long ago or less, e.g. 30d
    #[arg(long, value_name = "AGE", default_value = "90d")]
    pub since: String,
    /// Only runs of this manifest
    #[arg(long, value_name = "MANIFEST", value_hint = ValueHint::FilePath)]
    pub manifest: Option<PathBuf>,
    /// How many days are shown
    #[arg(long, value_name = "N", default_value = "14")]
    pub days: usize,
    #[arg(long, default_value = "human")]
    pub format: Format,
}

#[derive(Debug, Args)]
pub struct Report {
    #[command(subcommand)]
    pub what: ReportWhat,
}

#[derive(Debug, Subcommand)]
pub enum ReportWhat {
    /// Join the JSON reports (or event files) of several runs, the parts of a batch, into one
    Merge(Merge),
    /// Print the JSON Schema of reports or events
    Schema {
        #[arg(value_name = "OF", default_value = "report")]
        of: SchemaOf,
    },
}

#[derive(Debug, Args)]
pub struct Merge {
    /// Reports (.json) or events (.ndjson)
    #[arg(required = true, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub files: Vec<PathBuf>,
    /// Where the joined report goes, its form by the ending; repeatable [default: JSON on stdout]
    #[arg(short, long = "output", value_name = "FILE", value_parser = report_file, value_hint = ValueHint::FilePath)]
    pub outputs: Vec<ReportFile>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum SchemaOf {
    Report,
    Events,
}
