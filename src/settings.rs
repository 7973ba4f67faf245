//! What was meant: flags, environment, config file and the terminal's facts, consulted once. Nothing below this knows
//! clap or reads the environment.

use std::io::IsTerminal;
use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::{Context, bail};
use serde::{Deserialize, Deserializer, de};

use crate::cache::Limits;
use crate::cli;
use crate::event::{MicroUsd, Stage};
use crate::manifest::{self, model};
use crate::media::{EncoderChoice, units};

/// Resolved once, before any work.
#[derive(Debug, Clone)]
pub struct Settings {
    pub voice: Loudness,
    pub colour: bool,
    /// Bars are drawn: stderr is a terminal that can.
    pub bars: bool,
    /// Groups and annotations of GitHub's log are printed.
    pub github: bool,
    /// Where GitHub takes a job's summary from.
    pub github_summary: Option<PathBuf>,
    /// Folder of what is remembered of runs.
    pub state_dir: PathBuf,
    /// `REELMILL_LOG`: from what weight on events are logged.
    pub log: Option<String>,
    pub cache: CacheSettings,
    pub ffmpeg: Option<PathBuf>,
    /// Of all videos, whatever their manifests say.
    pub encoder: Option<EncoderChoice>,
    pub file: ConfigFile,
}

/// How much is said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Loudness {
    Quiet,
    Normal,
    Verbose,
    /// Everything, as a log.
    Debug,
}

#[derive(Debug, Clone)]
pub struct CacheSettings {
    pub dir: PathBuf,
    pub limits: Limits,
}

/// `reelmill/config.yaml` in the platform's config folder.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct ConfigFile {
    pub max_concurrent: Option<usize>,
    pub workers: Option<usize>,
    pub cache_dir: Option<PathBuf>,
    pub cache_max_size: Option<String>,
    pub cache_max_age: Option<String>,
    /// For videos that do not say.
    pub encoder: Option<EncoderChoice>,
    #[serde(deserialize_with = "stall")]
    pub stall_after: Option<Duration>,
}

/// How a batch is run: flag, then manifest, then config file, then built-in.
#[derive(Debug, Clone)]
pub struct RunSettings {
    pub in_flight: usize,
    pub workers: usize,
    pub stop_on_error: bool,
    pub deadline: Option<Duration>,
    /// How long FFmpeg may make no progress; `None`: the usual minute.
    pub stall: Option<Duration>,
    pub offline: bool,
    /// A video that a chip cannot encode fails.
    pub require_hw: bool,
    pub lock: Option<PathBuf>,
    /// No service is asked; the lock file has all answers.
    pub frozen: bool,
    pub max_cost: Option<MicroUsd>,
    /// Millionths of every wait for a service: shortened only in tests.
    pub waits: u64,
    pub refresh: Vec<Stage>,
    pub no_cache: bool,
}

const DEFAULT_IN_FLIGHT: usize = 5;
const MAX_IN_FLIGHT: usize = 10;
const DEFAULT_MAX_BYTES: u64 = 5_000_000_000;
const DEFAULT_MAX_AGE: Duration = Duration::from_secs(7 * 24 * 3600);

impl Settings {
    pub fn resolve(common: &cli::Common) -> anyhow::Result<Self> {
        let file = config_file()?;
        let terminal = std::io::stderr().is_terminal();
        let dumb = env("TERM").is_some_and(|term| term == "dumb");
        let colour = match common.color {
            cli::When::Always => true,
            cli::When::Never => false,
            cli::When::Auto => {
                env("NO_COLOR").is_none()
                    && ((terminal && !dumb && env("CLICOLOR").is_none_or(|v| v != "0"))
                        || env("CLICOLOR_FORCE").is_some_and(|v| v != "0"))
            }
        };
        let voice = match (common.quiet, common.verbose) {
            (true, _) => Loudness::Quiet,
            (_, 1) => Loudness::Verbose,
            (_, 2..) => Loudness::Debug,
            _ => Loudness::Normal,
        };
        let cache = cache_settings(common, &file)?;
        Ok(Self {
            voice,
            colour,
            bars: terminal && !dumb && env("CI").is_none() && voice != Loudness::Quiet,
            github: env("GITHUB_ACTIONS").is_some(),
            github_summary: absolute_env("GITHUB_STEP_SUMMARY"),
            state_dir: absolute_env("XDG_STATE_HOME")
                .map_or_else(|| cache.dir.join("state"), |dir| dir.join("reelmill")),
            log: env("REELMILL_LOG"),
            cache,
            ffmpeg: common.ffmpeg.clone(),
            encoder: common.encoder,
            file,
        })
    }

    /// What is said of every manifest.
    pub fn manifest(&self) -> manifest::Options {
        let given = |choice: Option<EncoderChoice>| choice.map(|choice| ("encoder".to_owned(), choice.to_string()));
        manifest::Options {
            overrides: given(self.encoder).into_iter().collect(),
            usual: given(self.file.encoder).into_iter().collect(),
            ..manifest::Options::default()
        }
    }

    pub fn run(&self, flags: &cli::Running, manifest: &model::Config) -> anyhow::Result<RunSettings> {
        let in_flight = flags.jobs.map(usize::from).or(manifest.max_concurrent).or(self.file.max_concurrent);
        let workers = flags.workers.map(usize::from).or(manifest.workers).or(self.file.workers);
        let deadline = match &flags.deadline {
            Some(text) => Some(units::duration(text).context("--deadline")?),
            None => manifest.deadline_ms.map(Duration::from_millis),
        };
        Ok(RunSettings {
            in_flight: in_flight.unwrap_or(DEFAULT_IN_FLIGHT).clamp(1, MAX_IN_FLIGHT),
            workers: workers.unwrap_or_else(default_workers).max(1),
            stop_on_error: flags.stop_on_error || manifest.stop_on_error.unwrap_or(false),
            deadline,
            stall: flags.stall_after.or(self.file.stall_after),
            offline: flags.offline,
            require_hw: flags.require_hw,
            lock: flags.lock.clone(),
            frozen: flags.frozen,
            max_cost: max_cost(flags)?.or(manifest.max_cost),
            waits: waits(),
            refresh: flags.refresh.clone(),
            no_cache: flags.no_cache,
        })
    }
}

fn stall<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Duration>, D::Error> {
    let text = Option::<String>::deserialize(from)?;
    text.map(|text| cli::stall(&text).map_err(de::Error::custom)).transpose()
}

/// Millionths of each wait for services: builds with debug assertions, which tests use, can be told to wait less; the
/// shipped program cannot.
fn waits() -> u64 {
    const WHOLE: u64 = 1_000_000;
    if cfg!(debug_assertions) {
        env("REELMILL_WAITS_MILLIONTHS").and_then(|text| text.parse().ok()).unwrap_or(WHOLE)
    } else {
        WHOLE
    }
}

fn max_cost(flags: &cli::Running) -> anyhow::Result<Option<MicroUsd>> {
    let Some(dollars) = flags.max_cost else { return Ok(None) };
    if !(0.0..=1e9).contains(&dollars) {
        bail!("--max-cost must be an amount of US dollars such as 2.50");
    }
    Ok(Some(MicroUsd((dollars * 1e6).round() as u64)))
}

/// max(2, cores - 1), where cores are those the cgroup lets us use.
fn default_workers() -> usize {
    num_cpus::get().saturating_sub(1).max(2)
}

fn cache_settings(common: &cli::Common, file: &ConfigFile) -> anyhow::Result<CacheSettings> {
    let dir = match common.cache_dir.as_ref().or(file.cache_dir.as_ref()) {
        Some(dir) if dir.as_os_str().is_empty() => bail!("the cache folder's name is empty"),
        Some(dir) => dir.clone(),
        None => platform_cache_dir(),
    };
    let size = common.cache_max_size.as_ref().or(file.cache_max_size.as_ref());
    let age = common.cache_max_age.as_ref().or(file.cache_max_age.as_ref());
    let limits = Limits {
        max_bytes: size.map_or(Ok(DEFAULT_MAX_BYTES), |text| units::bytes(text)).context("cache size")?,
        max_age: age.map_or(Ok(DEFAULT_MAX_AGE), |text| units::duration(text)).context("cache age")?,
    };
    Ok(CacheSettings { dir: std::path::absolute(dir)?, limits })
}

/// The platform's cache folder; without HOME (cron) a private one under the system's temporary folder.
fn platform_cache_dir() -> PathBuf {
    let home = home();
    let base = if cfg!(target_os = "macos") {
        home.map(|home| home.join("Library/Caches"))
    } else {
        absolute_env("XDG_CACHE_HOME").or_else(|| home.map(|home| home.join(".cache")))
    };
    base.map_or_else(
        || std::env::temp_dir().join(format!("reelmill-{}", rustix::process::getuid().as_raw())),
        |base| base.join("reelmill"),
    )
}

fn config_file() -> anyhow::Result<ConfigFile> {
    let base = absolute_env("XDG_CONFIG_HOME").or_else(|| home().map(|home| home.join(".config")));
    let Some(path) = base.map(|base| base.join("reelmill/config.yaml")) else { return Ok(ConfigFile::default()) };
    read_config(&path).with_context(|| format!("config file {}", path.display()))
}

fn read_config(path: &Path) -> anyhow::Result<ConfigFile> {
    match std::fs::read_to_string(path) {
        Ok(text) if text.trim().is_empty() => Ok(ConfigFile::default()),
        Ok(text) => Ok(serde_yaml::from_str(&text)?),
        Err(e) if e.kind() == std::io::ErrorKind::NotFound => Ok(ConfigFile::default()),
        Err(e) => Err(e.into()),
    }
}

fn home() -> Option<PathBuf> {
    std::env::home_dir().filter(|home| home.is_absolute())
}

fn absolute_env(name: &str) -> Option<PathBuf> {
    std::env::var_os(name).map(PathBuf::from).filter(|path| path.is_absolute())
}

fn env(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|value| !value.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_flag_wins_over_the_manifest_and_the_manifest_over_the_built_in() {
        let settings = Settings {
            voice: Loudness::Normal,
            colour: false,
            bars: false,
            github: false,
            github_summary: None,
            state_dir: PathBuf::from("/tmp"),
            log: None,
            cache: CacheSettings {
                dir: PathBuf::from("/tmp"),
                limits: Limits { max_bytes: 1, max_age: Duration::from_secs(1) },
            },
            ffmpeg: None,
            encoder: None,
            file: ConfigFile::default(),
        };
        let silent = model::Config::default();
        let eight = model::Config { max_concurrent: Some(8), ..model::Config::default() };
        let flags = |jobs| cli::Running {
            jobs,
            workers: None,
            stop_on_error: false,
            deadline: None,
            stall_after: None,
            offline: false,
            require_hw: false,
            lock: None,
            frozen: false,
            max_cost: None,
            refresh: vec![],
            no_cache: false,
        };
        assert_eq!(settings.run(&flags(None), &silent).unwrap().in_flight, 5);
        assert_eq!(settings.run(&flags(None), &eight).unwrap().in_flight, 8);
        assert_eq!(settings.run(&flags(Some(2)), &eight).unwrap().in_flight, 2);
    }

    #[test]
    fn at_least_two_workers() {
        assert!(default_workers() >= 2);
    }
}
