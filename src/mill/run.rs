//! The running of a job: its bench, its end, its result into the store.

use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};

use serde_json::Value;
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

use super::attempt::{Attempt, landed};
use super::erased::bug;
use super::flight::Landed;
use super::permit::Held;
use super::{JobError, Made, Workbench, cache_failure, told};
use crate::cache::{Committed, FileLock, Finished, Scratch, Store};
use crate::event::Event;

impl Attempt {
    /// Runs the job with the right to, and stores what it made.
    pub(super) async fn run(
        self,
        permit: Held,
        lock: FileLock,
        mut scratch: Scratch,
        cancel: CancellationToken,
    ) -> Result<Landed, JobError> {
        let began = Instant::now();
        self.mill.events().emit(Event::JobStarted { job: self.name.clone(), lane: permit.lane() });
        let mut made = self.run_in(&scratch, &cancel).await;
        // Asked while what the job has written still takes the room that it lacked.
        if matches!(made, Err(JobError::Failed { .. })) && self.mill.store().is_disk_full() {
            scratch = self.mill.blocking(Store::scratch_elsewhere).await?.map_err(cache_failure)?;
            made = self.run_in(&scratch, &cancel).await;
        }
        let made = made?;
        let finished = self.finished(made, began.elapsed());
        let (committed, due) = self.commit(lock, scratch, finished).await?;
        drop(permit);
        self.after_commit(&committed, due);
        landed(&*self.job, committed.found, true, began.elapsed())
            .ok_or_else(|| bug(self.job.stage(), "its document is not read back as it was written"))
    }

    /// A tool that stood still, which on a busy machine may be bad luck, is started once more.
    async fn run_in(&self, scratch: &Scratch, cancel: &CancellationToken) -> Result<Made<Value>, JobError> {
        let bench = Workbench {
            scratch: scratch.path().to_owned(),
            cancel: cancel.clone(),
            progress: self.progress(),
            spare: self.mill.shared.permits.spare(),
        };
        let made = match self.once(&bench, cancel).await {
            Err(JobError::Stalled(_)) if !cancel.is_cancelled() => self.again(&bench, cancel).await,
            made => made,
        };
        match made {
            Err(_) if cancel.is_cancelled() => Err(JobError::Cancelled),
            Err(JobError::Stalled(twice)) => Err(*twice),
            made => made,
        }
    }

    async fn once(&self, bench: &Workbench, cancel: &CancellationToken) -> Result<Made<Value>, JobError> {
        tokio::select! {
            biased;
            made = self.job.run(bench) => made,
            () = given_up(cancel, self.mill.wind_down) => Err(JobError::Cancelled),
        }
    }

    async fn again(&self, bench: &Workbench, cancel: &CancellationToken) -> Result<Made<Value>, JobError> {
        let what = format!("{} {}", self.job.stage().name(), self.name.label);
        self.mill.note(format!("{} stood still and was started again", what.trim_end()));
        let emptied = std::fs::remove_dir_all(&bench.scratch).and_then(|()| std::fs::create_dir(&bench.scratch));
        emptied.map_err(|error| JobError::failed(format!("the scratch folder cannot be emptied: {error}")))?;
        self.once(bench, cancel).await
    }

    fn progress(&self) -> Arc<dyn Fn(f32, Option<f32>) + Send + Sync> {
        let (events, job) = (self.mill.events().clone(), self.name.clone());
        Arc::new(move |done, speed| events.emit(Event::JobProgress { job: job.clone(), done, speed }))
    }

    fn finished(&self, made: Made<Value>, took: Duration) -> Finished {
        let Made { value, files, cost } = made;
        Finished {
            key: self.keyed.key,
            stage: self.job.stage().name().to_owned(),
            format: self.job.format(),
            job: self.keyed.fields.clone(),
            value,
            files,
            took,
            cost_micro_usd: cost.0,
        }
    }

    /// The result stored, and whether it is time to prune.
    async fn commit(
        &self,
        lock: FileLock,
        scratch: Scratch,
        finished: Finished,
    ) -> Result<(Committed, bool), JobError> {
        let commit = move |store: &Store| {
            let _lock = lock;
            let committed = store.commit(&scratch, finished)?;
            if committed.uncached.is_some() {
                scratch.keep();
            }
            Ok((committed, store.is_prune_due()))
        };
        self.mill.blocking(commit).await?.map_err(cache_failure)
    }

    fn after_commit(&self, committed: &Committed, due: bool) {
        let shared = &self.mill.shared;
        if shared.refresh.contains(&self.job.stage()) {
            shared.refreshed().insert(self.keyed.key);
        }
        shared.has_put.store(true, Ordering::Relaxed);
        shared.book.keep_now_and_then(&shared.store);
        if let Some(error) = &committed.uncached
            && !shared.told_uncached.swap(true, Ordering::Relaxed)
        {
            self.mill.note(format!("results cannot be cached and are used only now: {}", told(error)));
        }
        let mut pruner = shared.pruner();
        if due && pruner.as_ref().is_none_or(JoinHandle::is_finished) {
            let store = shared.store.clone();
            *pruner = Some(tokio::task::spawn_blocking(move || {
                // The next commit tries again; nothing is lost but space.
                let _ = store.prune_if_due();
            }));
        }
    }
}

async fn given_up(cancel: &CancellationToken, wind_down: Duration) {
    cancel.cancelled().await;
    tokio::time::sleep(wind_down).await;
}

#[cfg(test)]
mod tests {
    use std::fs;

    use std::sync::atomic::AtomicUsize;

    use super::super::counted::{Job as Counted, Manner, Works};
    use super::super::{Job, Permit, Stage};
    use super::*;

    #[tokio::test]
    async fn running_jobs_are_told_when_the_run_is_stopped_and_waiting_ones_never_begin() {
        let works = Works::new();
        let [one, two, queued] = ["1", "2", "queued"].map(Counted::gated);
        let ask = |job: &Counted| works.mill.obtain(job.clone());
        let both_begun = async || {
            one.begun(1).await;
            two.begun(1).await;
        };
        let late = async {
            both_begun().await;
            ask(&queued).await
        };
        let (a, b, c, ()) = tokio::join!(
            ask(&one.clone().goes(Manner::Endless)),
            ask(&two.clone().goes(Manner::Endless)),
            late,
            async {
                both_begun().await;
                one.open();
                two.open();
                works.mill.cancel().cancel();
            }
        );
        for result in [a, b, c] {
            assert!(matches!(result, Err(JobError::Cancelled)), "{result:?}");
        }
        assert_eq!(queued.runs(), 0);
        assert_eq!(works.told().iter().filter(|told| *told == "skipped").count(), 3);
        assert!(matches!(works.mill.obtain(Counted::new("later")).await, Err(JobError::Cancelled)));
    }

    #[tokio::test]
    async fn a_job_that_does_not_stop_when_told_is_dropped_after_a_while() {
        let mut works = Works::new();
        works.mill.wind_down = Duration::ZERO;
        let job = Counted::gated("hello");
        let (result, ()) = tokio::join!(works.mill.obtain(job.clone()), async {
            job.begun(1).await;
            works.mill.cancel().cancel();
        });
        assert!(matches!(result, Err(JobError::Cancelled)));
        assert_eq!(works.leftovers(), 0);
    }

    /// Stands still so many times, then says how often it was begun.
    #[derive(serde::Serialize)]
    struct Sleeper {
        stalls: usize,
        #[serde(skip)]
        runs: Arc<AtomicUsize>,
    }

    impl Job for Sleeper {
        const STAGE: Stage = Stage::Segment;
        const FORMAT: u32 = 1;
        type Output = usize;

        fn label(&self) -> String {
            "scene 1".into()
        }

        fn needs(&self) -> Permit {
            Permit::Worker
        }

        async fn run(&self, bench: &Workbench) -> Result<Made<usize>, JobError> {
            let run = self.runs.fetch_add(1, Ordering::Relaxed) + 1;
            // What the first try left must not be there.
            fs::File::create_new(bench.scratch.join("half")).unwrap();
            if run <= self.stalls {
                return Err(JobError::Stalled(Box::new(JobError::failed("no sign of life"))));
            }
            Ok(Made::value(run))
        }
    }

    #[tokio::test]
    async fn what_stands_still_is_started_once_more() {
        let works = Works::new();
        let asleep = |stalls| Sleeper { stalls, runs: Arc::default() };
        assert_eq!(works.mill.obtain(asleep(1)).await.unwrap().value, 2);
        assert!(works.told().iter().any(|told| told == "segment scene 1 stood still and was started again"));
        let error = works.mill.obtain(asleep(9)).await.unwrap_err();
        assert!(matches!(&error, JobError::Failed { .. }), "{error:?}");
        assert_eq!(error.to_string(), "no sign of life");
    }

    #[tokio::test]
    async fn a_run_that_only_finds_is_not_kept_waiting_by_the_daily_prune() {
        let works = Works::new();
        works.mill.obtain(Counted::new("hello")).await.unwrap();
        works.mill.tidy().await.unwrap();
        let base = works.path("cache/size.base");
        let pruned_ago = |days: u64| {
            let then = std::time::SystemTime::now() - Duration::from_secs(days * 24 * 3600);
            let ms = then.duration_since(std::time::UNIX_EPOCH).unwrap().as_millis() as u64;
            fs::write(&base, [0_u64.to_le_bytes(), ms.to_le_bytes()].concat()).unwrap();
            fs::read(&base).unwrap()
        };
        let ask = async |say: &str| {
            let next = works.next();
            next.mill.obtain(Counted::new(say)).await.unwrap();
            next.mill.tidy().await.unwrap();
            fs::read(&base).unwrap()
        };
        let old = pruned_ago(2);
        assert_eq!(ask("hello").await, old, "all was found");
        assert_ne!(ask("world").await, old, "something was made");
        let very_old = pruned_ago(8);
        assert_ne!(ask("hello").await, very_old);
    }

    #[tokio::test]
    async fn a_full_cache_still_gives_results_and_says_so_once() {
        let works = Works::new();
        // No content can be stored any more.
        fs::create_dir(works.path("cache")).unwrap();
        fs::write(works.path("cache/content-v2"), "").unwrap();
        for say in ["hello", "world"] {
            let made = works.mill.obtain(Counted::new(say)).await.unwrap();
            assert_eq!(fs::read_to_string(&made.files["said"].path).unwrap(), say);
            assert!(works.mill.place(&made.files["said"], &works.path("placed")).await.unwrap());
        }
        let notes = works.told().into_iter().filter(|told| told.contains("cannot be cached")).count();
        assert_eq!(notes, 1);
    }
}
