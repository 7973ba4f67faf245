//! `doctor`: everything a run needs, checked, with what to do about what is missing.

use std::fmt::Write as _;
use std::path::Path;

use tokio_util::sync::CancellationToken;

use super::session::Session;
use super::{Exit, online, output, session};
use crate::cache::Store;
use crate::cli;
use crate::event::Events;
use crate::media::{Canvas, EncoderChoice, fonts, units};
use crate::mill::{JobError, Mode};
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

const SHORTS: Canvas = Canvas { width: 1080, height: 1920, fps: 30 };

pub fn doctor(args: &cli::Doctor, settings: &Settings) -> anyhow::Result<Exit> {
    let (ffmpeg, codecs) = match session::runtime()?.block_on(ffmpeg(settings)) {
        Ok((ffmpeg, codecs)) => (Ok(ffmpeg), Some(codecs)),
        Err(missing) => (Err(missing), None),
    };
    let mut findings = vec![
        Finding { what: "ffmpeg".to_owned(), found: ffmpeg },
        Finding { what: "speech".to_owned(), found: voice() },
        Finding { what: "fonts".to_owned(), found: Ok(format!("{} is built in", fonts::FAMILY)) },
        Finding { what: "cache".to_owned(), found: cache(settings) },
        Finding { what: "disk".to_owned(), found: disk(&settings.cache.dir) },
        Finding {
            what: "workers".to_owned(),
            found: Ok(settings.run(&Default::default(), &Default::default())?.workers.to_string()),
        },
    ];
    findings.splice(1..1, codecs.map(|found| Finding { what: "codecs".to_owned(), found: Ok(found) }));
    if let Some(found) = encoders(settings)? {
        findings.insert(1, Finding { what: "encoders".to_owned(), found: Ok(found) });
    }
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
        return Ok((found, codecs(&capabilities)));
    }
    let what = format!("{} at {} lacks {}", ffmpeg.version, ffmpeg.program.display(), missing.join(", "));
    Err(Missing { what, remedy: "install an ffmpeg with libx264 and libass (Debian's has both)".to_owned() })
}

/// What is not there is no fault: nobody may ask for it.
fn codecs(capabilities: &Capabilities) -> String {
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

/// What encodes a short video here; `None` where other findings say what is wrong. What runs remember is found out anew.
fn encoders(settings: &Settings) -> anyhow::Result<Option<String>> {
    let run = settings.run(&Default::default(), &Default::default())?;
    let Ok(session) = Session::open(settings, &run, &Events::none(), Mode::Make) else { return Ok(None) };
    let tried = session::runtime()?.block_on(async {
        let tools = session.tools(settings, &run).await?;
        let software = tools.x264.as_ref().map(|x264| format!("software ({x264}, in this process)"));
        Ok::<_, JobError>((software, tools.encoders.try_again(&tools.ffmpeg, SHORTS).await?))
    });
    Ok(tried.ok().map(|(software, trials)| {
        let working = match trials.working() {
            none if none.is_empty() => "no hardware encoder works".to_owned(),
            some => format!("in hardware {}", some.join(", ")),
        };
        let faults = trials.faults(EncoderChoice::Auto);
        let faults = if faults.is_empty() { faults } else { format!(" ({faults})") };
        format!("{}; {working}{faults}", software.as_deref().unwrap_or("software"))
    }))
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
