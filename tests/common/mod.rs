//! A project folder with a cache of its own, and the program run in it as a person would.
#![allow(dead_code, reason = "each test file uses its own part")]

pub mod everything;
pub mod service;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};

pub struct Project {
    folder: tempfile::TempDir,
}

/// One line of `run --verbose`: which job, and how it ended.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Told {
    pub video: String,
    pub stage: String,
    pub label: String,
    pub outcome: String,
}

pub struct Ran {
    pub code: Option<i32>,
    pub stdout: String,
    pub stderr: String,
}

impl Project {
    pub fn new() -> Self {
        Self { folder: tempfile::tempdir().unwrap() }
    }

    pub fn with(manifest: &str) -> Self {
        let project = Self::new();
        project.write("reels.yaml", manifest);
        project
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub fn write(&self, name: &str, text: &str) {
        let path = self.path(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    pub fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_reelmill"));
        command.args(args).current_dir(self.folder.path());
        command.env("REELMILL_CACHE_DIR", self.path("cache")).env_remove("CI").env_remove("GITHUB_ACTIONS");
        command.env_remove("XDG_STATE_HOME").env_remove("REELMILL_LOG");
        command.stdin(Stdio::null());
        command
    }

    pub fn run(&self, args: &[&str]) -> Ran {
        Ran::from(self.command(args).output().unwrap())
    }

    /// Runs `reels.yaml`, with a line a job.
    pub fn make(&self) -> Ran {
        self.run(&["run", "reels.yaml", "--verbose"])
    }

    pub fn start(&self, args: &[&str]) -> Child {
        self.command(args).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap()
    }
}

impl From<Output> for Ran {
    fn from(output: Output) -> Self {
        Self {
            code: output.status.code(),
            stdout: String::from_utf8_lossy(&output.stdout).into_owned(),
            stderr: String::from_utf8_lossy(&output.stderr).into_owned(),
        }
    }
}

impl Ran {
    #[track_caller]
    pub fn ok(self) -> Self {
        self.exits(0)
    }

    #[track_caller]
    pub fn exits(self, code: i32) -> Self {
        assert_eq!(self.code, Some(code), "stdout:\n{}\nstderr:\n{}", self.stdout, self.stderr);
        self
    }

    pub fn jobs(&self) -> Vec<Told> {
        self.stdout.lines().filter_map(told).collect()
    }

    /// `stage label` of the jobs that were made, sorted; the whole video is left out.
    pub fn made(&self) -> Vec<String> {
        let made = self.jobs().into_iter().filter(|told| told.outcome == "made" && told.stage != "video");
        let mut names: Vec<_> =
            made.map(|told| format!("{} {}", told.stage, told.label).trim_end().to_owned()).collect();
        names.sort();
        names
    }
}

/// `  tour  speech scene 1: made 12 ms`
pub fn told(line: &str) -> Option<Told> {
    let (job, ending) = line.strip_prefix("  ")?.rsplit_once(": ")?;
    let (video, job) = job.split_once("  ")?;
    let (stage, label) = job.split_once(' ')?;
    let outcome = ending.split(' ').next()?;
    Some(Told { video: video.into(), stage: stage.into(), label: label.into(), outcome: outcome.into() })
}

/// What ffprobe says of a file, as JSON.
pub fn probe(path: &Path) -> serde_json::Value {
    let output = Command::new("ffprobe")
        .args(["-v", "error", "-show_streams", "-show_format", "-show_chapters", "-count_packets", "-of", "json"])
        .arg(path)
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).unwrap()
}

/// A small quick canvas for tests that are not about the picture.
pub const SMALL: &str = "defaults: { preset: { width: 192, height: 108 }, fps: 10, quality: draft }\n";
