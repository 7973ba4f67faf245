//! `init`: a commented manifest to start from; an existing file is never overwritten.

use std::fs::OpenOptions;
use std::io::{ErrorKind, Write};

use anyhow::Context;

use super::{Exit, output};
use crate::{cli, manifest};

pub fn init(args: &cli::Init) -> anyhow::Result<Exit> {
    let shown = args.file.display();
    match OpenOptions::new().write(true).create_new(true).open(&args.file) {
        Ok(mut file) => {
            file.write_all(manifest::starter().as_bytes()).with_context(|| format!("cannot write {shown}"))?;
            output::print(&format!("wrote {shown}; now: reelmill run {shown}\n"))
        }
        Err(e) if e.kind() == ErrorKind::AlreadyExists => {
            output::say(&format!("error: {shown} exists\n  = help: name another: reelmill init FILE"));
            Ok(Exit::Usage)
        }
        Err(e) => Err(e).with_context(|| format!("cannot create {shown}")),
    }
}
