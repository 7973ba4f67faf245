//! reelmill is *make* for narrated video.
//!
//! A manifest says which videos are wanted; every piece of work a video needs is a job whose key is a hash of all
//! that can change its result; a job is looked up in the cache, made at most once, and committed as soon as it is
//! done. `video` is the one file to read to understand the program.

pub mod batch;
pub mod cache;
pub mod cli;
pub mod command;
pub mod event;
pub mod manifest;
pub mod media;
pub mod mill;
pub mod process;
pub mod provider;
pub mod render;
pub mod report;
pub mod settings;
pub mod stage;
pub mod video;
