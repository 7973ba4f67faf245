//! The one thread that forks.
//!
//! Linux sends the parent's death signal when the *thread* that forked ends, not when the process does
//! (prctl(2), PR_SET_PDEATHSIG). Threads of a runtime come and go, so all children are forked by this one, which
//! lives as long as the process.

use std::io;
use std::process::{Child, Command};
use std::sync::{OnceLock, mpsc};

use tokio::sync::oneshot;

struct Request {
    command: Command,
    reply: oneshot::Sender<io::Result<Child>>,
}

static SPAWNER: OnceLock<mpsc::Sender<Request>> = OnceLock::new();

/// Starts a child that dies with this process.
pub(super) async fn spawn(command: Command) -> io::Result<Child> {
    let (reply, answer) = oneshot::channel();
    let gone = || io::Error::other("the spawning thread is gone");
    spawner()?.send(Request { command, reply }).map_err(|_| gone())?;
    answer.await.map_err(|_| gone())?
}

fn spawner() -> io::Result<&'static mpsc::Sender<Request>> {
    if let Some(sender) = SPAWNER.get() {
        return Ok(sender);
    }
    let (sender, requests) = mpsc::channel();
    std::thread::Builder::new().name("spawner".into()).spawn(move || serve(&requests))?;
    // Of two that come here at once one loses, and its thread ends before it has forked anything.
    Ok(SPAWNER.get_or_init(|| sender))
}

fn serve(requests: &mpsc::Receiver<Request>) {
    for Request { mut command, reply } in requests {
        die_with_us(&mut command);
        // Nobody may be waiting any more: then nobody else will end it either.
        if let Err(Ok(mut child)) = reply.send(command.spawn()) {
            let _ = child.kill();
            let _ = child.wait();
        }
    }
}

#[cfg(target_os = "linux")]
fn die_with_us(command: &mut Command) {
    use std::os::unix::process::CommandExt;

    use rustix::process::{Signal, getpid, getppid, set_parent_process_death_signal};

    let us = getpid();
    let in_child = move || {
        set_parent_process_death_signal(Some(Signal::KILL))?;
        // We may have died before the line above: then no signal will come.
        if getppid() != Some(us) {
            return Err(rustix::io::Errno::SRCH.into());
        }
        Ok(())
    };
    // SAFETY: runs between fork and exec, where only async-signal-safe calls are allowed: two system calls, no
    // allocation, no lock.
    unsafe {
        command.pre_exec(in_child);
    }
}

/// Elsewhere there is no such signal; a killed parent's children end by their closed pipes.
#[cfg(not(target_os = "linux"))]
fn die_with_us(_: &mut Command) {}
