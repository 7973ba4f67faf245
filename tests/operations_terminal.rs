//! In a real pseudo terminal, with a real FFmpeg at work: however a run is ended, no FFmpeg is left after a second and the
//! terminal is as it was.

#![cfg(target_os = "linux")]

mod common;

use std::fs::{self, File};
use std::io::{ErrorKind, Read, Write};
use std::os::fd::AsFd;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::time::{Duration, Instant};

use common::{Project, SMALL};
use nix::pty::{OpenptyResult, Winsize, openpty};
use nix::sys::signal::{Signal, kill};
use nix::sys::termios::{Termios, tcgetattr};
use nix::unistd::Pid;

/// Longer than anything here takes on a machine that is busy with other tests.
const PATIENCE: Duration = Duration::from_secs(60);
/// What is promised.
const A_SECOND: Duration = Duration::from_secs(1);

struct Terminal {
    master: File,
    run: Run,
    /// All that was written to it.
    shown: Vec<u8>,
    before: Termios,
}

/// Does not outlive its test, whatever that comes to.
struct Run(Child);

impl Drop for Run {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

impl Run {
    /// How it ended, `meanwhile` being done until then.
    #[track_caller]
    fn ends(&mut self, mut meanwhile: impl FnMut()) -> ExitStatus {
        let began = Instant::now();
        loop {
            if let Some(status) = self.0.try_wait().unwrap() {
                return status;
            }
            assert!(began.elapsed() < PATIENCE, "it goes on");
            meanwhile();
        }
    }
}

impl Terminal {
    /// Runs the program as the only one on a terminal of its own.
    fn start(project: &Project, args: &[&str]) -> Self {
        let size = Winsize { ws_row: 24, ws_col: 60, ws_xpixel: 0, ws_ypixel: 0 };
        let OpenptyResult { master, slave } = openpty(Some(&size), None).unwrap();
        // A run that held this end itself would never see it closed.
        rustix::io::fcntl_setfd(&master, rustix::io::FdFlags::CLOEXEC).unwrap();
        let before = tcgetattr(&slave).unwrap();
        let program = project.command(args);
        let mut command = Command::new("setsid");
        command.arg("--ctty").arg(program.get_program()).args(program.get_args());
        command.current_dir(project.path("")).env("TERM", "xterm-256color");
        for (name, value) in program.get_envs() {
            match value {
                Some(value) => command.env(name, value),
                None => command.env_remove(name),
            };
        }
        let end = || Stdio::from(slave.try_clone().unwrap());
        let run = Run(command.stdin(end()).stdout(end()).stderr(end()).spawn().unwrap());
        Self { master: File::from(master), run, shown: Vec::new(), before }
    }

    /// Takes what is shown until it is so.
    #[track_caller]
    fn until(&mut self, what: &str, is_so: impl Fn(&str) -> bool) {
        let began = Instant::now();
        while !is_so(&self.text()) {
            let has_ended = self.run.0.try_wait().unwrap().is_some();
            self.take(Duration::from_millis(20));
            let goes_on = began.elapsed() < PATIENCE && (!has_ended || is_so(&self.text()));
            assert!(goes_on, "{what}; shown: {}", self.end());
        }
    }

    fn take(&mut self, for_long: Duration) {
        take(&mut self.master, &mut self.shown, for_long);
    }

    fn text(&self) -> String {
        String::from_utf8_lossy(&self.shown).into_owned()
    }

    /// The last of it: a run shows much.
    fn end(&self) -> String {
        String::from_utf8_lossy(&self.shown[self.shown.len().saturating_sub(1500)..]).into_owned()
    }

    #[track_caller]
    fn ends(&mut self) -> ExitStatus {
        let Self { master, run, shown, .. } = self;
        run.ends(|| take(master, shown, Duration::from_millis(10)))
    }

    fn send(&self, signal: Signal) {
        kill(Pid::from_raw(self.run.0.id().try_into().unwrap()), signal).unwrap();
    }

    /// The cursor is shown, colours are off, lines wrap, the screen is the usual one, and what is typed is echoed.
    #[track_caller]
    fn is_as_it_was(&mut self) {
        self.take(Duration::from_millis(50));
        let text = self.text();
        for (on, off) in [("\x1b[?25l", "\x1b[?25h"), ("\x1b[?1049h", "\x1b[?1049l"), ("\x1b[?7l", "\x1b[?7h")] {
            assert!(text.rfind(on) <= text.rfind(off), "{on:?} is left on: {:?}", self.end());
        }
        let painted = text.rfind("\x1b[").map(|at| &text[at..]).unwrap_or_default();
        let is_plain = !painted.split_once('m').is_some_and(|(code, _)| {
            code[2..].chars().all(|c| c.is_ascii_digit() || c == ';') && code != "\x1b[0" && code != "\x1b["
        });
        assert!(is_plain, "a colour is left on: {:?}", self.end());
        let now = tcgetattr(&self.master).unwrap();
        assert_eq!(
            (now.input_flags, now.output_flags, now.local_flags, now.control_chars),
            (self.before.input_flags, self.before.output_flags, self.before.local_flags, self.before.control_chars)
        );
    }
}

/// What is shown within so long.
fn take(master: &mut File, shown: &mut Vec<u8>, for_long: Duration) {
    use rustix::event::{PollFd, PollFlags, Timespec, poll};
    let wait = Timespec::try_from(for_long).unwrap();
    let mut fds = [PollFd::from_borrowed_fd(master.as_fd(), PollFlags::IN)];
    if poll(&mut fds, Some(&wait)).unwrap_or(0) == 0 {
        return;
    }
    let mut piece = [0; 4096];
    match master.read(&mut piece) {
        Ok(read) => shown.extend(&piece[..read]),
        // All ends on the other side are closed: EIO (pty(7)).
        Err(error) if error.kind() != ErrorKind::Interrupted => std::thread::sleep(Duration::from_millis(5)),
        Err(_) => {}
    }
}

/// A video that takes FFmpeg longer than any test.
fn project() -> Project {
    Project::with(&format!(
        "{SMALL}videos:
  - id: quick
    scenes: [ {{ say: Quick., visual: {{ color: '#102030' }} }} ]
  - id: 長い動画
    scenes: [ {{ duration: 10m, visual: {{ generated: calm, motion: zoom-in }} }} ]
"
    ))
}

/// The FFmpegs of a run: those that work in the project's cache.
fn ffmpegs(project: &Project) -> Vec<i32> {
    let Ok(cache) = project.path("cache").canonicalize() else { return Vec::new() };
    let pid = |process: fs::DirEntry| {
        let path = process.path();
        let is_there = fs::read_link(path.join("cwd")).is_ok_and(|cwd| cwd.starts_with(&cache));
        let is_ffmpeg = fs::read_to_string(path.join("comm")).is_ok_and(|name| name.trim() == "ffmpeg");
        process.file_name().to_str()?.parse().ok().filter(|_| is_there && is_ffmpeg)
    };
    fs::read_dir("/proc").unwrap().flatten().filter_map(pid).collect()
}

fn is_alive(process: i32) -> bool {
    let stat = fs::read_to_string(format!("/proc/{process}/stat")).unwrap_or_default();
    stat.rsplit_once(") ").is_some_and(|(_, rest)| !rest.starts_with('Z'))
}

#[track_caller]
fn none_is_left(processes: &[i32]) {
    let began = Instant::now();
    while let Some(left) = processes.iter().find(|process| is_alive(**process)) {
        assert!(began.elapsed() < A_SECOND, "ffmpeg {left} has survived a second");
        std::thread::sleep(Duration::from_millis(5));
    }
}

/// A run on a terminal whose long video is being encoded, and the FFmpegs at it.
fn at_work(project: &Project) -> (Terminal, Vec<i32>) {
    let mut terminal = Terminal::start(project, &["run", "reels.yaml", "--jobs", "1"]);
    terminal.until("the first video is done", |text| text.contains("out/quick.mp4"));
    let began = Instant::now();
    loop {
        terminal.take(Duration::from_millis(20));
        let found = ffmpegs(project);
        if !found.is_empty() {
            return (terminal, found);
        }
        assert!(began.elapsed() < PATIENCE, "no ffmpeg is started; shown: {}", terminal.end());
    }
}

#[test]
fn ctrl_c_and_signals_leave_no_ffmpeg_and_the_terminal_as_it_was() {
    for (signal, code) in [(None, 130), (Some(Signal::SIGTERM), 143), (Some(Signal::SIGHUP), 143)] {
        let project = project();
        let (mut terminal, found) = at_work(&project);
        match signal {
            Some(signal) => terminal.send(signal),
            // What the key sends: the terminal makes the signal of it.
            None => terminal.master.write_all(b"\x03").unwrap(),
        }
        assert_eq!(terminal.ends().code(), Some(code), "{signal:?}; shown: {}", terminal.end());
        none_is_left(&found);
        assert_eq!(ffmpegs(&project), Vec::<i32>::new(), "{signal:?}");
        terminal.until("how to go on is said", |text| text.contains("goes on from here"));
        terminal.is_as_it_was();
    }
}

#[test]
fn killed_it_leaves_no_ffmpeg_and_a_terminal_to_type_on() {
    let project = project();
    let (mut terminal, found) = at_work(&project);
    terminal.send(Signal::SIGKILL);
    terminal.ends();
    none_is_left(&found);
    terminal.is_as_it_was();
}

#[test]
fn an_ffmpeg_that_hears_nothing_does_not_survive_a_second_either() {
    let project = project();
    let (mut terminal, found) = at_work(&project);
    found.iter().for_each(|process| kill(Pid::from_raw(*process), Signal::SIGSTOP).unwrap());
    terminal.send(Signal::SIGTERM);
    terminal.until("the request is heard", |text| text.contains("stopping"));
    none_is_left(&found);
    assert_eq!(terminal.ends().code(), Some(143));
    terminal.is_as_it_was();
}

#[test]
fn a_closed_terminal_ends_the_run_and_its_ffmpeg() {
    let project = project();
    let (terminal, found) = at_work(&project);
    let Terminal { master, mut run, .. } = terminal;
    // Nobody holds its other end any more: the terminal hangs up.
    drop(master);
    assert_eq!(run.ends(|| std::thread::sleep(Duration::from_millis(10))).code(), Some(143));
    none_is_left(&found);
}
