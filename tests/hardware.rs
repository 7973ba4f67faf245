//! Video chips: tried out before they are used, remembered, recorded, and given up when they fail. The chip is a stand-in:
//! an FFmpeg whose `h264_nvenc` is the real one's libx264.

mod common;

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, SystemTime};

use common::{Project, Ran, SMALL, probe};

/// Two scenes, pictures and a clip, that dissolve into each other; one more video with a scene that does not move.
fn two_videos() -> Project {
    let project = Project::with(&manifest());
    let made = Command::new("ffmpeg")
        .args(["-v", "error", "-f", "lavfi", "-i", "testsrc2=s=192x108:r=10:d=1", "-c:v", "libx264"])
        .arg(project.path("clip.mp4"))
        .status()
        .unwrap();
    assert!(made.success());
    project
}

fn manifest() -> String {
    format!(
        "{SMALL}videos:
  - id: tour
    encoder: auto
    transition: {{ kind: fade, duration: 200ms }}
    scenes:
      - {{ say: Here we are., visual: {{ generated: calm }} }}
      - {{ say: There we go., visual: {{ video: clip.mp4 }} }}
  - id: card
    encoder: nvenc
    scenes: [ {{ say: This stays., visual: {{ color: '#123456' }} }} ]
"
    )
}

fn real() -> String {
    let found = Command::new("sh").args(["-c", "command -v ffmpeg"]).output().unwrap();
    String::from_utf8(found.stdout).unwrap().trim().to_owned()
}

/// An FFmpeg that notes each call in `calls`, and for the chip's does what `chip` says: `$n` is which of these calls it is,
/// `"$@"` what libx264 is told instead.
fn ffmpeg(project: &Project, chip: &str) -> PathBuf {
    let (real, calls) = (real(), project.path("calls"));
    let text = format!(
        "#!/bin/sh
echo \"$*\" >> {calls}
case \"$*\" in
  *-encoders*) {real} \"$@\" | grep -v -e _qsv -e _vaapi -e _amf; echo ' V....D h264_nvenc  stands in'; exit ;;
  *h264_nvenc*) ;;
  *) exec {real} \"$@\" ;;
esac
n=$(grep -c h264_nvenc {calls})
skip=
for word do
  shift
  if [ -n \"$skip\" ]; then skip=; continue; fi
  case $word in
    h264_nvenc) set -- \"$@\" libx264 ;;
    p1|p4|p6) set -- \"$@\" ultrafast ;;
    -tune|-rc|-cq|-b:v|-forced-idr) skip=1 ;;
    *) set -- \"$@\" \"$word\" ;;
  esac
done
real={real}
{chip}
exec $real \"$@\"
",
        calls = calls.display()
    );
    project.write("bin/ffmpeg", &text);
    let path = project.path("bin/ffmpeg");
    fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).unwrap();
    // Changed just now, nothing of it would be remembered.
    fs::File::open(&path).unwrap().set_modified(SystemTime::now() - Duration::from_secs(60)).unwrap();
    path
}

const WORKS: &str = "";
/// The chip's calls that come after so many fail.
const FAILS_AFTER: &str =
    "[ $n -gt 2 ] && { cat > /dev/null; echo '[h264_nvenc @ 0x1] [error] OpenEncodeSessionEx failed' >&2; exit 1; }";

fn run_with(project: &Project, ffmpeg: &Path, args: &[&str]) -> Ran {
    let args = [&["run", "reels.yaml"][..], args].concat();
    let ran = Ran::from(project.command(&args).env("REELMILL_FFMPEG", ffmpeg).output().unwrap());
    // Notes are told in lines of some length.
    Ran { stdout: ran.stdout.split_whitespace().collect::<Vec<_>>().join(" "), ..ran }
}

/// How often the chip was asked since this was last asked.
fn chip_calls(project: &Project) -> usize {
    let calls = fs::read_to_string(project.path("calls")).unwrap_or_default();
    let _ = fs::remove_file(project.path("calls"));
    calls.lines().filter(|call| call.contains("h264_nvenc")).count()
}

fn encoder_of(project: &Project, video: &str) -> Option<String> {
    let text = fs::read_to_string(project.path(&format!("out/{video}.json"))).unwrap();
    let about: serde_json::Value = serde_json::from_str(&text).unwrap();
    about["provenance"]["encoder"].as_str().map(str::to_owned)
}

/// Every frame is there and is decoded without complaint.
fn assert_plays(path: &Path) {
    let told = probe(path);
    let packets: u64 = told["streams"][0]["nb_read_packets"].as_str().unwrap().parse().unwrap();
    let done = Command::new("ffmpeg")
        .args(["-v", "warning", "-xerror", "-err_detect", "explode", "-i"])
        .arg(path)
        .args(["-map", "0:v", "-f", "framemd5", "-"])
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&done.stderr);
    assert!(done.status.success() && said.is_empty(), "{said}");
    let frames = String::from_utf8_lossy(&done.stdout).lines().filter(|line| !line.starts_with('#')).count();
    assert_eq!((frames as u64, told["streams"][0]["codec_name"].as_str()), (packets, Some("h264")));
}

#[test]
fn a_chip_that_works_is_used_for_all_of_a_video_and_recorded() {
    let project = two_videos();
    let ffmpeg = ffmpeg(&project, WORKS);
    let ran = run_with(&project, &ffmpeg, &["--workers", "2", "--format", "ndjson", "--report", "report.json"]).ok();
    // The dissolve is a segment too; both videos have the same canvas, which is tried out once.
    assert_eq!(chip_calls(&project), 1 + 3 + 1);
    for video in ["tour", "card"] {
        assert_plays(&project.path(&format!("out/{video}.mp4")));
        assert_eq!(encoder_of(&project, video).as_deref(), Some("h264_nvenc"));
    }
    assert!(!ran.stdout.contains("nvenc 3"), "no more than workers at once");
    assert!(ran.stdout.contains("\"lane\":\"nvenc 1\"") && ran.stdout.contains("\"encoder\":\"h264_nvenc\""));
    let report: serde_json::Value =
        serde_json::from_str(&fs::read_to_string(project.path("report.json")).unwrap()).unwrap();
    assert!(report["videos"].as_array().unwrap().iter().all(|video| video["encoder"] == "h264_nvenc"), "{report}");

    assert!(run_with(&project, &ffmpeg, &[]).ok().stdout.contains("(unchanged)"));
    assert!(!project.path("calls").exists(), "a warm run starts nothing");
    project.write("reels.yaml", &manifest().replace("There we go.", "There they go."));
    run_with(&project, &ffmpeg, &["--require-hw"]).ok();
    assert_eq!(chip_calls(&project), 2, "the scene and its dissolve; the chip is known");
    run_with(&project, &ffmpeg, &["--encoder", "software"]).ok();
    assert_eq!((chip_calls(&project), encoder_of(&project, "tour")), (0, None), "the flag wins");
}

#[test]
fn without_a_chip_auto_is_software_and_says_so() {
    let project = two_videos();
    let ffmpeg = ffmpeg(&project, "cat > /dev/null; echo '[h264_nvenc @ 0x1] [error] no card' >&2; exit 1");
    let ran = run_with(&project, &ffmpeg, &[]).ok();
    assert!(ran.stdout.contains("no hardware encoder works here"), "{}", ran.stdout);
    assert_eq!((chip_calls(&project), encoder_of(&project, "tour")), (1, None));
    let made = fs::read(project.path("out/tour.mp4")).unwrap();

    let warm = run_with(&project, &ffmpeg, &[]).ok();
    assert!(warm.stdout.contains("(unchanged)") && !project.path("calls").exists(), "{}", warm.stdout);
    let software = run_with(&project, &ffmpeg, &["--encoder", "software", "--no-cache"]).ok();
    assert!(software.stdout.contains("(unchanged)"), "the same bytes as ever: {}", software.stdout);
    assert!(fs::read(project.path("out/tour.mp4")).unwrap() == made);

    let refused = run_with(&project, &ffmpeg, &["--require-hw"]).exits(6);
    assert!(refused.stdout.contains("a hardware encoder that works is not there"), "{}", refused.stdout);
    assert!(refused.stdout.contains("nvenc:") && refused.stdout.contains("no card"), "{}", refused.stdout);
    let doctor = project.command(&["doctor"]).env("REELMILL_FFMPEG", &ffmpeg).output().unwrap();
    let doctor = Ran::from(doctor).ok().stdout;
    assert!(doctor.contains("✓ encoders software; no hardware encoder works (nvenc: "), "{doctor}");
    assert_eq!(chip_calls(&project), 1, "the doctor tries again");
    run_with(&project, &ffmpeg, &["--refresh", "video"]).ok();
    assert_eq!(chip_calls(&project), 1, "and what is remembered of other sizes is forgotten");
}

#[test]
fn this_machine_s_ffmpeg_is_asked_and_the_video_made_whatever_it_says() {
    let project = two_videos();
    project.run(&["run", "reels.yaml", "--only", "tour"]).ok();
    assert_plays(&project.path("out/tour.mp4"));
    let doctor = project.run(&["doctor"]).ok().stdout;
    assert!(doctor.contains("✓ encoders software (x264 core "), "{doctor}");
}

#[test]
fn a_chip_that_only_seems_to_work_is_not_used() {
    for (chip, why) in [
        ("cat > /dev/null; : > segment.mp4; exit 0", "broken file"),
        ("exec sleep 60", "no answer within 3s"),
        (
            "for word do shift; case $word in setsar=1*) set -- \"$@\" \"negate,$word\" ;; *) set -- \"$@\" \"$word\" ;; esac; done",
            "is not what was encoded",
        ),
        (
            "for word do shift; [ \"$word\" = -an ] && set -- \"$@\" -s 64x64; set -- \"$@\" \"$word\"; done",
            "another kind of stream",
        ),
        ("for word do shift; [ \"$word\" = 8 ] && word=7; set -- \"$@\" \"$word\"; done", "encoded 7 frames of 8"),
    ] {
        let project = two_videos();
        let ffmpeg = ffmpeg(&project, chip);
        let ran = run_with(&project, &ffmpeg, &["--only", "card", "--stall-after", "3s", "--require-hw"]).exits(6);
        assert!(ran.stdout.contains(why), "{why}: {}", ran.stdout);
        run_with(&project, &ffmpeg, &["--only", "card", "--require-hw"]).exits(6);
        assert_eq!(chip_calls(&project), 1, "the answer is remembered");
    }
}

#[test]
fn a_chip_that_fails_in_mid_batch_is_given_up_once_and_all_videos_are_finished_in_software() {
    let project = two_videos();
    let ffmpeg = ffmpeg(&project, FAILS_AFTER);
    let ran = run_with(&project, &ffmpeg, &["--workers", "2"]).ok();
    let told = "the hardware encoder nvenc failed (`ffmpeg` ended with code 1: OpenEncodeSessionEx failed); the rest is \
                encoded in software";
    assert_eq!(ran.stdout.matches(told).count(), 1, "{}", ran.stdout);
    assert_eq!(ran.stdout.matches("no hardware encoder works").count(), 0, "{}", ran.stdout);
    let by_chip = ["tour", "card"].map(|video| {
        assert_plays(&project.path(&format!("out/{video}.mp4")));
        encoder_of(&project, video).is_some()
    });
    assert!(!by_chip[0], "of four encodes of both videos one could be made by it");
    let calls = chip_calls(&project);
    assert!((3..=5).contains(&calls), "it is not asked on and on: {calls}");

    run_with(&project, &ffmpeg, &[]).ok();
    assert!(chip_calls(&project) > 0, "the next run tries it again");

    let required = two_videos();
    let ffmpeg = self::ffmpeg(&required, FAILS_AFTER);
    let ran = run_with(&required, &ffmpeg, &["--require-hw", "--jobs", "1", "--only", "tour"]).exits(4);
    assert!(ran.stdout.contains("OpenEncodeSessionEx failed") && ran.stdout.contains("without --require-hw"));
    assert!(!required.path("out/tour.mp4").exists());
}

#[test]
fn a_chip_that_stands_still_or_leaves_half_a_file_in_mid_batch_has_failed_too() {
    for (trouble, why) in
        [("exec sleep 60", "gave no sign of life for 3s"), ("cat > /dev/null; : > segment.mp4; exit 0", "broken file")]
    {
        let project = two_videos();
        let ffmpeg = ffmpeg(&project, &format!("[ $n -gt 1 ] && {{ {trouble}; }}"));
        let ran = run_with(&project, &ffmpeg, &["--only", "card", "--stall-after", "3s"]).ok();
        assert!(ran.stdout.contains("nvenc failed") && ran.stdout.contains(why), "{}", ran.stdout);
        assert_plays(&project.path("out/card.mp4"));
        assert_eq!((chip_calls(&project), encoder_of(&project, "card")), (2, None), "it is not asked again");
    }
}

#[test]
fn what_a_chip_has_made_is_still_found_after_it_has_failed() {
    let project = two_videos();
    let ffmpeg = ffmpeg(&project, FAILS_AFTER);
    run_with(&project, &ffmpeg, &["--only", "card"]).ok();
    let ran = run_with(&project, &ffmpeg, &["--jobs", "1"]).ok();
    assert!(ran.stdout.contains("nvenc failed") && ran.stdout.contains("out/card.mp4 (unchanged)"), "{}", ran.stdout);
    assert_eq!(encoder_of(&project, "card").as_deref(), Some("h264_nvenc"));
    assert_eq!(encoder_of(&project, "tour"), None);
}

#[test]
fn segments_that_cannot_be_joined_are_the_chip_s_failure() {
    let project = two_videos();
    let unlike = "[ $n = 3 ] && { for word do shift; [ $word = -profile:v ] && set -- \"$@\" -level 5.1; set -- \"$@\" \"$word\"; done; }";
    let ffmpeg = ffmpeg(&project, unlike);
    let ran = run_with(&project, &ffmpeg, &["--only", "tour"]).ok();
    assert!(ran.stdout.contains("nvenc failed (its segments cannot be joined)"), "{}", ran.stdout);
    assert_plays(&project.path("out/tour.mp4"));
    assert_eq!(encoder_of(&project, "tour"), None);
}

#[test]
fn a_fault_that_is_not_the_chip_s_is_told_and_the_chip_is_used_on() {
    let text = format!(
        "{SMALL}videos:
  - id: bad
    encoder: auto
    scenes: [ {{ say: Look at this., visual: {{ video: bad.ts }} }} ]
  - id: good
    encoder: auto
    scenes: [ {{ say: This stays., visual: {{ color: '#123456' }} }} ]
"
    );
    let project = Project::with(&text);
    let made = Command::new("ffmpeg")
        .args(["-v", "error", "-f", "lavfi", "-i", "testsrc2=s=192x108:r=10:d=4", "-c:v", "mpeg2video", "-f", "mpegts"])
        .arg(project.path("bad.ts"))
        .status()
        .unwrap();
    assert!(made.success());
    let mut bytes = fs::read(project.path("bad.ts")).unwrap();
    let middle = bytes.len() / 3;
    bytes[middle..middle + 9000].iter_mut().for_each(|byte| *byte = byte.wrapping_mul(7) ^ 0x5A);
    fs::write(project.path("bad.ts"), bytes).unwrap();
    let ffmpeg = ffmpeg(&project, WORKS);
    let ran = run_with(&project, &ffmpeg, &["--jobs", "1"]).exits(3);
    assert!(!ran.stdout.contains("nvenc failed"), "{}", ran.stdout);
    assert_eq!(encoder_of(&project, "good").as_deref(), Some("h264_nvenc"));
}

#[test]
fn what_is_required_must_be_asked_for_in_words_that_there_are() {
    let project = two_videos();
    project.write("reels.yaml", &manifest().replace("encoder: nvenc", "encoder: software"));
    let ran = project.run(&["run", "reels.yaml", "--require-hw"]).exits(2);
    assert!(ran.stderr.contains("the video `card` has `encoder: software`; add `--encoder auto`"), "{}", ran.stderr);
    assert!(project.run(&["run", "reels.yaml", "--encoder", "cuda"]).exits(2).stderr.contains("nvenc"));
    project.write("wrong.yaml", "videos: [{ id: a, script: Hi., encoder: nvec }]");
    let ran = project.run(&["check", "wrong.yaml"]).exits(2);
    assert!(ran.stderr.contains("did you mean `nvenc`?") && ran.stderr.contains("wrong.yaml:1:"), "{}", ran.stderr);

    project.write("plain.yaml", "videos: [{ id: a, script: Hi. }]");
    let shown = |encoder: Option<&str>| {
        let mut command = project.command(&["show", "plain.yaml"]);
        command.env("XDG_CONFIG_HOME", project.path("config"));
        if let Some(encoder) = encoder {
            command.env("REELMILL_ENCODER", encoder);
        }
        Ran::from(command.output().unwrap())
    };
    assert!(shown(None).ok().stdout.contains("encoder: software"));
    project.write("config/reelmill/config.yaml", "encoder: auto\n");
    assert!(shown(None).ok().stdout.contains("encoder: auto"));
    assert!(shown(Some("qsv")).ok().stdout.contains("encoder: qsv"));
    project.write("config/reelmill/config.yaml", "encoder: fast\n");
    assert!(shown(None).exits(2).stderr.contains("`fast` is no encoder"));
}
