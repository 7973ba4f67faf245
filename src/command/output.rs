//! Printing: a reader that went away (`reelmill show … | head`) is no error.

use std::io::{self, Write};

use super::Exit;

pub fn print(text: &str) -> anyhow::Result<Exit> {
    print_bytes(text.as_bytes())
}

pub fn print_bytes(bytes: &[u8]) -> anyhow::Result<Exit> {
    let mut out = io::stdout().lock();
    match out.write_all(bytes).and_then(|()| out.flush()) {
        Err(e) if e.kind() != io::ErrorKind::BrokenPipe => Err(e.into()),
        _ => Ok(Exit::AllDone),
    }
}

/// Printed to stderr, and if that is closed there is nobody left to tell.
pub fn say(text: &str) {
    let _ = writeln!(io::stderr(), "{text}");
}

pub fn usage(error: &anyhow::Error) -> Exit {
    say(&format!("error: {error:#}"));
    Exit::Usage
}

pub fn fault(error: &anyhow::Error) -> Exit {
    say(&format!("error: {error:#}"));
    Exit::Fault
}
