//! Our end of a child's pipe, which can be told to give up: a grandchild that fled its group and keeps the other end
//! open must not hold a thread of ours for ever.

use std::fs::File;
use std::io::{self, Read, Write};
use std::os::fd::{AsFd, OwnedFd};
use std::sync::Arc;

use rustix::event::{PollFd, PollFlags, poll};
use rustix::io::{Errno, ioctl_fionbio};

use super::pulse::Pulse;

/// What may still be read after the stop: as much as a pipe can hold, so that an endless writer does not go on.
const AFTER_STOP: usize = 1 << 20;

/// Dropping it stops all tubes that watch it.
#[derive(Debug)]
pub(super) struct Stop(#[expect(dead_code, reason = "closing it is its use")] OwnedFd);

/// The other side of a [`Stop`].
#[derive(Debug, Clone)]
pub(super) struct Watch(Arc<OwnedFd>);

pub(super) fn stop() -> io::Result<(Stop, Watch)> {
    let (watch, stop) = io::pipe()?;
    Ok((Stop(stop.into()), Watch(Arc::new(watch.into()))))
}

/// Blocks like a plain pipe until stopped. Then reading gives what is left and ends; writing fails with `BrokenPipe`.
pub(super) struct Tube {
    pipe: File,
    watch: Watch,
    pulse: Arc<Pulse>,
    left_after_stop: usize,
}

impl Tube {
    /// While a tube exists it is our turn, except inside a read or a write.
    pub(super) fn new(pipe: OwnedFd, watch: Watch, pulse: Arc<Pulse>) -> io::Result<Self> {
        ioctl_fionbio(&pipe, true)?;
        pulse.our_turn();
        Ok(Self { pipe: pipe.into(), watch, pulse, left_after_stop: AFTER_STOP })
    }

    /// Larger pipes mean fewer switches between child and us. Best effort: the system may refuse.
    pub(super) fn enlarge(&self) {
        #[cfg(target_os = "linux")]
        let _ = rustix::pipe::fcntl_setpipe_size(&self.pipe, 1 << 20);
    }

    /// Waits until the pipe is ready or the stop has come, whichever is first; ready wins.
    fn wait(&self, flags: PollFlags) -> io::Result<Turn> {
        loop {
            let mut fds =
                [PollFd::from_borrowed_fd(self.pipe.as_fd(), flags), PollFd::new(&*self.watch.0, PollFlags::IN)];
            match poll(&mut fds, None) {
                Ok(_) => {
                    return Ok(Turn { ready: !fds[0].revents().is_empty(), stopped: !fds[1].revents().is_empty() });
                }
                Err(Errno::INTR) => {}
                Err(errno) => return Err(errno.into()),
            }
        }
    }

    fn transfer_in(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        loop {
            let turn = self.wait(PollFlags::IN)?;
            if turn.stopped && (!turn.ready || self.left_after_stop == 0) {
                return Ok(0);
            }
            match self.pipe.read(buffer) {
                Ok(n) => {
                    if turn.stopped {
                        self.left_after_stop = self.left_after_stop.saturating_sub(n);
                    }
                    return Ok(n);
                }
                Err(error) if is_passing(&error) => {}
                Err(error) => return Err(error),
            }
        }
    }

    fn transfer_out(&mut self, buffer: &[u8]) -> io::Result<usize> {
        loop {
            if self.wait(PollFlags::OUT)?.stopped {
                return Err(io::ErrorKind::BrokenPipe.into());
            }
            match self.pipe.write(buffer) {
                Err(error) if is_passing(&error) => {}
                done => return done,
            }
        }
    }
}

struct Turn {
    ready: bool,
    stopped: bool,
}

fn is_passing(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::WouldBlock | io::ErrorKind::Interrupted)
}

impl Read for Tube {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.pulse.its_turn();
        let done = self.transfer_in(buffer);
        self.pulse.beat();
        self.pulse.our_turn();
        done
    }
}

impl Write for Tube {
    fn write(&mut self, buffer: &[u8]) -> io::Result<usize> {
        self.pulse.its_turn();
        let done = self.transfer_out(buffer);
        self.pulse.beat();
        self.pulse.our_turn();
        done
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Drop for Tube {
    fn drop(&mut self) {
        self.pulse.its_turn();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tube(pipe: impl Into<OwnedFd>) -> (Tube, Stop) {
        let (stop, watch) = stop().unwrap();
        (Tube::new(pipe.into(), watch, Arc::new(Pulse::new())).unwrap(), stop)
    }

    #[test]
    fn after_the_stop_what_is_left_is_read_and_then_it_ends() {
        let (ours, mut theirs) = io::pipe().unwrap();
        let (mut tube, stop) = tube(ours);
        theirs.write_all(b"last words").unwrap();
        drop(stop);
        let mut text = String::new();
        tube.read_to_string(&mut text).unwrap();
        assert_eq!(text, "last words", "although the other end is still open");
    }

    #[test]
    fn a_stop_ends_a_write_that_nobody_takes() {
        let (theirs, ours) = io::pipe().unwrap();
        let (mut tube, stop) = tube(ours);
        let writer = std::thread::spawn(move || tube.write_all(&vec![0; 4 << 20]).unwrap_err().kind());
        drop(stop);
        assert_eq!(writer.join().unwrap(), io::ErrorKind::BrokenPipe);
        drop(theirs);
    }
}
