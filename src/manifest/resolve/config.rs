//! How to run the batch.

use crate::event::MicroUsd;
use crate::manifest::model;
use crate::manifest::raw;

pub(crate) fn config(raw: raw::Config) -> model::Config {
    let raw::Config { max_concurrent, stop_on_error, workers, max_cost, deadline, faulty: _ } = raw;
    model::Config {
        max_concurrent: max_concurrent.map(|at| at.value.0 as usize),
        stop_on_error: stop_on_error.map(|at| at.value.0),
        workers: workers.and_then(|at| at.value.0),
        max_cost: max_cost.map(|at| MicroUsd(at.value.0)),
        deadline_ms: deadline.map(|at| at.value.0),
    }
}
