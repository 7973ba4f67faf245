//! The only place that spawns: one child, its group, its limits, its last words.
//!
//! A child gets a process group of its own and dies with us (on Linux by the parent's death signal); cancelling ends
//! the whole group; stderr is drained and its tail kept; the environment is emptied but for what is named. When
//! [`run`] returns, or its future is dropped, the child is ended and nothing of its group is left.

mod cpu;
mod find;
mod group;
mod hangup;
mod heap;
mod launch;
mod libraries;
mod pulse;
mod run;
mod scrub;
mod spawner;
mod streams;
mod succeed;
mod tail;
#[cfg(test)]
mod tests;
mod tube;

use std::ffi::{OsStr, OsString};
use std::io;
use std::os::unix::process::ExitStatusExt;
use std::path::PathBuf;
use std::process::ExitStatus;
use std::time::Duration;

pub use cpu::cpu_time;
pub(crate) use find::which;
pub use hangup::hangup_is_ignored;
pub use heap::return_large_blocks;
pub use libraries::{loaded_from, loader_list};
pub use run::run;
pub use succeed::{ToolError, succeed, transcript};

/// A command line as data: built and tested anywhere, run only here.
pub struct Spawn {
    pub program: PathBuf,
    pub args: Vec<OsString>,
    pub cwd: Option<PathBuf>,
    /// Added to the few variables that every child gets (see [`Spawn::env`]).
    pub env: Vec<(OsString, OsString)>,
    pub stdin: Stdin,
    pub stdout: Stdout,
    /// Ended when it has been silent (no stdout, no frame taken) for so long.
    pub stall: Option<Duration>,
    /// Ended when it runs longer.
    pub timeout: Option<Duration>,
}

impl Spawn {
    /// No input, up to 1 MiB of output kept, no limits of time.
    pub fn new(program: impl Into<PathBuf>) -> Self {
        Self {
            program: program.into(),
            args: Vec::new(),
            cwd: None,
            env: Vec::new(),
            stdin: Stdin::Null,
            stdout: Stdout::Keep(1 << 20),
            stall: None,
            timeout: None,
        }
    }

    pub fn args<A: Into<OsString>>(mut self, args: impl IntoIterator<Item = A>) -> Self {
        self.args.extend(args.into_iter().map(Into::into));
        self
    }

    pub fn cwd(mut self, folder: impl Into<PathBuf>) -> Self {
        self.cwd = Some(folder.into());
        self
    }

    /// Sets a variable. Without this a child sees only PATH, HOME, TMPDIR, the loader's search paths, the choice of
    /// video chip and `LANG=C`.
    pub fn env(mut self, name: impl AsRef<OsStr>, value: impl AsRef<OsStr>) -> Self {
        self.env.push((name.as_ref().to_owned(), value.as_ref().to_owned()));
        self
    }

    /// As a person would type it, with its folder and its added variables; what looks like a key is hidden.
    pub fn command_line(&self) -> String {
        let cwd = self.cwd.iter().map(|folder| format!("cd {} &&", quoted(&folder.to_string_lossy())));
        let env = self.env.iter().map(|(name, value)| {
            let (name, value) = (name.to_string_lossy(), value.to_string_lossy());
            format!("{name}={}", quoted(&scrub::value_of(&name, &value)))
        });
        let words = std::iter::once(self.program.as_os_str()).chain(self.args.iter().map(OsString::as_os_str));
        let words = scrub::words(words.map(OsStr::to_string_lossy));
        cwd.chain(env).chain(words.iter().map(|word| quoted(word))).collect::<Vec<_>>().join(" ")
    }

    pub fn stdin(mut self, stdin: Stdin) -> Self {
        self.stdin = stdin;
        self
    }

    pub fn stdout(mut self, stdout: Stdout) -> Self {
        self.stdout = stdout;
        self
    }

    pub fn stall(mut self, after: Duration) -> Self {
        self.stall = Some(after);
        self
    }

    pub fn timeout(mut self, after: Duration) -> Self {
        self.timeout = Some(after);
        self
    }
}

/// For a POSIX shell.
fn quoted(word: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || "-_./:=,+@%".contains(c);
    if !word.is_empty() && word.chars().all(plain) {
        word.to_owned()
    } else {
        format!("'{}'", word.replace('\'', "'\\''"))
    }
}

/// Writes all there is to write.
pub type Feed = Box<dyn FnOnce(&mut dyn io::Write) -> io::Result<()> + Send>;

/// Reads until the end.
pub type Drain = Box<dyn FnOnce(&mut dyn io::Read) -> io::Result<()> + Send>;

pub enum Stdin {
    Null,
    Bytes(Vec<u8>),
    /// Called on a thread of its own with the pipe (enlarged to 1 MiB where the system lets us). A failed write means
    /// that the child ended or is being ended: hand the error on.
    Feed(Feed),
}

pub enum Stdout {
    /// Kept, up to so many bytes; more is an error.
    Keep(usize),
    /// Called with each line, without its end; a line is cut at 64 KiB.
    Lines(Box<dyn FnMut(&str) + Send>),
    /// Called on a thread of its own with the pipe. Returning early ends the child by a broken pipe.
    Drain(Drain),
}

/// A child that ended by itself.
#[derive(Debug)]
pub struct Finished {
    pub status: ExitStatus,
    pub stdout: Vec<u8>,
    /// The last 64 KiB.
    pub stderr: String,
    pub elapsed: Duration,
    /// See [`Spawn::command_line`].
    pub command: String,
}

impl Finished {
    /// Killed by SIGKILL, and not by us: on Linux nearly always the kernel being out of memory.
    pub fn killed_by_the_kernel(&self) -> bool {
        self.status.signal() == Some(rustix::process::Signal::KILL.as_raw())
    }

    /// How it ended, for people: the second half of "`ffmpeg` …".
    pub fn ending(&self) -> String {
        match (self.status.code(), self.status.signal()) {
            (Some(code), _) => format!("ended with code {code}"),
            (None, _) if self.killed_by_the_kernel() => "was killed: out of memory is likely".to_owned(),
            (None, Some(signal)) => format!("ended by signal {signal}"),
            (None, None) => "ended in an unknown way".to_owned(),
        }
    }
}

/// Why there is no [`Finished`].
#[derive(Debug, thiserror::Error)]
pub enum SpawnError {
    #[error("`{program}` is not there")]
    NotFound { program: String },
    #[error("cannot run `{program}`")]
    Io { program: String, source: io::Error },
    /// What feeds it or reads from it failed, not the program.
    #[error("cannot exchange data with `{program}`")]
    Exchange { program: String, source: io::Error },
    #[error("`{program}` was stopped")]
    Cancelled { program: String },
    #[error("`{program}` gave no sign of life for {after:?}")]
    Stalled { program: String, after: Duration, stderr: String },
    #[error("`{program}` was not done after {after:?}")]
    TimedOut { program: String, after: Duration, stderr: String },
    #[error("`{program}` wrote more than {limit} bytes")]
    TooMuch { program: String, limit: usize },
}

impl SpawnError {
    /// The child's last words, where it had any.
    pub fn words(&self) -> &str {
        match self {
            Self::Stalled { stderr, .. } | Self::TimedOut { stderr, .. } => stderr,
            Self::NotFound { .. } | Self::Io { .. } | Self::Exchange { .. } => "",
            Self::Cancelled { .. } | Self::TooMuch { .. } => "",
        }
    }
}
