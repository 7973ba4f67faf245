//! The rooms of the house, and the arrows between them: who may name whom.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// A room, and the rooms it may use. `cli`, `command` and `main` tell stories with all the others.
const ROOMS: &[(&str, &[&str])] = &[
    ("settings", &["cache", "cli", "event", "manifest", "media"]),
    ("manifest", &["event", "media"]),
    ("batch", &["event", "manifest", "mill", "stage", "video"]),
    ("video", &["event", "manifest", "media", "mill", "stage"]),
    ("mill", &["cache", "event"]),
    ("stage", &["event", "media", "mill", "process", "provider", "render"]),
    ("provider", &["event", "media", "process"]),
    ("render", &["media", "process"]),
    ("report", &["event", "media"]),
    ("cache", &["event"]),
    ("media", &[]),
    ("process", &[]),
    ("event", &[]),
];

/// A library that one room alone names.
const KEPT_IN: &[(&str, &str)] = &[
    ("cacache", "cache"),
    ("indicatif", "report"),
    ("console", "report"),
    ("clap", "cli"),
    ("clap_complete", "cli"),
    ("clap_mangen", "cli"),
    ("reqwest", "provider"),
    ("tracing_subscriber", "report"),
    ("tokio::process", "process"),
    ("std::process::Command", "process"),
];

fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|ending| ending == "rs") && !only_for_tests(&path) {
            found.push(path);
        }
    }
}

/// Files that are compiled for tests alone.
fn only_for_tests(path: &Path) -> bool {
    ["tests.rs", "testing.rs", "counted.rs", "steadiness.rs", "local_server.rs"].iter().any(|name| path.ends_with(name))
        || path.components().any(|part| part.as_os_str() == "tests")
}

/// Every source file: its room and its text without tests and comments.
fn files() -> Vec<(PathBuf, String, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut paths = Vec::new();
    sources(&root, &mut paths);
    paths.sort();
    paths
        .into_iter()
        .map(|path| {
            let inside = path.strip_prefix(&root).unwrap().to_path_buf();
            let first = inside.components().next().unwrap().as_os_str().to_str().unwrap().to_owned();
            let room = first.trim_end_matches(".rs").to_owned();
            let text = fs::read_to_string(&path).unwrap();
            let text = text.split("#[cfg(test)]\nmod tests").next().unwrap_or_default();
            let code: Vec<&str> = text.lines().filter(|line| !line.trim_start().starts_with("//")).collect();
            (inside, room, code.join("\n"))
        })
        .collect()
}

/// The rooms that `crate::room` paths in a text name, `use crate::{a, b}` included.
fn named(code: &str) -> BTreeSet<String> {
    let mut rooms = BTreeSet::new();
    for piece in code.split("crate::").skip(1) {
        let names: Vec<&str> = match piece.strip_prefix('{') {
            Some(list) => list.split('}').next().unwrap_or_default().split(',').collect(),
            None => vec![piece],
        };
        for name in names {
            rooms.insert(name.trim().chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect());
        }
    }
    rooms
}

#[test]
fn no_arrow_but_those_of_the_table() {
    let mut wrong = Vec::new();
    for (path, room, code) in files() {
        let Some((_, allowed)) = ROOMS.iter().find(|(name, _)| *name == room) else { continue };
        for target in named(&code) {
            let is_room = ROOMS.iter().any(|(name, _)| *name == target);
            if is_room && target != room && !allowed.contains(&target.as_str()) {
                wrong.push(format!("{}: {room} may not use {target}", path.display()));
            }
            if matches!(target.as_str(), "cli" | "command") && !allowed.contains(&target.as_str()) {
                wrong.push(format!("{}: {room} may not know the command line", path.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_room_is_in_the_table() {
    let known: BTreeSet<&str> = ROOMS.iter().map(|(name, _)| *name).chain(["cli", "command", "main", "lib"]).collect();
    for (path, room, _) in files() {
        assert!(known.contains(room.as_str()), "{} is in no room of the table", path.display());
    }
}

#[test]
fn a_library_is_named_in_its_own_room_alone() {
    let mut wrong = Vec::new();
    for (path, room, code) in files() {
        for (library, home) in KEPT_IN {
            let names = code.contains(&format!("use {library}"))
                || code
                    .match_indices(&format!("{library}::"))
                    .any(|(at, _)| !code[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_' || c == ':'));
            if names && room != *home && room != "main" {
                wrong.push(format!("{}: only {home} names {library}", path.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn files_stay_small() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut paths = Vec::new();
    sources(&root, &mut paths);
    let mut lengths: Vec<(usize, PathBuf)> =
        paths.into_iter().map(|path| (fs::read_to_string(&path).unwrap().lines().count(), path)).collect();
    lengths.sort();
    let median = lengths[lengths.len() / 2].0;
    assert!(median < 120, "the median file has {median} lines");
    let large: Vec<_> = lengths.iter().filter(|(lines, _)| *lines > 450).collect();
    assert!(large.is_empty(), "more than one idea a file: {large:?}");
}
