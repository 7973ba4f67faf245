//! Tools in trouble: an FFmpeg that stands still, is killed or never comes back, and what is kept of programs that fail.

mod common;

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::PathBuf;
use std::process::Command;

use common::{Project, Ran, SMALL};

fn one_video() -> String {
    format!(
        "{SMALL}videos:
  - id: tour
    scenes: [ {{ say: Here we are., visual: {{ generated: calm }} }} ]
"
    )
}

fn script(project: &Project, name: &str, text: &str) -> PathBuf {
    project.write(name, text);
    let path = project.path(name);
    fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).unwrap();
    path
}

/// An `ffmpeg` that does something else the first `times` that it is to encode frames, and notes each of them.
fn troubled(project: &Project, times: usize, trouble: &str) -> PathBuf {
    let found = Command::new("sh").args(["-c", "command -v ffmpeg"]).output().unwrap();
    let real = String::from_utf8(found.stdout).unwrap();
    let (real, seen) = (real.trim(), project.path("seen"));
    let text = format!(
        "#!/bin/sh
case \"$*\" in *libx264*) ;; *) exec {real} \"$@\" ;; esac
echo $$ >> {seen}
[ $(wc -l < {seen}) -gt {times} ] && exec {real} \"$@\"
real={real}
{trouble}
",
        seen = seen.display()
    );
    script(project, "bin/ffmpeg", &text)
}

/// A real FFmpeg that waits for what never comes: the writing end of its input is its own.
const STANDS_STILL: &str =
    "mkfifo never && exec 3<>never && exec $real -hide_banner -f rawvideo -video_size 16x16 -i never -f null -";

fn run_with(project: &Project, ffmpeg: &PathBuf) -> Ran {
    let mut command = project.command(&["run", "reels.yaml", "--stall-after", "3s"]);
    Ran::from(command.env("REELMILL_FFMPEG", ffmpeg).output().unwrap())
}

fn log_of(ran: &Ran, project: &Project) -> String {
    let log = ran.stdout.lines().find_map(|line| line.trim().strip_prefix("= log: ")).expect(&ran.stdout);
    fs::read_to_string(project.path(log)).unwrap()
}

/// How often it was to encode frames, and that none of those processes is left.
fn tries(project: &Project) -> usize {
    let seen = fs::read_to_string(project.path("seen")).unwrap();
    for pid in seen.lines() {
        let command = fs::read(format!("/proc/{pid}/cmdline")).unwrap_or_default();
        assert!(!String::from_utf8_lossy(&command).contains("ffmpeg"), "{pid} lives on");
    }
    seen.lines().count()
}

#[test]
fn an_ffmpeg_that_stands_still_is_ended_and_started_once_more() {
    let project = Project::with(&one_video());
    let ffmpeg = troubled(&project, 1, STANDS_STILL);
    let ran = run_with(&project, &ffmpeg).ok();
    assert!(ran.stdout.contains("stood still and was started again"), "{}", ran.stdout);
    assert!(project.path("out/tour.mp4").exists());
    assert!(tries(&project) >= 2);
}

#[test]
fn a_stopped_ffmpeg_is_ended_too() {
    let project = Project::with(&one_video());
    let ffmpeg = troubled(&project, 1, "kill -STOP $$");
    run_with(&project, &ffmpeg).ok();
    assert!(tries(&project) >= 2);
}

#[test]
fn an_ffmpeg_that_stands_still_twice_fails_with_its_command_line() {
    let project = Project::with(&one_video());
    let ffmpeg = troubled(&project, 99, STANDS_STILL);
    let ran = run_with(&project, &ffmpeg).exits(4);
    assert!(ran.stdout.contains("`ffmpeg` gave no sign of life for 3s"), "{}", ran.stdout);
    assert!(ran.stdout.contains("= help: "), "{}", ran.stdout);
    assert_eq!(tries(&project), 2, "once more, not for ever");
    let log = log_of(&ran, &project);
    assert!(log.starts_with("$ cd ") && log.contains("bin/ffmpeg -hide_banner") && log.contains("libx264"), "{log}");
}

#[test]
fn an_ffmpeg_that_the_kernel_killed_is_told_as_out_of_memory() {
    let project = Project::with(&one_video());
    let ffmpeg = troubled(&project, 99, "kill -KILL $$");
    let ran = run_with(&project, &ffmpeg).exits(4);
    assert!(ran.stdout.contains("out of memory is likely"), "{}", ran.stdout);
    assert!(
        ran.stdout.contains("= help: lower --workers, or give the machine or container more memory"),
        "{}",
        ran.stdout
    );
}

#[test]
fn a_limit_that_no_ffmpeg_keeps_is_refused() {
    let project = Project::with(&one_video());
    let ran = project.run(&["run", "reels.yaml", "--stall-after", "10ms"]).exits(2);
    assert!(ran.stderr.contains("a second or more"), "{}", ran.stderr);
}

/// A video whose voice, script or picture is a program.
fn by_program(providers: &str, scene: &str) -> String {
    let voice = if providers.starts_with("voices") { "    voice: v\n" } else { "" };
    format!("{SMALL}providers: {{ {providers} }}\nvideos:\n  - id: tour\n{voice}    {scene}\n")
}

#[test]
fn of_any_program_that_fails_the_command_line_and_the_words_are_kept() {
    let project = Project::new();
    let fails = "echo it is broken >&2; exit 3";
    let scene = "scenes: [ { say: Here we are., visual: { color: '#102030' } } ]";
    for (manifest, kept) in [
        (
            by_program(&format!("voices: {{ v: {{ kind: command, command: [sh, -c, '{fails}'] }} }}"), scene),
            "$ sh -c 'echo it is broken >&2; exit 3'\n\nit is broken\n",
        ),
        (
            by_program(
                &format!("script: {{ kind: command, command: [sh, -c, '{fails}'] }}"),
                "script: { generate: { topic: tides } }",
            ),
            "$ sh -c 'echo it is broken >&2; exit 3'\n\nit is broken\n",
        ),
        (
            by_program("voices: { v: { kind: command, command: [sh, -c, 'echo no sound; echo why >&2'] } }", scene),
            "$ sh -c 'echo no sound; echo why >&2'\n\nwhy\n",
        ),
        (
            by_program(
                "",
                "scenes: [ { say: Here we are., visual: { command: [sh, -c, 'echo no picture; echo why >&2'] } } ]",
            ),
            "$ sh -c 'echo no picture; echo why >&2'\n\nwhy\n",
        ),
    ] {
        project.write("reels.yaml", &manifest);
        let ran = project.run(&["run", "reels.yaml"]).exits(4);
        let log = log_of(&ran, &project);
        assert!(log.starts_with(kept), "{manifest}\n{log}");
    }
}

#[test]
fn piper_is_told_with_its_command_line() {
    let project = Project::with(&by_program(
        "voices: { v: { kind: piper, model: alba.onnx } }",
        "scenes: [ { say: Here we are., visual: { color: '#102030' } } ]",
    ));
    project.write("alba.onnx", "a model");
    let piper = script(&project, "bin/piper", "#!/bin/sh\necho no such model >&2\nexit 1\n");
    let path = format!("{}:{}", piper.parent().unwrap().display(), std::env::var("PATH").unwrap());
    let ran = Ran::from(project.command(&["run", "reels.yaml"]).env("PATH", path).output().unwrap()).exits(4);
    let log = log_of(&ran, &project);
    assert!(log.starts_with("$ piper --model ") && log.ends_with("--output_file -\n\nno such model\n"), "{log}");
}

#[test]
fn no_key_is_kept_with_a_command_line() {
    let project = Project::with(&by_program(
        "voices: { v: { kind: command, command: [sh, -c, 'echo said by $0 $2 >&2; exit 3', --api-key, k-12345, sk-abcdefgh] } }",
        "scenes: [ { say: Here we are., visual: { color: '#102030' } } ]",
    ));
    let mut command = project.command(&["run", "reels.yaml"]);
    let ran = Ran::from(command.env("VOICE_API_KEY", "sk-abcdefgh").output().unwrap()).exits(4);
    let log = log_of(&ran, &project);
    assert!(!log.contains("k-12345") && !log.contains("sk-abcdefgh") && log.contains("[hidden]"), "{log}");
}

#[test]
fn a_home_that_cannot_be_written_to_leaves_stderr_clean() {
    for home in ["/proc/no-such-home", ""] {
        let project = Project::with(&one_video());
        let mut command = project.command(&["run", "reels.yaml", "--quiet"]);
        command
            .env_clear()
            .env("PATH", "/usr/bin:/bin")
            .env("TMPDIR", project.path(""))
            .env("REELMILL_CACHE_DIR", project.path("cache"));
        if !home.is_empty() {
            command.env("HOME", home);
        }
        let ran = Ran::from(command.output().unwrap()).ok();
        assert_eq!((ran.stdout.as_str(), ran.stderr.as_str()), ("", ""), "HOME={home}");
    }
}
