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

/// Runs commands at the same time, to their ends.
pub fn cost(commands: Vec<Command>) -> anyhow::Result<Cost> {
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
