//! WebM files (Matroska, RFC 9559): muxed by FFmpeg, looked at without it.
//!
//! Times in them are whole milliseconds: frame `n` of `f` a second stands at `n * 1000 / f`, rounded, so that no frame is
//! more than half a millisecond off and nothing adds up.

mod ebml;
mod examine;
mod mux;
mod texts;

pub(super) use examine::examine;
pub(super) use mux::mux;
