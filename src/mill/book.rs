//! What this run's jobs came to, by kind, on its way into the cache's history.

use std::mem;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use super::{Job, Permit};
use crate::cache::{Store, Tallies, Tally};
use crate::event::{MicroUsd, Outcome};

/// A run that is killed loses the counts of so long at most.
const EVERY: Duration = Duration::from_secs(5);

pub(super) struct Book(Mutex<(Tallies, Instant)>);

impl Book {
    pub(super) fn new() -> Self {
        Self(Mutex::new((Tallies::default(), Instant::now())))
    }

    pub(super) fn add(&self, kind: String, tally: Tally) {
        let mut book = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        *book.0.entry(kind).or_default() += tally;
    }

    /// Writes down what has come together, if that was not done just now.
    pub(super) fn keep_now_and_then(&self, store: &Store) {
        let due = self.0.lock().unwrap_or_else(PoisonError::into_inner).1.elapsed() >= EVERY;
        if due {
            self.keep(store);
        }
    }

    pub(super) fn keep(&self, store: &Store) {
        let tallies = {
            let mut book = self.0.lock().unwrap_or_else(PoisonError::into_inner);
            book.1 = Instant::now();
            mem::take(&mut book.0)
        };
        if !tallies.is_empty() {
            // Only counts are lost with it.
            let _ = store.log_use(&tallies);
        }
    }
}

/// Jobs of one kind take alike: those of a stage, made by the same service or here.
pub(super) fn kind<J: Job>(job: &J) -> String {
    match job.needs() {
        Permit::Slot(service) => format!("{}@{service}", J::STAGE.name()),
        Permit::Worker | Permit::None => J::STAGE.name().to_owned(),
    }
}

/// `None`: nothing came of it.
pub(super) fn tally(outcome: Outcome, took: Duration, price: MicroUsd, work: u64) -> Option<Tally> {
    let ms = u64::try_from(took.as_millis()).unwrap_or(u64::MAX);
    match outcome {
        Outcome::Hit | Outcome::Shared => {
            Some(Tally { hits: 1, saved_ms: ms, saved_micro_usd: price.0, ..Tally::default() })
        }
        Outcome::Made => Some(Tally { misses: 1, took_ms: ms, cost_micro_usd: price.0, work, ..Tally::default() }),
        // What it cost is spent, and makes what succeeds dearer.
        Outcome::Failed if price.0 > 0 => Some(Tally { cost_micro_usd: price.0, ..Tally::default() }),
        Outcome::Failed | Outcome::Skipped => None,
    }
}
