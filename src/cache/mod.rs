//! The store of finished work, over cacache: what is kept, what goes, who else is writing.

mod digest;

pub use digest::Digest;
