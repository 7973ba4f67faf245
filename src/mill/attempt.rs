//! A flight's course: look the key up, else get the right to make it.

use std::sync::Arc;
use std::time::{Duration, Instant};

use tokio_util::sync::CancellationToken;
use tokio_util::task::AbortOnDropHandle;
use tracing::{Instrument as _, Span};

use super::erased::AnyJob;
use super::flight::{Landed, Landing};
use super::key::Keyed;
use super::{Input, JobError, MicroUsd, Mill, Mode, Stage, broken, cache_failure};
use crate::cache::{CacheError, Check, Digest, FileLock, Found, Scratch, Store};
use crate::event::JobRef;

/// Pauses between looks at a lock that another process holds.
const PAUSES: (Duration, Duration) = (Duration::from_millis(2), Duration::from_millis(50));

pub(super) struct Attempt {
    pub(super) mill: Mill,
    pub(super) job: Arc<dyn AnyJob>,
    pub(super) keyed: Keyed,
    pub(super) name: JobRef,
}

/// Who may make the key's result.
enum Right {
    /// Nobody needs to.
    Found(Landed),
    Ours(FileLock, Scratch),
    /// Another process is at it.
    Theirs,
}

impl Attempt {
    pub(super) async fn fly(self) -> Landing {
        if self.mill.cancel().is_cancelled() {
            return Err(JobError::Cancelled);
        }
        let refresh = self.is_to_refresh();
        if !refresh && let Some(landed) = self.look_up().await? {
            return Ok(Arc::new(landed));
        }
        if self.mill.mode() != Mode::Make {
            return Err(JobError::WouldMake);
        }
        if let Some(turn) = self.mill.shared.turn.get().cloned() {
            self.mill.cancel().run_until_cancelled(turn).await.ok_or(JobError::Cancelled)?;
        }
        // A task of its own: jobs run beside each other even when one task asks for all of them, and a panic ends
        // only this one. When all askers are gone it is told to stop and dropped.
        let cancel = self.mill.cancel().child_token();
        let _stop = cancel.clone().drop_guard();
        let span = self.span();
        let task = AbortOnDropHandle::new(tokio::spawn(self.make(cancel, refresh).instrument(span)));
        task.await.unwrap_or_else(|error| Err(broken(error))).map(Arc::new)
    }

    /// What is told while the job is made is told of this job.
    fn span(&self) -> Span {
        let JobRef { video, stage, label, key } = &self.name;
        tracing::error_span!("job", video = &**video, stage = stage.name(), label = &**label, key = &**key)
    }

    fn is_to_refresh(&self) -> bool {
        let shared = &self.mill.shared;
        shared.refresh.contains(&self.job.stage()) && !shared.refreshed().contains(&self.keyed.key)
    }

    async fn look_up(&self) -> Result<Option<Landed>, JobError> {
        let (job, key) = (self.job.clone(), self.keyed.key);
        // What is only planned reads nothing, and a whole video is usually not read either.
        let check = match self.mill.mode() {
            Mode::LookUpOnly | Mode::Explain => Check::Glance,
            Mode::Make if job.stage() == Stage::Video => Check::Sizes,
            Mode::Make => return self.mill.blocking(move |store| find(&*job, store, &key, Check::Digests)).await,
        };
        Ok(find(&*job, self.mill.store(), &key, check))
    }

    async fn make(self, cancel: CancellationToken, refresh: bool) -> Result<Landed, JobError> {
        loop {
            let rank = (self.mill.rank, self.job.precedence());
            let permit = self.mill.shared.permits.take(&self.job.needs(), rank, &cancel).await?;
            match self.reserve(refresh).await? {
                Right::Found(landed) => return Ok(landed),
                Right::Ours(lock, scratch) => return self.run(permit, lock, scratch, cancel).await,
                Right::Theirs => drop(permit),
            }
            if let Some(landed) = self.await_others(refresh, &cancel).await? {
                return Ok(landed);
            }
        }
    }

    /// Tries the key's lock. Under it the cache is asked again: the last holder may have made what we want.
    async fn reserve(&self, refresh: bool) -> Result<Right, JobError> {
        let (job, key) = (self.job.clone(), self.keyed.key);
        let reserve = move |store: &Store| -> Result<Right, CacheError> {
            let Some(lock) = store.try_lock(&key)? else { return Ok(Right::Theirs) };
            match find(&*job, store, &key, Check::Digests).filter(|_| !refresh) {
                Some(landed) => Ok(Right::Found(landed)),
                None => Ok(Right::Ours(lock, store.scratch()?)),
            }
        };
        self.mill.blocking(reserve).await?.map_err(cache_failure)
    }

    /// Waits, without a permit, until the other process is done, and answers with what it made, if it did.
    async fn await_others(&self, refresh: bool, cancel: &CancellationToken) -> Result<Option<Landed>, JobError> {
        let (mut pause, longest) = PAUSES;
        tracing::debug!("another run is making it; waiting for that");
        loop {
            let slept = cancel.run_until_cancelled(tokio::time::sleep(pause)).await;
            slept.ok_or(JobError::Cancelled)?;
            match self.reserve(refresh).await? {
                Right::Found(landed) => return Ok(Some(landed)),
                // Not kept while waiting for a permit.
                Right::Ours(..) => return Ok(None),
                Right::Theirs => pause = longest.min(pause * 2),
            }
        }
    }
}

fn find(job: &dyn AnyJob, store: &Store, key: &Digest, check: Check) -> Option<Landed> {
    let began = Instant::now();
    landed(job, store.lookup(key, check)?, false, began.elapsed())
}

/// `None`: the document is no `Output` of today's shape, or was found and is due to be made again.
pub(super) fn landed(job: &dyn AnyJob, found: Found, made: bool, elapsed: Duration) -> Option<Landed> {
    let value = if made { job.read(found.value) } else { job.read_unless_due(found.value) }?;
    let input = |file: crate::cache::StoredFile| Input { digest: file.digest, path: file.path };
    Some(Landed {
        value,
        files: found.files.into_iter().map(|(name, file)| (name, input(file))).collect(),
        made,
        elapsed,
        took: found.took,
        cost: MicroUsd(found.cost_micro_usd),
    })
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::super::counted::{Job as Counted, Manner, Works};
    use super::*;
    use crate::event::Outcome;

    #[tokio::test]
    async fn two_processes_make_it_once() {
        let works = Works::new();
        let other = works.next();
        let job = Counted::gated("hello");
        let (one, two, ()) = tokio::join!(works.mill.obtain(job.clone()), other.mill.obtain(job.clone()), async {
            job.begun(1).await;
            job.open();
        });
        let mut outcomes = [one.unwrap().outcome, two.unwrap().outcome];
        outcomes.sort_by_key(|outcome| *outcome != Outcome::Made);
        assert_eq!(outcomes, [Outcome::Made, Outcome::Hit]);
        assert_eq!(job.runs(), 1);
        assert_eq!(works.leftovers(), 0);
    }

    #[tokio::test]
    async fn what_the_other_process_fails_at_is_tried_here() {
        let works = Works::new();
        let other = works.next();
        let (bad, good) = (Counted::gated("hello").goes(Manner::Fails), Counted::new("hello"));
        let (one, two) = tokio::join!(works.mill.obtain(bad.clone()), async {
            bad.begun(1).await;
            let mut waiting = Box::pin(other.mill.obtain(good.clone()));
            assert!(futures::poll!(waiting.as_mut()).is_pending());
            bad.open();
            waiting.await
        });
        assert!(one.is_err());
        assert_eq!(two.unwrap().outcome, Outcome::Made);
    }

    #[tokio::test]
    async fn no_permit_is_held_while_another_process_is_at_it() {
        let works = Works::new();
        let job = Counted::new("hello");
        let key = super::super::key::key_of(&job).unwrap().key;
        let lock = works.mill.store().try_lock(&key).unwrap();
        let mut waiting = Box::pin(works.mill.obtain(job.clone()));
        let others = async {
            for say in ["a", "b", "c"] {
                let two = [Counted::gated(say), Counted::gated(&say.repeat(2))];
                let [one, other] = &two;
                let (x, y, ()) =
                    tokio::join!(works.mill.obtain(one.clone()), works.mill.obtain(other.clone()), async {
                        // Both workers are at work at once.
                        one.begun(1).await;
                        other.begun(1).await;
                        one.open();
                        other.open();
                    });
                assert!(x.is_ok() && y.is_ok());
            }
        };
        tokio::select! {
            _ = &mut waiting => unreachable!("the lock is held"),
            () = others => {}
        }
        drop(lock);
        assert_eq!(waiting.await.unwrap().outcome, Outcome::Made);
    }

    #[tokio::test]
    async fn waiting_for_another_process_ends_when_the_run_is_stopped() {
        let works = Works::new();
        let job = Counted::new("hello");
        let keyed = super::super::key::key_of(&job).unwrap();
        let _lock = works.next().mill.store().try_lock(&keyed.key).unwrap();
        let name = JobRef { video: "".into(), stage: Stage::Speech, label: "".into(), key: "".into() };
        let attempt = Attempt { mill: works.mill.clone(), job: Arc::new(job), keyed, name };
        let cancel = CancellationToken::new();
        let (waited, ()) = tokio::join!(attempt.await_others(false, &cancel), async { cancel.cancel() });
        assert!(matches!(waited, Err(JobError::Cancelled)));
    }

    #[tokio::test]
    async fn what_is_found_waits_for_no_turn_and_what_is_made_does() {
        let works = Works::new();
        works.mill.obtain(Counted::new("old")).await.unwrap();
        let next = works.next();
        let (come, turn) = tokio::sync::oneshot::channel::<()>();
        next.mill.make_after(turn);
        assert_eq!(next.mill.obtain(Counted::new("old")).await.unwrap().outcome, Outcome::Hit);
        let job = Counted::new("new");
        let mut waiting = Box::pin(next.mill.obtain(job.clone()));
        assert!(futures::poll!(waiting.as_mut()).is_pending());
        assert_eq!(job.runs(), 0);
        // The other run has made it meanwhile.
        works.mill.obtain(job.clone()).await.unwrap();
        come.send(()).unwrap();
        assert_eq!(waiting.await.unwrap().outcome, Outcome::Hit);
        assert_eq!(job.runs(), 1);
    }

    #[tokio::test]
    async fn a_run_that_waits_for_its_turn_can_be_stopped() {
        let works = Works::new();
        works.mill.make_after(std::future::pending::<()>());
        let mut waiting = Box::pin(works.mill.obtain(Counted::new("hello")));
        assert!(futures::poll!(waiting.as_mut()).is_pending());
        works.mill.cancel().cancel();
        assert!(matches!(waiting.await, Err(JobError::Cancelled)));
    }

    #[tokio::test]
    async fn damaged_files_are_made_again_before_anybody_reads_them() {
        let works = Works::new();
        let job = Counted::new("hello");
        let stored = works.mill.obtain(job.clone()).await.unwrap().files["said"].path.clone();
        works.spoil(&stored);
        let healed = works.next().mill.obtain(job.clone()).await.unwrap();
        assert_eq!(healed.outcome, Outcome::Made);
        assert_eq!(fs::read_to_string(&healed.files["said"].path).unwrap(), "hello");
        fs::write(&stored, "").unwrap_or_else(|_| fs::remove_file(&stored).unwrap());
        assert_eq!(works.next().mill.obtain(job.clone()).await.unwrap().outcome, Outcome::Made);
        assert_eq!(works.next().mill.obtain(job.clone()).await.unwrap().outcome, Outcome::Hit);
        assert_eq!(job.runs(), 3);
    }

    #[tokio::test]
    async fn slots_bound_how_many_jobs_of_a_service_run() {
        let works = Works::new();
        let slot = || super::super::Permit::Slot("voices".into());
        let jobs = ["a", "b"].map(|say| Counted::<1>::with(say, slot(), 0));
        let [a, b] = &jobs;
        let (one, two, ()) = tokio::join!(works.mill.obtain(a.clone()), works.mill.obtain(b.clone()), async {
            while a.runs() + b.runs() == 0 {
                tokio::task::yield_now().await;
            }
            let (first, second) = if a.runs() == 1 { (a, b) } else { (b, a) };
            assert_eq!(second.runs(), 0);
            first.open();
            second.begun(1).await;
            second.open();
        });
        assert!(one.is_ok() && two.is_ok());
    }
}
