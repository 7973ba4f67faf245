//! How the program ends.

use std::process::ExitCode;

use crate::event::Ending;
use crate::report::Summary;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Exit {
    AllDone,
    /// Something nobody expected.
    Fault,
    /// The command line or a manifest is wrong.
    Usage,
    SomeFailed,
    AllFailed,
    /// The budget or the deadline was reached.
    Limit,
    /// A needed program or service is not there.
    Missing,
    /// The same is being run already, and was not to be waited for.
    Running,
    /// Ctrl-C.
    Interrupted,
    /// SIGTERM or SIGHUP.
    Terminated,
}

impl Exit {
    pub fn code(self) -> u8 {
        match self {
            Exit::AllDone => 0,
            Exit::Fault => 1,
            Exit::Usage => 2,
            Exit::SomeFailed => 3,
            Exit::AllFailed => 4,
            Exit::Limit => 5,
            Exit::Missing => 6,
            Exit::Running => 7,
            Exit::Interrupted => 130,
            Exit::Terminated => 143,
        }
    }

    /// What a batch that ran to its end came to.
    pub fn of(summary: &Summary) -> Self {
        let failures: Vec<_> = summary
            .videos
            .iter()
            .filter_map(|row| match &row.ending {
                Some(Ending::Failed(failure)) => Some(failure),
                _ => None,
            })
            .collect();
        let done = summary.done();
        match (failures.len(), done) {
            (0, _) if done == summary.asked => Exit::AllDone,
            (0, _) => Exit::SomeFailed,
            (_, 0) if failures.iter().all(|failure| failure.missing_tool) => Exit::Missing,
            (failed, 0) if failed == summary.asked => Exit::AllFailed,
            _ => Exit::SomeFailed,
        }
    }
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        ExitCode::from(exit.code())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::event::{Event, Failure, VideoFinished};
    use std::time::Duration;

    fn summary(endings: &[Ending]) -> Summary {
        let mut summary = Summary::default();
        summary.take(&Event::RunStarted { videos: endings.len(), workers: 2, in_flight: 5, about: Default::default() });
        for (i, ending) in endings.iter().enumerate() {
            let video = i.to_string().into();
            let elapsed = Duration::ZERO;
            summary.take(&Event::VideoFinished(VideoFinished { video, ending: ending.clone(), elapsed }));
        }
        summary
    }

    fn done() -> Ending {
        Ending::Done { output: "a.mp4".into(), length: Duration::ZERO, written: true }
    }

    fn failed(missing_tool: bool) -> Ending {
        let cause = String::new();
        Ending::Failed(Failure { stage: None, label: None, cause, remedy: None, log: None, missing_tool })
    }

    #[test]
    fn the_code_tells_what_became_of_the_batch() {
        for (endings, exit) in [
            (vec![done(), done()], Exit::AllDone),
            (vec![done(), failed(false)], Exit::SomeFailed),
            (vec![done(), failed(true)], Exit::SomeFailed),
            (vec![failed(false), failed(true)], Exit::AllFailed),
            (vec![failed(true), failed(true)], Exit::Missing),
            (vec![failed(false), Ending::Cancelled], Exit::SomeFailed),
        ] {
            assert_eq!(Exit::of(&summary(&endings)), exit, "{endings:?}");
        }
    }
}
