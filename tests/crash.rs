//! Killed, interrupted, started twice: finished steps are kept and nothing is half-written.

mod common;

use std::collections::BTreeSet;
use std::fs;
use std::io::{BufRead, BufReader};
use std::process::Child;

use common::{Project, SMALL, Told, probe, told};
use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;

fn batch() -> String {
    let video = |id: &str, words: [&str; 4]| {
        let scenes: String = words
            .iter()
            .map(|say| format!("      - {{ say: {say} {id}., visual: {{ generated: calm }} }}\n"))
            .collect();
        format!("  - id: {id}\n    scenes:\n{scenes}")
    };
    let words = ["One begins", "Two goes on", "Three goes further", "Four ends"];
    format!("{SMALL}videos:\n{}{}{}", video("a", words), video("b", words), video("c", words))
}

/// Reads the jobs told by a run until one of this stage was made.
fn until_made(child: &mut Child, stage: &str) -> Vec<Told> {
    let mut jobs = Vec::new();
    for line in BufReader::new(child.stdout.take().unwrap()).lines() {
        if let Some(job) = told(&line.unwrap()) {
            let found = job.stage == stage && job.outcome == "made";
            jobs.push(job);
            if found {
                break;
            }
        }
    }
    jobs
}

fn pid(child: &Child) -> Pid {
    Pid::from_raw(child.id().try_into().unwrap())
}

/// Processes whose working folder lies in the project's cache: the children of a run.
fn children_in(project: &Project) -> Vec<String> {
    let cache = project.path("cache").canonicalize().unwrap();
    let processes = fs::read_dir("/proc").unwrap().flatten();
    processes
        .filter(|process| fs::read_link(process.path().join("cwd")).is_ok_and(|cwd| cwd.starts_with(&cache)))
        .map(|process| fs::read_to_string(process.path().join("cmdline")).unwrap_or_default())
        .collect()
}

fn names(jobs: impl IntoIterator<Item = Told>, outcomes: &[&str]) -> BTreeSet<(String, String, String)> {
    let jobs = jobs.into_iter().filter(|job| outcomes.contains(&job.outcome.as_str()));
    jobs.map(|job| (job.video, job.stage, job.label)).collect()
}

#[test]
fn after_a_kill_only_unfinished_jobs_are_made() {
    let project = Project::with(&batch());
    let mut child = project.start(&["run", "reels.yaml", "--verbose", "--jobs", "1"]);
    let before = names(until_made(&mut child, "segment"), &["made"]);
    kill(pid(&child), Signal::SIGKILL).unwrap();
    child.wait().unwrap();
    assert!(!project.path("out/c.mp4").exists(), "the kill came too late to show anything");

    let again = project.make().ok();
    let made = names(again.jobs(), &["made"]);
    let repeated: Vec<_> = made.intersection(&before).collect();
    assert!(repeated.is_empty(), "made twice: {repeated:?}");
    for id in ["a", "b", "c"] {
        probe(&project.path(&format!("out/{id}.mp4")));
    }
}

#[test]
fn told_to_stop_it_ends_its_children_and_keeps_what_is_finished() {
    for (signal, code) in [(Signal::SIGINT, 130), (Signal::SIGTERM, 143)] {
        let project = Project::with(&batch());
        let mut child = project.start(&["run", "reels.yaml", "--verbose", "--jobs", "1"]);
        let before = names(until_made(&mut child, "segment"), &["made"]);
        kill(pid(&child), signal).unwrap();
        let output = child.wait_with_output().unwrap();
        assert_eq!(output.status.code(), Some(code));
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(said.contains("goes on from here"), "{said}");
        assert_eq!(children_in(&project), Vec::<String>::new());
        let made = names(project.make().ok().jobs(), &["made"]);
        assert!(made.is_disjoint(&before), "made twice: {:?}", made.intersection(&before).collect::<Vec<_>>());
    }
}

#[test]
fn two_runs_at_once_on_one_cache_both_succeed_and_share_the_work() {
    let project = Project::with(&batch());
    // Into two places: the same run twice would have the second wait.
    let start = |place| project.start(&["run", "reels.yaml", "--verbose", "--output-dir", place]);
    let (first, second) = (start("out"), start("other"));
    let outputs = [first.wait_with_output().unwrap(), second.wait_with_output().unwrap()];
    let mut made = Vec::new();
    for output in outputs {
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        let jobs: Vec<_> = String::from_utf8_lossy(&output.stdout).lines().filter_map(told).collect();
        made.extend(names(jobs.into_iter().filter(|job| job.stage != "video"), &["made"]));
    }
    let once: BTreeSet<_> = made.iter().collect();
    assert_eq!(once.len(), made.len(), "a job was made by both");
}
