//! CPU time of the process and of its children that have ended.

use std::time::Duration;

use nix::sys::resource::{UsageWho, getrusage};
use nix::sys::time::TimeVal;

pub fn cpu_time() -> Option<Duration> {
    let of = |who| getrusage(who).ok().map(|usage| span(usage.user_time()) + span(usage.system_time()));
    Some(of(UsageWho::RUSAGE_SELF)? + of(UsageWho::RUSAGE_CHILDREN)?)
}

fn span(time: TimeVal) -> Duration {
    Duration::from_secs(time.tv_sec().unsigned_abs()) + Duration::from_micros(time.tv_usec().unsigned_abs())
}
