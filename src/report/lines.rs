//! Plain lines of stable wording, for logs, cron and pipes: one a finished video, at most one of progress a video
//! every ten seconds.

use std::collections::HashMap;
use std::io::Write;
use std::sync::Arc;
use std::time::{Duration, Instant};

use super::View;
use super::summary::Summary;
use super::text::{Style, finished_line, safe};
use crate::event::{Ending, Event, JobRef, Outcome, VideoFinished};
use crate::media::units::span;

const EVERY: Duration = Duration::from_secs(10);

pub struct Lines<W> {
    out: W,
    style: Style,
    detail: Detail,
    told: HashMap<Arc<str>, Instant>,
}

/// What is worth a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Detail {
    Failures,
    Videos,
    Jobs,
}

impl<W: Write + Send> Lines<W> {
    pub fn new(out: W, style: Style, detail: Detail) -> Self {
        Self { out, style, detail, told: HashMap::new() }
    }

    /// A reader that went away (a broken pipe) is no failure of the run.
    fn line(&mut self, text: &str) {
        let _ = writeln!(self.out, "{text}").and_then(|()| self.out.flush());
    }

    fn job(&mut self, job: &JobRef, outcome: Outcome, elapsed: Duration) {
        let outcome = outcome.name();
        let text = format!("  {}  {} {}: {outcome} {}", safe(&job.video), job.stage.name(), job.label, span(elapsed));
        self.line(&text);
    }
}

impl<W: Write + Send> View for Lines<W> {
    fn show(&mut self, event: &Event, summary: &Summary) {
        match event {
            Event::VideoStarted { video } => {
                self.told.insert(video.clone(), Instant::now());
            }
            Event::JobFinished { job, outcome, elapsed, .. } if self.detail == Detail::Jobs => {
                self.job(job, *outcome, *elapsed);
            }
            Event::VideoFinished(VideoFinished { video, ending, .. }) => {
                self.told.remove(video);
                let failed = matches!(ending, Ending::Failed(_));
                if (failed || self.detail != Detail::Failures)
                    && let Some(row) = summary.videos.iter().rfind(|row| row.id == *video)
                {
                    let text = finished_line(row, self.style);
                    self.line(&text);
                }
            }
            _ => {}
        }
    }

    fn tick(&mut self, summary: &Summary) {
        if self.detail == Detail::Failures {
            return;
        }
        for row in &summary.videos {
            let Some(told) = self.told.get_mut(&row.id) else { continue };
            if told.elapsed() >= EVERY {
                *told = Instant::now();
                let stage = row.current().map_or("waiting", |(job, ..)| job.stage.name());
                let text = format!("  {}  {stage} {:.0} %", safe(&row.id), summary.progress(row) * 100.0);
                // Written here and not by `line`, which would borrow all of self.
                let _ = writeln!(self.out, "{text}").and_then(|()| self.out.flush());
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::event::Failure;

    fn told(detail: Detail) -> String {
        let mut out = Vec::new();
        let mut lines = Lines::new(&mut out, Style { colour: false }, detail);
        let mut summary = Summary::default();
        let failure = Failure {
            stage: None,
            label: None,
            cause: "no ffmpeg".into(),
            remedy: None,
            log: None,
            missing_tool: true,
        };
        let done = Ending::Done { output: "a.mp4".into(), length: Duration::from_secs(5), written: false };
        for (video, ending) in [("a", done), ("b", Ending::Failed(failure))] {
            let elapsed = Duration::from_millis(3);
            let event = Event::VideoFinished(VideoFinished { video: video.into(), ending, elapsed });
            summary.take(&event);
            lines.show(&event, &summary);
        }
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn each_finished_video_is_a_line() {
        assert_eq!(told(Detail::Videos), "✓ a  0:05  hit 0/0  3 ms  a.mp4  (unchanged)\n✗ b  no ffmpeg\n");
    }

    #[test]
    fn quiet_tells_failures_only() {
        assert_eq!(told(Detail::Failures), "✗ b  no ffmpeg\n");
    }
}
