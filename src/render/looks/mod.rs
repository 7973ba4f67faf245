//! The pictures that the program makes by itself: painted backgrounds, text cards, gradients, rendered SVG, and titles
//! over other pictures.
//!
//! In come sizes, words, colours and seeds; out come [`Picture`]s. Equal inputs give equal bytes: no clock, no threads,
//! and for the painted ones no platform mathematics either.

mod mood;
mod motif;
mod paint;
mod palette;
mod picture;
mod scene;

pub use mood::{Mood, NotAMood};
pub use motif::Motif;
pub use picture::{Picture, gradient, solid};
pub use scene::generated;
