//! Jobs that count their runs, and a mill that remembers its events.

use std::collections::HashMap;
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use serde::Serialize;
use tokio::sync::Semaphore;
use tokio_util::sync::CancellationToken;

use super::{JobError, Made, MicroUsd, Mill, MillOptions, Mode, Permit, Stage, Workbench};
use crate::cache::{Limits, Store};
use crate::event::{Event, Events, Outcome};

/// How a job goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Manner {
    Well,
    Fails,
    Panics,
    /// Names a file that it never wrote.
    Lies,
    /// Ends only when it is told to stop.
    Endless,
}

/// Says something into a file; `FORMAT` as given.
#[derive(Clone, Serialize)]
pub(super) struct Job<const FORMAT: u32 = 1> {
    say: String,
    /// Not part of what is said.
    #[serde(skip)]
    book: Arc<Book>,
}

struct Book {
    runs: AtomicUsize,
    manner: Mutex<Manner>,
    needs: Permit,
    /// Each run takes one away.
    gate: Semaphore,
}

impl Job {
    pub(super) fn new(say: &str) -> Self {
        Self::with(say, Permit::Worker, Semaphore::MAX_PERMITS)
    }

    /// Waits for [`Job::open`] before it ends.
    pub(super) fn gated(say: &str) -> Self {
        Self::with(say, Permit::Worker, 0)
    }
}

impl<const FORMAT: u32> Job<FORMAT> {
    pub(super) fn with(say: &str, needs: Permit, open: usize) -> Self {
        let manner = Mutex::new(Manner::Well);
        let book = Book { runs: AtomicUsize::new(0), manner, needs, gate: Semaphore::new(open) };
        Self { say: say.to_owned(), book: Arc::new(book) }
    }

    pub(super) fn goes(self, manner: Manner) -> Self {
        *self.book.manner.lock().unwrap() = manner;
        self
    }

    pub(super) fn open(&self) {
        self.book.gate.add_permits(1);
    }

    pub(super) fn runs(&self) -> usize {
        self.book.runs.load(Ordering::SeqCst)
    }

    /// Until so many runs have begun.
    pub(super) async fn begun(&self, runs: usize) {
        while self.runs() < runs {
            tokio::task::yield_now().await;
        }
    }
}

impl<const N: u32> super::Job for Job<N> {
    const STAGE: Stage = Stage::Speech;
    const FORMAT: u32 = N;
    type Output = usize;

    fn label(&self) -> String {
        format!("say {}", self.say)
    }

    fn needs(&self) -> Permit {
        self.book.needs.clone()
    }

    async fn run(&self, bench: &Workbench) -> Result<Made<usize>, JobError> {
        self.book.runs.fetch_add(1, Ordering::SeqCst);
        assert_eq!(fs::read_dir(&bench.scratch).unwrap().count(), 0, "the scratch folder is empty");
        let path = bench.scratch.join("said.txt");
        let manner = *self.book.manner.lock().unwrap();
        if manner != Manner::Lies {
            fs::write(&path, &self.say).unwrap();
        }
        (bench.progress)(0.5, None);
        self.book.gate.acquire().await.unwrap().forget();
        match manner {
            Manner::Well | Manner::Lies => Ok(Made { cost: MicroUsd(7), ..Made::file(self.say.len(), "said", path) }),
            Manner::Fails => Err(JobError::failed("the voice cracked")),
            Manner::Panics => panic!("at the {}", "disco"),
            Manner::Endless => {
                bench.cancel.cancelled().await;
                Err(JobError::failed("the engine was killed"))
            }
        }
    }
}

/// A whole video.
#[derive(Clone, Default, Serialize)]
pub(super) struct Movie {
    #[serde(skip)]
    runs: Arc<AtomicUsize>,
}

impl Movie {
    pub(super) fn runs(&self) -> usize {
        self.runs.load(Ordering::SeqCst)
    }
}

impl super::Job for Movie {
    const STAGE: Stage = Stage::Video;
    const FORMAT: u32 = 1;
    type Output = String;

    fn label(&self) -> String {
        String::new()
    }

    fn needs(&self) -> Permit {
        Permit::None
    }

    async fn run(&self, bench: &Workbench) -> Result<Made<String>, JobError> {
        self.runs.fetch_add(1, Ordering::SeqCst);
        let path = bench.scratch.join("movie");
        fs::write(&path, "movie").unwrap();
        Ok(Made::file("movie".to_owned(), "movie", path))
    }
}

/// A mill over a cache in a folder that goes with the last of its runs.
pub(super) struct Works {
    pub(super) mill: Mill,
    folder: Arc<tempfile::TempDir>,
    events: Arc<Mutex<Vec<Event>>>,
}

impl Works {
    pub(super) fn new() -> Self {
        Self::over(Arc::new(tempfile::tempdir().unwrap()), Mode::Make, Vec::new())
    }

    fn over(folder: Arc<tempfile::TempDir>, mode: Mode, refresh: Vec<Stage>) -> Self {
        let store = Store::open(&folder.path().join("cache"), Limits::default()).unwrap();
        let events = Arc::new(Mutex::new(Vec::new()));
        let sink = events.clone();
        let options = MillOptions {
            workers: 2,
            slots: HashMap::new(),
            events: Events::new(move |event| sink.lock().unwrap().push(event)),
            cancel: CancellationToken::new(),
            mode,
            refresh,
        };
        Self { mill: Mill::new(store, options).scoped("tour"), folder, events }
    }

    /// Another run (or process) on the same cache.
    pub(super) fn next(&self) -> Self {
        Self::over(self.folder.clone(), Mode::Make, Vec::new())
    }

    pub(super) fn planning(&self) -> Self {
        Self::over(self.folder.clone(), Mode::LookUpOnly, Vec::new())
    }

    pub(super) fn refreshing(&self, stage: Stage) -> Self {
        Self::over(self.folder.clone(), Mode::Make, vec![stage])
    }

    pub(super) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// What is left of scratch folders and locks.
    pub(super) fn leftovers(&self) -> usize {
        let cache = self.path("cache");
        let within = |folder: PathBuf| fs::read_dir(folder).into_iter().flatten().flatten();
        let runs = within(cache.join("scratch")).filter(|entry| entry.path().is_dir());
        runs.flat_map(|run| within(run.path())).count() + within(cache.join("locks")).count()
    }

    pub(super) fn spoil(&self, stored: &Path) {
        let mut bytes = fs::read(stored).unwrap();
        bytes[0] ^= 8;
        fs::set_permissions(stored, fs::Permissions::from_mode(0o644)).unwrap();
        fs::write(stored, bytes).unwrap();
    }

    pub(super) fn events(&self) -> Vec<Event> {
        self.events.lock().unwrap().clone()
    }

    /// What was told, in order: `start`, `progress`, or how a job ended.
    pub(super) fn told(&self) -> Vec<String> {
        let word = |event: Event| match event {
            Event::JobStarted { .. } => "start".to_owned(),
            Event::JobProgress { .. } => "progress".to_owned(),
            Event::JobFinished { outcome, .. } => format!("{outcome:?}").to_lowercase(),
            Event::Note { text, .. } => text,
            other => format!("{other:?}"),
        };
        self.events().into_iter().map(word).collect()
    }

    /// Outcome, time saved, cost and cost saved of the last job told.
    pub(super) fn last(&self) -> (Outcome, Duration, MicroUsd, MicroUsd) {
        let finished = self.events().into_iter().rev().find_map(|event| match event {
            Event::JobFinished { outcome, saved, cost, saved_cost, .. } => Some((outcome, saved, cost, saved_cost)),
            _ => None,
        });
        finished.unwrap()
    }
}
