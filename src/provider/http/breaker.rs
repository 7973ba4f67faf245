//! A service that is down is left alone for a while, so that fallbacks come at once.

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

/// Calls given up in a row, each after all its tries, without any success between them.
const GIVEN_UP: u32 = 2;
/// How long it is left alone.
const REST: Duration = Duration::from_secs(30);

#[derive(Debug, Default)]
pub(super) struct Breaker(Mutex<State>);

#[derive(Debug, Default)]
struct State {
    given_up: u32,
    open_until: Option<Instant>,
    why: String,
}

impl Breaker {
    /// `Err` with the last failure while the service is left alone.
    pub fn check(&self, now: Instant) -> Result<(), String> {
        let mut state = self.state();
        match state.open_until {
            Some(until) if now < until => Err(state.why.clone()),
            Some(_) => {
                // The next call finds out; if it is given up too, the rest begins anew.
                state.open_until = None;
                state.given_up = GIVEN_UP - 1;
                Ok(())
            }
            None => Ok(()),
        }
    }

    pub fn answered(&self) {
        *self.state() = State::default();
    }

    /// A call was given up; `scale` shortens the rest in tests.
    pub fn gave_up(&self, why: &str, now: Instant, scale: impl Fn(Duration) -> Duration) {
        let mut state = self.state();
        state.given_up += 1;
        why.clone_into(&mut state.why);
        if state.given_up >= GIVEN_UP {
            state.open_until = Some(now + scale(REST));
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_opens_after_two_calls_in_a_row_and_closes_with_an_answer() {
        let (breaker, now) = (Breaker::default(), Instant::now());
        let gave_up = |now| breaker.gave_up("reset", now, |rest| rest);
        gave_up(now);
        assert_eq!(breaker.check(now), Ok(()));
        breaker.answered();
        gave_up(now);
        assert_eq!(breaker.check(now), Ok(()));
        gave_up(now);
        assert_eq!(breaker.check(now), Err("reset".to_owned()));
        let later = now + REST;
        assert_eq!(breaker.check(later), Ok(()), "one may try");
        gave_up(later);
        assert!(breaker.check(later).is_err(), "and closes it again for all");
        assert_eq!(breaker.check(later + REST), Ok(()));
        breaker.answered();
        gave_up(later);
        assert_eq!(breaker.check(later), Ok(()));
    }
}
