//! Where finished files go: the video to its output, its sidecars beside it with other endings.

use std::fs;
use std::path::PathBuf;

use super::Bench;
use super::whole::Finished;
use crate::event::{Event, PlacedFile};
use crate::mill::Artifact;
use crate::stage::{assemble, hls};

/// The result's files and their places. The sidecars come first, so that whoever sees the video finds them beside it;
/// a stream's index comes after all that it tells of.
pub(super) fn places(bench: &Bench, finished: &Artifact<Finished>) -> Vec<(String, PathBuf)> {
    let output = &bench.video().output;
    let ending = |name: &str| name.rsplit('.').next().unwrap_or_default().to_owned();
    let video = assemble::video(bench.video().muxer);
    let place = |name: &String| match name.strip_prefix(hls::PREFIX) {
        Some(streamed) => output.with_extension(STREAM).join(streamed),
        None if *name == video => output.clone(),
        None => output.with_extension(ending(name)),
    };
    let mut places: Vec<_> = finished.files.keys().map(|name| (name.clone(), place(name))).collect();
    places.sort_by_key(|(name, _)| (*name == video, name == hls::INDEX));
    places
}

/// The ending of the folder of a video's stream.
const STREAM: &str = "hls";

/// Removes from the stream's folder what earlier versions of it left there: nothing tells of it any more.
pub(super) fn sweep(bench: &Bench, finished: &Artifact<Finished>) {
    if bench.video().hls.is_none() {
        return;
    }
    let here: Vec<PathBuf> = places(bench, finished).into_iter().map(|(_, path)| path).collect();
    for entry in fs::read_dir(bench.video().output.with_extension(STREAM)).into_iter().flatten().flatten() {
        let is_ours = entry.file_name().to_str().is_some_and(hls::is_named_by_us);
        if is_ours && !here.contains(&entry.path()) {
            // Left for the next time where it cannot be removed.
            let _ = fs::remove_file(entry.path());
        }
    }
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
