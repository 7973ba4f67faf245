//! Which stock pictures a run has taken, so that none is shown twice while there are others.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Mutex, PoisonError};

use super::Found;

/// A choice is among so many of the best that are free.
const AMONG: usize = 12;

/// Pictures by their name, and the videos that show them.
#[derive(Debug, Default)]
pub struct Taken(Mutex<BTreeMap<String, BTreeSet<String>>>);

impl Taken {
    /// One of `found` (the best first) for a video: by the seed among those that nobody has, else those that this
    /// video has not, else any. It is taken with that.
    pub fn choose(&self, found: &[Found], video: &str, seed: u64) -> Option<Found> {
        let mut taken = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let ours = |found: &Found| taken.get(&found.id).is_some_and(|videos| videos.contains(video));
        let free: Vec<&Found> = found.iter().filter(|found| !taken.contains_key(&found.id)).collect();
        let others: Vec<&Found> = found.iter().filter(|found| !ours(found)).collect();
        let all: Vec<&Found> = found.iter().collect();
        let candidates = [free, others, all].into_iter().find(|candidates| !candidates.is_empty())?;
        let among = candidates.len().min(AMONG);
        let chosen = candidates.get(usize::try_from(seed % among as u64).ok()?)?;
        let chosen = (*chosen).clone();
        taken.entry(chosen.id.clone()).or_default().insert(video.to_owned());
        Some(chosen)
    }

    /// A choice of an earlier run, which counts in this one too.
    pub fn note(&self, found: &Found, video: &str) {
        let mut taken = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        taken.entry(found.id.clone()).or_default().insert(video.to_owned());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(id: &str) -> Found {
        let text = String::new;
        Found { id: id.to_owned(), url: text(), clip: false, author: text(), page: text(), licence: text() }
    }

    #[test]
    fn nothing_is_shown_twice_while_there_are_others() {
        let (taken, stock) = (Taken::default(), [found("a"), found("b"), found("c")]);
        let choose = |video, seed| taken.choose(&stock, video, seed).unwrap().id;
        let mut chosen = [choose("one", 7), choose("one", 7), choose("two", 7)];
        chosen.sort();
        assert_eq!(chosen, ["a", "b", "c"]);
        // All are taken: each video still shows what it has not shown.
        let mut again = [choose("two", 1), choose("two", 1)];
        again.sort();
        let of_two = taken.0.lock().unwrap().values().filter(|videos| videos.contains("two")).count();
        assert_eq!(of_two, 3);
        assert_ne!(again[0], again[1]);
        assert!(stock.iter().any(|found| found.id == choose("two", 5)));
        assert_eq!(taken.choose(&[], "one", 1), None);
    }

    #[test]
    fn a_choice_of_an_earlier_run_counts() {
        let (taken, stock) = (Taken::default(), [found("a"), found("b")]);
        taken.note(&stock[0], "one");
        assert_eq!(taken.choose(&stock, "two", 0).unwrap().id, "b");
    }
}
