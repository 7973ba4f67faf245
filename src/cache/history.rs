//! What the cache was asked for and what that saved: a line a run in a small log that any number of processes append
//! to, and that a prune compacts.
//!
//! `usage.log` holds JSON lines. A writer holds the file's shared lock, whoever compacts it the exclusive one and puts a
//! new file in its place, so no line is lost; a line torn by a kill is passed over.

use std::collections::BTreeMap;
use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::ops::AddAssign;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use serde::{Deserialize, Serialize};

use super::{Store, lock};

const WEEK: Duration = Duration::from_secs(7 * 24 * 3600);
const HOUR: u64 = 3600;
/// A longer log is compacted by whoever writes to it.
const LONG: u64 = 512 * 1024;

/// What the jobs of one kind came to.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "[u64; 7]", into = "[u64; 7]")]
pub struct Tally {
    /// Found, or made meanwhile for somebody else.
    pub hits: u64,
    /// Made.
    pub misses: u64,
    /// The time that making the hits once took.
    pub saved_ms: u64,
    pub saved_micro_usd: u64,
    /// The time that making the misses took.
    pub took_ms: u64,
    pub cost_micro_usd: u64,
    /// How much work the misses were, in a unit of their kind's own.
    pub work: u64,
}

/// By kind: a stage's name, or `stage@service` where a service does the work.
pub type Tallies = BTreeMap<String, Tally>;

/// All that is known of the cache's use.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct History {
    /// Unix seconds of the first run that is counted.
    pub since: Option<u64>,
    pub all: Tallies,
    /// Of the last seven days.
    pub week: Tallies,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Line {
    /// Unix seconds of the first and the last run in it.
    from: u64,
    to: u64,
    by: Tallies,
}

impl From<[u64; 7]> for Tally {
    fn from([hits, misses, saved_ms, saved_micro_usd, took_ms, cost_micro_usd, work]: [u64; 7]) -> Self {
        Self { hits, misses, saved_ms, saved_micro_usd, took_ms, cost_micro_usd, work }
    }
}

impl From<Tally> for [u64; 7] {
    fn from(tally: Tally) -> Self {
        let Tally { hits, misses, saved_ms, saved_micro_usd, took_ms, cost_micro_usd, work } = tally;
        [hits, misses, saved_ms, saved_micro_usd, took_ms, cost_micro_usd, work]
    }
}

impl AddAssign for Tally {
    fn add_assign(&mut self, other: Self) {
        let (own, other): ([u64; 7], [u64; 7]) = ((*self).into(), other.into());
        let mut sum = [0; 7];
        sum.iter_mut().zip(own.iter().zip(other)).for_each(|(sum, (a, b))| *sum = a.saturating_add(b));
        *self = sum.into();
    }
}

impl Tally {
    pub fn lookups(&self) -> u64 {
        self.hits + self.misses
    }
}

fn add(to: &mut Tallies, from: &Tallies) {
    for (kind, tally) in from {
        *to.entry(kind.clone()).or_default() += *tally;
    }
}

impl Store {
    /// Adds what a run came to.
    ///
    /// # Errors
    /// The log cannot be written; nothing else depends on it.
    pub fn log_use(&self, by: &Tallies) -> io::Result<()> {
        let now = unix_seconds(SystemTime::now());
        let path = self.usage_log();
        let length = match append(&path, &Line { from: now, to: now, by: by.clone() }) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                fs::create_dir_all(self.dir())?;
                append(&path, &Line { from: now, to: now, by: by.clone() })?
            }
            length => length?,
        };
        if length > LONG { compact(&path, now) } else { Ok(()) }
    }

    /// What is known of the cache's use so far.
    pub fn history(&self) -> History {
        summed(&read(&self.usage_log()), unix_seconds(SystemTime::now()))
    }

    pub(super) fn compact_history(&self) {
        // Left long, it is compacted the next time.
        let _ = compact(&self.usage_log(), unix_seconds(SystemTime::now()));
    }

    fn usage_log(&self) -> PathBuf {
        self.dir().join("usage.log")
    }
}

fn unix_seconds(time: SystemTime) -> u64 {
    time.duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default().as_secs()
}

/// Answers how long the log is now. The line begins on a line of its own whatever the last writer left.
fn append(path: &Path, line: &Line) -> io::Result<u64> {
    let text = format!("\n{}\n", serde_json::to_string(line)?);
    loop {
        let mut file = OpenOptions::new().create(true).append(true).open(path)?;
        // A file system without locks loses a line now and then.
        let _ = file.lock_shared();
        if lock::is_at(&file, path)? {
            file.write_all(text.as_bytes())?;
            return Ok(file.metadata()?.len());
        }
    }
}

fn read(path: &Path) -> Vec<Line> {
    lines(&fs::read(path).unwrap_or_default())
}

fn lines(bytes: &[u8]) -> Vec<Line> {
    bytes.split(|byte| *byte == b'\n').filter_map(|line| serde_json::from_slice(line).ok()).collect()
}

fn summed(lines: &[Line], now: u64) -> History {
    let mut history = History::default();
    for line in lines {
        history.since = Some(history.since.map_or(line.from, |since| since.min(line.from)));
        add(&mut history.all, &line.by);
        if is_recent(line, now) {
            add(&mut history.week, &line.by);
        }
    }
    history
}

/// A clock that went backwards makes nothing old.
fn is_recent(line: &Line, now: u64) -> bool {
    line.to.saturating_add(WEEK.as_secs()) > now
}

fn compact(path: &Path, now: u64) -> io::Result<()> {
    let file = match File::open(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        file => file?,
    };
    file.lock()?;
    if !lock::is_at(&file, path)? {
        return Ok(());
    }
    let lines = compacted(read(path), now);
    let texts: Result<Vec<_>, _> = lines.iter().map(serde_json::to_string).collect();
    let new = path.with_extension("new");
    fs::write(&new, texts?.join("\n") + "\n")?;
    fs::rename(&new, path)
}

/// A line an hour for the last week, one for all before.
fn compacted(lines: Vec<Line>, now: u64) -> Vec<Line> {
    let mut by_hour: BTreeMap<u64, Line> = BTreeMap::new();
    for line in lines {
        let hour = if is_recent(&line, now) { line.to / HOUR + 1 } else { 0 };
        match by_hour.get_mut(&hour) {
            None => drop(by_hour.insert(hour, line)),
            Some(sum) => {
                sum.from = sum.from.min(line.from);
                sum.to = sum.to.max(line.to);
                add(&mut sum.by, &line.by);
            }
        }
    }
    by_hour.into_values().collect()
}

#[cfg(test)]
mod tests {
    use super::super::commit::tests::store;
    use super::*;

    fn speech(hits: u64, misses: u64) -> Tallies {
        let tally = Tally { hits, misses, saved_ms: 10 * hits, took_ms: 20 * misses, work: misses, ..Tally::default() };
        BTreeMap::from([("speech".to_owned(), tally)])
    }

    #[test]
    fn runs_add_up_and_torn_lines_are_passed_over() {
        let (_folder, store) = store();
        store.log_use(&speech(3, 1)).unwrap();
        OpenOptions::new().append(true).open(store.usage_log()).unwrap().write_all(b"{\"from\":1,\"t\xff").unwrap();
        store.log_use(&speech(2, 0)).unwrap();
        let history = store.history();
        assert_eq!(history.all, speech(5, 1));
        assert_eq!(history.week, history.all);
    }

    #[test]
    fn compacting_keeps_every_sum() {
        let now = 100 * 24 * HOUR;
        let line = |to: u64, by| Line { from: to, to, by };
        let lines: Vec<_> = (0..5000).map(|i| line(i * 1723, speech(i % 7, i % 3))).collect();
        let short = compacted(lines.clone(), now);
        assert_eq!(summed(&short, now), summed(&lines, now));
        assert!(short.len() <= 7 * 24 + 2, "{}", short.len());
        assert_eq!(compacted(short.clone(), now), short);
    }

    #[test]
    fn many_writers_and_compactors_lose_nothing() {
        let (_folder, store) = store();
        store.log_use(&speech(0, 0)).unwrap();
        std::thread::scope(|scope| {
            for writer in 0..4 {
                let store = &store;
                scope.spawn(move || {
                    for round in 0..50 {
                        store.log_use(&speech(1, 1)).unwrap();
                        if (round + writer) % 10 == 0 {
                            store.compact_history();
                        }
                    }
                });
            }
        });
        assert_eq!(store.history().all, speech(200, 200));
    }

    #[test]
    fn a_week_is_a_week_and_a_clock_set_back_forgets_nothing() {
        let (now, week) = (90 * 24 * HOUR, WEEK.as_secs());
        let lines = [now - week - 1, now - week + 1, now, now + week].map(|to| Line { from: to, to, by: speech(1, 0) });
        assert_eq!(summed(&lines, now).week, speech(3, 0));
        assert_eq!(summed(&lines, now).all, speech(4, 0));
    }
}
