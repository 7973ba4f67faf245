//! YAML text becomes a checked `Batch`, or diagnostics that point at line and column, all at once.
//!
//! In order: the text becomes a tree that knows where everything was written (`marked`); `vars` and rows are read;
//! every video is expanded and its templates filled (`expand`, `fill`); each becomes a raw type that has the user's own
//! words (`raw`, read by `read` and `record`); flags, video, defaults and built-in values become the checked `model`
//! (`resolve`). Problems are collected on the way (`notes`) and told together (`diagnostic`).

mod diagnostic;
mod expand;
mod fill;
mod ids;
mod limits;
mod load;
mod marked;
pub mod model;
mod near;
mod node;
mod notes;
mod paths;
mod raw;
mod read;
mod record;
mod resolve;
mod rows;
mod scalar;
mod schema;
mod show;
mod snippet;
mod source;
mod starter;
mod surrogate;
mod syntax;
mod tame;
mod template;

pub use diagnostic::{Diagnostic, Diagnostics, Place};
pub use load::{Options, load, parse};
pub use model::Batch;
pub use resolve::AS_OF as PRICES_AS_OF;
pub use schema::schema;
pub use show::show;
pub use starter::starter;
