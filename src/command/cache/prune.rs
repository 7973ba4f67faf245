//! `cache prune`: back within the limits, now; or what that would take away, and why.

use std::collections::HashMap;
use std::fmt::Write as _;
use std::time::SystemTime;

use anyhow::Context;
use serde_json::json;

use super::{ago, plural, show, unix_ms};
use crate::cache::{Digest, Going, Kept, Limits, Store, Why};
use crate::cli;
use crate::command::{Exit, output};
use crate::media::units::{age, bytes, duration, size};
use crate::report::{right, safe};
use crate::settings::Settings;

pub fn prune(args: &cli::Prune, settings: &Settings) -> anyhow::Result<Exit> {
    let own = settings.cache.limits;
    let limits = Limits {
        max_bytes: args.max_size.as_deref().map_or(Ok(own.max_bytes), bytes).context("--max-size")?,
        max_age: args.max_age.as_deref().map_or(Ok(own.max_age), duration).context("--max-age")?,
    };
    let store = Store::open(&settings.cache.dir, limits)?;
    if args.dry_run { foresee(args, &store) } else { do_it(args, &store) }
}

fn do_it(args: &cli::Prune, store: &Store) -> anyhow::Result<Exit> {
    if !store.dir().is_dir() {
        return show(
            args.format,
            || "nothing is cached yet\n".to_owned(),
            || json!({ "evicted": 0, "freed_bytes": 0 }),
        );
    }
    let Some(pruned) = store.prune()? else {
        output::say("another process is pruning this cache");
        return Ok(Exit::AllDone);
    };
    show(
        args.format,
        || {
            let pieces = plural(pruned.evicted, "piece", "pieces");
            format!("{pieces} of content went, {} freed, {} left\n", size(pruned.freed), size(pruned.left))
        },
        || json!({ "evicted": pruned.evicted, "freed_bytes": pruned.freed, "left_bytes": pruned.left }),
    )
}

/// What goes of one entry, or of none.
struct Group {
    stage: String,
    about: String,
    bytes: u64,
    last_used: SystemTime,
    why: Why,
    digests: Vec<Digest>,
}

fn foresee(args: &cli::Prune, store: &Store) -> anyhow::Result<Exit> {
    let groups = grouped(store.foresee_prune(), &store.entries()?);
    let sum: u64 = groups.iter().map(|group| group.bytes).sum();
    show(
        args.format,
        || human(&groups, sum, store.limits()),
        || {
            let row = |group: &Group| {
                json!({
                    "stage": group.stage,
                    "about": group.about,
                    "bytes": group.bytes,
                    "last_used_unix_ms": unix_ms(group.last_used),
                    "why": group.why,
                    "content": group.digests,
                })
            };
            json!({ "version": 1, "bytes": sum, "would_go": groups.iter().map(row).collect::<Vec<_>>() })
        },
    )
}

fn grouped(going: Vec<Going>, entries: &[Kept]) -> Vec<Group> {
    let mut owners: HashMap<Digest, &Kept> = HashMap::new();
    for entry in entries {
        for digest in entry.files.iter().map(|(_, digest)| digest).chain([&entry.record]) {
            owners.entry(*digest).or_insert(entry);
        }
    }
    let mut groups: Vec<Group> = Vec::new();
    let mut at: HashMap<Digest, usize> = HashMap::new();
    for Going { digest, bytes, last_used, why } in going {
        let owner = owners.get(&digest);
        let index = *at.entry(owner.map_or(digest, |owner| owner.key)).or_insert_with(|| {
            let stage = owner.map_or_else(|| "-".to_owned(), |owner| owner.stage.clone());
            let about = owner.map_or_else(|| "no entry's any more".to_owned(), |owner| owner.about.clone());
            groups.push(Group { stage, about, bytes: 0, last_used, why, digests: Vec::new() });
            groups.len() - 1
        });
        let group = &mut groups[index];
        group.bytes += bytes;
        group.last_used = group.last_used.max(last_used);
        group.digests.push(digest);
    }
    groups
}

fn human(groups: &[Group], sum: u64, limits: Limits) -> String {
    let mut out = String::new();
    for group in groups {
        let why = match group.why {
            Why::Age => format!("not used for longer than {}", age(limits.max_age)),
            Why::Quota => format!("used least recently, and more than {} is taken", size(limits.max_bytes)),
        };
        let _ = writeln!(
            out,
            "  {:<10} {} {}  {}: {why}",
            group.stage,
            right(&size(group.bytes), 8),
            right(&age(ago(group.last_used)), 7),
            safe(&group.about)
        );
    }
    let _ = writeln!(out, "{} would go, {} in all", plural(groups.len() as u64, "entry", "entries"), size(sum));
    out
}
