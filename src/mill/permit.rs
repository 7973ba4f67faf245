//! What may run at once: so many CPU workers, so many calls to each service.

use std::collections::{BTreeSet, HashMap};
use std::sync::{Arc, Mutex, PoisonError};

use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio_util::sync::CancellationToken;

use super::{JobError, Permit};

#[derive(Debug)]
pub(super) struct Permits {
    workers: Line,
    slots: Mutex<HashMap<Arc<str>, Line>>,
}

/// Those who wait for one kind of permit, and the numbers of the permits that are out.
#[derive(Debug, Clone)]
struct Line {
    permits: Arc<Semaphore>,
    taken: Arc<Mutex<BTreeSet<usize>>>,
}

/// Given back when dropped.
#[derive(Debug)]
pub(super) struct Held(Option<Seat>);

#[derive(Debug)]
struct Seat {
    name: Arc<str>,
    number: usize,
    // After the number: whoever gets the permit next finds it free.
    taken: Arc<Mutex<BTreeSet<usize>>>,
    _permit: OwnedSemaphorePermit,
}

impl Held {
    /// `worker 2`: which of the permits it is, for people.
    pub(super) fn lane(&self) -> Option<Arc<str>> {
        self.0.as_ref().map(|seat| format!("{} {}", seat.name, seat.number).into())
    }
}

impl Drop for Seat {
    fn drop(&mut self) {
        self.taken.lock().unwrap_or_else(PoisonError::into_inner).remove(&self.number);
    }
}

impl Line {
    fn of(count: usize) -> Self {
        let permits = Arc::new(Semaphore::new(count.clamp(1, Semaphore::MAX_PERMITS)));
        Self { permits, taken: Arc::default() }
    }

    fn seat(self, name: Arc<str>, permit: OwnedSemaphorePermit) -> Seat {
        let mut taken = self.taken.lock().unwrap_or_else(PoisonError::into_inner);
        let number = (1..).zip(taken.iter()).find(|(free, used)| free != *used);
        let number = number.map_or(taken.len() + 1, |(free, _)| free);
        taken.insert(number);
        drop(taken);
        Seat { name, number, taken: self.taken, _permit: permit }
    }
}

impl Permits {
    pub(super) fn new(workers: usize, slots: HashMap<Arc<str>, usize>) -> Self {
        let slots = slots.into_iter().map(|(name, count)| (name, Line::of(count))).collect();
        Self { workers: Line::of(workers), slots: Mutex::new(slots) }
    }

    /// Waits in line for what the job needs; a service that nobody has named has one slot.
    pub(super) async fn take(&self, needs: &Permit, cancel: &CancellationToken) -> Result<Held, JobError> {
        let (name, line) = match needs {
            Permit::None => return Ok(Held(None)),
            Permit::Worker => ("worker".into(), self.workers.clone()),
            Permit::Slot(name) => {
                let mut slots = self.slots.lock().unwrap_or_else(PoisonError::into_inner);
                (name.clone(), slots.entry(name.clone()).or_insert_with(|| Line::of(1)).clone())
            }
        };
        let permit = cancel.run_until_cancelled(line.permits.clone().acquire_owned()).await;
        // The line is never closed.
        let permit = permit.and_then(Result::ok).ok_or(JobError::Cancelled)?;
        Ok(Held(Some(line.seat(name, permit))))
    }
}

#[cfg(test)]
mod tests {
    use futures::FutureExt;

    use super::*;

    #[tokio::test]
    async fn workers_and_slots_are_counted_apart_and_given_back() {
        let permits = Permits::new(2, HashMap::from([("llm".into(), 1)]));
        let cancel = CancellationToken::new();
        let take = |needs: Permit| {
            let (permits, cancel) = (&permits, &cancel);
            async move { permits.take(&needs, cancel).await.unwrap() }
        };
        let first = take(Permit::Worker).await;
        let _second = take(Permit::Worker).await;
        assert!(take(Permit::Worker).now_or_never().is_none());
        let _llm = take(Permit::Slot("llm".into())).await;
        assert!(take(Permit::Slot("llm".into())).now_or_never().is_none());
        let _unknown = take(Permit::Slot("unknown".into())).await;
        assert!(take(Permit::Slot("unknown".into())).now_or_never().is_none());
        take(Permit::None).await;
        drop(first);
        assert!(take(Permit::Worker).now_or_never().is_some());
    }

    #[tokio::test]
    async fn a_permit_has_the_lowest_number_that_is_free() {
        let permits = Permits::new(3, HashMap::new());
        let cancel = CancellationToken::new();
        let take = async || permits.take(&Permit::Worker, &cancel).await.unwrap();
        let (one, two, three) = (take().await, take().await, take().await);
        assert_eq!(two.lane().as_deref(), Some("worker 2"));
        drop(two);
        assert_eq!(take().await.lane().as_deref(), Some("worker 2"));
        drop((one, three));
        assert_eq!(take().await.lane().as_deref(), Some("worker 1"));
        assert_eq!(permits.take(&Permit::None, &cancel).await.unwrap().lane(), None);
    }

    #[tokio::test]
    async fn waiting_ends_when_the_run_is_told_to_stop() {
        let permits = Permits::new(1, HashMap::new());
        let cancel = CancellationToken::new();
        let _held = permits.take(&Permit::Worker, &cancel).await.unwrap();
        let (waited, ()) = tokio::join!(permits.take(&Permit::Worker, &cancel), async { cancel.cancel() });
        assert!(matches!(waited, Err(JobError::Cancelled)));
    }
}
