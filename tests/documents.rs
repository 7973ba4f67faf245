//! What is checked in stays true: examples plan, manual pages and completions are those of the program.

mod common;

use std::fs;
use std::path::{Path, PathBuf};

use common::Project;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn manifests(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() && !path.ends_with("ci") && !path.ends_with("out") {
            found.extend(manifests(&path));
        } else if path.extension().is_some_and(|ending| ending == "yaml" || ending == "json") {
            found.push(path);
        }
    }
    found
}

#[test]
fn every_example_plans() {
    let project = Project::new();
    let examples = manifests(&root().join("examples"));
    assert!(examples.len() >= 4, "{examples:?}");
    for manifest in examples {
        let plan = project.run(&["plan", manifest.to_str().unwrap()]).ok();
        assert!(plan.stdout.contains("found/needed"), "{}: {}", manifest.display(), plan.stdout);
    }
}

#[test]
fn manual_pages_and_completions_are_current() {
    let project = Project::new();
    project.run(&["man", "--dir", "man", "--completions-dir", "completions"]).ok();
    for folder in ["man", "completions"] {
        let listed = |path: PathBuf| {
            let mut names: Vec<_> = fs::read_dir(path).unwrap().map(|entry| entry.unwrap().file_name()).collect();
            names.sort();
            names
        };
        let (made, kept) = (listed(project.path(folder)), listed(root().join(folder)));
        assert_eq!(made, kept, "run: cargo run -- man --dir man --completions-dir completions");
        for name in made {
            let stale = fs::read(project.path(folder).join(&name)).unwrap()
                != fs::read(root().join(folder).join(&name)).unwrap();
            assert!(
                !stale,
                "{folder}/{name:?} is stale; run: cargo run -- man --dir man --completions-dir completions"
            );
        }
    }
}

#[test]
fn the_starter_manifest_is_right_and_never_overwrites() {
    let project = Project::new();
    project.run(&["init"]).ok();
    project.run(&["check", "reels.yaml"]).ok();
    project.run(&["init"]).exits(2);
}

#[test]
fn the_schema_is_json_and_names_what_a_manifest_may_say() {
    let schema: serde_json::Value = serde_json::from_str(&Project::new().run(&["schema"]).ok().stdout).unwrap();
    assert!(schema["properties"]["videos"].is_object());
}

#[test]
fn the_readme_names_every_command() {
    let readme = fs::read_to_string(root().join("README.md")).unwrap();
    let help = Project::new().run(&["--help"]).ok().stdout;
    let commands = help.lines().skip_while(|line| !line.starts_with("Commands:")).skip(1);
    for line in commands.take_while(|line| line.starts_with("  ")) {
        let name = line.split_whitespace().next().unwrap();
        assert!(name == "help" || readme.contains(&format!("`{name}")), "the README does not name `{name}`");
    }
}
