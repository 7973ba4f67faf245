//! Running it unattended and looking back: events, reports, history, overlap, shards, hooks, logs.

mod common;

use std::collections::BTreeSet;
use std::fs;
use std::os::unix::fs::PermissionsExt;

use clap::Parser;
use common::{Project, SMALL};
use reelmill::event::{Event, Told};
use reelmill::report::{Report, Summary};
use serde_json::{Value, json};

/// Two videos of two scenes; the second cannot be made where `bad` is.
fn batch(second: &str) -> String {
    format!(
        "{SMALL}videos:
  - id: first
    title: '</script> & <b>bold</b>'
    scenes:
      - {{ say: One begins., visual: {{ color: '#102030' }} }}
      - {{ say: Two ends., visual: {{ color: '#203040' }} }}
  - id: second
    scenes:
      - {{ say: {second}, visual: {{ color: '#304050' }} }}
"
    )
}

/// A video whose picture is a program that fails.
fn failing() -> String {
    format!(
        "{SMALL}videos:
  - id: good
    scenes: [ {{ say: Fine., visual: {{ color: '#102030' }} }} ]
  - id: bad
    scenes: [ {{ say: Never., visual: {{ command: ['false'] }} }} ]
"
    )
}

fn lines(text: &str) -> Vec<Told> {
    text.lines().map(|line| serde_json::from_str(line).unwrap_or_else(|error| panic!("{error}: {line}"))).collect()
}

fn json(text: &str) -> Value {
    serde_json::from_str(text).unwrap()
}

#[test]
fn events_tell_the_whole_run_and_add_up_to_the_same_summary() {
    let project = Project::with(&batch("Three is second."));
    let ran = project.run(&["run", "reels.yaml", "--events", "e.ndjson"]).ok();
    let told = lines(&fs::read_to_string(project.path("e.ndjson")).unwrap());
    assert!(matches!(told[0].event, Event::RunStarted { videos: 2, .. }));
    assert!(matches!(told.last().unwrap().event, Event::RunFinished { .. }));
    let mut summary = Summary::default();
    told.iter().for_each(|told| summary.take(&told.event));
    let style = reelmill::report::Style { colour: false };
    let tables = reelmill::report::tables(&summary, None, 80, style);
    // CPU time is the one thing that no event tells.
    let without_cpu = |text: &str| {
        let parts = text.split(['·', '\n']).map(str::trim).filter(|part| !part.starts_with("cpu ") && !part.is_empty());
        parts.map(str::to_owned).collect::<Vec<_>>()
    };
    // The program was run in the project's folder, and we are not.
    let tables = tables.replace(&format!("{}/", project.path("out").parent().unwrap().display()), "");
    let printed = ran.stdout.split_once("\n\n").unwrap().1;
    assert_eq!(without_cpu(printed), without_cpu(&tables));
}

#[test]
fn stdout_is_for_the_program_that_asked() {
    let project = Project::with(&batch("Three is second."));
    let events = project.run(&["run", "reels.yaml", "--format", "ndjson"]).ok();
    assert!(lines(&events.stdout).len() > 10);
    let report = project.run(&["run", "reels.yaml", "--format", "json"]).ok();
    let report = json(&report.stdout);
    assert_eq!((&report["version"], &report["totals"]["done"]), (&1.into(), &2.into()));
    assert_eq!(report["videos"][0]["sidecar"]["scenes"][0]["narration"], "One begins.");
    assert_eq!(report["videos"][0]["files"][0]["digest"].as_str().unwrap().len(), 64);
}

#[test]
fn lines_and_reports_are_what_their_schemas_say() {
    let project = Project::with(&failing());
    project.run(&["run", "reels.yaml", "--events", "e.ndjson", "--report", "r.json"]).exits(3);
    for (of, file) in [("events", "e.ndjson"), ("report", "r.json")] {
        let schema = json(&project.run(&["report", "schema", of]).ok().stdout);
        let text = fs::read_to_string(project.path(file)).unwrap();
        let values: Vec<Value> = if of == "events" { text.lines().map(json).collect() } else { vec![json(&text)] };
        for value in values {
            let faults = faults(&schema, &schema, &value, "");
            assert!(faults.is_empty(), "{of}: {faults:?}\n{value}");
        }
    }
}

/// What a JSON Schema of the kind that we print has against a value.
fn faults(root: &Value, schema: &Value, value: &Value, at: &str) -> Vec<String> {
    if let Some(reference) = schema["$ref"].as_str() {
        return faults(root, &root.pointer(reference.trim_start_matches('#')).unwrap().clone(), value, at);
    }
    let mut found = Vec::new();
    let kinds: Vec<&str> = match &schema["type"] {
        Value::String(kind) => vec![kind],
        Value::Array(kinds) => kinds.iter().filter_map(Value::as_str).collect(),
        _ => vec![],
    };
    let is = |kind: &str| match kind {
        "object" => value.is_object(),
        "array" => value.is_array(),
        "string" => value.is_string(),
        "integer" => value.is_u64() || value.is_i64(),
        "number" => value.is_number(),
        "boolean" => value.is_boolean(),
        _ => value.is_null(),
    };
    if !kinds.is_empty() && !kinds.iter().any(|kind| is(kind)) {
        found.push(format!("{at} is {value}, not {kinds:?}"));
    }
    if schema.get("const").is_some_and(|only| only != value) {
        found.push(format!("{at} is {value}, not {}", schema["const"]));
    }
    if schema["enum"].as_array().is_some_and(|all| !all.contains(value)) {
        found.push(format!("{at} is {value}, not one of {}", schema["enum"]));
    }
    for choice in ["oneOf", "anyOf"] {
        if let Some(choices) = schema[choice].as_array()
            && !choices.iter().any(|choice| faults(root, choice, value, at).is_empty())
        {
            found.push(format!("{at} fits none of {choice}: {value}"));
        }
    }
    if let Some(object) = value.as_object() {
        for name in schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str) {
            if !object.contains_key(name) {
                found.push(format!("{at} has no {name}"));
            }
        }
        for (name, inner) in object {
            if let Some(schema) = schema["properties"].get(name) {
                found.extend(faults(root, schema, inner, &format!("{at}/{name}")));
            }
        }
    }
    for (index, inner) in value.as_array().into_iter().flatten().enumerate() {
        if schema["items"].is_object() {
            found.extend(faults(root, &schema["items"], inner, &format!("{at}/{index}")));
        }
    }
    found
}

#[test]
fn every_form_of_report_tells_what_failed() {
    let project = Project::with(&failing());
    let forms = ["r.json", "r.md", "r.xml", "r.html"];
    let mut args = vec!["run", "reels.yaml", "--trace", "t.json"];
    forms.iter().for_each(|form| args.extend(["--report", form]));
    project.run(&args).exits(3);
    for form in forms {
        let text = fs::read_to_string(project.path(form)).unwrap();
        assert!(text.contains("bad") && text.contains("good") && text.contains("false"), "{form}: {text}");
    }
    assert!(json(&fs::read_to_string(project.path("t.json")).unwrap())["traceEvents"].as_array().unwrap().len() > 5);
    let report: Report = serde_json::from_slice(&fs::read(project.path("r.json")).unwrap()).unwrap();
    assert_eq!((report.totals.done, report.totals.failed, report.runs[0].exit_code), (1, 1, 3));
}

#[test]
fn a_report_with_another_ending_is_refused_before_any_work() {
    let project = Project::with(&batch("Three is second."));
    let ran = project.run(&["run", "reels.yaml", "--report", "r.pdf"]).exits(2);
    assert!(ran.stderr.contains(".html") && !project.path("out").exists(), "{}", ran.stderr);
}

#[test]
fn a_failed_tool_s_command_line_and_words_are_in_the_log_that_the_error_names() {
    let project = Project::with(&format!(
        "{SMALL}videos:
  - id: bad
    scenes: [ {{ say: Never., visual: {{ video: clip.mp4 }} }} ]
"
    ));
    // Looks like a clip, and is none.
    let mut clip = vec![0, 0, 0, 32];
    clip.extend(b"ftypisom\0\0\x02\0isomiso2avc1mp41");
    clip.extend([0; 4000]);
    fs::write(project.path("clip.mp4"), clip).unwrap();
    let ran = project.run(&["run", "reels.yaml"]).exits(4);
    let log = ran.stdout.lines().find_map(|line| line.trim().strip_prefix("= log: ")).expect(&ran.stdout).to_owned();
    let log = fs::read_to_string(project.path(&log)).unwrap();
    assert!(log.starts_with("$ ") && log.contains("ff") && log.contains(" -"), "{log}");

    project.write("reels.yaml", &failing().replace("['false']", "[sh, -c, 'echo it is broken >&2; exit 3']"));
    let ran = project.run(&["run", "reels.yaml"]).exits(3);
    let log = ran.stdout.lines().find_map(|line| line.trim().strip_prefix("= log: ")).expect(&ran.stdout).to_owned();
    let log = fs::read_to_string(project.path(&log)).unwrap();
    assert_eq!(log, "$ sh -c 'echo it is broken >&2; exit 3'\n\nit is broken\n");
}

#[test]
fn the_history_knows_what_was_run() {
    let project = Project::with(&failing());
    assert!(project.run(&["stats"]).ok().stdout.contains("no run is remembered"));
    project.run(&["run", "reels.yaml"]).exits(3);
    project.run(&["run", "reels.yaml"]).exits(3);
    let stats = json(&project.run(&["stats", "--format", "json"]).ok().stdout);
    assert_eq!((&stats["runs"], &stats["videos_done"], &stats["videos_failed"]), (&2.into(), &2.into(), &2.into()));
    let table = project.run(&["stats", "--manifest", "reels.yaml"]).ok().stdout;
    assert!(table.contains("segment") && table.contains("2 runs"), "{table}");
    assert!(project.run(&["stats", "--manifest", "other.yaml"]).ok().stdout.contains("no run"));
}

#[test]
fn only_what_failed_is_tried_again() {
    let project = Project::with(&failing());
    project.run(&["run", "reels.yaml"]).exits(3);
    let again = project.run(&["run", "reels.yaml", "--only-failed"]).exits(4);
    assert!(again.stdout.contains("bad") && !again.stdout.contains("good"), "{}", again.stdout);
    project.write("reels.yaml", &failing().replace("{ command: ['false'] }", "{ color: '#102030' }"));
    project.run(&["run", "reels.yaml", "--only-failed"]).ok();
    let nothing = project.run(&["run", "reels.yaml", "--only-failed"]).ok();
    assert!(!nothing.stdout.contains("bad"), "{}", nothing.stdout);
}

#[test]
fn only_what_changed_is_looked_at() {
    let project = Project::with(&batch("Three is second."));
    project.run(&["run", "reels.yaml"]).ok();
    project.write("reels.yaml", &batch("Three has changed."));
    let ran = project.run(&["run", "reels.yaml", "--only-changed"]).ok();
    assert!(ran.stdout.contains("✓ second") && !ran.stdout.contains("first"), "{}", ran.stdout);
}

#[test]
fn a_plan_is_of_the_part_that_a_run_would_make() {
    let project = Project::with(&batch("Three is second."));
    let planned = |args: &[&str]| {
        let plan = json(&project.run(&[&["plan", "reels.yaml", "--format", "json"], args].concat()).ok().stdout);
        let ids = plan["videos"].as_array().unwrap().iter().map(|video| video["id"].as_str().unwrap().to_owned());
        ids.collect::<Vec<_>>()
    };
    let parts = [planned(&["--shard", "1/2"]), planned(&["--shard", "2/2"])];
    let ran = project.run(&["run", "reels.yaml", "--shard", "1/2", "--format", "json"]).ok();
    let report: Report = serde_json::from_str(&ran.stdout).unwrap();
    assert_eq!(report.videos.iter().map(|video| video.id.clone()).collect::<Vec<_>>(), parts[0]);
    assert_eq!(parts.concat().into_iter().collect::<BTreeSet<_>>(), BTreeSet::from(["first".into(), "second".into()]));
    // The other part is what is not made yet.
    assert_eq!(planned(&["--only-changed"]), parts[1]);
    project.write("reels.yaml", &failing());
    project.run(&["run", "reels.yaml"]).exits(3);
    assert_eq!(planned(&["--only-failed"]), ["bad"]);
}

#[test]
fn shards_make_everything_once_and_their_reports_join() {
    let project = Project::with(&batch("Three is second."));
    let shard = |n: u8| {
        let (part, report) = (format!("{n}/2"), format!("{n}.json"));
        project.run(&["run", "reels.yaml", "--shard", &part, "--report", &report]).ok();
    };
    shard(1);
    shard(2);
    project.run(&["report", "merge", "1.json", "2.json", "-o", "all.json", "-o", "all.html"]).ok();
    let all: Report = serde_json::from_slice(&fs::read(project.path("all.json")).unwrap()).unwrap();
    let ids: BTreeSet<_> = all.videos.iter().map(|video| video.id.as_str()).collect();
    assert_eq!((ids, all.totals.done, all.runs.len()), (BTreeSet::from(["first", "second"]), 2, 2));
    let mut auto = project.command(&["run", "reels.yaml", "--shard", "auto", "--format", "json"]);
    let auto = auto.env("CI_NODE_INDEX", "2").env("CI_NODE_TOTAL", "2").output().unwrap();
    let auto: Report = serde_json::from_slice(&auto.stdout).unwrap();
    assert_eq!(auto.runs[0].about.shard.as_deref(), Some("2/2"));
    let lost = project.command(&["run", "reels.yaml", "--shard", "auto"]).env_remove("CI_NODE_INDEX").output().unwrap();
    assert!(!lost.status.success());
}

/// Two hundred videos: short and long ones, wide and small ones, some with a script that is yet to be written.
fn mixed(extra: &str) -> String {
    let video = |n: usize| {
        let words = "word ".repeat(6 + n * 13 % 90 + if n.is_multiple_of(11) { 300 } else { 0 });
        let preset = ["shorts", "landscape", "{ width: 320, height: 180 }"][n % 3];
        let script = if n.is_multiple_of(7) {
            format!("script: {{ generate: {{ topic: number {n}, words: {} }} }}", 40 + n)
        } else {
            format!("scenes: [ {{ say: {words}, visual: {{ generated: calm }} }} ]")
        };
        format!("  - {{ id: video-{n}, preset: {preset}, {script} }}\n")
    };
    format!("videos:\n{}{extra}", (0..200).map(video).collect::<String>())
}

#[test]
fn parts_of_a_mixed_batch_are_balanced_and_stay_when_a_video_is_added() {
    let project = Project::with(&mixed(""));
    // As a report of an earlier run tells it to all parts.
    let times: Vec<u64> = (0..200).map(|n| 500 + n * 37 % 4000 + if n % 11 == 0 { 20_000 } else { 0 }).collect();
    let batch = |extra: &str| {
        project.write("reels.yaml", &mixed(extra));
        (1..=4)
            .map(|part| {
                let part = format!("{part}/4");
                let args = ["plan", "reels.yaml", "--format", "json", "--shard", &part, "--shard-times", "times.json"];
                let plan = json(&project.run(&args).ok().stdout);
                let ids = plan["videos"].as_array().unwrap().iter();
                ids.map(|video| video["id"].as_str().unwrap().to_owned()).collect::<BTreeSet<_>>()
            })
            .collect::<Vec<_>>()
    };
    project.write("times.json", &report_of(&times));
    let before = batch("");
    assert_eq!(before.iter().map(BTreeSet::len).sum::<usize>(), 200);
    let load = |part: &BTreeSet<String>| part.iter().map(|id| times[id[6..].parse::<usize>().unwrap()]).sum::<u64>();
    let loads: Vec<u64> = before.iter().map(load).collect();
    let mean = loads.iter().sum::<u64>() as f64 / 4.0;
    let ratio = *loads.iter().max().unwrap() as f64 / mean;
    println!("max/mean of 200 videos over 4 parts: {ratio:.3}");
    assert!(ratio <= 1.15, "{ratio:.3}: {loads:?}");
    let after = batch("  - { id: another, scenes: [ { say: More., visual: { generated: calm } } ] }\n");
    let moved: usize = before.iter().zip(&after).map(|(old, new)| old.difference(new).count()).sum();
    assert!(moved <= 10, "{moved} of 200 moved");
}

/// As an earlier run tells what its videos took.
fn report_of(times: &[u64]) -> String {
    let job = |n: usize, ms: u64| {
        let job =
            json!({ "video": format!("video-{n}"), "stage": "segment", "label": "scene 1", "key": format!("{n}") });
        let zero = json!({ "saved_ms": 0.0, "cost_micro_usd": 0, "saved_cost_micro_usd": 0 });
        let mut finished = json!({ "version": 1, "time": "2026-01-01T00:00:00Z", "event": "job_finished", "job": job,
            "outcome": "made", "elapsed_ms": ms as f64 });
        finished.as_object_mut().unwrap().extend(zero.as_object().unwrap().clone());
        finished.to_string() + "\n"
    };
    let started = json!({ "version": 1, "time": "2026-01-01T00:00:00Z", "event": "run_started", "videos": times.len(),
        "workers": 2, "in_flight": 5 });
    let events: String = times.iter().enumerate().map(|(n, ms)| job(n, *ms)).collect();
    let project = Project::new();
    project.write("e.ndjson", &format!("{started}\n{events}"));
    project.run(&["report", "merge", "e.ndjson"]).ok().stdout
}

#[test]
fn a_run_of_events_becomes_a_report_too() {
    let project = Project::with(&failing());
    project.run(&["run", "reels.yaml", "--events", "e.ndjson"]).exits(3);
    let joined = json(&project.run(&["report", "merge", "e.ndjson"]).ok().stdout);
    assert_eq!((&joined["totals"]["done"], &joined["totals"]["failed"]), (&1.into(), &1.into()));
    project.write("no.json", "{}");
    let wrong = project.run(&["report", "merge", "no.json"]).exits(1);
    assert!(wrong.stderr.contains("no.json"), "{}", wrong.stderr);
}

#[test]
fn the_same_run_twice_waits_or_leaves_or_fails() {
    let project = Project::with(&format!(
        "{SMALL}videos:
  - id: slow
    scenes: [ {{ say: Wait., visual: {{ command: [./slow.sh] }} }} ]
"
    ));
    // The first run goes on for as long as we want.
    project.write("slow.sh", "#!/bin/sh\ntouch \"$(dirname \"$0\")/begun\"\nwhile [ ! -e \"$(dirname \"$0\")/go\" ]; do sleep 0.05; done\nexit 1\n");
    let script = project.path("slow.sh");
    fs::set_permissions(&script, fs::Permissions::from_mode(0o755)).unwrap();
    let manifest = fs::read_to_string(project.path("reels.yaml")).unwrap();
    project.write("reels.yaml", &manifest.replace("./slow.sh", script.to_str().unwrap()));
    let first = project.start(&["run", "reels.yaml"]);
    while !project.path("begun").exists() {
        std::thread::sleep(std::time::Duration::from_millis(20));
    }
    let skipped = project.run(&["run", "reels.yaml", "--if-running", "skip"]).ok();
    assert!(skipped.stderr.contains("being run already"), "{}", skipped.stderr);
    project.run(&["run", "reels.yaml", "--if-running", "fail"]).exits(7);
    let waiting = project.start(&["run", "reels.yaml"]);
    project.write("go", "");
    assert_eq!(first.wait_with_output().unwrap().status.code(), Some(4));
    assert_eq!(waiting.wait_with_output().unwrap().status.code(), Some(4));
}

#[test]
fn hooks_get_the_report() {
    let project = Project::with(&failing());
    for name in ["good", "bad"] {
        project.write(&format!("{name}.sh"), &format!("#!/bin/sh\ncat > \"$(dirname \"$0\")/{name}.json\"\n"));
        fs::set_permissions(project.path(&format!("{name}.sh")), fs::Permissions::from_mode(0o755)).unwrap();
    }
    let hooks = ["--on-success", "./good.sh", "--on-failure", "./bad.sh", "--on-failure", "./none.sh"];
    let ran = project.run(&[&["run", "reels.yaml"][..], &hooks].concat()).exits(3);
    assert!(ran.stderr.contains("./none.sh"), "{}", ran.stderr);
    assert!(!project.path("good.json").exists());
    let report: Report = serde_json::from_slice(&fs::read(project.path("bad.json")).unwrap()).unwrap();
    assert_eq!(report.totals.failed, 1);
    project.run(&[&["run", "reels.yaml", "--only", "good"][..], &hooks].concat()).ok();
    assert!(project.path("good.json").exists());
}

#[test]
fn the_log_file_has_every_job_and_its_key() {
    let project = Project::with(&batch("Three is second."));
    project.run(&["run", "reels.yaml", "--log-file", "logs/run.log"]).ok();
    let log = fs::read_to_string(project.path("logs/run.log")).unwrap();
    let made = log.lines().find(|line| line.contains("job made") && line.contains("stage=segment")).expect(&log);
    assert!(made.contains("video=") && made.contains("key="), "{made}");
    let quiet = project.command(&["run", "reels.yaml", "-q"]).env("REELMILL_LOG", "info").output().unwrap();
    let told = String::from_utf8_lossy(&quiet.stderr).into_owned();
    assert!(told.contains("INFO  run: run started") && !told.contains("DEBUG"), "{told}");
    let wrong = project.command(&["run", "reels.yaml"]).env("REELMILL_LOG", "loud").output().unwrap();
    assert!(wrong.status.code() == Some(2) && String::from_utf8_lossy(&wrong.stderr).contains("REELMILL_LOG"));
    let both = project.run(&["run", "reels.yaml", "-vv"]).ok();
    assert!(both.stderr.contains("DEBUG run: job hit"), "{}", both.stderr);
}

#[test]
fn what_is_done_for_a_job_is_logged_with_its_key() {
    let project = Project::with(&batch("Three is second."));
    let mut command = project.command(&["run", "reels.yaml", "--log-file", "run.log"]);
    assert!(command.env("REELMILL_LOG", "warn,process=debug,run=debug").output().unwrap().status.success());
    let log = fs::read_to_string(project.path("run.log")).unwrap();
    let field = |line: &str, name: &str| {
        line.split_whitespace().find_map(|word| Some(word.strip_prefix(name)?.to_owned())).unwrap_or_default()
    };
    let started: Vec<_> = log
        .lines()
        .filter(|line| line.contains("DEBUG process: started program=ffmpeg"))
        .map(|l| field(l, "key="))
        .collect();
    let made: BTreeSet<_> =
        log.lines().filter(|line| line.contains("run: job made")).map(|line| field(line, "key=")).collect();
    assert!(started.len() > 2 && started.iter().filter(|key| !key.is_empty()).all(|key| made.contains(key)), "{log}");
    assert!(started.iter().any(|key| key.len() == 64), "{log}");
    assert!(log.lines().all(|line| line.contains(" process: ") || line.contains(" run: ") || line.contains(" WARN ")));
    // Commands without a log of their own tell on stderr.
    let plan = project.command(&["plan", "reels.yaml"]).env("REELMILL_LOG", "trace").output().unwrap();
    assert!(plan.status.success());
}

#[test]
fn cron_has_no_home_and_hears_nothing_of_success() {
    let project = Project::with(&batch("Three is second."));
    let mut command = project.command(&["run", "reels.yaml", "--quiet"]);
    command.env_clear().env("PATH", "/usr/bin:/bin").env("TMPDIR", project.path(""));
    let ran = command.output().unwrap();
    assert!(ran.status.success(), "{}", String::from_utf8_lossy(&ran.stderr));
    assert_eq!((ran.stdout.len(), ran.stderr.len()), (0, 0), "{}", String::from_utf8_lossy(&ran.stderr));
}

#[test]
fn github_gets_groups_annotations_and_a_summary() {
    let project = Project::with(&failing());
    let mut command = project.command(&["run", "reels.yaml"]);
    command.env("CI", "true").env("GITHUB_ACTIONS", "true").env("GITHUB_STEP_SUMMARY", project.path("summary.md"));
    let ran = command.output().unwrap();
    let out = String::from_utf8_lossy(&ran.stdout).into_owned();
    assert!(out.contains("::group::") && out.contains("::endgroup::"), "{out}");
    assert!(out.contains("::error file=reels.yaml,title=bad"), "{out}");
    assert!(fs::read_to_string(project.path("summary.md")).unwrap().contains("1 of 2 videos failed"));

    project.write("reels.yaml", "videos:\n  - id: a\n    scens: []\n");
    let wrong = project.command(&["check", "reels.yaml"]).env("GITHUB_ACTIONS", "true").output().unwrap();
    let told = String::from_utf8_lossy(&wrong.stderr).into_owned();
    assert!(told.contains("::error file=reels.yaml,line="), "{told}");
}

#[test]
fn ids_and_stages_are_completed() {
    let project = Project::with(&batch("Three is second."));
    let complete = |words: &[&str]| {
        let mut command = project.command(&[&["--"][..], words].concat());
        let index = (words.len() - 1).to_string();
        let ran = command.env("COMPLETE", "bash").env("_CLAP_COMPLETE_INDEX", index).env("_CLAP_IFS", "\n").output();
        String::from_utf8_lossy(&ran.unwrap().stdout).into_owned()
    };
    assert_eq!(complete(&["reelmill", "run", "reels.yaml", "--only", "se"]).trim(), "second");
    assert_eq!(complete(&["reelmill", "why", "se"]).trim(), "second");
    assert!(complete(&["reelmill", "run", "reels.yaml", "--refresh", "s"]).contains("soundtrack"));
}

#[test]
fn help_fits_a_screen_and_every_flag_stands_in_one_group() {
    let project = Project::new();
    let commands = [
        "run",
        "make",
        "plan",
        "check",
        "show",
        "schema",
        "init",
        "script",
        "stats",
        "report",
        "why",
        "cache",
        "voices",
        "doctor",
        "completions",
        "man",
    ];
    for command in commands {
        let short = project.run(&[command, "-h"]).ok().stdout;
        assert!(short.lines().count() <= 45, "{command}: {} lines\n{short}", short.lines().count());
        let long = project.run(&[command, "--help"]).ok().stdout;
        let flags: Vec<_> =
            long.lines().filter_map(|line| line.split_whitespace().find(|word| word.starts_with("--"))).collect();
        let once: BTreeSet<_> = flags.iter().collect();
        assert_eq!(flags.len(), once.len(), "{long}");
    }
}

#[test]
fn the_examples_for_ci_and_cron_call_the_program_as_it_is() {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("examples");
    let mut calls = 0;
    for file in ["ci/github.yml", "ci/gitlab.yml", "cron/nightly.sh"] {
        let text = fs::read_to_string(root.join(file)).unwrap();
        for line in text.lines().filter(|line| !line.contains("cargo install") && !line.trim().starts_with('#')) {
            let Some((_, call)) = line.split_once("reelmill ") else { continue };
            if !["check", "run", "report"].iter().any(|command| call.starts_with(command)) {
                continue;
            }
            let call = call.replace("${{ matrix.part }}", "1").replace("$CI_NODE_INDEX", "1").replace(" \"$@\"", "");
            let words = std::iter::once("reelmill").chain(call.split_whitespace());
            let parsed = reelmill::cli::Cli::try_parse_from(words);
            assert!(parsed.is_ok(), "{file}: {line}: {}", parsed.unwrap_err());
            calls += 1;
        }
    }
    assert_eq!(calls, 6);
}
