//! From what was looked for to what a run will take: pure.

use std::collections::BTreeMap;
use std::time::Duration;

use crate::event::{MicroUsd, Stage};
use crate::mill::{Forecast, JobError, Looked, Rates};
use crate::video::{Demand, Foreseen};

/// One video of the plan.
pub(super) struct Outlook {
    pub id: String,
    pub state: State,
    /// All stages but the whole video; none of a finished one.
    pub stages: BTreeMap<Stage, Sight>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum State {
    Finished,
    /// The rest is known after the script.
    Unwritten,
    Unfinished,
    /// A run would fail at once.
    Wrong(String),
}

/// What is seen of a stage.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub(super) struct Sight {
    pub hits: usize,
    pub misses: usize,
    /// For all misses; `None` where the history does not tell of all of them.
    pub forecast: Option<Forecast>,
}

impl Outlook {
    pub(super) fn of(id: String, foreseen: Result<Foreseen, JobError>, looked: &[Looked], rates: &Rates) -> Self {
        let (state, demand) = match foreseen {
            Ok(Foreseen::Finished) => (State::Finished, BTreeMap::new()),
            Ok(Foreseen::Unwritten) => (State::Unwritten, BTreeMap::new()),
            Ok(Foreseen::Unfinished(demand)) => (State::Unfinished, demand),
            Err(error) => (State::Wrong(error.to_string()), BTreeMap::new()),
        };
        let mut stages: BTreeMap<Stage, Sight> = BTreeMap::new();
        for job in looked.iter().filter(|job| job.stage != Stage::Video) {
            stages.entry(job.stage).or_default().add(job);
        }
        for (stage, demand) in demand {
            let sight = stages.entry(stage).or_default();
            // Pictures that the manifest gives are no jobs; everything before the timeline has been asked for.
            if stage > Stage::Visual {
                sight.add_unnamed(demand, |work| rates.forecast(stage.name(), work));
            }
        }
        stages.retain(|_, sight| sight.hits + sight.misses > 0);
        Self { id, state, stages }
    }

    pub(super) fn sum(&self) -> Forecast {
        sum(self.stages.values().filter_map(|sight| sight.forecast))
    }

    /// Nothing is left out of the sums.
    pub(super) fn is_complete(&self) -> bool {
        !matches!(self.state, State::Unwritten | State::Wrong(_))
            && self.stages.values().all(|sight| sight.misses == 0 || sight.forecast.is_some())
    }
}

impl Sight {
    fn add(&mut self, job: &Looked) {
        if job.hit {
            self.hits += 1;
        } else {
            self.add_misses(1, job.forecast);
        }
    }

    /// Jobs that cannot be named before others are made: they will be made too.
    fn add_unnamed(&mut self, demand: Demand, forecast: impl Fn(u64) -> Option<Forecast>) {
        let unnamed = demand.jobs.saturating_sub(self.hits + self.misses);
        if unnamed > 0 {
            let work = demand.work * unnamed as u64 / demand.jobs as u64;
            self.add_misses(unnamed, forecast(work));
        }
    }

    fn add_misses(&mut self, count: usize, forecast: Option<Forecast>) {
        let so_far = if self.misses == 0 { Some(Forecast::default()) } else { self.forecast };
        self.forecast = so_far.zip(forecast).map(|(one, other)| sum([one, other]));
        self.misses += count;
    }
}

pub(super) fn total(outlooks: &[Outlook]) -> Forecast {
    sum(outlooks.iter().map(Outlook::sum))
}

/// The stages of many videos keep all workers busy.
pub(super) fn wall(work: Duration, workers: usize) -> Duration {
    work / u32::try_from(workers.max(1)).unwrap_or(u32::MAX)
}

fn sum(all: impl IntoIterator<Item = Forecast>) -> Forecast {
    all.into_iter().fold(Forecast::default(), |sum, one| Forecast {
        time: sum.time.saturating_add(one.time),
        cost: MicroUsd(sum.cost.0.saturating_add(one.cost.0)),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cache::Digest;

    pub(in super::super) fn looked(stage: Stage, hit: bool, ms: Option<u64>) -> Looked {
        let forecast = ms.map(|ms| Forecast { time: Duration::from_millis(ms), cost: MicroUsd(ms) });
        Looked {
            video: "tour".into(),
            stage,
            label: String::new(),
            key: Digest::of(b""),
            hit,
            forecast: forecast.filter(|_| !hit),
            fields: None,
            format: 1,
        }
    }

    fn of(foreseen: Foreseen, looked: &[Looked]) -> Outlook {
        Outlook::of("tour".into(), Ok(foreseen), looked, &Rates::default())
    }

    #[test]
    fn misses_add_up_and_one_without_a_history_leaves_the_sum_open() {
        let known = [looked(Stage::Speech, true, None), looked(Stage::Speech, false, Some(30))];
        let outlook = of(Foreseen::Unfinished(BTreeMap::new()), &known);
        assert_eq!((outlook.sum().time.as_millis(), outlook.is_complete()), (30, true));
        let unknown = [known.as_slice(), &[looked(Stage::Speech, false, None)]].concat();
        assert!(!of(Foreseen::Unfinished(BTreeMap::new()), &unknown).is_complete());
    }

    #[test]
    fn what_cannot_be_named_yet_is_counted_as_to_be_made() {
        let demand = BTreeMap::from([
            (Stage::Segment, Demand { jobs: 6, work: 600 }),
            (Stage::Visual, Demand { jobs: 6, work: 0 }),
        ]);
        let outlook = of(Foreseen::Unfinished(demand), &[looked(Stage::Segment, true, None)]);
        assert_eq!((outlook.stages[&Stage::Segment].hits, outlook.stages[&Stage::Segment].misses), (1, 5));
        assert!(!outlook.stages.contains_key(&Stage::Visual), "pictures of the manifest's own are no jobs");
    }

    #[test]
    fn an_unwritten_script_leaves_everything_open() {
        assert!(!of(Foreseen::Unwritten, &[looked(Stage::Script, false, Some(5))]).is_complete());
        assert!(of(Foreseen::Finished, &[looked(Stage::Video, true, None)]).is_complete());
    }
}
