//! What may run at once: so many CPU workers, so many calls to each service.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use tokio_util::sync::CancellationToken;

use super::lane::{Lane, Lanes};
use super::line::{Line, Place, Rank};
use super::{JobError, Permit};

#[derive(Debug)]
pub(super) struct Permits {
    workers: Line,
    slots: Mutex<HashMap<Arc<str>, Line>>,
    lanes: Lanes,
}

/// Given back when dropped.
#[derive(Debug)]
pub(super) struct Held {
    // Before its place: whoever gets that next finds the number free.
    lane: Option<Lane>,
    _place: Option<Place>,
}

impl Held {
    /// `worker 2`: which of the permits it is, for people.
    pub(super) fn lane(&self) -> Option<Arc<str>> {
        self.lane.as_ref().map(Lane::name)
    }
}

impl Permits {
    pub(super) fn new(workers: usize, slots: HashMap<Arc<str>, usize>) -> Self {
        let slots = slots.into_iter().map(|(name, count)| (name, Line::new(count))).collect();
        Self { workers: Line::new(workers), slots: Mutex::new(slots), lanes: Lanes::default() }
    }

    /// Tells at any time whether a worker has nothing to do.
    pub(super) fn spare(&self) -> Arc<dyn Fn() -> bool + Send + Sync> {
        let workers = self.workers.clone();
        Arc::new(move || workers.has_free())
    }

    /// Waits in line for what the job needs, behind those of lower rank; a service that nobody has named has one slot.
    pub(super) async fn take(&self, needs: &Permit, rank: Rank, cancel: &CancellationToken) -> Result<Held, JobError> {
        let (name, line) = match needs {
            Permit::None => return Ok(Held { lane: None, _place: None }),
            Permit::Worker => ("worker".into(), self.workers.clone()),
            Permit::Slot(name) => {
                let mut slots = self.slots.lock().unwrap_or_else(PoisonError::into_inner);
                (name.clone(), slots.entry(name.clone()).or_insert_with(|| Line::new(1)).clone())
            }
        };
        let place = cancel.run_until_cancelled(line.take(rank)).await.ok_or(JobError::Cancelled)?;
        Ok(Held { lane: Some(self.lanes.take(name)), _place: Some(place) })
    }
}

#[cfg(test)]
mod tests {
    use futures::FutureExt;

    use super::*;
    use crate::mill::Precedence;

    const RANK: Rank = (0, Precedence::InOrder);

    #[tokio::test]
    async fn workers_and_slots_are_counted_apart_and_given_back() {
        let permits = Permits::new(2, HashMap::from([("llm".into(), 1)]));
        let cancel = CancellationToken::new();
        let take = |needs: Permit| {
            let (permits, cancel) = (&permits, &cancel);
            async move { permits.take(&needs, RANK, cancel).await.unwrap() }
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
    async fn a_worker_without_a_job_is_spare() {
        let permits = Permits::new(2, HashMap::new());
        let (spare, cancel) = (permits.spare(), CancellationToken::new());
        let first = permits.take(&Permit::Worker, RANK, &cancel).await.unwrap();
        assert!(spare());
        let _second = permits.take(&Permit::Worker, RANK, &cancel).await.unwrap();
        assert!(!spare());
        drop(first);
        assert!(spare());
    }

    #[tokio::test]
    async fn waiting_ends_when_the_run_is_told_to_stop() {
        let permits = Permits::new(1, HashMap::new());
        let cancel = CancellationToken::new();
        let _held = permits.take(&Permit::Worker, RANK, &cancel).await.unwrap();
        let (waited, ()) = tokio::join!(permits.take(&Permit::Worker, RANK, &cancel), async { cancel.cancel() });
        assert!(matches!(waited, Err(JobError::Cancelled)));
    }
}
