//! What is worth a line: `info`, or `info,provider=debug` for a room that is looked into.

use std::str::FromStr;

use tracing::level_filters::LevelFilter;
use tracing::{Level, Metadata};
use tracing_subscriber::filter::Targets;

/// Where the run's own events come from.
pub(super) const RUN: &str = "run";

/// Whose words can be asked for.
const ROOMS: [&str; 13] = [
    RUN, "batch", "cache", "command", "manifest", "media", "mill", "process", "provider", "render", "report", "stage",
    "video",
];

#[derive(Debug, Clone, PartialEq)]
pub struct Filter(Targets);

#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NotAFilter {
    #[error("`{0}` is no level; there are off, error, warn, info, debug and trace")]
    Level(String),
    #[error("`{0}` tells nothing; there are {rooms}", rooms = ROOMS.join(", "))]
    Room(String),
}

impl Filter {
    /// Everything but progress.
    pub fn debug() -> Self {
        Self(Targets::new().with_target(target(""), LevelFilter::DEBUG))
    }

    pub(super) fn lets(&self, room: &str, level: Level) -> bool {
        self.0.would_enable(&target(room), &level)
    }

    /// Whether something of `tracing` may be of use. Jobs are, whoever tells something in them.
    pub(super) fn wants(&self, about: &Metadata<'_>) -> bool {
        let is_ours = about.target().split("::").next() == Some(env!("CARGO_PKG_NAME"));
        is_ours && (about.is_span() || self.0.would_enable(about.target(), about.level()))
    }

    /// Nothing of less weight is ever wanted.
    pub(super) fn most(&self) -> LevelFilter {
        self.0.iter().map(|(_, level)| level).max().unwrap_or(LevelFilter::OFF)
    }

    pub fn is_off(&self) -> bool {
        self.most() == LevelFilter::OFF
    }
}

/// As `tracing` names it, by the module that tells.
fn target(room: &str) -> String {
    let library = env!("CARGO_PKG_NAME");
    if room.is_empty() { library.to_owned() } else { format!("{library}::{room}") }
}

/// The room that a target is in.
pub(super) fn room(target: &str) -> &str {
    target.split("::").nth(1).unwrap_or(target)
}

impl FromStr for Filter {
    type Err = NotAFilter;

    fn from_str(text: &str) -> Result<Self, NotAFilter> {
        let mut targets = Targets::new();
        for part in text.split(',').map(str::trim).filter(|part| !part.is_empty()) {
            let (room, level) = part.split_once('=').unwrap_or(("", part));
            if !room.is_empty() && !ROOMS.contains(&room) {
                return Err(NotAFilter::Room(room.to_owned()));
            }
            let level = match level.to_ascii_lowercase().as_str() {
                "off" => LevelFilter::OFF,
                "error" => LevelFilter::ERROR,
                "warn" => LevelFilter::WARN,
                "info" => LevelFilter::INFO,
                "debug" => LevelFilter::DEBUG,
                "trace" => LevelFilter::TRACE,
                _ => return Err(NotAFilter::Level(level.to_owned())),
            };
            targets = targets.with_target(target(room), level);
        }
        Ok(Self(targets))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_room_may_tell_more_than_the_others() {
        let filter: Filter = "warn, provider=debug,process=off".parse().unwrap();
        let lets = |room, level| filter.lets(room, level);
        assert!(lets("provider", Level::DEBUG) && !lets("provider", Level::TRACE));
        assert!(lets("mill", Level::WARN) && !lets("mill", Level::INFO));
        assert!(!lets("process", Level::ERROR) && !filter.is_off());
        assert!("off".parse::<Filter>().unwrap().is_off());
    }

    #[test]
    fn an_unknown_word_is_told_the_known_ones() {
        assert!("loud".parse::<Filter>().unwrap_err().to_string().contains("trace"));
        assert!("provder=debug".parse::<Filter>().unwrap_err().to_string().contains("provider"));
        assert!("provider=".parse::<Filter>().is_err());
    }
}
