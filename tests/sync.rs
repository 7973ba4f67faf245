//! Picture and sound of a long video stay together: what is heard of a scene comes when its picture does.

mod common;

use std::fs;
use std::path::Path;
use std::process::Command;

use common::{Project, probe, service};

const SCENES: usize = 100;
const RATE: f64 = 48_000.0;
/// From a scene's first frame to its narration's first sample.
const LEAD_MS: f64 = 150.0;
/// From there to the click.
const CLICK_MS: f64 = 50.0;

/// Two tenths of a second of a quiet hum with a click in it.
fn click() -> Vec<u8> {
    let mut samples: Vec<i16> = (0..3200).map(|at| ((f64::from(at) * 0.08).sin() * 900.0) as i16).collect();
    let at = (CLICK_MS * 16.0) as usize;
    samples[at - 1..=at + 1].copy_from_slice(&[16_000, 32_000, 16_000]);
    service::wav(&samples)
}

fn decoded(video: &Path, args: &str) -> Vec<u8> {
    let mut command = Command::new("ffmpeg");
    let output = command.args(["-v", "error", "-nostdin", "-i"]).arg(video).args(args.split(' ')).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    output.stdout
}

/// Seconds at which frames are shown, in that order.
fn shown(video: &Path) -> Vec<f64> {
    let args = "-v error -select_streams v -show_entries packet=pts_time -of csv=p=0";
    let output = Command::new("ffprobe").args(args.split(' ')).arg(video).output().unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    let mut times: Vec<f64> = text.lines().filter_map(|line| line.trim_end_matches(',').parse().ok()).collect();
    times.sort_by(f64::total_cmp);
    times
}

#[test]
fn a_hundred_scenes_later_picture_and_sound_are_still_together() {
    let project = Project::new();
    fs::write(project.path("click.wav"), click()).unwrap();
    let voice = project.path("click.wav");
    let scene = |index: usize| {
        let light = if index.is_multiple_of(2) { 0 } else { 200 };
        format!("      - {{ say: Tick., visual: {{ color: '#{light:02x}{light:02x}{:02x}' }} }}\n", light + index / 2)
    };
    // A rate at which frames are no whole number of samples.
    project.write(
        "reels.yaml",
        &format!(
            "defaults: {{ preset: {{ width: 64, height: 64 }}, fps: 29, quality: draft, captions: none, voice: click }}
providers: {{ voices: {{ click: {{ kind: command, command: [cat, '{}'] }} }} }}
videos:
  - id: ticks
    scenes:
{}",
            voice.display(),
            (0..SCENES).map(scene).collect::<String>()
        ),
    );
    project.make().ok();
    let video = project.path("out/ticks.mp4");
    let starts: Vec<f64> = probe(&video)["streams"]
        .as_array()
        .unwrap()
        .iter()
        .map(|stream| stream["start_time"].as_str().unwrap().parse().unwrap())
        .collect();
    assert_eq!(starts, [0.0, 0.0], "what a player shows and plays first");

    let times = shown(&video);
    let frames = decoded(&video, "-map 0:v -fps_mode passthrough -pix_fmt gray -f rawvideo -");
    let lights: Vec<bool> = frames.chunks_exact(64 * 64).map(|frame| frame[2080] > 90).collect();
    assert_eq!(lights.len(), times.len());
    let changes: Vec<f64> = (1..lights.len()).filter(|&at| lights[at] != lights[at - 1]).map(|at| times[at]).collect();
    assert_eq!(changes.len(), SCENES - 1);

    let sound = decoded(&video, "-map 0:a -ac 1 -ar 48000 -f f32le -");
    let samples: Vec<f32> = sound.as_chunks().0.iter().map(|bytes| f32::from_le_bytes(*bytes).abs()).collect();
    let offsets: Vec<f64> = changes
        .iter()
        .map(|change| {
            let from = (change * RATE) as usize;
            let window = &samples[from..from + (0.4 * RATE) as usize];
            let loudest = (0..window.len()).max_by(|a, b| window[*a].total_cmp(&window[*b])).unwrap();
            (from + loudest) as f64 / RATE * 1000.0 - change * 1000.0
        })
        .collect();
    let (least, most) = offsets.iter().fold((f64::MAX, f64::MIN), |(least, most), at| (least.min(*at), most.max(*at)));
    assert!(most - least < 1.0, "clicks come {least:.3} to {most:.3} ms after their pictures");
    assert!((least - LEAD_MS - CLICK_MS).abs() < 1.0, "clicks come {least:.3} to {most:.3} ms after their pictures");
}
