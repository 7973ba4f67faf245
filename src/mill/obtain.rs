//! An asker's side of it: the key, the seat on a flight, the events.

use std::sync::Arc;
use std::time::{Duration, Instant};

use futures::FutureExt;

use serde_json::Value;

use super::attempt::Attempt;
use super::book::{kind, tally};
use super::flight::Landing;
use super::key::{Keyed, key_of};
use super::{Artifact, Forecast, Job, JobError, Looked, Mill, Mode};
use crate::cache::Digest;
use crate::event::{Event, JobRef, MicroUsd, Outcome, Stage};

impl Mill {
    /// The job's result: found, made now, or made for somebody else who asked for the same.
    ///
    /// # Errors
    /// Those of the job, the same for all who asked; [`JobError::Cancelled`] when the run was told to stop;
    /// [`JobError::WouldMake`] where nothing is made. A failure is not kept: asking again tries again.
    pub async fn obtain<J: Job>(&self, job: J) -> Result<Artifact<J::Output>, JobError> {
        let asked = Instant::now();
        let keyed = key_of(&job)?;
        let key: Arc<str> = keyed.key.to_string().into();
        let name = JobRef { video: self.video.clone(), stage: J::STAGE, label: job.label().into(), key: key.clone() };
        let asker = Asker::of(self, &job, &keyed);
        let digest = keyed.key;
        let attempt = |job| Attempt { mill: self.clone(), job, keyed, name: name.clone() };
        let mut seat = self.shared.flights.join(digest, || attempt(Arc::new(job)).fly().boxed());
        let landing = seat.course.clone().await;
        let outcome = outcome(&landing, seat.claim());
        asker.note(self, &name, &landing, outcome);
        self.shared.events.emit(finished(name, &landing, outcome, asked.elapsed()));
        let landed = landing?;
        let value = landed.value.downcast_ref::<J::Output>().cloned();
        let value = value.ok_or_else(|| {
            JobError::failed(format!("two kinds of {} jobs have one key; this is a bug", J::STAGE.name()))
        })?;
        Ok(Artifact { value, files: landed.files.clone(), key, outcome, cost: landed.cost })
    }
}

/// What is to be noted of a job once it is known how it ended.
struct Asker {
    kind: String,
    work: u64,
    /// By its own price list; nothing where it has none.
    price: MicroUsd,
    format: u32,
    key: Digest,
    /// Kept only where reasons are asked for.
    fields: Option<Value>,
}

impl Asker {
    fn of<J: Job>(mill: &Mill, job: &J, keyed: &Keyed) -> Self {
        let fields = (mill.mode() == Mode::Explain).then(|| keyed.fields.clone());
        Self { kind: kind(job), work: job.work(), price: job.price(), format: J::FORMAT, key: keyed.key, fields }
    }

    /// In the book of what the cache did, or among what was looked for.
    fn note(self, mill: &Mill, name: &JobRef, landing: &Landing, outcome: Outcome) {
        let Self { kind, work, price: own, format, key, fields } = self;
        if mill.mode() == Mode::Make {
            let (took, cost) = landing
                .as_ref()
                .map_or_else(|error| (Duration::ZERO, error.cost()), |landed| (landed.took, landed.cost));
            let cost = if is_sum(name.stage, outcome) { MicroUsd::default() } else { cost };
            if let Some(tally) = tally(outcome, took, cost, work) {
                mill.shared.book.add(kind, tally);
            }
            return;
        }
        let hit = landing.is_ok();
        mill.shared.looked().push(Looked {
            video: name.video.clone(),
            stage: name.stage,
            label: name.label.to_string(),
            key,
            hit,
            forecast: if hit { None } else { foreseen(mill, &kind, work, own) },
            fields: fields.filter(|_| !hit),
            format,
        });
    }
}

/// What it takes, as the like of it took so far; its own price is surer than what others cost.
fn foreseen(mill: &Mill, kind: &str, work: u64, price: MicroUsd) -> Option<Forecast> {
    match (mill.rates().forecast(kind, work), price) {
        (known, MicroUsd(0)) => known,
        (known, cost) => Some(Forecast { cost, ..known.unwrap_or_default() }),
    }
}

fn outcome(landing: &Landing, own: bool) -> Outcome {
    match landing {
        Ok(landed) if !landed.made => Outcome::Hit,
        Ok(_) if own => Outcome::Made,
        Ok(_) => Outcome::Shared,
        Err(error) => failure(error),
    }
}

fn failure(error: &JobError) -> Outcome {
    match error {
        JobError::Cancelled | JobError::WouldMake => Outcome::Skipped,
        JobError::Inner { cause, .. } => failure(cause),
        JobError::Failed { .. } | JobError::Missing(_) | JobError::Stalled(_) => Outcome::Failed,
    }
}

/// A whole video that was made has cost what its jobs have cost, and they have told it.
fn is_sum(stage: Stage, outcome: Outcome) -> bool {
    stage == Stage::Video && outcome == Outcome::Made
}

fn finished(job: JobRef, landing: &Landing, outcome: Outcome, waited: Duration) -> Event {
    let (elapsed, took, price) = match landing {
        Ok(landed) => (landed.elapsed, landed.took, landed.cost),
        Err(error) => (waited, Duration::ZERO, error.cost()),
    };
    let none = (Duration::ZERO, MicroUsd::default());
    let (elapsed, (saved, saved_cost), cost) = match outcome {
        Outcome::Made if is_sum(job.stage, outcome) => (elapsed, none, none.1),
        Outcome::Made => (elapsed, none, price),
        Outcome::Hit => (elapsed, (took, price), none.1),
        Outcome::Shared => (waited, (took, price), none.1),
        Outcome::Failed => (waited, none, price),
        Outcome::Skipped => (waited, none, none.1),
    };
    let error = landing.as_ref().err().filter(|_| outcome == Outcome::Failed).map(ToString::to_string);
    Event::JobFinished { job, outcome, elapsed, saved, cost, saved_cost, error }
}

#[cfg(test)]
mod tests {
    use super::super::counted::{Job as Counted, Manner, Works};
    use super::super::{Permit, Stage};
    use super::*;

    #[tokio::test]
    async fn what_was_made_once_is_found_ever_after() {
        let works = Works::new();
        let job = Counted::new("hello");
        let made = works.mill.obtain(job.clone()).await.unwrap();
        assert_eq!((made.value, made.outcome), (5, Outcome::Made));
        assert_eq!(std::fs::read_to_string(&made.files["said"].path).unwrap(), "hello");
        let found = works.mill.obtain(job.clone()).await.unwrap();
        assert_eq!((found.value, found.outcome, &found.key), (5, Outcome::Hit, &made.key));
        assert_eq!(found.files["said"].path, made.files["said"].path);
        works.next().mill.obtain(job.clone()).await.unwrap();
        assert_eq!(job.runs(), 1);
        assert_eq!(works.told(), ["start", "progress", "made", "hit"]);
        assert_eq!(works.leftovers(), 0);
    }

    #[tokio::test]
    async fn a_result_costs_once_and_saves_ever_after() {
        let works = Works::new();
        let job = Counted::new("hello");
        works.mill.obtain(job.clone()).await.unwrap();
        assert_eq!(works.last(), (Outcome::Made, Duration::ZERO, MicroUsd(7), MicroUsd(0)));
        works.mill.obtain(job).await.unwrap();
        let (outcome, _, cost, saved_cost) = works.last();
        assert_eq!((outcome, cost, saved_cost), (Outcome::Hit, MicroUsd(0), MicroUsd(7)));
    }

    #[tokio::test]
    async fn another_format_is_another_result() {
        let works = Works::new();
        let (old, new) = (Counted::new("hello"), Counted::<2>::with("hello", Permit::Worker, 1));
        works.mill.obtain(old).await.unwrap();
        works.mill.obtain(new.clone()).await.unwrap();
        assert_eq!(new.runs(), 1);
    }

    #[tokio::test]
    async fn those_who_ask_meanwhile_share_one_run() {
        let works = Works::new();
        let job = Counted::gated("hello");
        let ask = || works.mill.obtain(job.clone());
        let (one, two, ()) = tokio::join!(ask(), ask(), async {
            job.begun(1).await;
            job.open();
        });
        assert_eq!((one.unwrap().outcome, two.unwrap().outcome), (Outcome::Made, Outcome::Shared));
        assert_eq!(job.runs(), 1);
        let costs = works.events().into_iter().filter_map(|event| match event {
            Event::JobFinished { outcome, cost, saved_cost, .. } => Some((outcome, cost.0, saved_cost.0)),
            _ => None,
        });
        let mut costs: Vec<_> = costs.collect();
        costs.sort_by_key(|(outcome, ..)| *outcome == Outcome::Shared);
        assert_eq!(costs, [(Outcome::Made, 7, 0), (Outcome::Shared, 0, 7)]);
    }

    #[tokio::test]
    async fn a_run_goes_on_when_its_first_asker_leaves() {
        let works = Works::new();
        let job = Counted::gated("hello");
        let mut first = Box::pin(works.mill.obtain(job.clone()));
        assert!(futures::poll!(first.as_mut()).is_pending());
        let mut second = Box::pin(works.mill.obtain(job.clone()));
        tokio::select! {
            _ = &mut second => unreachable!("the gate is shut"),
            () = job.begun(1) => {}
        }
        drop(first);
        job.open();
        assert_eq!(second.await.unwrap().outcome, Outcome::Made);
        assert_eq!(job.runs(), 1);
    }

    #[tokio::test]
    async fn a_run_that_nobody_waits_for_ends_and_leaves_nothing() {
        let works = Works::new();
        let job = Counted::gated("hello");
        let mut only = Box::pin(works.mill.obtain(job.clone()));
        tokio::select! {
            _ = &mut only => unreachable!("the gate is shut"),
            () = job.begun(1) => {}
        }
        drop(only);
        while works.leftovers() > 0 {
            tokio::task::yield_now().await;
        }
        job.open();
        assert_eq!(works.mill.obtain(job.clone()).await.unwrap().outcome, Outcome::Made);
        assert_eq!(job.runs(), 2);
    }

    #[tokio::test]
    async fn a_failure_is_told_to_all_leaves_nothing_and_is_tried_again() {
        let works = Works::new();
        let job = Counted::new("hello").goes(Manner::Fails);
        let (one, two) = tokio::join!(works.mill.obtain(job.clone()), works.mill.obtain(job.clone()));
        assert_eq!(one.unwrap_err().to_string(), "the voice cracked");
        assert_eq!(two.unwrap_err().to_string(), "the voice cracked");
        assert_eq!(works.told(), ["start", "progress", "failed", "failed"]);
        assert_eq!(works.leftovers(), 0);
        let job = job.goes(Manner::Well);
        assert_eq!(works.mill.obtain(job.clone()).await.unwrap().outcome, Outcome::Made);
        assert_eq!(job.runs(), 2);
    }

    #[tokio::test]
    async fn a_panic_is_a_failure_that_says_so_and_poisons_nothing() {
        let works = Works::new();
        let job = Counted::new("hello").goes(Manner::Panics);
        let error = works.mill.obtain(job.clone()).await.unwrap_err();
        assert_eq!(error.to_string(), "it panicked: at the disco");
        assert!(matches!(error, JobError::Failed { help: Some(help), .. } if help.contains("bug")));
        assert_eq!(works.leftovers(), 0);
        works.mill.obtain(job.goes(Manner::Well)).await.unwrap();
    }

    #[tokio::test]
    async fn a_job_that_names_a_file_it_never_wrote_has_failed() {
        let works = Works::new();
        let error = works.mill.obtain(Counted::new("hello").goes(Manner::Lies)).await.unwrap_err();
        assert!(error.to_string().contains("said.txt"), "{error}");
        assert_eq!(works.last().0, Outcome::Failed);
    }

    #[tokio::test]
    async fn planning_looks_and_makes_nothing() {
        let works = Works::new();
        let job = Counted::new("hello");
        let plan = works.planning();
        assert!(matches!(plan.mill.obtain(job.clone()).await, Err(JobError::WouldMake)));
        works.mill.obtain(job.clone()).await.unwrap();
        assert_eq!(plan.mill.obtain(job.clone()).await.unwrap().outcome, Outcome::Hit);
        assert_eq!(plan.told(), ["skipped", "hit"]);
        assert_eq!(job.runs(), 1);
        let looked: Vec<_> = plan.mill.looked().into_iter().map(|looked| (looked.label, looked.hit)).collect();
        assert_eq!(looked, [("say hello".to_owned(), false), ("say hello".to_owned(), true)]);
    }

    #[tokio::test]
    async fn what_was_asked_for_and_saved_is_kept_and_tells_what_comes() {
        let works = Works::new();
        for say in ["one", "two", "one"] {
            works.mill.obtain(Counted::new(say)).await.unwrap();
        }
        let _ = works.mill.obtain(Counted::new("three").goes(Manner::Fails)).await;
        works.mill.tidy().await.unwrap();
        let tally = works.mill.store().history().all["speech"];
        assert_eq!((tally.hits, tally.misses, tally.work), (1, 2, 2));
        assert_eq!((tally.saved_micro_usd, tally.cost_micro_usd), (7, 14));
        let plan = works.planning();
        let _ = plan.mill.obtain(Counted::new("four")).await;
        let forecast = plan.mill.looked()[0].forecast.unwrap();
        assert_eq!((forecast.cost, forecast.time.as_millis() as u64), (MicroUsd(7), tally.took_ms / 2));
        plan.mill.tidy().await.unwrap();
        assert_eq!(works.mill.store().history().all["speech"], tally, "planning is no use");
    }

    #[tokio::test]
    async fn a_refreshed_stage_is_made_anew_once_a_run() {
        let works = Works::new();
        let job = Counted::new("hello");
        works.mill.obtain(job.clone()).await.unwrap();
        let refreshing = works.refreshing(Stage::Speech);
        refreshing.mill.obtain(job.clone()).await.unwrap();
        refreshing.mill.obtain(job.clone()).await.unwrap();
        assert_eq!(refreshing.told(), ["start", "progress", "made", "hit"]);
        works.refreshing(Stage::Script).mill.obtain(job.clone()).await.unwrap();
        assert_eq!(job.runs(), 2);
    }

    #[tokio::test]
    async fn an_inner_job_s_being_stopped_is_no_failure_of_the_outer() {
        let inner = |cause| JobError::Inner { stage: Stage::Speech, label: String::new(), cause: Arc::new(cause) };
        assert_eq!(failure(&inner(JobError::Cancelled)), Outcome::Skipped);
        assert_eq!(failure(&inner(JobError::failed("x"))), Outcome::Failed);
    }
}
