//! One child from its start to its end, whichever end that is.

use std::io;
use std::process::{Child, ExitStatus};
use std::sync::Arc;
use std::time::{Duration, Instant};

use rustix::process::Signal;
use tokio::sync::oneshot;
use tokio_util::sync::CancellationToken;

use super::group::Group;
use super::pulse::Pulse;
use super::streams::{self, Streams};
use super::tube;
use super::{Finished, Spawn, SpawnError, launch};

/// Between the request to end (SIGTERM) and the end (SIGKILL): whatever it does then, within a second it is gone.
const GRACE: Duration = Duration::from_millis(700);

/// Runs a child to its end and gives its status, output and last words, whatever the status. It is ended, with all of
/// its group, when `cancel` is, when it takes too long or says too much, and when this future is dropped.
///
/// # Errors
/// All that keeps the child from ending by itself; a failing child is no error here.
pub async fn run(spawn: Spawn, cancel: &CancellationToken) -> Result<Finished, SpawnError> {
    let program = spawn.program.file_name().map_or_else(|| spawn.program.to_string_lossy(), |n| n.to_string_lossy());
    let program = program.into_owned();
    if cancel.is_cancelled() {
        return Err(SpawnError::Cancelled { program });
    }
    let started = Instant::now();
    let command = spawn.command_line();
    let child = launch::launch(&spawn, &program).await?;
    tracing::debug!(program, pid = child.id(), "started");
    tracing::trace!(program, command, "with these words");
    let io_error = |source| SpawnError::Io { program: program.clone(), source };
    let limits = Limits { stall: spawn.stall, timeout: spawn.timeout, output: output_limit(&spawn) };
    let (running, streams) = Running::start(child, spawn).map_err(io_error)?;
    let (status, end) = running.until_end(&limits, &streams, cancel).await.map_err(io_error)?;

    let stdin = streams.stdin.await.unwrap_or_else(|_| Err(panicked("stdin")));
    let stdout = streams.stdout.await.unwrap_or_else(|_| Err(panicked("stdout")));
    let stderr = streams.stderr.await.ok().and_then(Result::ok).unwrap_or_default();
    let ms = started.elapsed().as_millis() as u64;
    match &end {
        Some(End::Stalled(_) | End::TimedOut(_)) => tracing::warn!(program, ms, "ended: it took too long"),
        Some(End::Cancelled | End::TooMuch(_)) => tracing::debug!(program, ms, "ended by us"),
        None => tracing::debug!(program, ms, status = %status, "ended"),
    }
    match end {
        Some(End::Cancelled) => Err(SpawnError::Cancelled { program }),
        Some(End::Stalled(after)) => Err(SpawnError::Stalled { program, after, stderr }),
        Some(End::TimedOut(after)) => Err(SpawnError::TimedOut { program, after, stderr }),
        Some(End::TooMuch(limit)) => Err(SpawnError::TooMuch { program, limit }),
        None => {
            let exchange = |source| SpawnError::Exchange { program: program.clone(), source };
            streams::unless_it_hung_up(stdin).map_err(exchange)?;
            let stdout = stdout.map_err(exchange)?;
            if let Some(limit) = limits.output.filter(|&limit| stdout.len() > limit) {
                return Err(SpawnError::TooMuch { program, limit });
            }
            Ok(Finished { status, stdout, stderr, elapsed: started.elapsed(), command })
        }
    }
}

struct Limits {
    stall: Option<Duration>,
    timeout: Option<Duration>,
    output: Option<usize>,
}

/// Why we ended it.
enum End {
    Cancelled,
    Stalled(Duration),
    TimedOut(Duration),
    TooMuch(usize),
}

fn output_limit(spawn: &Spawn) -> Option<usize> {
    match spawn.stdout {
        super::Stdout::Keep(limit) => Some(limit),
        super::Stdout::Lines(_) | super::Stdout::Drain(_) => None,
    }
}

fn panicked(thread: &str) -> io::Error {
    io::Error::other(format!("the {thread} thread panicked"))
}

/// A child and all that ends it. Dropped before its end, it kills the group; the thread that reaps it goes on alone.
struct Running {
    group: Arc<Group>,
    ended: oneshot::Receiver<io::Result<ExitStatus>>,
    /// Ends what we write to it; the reaping thread has the stop of what we read.
    inward: Option<tube::Stop>,
    pulse: Arc<Pulse>,
}

impl Running {
    fn start(mut child: Child, spawn: Spawn) -> io::Result<(Self, Streams)> {
        let group = Arc::new(Group::of(&child));
        let pulse = Arc::new(Pulse::new());
        let served = tube::stop().and_then(|inward| Ok((inward, tube::stop()?))).and_then(|(inward, outward)| {
            let watches = (inward.1, outward.1);
            let streams = streams::serve(&mut child, spawn.stdin, spawn.stdout, watches, &pulse)?;
            Ok((streams, inward.0, outward.0))
        });
        let (streams, inward, outward) = match served {
            Ok(served) => served,
            Err(error) => {
                group.signal(Signal::KILL);
                group.reap(child)?;
                return Err(error);
            }
        };
        let (tell, ended) = oneshot::channel();
        let reaping = group.clone();
        let reaper = std::thread::Builder::new().name("reaper".into()).spawn(move || {
            let status = reaping.reap(child);
            drop(outward);
            let _ = tell.send(status);
        });
        if let Err(error) = reaper {
            // The child went down with the closure, unreaped: without threads there is no better end than a kill.
            group.signal(Signal::KILL);
            return Err(error);
        }
        Ok((Self { group, ended, inward: Some(inward), pulse }, streams))
    }

    async fn until_end(
        mut self,
        limits: &Limits,
        streams: &Streams,
        cancel: &CancellationToken,
    ) -> io::Result<(ExitStatus, Option<End>)> {
        let end = tokio::select! {
            biased;
            status = &mut self.ended => return Ok((status.unwrap_or_else(|_| Err(panicked("reaper")))?, None)),
            () = cancel.cancelled() => End::Cancelled,
            () = streams.too_much.notified() => End::TooMuch(limits.output.unwrap_or_default()),
            after = stalled(&self.pulse, limits.stall) => End::Stalled(after),
            after = passed(limits.timeout) => End::TimedOut(after),
        };
        // Closing its stdin first lets a child that blocks on reading see the signal.
        self.inward = None;
        self.group.signal(Signal::TERM);
        let status = match tokio::time::timeout(GRACE, &mut self.ended).await {
            Ok(status) => status,
            Err(_) => {
                self.group.signal(Signal::KILL);
                (&mut self.ended).await
            }
        };
        Ok((status.unwrap_or_else(|_| Err(panicked("reaper")))?, Some(end)))
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.group.signal(Signal::KILL);
    }
}

async fn stalled(pulse: &Pulse, limit: Option<Duration>) -> Duration {
    match limit {
        Some(limit) => pulse.silent_for(limit).await,
        None => std::future::pending().await,
    }
    limit.unwrap_or_default()
}

async fn passed(limit: Option<Duration>) -> Duration {
    match limit {
        Some(limit) => tokio::time::sleep(limit).await,
        None => std::future::pending().await,
    }
    limit.unwrap_or_default()
}
