//! Running programs and telling what they cost.

use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, ensure};
use nix::sys::resource::{UsageWho, getrusage};
use nix::sys::time::TimeVal;

#[derive(Debug, Clone, Copy, Default)]
pub struct Cost {
    /// Of the processes and all their children.
    pub cpu: f64,
    pub wall: f64,
    /// The most memory that the (first) process itself had, in MiB.
    pub peak: f64,
}

const ROUNDS: usize = 5;

/// What something cost in each of some rounds.
#[derive(Debug, Default, Clone)]
pub struct Rounds(Vec<Cost>);

/// Runs all one after the other, in some rounds.
pub fn by_turns<const N: usize>(what: [&dyn Fn() -> anyhow::Result<Cost>; N]) -> anyhow::Result<[Rounds; N]> {
    let mut all = std::array::from_fn(|_| Rounds::default());
    for _ in 0..ROUNDS {
        for (rounds, run) in all.iter_mut().zip(what) {
            rounds.0.push(run()?);
        }
    }
    Ok(all)
}

impl Rounds {
    /// Whatever else the machine does adds to it. Of memory, the most.
    pub fn least(&self) -> Cost {
        let start = Cost { cpu: f64::MAX, wall: f64::MAX, peak: 0.0 };
        self.0.iter().fold(start, |least, Cost { cpu, wall, peak }| Cost {
            cpu: least.cpu.min(*cpu),
            wall: least.wall.min(*wall),
            peak: least.peak.max(*peak),
        })
    }

    /// How many times as much as `other`: the middle of what it was in each round, as the machine was in both.
    pub fn to(&self, other: &Self, what: impl Fn(&Cost) -> f64) -> f64 {
        let mut ratios: Vec<f64> = self.0.iter().zip(&other.0).map(|(ours, other)| what(ours) / what(other)).collect();
        ratios.sort_by(f64::total_cmp);
        ratios.get(ratios.len() / 2).copied().unwrap_or(f64::NAN)
    }
}

/// Runs commands at the same time, to their ends.
pub fn cost(commands: Vec<Command>) -> anyhow::Result<Cost> {
    have_memory_ready();
    let (before, started) = (children()?, Instant::now());
    let mut running = Vec::new();
    for mut command in commands {
        let text = format!("{command:?}");
        let child = command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::piped()).spawn();
        running.push((child.with_context(|| text.clone())?, text));
    }
    let peak = running.first().map(|(child, _)| watch(child));
    for (child, text) in running {
        let done = child.wait_with_output()?;
        ensure!(done.status.success(), "{text}\n{}", String::from_utf8_lossy(&done.stderr));
    }
    let wall = started.elapsed().as_secs_f64();
    let peak = peak.and_then(|watch| watch.join().ok()).unwrap_or(0.0);
    Ok(Cost { cpu: (children()? - before).as_secs_f64(), wall, peak })
}

/// A virtual machine may get its memory from the host page by page as it is first touched, at a hundred times the cost
/// of clearing it, and give it back when it has lain free for a while: the first of two programs pays for both.
fn have_memory_ready() {
    const BYTES: usize = 2 << 30;
    let mut pages = vec![0_u8; BYTES];
    pages.iter_mut().step_by(4096).for_each(|byte| *byte = 1);
    std::hint::black_box(&pages);
}

/// The high-water mark of a process's memory, looked at until it is gone.
fn watch(child: &Child) -> std::thread::JoinHandle<f64> {
    let status = format!("/proc/{}/status", child.id());
    std::thread::spawn(move || {
        let mut most = 0.0_f64;
        loop {
            let text = std::fs::read_to_string(&status).unwrap_or_default();
            let Some(line) = text.lines().find_map(|line| line.strip_prefix("VmHWM:")) else { return most };
            let kib: f64 = line.trim().trim_end_matches(" kB").trim().parse().unwrap_or(0.0);
            most = most.max(kib / 1024.0);
            std::thread::sleep(Duration::from_millis(20));
        }
    })
}

fn children() -> anyhow::Result<Duration> {
    let usage = getrusage(UsageWho::RUSAGE_CHILDREN)?;
    let span = |time: TimeVal| {
        Duration::from_secs(time.tv_sec().unsigned_abs()) + Duration::from_micros(time.tv_usec().unsigned_abs())
    };
    Ok(span(usage.user_time()) + span(usage.system_time()))
}
