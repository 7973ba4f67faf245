//! Services and local programs behind small interfaces: script writers, voices, pictures; how they are asked over
//! HTTP, and what they cost.

pub mod greeting;
pub mod http;
pub mod money;
pub mod picture;
pub mod script;
mod services;
pub mod speech;

pub use services::{Services, ServicesOptions, UNASKED};
