//! Many videos: from rows and from other programs, planned in no time, told apart by their ids.

mod common;

use std::fmt::Write as _;

use common::{Project, SMALL};

#[test]
fn a_batch_body_of_json_is_a_manifest() {
    let project = Project::new();
    project.write(
        "batch.json",
        r#"{"videos":[{"topic":"haunted house","genre":"horror"}],"config":{"maxConcurrent":8,"stopOnError":false}}"#,
    );
    let plan = project.run(&["plan", "batch.json"]).ok();
    assert!(plan.stdout.contains("haunted-house"), "{}", plan.stdout);
}

#[test]
fn a_thousand_rows_are_planned() {
    let rows = (0..1000).fold("n,say\n".to_owned(), |mut rows, i| {
        let _ = writeln!(rows, "{i},This is row {i}.");
        rows
    });
    let project = Project::with(
        "data: rows.csv
videos:
  - { for_each: data, id: 'row-{{ row.n }}', scenes: [{ say: '{{ row.say }}', visual: { color: '#123456' } }] }
",
    );
    project.write("rows.csv", &rows);
    let plan = project.run(&["plan", "reels.yaml"]).ok();
    assert!(
        plan.stdout.lines().any(|line| line.starts_with("  row-999 ") && line.contains(" 0/1 ")),
        "{}",
        plan.stdout
    );
    assert!(plan.stdout.contains("0 of 1000 videos are finished"));
}

#[test]
fn a_plan_tells_what_a_run_then_does() {
    let project = Project::with(&format!(
        "{SMALL}videos:
  - {{ id: a, scenes: [{{ say: First., visual: {{ color: '#123456' }} }}] }}
  - {{ id: b, scenes: [{{ say: Second., visual: {{ color: '#654321' }} }}] }}
"
    ));
    project.run(&["run", "reels.yaml", "--only", "a"]).ok();
    std::fs::remove_file(project.path("out/a.mp4")).unwrap();
    let plan: serde_json::Value =
        serde_json::from_str(&project.run(&["plan", "reels.yaml", "--format", "json"]).ok().stdout).unwrap();
    assert_eq!((&plan["videos"][0]["finished"], &plan["videos"][1]["finished"]), (&true.into(), &false.into()));
    assert_eq!(plan["videos"][1]["stages"]["speech"]["make"], 1);
    assert!(!project.path("out/a.mp4").exists() && !project.path("out/b.mp4").exists(), "a plan places nothing");
}

#[test]
fn one_video_is_made_from_text_on_stdin() {
    let project = Project::new();
    let mut child = project
        .command(&["make", "--title", "A note", "--quality", "draft", "--preset", "160x90", "-o", "note.mp4"])
        .stdin(std::process::Stdio::piped())
        .stdout(std::process::Stdio::piped())
        .spawn()
        .unwrap();
    std::io::Write::write_all(&mut child.stdin.take().unwrap(), b"Just {{ this }}.").unwrap();
    assert!(child.wait_with_output().unwrap().status.success());
    let srt = std::fs::read_to_string(project.path("note.srt")).unwrap();
    assert!(srt.contains("{{ this }}"), "text from a pipe is no template: {srt}");
}

#[test]
fn scripts_are_written_alone_and_say_they_are_templates() {
    let project = Project::with("videos: [{ topic: haunted house, genre: horror }]\n");
    let ran = project.run(&["script", "reels.yaml"]).ok();
    assert!(ran.stdout.contains("haunted house") || ran.stdout.contains("Haunted house"), "{}", ran.stdout);
    let again = project.run(&["script", "reels.yaml"]).ok();
    assert_eq!(ran.stdout, again.stdout);
}

#[test]
fn stop_on_error_stops_and_settling_does_not() {
    let videos = |n: usize| {
        (0..n).fold(
            "  - { id: bad, scenes: [{ say: Bad., visual: { command: ['false'] } }] }\n".to_owned(),
            |text, i| {
                text + &format!(
                    "  - {{ id: v{i}, scenes: [{{ say: Good {i}., visual: {{ color: '#12345{i}' }} }}] }}\n"
                )
            },
        )
    };
    let project = Project::with(&format!("{SMALL}videos:\n{}", videos(4)));
    project.run(&["run", "reels.yaml", "--jobs", "1", "--stop-on-error"]).exits(3);
    assert!(!project.path("out/v3.mp4").exists());
    project.run(&["run", "reels.yaml", "--jobs", "1"]).exits(3);
    assert!(project.path("out/v3.mp4").exists());
}
