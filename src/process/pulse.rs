//! Signs of life: when bytes last passed between the child and us, and whose turn it is.

use std::sync::atomic::{AtomicU32, AtomicU64, Ordering::Relaxed};
use std::time::{Duration, Instant};

/// Shared by the ends of a child's pipes.
#[derive(Debug)]
pub(super) struct Pulse {
    started: Instant,
    /// Milliseconds after `started` at which bytes last passed.
    last: AtomicU64,
    /// Threads of ours at work between two transfers: painting a frame, handling a line. While there is one, the
    /// child may well be waiting for us.
    ours: AtomicU32,
}

impl Pulse {
    pub(super) fn new() -> Self {
        Self { started: Instant::now(), last: AtomicU64::new(0), ours: AtomicU32::new(0) }
    }

    pub(super) fn beat(&self) {
        self.last.store(self.started.elapsed().as_millis() as u64, Relaxed);
    }

    pub(super) fn our_turn(&self) {
        self.ours.fetch_add(1, Relaxed);
    }

    pub(super) fn its_turn(&self) {
        self.beat();
        self.ours.fetch_sub(1, Relaxed);
    }

    /// Returns once the child has been silent for `limit` while nothing waited for us.
    pub(super) async fn silent_for(&self, limit: Duration) {
        loop {
            let quiet = match self.ours.load(Relaxed) {
                0 => self.started.elapsed().saturating_sub(Duration::from_millis(self.last.load(Relaxed))),
                _ => Duration::ZERO,
            };
            if quiet >= limit {
                return;
            }
            tokio::time::sleep(limit - quiet).await;
        }
    }
}
