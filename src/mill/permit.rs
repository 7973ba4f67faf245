//! What may run at once: so many CPU workers and, where there are several, one brief job beside them, so many calls to
//! each service.
//!
//! Segments are long and alike: on few workers they end together, and a short job that has waited for a worker would
//! then run alone. Beside them it is done by the time that the last one ends, and the machine shares out its cores.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use tokio_util::sync::CancellationToken;

use super::lane::{Lane, Lanes};
use super::line::{Line, Place};
use super::{JobError, Permit};

#[derive(Debug)]
pub(super) struct Permits {
    workers: Line,
    /// Whoever wants one job at a time gets that.
    extra: Option<Line>,
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
        let extra = (workers > 1).then(|| Line::new(1));
        Self { workers: Line::new(workers), extra, slots: Mutex::new(slots), lanes: Lanes::default() }
    }

    /// Waits in line for what the job needs, behind those of lower rank; a service that nobody has named has one slot.
    pub(super) async fn take(&self, needs: &Permit, rank: u64, cancel: &CancellationToken) -> Result<Held, JobError> {
        let place = async {
            match needs {
                Permit::None => None,
                Permit::Worker => Some(self.worker(rank).await),
                Permit::Brief => Some(self.worker_or_extra(rank).await),
                Permit::Slot(name) => Some((name.clone(), self.slot(name).take(rank).await)),
            }
        };
        let place = cancel.run_until_cancelled(place).await.ok_or(JobError::Cancelled)?;
        let (lane, place) = place.map(|(name, place)| (self.lanes.take(name), place)).unzip();
        Ok(Held { lane, _place: place })
    }

    async fn worker(&self, rank: u64) -> (Arc<str>, Place) {
        ("worker".into(), self.workers.take(rank).await)
    }

    /// Whichever is free first: with many workers the one extra place must not hold brief jobs up.
    async fn worker_or_extra(&self, rank: u64) -> (Arc<str>, Place) {
        let Some(extra) = &self.extra else { return self.worker(rank).await };
        tokio::select! {
            biased;
            place = extra.take(rank) => ("extra".into(), place),
            worker = self.worker(rank) => worker,
        }
    }

    fn slot(&self, name: &Arc<str>) -> Line {
        let mut slots = self.slots.lock().unwrap_or_else(PoisonError::into_inner);
        slots.entry(name.clone()).or_insert_with(|| Line::new(1)).clone()
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
            async move { permits.take(&needs, 0, cancel).await.unwrap() }
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
    async fn one_brief_job_goes_beside_several_workers_and_the_next_takes_whatever_is_free_first() {
        let permits = Permits::new(2, HashMap::new());
        let cancel = CancellationToken::new();
        let take = |needs: Permit| {
            let (permits, cancel) = (&permits, &cancel);
            async move { permits.take(&needs, 0, cancel).await.unwrap() }
        };
        let (worker, _other) = (take(Permit::Worker).await, take(Permit::Worker).await);
        let beside = take(Permit::Brief).await;
        assert_eq!(beside.lane().as_deref(), Some("extra 1"));
        assert!(take(Permit::Worker).now_or_never().is_none());
        let mut second = take(Permit::Brief).boxed_local();
        assert!((&mut second).now_or_never().is_none());
        drop(worker);
        let second = (&mut second).now_or_never().unwrap();
        assert_eq!(second.lane().as_deref(), Some("worker 1"));
        // It has left the line for the extra place.
        drop(beside);
        assert!(take(Permit::Brief).now_or_never().is_some());
        drop(second);
        assert!(take(Permit::Worker).now_or_never().is_some());
    }

    #[tokio::test]
    async fn one_worker_is_one_job_at_a_time() {
        let permits = Permits::new(1, HashMap::new());
        let cancel = CancellationToken::new();
        let held = permits.take(&Permit::Worker, 0, &cancel).await.unwrap();
        assert!(permits.take(&Permit::Brief, 0, &cancel).now_or_never().is_none());
        drop(held);
        let held = permits.take(&Permit::Brief, 0, &cancel).await.unwrap();
        assert_eq!(held.lane().as_deref(), Some("worker 1"));
    }

    #[tokio::test]
    async fn waiting_ends_when_the_run_is_told_to_stop() {
        let permits = Permits::new(1, HashMap::new());
        let cancel = CancellationToken::new();
        let _held = permits.take(&Permit::Worker, 0, &cancel).await.unwrap();
        let (waited, ()) = tokio::join!(permits.take(&Permit::Worker, 0, &cancel), async { cancel.cancel() });
        assert!(matches!(waited, Err(JobError::Cancelled)));
    }
}
