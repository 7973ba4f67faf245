//! What the cache is held to, measured and printed as a table:
//! `cargo bench --bench cache [-- prune | warm | crowd | thousand | week]…`; all of them without a name.
//!
//! `prune` leaves the disk busy for a while: what follows it at once is measured too slow.
//!
//! The thousand videos are made once, in the target folder, which takes minutes; after that they are there.

mod processes;
mod prune;
mod week;

use std::time::Duration;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let asked: Vec<String> = std::env::args().skip(1).filter(|arg| !arg.starts_with('-')).collect();
    let wanted = |name: &str| asked.is_empty() || asked.iter().any(|asked| asked == name);
    // First, because its peak of memory is read as that of all children so far.
    if wanted("prune") {
        prune::hundred_thousand()?;
    }
    if wanted("warm") {
        processes::warm()?;
    }
    if wanted("crowd") {
        processes::crowd()?;
    }
    if wanted("thousand") {
        processes::thousand()?;
    }
    if wanted("week") {
        week::week();
    }
    Ok(())
}

/// Median and 95th percentile (nearest rank).
fn summary(mut times: Vec<Duration>) -> (Duration, Duration) {
    times.sort_unstable();
    let rank = |percent: usize| times[(times.len() * percent).div_ceil(100).saturating_sub(1)];
    (rank(50), rank(95))
}

/// One line of the table; `held` is the limit, in the figure's own words.
fn line(what: &str, figure: &str, held: &str) {
    println!("{what:<58} {figure:>24}   held to {held}");
}

fn ms(time: Duration) -> String {
    format!("{:.2} ms", time.as_secs_f64() * 1000.0)
}
