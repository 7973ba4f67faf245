//! What only all videos together show: two that write one file, or one that writes over what another reads.

use std::collections::{BTreeSet, HashMap};
use std::path::{Path, PathBuf};

use crate::manifest::model::Video;
use crate::manifest::notes::Notes;
use crate::manifest::source::Spot;

/// Endings of the files beside a finished video.
const BESIDE: [&str; 7] = ["srt", "vtt", "json", "jpg", "png", "ass", "txt"];

/// Tells of videos (with the places of their outputs) that would write over one another, or over one of `inputs`
/// or the manifest itself.
pub(crate) fn check_outputs(videos: &[(Video, Spot)], inputs: &BTreeSet<&Path>, manifest: &Path, notes: &mut Notes) {
    let manifest = std::path::absolute(manifest).ok();
    let read = inputs.iter().copied().chain(manifest.as_deref());
    let inputs: HashMap<PathBuf, &Path> = read.map(|input| (folded(input), input)).collect();
    let mut taken: HashMap<PathBuf, &str> = HashMap::new();
    for (video, spot) in videos {
        let stem = folded(&video.output.with_extension(""));
        if let Some(other) = taken.get(&stem) {
            let message = format!("video `{}`: its files would write over those of `{other}`", video.id);
            notes
                .error(*spot, message)
                .label(format!("goes to {}", video.output.display()))
                .help("videos need names that differ in more than their ending and case; use `{{ id }}` in the output");
        }
        let preview = video.preview.map(|preview| preview.format.ending());
        for ending in BESIDE.into_iter().chain([video.muxer.ending()]).chain(preview) {
            if let Some(input) = inputs.get(&with_ending(&stem, ending)) {
                let message =
                    format!("video `{}`: its files would write over {}, which is read", video.id, input.display());
                notes.error(*spot, message).help("choose another output");
            }
        }
        taken.entry(stem).or_insert(&video.id);
    }
}

/// As systems see names that do not tell cases apart.
fn folded(path: &Path) -> PathBuf {
    path.to_string_lossy().to_lowercase().into()
}

/// `a.b` and `srt` are `a.b.srt`.
fn with_ending(stem: &Path, ending: &str) -> PathBuf {
    let mut name = stem.as_os_str().to_owned();
    name.push(".");
    name.push(ending);
    name.into()
}
