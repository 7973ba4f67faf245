//! `cache clear`: everything, or all of some stages, after asking.

use std::io::{self, BufRead, IsTerminal, Write};

use serde_json::json;

use super::{plural, show};
use crate::cache::Store;
use crate::cli;
use crate::command::{Exit, output};
use crate::media::units::size;

pub fn clear(args: &cli::Clear, store: &Store) -> anyhow::Result<Exit> {
    let stages: Vec<String> = args.stage.iter().map(|stage| stage.name().to_owned()).collect();
    let what = if stages.is_empty() { "everything".to_owned() } else { format!("all of {}", stages.join(", ")) };
    if !args.yes {
        if !io::stdin().is_terminal() {
            output::say("error: nobody is there to be asked\n  = help: --yes removes without asking");
            return Ok(Exit::Usage);
        }
        if !agreed(&format!("Remove {what} from {}? [y/N] ", store.dir().display()))? {
            return Ok(Exit::AllDone);
        }
    }
    let cleared = store.clear(&stages)?;
    show(
        args.format,
        || {
            let mut text =
                format!("{} removed, {} freed\n", plural(cleared.removed, "piece", "pieces"), size(cleared.freed));
            if cleared.left > 0 {
                let left = plural(cleared.left, "piece", "pieces");
                text += &format!("{left} left, because runs that are under way may be using them\n");
            }
            text
        },
        || json!({ "removed": cleared.removed, "freed_bytes": cleared.freed, "in_use": cleared.left }),
    )
}

fn agreed(question: &str) -> io::Result<bool> {
    let mut out = io::stderr();
    out.write_all(question.as_bytes())?;
    out.flush()?;
    let mut answer = String::new();
    io::stdin().lock().read_line(&mut answer)?;
    Ok(matches!(answer.trim(), "y" | "Y" | "yes"))
}
