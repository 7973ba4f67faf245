//! How often and how many at once a service is asked: at once by the whole process, and in a minute by all who share a
//! cache.

use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use super::Waits;
use super::window::{Place, Window};

/// At once, where nothing else is said.
const AT_ONCE: u32 = 4;
const MINUTE: Duration = Duration::from_secs(60);
/// Requests a minute, at most, that are written down.
const WRITTEN: u32 = 2000;

pub(super) struct Limits {
    slots: Arc<Semaphore>,
    minute: Option<Arc<Window>>,
    /// The service wants to be left alone until then.
    quiet_until: Mutex<Option<Instant>>,
    waits: Waits,
}

/// The right to send one request; the next may come in its place when it is dropped.
pub(super) struct Turn {
    _slot: OwnedSemaphorePermit,
    _minute: Option<Place>,
}

impl Limits {
    /// `window`: where the requests of the last minute are written down, for processes beside and after this one.
    pub fn new(rpm: Option<u32>, concurrency: Option<u32>, waits: Waits, window: Option<PathBuf>) -> Self {
        // A rate so high that its window is not read and written in no time is kept by each process alone.
        let window = window.filter(|_| rpm.is_some_and(|rpm| rpm <= WRITTEN));
        Self {
            slots: Arc::new(Semaphore::new(concurrency.unwrap_or(AT_ONCE).max(1) as usize)),
            minute: rpm.map(|rpm| Window::new(rpm as usize, waits.of(MINUTE), window)),
            quiet_until: Mutex::new(None),
            waits,
        }
    }

    /// Waits in line for the right to send a request; `None` is never: the lines are not closed.
    pub async fn turn(&self) -> Option<Turn> {
        loop {
            let slot = self.slots.clone().acquire_owned().await.ok()?;
            let minute = match &self.minute {
                Some(minute) => Some(minute.place().await),
                None => None,
            };
            match self.quiet() {
                None => return Some(Turn { _slot: slot, _minute: minute }),
                Some(wait) => {
                    drop(slot);
                    minute.into_iter().for_each(Place::give_back);
                    tokio::time::sleep(wait).await;
                }
            }
        }
    }

    /// Nobody asks for so long.
    pub fn hush(&self, wait: Duration) {
        let until = Instant::now() + self.waits.of(wait);
        let mut quiet = self.quiet_until.lock().unwrap_or_else(PoisonError::into_inner);
        *quiet = Some(quiet.map_or(until, |known| known.max(until)));
    }

    fn quiet(&self) -> Option<Duration> {
        let quiet = self.quiet_until.lock().unwrap_or_else(PoisonError::into_inner);
        let left = quiet.as_ref()?.checked_duration_since(Instant::now())?;
        (!left.is_zero()).then_some(left)
    }
}

#[cfg(test)]
mod tests {
    use futures::FutureExt;

    use super::*;

    #[tokio::test]
    async fn no_more_than_the_rate_in_any_minute() {
        let limits = Limits::new(Some(2), Some(9), Waits::scaled(1000), None);
        let began = Instant::now();
        drop((limits.turn().await, limits.turn().await));
        assert!(limits.turn().now_or_never().is_none());
        drop(limits.turn().await);
        assert!(began.elapsed() >= Duration::from_millis(60));
    }

    #[tokio::test]
    async fn so_many_at_once_and_none_while_the_service_wants_quiet() {
        let limits = Limits::new(None, Some(1), Waits::scaled(1000), None);
        let held = limits.turn().await;
        assert!(limits.turn().now_or_never().is_none());
        drop(held);
        limits.hush(Duration::from_secs(20));
        assert!(limits.turn().now_or_never().is_none());
        let began = Instant::now();
        assert!(limits.turn().await.is_some());
        assert!(began.elapsed() >= Duration::from_millis(15));
    }
}
