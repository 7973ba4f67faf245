//! Manifests into batches: all errors of all manifests are told before anything starts.

use std::collections::BTreeMap;
use std::io::Read;
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};

use super::output::{self, Usage};
use crate::cli::Selection;
use crate::manifest::{self, Batch, Diagnostics, Options};
use crate::media::EncoderChoice;
use crate::settings::Settings;

/// More than any manifest; stdin has no size to look at first.
const MAX_STDIN: u64 = 8 * 1024 * 1024;

/// Everything at once, or `None` when the errors have been told.
pub fn all(paths: &[PathBuf], selection: &Selection, settings: &Settings) -> anyhow::Result<Option<Vec<Batch>>> {
    all_telling(paths, selection, settings, &|diagnostics| output::say(diagnostics.to_string().trim_end()))
}

/// The same, with the problems told in another way.
pub fn all_telling(
    paths: &[PathBuf],
    selection: &Selection,
    settings: &Settings,
    tell: &dyn Fn(&Diagnostics),
) -> anyhow::Result<Option<Vec<Batch>>> {
    let options = Options {
        allow_outside: selection.allow_outside || selection.output_dir.is_some(),
        output_dir: selection.output_dir.as_ref().map(std::path::absolute).transpose()?,
        ..settings.manifest()
    };
    let mut batches = Vec::new();
    let mut wrong = false;
    for path in paths {
        match one(path, &options)? {
            Ok(batch) => batches.push(batch),
            Err(diagnostics) => {
                wrong = true;
                tell(&diagnostics);
            }
        }
    }
    if wrong {
        return Ok(None);
    }
    select(&mut batches, &selection.only)?;
    collisions(&batches)?;
    Ok(Some(batches))
}

/// Hardware is required, and so must be asked for.
///
/// # Errors
/// A video that asks for software.
pub fn require_hardware(batches: &[Batch]) -> anyhow::Result<()> {
    let mut videos = batches.iter().flat_map(|batch| &batch.videos);
    if let Some(video) = videos.find(|video| video.encoder == EncoderChoice::Software) {
        bail!(Usage(format!("--require-hw: the video `{}` has `encoder: software`; add `--encoder auto`", video.id)));
    }
    Ok(())
}

/// One manifest; `-` is stdin, with paths relative to here.
pub fn one(path: &Path, options: &Options) -> anyhow::Result<Result<Batch, Diagnostics>> {
    if path != Path::new("-") {
        return Ok(manifest::load(path, options));
    }
    let mut text = String::new();
    std::io::stdin().take(MAX_STDIN).read_to_string(&mut text).context("cannot read the manifest from stdin")?;
    let here = std::env::current_dir().context("the current folder is not there")?;
    Ok(manifest::parse(&text, Path::new("<stdin>"), &here, options))
}

fn select(batches: &mut [Batch], only: &[String]) -> anyhow::Result<()> {
    if only.is_empty() {
        return Ok(());
    }
    for pattern in only {
        if !batches.iter().flat_map(|batch| &batch.videos).any(|video| matches(pattern, &video.id)) {
            let ids: Vec<_> =
                batches.iter().flat_map(|batch| &batch.videos).take(8).map(|video| video.id.as_str()).collect();
            bail!(Usage(format!("--only {pattern} matches no video; there are: {}", ids.join(", "))));
        }
    }
    for batch in batches {
        batch.videos.retain(|video| only.iter().any(|pattern| matches(pattern, &video.id)));
    }
    Ok(())
}

/// `*` is any run of characters, `?` any one.
fn matches(pattern: &str, id: &str) -> bool {
    let (pattern, id): (Vec<char>, Vec<char>) = (pattern.chars().collect(), id.chars().collect());
    let (mut p, mut i, mut star) = (0, 0, None);
    while i < id.len() {
        match pattern.get(p) {
            Some('*') => {
                star = Some((p, i));
                p += 1;
            }
            Some(c) if *c == '?' || *c == id[i] => {
                p += 1;
                i += 1;
            }
            _ => {
                let Some((at, from)) = star else { return false };
                star = Some((at, from + 1));
                p = at + 1;
                i = from + 1;
            }
        }
    }
    pattern[p..].iter().all(|c| *c == '*')
}

/// Two manifests must not write the same file, nor speak of different videos by one name.
fn collisions(batches: &[Batch]) -> anyhow::Result<()> {
    let mut ids = BTreeMap::new();
    let mut outputs = BTreeMap::new();
    for batch in batches {
        for video in &batch.videos {
            let source = batch.source.display().to_string();
            if let Some(other) = ids.insert(&video.id, source.clone()) {
                let id = &video.id;
                let what = format!("{source} and {other} both have a video `{id}`");
                bail!(Usage(format!("{what}; give one another id, or run them apart")));
            }
            if let Some(other) = outputs.insert(&video.output, source.clone()) {
                bail!(Usage(format!("{source} and {other} would both write {}", video.output.display())));
            }
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn globs_match_as_in_a_shell() {
        for (pattern, id, expected) in [
            ("tour", "tour", true),
            ("tour", "tour-2", false),
            ("tour*", "tour-2", true),
            ("*-en-?", "release-1-en-2", true),
            ("*a*b", "xaxxb", true),
            ("*a*b", "xaxxbc", false),
            ("", "", true),
            ("?", "", false),
        ] {
            assert_eq!(matches(pattern, id), expected, "{pattern} {id}");
        }
    }
}
