//! What the finished file of a video must be.

use serde::Serialize;

/// Limits that are checked on the finished file; ranges are inclusive, `None` is not looked at.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Expect {
    pub duration_ms: Option<(u64, u64)>,
    /// Hundredths of LUFS.
    pub loudness: Option<(i32, i32)>,
    /// The highest true peak allowed, in hundredths of dBTP.
    pub true_peak: Option<i32>,
    /// Longest black stretch allowed.
    pub black_ms: Option<u64>,
    /// Longest stretch without any motion allowed.
    pub frozen_ms: Option<u64>,
    /// Longest silence allowed.
    pub silence_ms: Option<u64>,
}
