//! Where finished files go: the video to its output, its sidecars beside it with other endings.

use std::path::PathBuf;

use super::Bench;
use super::whole::Finished;
use crate::mill::Artifact;
use crate::stage::assemble;

/// The result's files and their places. The sidecars come first, so that whoever sees the video finds them beside it.
pub(super) fn places(bench: &Bench, finished: &Artifact<Finished>) -> Vec<(String, PathBuf)> {
    let output = &bench.video().output;
    let ending = |name: &str| name.rsplit('.').next().unwrap_or_default().to_owned();
    let sidecars = finished.files.keys().filter(|name| *name != assemble::VIDEO);
    let mut places: Vec<_> = sidecars.map(|name| (name.clone(), output.with_extension(ending(name)))).collect();
    places.push((assemble::VIDEO.to_owned(), output.clone()));
    places
}
