//! Closed terminals and kills: what is told to stop stops, and nothing of ours outlives us.

mod common;

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::process::{Child, Stdio};
use std::time::{Duration, Instant};

use common::{Project, SMALL};
use nix::sys::signal::{SigHandler, Signal, kill, signal};
use nix::unistd::Pid;
use reelmill::report::Report;

/// Longer than anything here takes on a machine that is busy with other tests.
const PATIENCE: Duration = Duration::from_secs(60);

/// One video after another, the second with a program that runs until it is let go, or for a minute.
fn project() -> Project {
    let project = Project::new();
    let script = project.path("slow.sh");
    project.write(
        "slow.sh",
        "#!/bin/sh\ncd \"$(dirname \"$0\")\"\necho $$ > pid.new && mv pid.new pid\n\
         for n in $(seq 1200); do [ -e go ] && exit 1; sleep 0.05; done\n",
    );
    fs::set_permissions(&script, fs::Permissions::from_mode(0o755)).unwrap();
    project.write(
        "reels.yaml",
        &format!(
            "{SMALL}videos:
  - id: quick
    scenes: [ {{ say: Quick., visual: {{ color: '#102030' }} }} ]
  - id: slow
    scenes: [ {{ say: Wait., visual: {{ command: ['{}'] }} }} ]
",
            script.display()
        ),
    );
    project
}

/// Waits until it is so; a test that waits for longer has found a fault.
#[track_caller]
fn until(what: &str, is_so: impl Fn() -> bool) -> Duration {
    let began = Instant::now();
    while !is_so() {
        assert!(began.elapsed() < PATIENCE, "{what}");
        std::thread::sleep(Duration::from_millis(20));
    }
    began.elapsed()
}

/// The process number of the program that the second video waits for.
fn child_of(project: &Project) -> i32 {
    until("the slow program is started", || project.path("pid").exists());
    fs::read_to_string(project.path("pid")).unwrap().trim().parse().unwrap()
}

fn is_alive(process: i32) -> bool {
    let stat = fs::read_to_string(format!("/proc/{process}/stat")).unwrap_or_default();
    // A zombie does nothing any more.
    stat.rsplit_once(") ").is_some_and(|(_, rest)| !rest.starts_with('Z'))
}

fn send(child: &Child, signal: Signal) {
    kill(Pid::from_raw(child.id().try_into().unwrap()), signal).unwrap();
}

#[test]
fn each_way_of_asking_ends_the_programs_that_we_started() {
    // Whoever runs the tests may have set a hangup aside, as nohup does, and what is started inherits it.
    // SAFETY: the default action replaces no handler's.
    unsafe { signal(Signal::SIGHUP, SigHandler::SigDfl) }.unwrap();
    for (signal, code) in [(Signal::SIGHUP, 143), (Signal::SIGTERM, 143), (Signal::SIGINT, 130)] {
        let project = project();
        let run = project.start(&["run", "reels.yaml"]);
        let child = child_of(&project);
        send(&run, signal);
        assert_eq!(run.wait_with_output().unwrap().status.code(), Some(code), "{signal}");
        assert!(!is_alive(child), "{signal}");
    }
}

#[test]
fn a_second_request_leaves_at_once() {
    let project = project();
    let run = project.start(&["run", "reels.yaml"]);
    let child = child_of(&project);
    send(&run, Signal::SIGTERM);
    send(&run, Signal::SIGINT);
    assert!(matches!(run.wait_with_output().unwrap().status.code(), Some(130 | 143)));
    until("the program is gone", || !is_alive(child));
}

#[test]
fn killed_we_take_our_programs_with_us() {
    let project = project();
    let mut run = project.start(&["run", "reels.yaml", "--events", "e.ndjson"]);
    let child = child_of(&project);
    until("the first video is done", || {
        fs::read_to_string(project.path("e.ndjson")).is_ok_and(|text| text.contains(r#""event":"video_finished""#))
    });
    send(&run, Signal::SIGKILL);
    run.wait().unwrap();
    until("the program is gone", || !is_alive(child));

    // What was told before is worth a report.
    let joined = project.run(&["report", "merge", "e.ndjson"]).ok();
    let report: Report = serde_json::from_str(&joined.stdout).unwrap();
    assert_eq!((report.totals.done, report.totals.stopped, report.runs[0].complete), (1, 1, false));
}

#[test]
fn under_nohup_a_closed_terminal_is_no_reason_to_stop() {
    let project = project();
    let program = env!("CARGO_BIN_EXE_reelmill");
    let mut command = std::process::Command::new("sh");
    command.args(["-c", &format!("trap '' HUP; exec '{program}' run reels.yaml")]).current_dir(project.path(""));
    command.env("REELMILL_CACHE_DIR", project.path("cache")).env_remove("XDG_STATE_HOME").env_remove("CI");
    let run = command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    child_of(&project);
    send(&run, Signal::SIGHUP);
    project.write("go", "");
    let output = run.wait_with_output().unwrap();
    // One of the two failed, as its program did; neither was stopped.
    assert_eq!(output.status.code(), Some(3), "{}", String::from_utf8_lossy(&output.stderr));
}

#[test]
fn what_runs_right_now_can_be_looked_at() {
    let project = project();
    let run = project.start(&["run", "reels.yaml"]);
    child_of(&project);
    let seen = || {
        let stats = project.run(&["stats", "--format", "json"]).ok().stdout;
        let stats: serde_json::Value = serde_json::from_str(&stats).unwrap();
        stats["live"][0]["now"].as_array().is_some_and(|now| now.iter().any(|job| job["video"] == "slow"))
    };
    until("the run is seen", seen);
    let table = project.run(&["stats"]).ok().stdout;
    assert!(table.contains("running: reels.yaml") && table.contains("slow  visual scene 1"), "{table}");
    project.write("go", "");
    run.wait_with_output().unwrap();
    assert!(!project.run(&["stats"]).ok().stdout.contains("running:"));
}
