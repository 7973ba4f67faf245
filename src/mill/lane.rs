//! Which of its kind a permit is: `worker 2`, the lowest number that is free.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, PoisonError};

/// The numbers that are out, by what they number.
#[derive(Debug, Clone, Default)]
pub(super) struct Lanes(Arc<Mutex<BTreeMap<Arc<str>, BTreeSet<usize>>>>);

/// Free again when dropped.
#[derive(Debug)]
pub(super) struct Lane {
    lanes: Lanes,
    of: Arc<str>,
    number: usize,
}

impl Lanes {
    pub fn take(&self, of: Arc<str>) -> Lane {
        let mut lanes = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let taken = lanes.entry(of.clone()).or_default();
        let gap = (1..).zip(taken.iter()).find(|(free, used)| free != *used);
        let number = gap.map_or(taken.len() + 1, |(free, _)| free);
        taken.insert(number);
        Lane { lanes: self.clone(), of, number }
    }
}

impl Lane {
    pub fn name(&self) -> Arc<str> {
        format!("{} {}", self.of, self.number).into()
    }
}

impl Drop for Lane {
    fn drop(&mut self) {
        let mut lanes = self.lanes.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(taken) = lanes.get_mut(&self.of) {
            taken.remove(&self.number);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_permit_has_the_lowest_number_that_is_free() {
        let lanes = Lanes::default();
        let take = || lanes.take("worker".into());
        let (one, two, three) = (take(), take(), take());
        assert_eq!(two.name().as_ref(), "worker 2");
        drop(two);
        let again = take();
        assert_eq!(again.name().as_ref(), "worker 2");
        drop((one, again, three));
        assert_eq!((take().name().as_ref(), lanes.take("llm".into()).name().as_ref()), ("worker 1", "llm 1"));
    }
}
