use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use indicatif::InMemoryTerm;

use super::*;
use crate::event::{About, Ending, JobRef, MicroUsd, Outcome, Stage};

/// A terminal with bars on it, and the run that they show.
struct Screen {
    terminal: InMemoryTerm,
    columns: Arc<AtomicUsize>,
    bars: Bars,
    summary: Summary,
}

impl Screen {
    fn new(columns: usize, rows: u16, videos: usize) -> Self {
        let terminal = InMemoryTerm::new(rows, columns as u16);
        let columns = Arc::new(AtomicUsize::new(columns));
        let asked = columns.clone();
        let target = ProgressDrawTarget::term_like(Box::new(terminal.clone()));
        let bars = Bars::on(target, Style { colour: false }, move || asked.load(Ordering::Relaxed));
        let mut screen = Self { terminal, columns, bars, summary: Summary::default() };
        screen.tell(Event::RunStarted { videos, workers: 2, in_flight: 5, about: About::default() });
        screen
    }

    fn tell(&mut self, event: Event) {
        self.summary.take(&event);
        self.bars.show(&event, &self.summary);
    }

    fn start(&mut self, video: &str, stage: Stage) {
        self.tell(Event::VideoStarted { video: video.into() });
        let jobs = vec![(Stage::Speech, 2), (Stage::Segment, 2)];
        self.tell(Event::VideoPlanned { video: video.into(), jobs });
        self.tell(Event::JobStarted { job: job(video, stage), lane: None });
        self.tell(Event::JobProgress { job: job(video, stage), done: 0.5, speed: Some(3.0) });
    }

    fn job(&mut self, video: &str, stage: Stage, outcome: Outcome) {
        self.tell(Event::JobFinished {
            job: job(video, stage),
            outcome,
            elapsed: Duration::from_secs(1),
            saved: Duration::ZERO,
            cost: MicroUsd(0),
            saved_cost: MicroUsd(0),
            error: None,
        });
    }

    fn finish(&mut self, video: &str) {
        let output = format!("out/{video}.mp4").into();
        let ending = Ending::Done { output, length: Duration::from_secs(42), written: true };
        let elapsed = Duration::from_millis(12_300);
        self.tell(Event::VideoFinished(VideoFinished { video: video.into(), ending, elapsed }));
    }

    /// What is seen once nothing happens any more, without the times of the clock.
    fn seen(&mut self) -> Vec<String> {
        self.bars.run.force_draw();
        self.bars.videos.values().for_each(ProgressBar::force_draw);
        self.seen_now()
    }

    fn seen_now(&self) -> Vec<String> {
        let timeless = |line: &str| {
            let mut before = "";
            let word = |word| {
                let shown = if before == "ETA" || is_seconds(word) { "*" } else { word };
                before = word;
                shown
            };
            line.split(' ').map(word).collect::<Vec<_>>().join(" ")
        };
        self.terminal.contents().lines().map(timeless).collect()
    }
}

/// `3s`
fn is_seconds(word: &str) -> bool {
    word.strip_suffix('s').is_some_and(|number| !number.is_empty() && number.chars().all(|c| c.is_ascii_digit()))
}

fn job(video: &str, stage: Stage) -> JobRef {
    JobRef { video: video.into(), stage, label: "scene 1".into(), key: "".into() }
}

fn is_within(line: &str, columns: usize) -> bool {
    console::measure_text_width(line) <= columns
}

#[test]
fn the_count_beside_a_finished_video_has_it_counted() {
    let mut screen = Screen::new(80, 24, 3);
    screen.start("tour", Stage::Segment);
    screen.finish("tour");
    // As it stands there at that moment: between two videos nothing may be drawn for a long while.
    let seen = screen.seen_now();
    assert_eq!(seen[0], "✓ tour  0:42  hit 0/0  12.3 s  out/tour.mp4");
    assert!(seen[1].starts_with("1/3 videos "), "{seen:#?}");
    assert_eq!(seen.len(), 2, "{seen:#?}");
}

#[test]
fn a_run_on_eighty_columns() {
    let mut screen = Screen::new(80, 24, 3);
    screen.start("tour", Stage::Segment);
    screen.job("tour", Stage::Speech, Outcome::Hit);
    screen.tell(Event::VideoStarted { video: "news".into() });
    assert_eq!(
        screen.seen(),
        [
            "0/3 videos ━━────────────────── * ETA *  hits 1/1",
            "  tour                 ━━━━━━────────────── segment scene 1 3.0x",
            "  news                 ──────────────────── waiting for a worker",
        ]
    );
}

#[test]
fn ids_of_wide_characters_end_in_the_same_column() {
    let mut screen = Screen::new(40, 24, 2);
    screen.start("動画の案内のとても長い名前", Stage::Segment);
    screen.start("b", Stage::Speech);
    let seen = screen.seen();
    assert!(seen.iter().all(|line| is_within(line, 40)), "{seen:#?}");
    let column = |line: &str| line.find(['━', '─']).map(|at| console::measure_text_width(&line[..at]));
    assert_eq!(column(&seen[1]), column(&seen[2]), "{seen:#?}");
    assert!(seen[1].contains('…'), "{seen:#?}");
}

#[test]
fn a_terminal_made_narrower_gets_lines_that_fit() {
    for (from, to) in [(100, 40), (60, 40), (40, 100)] {
        let mut screen = Screen::new(from.max(to), 24, 2);
        screen.columns.store(from, Ordering::Relaxed);
        screen.start("a-rather-long-name-of-a-video", Stage::Segment);
        screen.columns.store(to, Ordering::Relaxed);
        screen.bars.tick(&screen.summary);
        let bar = |line: &str| line.chars().filter(|c| matches!(c, '━' | '─')).count();
        let seen = screen.seen();
        assert_eq!(bar(&seen[1]), bar_width(to), "{from} to {to}: {seen:#?}");
        assert_eq!(bar(&seen[0]), bar_width(to), "{from} to {to}: {seen:#?}");
    }
}

#[test]
fn a_hundred_videos_leave_a_line_each_and_one_bar() {
    let mut screen = Screen::new(60, 130, 100);
    for n in 0..100 {
        screen.start(&format!("video-{n}"), Stage::Segment);
        if n >= 4 {
            screen.finish(&format!("video-{}", n - 4));
        }
    }
    let seen = screen.seen();
    assert_eq!(seen.iter().filter(|line| line.starts_with('✓')).count(), 96);
    assert_eq!(seen.len(), 96 + 1 + 4, "{seen:#?}");
    assert!(seen[96].starts_with("96/100 videos "), "{seen:#?}");
    assert!(seen.iter().all(|line| is_within(line, 60)), "{seen:#?}");
    (96..100).for_each(|n| screen.finish(&format!("video-{n}")));
    screen.bars.close();
    let left = screen.seen_now();
    assert!(left.len() == 100 && left.iter().all(|line| line.starts_with('✓')), "{left:#?}");
}
