//! Bars on a terminal: one for the run, one line a video in flight; finished videos scroll above them.

use std::collections::HashMap;
use std::sync::Arc;

use indicatif::{MultiProgress, ProgressBar, ProgressStyle};

use super::View;
use super::summary::Summary;
use super::text::{Style, finished_line, fitted, safe};
use crate::event::{Event, VideoFinished};

const STEPS: u64 = 1000;
const ID_WIDTH: usize = 20;

pub struct Bars {
    screen: MultiProgress,
    run: ProgressBar,
    videos: HashMap<Arc<str>, ProgressBar>,
    style: Style,
}

impl Bars {
    /// Draws on stderr.
    pub fn new(style: Style) -> Self {
        let screen = MultiProgress::new();
        let run = screen.add(ProgressBar::new(STEPS));
        run.set_style(look("{prefix} {bar:24.green/dim} {elapsed} {msg}"));
        Self { screen, run, videos: HashMap::new(), style }
    }

    fn redraw(&mut self, summary: &Summary) {
        let under_way: f32 = summary.videos.iter().filter(|row| row.ending.is_none()).map(|row| row.progress()).sum();
        let done = (summary.ended() as f32 + under_way) / summary.asked.max(1) as f32;
        self.run.set_position((done * STEPS as f32) as u64);
        self.run.set_prefix(format!("{}/{} videos", summary.ended(), summary.asked));
        self.run.set_message(message(summary, done, self.run.elapsed().as_secs_f32()));
        for row in summary.videos.iter().filter(|row| row.ending.is_none()) {
            let Some(bar) = self.videos.get(&row.id) else { continue };
            bar.set_position((row.progress() * STEPS as f32) as u64);
            let now = row.current().map_or_else(String::new, |(job, _, speed)| {
                let speed = speed.map_or_else(String::new, |speed| format!(" {speed:.1}x"));
                format!("{} {}{speed}", job.stage.name(), job.label)
            });
            bar.set_message(now);
        }
    }
}

/// ETA, hits and cost: `ETA 0:12  hits 9/11`.
fn message(summary: &Summary, done: f32, elapsed: f32) -> String {
    let (jobs, hits) = summary.videos.iter().fold((0, 0), |(j, h), row| (j + row.jobs, h + row.hits));
    let eta = if done > 0.02 && done < 1.0 {
        let left = std::time::Duration::from_secs_f32((elapsed * (1.0 - done) / done).min(1e6));
        format!("ETA {}  ", crate::media::units::clock(left))
    } else {
        String::new()
    };
    let cost = if summary.cost.0 > 0 { format!("  {}", super::table::dollars(summary.cost)) } else { String::new() };
    format!("{eta}hits {hits}/{jobs}{cost}")
}

fn look(template: &str) -> ProgressStyle {
    ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar()).progress_chars("━━─")
}

impl View for Bars {
    fn show(&mut self, event: &Event, summary: &Summary) {
        match event {
            Event::VideoStarted { video } => {
                let bar = self.screen.add(ProgressBar::new(STEPS));
                bar.set_style(look("  {prefix} {bar:24.cyan/dim} {wide_msg}"));
                bar.set_prefix(fitted(&safe(video), ID_WIDTH));
                self.videos.insert(video.clone(), bar);
            }
            Event::VideoFinished(VideoFinished { video, .. }) => {
                if let Some(bar) = self.videos.remove(video) {
                    bar.finish_and_clear();
                }
                if let Some(row) = summary.videos.iter().rfind(|row| row.id == *video) {
                    // A terminal that went away is no failure of the run.
                    let _ = self.screen.println(finished_line(row, self.style));
                }
            }
            _ => {}
        }
        self.redraw(summary);
    }

    fn tick(&mut self, summary: &Summary) {
        self.redraw(summary);
    }

    fn close(&mut self) {
        self.run.finish_and_clear();
        let _ = self.screen.clear();
    }
}
