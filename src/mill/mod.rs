//! The one mechanism: `mill.obtain(job)` answers with the job's result, and the caller cannot tell whether it was
//! found, made now, or made by somebody else a moment ago.
//!
//! In order: the key (SHA-256 of the canonical JSON of stage, format and job); a flight of the same key in this
//! process is joined; the cache is asked; a permit is taken; the key's lock file is tried, and where another process
//! holds it the permit is given back, the lock awaited and the cache asked again; the job runs in a scratch folder of
//! its own; its result is committed; events tell of it.
//!
//! A result that is found has its files checked against their digests, once a run, before it is handed out: what was
//! altered is a miss and made again. Only a whole video's files are checked when they are used, because an unchanged
//! video is usually already at its place; [`Mill::deliver`] heals those.

mod attempt;
mod book;
#[cfg(test)]
mod counted;
mod deliver;
mod erased;
mod flight;
mod foresight;
mod input;
mod job;
mod key;
mod lane;
mod line;
mod obtain;
mod pace;
mod permit;
mod place;
mod run;

use std::any::Any;
use std::collections::{HashMap, HashSet};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};
use std::time::Duration;

use futures::FutureExt;
use futures::future::{BoxFuture, Shared as SharedFuture};
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;
use tracing::Span;

pub use crate::event::{MicroUsd, Stage};
pub use foresight::{Forecast, Looked, Rates};
pub use job::{Artifact, Input, Job, JobError, Made, Missing, Permit, Precedence, Workbench};
pub use key::fingerprint;

use crate::cache::{CacheError, Digest, Store};
use crate::event::{Event, Events};
use book::Book;
use flight::Flights;
use permit::Permits;

const WIND_DOWN: Duration = Duration::from_secs(5);

/// Whether misses are made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Mode {
    #[default]
    Make,
    /// A miss is answered with [`JobError::WouldMake`].
    LookUpOnly,
    /// The same, and the fields of what is missing are kept, to tell why.
    Explain,
}

/// The right to make anything, and what is held for it.
type Turn = SharedFuture<BoxFuture<'static, Arc<dyn Any + Send + Sync>>>;

/// How a run's mill works.
pub struct MillOptions {
    /// CPU jobs at once.
    pub workers: usize,
    /// Calls at once, a service.
    pub slots: HashMap<Arc<str>, usize>,
    pub events: Events,
    /// Ends the run: running jobs are told, waiting ones give up.
    pub cancel: CancellationToken,
    pub mode: Mode,
    /// Stages whose jobs are made anew, each once a run.
    pub refresh: Vec<Stage>,
}

/// Where jobs are brought; a cheap handle.
#[derive(Clone)]
pub struct Mill {
    shared: Arc<Shared>,
    video: Arc<str>,
    /// Videos that were begun earlier have their jobs made first.
    rank: u64,
    /// How long a job that was told to stop may take to end its children.
    wind_down: Duration,
}

struct Shared {
    store: Store,
    permits: Permits,
    flights: Flights,
    events: Events,
    cancel: CancellationToken,
    mode: Mode,
    refresh: Vec<Stage>,
    /// What has been made anew in this run.
    refreshed: Mutex<HashSet<Digest>>,
    /// Videos so far.
    videos: AtomicU64,
    told_uncached: AtomicBool,
    turn: OnceLock<Turn>,
    /// The prune that this run's commits have called for.
    pruner: Mutex<Option<JoinHandle<()>>>,
    /// Something was made in this run.
    has_put: AtomicBool,
    book: Book,
    /// What a mill that makes nothing has looked for.
    looked: Mutex<Vec<Looked>>,
    rates: OnceLock<Rates>,
}

impl Drop for Shared {
    fn drop(&mut self) {
        self.book.keep(&self.store);
    }
}

impl Shared {
    fn pruner(&self) -> MutexGuard<'_, Option<JoinHandle<()>>> {
        self.pruner.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn looked(&self) -> MutexGuard<'_, Vec<Looked>> {
        self.looked.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn refreshed(&self) -> MutexGuard<'_, HashSet<Digest>> {
        self.refreshed.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Mill {
    pub fn new(store: Store, options: MillOptions) -> Self {
        let MillOptions { workers, slots, events, cancel, mode, refresh } = options;
        let shared = Shared {
            store,
            permits: Permits::new(workers, slots),
            flights: Flights::default(),
            events,
            cancel,
            mode,
            refresh,
            refreshed: Mutex::default(),
            videos: AtomicU64::new(0),
            told_uncached: AtomicBool::new(false),
            turn: OnceLock::new(),
            pruner: Mutex::default(),
            has_put: AtomicBool::new(false),
            book: Book::new(),
            looked: Mutex::default(),
            rates: OnceLock::new(),
        };
        Self { shared: Arc::new(shared), video: "".into(), rank: 0, wind_down: WIND_DOWN }
    }

    /// The same mill, working for that video, which comes after all before it: its events name it.
    pub fn scoped(&self, video: &str) -> Self {
        let rank = self.shared.videos.fetch_add(1, Ordering::Relaxed);
        Self { video: video.into(), rank, ..self.clone() }
    }

    pub fn store(&self) -> &Store {
        &self.shared.store
    }

    pub fn events(&self) -> &Events {
        &self.shared.events
    }

    pub fn cancel(&self) -> &CancellationToken {
        &self.shared.cancel
    }

    pub fn mode(&self) -> Mode {
        self.shared.mode
    }

    /// The job's name in the cache, in hex digits.
    ///
    /// # Errors
    /// The job cannot be written as JSON.
    pub fn key<J: Job>(&self, job: &J) -> Result<Arc<str>, JobError> {
        Ok(key::key_of(job)?.key.to_string().into())
    }

    /// Nothing is made before `turn` has come, which is awaited at the first miss; what it gives is held as long as the
    /// mill. The first one counts.
    pub fn make_after<T: Send + Sync + 'static>(&self, turn: impl Future<Output = T> + Send + 'static) {
        let turn: BoxFuture<'static, Arc<dyn Any + Send + Sync>> = turn.map(|held| Arc::new(held) as _).boxed();
        self.shared.turn.get_or_init(|| turn.shared());
    }

    /// Whether the stage's jobs are made anew.
    pub fn refreshes(&self, stage: Stage) -> bool {
        self.shared.refresh.contains(&stage)
    }

    /// What has been looked for, where nothing is made; in the order of asking.
    pub fn looked(&self) -> Vec<Looked> {
        self.shared.looked().clone()
    }

    /// What jobs took so far.
    pub fn rates(&self) -> &Rates {
        self.shared.rates.get_or_init(|| Rates::new(self.store().history()))
    }

    /// Tells people something about this video that is no failure.
    pub fn note(&self, text: impl Into<String>) {
        let video = (!self.video.is_empty()).then(|| self.video.clone());
        self.shared.events.emit(Event::Note { video, text: text.into() });
    }

    /// Brings the cache back within its limits if that is due; for the end of a run.
    pub async fn tidy(&self) -> Result<(), JobError> {
        self.shared.book.keep(self.store());
        let under_way = self.shared.pruner().take();
        if let Some(prune) = under_way {
            // It failed or not: what is still due is seen below.
            let _ = prune.await;
        }
        // What only finds is not kept waiting: nothing has grown by it.
        let store = self.store();
        let due =
            if self.shared.has_put.load(Ordering::Relaxed) { Store::is_prune_due } else { Store::is_prune_overdue };
        if due(store) {
            self.blocking(|store| store.prune_if_due()).await?.map_err(cache_failure)?;
        }
        Ok(())
    }

    /// Runs something that waits for the disk on a thread that may. What only looks a few small files up is faster
    /// than the way to such a thread and back, and is done where it is asked for.
    async fn blocking<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Store) -> T + Send + 'static,
    ) -> Result<T, JobError> {
        let (store, span) = (self.shared.store.clone(), Span::current());
        tokio::task::spawn_blocking(move || span.in_scope(|| work(&store))).await.map_err(broken)
    }
}

/// A task that did not come to its end: it panicked, or the run is over.
fn broken(error: tokio::task::JoinError) -> JobError {
    if error.is_cancelled() {
        return JobError::Cancelled;
    }
    let panic = error.into_panic();
    let text = panic.downcast_ref::<&str>().copied();
    let text = text.or_else(|| panic.downcast_ref::<String>().map(String::as_str)).unwrap_or("no reason given");
    JobError::failed(format!("it panicked: {text}")).help("this is a bug in reelmill, please report it")
}

fn cache_failure(error: CacheError) -> JobError {
    JobError::failed(told(&error))
}

/// An error and its sources in one line.
fn told(error: &dyn std::error::Error) -> String {
    std::iter::successors(Some(error), |error| error.source()).map(ToString::to_string).collect::<Vec<_>>().join(": ")
}
