//! Wrong input is told at once, with its place and the way out, before anything is made.

mod common;

use common::Project;

#[test]
fn all_errors_of_a_manifest_are_told_at_once_with_their_places() {
    let project = Project::with(
        "videos:
  - id: a
    captoins: none
    scenes:
      - say: Hello.
        visual: { image: img/atic.png }
  - id: a
    fps: 0
    script: Some text.
",
    );
    project.write("img/attic.png", "not looked at yet");
    let ran = project.run(&["check", "reels.yaml"]).exits(2);
    for piece in [
        "reels.yaml:3:5",
        "did you mean `captions`",
        "reels.yaml:6:",
        "img/attic.png",
        "reels.yaml:7:",
        "reels.yaml:8:",
    ] {
        assert!(ran.stderr.contains(piece), "no `{piece}` in:\n{}", ran.stderr);
    }
    assert!(ran.stderr.contains("captoins: none"), "the line itself is shown:\n{}", ran.stderr);
}

#[test]
fn a_wrong_manifest_makes_nothing_even_for_its_right_videos() {
    let project = Project::with("videos:\n  - { id: good, script: Hello. }\n  - { id: bad, script: 7, x: 1 }\n");
    project.run(&["run", "reels.yaml"]).exits(2);
    assert!(!project.path("out").exists());
}

#[test]
fn a_missing_manifest_is_a_usage_error() {
    let ran = Project::new().run(&["run", "nowhere.yaml"]).exits(2);
    assert!(ran.stderr.contains("nowhere.yaml"), "{}", ran.stderr);
}

#[test]
fn a_missing_ffmpeg_is_named_with_the_way_to_get_it() {
    let project = Project::with("videos: [{ id: a, script: Hello. }]\n");
    let output = project.command(&["run", "reels.yaml"]).env("PATH", "/nowhere").output().unwrap();
    let ran = common::Ran::from(output).exits(6);
    assert!(ran.stderr.contains("ffmpeg") && ran.stderr.contains("doctor"), "{}", ran.stderr);
}

#[test]
fn an_ffmpeg_that_is_none_is_told() {
    let project = Project::with("videos: [{ id: a, script: Hello. }]\n");
    let output = project.command(&["run", "reels.yaml"]).env("REELMILL_FFMPEG", "/bin/true").output().unwrap();
    let ran = common::Ran::from(output);
    assert_ne!(ran.code, Some(0));
    assert!(ran.stderr.contains("FFmpeg"), "{}", ran.stderr);
}

#[test]
fn outputs_do_not_leave_the_manifests_folder_unless_told() {
    let project = Project::with("videos: [{ id: a, script: Hello., output: ../a.mp4 }]\n");
    let ran = project.run(&["check", "reels.yaml"]).exits(2);
    assert!(ran.stderr.contains("--allow-outside"), "{}", ran.stderr);
    project.run(&["check", "reels.yaml", "--allow-outside"]).ok();
}

#[test]
fn a_secret_in_a_manifest_is_refused_and_not_repeated() {
    let project = Project::with(
        "videos: [{ topic: x }]
providers:
  script: { kind: openai, base_url: 'http://localhost:1/v1', model: m, api_key: sk-very-secret-0123456789 }
",
    );
    let ran = project.run(&["check", "reels.yaml"]).exits(2);
    assert!(ran.stderr.contains("env:"), "{}", ran.stderr);
    assert!(!ran.stderr.contains("very-secret"), "{}", ran.stderr);
}

#[test]
fn a_selection_that_matches_nothing_is_an_error() {
    let project = Project::with("videos: [{ id: tour, script: Hello. }]\n");
    let ran = project.run(&["plan", "reels.yaml", "--only", "tuor"]).exits(2);
    assert!(ran.stderr.contains("tour"), "{}", ran.stderr);
}

#[test]
fn hostile_manifests_are_refused_quickly() {
    let bomb = (1..30).fold("a0: &a0 [x, x, x, x, x, x, x, x, x]\n".to_owned(), |text, i| {
        let alias = format!("*a{}, ", i - 1).repeat(9);
        text + &format!("a{i}: &a{i} [{}]\n", alias.trim_end_matches(", "))
    });
    let deep = format!("videos: {}{}", "[".repeat(100_000), "]".repeat(100_000));
    let long = format!("videos: [{{ id: a, script: \"{}\" }}]", "x".repeat(9_000_000));
    let number = format!("videos: [{{ id: a, script: x, fps: {} }}]", "9".repeat(1_000_000));
    for (name, text) in [("bomb", bomb), ("deep", deep), ("long", long), ("number", number)] {
        let ran = Project::with(&text).run(&["check", "reels.yaml"]);
        assert_eq!(ran.code, Some(2), "{name}: {}", ran.stderr);
        assert!(ran.stderr.len() < 20_000, "{name}: {} bytes of errors", ran.stderr.len());
    }
}

#[test]
fn a_doctor_says_what_is_there_and_what_is_missing() {
    let project = Project::new();
    let well = project.run(&["doctor"]).ok().stdout;
    for what in ["ffmpeg", "speech", "fonts", "cache", "disk", "workers"] {
        assert!(well.contains(&format!("✓ {what}")), "no `{what}` in:\n{well}");
    }
    let ill = common::Ran::from(project.command(&["doctor"]).env("PATH", "/nowhere").output().unwrap()).exits(6);
    assert!(ill.stdout.contains("✗ ffmpeg") && ill.stdout.contains("help:"), "{}", ill.stdout);
}

#[test]
fn what_was_typed_wrong_is_a_usage_error() {
    let project = Project::with("videos: [{ id: tour, script: Hello. }]\n");
    project.write("same.yaml", "videos: [{ id: tour, script: Hello. }]\n");
    for (args, told) in [
        (&["make"][..], "nothing to say"),
        (&["run", "reels.yaml", "--deadline", "soon"], "not a duration"),
        (&["run", "reels.yaml", "--cache-max-size", "big"], "not a size"),
        (&["run", "reels.yaml", "same.yaml"], "both have a video `tour`"),
        (&["make", "--topic", "x", "--preset", "tall"], "`shorts`, `landscape` or `square`"),
    ] {
        let ran = project.run(args).exits(2);
        assert!(ran.stderr.contains(told), "{args:?}: {}", ran.stderr);
    }
}

#[test]
fn a_character_that_no_font_has_is_named_with_its_scene_before_anything_is_spoken() {
    let project = Project::with(
        "videos:
  - id: a
    scenes:
      - say: Fine.
      - say: Not fine.
        caption: \"Private use: \\uF8FF!\"
",
    );
    let ran = project.run(&["check", "reels.yaml"]).exits(2);
    for piece in ["the caption of scene 2", "U+F8FF", "help: install a font that has it"] {
        assert!(ran.stderr.contains(piece), "no `{piece}` in:\n{}", ran.stderr);
    }
    let ran = project.run(&["run", "reels.yaml", "--verbose"]).exits(4);
    assert!(ran.stderr.contains("U+F8FF") || ran.stdout.contains("U+F8FF"), "{}{}", ran.stdout, ran.stderr);
    assert_eq!(ran.made(), Vec::<String>::new());
}
