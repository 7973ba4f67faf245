//! Services and local programs behind small interfaces: speech, script writers.

pub mod script;
pub mod speech;
