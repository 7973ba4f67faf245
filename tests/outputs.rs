//! What a finished video is handed over as: containers beside MP4.

mod common;

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::Command;

use common::{Project, Ran, SMALL, probe};

/// Two scenes that are heard, with music, as loud as it gets.
fn webm() -> Project {
    let project = Project::with(&format!(
        "{SMALL}videos:
  - id: tour
    title: A tour
    output: 'out/{{{{ id }}}}.webm'
    captions: files
    music: {{ file: bed.wav, volume: -14dB }}
    scenes:
      - {{ title: One, say: 'Here we are, in the middle of it all.', visual: {{ generated: calm }} }}
      - {{ title: Two, say: And that was it., visual: {{ generated: calm }} }}
    expect: {{ loudness: [-14.5, -13.5], true_peak: -1, duration: [2s, 20s] }}
"
    ));
    // Clipped noise and a bass: true peaks far over the samples.
    let noise = "anoisesrc=c=white:r=48000:d=8:seed=3:a=0.9,volume=9dB,alimiter=level=0:limit=1";
    let done = Command::new("ffmpeg")
        .args(["-v", "error", "-f", "lavfi", "-i", noise, "-ac", "2"])
        .arg(project.path("bed.wav"))
        .status()
        .unwrap();
    assert!(done.success());
    project
}

fn frames_decoded(path: &Path) -> usize {
    let said = Command::new("ffprobe")
        .args(["-v", "error", "-select_streams", "v:0", "-count_frames", "-show_entries", "stream=nb_read_frames"])
        .args(["-of", "csv=p=0"])
        .arg(path)
        .output()
        .unwrap();
    assert_eq!(String::from_utf8_lossy(&said.stderr), "");
    String::from_utf8_lossy(&said.stdout).trim().trim_end_matches(',').parse().unwrap()
}

#[test]
fn an_output_that_ends_in_webm_is_one_with_its_sound_as_loud_as_asked() {
    let project = webm();
    project.make().ok();
    let video = project.path("out/tour.webm");
    let facts = probe(&video);
    let codecs: Vec<_> = facts["streams"].as_array().unwrap().iter().map(|stream| &stream["codec_name"]).collect();
    assert_eq!(codecs, ["vp9", "opus"]);
    assert_eq!(facts["format"]["tags"]["title"], "A tour");
    assert_eq!(facts["chapters"].as_array().unwrap().len(), 2);
    let about = fs::read_to_string(project.path("out/tour.json")).unwrap();
    let about: serde_json::Value = serde_json::from_str(&about).unwrap();
    assert_eq!(about["frames"], frames_decoded(&video));
    for ending in ["srt", "vtt", "jpg"] {
        assert!(project.path("out/tour").with_extension(ending).exists(), "{ending}");
    }
    let first = fs::read(&video).unwrap();
    assert!(project.make().ok().made().is_empty());
    fs::remove_dir_all(project.path("cache")).unwrap();
    fs::remove_file(&video).unwrap();
    project.make().ok();
    assert!(fs::read(&video).unwrap() == first, "the same bytes again");
    let (shown, checked) = (project.run(&["show", "reels.yaml"]).ok().stdout, project.path("shown.yaml"));
    fs::write(&checked, shown).unwrap();
    project.run(&["check", "shown.yaml"]).ok();
}

/// The real FFmpeg, which does not tell of one encoder.
fn without(project: &Project, encoder: &str) -> std::path::PathBuf {
    project.write("bin/ffmpeg", &format!("#!/bin/sh\ncase \"$*\" in *-encoders*) /usr/bin/env -S ffmpeg \"$@\" | grep -v ' {encoder} ' ;; *) exec ffmpeg \"$@\" ;; esac\n"));
    let path = project.path("bin/ffmpeg");
    fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).unwrap();
    path
}

#[test]
fn an_encoder_that_is_not_there_is_told_before_anything_is_made_and_only_where_it_is_asked_for() {
    let project = webm();
    let ffmpeg = without(&project, "libopus");
    let run = |args: &[&str]| Ran::from(project.command(args).env("REELMILL_FFMPEG", &ffmpeg).output().unwrap());
    let ran = run(&["run", "reels.yaml", "--verbose"]).exits(6);
    assert!(ran.made().is_empty());
    let told = ran.stdout + &ran.stderr;
    assert!(told.contains("ffmpeg's encoder libopus is not there"), "{told}");
    assert!(told.contains("install an ffmpeg that has it"), "{told}");
    let doctor = run(&["doctor"]).ok().stdout;
    assert!(doctor.contains("libvpx-vp9, gif, libwebp_anim; without libopus (for `output: x.webm`)"), "{doctor}");
    let manifest = fs::read_to_string(project.path("reels.yaml")).unwrap().replace("}}.webm", "}}.mp4");
    project.write("reels.yaml", &manifest);
    run(&["run", "reels.yaml"]).ok();
}

/// Two videos with previews that are made like this.
fn with_previews(more: &str) -> String {
    format!(
        "{SMALL}videos:
  - {{ id: a, preview: gif, scenes: [{{ duration: 1s, visual: {{ generated: calm }} }}] }}
  - id: b
    output: out/b.webm
    preview: {{ format: webp, {more} }}
    scenes: [{{ duration: 2s, visual: {{ color: '#205080' }} }}, {{ duration: 2s, visual: {{ generated: calm }} }}]
"
    )
}

#[test]
fn a_preview_lies_beside_its_video_and_another_one_leaves_the_video_alone() {
    let project = Project::with(&with_previews("duration: 1s, fps: 8"));
    let plan = project.run(&["plan", "reels.yaml", "--format", "json"]).ok().stdout;
    let plan: serde_json::Value = serde_json::from_str(&plan).unwrap();
    assert_eq!(plan["videos"][0]["stages"]["assemble"]["make"], 3);
    let made = project.make().ok().made();
    assert_eq!(made.iter().filter(|made| *made == "assemble preview").count(), 2, "{made:?}");
    assert_eq!(frames_decoded(&project.path("out/a.gif")), 10, "as long as the video, at its frame rate");
    let (gif, webp) = (fs::read(project.path("out/a.gif")).unwrap(), fs::read(project.path("out/b.webp")).unwrap());
    assert!(gif.starts_with(b"GIF89a") && webp.starts_with(b"RIFF"));

    let video = || fs::metadata(project.path("out/b.webm")).unwrap().modified().unwrap();
    let before = video();
    assert!(project.make().ok().made().is_empty());
    project.write("reels.yaml", &with_previews("start: 1s, duration: 2s"));
    assert_eq!(project.make().ok().made(), ["assemble preview"]);
    assert!(video() == before && fs::read(project.path("out/b.webp")).unwrap() != webp);
    project.write("reels.yaml", &with_previews("start: 1s, duration: 2s").replace("preview: gif, ", ""));
    assert!(project.make().ok().made().is_empty(), "one less takes nothing");
}

/// Scenes of black and of white on which nothing else is seen.
fn black_and_white(poster: &str) -> String {
    format!(
        "\
defaults: {{ preset: shorts, transition: {{ kind: none }}, quality: draft }}
videos:
  - id: a
    poster: {poster}
    scenes: [{{ duration: 1s, visual: {{ color: '#000000' }} }}, {{ duration: 1s, visual: {{ color: '#ffffff' }} }}]
"
    )
}

#[test]
fn a_poster_shows_its_moment_and_another_one_leaves_the_video_alone() {
    let project = Project::with(&black_and_white("990ms"));
    let light = || image::open(project.path("out/a.jpg")).unwrap().to_luma8().get_pixel(500, 900).0[0];
    assert!(project.make().ok().made().contains(&"assemble poster".to_owned()));
    assert!(light() > 250, "the second scene's first frame is nearest");
    project.write("reels.yaml", &black_and_white("967ms"));
    assert_eq!(project.make().ok().made(), ["assemble poster"]);
    assert!(light() < 5, "the first scene's last frame");
    project.write("reels.yaml", &black_and_white("1h"));
    assert_eq!(project.make().ok().made(), ["assemble poster"]);
    assert!(light() > 250, "what is behind the end is the last frame");
}

#[test]
fn a_preview_does_not_write_over_what_is_read() {
    let project = Project::with(
        "videos: [{ id: a, output: a.mp4, preview: webp, scenes: [{ say: x, visual: { image: a.webp } }] }]",
    );
    project.write("a.webp", "RIFF....WEBP");
    let told = project.run(&["check", "reels.yaml"]).exits(2).stderr;
    assert!(told.contains("its files would write over") && told.contains("a.webp"), "{told}");
    project.write("reels.yaml", "videos: [{ id: a, topic: x, preview: { format: png, fps: 0 } }]");
    let told = project.run(&["check", "reels.yaml"]).exits(2).stderr;
    assert!(told.contains("`format` must be `gif` or `webp`") && told.contains("`fps` must be"), "{told}");
}

/// What FFmpeg says of a stream's every decoded picture (its content, not its time), and of the time of every packet of
/// its pictures and its sound, in microseconds.
fn decoded(path: &Path) -> (Vec<String>, Vec<i64>, Vec<i64>) {
    let text = |program: &str, args: &[&str]| {
        let said = Command::new(program).args(["-v", "error", "-i"]).arg(path).args(args).output().unwrap();
        assert_eq!(String::from_utf8_lossy(&said.stderr), "", "{program}");
        String::from_utf8_lossy(&said.stdout).into_owned()
    };
    let pictures = text("ffmpeg", &["-map", "0:v:0", "-fps_mode", "passthrough", "-f", "framemd5", "-"]);
    let pictures = pictures.lines().filter(|line| !line.starts_with('#'));
    let pictures = pictures.filter_map(|line| line.rsplit(',').next()).map(|sum| sum.trim().to_owned()).collect();
    let times = |stream: &str| {
        let told = text("ffprobe", &["-select_streams", stream, "-show_entries", "packet=pts_time", "-of", "csv=p=0"]);
        // What else there is of a packet follows after commas and on lines of its own.
        let micros = |line: &str| Some((line.split(',').next()?.parse::<f64>().ok()? * 1e6).round() as i64);
        let mut times: Vec<i64> = told.lines().filter_map(micros).collect();
        times.sort_unstable();
        times
    };
    (pictures, times("v:0"), times("a:0"))
}

#[test]
fn a_stream_lies_beside_its_video_and_shows_the_same() {
    let video = |id: &str, more: &str| {
        format!(
            "  - id: {id}
    hls: {{ segment: 2s }}
    codec: {id}
    {more}
    scenes:
      - {{ say: 'Here we are, in the middle of it all.', visual: {{ generated: calm, motion: zoom-in }} }}
      - {{ duration: 3s, visual: {{ color: '#205080' }} }}
      - {{ say: And that was it., visual: {{ generated: calm }} }}
"
        )
    };
    let all = |more: &str| {
        format!("{SMALL}videos:\n{}{}{}", video("h264", more), video("hevc", "captions: none"), video("av1", ""))
    };
    let project = Project::with(&all("transition: fade"));
    let made = project.make().ok().made();
    assert_eq!(made.iter().filter(|made| *made == "assemble HLS").count(), 3, "{made:?}");
    let files = |id: &str| {
        let folder = fs::read_dir(project.path("out").join(id).with_extension("hls")).unwrap();
        let mut names: Vec<_> = folder.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    };
    for (id, codec) in [("h264", "avc1.64"), ("hevc", "hvc1.1.6.L"), ("av1", "av01.0.")] {
        let index = project.path("out").join(id).with_extension("hls").join("index.m3u8");
        let (streamed, times, heard) = decoded(&index);
        let (whole, whole_times, whole_heard) = decoded(&project.path(&format!("out/{id}.mp4")));
        assert!(streamed.len() > 50 && streamed == whole, "{id}: the same pictures");
        // All is later by the same: what decoders need before there is something to see or hear.
        let later = heard[0] - whole_heard[0];
        assert!((21_333..300_000).contains(&later), "{id}: {later}");
        for (streamed, whole) in [(&times, &whole_times), (&heard, &whole_heard)] {
            assert!(streamed.iter().zip(whole).all(|(a, b)| (a - b - later).abs() <= 60), "{id}: {later} {streamed:?}");
        }
        assert!(whole_heard.len() - heard.len() <= 1, "{id}: nothing but what comes after the end is left out");
        let text = fs::read_to_string(index).unwrap();
        assert!(text.contains(codec) && text.contains(",mp4a.40.2\"") && text.contains("RESOLUTION=192x108"), "{text}");
        assert_eq!(text.contains("TYPE=SUBTITLES"), id != "hevc", "{text}");
        assert_eq!(files(id).len(), if id == "hevc" { 3 } else { 5 });
        let media = files(id).into_iter().find(|name| name.starts_with("video-") && name.ends_with(".m3u8")).unwrap();
        let media = fs::read_to_string(project.path("out").join(id).with_extension("hls").join(media)).unwrap();
        // A scene that stands still can be started from every five seconds only.
        assert!(["DURATION:2\n", "DURATION:3\n"].iter().any(|target| media.contains(target)), "{media}");
        assert!(media.matches("#EXTINF").count() >= 3, "{media}");
    }

    let before = files("h264");
    let sound = |path: &str| {
        let args = ["-map", "0:a:0", "-f", "f32le", "-ac", "1", "-"];
        let said = Command::new("ffmpeg").args(["-v", "error", "-i"]).arg(project.path(path)).args(args).output();
        said.unwrap().stdout
    };
    let (streamed, whole) = (sound("out/h264.hls/index.m3u8"), sound("out/h264.mp4"));
    assert!(streamed[4096..].starts_with(&whole[..whole.len() - 8192]), "the same sound, 1024 samples later");
    assert!(project.make().ok().made().is_empty() && files("h264") == before);
    fs::write(project.path("out/h264.hls/notes.txt"), "mine").unwrap();
    project.write("reels.yaml", &all("transition: none"));
    project.make().ok();
    let after = files("h264");
    assert!(after.len() == 6 && after.contains(&"notes.txt".to_owned()), "{after:?}");
    assert!(after.iter().filter(|name| before.contains(*name)).eq(["index.m3u8"]), "{after:?}");
}
