//! A prune's walk over a hundred thousand entries when nothing goes.

use std::fs;
use std::path::PathBuf;
use std::process::Command;
use std::time::{Duration, Instant};

use nix::sys::resource::{UsageWho, getrusage};
use reelmill::cache::{Digest, Finished, Limits, Store};
use serde_json::json;

use super::{line, ms, summary};

const ENTRIES: u32 = 100_000;

pub fn hundred_thousand() -> Result<(), Box<dyn std::error::Error>> {
    let folder = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR"))?;
    let dir = folder.path().join("cache");
    fill(&Store::open(&dir, Limits::default())?)?;
    let prune = || -> std::io::Result<Duration> {
        let began = Instant::now();
        let status = Command::new(env!("CARGO_BIN_EXE_reelmill"))
            .args(["cache", "prune", "--max-size", "1TB", "--cache-dir"])
            .arg(&dir)
            .stdout(std::process::Stdio::null())
            .status()?;
        assert!(status.success());
        Ok(began.elapsed())
    };
    prune()?;
    let (median, _) = summary((0..7).map(|_| prune()).collect::<std::io::Result<_>>()?);
    let memory = getrusage(UsageWho::RUSAGE_CHILDREN)?.max_rss() / 1024;
    line("prune over 100,000 entries, nothing goes, median", &ms(median), "1000 ms");
    line("  peak memory", &format!("{memory} MB"), "100 MB");
    Ok(())
}

/// Half of the entries are documents alone, half have a file.
fn fill(store: &Store) -> Result<(), Box<dyn std::error::Error>> {
    for i in 0..ENTRIES {
        let scratch = store.scratch()?;
        let mut files: Vec<(String, PathBuf)> = Vec::new();
        if i % 2 == 0 {
            let path = scratch.path().join("part");
            fs::write(&path, i.to_le_bytes())?;
            files.push(("part".to_owned(), path));
        }
        let finished = Finished {
            key: Digest::of(&i.to_be_bytes()),
            stage: "speech".to_owned(),
            format: 1,
            job: json!({ "text": i }),
            value: json!({}),
            files,
            took: Duration::from_millis(1),
            cost_micro_usd: 0,
        };
        store.commit(&scratch, finished)?;
    }
    Ok(())
}
