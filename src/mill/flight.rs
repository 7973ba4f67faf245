//! Single flight: within a process a key is sought and made once at a time, and all who ask meanwhile get the same.
//!
//! A flight is carried by whoever waits for it: it goes on when the first asker leaves, ends when the last one does,
//! and is forgotten when it has landed, well or not.

use std::any::Any;
use std::collections::{BTreeMap, HashMap};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use futures::FutureExt;
use futures::future::{BoxFuture, Shared, WeakShared};

use super::{Input, JobError};
use crate::cache::Digest;
use crate::event::MicroUsd;

/// A result, its type forgotten.
#[derive(Debug)]
pub(super) struct Landed {
    pub(super) value: Box<dyn Any + Send + Sync>,
    pub(super) files: BTreeMap<String, Input>,
    /// False: it was found.
    pub(super) made: bool,
    /// Time from permit to commit, or of the lookup.
    pub(super) elapsed: Duration,
    /// The time its making took, now or once.
    pub(super) took: Duration,
    pub(super) cost: MicroUsd,
}

pub(super) type Landing = Result<Arc<Landed>, JobError>;
type Course = BoxFuture<'static, Landing>;

#[derive(Clone, Default)]
pub(super) struct Flights(Arc<Inner>);

#[derive(Default)]
struct Inner {
    aloft: Mutex<HashMap<Digest, Aloft>>,
    numbers: AtomicU64,
}

struct Aloft {
    number: u64,
    course: WeakShared<Course>,
    unclaimed: Arc<AtomicBool>,
}

/// An asker's seat on a flight.
pub(super) struct Seat {
    pub(super) course: Shared<Course>,
    /// This asker's question began the flight.
    first: bool,
    claimed: bool,
    /// The first asker has left before the landing.
    unclaimed: Arc<AtomicBool>,
}

impl Flights {
    /// Joins the key's flight, or begins one.
    pub(super) fn join(&self, key: Digest, course: impl FnOnce() -> Course) -> Seat {
        let mut aloft = self.0.aloft();
        if let Some(flight) = aloft.get(&key)
            && let Some(course) = flight.course.upgrade()
        {
            return Seat { course, first: false, claimed: false, unclaimed: flight.unclaimed.clone() };
        }
        let number = self.0.numbers.fetch_add(1, Ordering::Relaxed);
        let end = End { flights: self.0.clone(), key, number };
        let course = course();
        let course = async move {
            let _end = end;
            course.await
        };
        let course = course.boxed().shared();
        let unclaimed = Arc::new(AtomicBool::new(false));
        if let Some(weak) = course.downgrade() {
            aloft.insert(key, Aloft { number, course: weak, unclaimed: unclaimed.clone() });
        }
        Seat { course, first: true, claimed: false, unclaimed }
    }
}

impl Inner {
    fn aloft(&self) -> MutexGuard<'_, HashMap<Digest, Aloft>> {
        self.aloft.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Seat {
    /// Whether this asker is the one to report the work: the first, or, has that one left, the first of the others.
    pub(super) fn claim(&mut self) -> bool {
        self.claimed = true;
        self.first || self.unclaimed.swap(false, Ordering::Relaxed)
    }
}

impl Drop for Seat {
    fn drop(&mut self) {
        if self.first && !self.claimed {
            self.unclaimed.store(true, Ordering::Relaxed);
        }
    }
}

/// Strikes the flight off the list when it has landed or was given up; a later one of the same key stays.
struct End {
    flights: Arc<Inner>,
    key: Digest,
    number: u64,
}

impl Drop for End {
    fn drop(&mut self) {
        let mut aloft = self.flights.aloft();
        if aloft.get(&self.key).is_some_and(|flight| flight.number == self.number) {
            aloft.remove(&self.key);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::AtomicUsize;

    use tokio::sync::Semaphore;

    use super::*;

    struct Airport {
        flights: Flights,
        begun: Arc<AtomicUsize>,
        gate: Arc<Semaphore>,
    }

    impl Airport {
        fn new() -> Self {
            Self { flights: Flights::default(), begun: Arc::default(), gate: Arc::new(Semaphore::new(0)) }
        }

        fn ask(&self) -> Seat {
            let (begun, gate) = (self.begun.clone(), self.gate.clone());
            let course = async move {
                begun.fetch_add(1, Ordering::SeqCst);
                let _open = gate.acquire().await;
                Err(JobError::failed("fog"))
            };
            self.flights.join(Digest::of(b"key"), || course.boxed())
        }

        fn begun(&self) -> usize {
            self.begun.load(Ordering::SeqCst)
        }
    }

    #[tokio::test]
    async fn all_who_ask_meanwhile_share_one_flight_and_a_later_ask_begins_another() {
        let airport = Airport::new();
        let (mut one, mut two) = (airport.ask(), airport.ask());
        assert!(one.course.clone().now_or_never().is_none());
        airport.gate.add_permits(1);
        let (a, b) = tokio::join!(one.course.clone(), two.course.clone());
        assert!(a.is_err() && b.is_err());
        assert_eq!(airport.begun(), 1);
        assert!(one.claim() && !two.claim());
        let third = airport.ask();
        assert!(third.course.clone().await.is_err());
        assert_eq!(airport.begun(), 2);
    }

    #[tokio::test]
    async fn a_flight_goes_on_without_its_first_asker_and_another_reports_it() {
        let airport = Airport::new();
        let (one, mut two) = (airport.ask(), airport.ask());
        assert!(one.course.clone().now_or_never().is_none());
        drop(one);
        airport.gate.add_permits(1);
        assert!(two.course.clone().await.is_err());
        assert_eq!(airport.begun(), 1);
        assert!(two.claim());
    }

    #[tokio::test]
    async fn a_flight_ends_with_its_last_asker() {
        let airport = Airport::new();
        let one = airport.ask();
        assert!(one.course.clone().now_or_never().is_none());
        drop(one);
        assert!(airport.flights.0.aloft().is_empty());
        let _two = airport.ask();
        assert_eq!(airport.flights.0.aloft().len(), 1);
    }
}
