//! `cache stats`: a row a kind and one for all, over all time and the last seven days.

use std::collections::{BTreeMap, HashSet};
use std::fmt::Write as _;
use std::time::{Duration, SystemTime};

use serde::Serialize;
use serde_json::{Value, json};

use super::{ago, plural, show, unix_ms};
use crate::cache::{Digest, Kept, Store, Tallies, Tally};
use crate::cli;
use crate::command::Exit;
use crate::event::{MicroUsd, Stage};
use crate::media::units::{age, size, span};
use crate::report::{dollars, fitted, right};

/// What is kept of a stage.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
struct Held {
    entries: u64,
    /// Of disk; what several stages share is counted for the latest of them.
    bytes: u64,
    /// When the least recently used was used.
    oldest: Option<SystemTime>,
}

pub fn stats(args: &cli::Shown, store: &Store) -> anyhow::Result<Exit> {
    let entries = store.entries()?;
    let held = held(store, &entries);
    let history = store.history();
    let usage = store.usage();
    let next = entries.iter().min_by_key(|entry| entry.last_used);
    let (all, week) = (by_stage(&history.all), by_stage(&history.week));
    show(
        args.format,
        || {
            let mut out = table("all time", &held, &all);
            out += &table("last 7 days", &BTreeMap::new(), &week);
            out += &totals(store, usage.bytes, next);
            out
        },
        || {
            json!({
                "version": 1,
                "dir": store.dir(),
                "bytes": usage.bytes,
                "max_bytes": store.limits().max_bytes,
                "max_age_s": store.limits().max_age.as_secs(),
                "counted_since_unix_s": history.since,
                "pruned_unix_ms": store.pruned().map(unix_ms),
                "next_to_go": next.map(|entry| going(entry, store)),
                "kinds": kinds(&held, &all, &week),
            })
        },
    )
}

fn held(store: &Store, entries: &[Kept]) -> BTreeMap<Stage, Held> {
    let mut held: BTreeMap<Stage, Held> = BTreeMap::new();
    let mut seen: HashSet<Digest> = HashSet::new();
    for stage in Stage::ALL.into_iter().rev() {
        for entry in entries.iter().filter(|entry| entry.stage == stage.name()) {
            let sum = held.entry(stage).or_default();
            sum.entries += 1;
            sum.oldest = Some(sum.oldest.map_or(entry.last_used, |oldest| oldest.min(entry.last_used)));
            for digest in entry.files.iter().map(|(_, digest)| digest).chain([&entry.record]) {
                if seen.insert(*digest) {
                    sum.bytes += store.disk_bytes_of(digest);
                }
            }
        }
    }
    held
}

/// A stage's services are one kind with it.
fn by_stage(tallies: &Tallies) -> BTreeMap<Stage, Tally> {
    let mut sums: BTreeMap<Stage, Tally> = BTreeMap::new();
    for (kind, tally) in tallies {
        let name = kind.split('@').next().unwrap_or_default();
        if let Some(stage) = Stage::ALL.into_iter().find(|stage| stage.name() == name) {
            *sums.entry(stage).or_default() += *tally;
        }
    }
    sums
}

fn whole<T: Clone + Default>(of: &BTreeMap<Stage, T>, add: impl Fn(&mut T, &T)) -> T {
    of.values().fold(T::default(), |mut sum, one| {
        add(&mut sum, one);
        sum
    })
}

fn add_held(sum: &mut Held, one: &Held) {
    sum.entries += one.entries;
    sum.bytes += one.bytes;
    sum.oldest = [sum.oldest, one.oldest].into_iter().flatten().min();
}

fn table(title: &str, held: &BTreeMap<Stage, Held>, tallies: &BTreeMap<Stage, Tally>) -> String {
    let mut out = format!(
        "  {} {:>7} {:>8} {:>8} {:>8} {:>6} {:>14} {:>11} {:>7}\n",
        fitted(title, 11),
        "entries",
        "size",
        "hits",
        "misses",
        "rate",
        "time saved",
        "saved",
        "oldest"
    );
    for stage in Stage::ALL {
        let (held, tally) = (held.get(&stage), tallies.get(&stage));
        if held.is_some() || tally.is_some() {
            out += &row(stage.name(), held, &tally.copied().unwrap_or_default());
        }
    }
    let sum = whole(tallies, |sum, one| *sum += *one);
    out += &row("all", (!held.is_empty()).then(|| whole(held, add_held)).as_ref(), &sum);
    out + "\n"
}

fn row(name: &str, held: Option<&Held>, tally: &Tally) -> String {
    let dash = || "-".to_owned();
    format!(
        "  {} {:>7} {:>8} {:>8} {:>8} {} {} {} {}\n",
        fitted(name, 11),
        held.map_or_else(dash, |held| held.entries.to_string()),
        held.map_or_else(dash, |held| size(held.bytes)),
        tally.hits,
        tally.misses,
        right(&rate(tally).map_or_else(dash, |rate| format!("{:.0} %", 100.0 * rate)), 6),
        right(&span(Duration::from_millis(tally.saved_ms)), 14),
        right(&dollars(MicroUsd(tally.saved_micro_usd)), 11),
        right(&held.and_then(|held| held.oldest).map_or_else(dash, |oldest| age(ago(oldest))), 7),
    )
}

/// Of lookups; `None` where there were none.
fn rate(tally: &Tally) -> Option<f64> {
    (tally.lookups() > 0).then(|| tally.hits as f64 / tally.lookups() as f64)
}

fn totals(store: &Store, bytes: u64, next: Option<&Kept>) -> String {
    let limits = store.limits();
    let days = plural(limits.max_age.as_secs() / 86_400, "day", "days");
    let mut out = format!(
        "  {}: {} of {} on disk; kept for {days} after the last use\n",
        store.dir().display(),
        size(bytes),
        size(limits.max_bytes),
    );
    if let Some(entry) = next {
        let left = limits.max_age.saturating_sub(ago(entry.last_used));
        let _ = writeln!(
            out,
            "  next to go: {} “{}”, {} from now if it is not used, sooner if room is needed",
            entry.stage,
            entry.about,
            age(left)
        );
    }
    out
}

fn going(entry: &Kept, store: &Store) -> Value {
    json!({
        "stage": entry.stage,
        "key": entry.key,
        "about": entry.about,
        "bytes": entry.bytes,
        "last_used_unix_ms": unix_ms(entry.last_used),
        "goes_unix_ms": unix_ms(entry.last_used).saturating_add(store.limits().max_age.as_millis() as u64),
    })
}

#[derive(Serialize)]
struct Counts {
    hits: u64,
    misses: u64,
    hit_rate: Option<f64>,
    saved_ms: u64,
    saved_micro_usd: u64,
    took_ms: u64,
    cost_micro_usd: u64,
}

impl From<Tally> for Counts {
    fn from(tally: Tally) -> Self {
        let hit_rate = rate(&tally);
        let Tally { hits, misses, saved_ms, saved_micro_usd, took_ms, cost_micro_usd, work: _ } = tally;
        Self { hits, misses, hit_rate, saved_ms, saved_micro_usd, took_ms, cost_micro_usd }
    }
}

fn kinds(held: &BTreeMap<Stage, Held>, all: &BTreeMap<Stage, Tally>, week: &BTreeMap<Stage, Tally>) -> Value {
    let kind = |held: Held, all: Tally, week: Tally| {
        json!({
            "entries": held.entries,
            "bytes": held.bytes,
            "oldest_unix_ms": held.oldest.map(unix_ms),
            "all_time": Counts::from(all),
            "last_7_days": Counts::from(week),
        })
    };
    let of = |tallies: &BTreeMap<Stage, Tally>, stage| tallies.get(&stage).copied().unwrap_or_default();
    let mut kinds = serde_json::Map::new();
    for stage in Stage::ALL {
        let held = held.get(&stage).cloned().unwrap_or_default();
        kinds.insert(stage.name().to_owned(), kind(held, of(all, stage), of(week, stage)));
    }
    let sum = |tallies| whole(tallies, |sum: &mut Tally, one: &Tally| *sum += *one);
    kinds.insert("all".to_owned(), kind(whole(held, add_held), sum(all), sum(week)));
    Value::Object(kinds)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn services_count_for_their_stage_and_rates_are_of_lookups() {
        let tally = |hits, misses| Tally { hits, misses, ..Tally::default() };
        let tallies =
            [("speech".into(), tally(1, 2)), ("speech@voices".into(), tally(2, 1)), ("?".into(), tally(9, 9))];
        let sums = by_stage(&tallies.into());
        assert_eq!(sums, [(Stage::Speech, tally(3, 3))].into());
        assert_eq!(rate(&sums[&Stage::Speech]), Some(0.5));
        assert_eq!(rate(&Tally::default()), None);
    }

    #[test]
    fn the_table_reads_like_this() {
        let held =
            Held { entries: 12, bytes: 1_234_567, oldest: Some(SystemTime::now() - Duration::from_secs(500_000)) };
        let tally = Tally { hits: 9, misses: 3, saved_ms: 61_000, saved_micro_usd: 12_000, ..Tally::default() };
        let text = table("all time", &[(Stage::Speech, held)].into(), &[(Stage::Speech, tally)].into());
        let expected = "  all time    entries     size     hits   misses   rate     time saved       saved  oldest
  speech           12   1.2 MB        9        3   75 %     1 min 01 s     $0.0120     5 d
  all              12   1.2 MB        9        3   75 %     1 min 01 s     $0.0120     5 d

";
        assert_eq!(text, expected);
    }
}
