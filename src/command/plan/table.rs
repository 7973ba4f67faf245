//! The plan as one table: a row a video, a column a stage, found of needed.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use super::forecast::{Outlook, Sight, State, total, wall};
use crate::command::prices::Priced;
use crate::event::Stage;
use crate::media::units::span;
use crate::report::{dollars, fitted, right, safe};

const STAGES: [(Stage, &str); 7] = [
    (Stage::Script, "script"),
    (Stage::Idea, "idea"),
    (Stage::Speech, "speech"),
    (Stage::Visual, "visual"),
    (Stage::Segment, "segment"),
    (Stage::Soundtrack, "sound"),
    (Stage::Assemble, "join"),
];
const CELL: usize = 8;
const WIDEST_ID: usize = 28;

pub(super) fn table(outlooks: &[Outlook], workers: usize) -> String {
    let width = outlooks.iter().map(|outlook| outlook.id.chars().count()).max().unwrap_or(0).clamp(5, WIDEST_ID);
    let mut out = format!("  {}", fitted("video", width));
    for (_, name) in STAGES {
        out += &right(name, CELL);
    }
    let _ = writeln!(out, "{}{}", right("work", 13), right("cost", 11));
    for outlook in outlooks {
        let _ = writeln!(out, "{}", row(outlook, width));
    }
    let _ = writeln!(out, "\n  found/needed; {}", totals(outlooks, workers));
    out
}

/// Whose prices are not the manifest's own.
pub(super) fn prices(priced: &[Priced]) -> String {
    let notes: BTreeSet<String> =
        priced.iter().filter_map(|of| Some(format!("  {}: {}\n", safe(&of.name), of.note()?))).collect();
    notes.into_iter().collect()
}

fn row(outlook: &Outlook, width: usize) -> String {
    let id = fitted(&safe(&outlook.id), width);
    match &outlook.state {
        State::Finished => return format!("✓ {id}  finished, in the cache"),
        State::Wrong(cause) => return format!("✗ {id}  {}", safe(cause)),
        State::Unwritten | State::Unfinished => {}
    }
    let mut out = format!("  {id}");
    for (stage, _) in STAGES {
        out += &right(&cell(outlook, stage), CELL);
    }
    let sum = outlook.sum();
    let [time, cost] =
        [span(sum.time), dollars(sum.cost)].map(|figure| match (outlook.is_complete(), sum.time.is_zero()) {
            (true, _) => figure,
            (false, false) => format!("≥ {figure}"),
            (false, true) => "?".to_owned(),
        });
    out + &right(&time, 13) + &right(&cost, 11)
}

fn cell(outlook: &Outlook, stage: Stage) -> String {
    match outlook.stages.get(&stage) {
        Some(Sight { hits, misses, .. }) => format!("{hits}/{}", hits + misses),
        None if outlook.state == State::Unwritten => "?".to_owned(),
        None => "-".to_owned(),
    }
}

fn totals(outlooks: &[Outlook], workers: usize) -> String {
    let finished = outlooks.iter().filter(|outlook| outlook.state == State::Finished).count();
    let unwritten = outlooks.iter().filter(|outlook| outlook.state == State::Unwritten).count();
    let mut text = format!("{finished} of {} videos are finished", outlooks.len());
    if unwritten > 0 {
        let _ = write!(text, ", what {unwritten} need (?) is known after the script");
    }
    let sum = total(outlooks);
    let complete = outlooks.iter().all(Outlook::is_complete);
    if finished < outlooks.len() && (complete || !sum.time.is_zero()) {
        let about = if complete { "about" } else { "at least" };
        let wall = span(wall(sum.time, workers));
        let _ =
            write!(text, "; a run takes {about} {wall} with {workers} workers and costs {about} {}", dollars(sum.cost));
    }
    if !complete {
        text += "; what the rest takes is known once the like of it has been made here";
    }
    text
}
