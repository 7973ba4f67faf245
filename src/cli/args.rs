//! Each command's own arguments.

use std::path::PathBuf;
use std::time::Duration;

use clap::builder::{PossibleValuesParser, TypedValueParser};
use clap::{Args, ValueHint};
use clap_complete::Shell;

use super::{Format, Part, Telling, Unattended, complete};
use crate::event::Stage;
use crate::media::{EncoderChoice, units};

/// What is made, and where it goes.
#[derive(Debug, Args)]
#[command(next_help_heading = "Selection")]
pub struct Selection {
    /// Only videos with this id; `*` and `?` match; repeatable
    #[arg(long, value_name = "ID|GLOB", add = complete::ids())]
    pub only: Vec<String>,
    /// Folder of the finished videos [default: `out` beside the manifest]
    #[arg(long, value_name = "DIR", value_hint = ValueHint::DirPath)]
    pub output_dir: Option<PathBuf>,
    /// Let outputs lie outside the manifest's folder
    #[arg(long)]
    pub allow_outside: bool,
}

/// How it is run.
#[derive(Debug, Default, Args)]
#[command(next_help_heading = "Running")]
pub struct Running {
    /// Videos in flight, 1 to 10 [default: 5]
    #[arg(short, long, value_name = "N", env = "REELMILL_JOBS", value_parser = clap::value_parser!(u8).range(1..=10))]
    pub jobs: Option<u8>,
    /// CPU jobs at once [default: cores - 1, at least 2]
    #[arg(long, value_name = "N", env = "REELMILL_WORKERS", value_parser = clap::value_parser!(u16).range(1..=512))]
    pub workers: Option<u16>,
    /// Cancel the rest when a video fails [default: settle all, report each]
    #[arg(long)]
    pub stop_on_error: bool,
    /// Stop after this long, e.g. 45m; finished steps are kept
    #[arg(long, value_name = "TIME")]
    pub deadline: Option<String>,
    /// End an ffmpeg that makes no progress for so long, and try once more [default: 1m]
    #[arg(long, value_name = "TIME", env = "REELMILL_STALL_AFTER", value_parser = stall, hide_short_help = true)]
    pub stall_after: Option<Duration>,
    /// Fail a video that no video chip encodes, where it would be encoded in software instead
    #[arg(long, hide_short_help = true)]
    pub require_hw: bool,
    /// Make no connection to any service
    #[arg(long)]
    pub offline: bool,
    /// Keep what services answered in this file, and use what is in it
    #[arg(long, value_name = "FILE", hide_short_help = true, value_hint = ValueHint::FilePath)]
    pub lock: Option<PathBuf>,
    /// Ask no service; fail where an answer is not the one in the lock file
    #[arg(long, hide_short_help = true, requires = "lock")]
    pub frozen: bool,
    /// US dollars for the whole run; nothing that would pass it is started
    #[arg(long, value_name = "USD")]
    pub max_cost: Option<f64>,
    /// Make this stage anew; repeatable
    #[arg(long, value_name = "STAGE", value_parser = stages())]
    pub refresh: Vec<Stage>,
    /// Keep nothing and look nothing up
    #[arg(long)]
    pub no_cache: bool,
}

/// A limit that FFmpeg can keep.
///
/// # Errors
/// It is no time, or too short.
pub fn stall(text: &str) -> Result<Duration, String> {
    match units::duration(text) {
        // Progress is told four times a second.
        Ok(stall) if stall < Duration::from_secs(1) => Err("it takes a second or more".to_owned()),
        Ok(stall) => Ok(stall),
        Err(error) => Err(error.to_string()),
    }
}

/// With the names that shells complete.
pub(super) fn stages() -> impl TypedValueParser<Value = Stage> {
    let named = |name: String| Stage::ALL.into_iter().find(|stage| stage.name() == name).ok_or("unknown stage");
    PossibleValuesParser::new(Stage::ALL.map(Stage::name)).try_map(named)
}

/// The same for encoders.
pub(super) fn encoders() -> impl TypedValueParser<Value = EncoderChoice> {
    PossibleValuesParser::new(EncoderChoice::ALL.map(EncoderChoice::name))
        .try_map(|name: String| name.parse::<EncoderChoice>())
}

#[derive(Debug, Args)]
pub struct Run {
    /// Manifests (YAML or JSON); `-` reads one from stdin
    #[arg(required = true, value_name = "MANIFEST", value_hint = ValueHint::FilePath)]
    pub manifests: Vec<PathBuf>,
    #[command(flatten)]
    pub selection: Selection,
    #[command(flatten)]
    pub part: Part,
    #[command(flatten)]
    pub running: Running,
    #[command(flatten)]
    pub unattended: Unattended,
    #[command(flatten)]
    pub telling: Telling,
}

#[derive(Debug, Args)]
pub struct Make {
    #[command(flatten)]
    pub brief: Brief,
    /// The finished video [default: ./<title>.mp4]
    #[arg(short, long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub output: Option<PathBuf>,
    #[command(flatten)]
    pub running: Running,
    #[command(flatten)]
    pub telling: Telling,
}

#[derive(Debug, Args)]
#[command(next_help_heading = "The video")]
pub struct Brief {
    /// What the script shall be about; without it, and without --script, text is read from stdin
    #[arg(long, conflicts_with = "script")]
    pub topic: Option<String>,
    /// horror, explainer, news, history, motivation, listicle …
    #[arg(long)]
    pub genre: Option<String>,
    /// A script to speak: .md (headings are scenes) or .txt
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub script: Option<PathBuf>,
    #[arg(long)]
    pub title: Option<String>,
    /// Words of narration, about
    #[arg(long, value_name = "N")]
    pub words: Option<u32>,
    /// shorts, landscape, square, or a size such as 1280x720
    #[arg(long, default_value = "shorts")]
    pub preset: String,
    /// draft, standard or high
    #[arg(long, default_value = "standard")]
    pub quality: String,
    /// BCP 47, e.g. en or de
    #[arg(long, default_value = "en")]
    pub language: String,
    /// A voice by name, e.g. en-us or en-gb+f2
    #[arg(long)]
    pub voice: Option<String>,
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub music: Option<PathBuf>,
    /// Other seeds give other scripts and pictures
    #[arg(long, value_name = "N")]
    pub seed: Option<u64>,
}

#[derive(Debug, Args)]
pub struct Plan {
    #[arg(required = true, value_name = "MANIFEST", value_hint = ValueHint::FilePath)]
    pub manifests: Vec<PathBuf>,
    #[command(flatten)]
    pub selection: Selection,
    #[command(flatten)]
    pub part: Part,
    #[arg(long, default_value = "human")]
    pub format: Format,
}

#[derive(Debug, Args)]
pub struct Check {
    #[arg(required = true, value_name = "MANIFEST", value_hint = ValueHint::FilePath)]
    pub manifests: Vec<PathBuf>,
    /// Let outputs lie outside the manifest's folder
    #[arg(long)]
    pub allow_outside: bool,
    #[arg(long, default_value = "human")]
    pub format: Format,
}

#[derive(Debug, Args)]
pub struct Show {
    #[arg(value_name = "MANIFEST", value_hint = ValueHint::FilePath)]
    pub manifest: PathBuf,
    #[arg(long)]
    pub allow_outside: bool,
}

#[derive(Debug, Args)]
pub struct Init {
    #[arg(value_name = "FILE", default_value = "reels.yaml", value_hint = ValueHint::FilePath)]
    pub file: PathBuf,
}

#[derive(Debug, Args)]
pub struct Script {
    #[arg(required = true, value_name = "MANIFEST", value_hint = ValueHint::FilePath)]
    pub manifests: Vec<PathBuf>,
    #[command(flatten)]
    pub selection: Selection,
    #[arg(long, default_value = "human")]
    pub format: Format,
}

#[derive(Debug, Args)]
pub struct Voices {
    /// Manifests whose voice services are asked; without any, only what is installed is listed
    #[arg(value_name = "MANIFEST", value_hint = ValueHint::FilePath)]
    pub manifests: Vec<PathBuf>,
    /// Only voices with this in their name or description
    #[arg(long, value_name = "TEXT")]
    pub find: Option<String>,
    #[arg(long, default_value = "human")]
    pub format: Format,
}

#[derive(Debug, Args)]
pub struct Doctor {
    /// Ask every service of these manifests a question that costs nothing
    #[arg(long, value_name = "MANIFEST", num_args = 1.., value_hint = ValueHint::FilePath)]
    pub online: Vec<PathBuf>,
}

#[derive(Debug, Args)]
pub struct Completions {
    pub shell: Shell,
}

#[derive(Debug, Args)]
pub struct Man {
    /// Write reelmill.1 and a page a command into this folder
    #[arg(long, value_name = "DIR", value_hint = ValueHint::DirPath)]
    pub dir: Option<PathBuf>,
    /// Write the completion scripts of all shells into this folder
    #[arg(long, value_name = "DIR", value_hint = ValueHint::DirPath, hide = true)]
    pub completions_dir: Option<PathBuf>,
}

#[cfg(test)]
mod tests {
    use clap::Parser;

    use super::super::Cli;

    #[test]
    fn an_unknown_stage_is_told_the_known_ones() {
        let error = Cli::try_parse_from(["reelmill", "run", "a.yaml", "--refresh", "sppech"]).unwrap_err();
        assert!(error.to_string().contains("speech"), "{error}");
    }
}
