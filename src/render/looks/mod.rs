//! The pictures that the program makes by itself: painted backgrounds, text cards, gradients, rendered SVG, and titles
//! over other pictures.
//!
//! In come sizes, words, colours and seeds; out come [`Picture`]s. Equal inputs give equal bytes: no clock, no threads,
//! and for the painted ones no platform mathematics either.

mod card;
mod measure;
mod mood;
mod motif;
mod paint;
mod palette;
mod picture;
mod png;
mod scene;
mod svg;

pub use card::{CardError, CardLook, TitlePlace, card, title_over};
pub use mood::{Mood, NotAMood};
pub use motif::Motif;
pub use picture::{Picture, gradient, solid};
pub use png::encode_png;
pub use scene::generated;
pub use svg::{SvgError, svg};
