//! Where finished files go: the video to its output, its sidecars beside it with other endings.

use std::path::PathBuf;

use super::Bench;
use super::whole::Finished;
use crate::event::{Event, PlacedFile};
use crate::mill::Artifact;
use crate::stage::assemble;

/// The result's files and their places. The sidecars come first, so that whoever sees the video finds them beside it.
pub(super) fn places(bench: &Bench, finished: &Artifact<Finished>) -> Vec<(String, PathBuf)> {
    let output = &bench.video().output;
    let ending = |name: &str| name.rsplit('.').next().unwrap_or_default().to_owned();
    let video = assemble::video(bench.video().muxer);
    let sidecars = finished.files.keys().filter(|name| **name != video);
    let mut places: Vec<_> = sidecars.map(|name| (name.clone(), output.with_extension(ending(name)))).collect();
    places.push((video, output.clone()));
    places
}

/// The same, told.
pub(super) fn placed(bench: &Bench, finished: &Artifact<Finished>) -> Event {
    let file = |(name, path): (String, PathBuf)| {
        let digest = finished.files.get(&name)?.digest.to_string();
        Some(PlacedFile { path, digest })
    };
    Event::VideoPlaced {
        video: bench.video().id.as_str().into(),
        title: bench.video().title.clone(),
        key: finished.key.clone(),
        encoder: bench.hardware_encoder().map(Into::into),
        files: places(bench, finished).into_iter().filter_map(file).collect(),
    }
}
