//! How long all that waits for services waits: as told, or scaled for tests.
//!
//! A test that runs the program sets `REELMILL_WAITS_MILLIONTHS` to the share of each wait that it wants to wait, in
//! millionths: 1000 makes a minute 60 ms. Only builds with debug assertions read it.

use std::time::Duration;

/// A scale for every wait: backoff, a service's own wish, the minute of a rate, a breaker's rest. Not for timeouts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Waits {
    millionths: u64,
}

impl Default for Waits {
    fn default() -> Self {
        Self { millionths: 1_000_000 }
    }
}

impl Waits {
    /// `scaled(1000)` waits a thousandth.
    pub fn scaled(millionths: u64) -> Self {
        Self { millionths: millionths.min(1_000_000) }
    }

    /// How long a wait is.
    pub fn of(self, wait: Duration) -> Duration {
        let nanos = wait.as_nanos() * u128::from(self.millionths) / 1_000_000;
        Duration::from_nanos(u64::try_from(nanos).unwrap_or(u64::MAX))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wait_is_as_long_as_told_unless_it_is_scaled() {
        let minute = Duration::from_secs(60);
        assert_eq!(Waits::default().of(minute), minute);
        assert_eq!(Waits::scaled(1000).of(minute), Duration::from_millis(60));
        assert_eq!(Waits::scaled(0).of(minute), Duration::ZERO);
    }
}
