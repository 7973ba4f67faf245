//! What `run`, `make`, `plan` and `script` share: the runtime, the store, the mill, the tools, the signals.

use std::path::PathBuf;
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use tokio::signal::unix::{Signal, SignalKind, signal};
use tokio_util::sync::CancellationToken;

use super::{Exit, output};
use crate::cache::Store;
use crate::event::Events;
use crate::manifest::Batch;
use crate::mill::{JobError, Mill, MillOptions, Mode};
use crate::process;
use crate::provider::http::Waits;
use crate::provider::{Services, ServicesOptions};
use crate::settings::{RunSettings, Settings};
use crate::stage::lock::Lock;
use crate::stage::{FfmpegAsked, Tools, encoder_slots};
use crate::video::Wanted;

/// A started program: `cancel` ends all its work.
pub struct Session {
    pub mill: Mill,
    pub cancel: CancellationToken,
    pub logs: PathBuf,
}

impl Session {
    pub fn open(settings: &Settings, run: &RunSettings, events: &Events, mode: Mode) -> anyhow::Result<Self> {
        let cancel = CancellationToken::new();
        let store =
            if run.no_cache { Store::temporary()? } else { Store::open(&settings.cache.dir, settings.cache.limits)? };
        let mill = Mill::new(
            store,
            MillOptions {
                workers: run.workers,
                slots: encoder_slots(run.workers),
                events: events.clone(),
                cancel: cancel.clone(),
                mode,
                refresh: run.refresh.clone(),
            },
        );
        Ok(Self { mill, cancel, logs: settings.cache.dir.join("logs") })
    }

    /// The programs and libraries all videos need, or what is missing.
    pub async fn tools(&self, settings: &Settings, run: &RunSettings) -> Result<Tools, JobError> {
        let waits = Waits::scaled(run.waits);
        let RunSettings { offline, frozen, max_cost, .. } = *run;
        let notes = (!run.no_cache).then(|| settings.cache.dir.join("services"));
        let services = Services::new(ServicesOptions { offline, frozen, max_cost, waits, notes });
        let ffmpeg = FfmpegAsked { program: settings.ffmpeg.as_deref(), stall: run.stall };
        let mut tools = Tools::find(&self.mill, ffmpeg, services).await?;
        tools.encoders.required = run.require_hw;
        if let Some(path) = &run.lock {
            let lock = Lock::open(path, run.frozen)?;
            lock.check_tools(&tools.identities())?;
            tools.lock = Some(lock);
        }
        Ok(tools)
    }
}

/// One thread waits for everything; the work is done by children, painters and the blocking pool. What is all cached
/// starts no other thread.
pub fn runtime() -> anyhow::Result<tokio::runtime::Runtime> {
    Ok(tokio::runtime::Builder::new_current_thread().enable_all().build()?)
}

/// Every video with the services its own manifest names.
pub fn wanted(batches: Vec<Batch>) -> Vec<Wanted> {
    batches
        .into_iter()
        .flat_map(|batch| {
            let providers = Arc::new(batch.providers);
            batch.videos.into_iter().map(move |video| Wanted { video: Arc::new(video), providers: providers.clone() })
        })
        .collect()
}

/// How the run was told to stop, if it was.
pub struct Stopped {
    exit: Arc<OnceLock<Exit>>,
    /// That it stops has been said.
    said: CancellationToken,
}

/// A terminal that is held up (Ctrl-S) is not waited for any longer.
const SAYING: Duration = Duration::from_secs(1);

impl Stopped {
    pub async fn exit(&self) -> Option<Exit> {
        let exit = self.exit.get().copied()?;
        let _ = tokio::time::timeout(SAYING, self.said.cancelled()).await;
        Some(exit)
    }
}

async fn heard(signal: Option<&mut Signal>) {
    match signal {
        Some(signal) => drop(signal.recv().await),
        None => std::future::pending().await,
    }
}

/// From now on Ctrl-C, SIGTERM and SIGHUP stop the work; the second one leaves at once.
pub fn heed_signals(cancel: CancellationToken) -> anyhow::Result<Stopped> {
    let mut interrupt = signal(SignalKind::interrupt())?;
    let mut terminate = signal(SignalKind::terminate())?;
    // Under `nohup` a closed terminal is no reason to stop.
    let mut hang_up = if process::hangup_is_ignored() { None } else { Some(signal(SignalKind::hangup())?) };
    let stopped = Arc::new(OnceLock::new());
    let (told, has_said) = (stopped.clone(), CancellationToken::new());
    let said = has_said.clone();
    tokio::spawn(async move {
        loop {
            let exit = tokio::select! {
                _ = interrupt.recv() => Exit::Interrupted,
                _ = terminate.recv() => Exit::Terminated,
                () = heard(hang_up.as_mut()) => Exit::Terminated,
            };
            if told.set(exit).is_err() {
                // Children die with us by their own death signal.
                std::process::exit(exit.code().into());
            }
            cancel.cancel();
            let saying = said.clone();
            // A terminal that is held up must not hold up the stop.
            tokio::task::spawn_blocking(move || {
                output::say("stopping; finished steps are kept, the same command goes on from here");
                saying.cancel();
            });
        }
    });
    Ok(Stopped { exit: stopped, said: has_said })
}
