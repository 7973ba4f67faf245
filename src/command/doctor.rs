//! `doctor`: everything a run needs, checked, with what to do about what is missing.

use std::fmt::Write as _;
use std::path::Path;

use tokio_util::sync::CancellationToken;

use super::{Exit, online, output, session};
use crate::cache::Store;
use crate::cli;
use crate::media::{fonts, units};
use crate::provider::speech::Espeak;
use crate::render::{Capabilities, Located, OPTIONAL, RenderError};
use crate::settings::Settings;

pub(super) struct Finding {
    pub what: String,
    /// What was found, or what is missing and how to get it.
    pub found: Result<String, Missing>,
}

pub(super) struct Missing {
    pub what: String,
    pub remedy: String,
}

pub fn doctor(args: &cli::Doctor, settings: &Settings) -> anyhow::Result<Exit> {
    let (ffmpeg, encoders) = match session::runtime()?.block_on(ffmpeg(settings)) {
        Ok((ffmpeg, encoders)) => (Ok(ffmpeg), Some(encoders)),
        Err(missing) => (Err(missing), None),
    };
    let encoders = encoders.map(|found| Finding { what: "encoders".to_owned(), found: Ok(found) });
    let mut findings = vec![Finding { what: "ffmpeg".to_owned(), found: ffmpeg }];
    findings.extend(encoders);
    findings.extend([
        Finding { what: "speech".to_owned(), found: voice() },
        Finding { what: "fonts".to_owned(), found: Ok(format!("{} is built in", fonts::FAMILY)) },
        Finding { what: "cache".to_owned(), found: cache(settings) },
        Finding { what: "disk".to_owned(), found: disk(&settings.cache.dir) },
        Finding {
            what: "workers".to_owned(),
            found: Ok(settings.run(&Default::default(), &Default::default())?.workers.to_string()),
        },
    ]);
    match session::runtime()?.block_on(online::services(&args.online))? {
        Ok(services) => findings.extend(services),
        Err(diagnostics) => {
            output::say(diagnostics.to_string().trim_end());
            return Ok(Exit::Usage);
        }
    }
    output::print(&text(&findings))?;
    let well = findings.iter().all(|finding| finding.found.is_ok());
    Ok(if well { Exit::AllDone } else { Exit::Missing })
}

/// The program, and those of its encoders that only some videos take.
async fn ffmpeg(settings: &Settings) -> Result<(String, String), Missing> {
    let cancel = CancellationToken::new();
    let path = std::env::var_os("PATH");
    let located = Located::locate(settings.ffmpeg.as_deref(), path.as_deref()).map_err(told)?;
    let ffmpeg = located.identify(&cancel).await.map_err(told)?;
    let capabilities = ffmpeg.capabilities(&cancel).await.map_err(told)?;
    let missing = capabilities.missing();
    if missing.is_empty() {
        let found = format!("{} at {}, with all that every video takes", ffmpeg.version, ffmpeg.program.display());
        return Ok((found, encoders(&capabilities)));
    }
    let what = format!("{} at {} lacks {}", ffmpeg.version, ffmpeg.program.display(), missing.join(", "));
    Err(Missing { what, remedy: "install an ffmpeg with libx264 and libass (Debian's has both)".to_owned() })
}

/// What is not there is no fault: nobody may ask for it.
fn encoders(capabilities: &Capabilities) -> String {
    let (there, missing): (Vec<_>, Vec<_>) =
        OPTIONAL.into_iter().partition(|(encoder, _)| capabilities.encoders.contains(*encoder));
    let there: Vec<_> = there.into_iter().map(|(encoder, _)| encoder).collect();
    let missing: Vec<_> = missing.into_iter().map(|(encoder, asks)| format!("{encoder} (for `{asks}`)")).collect();
    match (there.is_empty(), missing.is_empty()) {
        (_, true) => there.join(", "),
        (true, false) => format!("without {}", missing.join(", ")),
        (false, false) => format!("{}; without {}", there.join(", "), missing.join(", ")),
    }
}

fn told(error: RenderError) -> Missing {
    let what = error.to_string();
    let remedy = match error {
        RenderError::Missing { help, .. } | RenderError::Failed { help: Some(help), .. } => help,
        _ => "install ffmpeg".to_owned(),
    };
    Missing { what, remedy }
}

fn voice() -> Result<String, Missing> {
    Espeak::find().map(|espeak| espeak.identity).ok_or_else(|| Missing {
        what: "libespeak-ng is not there".to_owned(),
        remedy: "apt-get install espeak-ng, brew install espeak-ng, or name a voice of kind `command`".to_owned(),
    })
}

fn cache(settings: &Settings) -> Result<String, Missing> {
    let dir = &settings.cache.dir;
    Store::open(dir, settings.cache.limits).and_then(|store| store.check_writable()).map_err(|error| Missing {
        what: error.to_string(),
        remedy: "name a folder that can be written to by REELMILL_CACHE_DIR or --cache-dir".to_owned(),
    })?;
    Ok(format!("{} can be written to", dir.display()))
}

/// Room for the cache at its largest is not asked for: it prunes itself. Below this, a batch soon stops.
const LITTLE: u64 = 1 << 30;

fn disk(cache: &Path) -> Result<String, Missing> {
    let stat = rustix::fs::statvfs(cache).map_err(|error| Missing {
        what: format!("the disk of {} cannot be asked for its free space: {error}", cache.display()),
        remedy: "name another folder by REELMILL_CACHE_DIR or --cache-dir".to_owned(),
    })?;
    let free = stat.f_bavail.saturating_mul(stat.f_frsize);
    let found = format!("{} free for the cache", units::size(free));
    if free >= LITTLE {
        return Ok(found);
    }
    let remedy =
        "free some, `reelmill` with a smaller --cache-max-size, or name another disk by --cache-dir".to_owned();
    Err(Missing { what: found, remedy })
}

fn text(findings: &[Finding]) -> String {
    let mut out = String::new();
    for Finding { what, found } in findings {
        let _ = match found {
            Ok(found) => writeln!(out, "✓ {what:<8} {found}"),
            Err(Missing { what: missing, remedy }) => {
                writeln!(out, "✗ {what:<8} {missing}\n           = help: {remedy}")
            }
        };
    }
    out
}
