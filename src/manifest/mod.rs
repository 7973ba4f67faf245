//! YAML text becomes a checked `Batch`, or diagnostics that point at line and column, all at once.

pub mod model;

pub use model::Batch;
