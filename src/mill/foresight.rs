//! What a mill that makes nothing has looked for: the material of `plan` and `why`.

use std::sync::Arc;
use std::time::Duration;

use serde_json::Value;

use crate::cache::{Digest, History, Tallies, Tally};
use crate::event::{MicroUsd, Stage};

/// A job that was looked up.
#[derive(Debug, Clone)]
pub struct Looked {
    pub video: Arc<str>,
    pub stage: Stage,
    /// For people: "scene 3".
    pub label: String,
    pub key: Digest,
    pub hit: bool,
    /// What it takes to make, as the history tells; `None` where it tells nothing, and for hits.
    pub forecast: Option<Forecast>,
    /// The job, where it is missing and reasons are asked for.
    pub fields: Option<Value>,
    pub format: u32,
}

/// What making something will take, about.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub struct Forecast {
    pub time: Duration,
    pub cost: MicroUsd,
}

/// What jobs took so far, by kind.
#[derive(Debug, Default, Clone)]
pub struct Rates(History);

impl Rates {
    pub(super) fn new(history: History) -> Self {
        Self(history)
    }

    /// So much work of that kind, as it went in the last week, or else ever.
    pub fn forecast(&self, kind: &str, work: u64) -> Option<Forecast> {
        let known = |tallies: &Tallies| tallies.get(kind).copied().filter(|tally| tally.misses > 0);
        known(&self.0.week).or_else(|| known(&self.0.all)).map(|tally| scaled(tally, work))
    }
}

fn scaled(tally: Tally, work: u64) -> Forecast {
    let share = |sum: u64| {
        let scaled = u128::from(sum) * u128::from(work) / u128::from(tally.work.max(1));
        u64::try_from(scaled).unwrap_or(u64::MAX)
    };
    Forecast { time: Duration::from_millis(share(tally.took_ms)), cost: MicroUsd(share(tally.cost_micro_usd)) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_forecast_grows_with_the_work() {
        let tally = Tally { misses: 2, took_ms: 300, cost_micro_usd: 30, work: 100, ..Tally::default() };
        let history = History { all: [("speech".to_owned(), tally)].into(), ..History::default() };
        let rates = Rates::new(history);
        let forecast = rates.forecast("speech", 50).unwrap();
        assert_eq!((forecast.time, forecast.cost), (Duration::from_millis(150), MicroUsd(15)));
        assert_eq!(rates.forecast("segment", 50), None);
    }
}
