//! Services and local programs behind small interfaces: speech, script writers.

pub mod speech;
