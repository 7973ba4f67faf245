//! What goes and what stays: a pure function of what is there, the limits and the time.

use std::time::{Duration, SystemTime};

use serde::Serialize;

/// How much is kept for how long.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of disk, counted in blocks.
    pub max_bytes: u64,
    /// Since the last use.
    pub max_age: Duration,
}

impl Limits {
    pub(crate) const NONE: Limits = Limits { max_bytes: u64::MAX, max_age: Duration::MAX };
}

impl Default for Limits {
    /// 5 GB, a week.
    fn default() -> Self {
        Self { max_bytes: 5_000_000_000, max_age: Duration::from_secs(7 * 24 * 3600) }
    }
}

/// One piece of content.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry<T> {
    pub name: T,
    /// Bytes of disk.
    pub bytes: u64,
    pub last_used: SystemTime,
    pub in_use: bool,
}

/// Why something goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Why {
    /// Not used for longer than the age.
    Age,
    /// All together take more than the quota, and this was used least recently.
    Quota,
}

impl Why {
    pub(super) fn of<T>(entry: &Entry<T>, limits: &Limits, now: SystemTime) -> Self {
        let age = now.duration_since(entry.last_used).unwrap_or_default();
        if age > limits.max_age { Self::Age } else { Self::Quota }
    }
}

/// The entries to evict, least recently used first.
///
/// Those not used for longer than the age go; when all together are over the quota, so do the least recently used,
/// down to 90 % of it. It is one cut through the order of last use, so nothing goes before something staler, and a
/// clock that went backwards can only shorten it. Entries in use stay.
pub fn evictions<T>(mut entries: Vec<Entry<T>>, limits: &Limits, now: SystemTime) -> Vec<Entry<T>> {
    let mut left: u128 = entries.iter().map(|entry| u128::from(entry.bytes)).sum();
    let enough = if left > u128::from(limits.max_bytes) { u128::from(limits.max_bytes) * 9 / 10 } else { left };
    entries.retain(|entry| !entry.in_use);
    entries.sort_by_key(|entry| entry.last_used);
    let stays = |entry: &Entry<T>, left: u128| {
        let age = now.duration_since(entry.last_used).unwrap_or_default();
        age <= limits.max_age && left <= enough
    };
    let mut cut = 0;
    while let Some(entry) = entries.get(cut)
        && !stays(entry, left)
    {
        left -= u128::from(entry.bytes);
        cut += 1;
    }
    entries.truncate(cut);
    entries
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn at(seconds: u64) -> SystemTime {
        SystemTime::UNIX_EPOCH + Duration::from_secs(seconds)
    }

    fn limits(max_bytes: u64, max_age: u64) -> Limits {
        Limits { max_bytes, max_age: Duration::from_secs(max_age) }
    }

    fn names(entries: Vec<Entry<usize>>) -> Vec<usize> {
        entries.into_iter().map(|entry| entry.name).collect()
    }

    fn some_entries() -> impl Strategy<Value = Vec<Entry<usize>>> {
        prop::collection::vec((0_u64..50, 0_u64..1000, prop::bool::weighted(0.2)), 0..30).prop_map(|rows| {
            let entry = |(name, (bytes, used, in_use))| Entry { name, bytes, last_used: at(used), in_use };
            rows.into_iter().enumerate().map(entry).collect()
        })
    }

    #[test]
    fn the_stale_go_by_age_and_the_least_recently_used_by_quota() {
        let entry = |name, used| Entry { name, bytes: 30, last_used: at(used), in_use: false };
        let all = || vec![entry(0, 700), entry(1, 100), entry(2, 900), entry(3, 500)];
        assert_eq!(names(evictions(all(), &limits(1000, 500), at(1000))), [1]);
        assert_eq!(names(evictions(all(), &limits(119, 5000), at(1000))), [1]);
        assert_eq!(names(evictions(all(), &limits(100, 5000), at(1000))), [1]);
        assert_eq!(names(evictions(all(), &limits(99, 5000), at(1000))), [1, 3]);
        assert_eq!(names(evictions(all(), &limits(120, 5000), at(1000))), [0_usize; 0]);
        let why = |limits| {
            evictions(all(), &limits, at(1000))
                .iter()
                .map(|entry| Why::of(entry, &limits, at(1000)))
                .collect::<Vec<_>>()
        };
        assert_eq!(why(limits(70, 500)), [Why::Age, Why::Quota]);
    }

    proptest! {
        #[test]
        fn after_it_the_quota_and_the_age_hold_for_all_that_is_not_in_use(
            all in some_entries(), quota in 0_u64..800, age in 0_u64..1200, now in 0_u64..1500,
        ) {
            let gone = names(evictions(all.clone(), &limits(quota, age), at(now)));
            let kept: Vec<_> = all.iter().filter(|entry| !gone.contains(&entry.name)).collect();
            let free: Vec<_> = kept.iter().filter(|entry| !entry.in_use).collect();
            prop_assert!(free.is_empty() || kept.iter().map(|entry| entry.bytes).sum::<u64>() <= quota);
            prop_assert!(free.iter().all(|entry| entry.last_used + Duration::from_secs(age) >= at(now)));
            prop_assert!(gone.iter().all(|name| !all[*name].in_use));
        }

        #[test]
        fn nothing_goes_while_something_staler_stays_and_nothing_goes_in_vain(
            all in some_entries(), quota in 0_u64..800, age in 0_u64..1200, now in 0_u64..1500,
        ) {
            let limits = limits(quota, age);
            let gone = evictions(all.clone(), &limits, at(now));
            let Some(freshest) = gone.last() else { return Ok(()) };
            let staler = |entry: &&Entry<usize>| !entry.in_use && entry.last_used < freshest.last_used;
            prop_assert!(all.iter().filter(staler).all(|entry| gone.contains(entry)));
            let total: u64 = all.iter().map(|entry| entry.bytes).sum();
            let without = total - gone.iter().map(|entry| entry.bytes).sum::<u64>() + freshest.bytes;
            let too_old = freshest.last_used + limits.max_age < at(now);
            prop_assert!(too_old || (total > quota && without * 10 > quota * 9));
        }

        #[test]
        fn a_clock_that_went_backwards_evicts_nothing_more(
            all in some_entries(), quota in 0_u64..800, age in 0_u64..1200, now in 0_u64..1500, back in 0_u64..1500,
        ) {
            let later = names(evictions(all.clone(), &limits(quota, age), at(now)));
            let earlier = names(evictions(all, &limits(quota, age), at(now.saturating_sub(back))));
            prop_assert!(earlier.iter().all(|name| later.contains(name)));
        }
    }
}
