//! The three pipes of a child, each served by a thread of its own.

use std::io::{self, BufRead, BufReader, Read, Write};
use std::os::fd::OwnedFd;
use std::process::Child;
use std::sync::Arc;

use tokio::sync::{Notify, oneshot};

use super::pulse::Pulse;
use super::tail::tail;
use super::tube::{Tube, Watch};
use super::{Stdin, Stdout};

/// A line is cut here, so that a child that never ends one cannot fill the memory.
const LONGEST_LINE: u64 = 64 << 10;

/// What each thread found; a thread that panicked leaves its receiver without a value.
pub(super) struct Streams {
    pub stdin: oneshot::Receiver<io::Result<()>>,
    pub stdout: oneshot::Receiver<io::Result<Vec<u8>>>,
    pub stderr: oneshot::Receiver<io::Result<String>>,
    /// Told when a kept stdout passes its limit.
    pub too_much: Arc<Notify>,
}

/// `inward` stops what we write to the child, `outward` what we read from it.
pub(super) fn serve(
    child: &mut Child,
    stdin: Stdin,
    stdout: Stdout,
    (inward, outward): (Watch, Watch),
    pulse: &Arc<Pulse>,
) -> io::Result<Streams> {
    let too_much = Arc::new(Notify::new());
    let stdin = {
        let tube = tube(child.stdin.take(), inward, pulse)?;
        thread("stdin", move || feed(stdin, tube))?
    };
    let stdout = {
        let tube = tube(child.stdout.take(), outward.clone(), pulse)?;
        let too_much = too_much.clone();
        thread("stdout", move || take(stdout, tube, &too_much))?
    };
    let stderr = {
        // Words on stderr are no sign of life: a pulse of its own.
        let tube = tube(child.stderr.take(), outward, &Arc::new(Pulse::new()))?;
        thread("stderr", move || tube.map_or(Ok(String::new()), |mut tube| tail(&mut tube)))?
    };
    Ok(Streams { stdin, stdout, stderr, too_much })
}

fn tube(pipe: Option<impl Into<OwnedFd>>, watch: Watch, pulse: &Arc<Pulse>) -> io::Result<Option<Tube>> {
    pipe.map(|pipe| Tube::new(pipe.into(), watch, pulse.clone())).transpose()
}

fn thread<T: Send + 'static>(
    name: &str,
    work: impl FnOnce() -> T + Send + 'static,
) -> io::Result<oneshot::Receiver<T>> {
    let (done, result) = oneshot::channel();
    std::thread::Builder::new().name(name.into()).spawn(move || {
        // Nobody may want the result any more.
        let _ = done.send(work());
    })?;
    Ok(result)
}

fn feed(stdin: Stdin, tube: Option<Tube>) -> io::Result<()> {
    let Some(mut tube) = tube else { return Ok(()) };
    match stdin {
        Stdin::Null => Ok(()),
        Stdin::Bytes(bytes) => tube.write_all(&bytes),
        Stdin::Feed(feed) => {
            tube.enlarge();
            feed(&mut tube)
        }
    }
}

fn take(stdout: Stdout, tube: Option<Tube>, too_much: &Notify) -> io::Result<Vec<u8>> {
    let Some(mut tube) = tube else { return Ok(Vec::new()) };
    match stdout {
        Stdout::Keep(limit) => {
            if limit > 1 << 20 {
                tube.enlarge();
            }
            let mut kept = Vec::new();
            Read::by_ref(&mut tube).take(limit as u64 + 1).read_to_end(&mut kept)?;
            if kept.len() > limit {
                too_much.notify_one();
            }
            Ok(kept)
        }
        Stdout::Lines(mut each) => lines(tube, &mut *each).map(|()| Vec::new()),
        Stdout::Drain(drain) => {
            tube.enlarge();
            drain(&mut tube).map(|()| Vec::new())
        }
    }
}

fn lines(tube: Tube, each: &mut dyn FnMut(&str)) -> io::Result<()> {
    let mut reader = BufReader::new(tube);
    let mut line = Vec::new();
    loop {
        line.clear();
        if Read::by_ref(&mut reader).take(LONGEST_LINE).read_until(b'\n', &mut line)? == 0 {
            return Ok(());
        }
        let text = String::from_utf8_lossy(&line);
        each(text.trim_end_matches(['\n', '\r']));
    }
}

/// Ends with the child's own error, not with the broken pipe that came of it.
pub(super) fn unless_it_hung_up(result: io::Result<()>) -> io::Result<()> {
    match result {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        other => other,
    }
}
