//! Transitions, codecs, clips' own sound, and what the finished file is checked for.

mod common;

use std::process::Command;

use common::{Project, SMALL, probe};

/// Makes test material with FFmpeg.
fn ffmpeg(project: &Project, args: &str) {
    let made = Command::new("ffmpeg")
        .args(["-v", "error", "-nostdin", "-y"])
        .args(args.split_whitespace())
        .current_dir(project.path(""))
        .status()
        .unwrap();
    assert!(made.success(), "{args}");
}

#[test]
fn the_finished_sound_is_as_loud_as_asked_and_its_peaks_are_held() {
    let project = Project::with(&format!(
        "{SMALL}videos:
  - id: loud
    expect: {{ loudness: [-14.5, -13.5], true_peak: -1, duration: [3s, 20s] }}
    scenes:
      - {{ say: Boats leave the harbour at dawn and nobody sees them go., visual: {{ color: '#205080' }} }}
      - {{ say: They come home at night with the lamps lit along the quay., visual: {{ color: '#802050' }} }}
"
    ));
    project.make().ok();
    project.write(
        "reels.yaml",
        &std::fs::read_to_string(project.path("reels.yaml")).unwrap().replace("true_peak: -1,", "true_peak: -40,"),
    );
    let ran = project.make().exits(4);
    assert!(ran.stdout.contains("its true peak is -") && ran.stdout.contains("at most -40.00 dBTP"), "{}", ran.stdout);
}

#[test]
fn what_is_missing_in_a_finished_video_is_told_with_its_second_and_its_scene() {
    let project = Project::with(&format!(
        "{SMALL}videos:
  - id: dark
    expect: {{ black: 500ms, frozen: 900ms, silence: 1s }}
    scenes:
      - {{ duration: 1s, visual: {{ gradient: ['#ff8000', '#0080ff'], motion: pan-left }} }}
      - {{ duration: 2s, visual: {{ color: '#000000' }} }}
"
    ));
    let told = project.make().exits(4).stdout;
    assert!(
        told.contains("the picture is black from 1.000 s (scene 2) for ") && told.contains("at most 500 ms"),
        "{told}"
    );
    assert!(told.contains("the picture is frozen from 1.") && told.contains("(scene 2)"), "{told}");
    assert!(told.contains("it is silent from 0.000 s (scene 1) for "), "{told}");
}

#[test]
fn scenes_change_over_in_every_way_and_an_edit_makes_one_body_and_its_transitions_anew() {
    let kinds = ["fade", "fade-black", "wipe-left", "wipe-down", "slide-left", "slide-up", "circle"];
    let manifest = |second: &str| {
        let video = |kind: &&str| {
            format!(
                "  - id: {kind}
    transition: {{ kind: {kind}, duration: 400ms }}
    scenes:
      - {{ duration: 1s, visual: {{ color: '#205080' }} }}
      - {{ duration: 1s, visual: {{ color: '{second}' }} }}
      - {{ duration: 1s, visual: {{ color: '#306040' }} }}
      - {{ duration: 1s, visual: {{ color: '#f0f0f0' }} }}
"
            )
        };
        format!("{SMALL}videos:\n{}", kinds.iter().map(video).collect::<String>())
    };
    let project = Project::with(&manifest("#802050"));
    project.make().ok();
    for kind in kinds {
        let facts = probe(&project.path(&format!("out/{kind}.mp4")));
        assert_eq!(facts["streams"][0]["nb_read_packets"], "40", "{kind}");
    }
    project.write("reels.yaml", &manifest("#ffcc00"));
    let ran = project.run(&["run", "reels.yaml", "--verbose", "--only", "circle"]).ok();
    let segments: Vec<String> = ran.made().into_iter().filter(|made| made.starts_with("segment")).collect();
    assert_eq!(segments, ["segment scene 1 into scene 2", "segment scene 2", "segment scene 2 into scene 3"]);
}

#[test]
fn a_picture_in_motion_is_encoded_in_parts_and_moves_on_through_them() {
    let project = Project::with(&format!(
        "{SMALL}videos:
  - id: parts
    transition: {{ kind: fade, duration: 400ms }}
    scenes: &scenes
      - {{ duration: 5s, visual: {{ image: photo.png, motion: pan-left }} }}
      - {{ duration: 5s, visual: {{ color: '#205080' }} }}
  - {{ id: whole, codec: hevc, transition: {{ kind: fade, duration: 400ms }}, scenes: *scenes }}
"
    ));
    ffmpeg(&project, "-f lavfi -i testsrc2=s=384x216 -frames:v 1 photo.png");
    let plan = project.run(&["plan", "reels.yaml", "--only", "parts", "--format", "json"]).ok();
    let planned: serde_json::Value = serde_json::from_str(&plan.stdout).unwrap();
    let ran = project.run(&["run", "reels.yaml", "--verbose", "--only", "parts"]).ok();
    let segments: Vec<String> = ran.made().into_iter().filter(|made| made.starts_with("segment")).collect();
    let parts = ["scene 1 into scene 2", "scene 1 part 1", "scene 1 part 2", "scene 1 part 3", "scene 2"];
    assert_eq!(segments, parts.map(|part| format!("segment {part}")));
    assert_eq!(planned["videos"][0]["stages"]["segment"]["make"], 5);
    let ran = project.run(&["run", "reels.yaml", "--verbose", "--only", "whole"]).ok();
    assert!(ran.made().contains(&"segment scene 1".to_owned()), "{:?}", ran.made());
    assert_eq!(probe(&project.path("out/parts.mp4"))["streams"][0]["nb_read_packets"], "100");
    ffmpeg(&project, "-i out/parts.mp4 -i out/whole.mp4 -lavfi psnr=stats_file=psnr.txt -f null -");
    let stats = std::fs::read_to_string(project.path("psnr.txt")).unwrap();
    let levels = stats.lines().filter_map(|line| line.split_once("psnr_y:")?.1.split(' ').next()?.parse::<f64>().ok());
    let levels: Vec<f64> = levels.collect();
    // A frame farther on, half of them are under 30 dB.
    assert!(levels.len() == 100 && levels.iter().all(|level| *level > 34.0), "{levels:?}");
}

#[test]
fn a_clip_is_heard_where_it_is_asked_to_be() {
    let project = Project::with(&format!(
        "{SMALL}videos:
  - {{ id: mute, scenes: [{{ duration: 2s, visual: {{ video: clip.mp4 }} }}] }}
  - {{ id: heard, scenes: [{{ duration: 2s, visual: {{ video: clip.mp4, sound: -3dB }} }}], expect: {{ loudness: [-15, -13], silence: 500ms }} }}
"
    ));
    ffmpeg(
        &project,
        "-f lavfi -i testsrc=s=192x108:r=10:d=3 -f lavfi -i sine=f=330:r=48000:d=3 -c:v libx264 -c:a aac clip.mp4",
    );
    project.make().ok();
    let error = Project::with(&format!(
        "{SMALL}videos: [{{ id: a, scenes: [{{ duration: 1s, visual: {{ color: '#123456', sound: true }} }}] }}]"
    ));
    assert!(error.run(&["check", "reels.yaml"]).exits(2).stderr.contains("`sound` is for clips"));
}

#[test]
fn a_video_is_coded_as_asked() {
    let project = Project::with(&format!(
        "{SMALL}videos:
  - {{ id: hevc, codec: hevc, scenes: [{{ say: Hello there., visual: {{ color: '#123456' }} }}] }}
  - {{ id: av1, codec: av1, scenes: [{{ say: Hello there., visual: {{ color: '#123456' }} }}] }}
"
    ));
    project.make().ok();
    for id in ["hevc", "av1"] {
        assert_eq!(probe(&project.path(&format!("out/{id}.mp4")))["streams"][0]["codec_name"], id);
    }
    let shown = project.run(&["show", "reels.yaml"]).ok().stdout;
    assert!(shown.contains("codec: hevc"), "{shown}");
    project.write("reels.yaml", "videos: [{id: a, topic: x, codec: h265}]");
    let told = project.run(&["check", "reels.yaml"]).exits(2).stderr;
    assert!(told.contains("`codec` must be `h264`, `hevc`, `av1` or `vp9`"), "{told}");
}
