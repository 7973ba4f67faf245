//! A line before a bounded number of places: who has the lower rank goes first, among equals who came first.
//!
//! A semaphore that is fair by arrival alone would let all videos of a batch grow side by side and end together; by rank
//! the first is whole early, and what a deadline or a kill leaves behind are whole videos.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::sync::oneshot;

use super::Precedence;

/// A video's place in its batch, and a job's in its video.
pub(super) type Rank = (u64, Precedence);

#[derive(Debug, Clone)]
pub(super) struct Line(Arc<Mutex<State>>);

#[derive(Debug)]
struct State {
    free: usize,
    /// Numbers given out so far.
    came: u64,
    /// By rank and number. Not empty only while nothing is free.
    waiting: BTreeMap<(Rank, u64), oneshot::Sender<()>>,
}

/// Given to the next in line when dropped.
#[derive(Debug)]
pub(super) struct Place(Line);

impl Line {
    pub fn new(places: usize) -> Self {
        Self(Arc::new(Mutex::new(State { free: places.max(1), came: 0, waiting: BTreeMap::new() })))
    }

    pub async fn take(&self, rank: Rank) -> Place {
        let mut waiting = {
            let mut state = self.state();
            if state.free > 0 {
                state.free -= 1;
                return Place(self.clone());
            }
            let (call, called) = oneshot::channel();
            let number = (rank, state.came);
            state.came += 1;
            state.waiting.insert(number, call);
            Waiting { line: self.clone(), number, called, served: false }
        };
        // Never closed: the call stands in the line's own list until it is made.
        let _ = (&mut waiting.called).await;
        waiting.served = true;
        Place(self.clone())
    }

    pub fn has_free(&self) -> bool {
        self.state().free > 0
    }

    fn give_back(&self) {
        let mut state = self.state();
        // Called under the lock: who leaves the line takes it first, so that a call always reaches somebody.
        match state.waiting.pop_first() {
            Some((_, call)) => drop(call.send(())),
            None => state.free += 1,
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        self.0.give_back();
    }
}

/// Somebody in line, who may leave it.
struct Waiting {
    line: Line,
    number: (Rank, u64),
    called: oneshot::Receiver<()>,
    served: bool,
}

impl Drop for Waiting {
    fn drop(&mut self) {
        let left = self.served || self.line.state().waiting.remove(&self.number).is_some();
        if !left {
            // Called in the very moment of leaving: the place goes on to the next.
            self.line.give_back();
        }
    }
}

#[cfg(test)]
mod tests {
    use futures::FutureExt;
    use futures::future::BoxFuture;

    use super::*;

    const fn video(place: u64) -> Rank {
        (place, Precedence::InOrder)
    }

    /// Somebody who has come and now waits.
    fn stand(line: &Line, rank: Rank) -> BoxFuture<'static, Place> {
        let line = line.clone();
        let mut place = async move { line.take(rank).await }.boxed();
        assert!((&mut place).now_or_never().is_none());
        place
    }

    #[test]
    fn the_lower_rank_goes_first_and_among_equals_who_came_first() {
        let line = Line::new(1);
        let held = line.take(video(9)).now_or_never().unwrap();
        let [mut second, mut third, mut first] = [2, 2, 1].map(|place| stand(&line, video(place)));
        drop(held);
        assert!((&mut second).now_or_never().is_none());
        drop((&mut first).now_or_never().unwrap());
        assert!((&mut third).now_or_never().is_none());
        drop((&mut second).now_or_never().unwrap());
        assert!((&mut third).now_or_never().is_some());
    }

    #[test]
    fn who_goes_ahead_passes_those_of_its_own_video_alone() {
        let line = Line::new(1);
        let held = line.take(video(9)).now_or_never().unwrap();
        let (mut second, mut first) = (stand(&line, video(1)), stand(&line, video(0)));
        let mut ahead = stand(&line, (1, Precedence::Ahead));
        drop(held);
        drop((&mut first).now_or_never().unwrap());
        assert!((&mut second).now_or_never().is_none());
        drop((&mut ahead).now_or_never().unwrap());
        assert!((&mut second).now_or_never().is_some());
    }

    #[test]
    fn who_has_a_number_goes_by_it_after_those_that_have_none() {
        let line = Line::new(1);
        let held = line.take(video(0)).now_or_never().unwrap();
        let [mut third, mut second] = [2, 1].map(|number| stand(&line, (0, Precedence::Numbered(number))));
        let mut first = stand(&line, video(0));
        drop(held);
        drop((&mut first).now_or_never().unwrap());
        assert!((&mut third).now_or_never().is_none());
        drop((&mut second).now_or_never().unwrap());
        assert!((&mut third).now_or_never().is_some());
    }

    #[test]
    fn who_leaves_the_line_keeps_nobody_waiting() {
        let line = Line::new(1);
        let held = line.take(video(0)).now_or_never().unwrap();
        let [leaves, called, mut stays] = [0, 1, 2].map(|place| stand(&line, video(place)));
        drop(leaves);
        drop(held);
        // The call has been made to one who never came to hear it.
        drop(called);
        assert!((&mut stays).now_or_never().is_some());
        assert_eq!(line.state().free, 1);
        assert!(line.state().waiting.is_empty());
    }
}
