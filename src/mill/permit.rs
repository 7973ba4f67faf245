//! What may run at once: so many CPU workers, so many calls to each service.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio_util::sync::CancellationToken;

use super::{JobError, Permit};

#[derive(Debug)]
pub(super) struct Permits {
    workers: Arc<Semaphore>,
    slots: Mutex<HashMap<Arc<str>, Arc<Semaphore>>>,
}

/// Given back when dropped.
#[derive(Debug)]
pub(super) struct Held {
    _permit: Option<OwnedSemaphorePermit>,
}

impl Permits {
    pub(super) fn new(workers: usize, slots: HashMap<Arc<str>, usize>) -> Self {
        let slots = slots.into_iter().map(|(name, count)| (name, semaphore(count))).collect();
        Self { workers: semaphore(workers), slots: Mutex::new(slots) }
    }

    /// Waits in line for what the job needs; a service that nobody has named has one slot.
    pub(super) async fn take(&self, needs: &Permit, cancel: &CancellationToken) -> Result<Held, JobError> {
        let line = match needs {
            Permit::None => return Ok(Held { _permit: None }),
            Permit::Worker => self.workers.clone(),
            Permit::Slot(name) => {
                let mut slots = self.slots.lock().unwrap_or_else(PoisonError::into_inner);
                slots.entry(name.clone()).or_insert_with(|| semaphore(1)).clone()
            }
        };
        let permit = cancel.run_until_cancelled(line.acquire_owned()).await;
        // The line is never closed.
        let permit = permit.and_then(Result::ok).ok_or(JobError::Cancelled)?;
        Ok(Held { _permit: Some(permit) })
    }
}

fn semaphore(count: usize) -> Arc<Semaphore> {
    Arc::new(Semaphore::new(count.clamp(1, Semaphore::MAX_PERMITS)))
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
    async fn waiting_ends_when_the_run_is_told_to_stop() {
        let permits = Permits::new(1, HashMap::new());
        let cancel = CancellationToken::new();
        let _held = permits.take(&Permit::Worker, &cancel).await.unwrap();
        let (waited, ()) = tokio::join!(permits.take(&Permit::Worker, &cancel), async { cancel.cancel() });
        assert!(matches!(waited, Err(JobError::Cancelled)));
    }
}
