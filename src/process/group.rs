//! A child's process group: signalled only while its leader is not yet reaped, so that the number can never mean
//! somebody else's processes.

use std::io;
use std::process::{Child, ExitStatus};
use std::sync::Mutex;
use std::sync::PoisonError;

use rustix::process::{Pid, Signal, WaitId, WaitIdOptions, kill_process_group, waitid};

#[derive(Debug)]
pub(super) struct Group {
    leader: Pid,
    reaped: Mutex<bool>,
}

impl Group {
    pub(super) fn of(child: &Child) -> Self {
        Self { leader: Pid::from_child(child), reaped: Mutex::new(false) }
    }

    /// Signals all that is in the group; does nothing once the leader is reaped.
    pub(super) fn signal(&self, signal: Signal) {
        let reaped = self.reaped.lock().unwrap_or_else(PoisonError::into_inner);
        if !*reaped {
            // The only failures are a group that is gone already and one that may not be signalled (set-user-id
            // programs): nothing is left to do in either.
            let _ = kill_process_group(self.leader, signal);
        }
    }

    /// Blocks until the leader ends, then ends what is left of the group and reaps the leader.
    pub(super) fn reap(&self, mut child: Child) -> io::Result<ExitStatus> {
        while let Err(rustix::io::Errno::INTR) =
            waitid(WaitId::Pid(self.leader), WaitIdOptions::EXITED | WaitIdOptions::NOWAIT)
        {}
        let mut reaped = self.reaped.lock().unwrap_or_else(PoisonError::into_inner);
        let _ = kill_process_group(self.leader, Signal::KILL);
        let status = child.wait();
        *reaped = true;
        status
    }
}
