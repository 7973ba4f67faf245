//! `cache list`: every entry, last used first.

use std::cmp::Reverse;
use std::fmt::Write as _;

use serde_json::{Value, json};

use super::{ago, show, unix_ms};
use crate::cache::{Kept, Store};
use crate::cli;
use crate::command::Exit;
use crate::event::MicroUsd;
use crate::media::units::{age, size, span};
use crate::report::{dollars, fitted, right, safe};

pub fn list(args: &cli::List, store: &Store) -> anyhow::Result<Exit> {
    let wanted = |entry: &Kept| args.stage.is_empty() || args.stage.iter().any(|stage| stage.name() == entry.stage);
    let mut entries = store.entries()?;
    entries.retain(wanted);
    entries.sort_by_key(|entry| (Reverse(entry.last_used), entry.key));
    show(
        args.format,
        || human(&entries),
        || json!({ "version": 1, "entries": entries.iter().map(row).collect::<Vec<_>>() }),
    )
}

fn human(entries: &[Kept]) -> String {
    let mut out = format!(
        "  {} {:<10} {:>8} {:>7} {:>12} {:>9}  about\n",
        fitted("key", 12),
        "stage",
        "size",
        "used",
        "took",
        "cost"
    );
    for entry in entries {
        let _ = writeln!(
            out,
            "  {} {:<10} {} {} {} {}  {}",
            fitted(&entry.key.to_string()[..12], 12),
            entry.stage,
            right(&size(entry.bytes), 8),
            right(&age(ago(entry.last_used)), 7),
            right(&span(entry.took), 12),
            right(&dollars(MicroUsd(entry.cost_micro_usd)), 9),
            safe(&entry.about)
        );
    }
    out
}

pub(super) fn row(entry: &Kept) -> Value {
    let files: serde_json::Map<String, Value> =
        entry.files.iter().map(|(name, digest)| (name.clone(), json!(digest))).collect();
    json!({
        "key": entry.key,
        "stage": entry.stage,
        "about": entry.about,
        "bytes": entry.bytes,
        "made_unix_ms": unix_ms(entry.made),
        "last_used_unix_ms": unix_ms(entry.last_used),
        "took_ms": entry.took.as_millis() as u64,
        "cost_micro_usd": entry.cost_micro_usd,
        "files": files,
    })
}
