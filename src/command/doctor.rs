//! `doctor`: everything a run needs, checked, with what to do about what is missing.

use std::fmt::Write as _;

use tokio_util::sync::CancellationToken;

use super::{Exit, output, session};
use crate::cache::Store;
use crate::media::units;
use crate::provider::speech;
use crate::render::{Located, RenderError};
use crate::settings::Settings;

/// Less than this and a batch will likely fill the disk.
const LITTLE_DISK: u64 = 2_000_000_000;

struct Finding {
    what: &'static str,
    state: State,
    found: String,
    remedy: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    Good,
    Worse,
    Missing,
}

pub fn doctor(settings: &Settings) -> anyhow::Result<Exit> {
    let mut findings = session::runtime()?.block_on(ffmpeg(settings));
    findings.push(voice());
    findings.push(fonts());
    findings.extend(cache(settings));
    let missing = findings.iter().any(|finding| finding.state == State::Missing);
    output::print(&text(&findings))?;
    Ok(if missing { Exit::Missing } else { Exit::AllDone })
}
