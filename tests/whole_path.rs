//! The main job: a manifest in, whole files out, and nothing done twice.

mod common;

use std::fs;

use common::{Project, SMALL, probe};

fn six_scenes(third: &str) -> String {
    let words = ["One is first.", "Two comes next.", third, "Four is even.", "Five is odd.", "Six is last."];
    let scenes: String = words
        .iter()
        .enumerate()
        .map(|(i, say)| format!("      - {{ say: {say}, visual: {{ color: \"#{i}0406{i}\" }} }}\n"))
        .collect();
    format!("{SMALL}videos:\n  - id: six\n    title: Six scenes\n    scenes:\n{scenes}")
}

#[test]
fn a_manifest_becomes_whole_files_that_play_everywhere() {
    let project = Project::with(&format!(
        "{SMALL}videos:
  - id: tour
    title: 'Harbour; a = tour #1'
    scenes:
      - {{ title: Morning, say: Boats leave at dawn., visual: {{ gradient: ['#102030', '#405060'] }} }}
      - {{ title: Evening, say: They come home at night., visual: {{ generated: ocean }} }}
      - {{ visual: {{ text: The end }}, duration: 1s }}
"
    ));
    project.make().ok();
    let facts = probe(&project.path("out/tour.mp4"));
    let (video, audio) = (&facts["streams"][0], &facts["streams"][1]);
    assert_eq!(video["codec_name"], "h264");
    assert_eq!(video["profile"], "High");
    assert_eq!(video["pix_fmt"], "yuv420p");
    assert_eq!(video["color_space"], "bt709");
    assert_eq!(video["avg_frame_rate"], "10/1");
    assert_eq!((video["width"].as_u64(), video["height"].as_u64()), (Some(192), Some(108)));
    assert_eq!(audio["codec_name"], "aac");
    assert_eq!(audio["sample_rate"], "48000");
    assert_eq!(facts["format"]["tags"]["title"], "Harbour; a = tour #1");
    assert_eq!(facts["chapters"][0]["tags"]["title"], "Morning");
    assert_eq!(facts["chapters"][1]["tags"]["title"], "Evening");

    let bytes = fs::read(project.path("out/tour.mp4")).unwrap();
    let find = |name: &[u8]| bytes.windows(4).position(|window| window == name).unwrap();
    assert!(find(b"moov") < find(b"mdat"), "the index stands before the media");

    let described: serde_json::Value =
        serde_json::from_slice(&fs::read(project.path("out/tour.json")).unwrap()).unwrap();
    assert_eq!(described["title"], "Harbour; a = tour #1");
    assert_eq!(described["frames"].as_u64().unwrap().to_string(), video["nb_read_packets"].as_str().unwrap());
    assert_eq!(described["scenes"][1]["narration"], "They come home at night.");
    let seconds = |stream: &serde_json::Value| stream["duration"].as_str().unwrap().parse::<f64>().unwrap();
    assert!((seconds(video) - seconds(audio)).abs() < 0.1, "{} {}", seconds(video), seconds(audio));

    assert!(fs::read_to_string(project.path("out/tour.srt")).unwrap().contains("Boats leave at dawn."));
    assert!(fs::read_to_string(project.path("out/tour.vtt")).unwrap().starts_with("WEBVTT"));
    assert!(fs::read(project.path("out/tour.jpg")).unwrap().starts_with(&[0xff, 0xd8]));
}

#[test]
fn a_second_run_makes_nothing_and_leaves_the_files_alone() {
    let project = Project::with(&six_scenes("Three is odd."));
    assert!(!project.make().ok().made().is_empty());
    let times = || {
        ["mp4", "srt", "vtt", "jpg", "json"]
            .map(|ending| fs::metadata(project.path(&format!("out/six.{ending}"))).unwrap().modified().unwrap())
    };
    let before = times();
    let again = project.make().ok();
    let jobs = again.jobs();
    assert_eq!(jobs.len(), 1, "one lookup answers for the whole video: {jobs:?}");
    assert_eq!((jobs[0].stage.as_str(), jobs[0].outcome.as_str()), ("video", "hit"));
    assert!(again.stdout.contains("(unchanged)"), "{}", again.stdout);
    assert_eq!(times(), before);
}

#[test]
fn a_lost_or_changed_output_is_put_back_without_making_anything() {
    let project = Project::with(&six_scenes("Three is odd."));
    project.make().ok();
    let whole = fs::read(project.path("out/six.mp4")).unwrap();
    fs::remove_file(project.path("out/six.srt")).unwrap();
    fs::write(project.path("out/six.mp4"), b"somebody's edit").unwrap();
    assert_eq!(project.make().ok().made(), Vec::<String>::new());
    assert_eq!(fs::read(project.path("out/six.mp4")).unwrap(), whole);
    assert!(project.path("out/six.srt").exists());
}

#[test]
fn an_edited_scene_is_made_anew_and_nothing_else() {
    let project = Project::with(&six_scenes("Three is odd."));
    project.make().ok();
    project.write("reels.yaml", &six_scenes("Three is a crowd of people."));
    let made = project.make().ok().made();
    assert_eq!(made, ["assemble", "assemble poster", "segment scene 3", "soundtrack", "speech scene 3"]);
}

#[test]
fn the_same_manifest_gives_the_same_bytes_whatever_the_workers() {
    let bytes = |workers: &str| {
        let project = Project::with(&six_scenes("Three is odd."));
        project.run(&["run", "reels.yaml", "--workers", workers]).ok();
        ["mp4", "srt", "jpg"].map(|ending| fs::read(project.path(&format!("out/six.{ending}"))).unwrap())
    };
    assert!(bytes("1") == bytes("4"));
}

#[test]
fn a_failing_video_leaves_the_others_whole() {
    let project = Project::with(&format!(
        "{SMALL}videos:
  - {{ id: a, scenes: [{{ say: First., visual: {{ color: '#123456' }} }}] }}
  - {{ id: b, scenes: [{{ say: Second., visual: {{ command: ['false'] }} }}] }}
  - {{ id: c, scenes: [{{ say: Third., visual: {{ color: '#654321' }} }}] }}
"
    ));
    let ran = project.make().exits(3);
    assert!(project.path("out/a.mp4").exists() && project.path("out/c.mp4").exists());
    assert!(!project.path("out/b.mp4").exists());
    assert!(ran.stdout.contains("visual of scene 1"), "{}", ran.stdout);
}
