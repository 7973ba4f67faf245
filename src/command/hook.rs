//! Programs that are told how a run ended: the JSON report on their stdin, never a shell line.

use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::Context;
use tokio_util::sync::CancellationToken;

use super::output;
use crate::process::{self, Spawn, Stdin};
use crate::provider::speech;
use crate::report::Report;

/// A hook tells somebody; it does no work.
const LONGEST: Duration = Duration::from_secs(60);

/// Calls them one after the other. One that fails is told of and changes nothing.
pub fn call(programs: &[PathBuf], report: &Report) -> anyhow::Result<()> {
    if programs.is_empty() {
        return Ok(());
    }
    let text = serde_json::to_vec(report)?;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    for program in programs {
        if let Err(error) = runtime.block_on(one(program, text.clone())) {
            output::say(&format!("hook {}: {error:#}", program.display()));
        }
    }
    Ok(())
}

/// With our own environment: a hook needs its addresses and keys.
async fn one(program: &Path, text: Vec<u8>) -> anyhow::Result<()> {
    let path = process::which(program, std::env::var_os("PATH").as_deref()).context("it is not there")?;
    let mut spawn = Spawn::new(path).stdin(Stdin::Bytes(text)).timeout(LONGEST);
    for (name, value) in std::env::vars_os().filter(|(name, value)| !speech::is_never_play((name, value))) {
        spawn = spawn.env(name, value);
    }
    let done = process::run(spawn, &CancellationToken::new()).await?;
    output::print_bytes(&done.stdout)?;
    if !done.status.success() {
        anyhow::bail!("it {}: {}", done.ending(), done.stderr.trim());
    }
    Ok(())
}
