//! Whole processes on finished videos: one, a hundred at once, a thousand videos in one.

use std::fmt::Write as _;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use super::{line, ms, summary};

const ONE: &str = "defaults: { preset: { width: 192, height: 108 }, fps: 10, quality: draft }
videos:
  - id: one
    scenes:
      - { say: Boats leave at dawn., visual: { gradient: ['#102030', '#405060'] } }
      - { say: They come home at night., visual: { generated: ocean } }
";

struct Project(PathBuf);

impl Project {
    /// In the target folder, kept from bench to bench.
    fn new(name: &str, manifest: &str) -> io::Result<Self> {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("bench-cache").join(name);
        fs::create_dir_all(&folder)?;
        fs::write(folder.join("reels.yaml"), manifest)?;
        Ok(Self(folder))
    }

    fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_reelmill"));
        command.args(args).current_dir(&self.0).env("REELMILL_CACHE_DIR", self.0.join("cache"));
        command.env("XDG_STATE_HOME", self.0.join("state"));
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        command
    }

    /// Made, looked at once more when its outputs have settled, so that everything is remembered.
    fn finished(self) -> io::Result<Self> {
        self.timed(&["run", "reels.yaml", "--jobs", "10"])?;
        thread::sleep(Duration::from_secs(3));
        self.timed(&["run", "reels.yaml"])?;
        Ok(self)
    }

    fn timed(&self, args: &[&str]) -> io::Result<Duration> {
        let began = Instant::now();
        let status = self.command(args).status()?;
        let time = began.elapsed();
        if status.success() { Ok(time) } else { Err(io::Error::other(format!("{args:?}: {status}"))) }
    }

    fn median(&self, args: &[&str], times: usize) -> io::Result<(Duration, Duration)> {
        Ok(summary((0..times).map(|_| self.timed(args)).collect::<io::Result<_>>()?))
    }
}

pub fn warm() -> io::Result<()> {
    let project = Project::new("one", ONE)?.finished()?;
    let (floor, _) = project.median(&["--version"], 200)?;
    let (median, p95) = project.median(&["run", "reels.yaml"], 400)?;
    line("one finished video, whole process, median", &ms(median), "5 ms");
    line("  95th percentile", &ms(p95), "-");
    line("  beside `--version` (the process alone)", &format!("{} = {:.2} x", ms(floor), ratio(median, floor)), "-");
    let (median, _) = project.median(&["plan", "reels.yaml"], 200)?;
    line("  its plan, median", &ms(median), "-");
    Ok(())
}

fn ratio(one: Duration, other: Duration) -> f64 {
    one.as_secs_f64() / other.as_secs_f64()
}

pub fn crowd() -> io::Result<()> {
    const AT_ONCE: usize = 100;
    const EACH: usize = 20;
    let project = Project::new("one", ONE)?.finished()?;
    let failures = AtomicUsize::new(0);
    let began = Instant::now();
    thread::scope(|scope| {
        for _ in 0..AT_ONCE {
            scope.spawn(|| {
                for _ in 0..EACH {
                    if project.timed(&["run", "reels.yaml"]).is_err() {
                        failures.fetch_add(1, Ordering::Relaxed);
                    }
                }
            });
        }
    });
    let rate = (AT_ONCE * EACH) as f64 / began.elapsed().as_secs_f64();
    line("100 at once, each 20 times: invocations a second", &format!("{rate:.0}"), "500 on 2 cores");
    line("  failures", &failures.into_inner().to_string(), "0");
    Ok(())
}

pub fn thousand() -> io::Result<()> {
    let mut manifest = "defaults: { preset: { width: 64, height: 64 }, fps: 2, quality: draft }\nvideos:\n".to_owned();
    for i in 0..1000 {
        let _ = writeln!(manifest, "  - {{ id: v{i}, scenes: [{{ duration: 1s, visual: {{ color: '#123456' }} }}] }}");
    }
    let project = Project::new("thousand", &manifest)?.finished()?;
    let (median, _) = project.median(&["run", "reels.yaml"], 15)?;
    line("1,000 finished videos in one manifest, median", &ms(median), "300 ms");
    let (median, _) = project.median(&["plan", "reels.yaml"], 15)?;
    line("  their plan, median", &ms(median), "300 ms");
    Ok(())
}
