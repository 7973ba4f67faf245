//! No key of a service is left behind, or to be seen while a run goes on.

mod common;

use std::collections::BTreeSet;
use std::fs;
use std::process::Stdio;

use common::everything::{KEY, STOCK_KEY, everything, providers, run};
use common::service::{Reply, Server};
use common::{Project, SMALL};
use serde_json::json;

const REPORTS: &[&str] = &["--report", "r.json", "--report", "r.html", "--report", "r.md", "--report", "r.xml"];

#[test]
fn no_key_is_left_anywhere() {
    let server = Server::start(|asked, before| match before {
        // The first answer throws the key back at us.
        0 => Reply::of(400, "application/json", json!({ "error": asked.header("authorization") }).to_string()),
        _ => everything(asked, before),
    });
    let project = Project::with(&format!(
        "{SMALL}{}videos:\n  - {{ id: a, topic: boats, voice: studio, visuals: stock }}\n",
        providers(&server).replace("kind: pexels", "kind: pixabay")
    ));
    let mut told = String::new();
    for args in [
        &[&["run", "reels.yaml", "--format", "ndjson", "--trace", "trace.json", "--lock", "reels.lock"], REPORTS]
            .concat()[..],
        &[&["run", "reels.yaml", "-vv"], REPORTS].concat(),
        &["run", "reels.yaml", "--verbose"],
        &["why", "a"],
        &["cache", "list", "--format", "json"],
        &["show", "reels.yaml"],
        &["plan", "reels.yaml", "--format", "json"],
    ] {
        let ran = run(&project, args);
        told += &(ran.stdout + &ran.stderr);
    }
    assert!(told.contains("[key]"), "the service's own words are told: {told}");
    let sent = server.asked();
    assert!(sent.iter().any(|asked| asked.path.contains("key=stock%2Fkey%2B51e2")), "the key is sent");
    let encoded = "stock%2Fkey%2B51e2";
    for secret in [KEY, STOCK_KEY, encoded] {
        assert!(!told.contains(secret));
        let found = files(&project.path("")).into_iter().find(|path| {
            fs::read(path).unwrap_or_default().windows(secret.len()).any(|window| window == secret.as_bytes())
        });
        assert_eq!(found, None, "{secret}");
    }
}

/// All files below a folder.
fn files(folder: &std::path::Path) -> Vec<std::path::PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap().flatten() {
        match entry.file_type() {
            Ok(kind) if kind.is_dir() => found.extend(files(&entry.path())),
            _ => found.push(entry.path()),
        }
    }
    found
}

#[test]
fn no_key_stands_in_the_arguments_of_any_process() {
    let server = Server::start(everything);
    let scenes: String = (0..6).map(|n| format!("{{ say: Boats leave at dawn on day {n}. }}, ")).collect();
    let project = Project::with(&format!(
        "{SMALL}{}videos:\n  - {{ id: a, voice: studio, visuals: stock, scenes: [{scenes}] }}\n",
        providers(&server)
    ));
    let mut command = project.command(&["run", "reels.yaml"]);
    command.env("REELMILL_WAITS_MILLIONTHS", "1000").env("WRITER_KEY", KEY).env("STOCK_KEY", STOCK_KEY);
    let mut running = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
    let mut programs = BTreeSet::new();
    while running.try_wait().unwrap().is_none() {
        for line in family(running.id()) {
            for secret in [KEY, STOCK_KEY] {
                assert!(!line.contains(secret), "{line:?}");
            }
            let program = line.split('\0').next().unwrap_or_default();
            programs.insert(program.rsplit('/').next().unwrap_or_default().to_owned());
        }
        std::thread::sleep(std::time::Duration::from_millis(1));
    }
    assert!(running.wait().unwrap().success());
    assert!(programs.contains("ffmpeg"), "{programs:?}");
    assert!(server.asked().iter().any(|asked| asked.header("authorization").contains(KEY)));
}

/// The command lines of a process and of all that it started, as the system tells them to everybody.
fn family(pid: u32) -> Vec<String> {
    let mut lines: Vec<String> = fs::read(format!("/proc/{pid}/cmdline"))
        .map(|line| String::from_utf8_lossy(&line).into_owned())
        .into_iter()
        .collect();
    for task in fs::read_dir(format!("/proc/{pid}/task")).into_iter().flatten().flatten() {
        let children = fs::read_to_string(task.path().join("children")).unwrap_or_default();
        lines.extend(children.split_whitespace().filter_map(|child| child.parse().ok()).flat_map(family));
    }
    lines
}
