//! What stands in for a service that was not to be had, and what becomes of it.

mod common;

use std::fs;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use common::service::{Reply, Server, script_reply};
use common::{Project, Ran, SMALL};

/// A script's writer that is down until it is told to be well.
struct Writer {
    server: Server,
    well: Arc<AtomicBool>,
    project: Project,
}

impl Writer {
    fn down() -> Self {
        let well = Arc::new(AtomicBool::new(false));
        let seen = well.clone();
        let server = Server::start(move |_, _| match seen.load(Ordering::SeqCst) {
            true => script_reply(&["Boats leave at dawn."]),
            false => Reply::status(401),
        });
        let project = Project::with(&format!(
            "{SMALL}providers: {{ script: [{{ kind: openai, base_url: '{}', model: m }}, offline] }}
videos: [{{ id: a, script: {{ generate: {{ topic: boats, scenes: 1 }} }} }}]
",
            server.url
        ));
        Self { server, well, project }
    }

    /// `0`: what stands in is due at once; `1000000`: after ten minutes.
    fn run(&self, waits: &str, args: &[&str]) -> Ran {
        let mut command = self.project.command(args);
        Ran::from(command.env("REELMILL_WAITS_MILLIONTHS", waits).output().unwrap())
    }

    fn writer(&self) -> String {
        let told: serde_json::Value =
            serde_json::from_slice(&fs::read(self.project.path("out/a.json")).unwrap()).unwrap();
        told["provenance"]["writer"].as_str().unwrap().to_owned()
    }
}

const RUN: &[&str] = &["run", "reels.yaml", "--verbose"];

#[test]
fn a_stand_in_is_kept_for_a_while_and_it_is_told_how_to_do_without_it() {
    let writer = Writer::down();
    writer.run("1000000", RUN).ok();
    assert_eq!((writer.server.count(), writer.writer().as_str()), (1, "offline template"));
    writer.well.store(true, Ordering::SeqCst);
    let ran = writer.run("1000000", RUN).ok();
    assert_eq!(writer.server.count(), 1, "it is not asked in every run");
    assert!(ran.jobs().iter().all(|job| job.outcome == "hit"), "{}", ran.stdout);
    let told = ran.stdout.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(told.contains("kept from an earlier run, in which the script is written by a fallback: m at"), "{told}");
    assert!(told.contains("or now with `--refresh video`, `--only` for some"), "{told}");
    writer.run("1000000", &["run", "reels.yaml", "--refresh", "video", "--only", "a"]).ok();
    assert_eq!((writer.server.count(), writer.writer().as_str()), (2, "m"));
    let ran = writer.run("1000000", RUN).ok();
    assert!(!ran.stdout.contains("kept from an earlier run"), "{}", ran.stdout);
}

#[test]
fn what_is_preferred_is_asked_again_when_it_is_due() {
    let writer = Writer::down();
    writer.run("0", RUN).ok();
    let ran = writer.run("0", RUN).ok();
    assert_eq!((writer.server.count(), writer.writer().as_str()), (2, "offline template"), "still down");
    assert!(ran.made().is_empty(), "all else is there: {:?}", ran.made());
    let why = writer.run("0", &["why", "a"]).ok();
    assert!(why.stdout.contains("made with a fallback; what is preferred is to be asked again"), "{}", why.stdout);
    writer.well.store(true, Ordering::SeqCst);
    writer.run("0", RUN).ok();
    assert_eq!((writer.server.count(), writer.writer().as_str()), (3, "m"));
    let ran = writer.run("0", RUN).ok();
    assert_eq!(ran.jobs().len(), 1, "a video as it is wanted is one lookup: {}", ran.stdout);
    assert_eq!(writer.server.count(), 3);
}

#[test]
fn offline_nothing_is_due() {
    let writer = Writer::down();
    let offline = &["run", "reels.yaml", "--verbose", "--offline"];
    writer.run("0", offline).ok();
    let ran = writer.run("0", offline).ok();
    assert_eq!((ran.jobs().len(), writer.server.count()), (1, 0), "{}", ran.stdout);
    let told = ran.stdout.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(told.contains("what is preferred is asked by a run without `--offline`"), "{told}");
}
