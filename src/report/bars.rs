//! Bars on a terminal: one for the run, one line a video in flight; finished videos scroll above them.

use std::collections::HashMap;
use std::sync::Arc;

use indicatif::{MultiProgress, ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::View;
use super::summary::Summary;
use super::text::{Style, finished_line, fitted, safe};
use crate::event::{Event, VideoFinished};

const STEPS: u64 = 1000;

pub struct Bars {
    screen: MultiProgress,
    run: ProgressBar,
    videos: HashMap<Arc<str>, ProgressBar>,
    style: Style,
    /// Asks the terminal.
    width: Box<dyn Fn() -> usize + Send>,
    /// As it was when last asked.
    columns: usize,
}

impl Bars {
    /// Draws on stderr.
    pub fn new(style: Style) -> Self {
        Self::on(ProgressDrawTarget::stderr(), style, super::width)
    }

    fn on(terminal: ProgressDrawTarget, style: Style, width: impl Fn() -> usize + Send + 'static) -> Self {
        let screen = MultiProgress::with_draw_target(terminal);
        let run = screen.add(ProgressBar::new(STEPS));
        let columns = width();
        run.set_style(whole_run(columns));
        Self { screen, run, videos: HashMap::new(), style, width: Box::new(width), columns }
    }

    /// A terminal that was made wider or narrower gets bars that fit.
    fn fit(&mut self) {
        let columns = (self.width)();
        if columns != self.columns {
            self.columns = columns;
            self.run.set_style(whole_run(columns));
            for (id, bar) in &self.videos {
                bar.set_style(one_video(columns));
                bar.set_prefix(label(id, columns));
            }
        }
    }

    fn redraw(&mut self, summary: &Summary) {
        self.fit();
        let under_way = summary.videos.iter().filter(|row| row.ending.is_none());
        let done = summary.ended() as f32 + under_way.clone().map(|row| summary.progress(row)).sum::<f32>();
        let done = done / summary.asked.max(1) as f32;
        self.run.set_position((done * STEPS as f32) as u64);
        self.run.set_prefix(format!("{}/{} videos", summary.ended(), summary.asked));
        self.run.set_message(message(summary, done, self.run.elapsed().as_secs_f32()));
        for row in under_way {
            let Some(bar) = self.videos.get(&row.id) else { continue };
            bar.set_position((summary.progress(row) * STEPS as f32) as u64);
            let now = row.current().map_or_else(
                || "waiting for a worker".to_owned(),
                |(job, _, speed)| {
                    let speed = speed.filter(|speed| *speed >= 0.05);
                    let speed = speed.map_or_else(String::new, |speed| format!(" {speed:.1}x"));
                    format!("{} {}{speed}", job.stage.name(), job.label)
                },
            );
            bar.set_message(now);
        }
    }
}

fn whole_run(columns: usize) -> ProgressStyle {
    look(&format!("{{prefix}} {{bar:{}.green/dim}} {{elapsed}} {{wide_msg}}", bar_width(columns)))
}

fn one_video(columns: usize) -> ProgressStyle {
    look(&format!("  {{prefix}} {{bar:{}.cyan/dim}} {{wide_msg}}", bar_width(columns)))
}

fn bar_width(columns: usize) -> usize {
    (columns / 4).clamp(6, 24)
}

fn label(id: &str, columns: usize) -> String {
    fitted(&safe(id), (columns / 4).clamp(8, 24))
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
                bar.set_style(one_video(self.columns));
                bar.set_prefix(label(video, self.columns));
                self.videos.insert(video.clone(), bar);
            }
            Event::VideoFinished(VideoFinished { video, .. }) => {
                if let Some(bar) = self.videos.remove(video) {
                    bar.finish_and_clear();
                }
                // The line takes the bars with it as they were last drawn, and not every change is drawn: the count beside
                // it would be the one before this video.
                self.redraw(summary);
                self.run.force_draw();
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

#[cfg(test)]
mod tests;
