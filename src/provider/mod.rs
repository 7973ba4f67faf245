//!

pub mod script;
