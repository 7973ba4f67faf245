//! The only place that spawns: one child, its group, its limits, its last words.
//!
//! A child gets a process group of its own and dies with us (on Linux by the parent's death signal); cancelling ends
//! the whole group; stderr is drained and its tail kept; the environment is emptied but for what is named.

use std::ffi::OsString;
use std::io;
use std::path::PathBuf;
use std::process::ExitStatus;
use std::time::Duration;

/// A command line as data: built and tested anywhere, run only here.
pub struct Spawn {
    pub program: PathBuf,
    pub args: Vec<OsString>,
    pub cwd: Option<PathBuf>,
    pub stdin: Stdin,
    pub stdout: Stdout,
    /// Ended when it has been silent (no stdout, no frame taken) for so long.
    pub stall: Option<Duration>,
    /// Ended when it runs longer.
    pub timeout: Option<Duration>,
}

pub enum Stdin {
    Null,
    Bytes(Vec<u8>),
    /// Called on a thread of its own with the pipe (enlarged to 1 MiB where the system lets us).
    Feed(Box<dyn FnOnce(&mut dyn io::Write) -> io::Result<()> + Send>),
}

pub enum Stdout {
    /// Kept, up to so many bytes; more is an error.
    Keep(usize),
    /// Called with each line.
    Lines(Box<dyn FnMut(&str) + Send>),
    /// Called on a thread of its own with the pipe.
    Drain(Box<dyn FnOnce(&mut dyn io::Read) -> io::Result<()> + Send>),
}

/// A child that ended by itself.
#[derive(Debug)]
pub struct Finished {
    pub status: ExitStatus,
    pub stdout: Vec<u8>,
    /// The last 64 KiB.
    pub stderr: String,
    pub elapsed: Duration,
}

#[derive(Debug, thiserror::Error)]
pub enum SpawnError {
    #[error("`{program}` is not there")]
    NotFound { program: String },
    #[error("cannot run `{program}`")]
    Io { program: String, source: io::Error },
    #[error("`{program}` was stopped")]
    Cancelled { program: String },
    #[error("`{program}` gave no sign of life for {after:?}")]
    Stalled { program: String, after: Duration, stderr: String },
    #[error("`{program}` wrote more than {limit} bytes")]
    TooMuch { program: String, limit: usize },
}
