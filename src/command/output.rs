//! Printing: a reader that went away (`reelmill show … | head`, a closed terminal) is no error.

use std::io::{self, Write};
use std::os::fd::AsFd;

use rustix::fs::{FileType, fstat};
use rustix::io::Errno;

use super::Exit;
use crate::media::units::NotAUnit;

pub fn print(text: &str) -> anyhow::Result<Exit> {
    print_bytes(text.as_bytes())
}

pub fn print_bytes(bytes: &[u8]) -> anyhow::Result<Exit> {
    let mut out = io::stdout().lock();
    match out.write_all(bytes).and_then(|()| out.flush()) {
        Err(e) if !is_gone(&e, &out) => Err(e.into()),
        _ => Ok(Exit::AllDone),
    }
}

/// Nobody reads any more: the pipe is closed, or the terminal (EIO, which a disk would give too).
fn is_gone(error: &io::Error, out: impl AsFd) -> bool {
    let is_device = || fstat(out).is_ok_and(|stat| FileType::from_raw_mode(stat.st_mode) == FileType::CharacterDevice);
    error.kind() == io::ErrorKind::BrokenPipe || Errno::from_io_error(error) == Some(Errno::IO) && is_device()
}

/// What was typed cannot be done as it stands.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct Usage(pub String);

/// Printed to stderr, and if that is closed there is nobody left to tell.
pub fn say(text: &str) {
    let _ = writeln!(io::stderr(), "{text}");
}

/// An error that ended a command.
pub fn ended(error: &anyhow::Error) -> Exit {
    if error.is::<Usage>() || error.is::<NotAUnit>() {
        return usage(error);
    }
    say(&format!("error: {error:#}"));
    Exit::Fault
}

pub fn usage(error: &anyhow::Error) -> Exit {
    say(&format!("error: {error:#}"));
    Exit::Usage
}
