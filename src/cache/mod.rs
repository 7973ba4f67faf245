//! The store of finished work, over cacache: what is kept, what goes, who else is writing.

mod digest;

pub use digest::Digest;

/// TEMP
#[derive(Debug, Clone, Copy)]
pub struct Limits { pub max_bytes: u64, pub max_age: std::time::Duration }
