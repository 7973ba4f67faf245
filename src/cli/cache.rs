//! The arguments of `cache …` and `why`.

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueHint};

use super::args::stages;
use super::{Format, complete};
use crate::event::Stage;

#[derive(Debug, Args)]
pub struct Cache {
    #[command(subcommand)]
    pub command: CacheCommand,
}

#[derive(Debug, Subcommand)]
pub enum CacheCommand {
    /// What is kept, how often it was of use, what that saved
    Stats(Shown),
    /// Every entry, last used first
    List(List),
    /// Bring the cache back within its limits now
    Prune(Prune),
    /// Read everything and check it
    Verify(Verify),
    /// Remove everything, or all of some stages
    Clear(Clear),
    /// Print where the cache is
    Dir(Shown),
}

#[derive(Debug, Args)]
pub struct Shown {
    #[arg(long, default_value = "human")]
    pub format: Format,
}

#[derive(Debug, Args)]
pub struct List {
    /// Only this stage's; repeatable
    #[arg(long, value_name = "STAGE", value_parser = stages())]
    pub stage: Vec<Stage>,
    #[arg(long, default_value = "human")]
    pub format: Format,
}

#[derive(Debug, Args)]
pub struct Prune {
    /// Say what would go, and why; remove nothing
    #[arg(long)]
    pub dry_run: bool,
    /// What may stay, e.g. 500MB [default: the cache's own limit]
    #[arg(long, value_name = "SIZE")]
    pub max_size: Option<String>,
    /// What is unused for longer goes, e.g. 12h [default: the cache's own limit]
    #[arg(long, value_name = "AGE")]
    pub max_age: Option<String>,
    #[arg(long, default_value = "human")]
    pub format: Format,
}

#[derive(Debug, Args)]
pub struct Verify {
    /// Remove what is damaged and rebuild the index; what is wanted again is made again
    #[arg(long)]
    pub repair: bool,
    #[arg(long, default_value = "human")]
    pub format: Format,
}

#[derive(Debug, Args)]
pub struct Clear {
    /// Only this stage's results; repeatable
    #[arg(long, value_name = "STAGE", value_parser = stages())]
    pub stage: Vec<Stage>,
    /// Do not ask
    #[arg(short, long)]
    pub yes: bool,
    #[arg(long, default_value = "human")]
    pub format: Format,
}

#[derive(Debug, Args)]
pub struct Why {
    /// The video's id
    #[arg(value_name = "VIDEO", add = complete::ids())]
    pub video: String,
    /// The manifest it is in; repeatable
    #[arg(short, long = "manifest", value_name = "FILE", default_value = "reels.yaml", value_hint = ValueHint::FilePath)]
    pub manifests: Vec<PathBuf>,
    /// Folder of the finished videos, as it is given to `run`
    #[arg(long, value_name = "DIR", value_hint = ValueHint::DirPath)]
    pub output_dir: Option<PathBuf>,
    #[arg(long, default_value = "human")]
    pub format: Format,
}
