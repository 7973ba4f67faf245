//! `cache …`, `plan` and `why`: what they tell is what is so.

mod common;

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::PathBuf;

use common::{Project, SMALL};
use serde_json::Value;

fn two_scenes(second: &str) -> String {
    format!(
        "{SMALL}videos:
  - id: two
    scenes:
      - {{ say: One is first., visual: {{ color: '#123456' }} }}
      - {{ say: {second}, visual: {{ color: '#654321' }} }}
"
    )
}

fn json(project: &Project, args: &[&str]) -> Value {
    let args = [args, &["--format", "json"]].concat();
    serde_json::from_str(&project.run(&args).ok().stdout).unwrap()
}

/// The files of the content store.
fn content(project: &Project) -> Vec<PathBuf> {
    let under = |path: PathBuf| fs::read_dir(path).unwrap().map(|entry| entry.unwrap().path());
    under(project.path("cache/content-v2/sha256")).flat_map(under).flat_map(under).collect()
}

#[test]
fn stats_count_what_was_made_and_what_that_saved_since() {
    let project = Project::with(&two_scenes("Two is next."));
    assert_eq!(json(&project, &["cache", "stats"])["kinds"]["all"]["entries"], 0);
    project.make().ok();
    project.make().ok();
    let stats = json(&project, &["cache", "stats"]);
    let of = |kind: &str, count: &str| stats["kinds"][kind]["all_time"][count].as_u64().unwrap();
    assert_eq!((of("speech", "hits"), of("speech", "misses")), (0, 2));
    assert_eq!((of("video", "hits"), of("video", "misses")), (1, 1));
    assert_eq!(stats["kinds"]["video"]["last_7_days"]["hit_rate"], 0.5);
    assert!(of("video", "saved_ms") >= 1 && of("segment", "took_ms") >= 1);
    assert_eq!(stats["kinds"]["segment"]["entries"], 2);
    let sum: u64 = ["speech", "visual", "segment", "soundtrack", "assemble", "video"]
        .iter()
        .map(|kind| stats["kinds"][kind]["bytes"].as_u64().unwrap())
        .sum();
    assert_eq!(stats["kinds"]["all"]["bytes"].as_u64(), Some(sum));
    assert_eq!(stats["bytes"].as_u64(), Some(sum), "every byte belongs to a kind");
    let table = project.run(&["cache", "stats"]).ok().stdout;
    assert!(table.contains("last 7 days") && table.contains("next to go"), "{table}");
}

#[test]
fn listing_and_clearing_go_by_stage_and_what_was_cleared_alone_is_made_again() {
    let project = Project::with(&two_scenes("Two is next."));
    project.make().ok();
    let list = json(&project, &["cache", "list", "--stage", "speech"]);
    let about: Vec<_> = list["entries"].as_array().unwrap().iter().map(|e| e["about"].as_str().unwrap()).collect();
    assert!(about.contains(&"Two is next."), "{about:?}");
    let whole = json(&project, &["cache", "list", "--stage", "video"]);
    let files: Vec<_> = whole["entries"][0]["files"].as_object().unwrap().keys().cloned().collect();
    assert_eq!(files, ["poster.jpg", "video.json", "video.mp4", "video.srt", "video.vtt"], "one entry names its parts");
    project.run(&["cache", "clear"]).exits(2);
    project.run(&["cache", "clear", "--stage", "soundtrack", "--stage", "assemble", "--stage", "video", "--yes"]).ok();
    assert_eq!(project.make().ok().made(), ["assemble", "assemble poster", "soundtrack"]);
    project.run(&["cache", "clear", "--yes"]).ok();
    assert!(content(&project).is_empty());
    assert_eq!(project.run(&["cache", "dir"]).ok().stdout.trim(), project.path("cache").to_str().unwrap());
}

#[test]
fn a_dry_prune_says_what_the_prune_then_takes() {
    let project = Project::with(&two_scenes("Two is next."));
    project.make().ok();
    let files = content(&project);
    for path in &files {
        let old = std::time::SystemTime::now() - std::time::Duration::from_secs(3 * 3600);
        fs::File::open(path).unwrap().set_modified(old).unwrap();
    }
    let would = json(&project, &["cache", "prune", "--dry-run", "--max-age", "1h"]);
    let going: usize =
        would["would_go"].as_array().unwrap().iter().map(|group| group["content"].as_array().unwrap().len()).sum();
    assert_eq!(going, files.len());
    assert_eq!(would["would_go"][0]["why"], "age");
    assert_eq!(content(&project).len(), files.len(), "nothing went");
    let told = project.run(&["cache", "prune", "--dry-run", "--max-size", "1kB"]).ok().stdout;
    assert!(told.contains("used least recently, and more than 1.0 kB is taken"), "{told}");
    let pruned = json(&project, &["cache", "prune", "--max-age", "1h"]);
    assert_eq!(pruned["evicted"].as_u64().unwrap() as usize, files.len());
    assert!(content(&project).is_empty());
}

#[test]
fn damage_is_found_repaired_and_made_again() {
    let project = Project::with(&two_scenes("Two is next."));
    project.make().ok();
    assert!(project.run(&["cache", "verify"]).ok().stdout.contains(" 0 faults"));
    for path in content(&project).iter().filter(|path| fs::metadata(path).unwrap().len() > 3000) {
        let mut bytes = fs::read(path).unwrap();
        let middle = bytes.len() / 2;
        bytes[middle] ^= 1;
        fs::set_permissions(path, fs::Permissions::from_mode(0o644)).unwrap();
        fs::write(path, bytes).unwrap();
    }
    let whole = fs::read(project.path("out/two.mp4")).unwrap();
    let found = project.run(&["cache", "verify"]).exits(1).stdout;
    assert!(found.contains("not what it was when it was stored") && found.contains("--repair"), "{found}");
    project.run(&["cache", "verify", "--repair"]).ok();
    assert!(project.run(&["cache", "verify"]).ok().stdout.contains(" 0 faults"));
    fs::remove_file(project.path("out/two.mp4")).unwrap();
    project.make().ok();
    assert!(fs::read(project.path("out/two.mp4")).unwrap() == whole);
}

#[test]
fn why_names_the_field_that_changed_and_nothing_else() {
    let project = Project::with(&two_scenes("Two is next."));
    let why = |args: &[&str]| json(&project, &[&["why", "two"], args].concat());
    let first = why(&[]);
    assert!(first["missing"].as_array().unwrap().iter().all(|job| job["why"] == "new"), "{first}");
    project.make().ok();
    assert_eq!(why(&["--manifest", "reels.yaml"])["finished"], true);

    project.write("reels.yaml", &two_scenes("Two is a crowd."));
    let missing = why(&[])["missing"].clone();
    let job = |stage: &str| missing.as_array().unwrap().iter().find(|job| job["stage"] == stage).unwrap().clone();
    let speech = job("speech");
    assert_eq!((&speech["label"], &speech["why"]), (&"scene 2".into(), &"changed".into()));
    assert_eq!(speech["changes"].as_array().unwrap().len(), 1);
    assert_eq!(speech["changes"][0]["field"], "text");
    assert_eq!(speech["changes"][0]["old"], "\"Two is next.\"");
    assert_eq!(speech["changes"][0]["new"], "\"Two is a crowd.\"");
    assert_eq!(job("video")["changes"][0]["field"], "video.script.scenes[2].say");
    assert!(missing.as_array().unwrap().iter().all(|job| job["label"] != "scene 1"), "{missing}");

    project.write("reels.yaml", &two_scenes("Two is next."));
    project.run(&["cache", "clear", "--stage", "video", "--yes"]).ok();
    let told = project.run(&["why", "two"]).ok().stdout;
    assert!(told.contains("video") && !told.contains("→"), "{told}");
    project.run(&["why", "three"]).exits(2);
}

#[test]
fn a_plan_tells_time_and_cost_from_what_the_like_took() {
    let project = Project::with(&two_scenes("Two is next."));
    let before = json(&project, &["plan", "reels.yaml"]);
    assert_eq!(before["total"]["complete"], false, "nothing is known yet");
    assert_eq!(before["videos"][0]["stages"]["segment"]["make"], 2, "what hangs on the speech is counted too");
    project.make().ok();
    project.write("reels.yaml", &two_scenes("Two is a crowd."));
    let plan = json(&project, &["plan", "reels.yaml"]);
    let stages = &plan["videos"][0]["stages"];
    assert_eq!((&stages["speech"]["hit"], &stages["speech"]["make"]), (&1.into(), &1.into()));
    assert_eq!((&stages["segment"]["hit"], &stages["segment"]["make"]), (&1.into(), &1.into()));
    assert_eq!((&stages["visual"]["make"], &stages["soundtrack"]["make"]), (&0.into(), &1.into()));
    assert_eq!((&plan["total"]["complete"], &plan["total"]["cost_micro_usd"]), (&true.into(), &0.into()));
    assert!(plan["total"]["work_ms"].as_u64().unwrap() > 0, "{plan}");
    let table = project.run(&["plan", "reels.yaml"]).ok().stdout;
    assert!(table.contains("0 of 1 videos are finished; a run takes about"), "{table}");
}

#[test]
fn a_warm_run_spawns_nothing_and_a_plan_leaves_no_trace() {
    let project = Project::with(&two_scenes("Two is next."));
    project.run(&["plan", "reels.yaml"]).ok();
    let traces: Vec<_> =
        fs::read_dir(project.path("cache")).into_iter().flatten().flatten().map(|e| e.file_name()).collect();
    assert!(traces.iter().all(|name| name == "files" || name == "scratch" || name == "CACHEDIR.TAG"), "{traces:?}");
    // Known by its file, a program is not asked again: this one notes when it is.
    let path = std::env::var_os("PATH").unwrap();
    let real = std::env::split_paths(&path).map(|folder| folder.join("ffmpeg")).find(|path| path.exists()).unwrap();
    let (noted, ffmpeg) = (project.path("noted"), project.path("bin/ffmpeg"));
    project.write("bin/ffmpeg", &format!("#!/bin/sh\necho >> {}\nexec {} \"$@\"\n", noted.display(), real.display()));
    fs::set_permissions(&ffmpeg, fs::Permissions::from_mode(0o755)).unwrap();
    let old = std::time::SystemTime::now() - std::time::Duration::from_secs(60);
    fs::File::open(&ffmpeg).unwrap().set_modified(old).unwrap();
    let run = ["run", "reels.yaml", "--ffmpeg", ffmpeg.to_str().unwrap()];
    project.run(&run).ok();
    assert!(fs::metadata(&noted).unwrap().len() > 0);
    fs::remove_file(&noted).unwrap();
    assert!(project.run(&run).ok().stdout.contains("(unchanged)"));
    assert!(!noted.exists(), "a warm run spawned ffmpeg");
}
