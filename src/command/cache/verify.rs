//! `cache verify`: everything is read and checked.

use std::fmt::Write as _;

use serde_json::{Value, json};

use super::{plural, show};
use crate::cache::{Audit, Fault, Store};
use crate::cli;
use crate::command::Exit;
use crate::media::units::size;

pub fn verify(args: &cli::Verify, store: &Store) -> anyhow::Result<Exit> {
    let audit = store.audit(args.repair)?;
    show(
        args.format,
        || human(&audit, args.repair),
        || {
            json!({
                "version": 1,
                "entries": audit.entries,
                "content": audit.content,
                "bytes": audit.bytes,
                "unnamed": audit.unnamed,
                "repaired": args.repair,
                "faults": audit.faults.iter().map(row).collect::<Vec<_>>(),
            })
        },
    )?;
    Ok(if audit.faults.is_empty() || args.repair { Exit::AllDone } else { Exit::Fault })
}

fn human(audit: &Audit, repaired: bool) -> String {
    let mut out = String::new();
    for fault in &audit.faults {
        let _ = writeln!(out, "✗ {}", told(fault));
    }
    let _ = writeln!(
        out,
        "{} of {} read, {}{}, {}",
        plural(audit.content, "piece", "pieces"),
        size(audit.bytes),
        plural(audit.entries, "whole entry", "whole entries"),
        if audit.unnamed > 0 { format!(", {} no entry's any more", audit.unnamed) } else { String::new() },
        plural(audit.faults.len() as u64, "fault", "faults"),
    );
    if !audit.faults.is_empty() {
        let help = if repaired {
            "repaired: what was damaged is gone and is made again when it is wanted"
        } else {
            "= help: `reelmill cache verify --repair` removes what is damaged; a run makes it again"
        };
        let _ = writeln!(out, "  {help}");
    }
    out
}

fn told(fault: &Fault) -> String {
    match fault {
        Fault::Altered { path } => format!("{}: not what it was when it was stored", path.display()),
        Fault::Unreadable { path, error } => format!("{}: cannot be read: {error}", path.display()),
        Fault::Lines { path, lines } => {
            format!("{}: {} of the index torn or altered", path.display(), plural(*lines as u64, "line", "lines"))
        }
        Fault::Incomplete { key } => format!("entry {}: a part of it is gone", &key.to_string()[..12]),
    }
}

fn row(fault: &Fault) -> Value {
    match fault {
        Fault::Altered { path } => json!({ "fault": "altered", "path": path }),
        Fault::Unreadable { path, error } => json!({ "fault": "unreadable", "path": path, "error": error }),
        Fault::Lines { path, lines } => json!({ "fault": "index_lines", "path": path, "lines": lines }),
        Fault::Incomplete { key } => json!({ "fault": "incomplete", "key": key }),
    }
}
