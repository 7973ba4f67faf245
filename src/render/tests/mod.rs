//! Rendering as a whole, with the real FFmpeg: few frames, small pictures.

mod clips;
mod joins;
mod previews;
mod segments;
mod webm;
