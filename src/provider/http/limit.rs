//! How often and how many at once a service is asked, by the whole process.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use tokio::runtime::Handle;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use super::Waits;

/// At once, where nothing else is said.
const AT_ONCE: u32 = 4;
const MINUTE: Duration = Duration::from_secs(60);

pub(super) struct Limits {
    slots: Arc<Semaphore>,
    /// One permit for each request of a minute.
    minute: Option<Arc<Semaphore>>,
    /// The service wants to be left alone until then.
    quiet_until: Mutex<Option<Instant>>,
    waits: Waits,
}

/// The right to send one request; the next may come in its place when it is dropped.
pub(super) struct Turn {
    _slot: OwnedSemaphorePermit,
    minute: Option<OwnedSemaphorePermit>,
    waits: Waits,
}

impl Limits {
    pub fn new(rpm: Option<u32>, concurrency: Option<u32>, waits: Waits) -> Self {
        let semaphore = |count: u32| Arc::new(Semaphore::new(count.max(1) as usize));
        Self {
            slots: semaphore(concurrency.unwrap_or(AT_ONCE)),
            minute: rpm.map(semaphore),
            quiet_until: Mutex::new(None),
            waits,
        }
    }

    /// Waits in line for the right to send a request; `None` is never: the lines are not closed.
    pub async fn turn(&self) -> Option<Turn> {
        loop {
            let slot = self.slots.clone().acquire_owned().await.ok()?;
            let minute = match &self.minute {
                Some(minute) => Some(minute.clone().acquire_owned().await.ok()?),
                None => None,
            };
            match self.quiet() {
                None => return Some(Turn { _slot: slot, minute, waits: self.waits }),
                Some(wait) => {
                    drop((slot, minute));
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

impl Drop for Turn {
    /// A request counts for a minute from its answer on, not from its sending: so the service, too, sees no more than
    /// the rate, however long the way to it is.
    fn drop(&mut self) {
        if let (Some(permit), Ok(runtime)) = (self.minute.take(), Handle::try_current()) {
            let minute = self.waits.of(MINUTE);
            runtime.spawn(async move {
                tokio::time::sleep(minute).await;
                drop(permit);
            });
        }
    }
}

#[cfg(test)]
mod tests {
    use futures::FutureExt;

    use super::*;

    #[tokio::test]
    async fn no_more_than_the_rate_in_any_minute() {
        let limits = Limits::new(Some(2), Some(9), Waits::scaled(1000));
        let began = Instant::now();
        drop((limits.turn().await, limits.turn().await));
        assert!(limits.turn().now_or_never().is_none());
        drop(limits.turn().await);
        assert!(began.elapsed() >= Duration::from_millis(60));
    }

    #[tokio::test]
    async fn so_many_at_once_and_none_while_the_service_wants_quiet() {
        let limits = Limits::new(None, Some(1), Waits::scaled(1000));
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
