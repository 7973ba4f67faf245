//! What is asked over HTTP, and how: the one place that connects to anything.
//!
//! A call is data ([`Ask`]); a [`Service`] sends it under its limits, reads a bounded answer, tries again what deserves
//! it and says in the service's own words what went wrong. Nothing here is made before the first call of a process,
//! since the client costs some milliseconds. Secrets are read when they are sent, and taken out of everything that is
//! told.

mod answer;
mod ask;
mod breaker;
mod client;
mod download;
mod error;
mod guard;
mod limit;
mod secret;
mod service;
mod waits;
mod weather;
mod window;

pub use answer::Answer;
pub use ask::{Ask, Body, KeyPlace, Takes};
pub use client::Clients;
pub use download::{Download, fetch};
pub use error::{Fault, ServiceError};
pub use guard::is_public;
pub use secret::{Secret, SecretSource};
pub use service::{Endpoint, Service};
pub use waits::Waits;
pub use weather::is_unread_by_its_server;
