//! What a picture feels like, chosen from words.

mod words;

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use super::motif::count;

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Mood {
    Horror,
    Calm,
    /// News too.
    Tech,
    /// Everything warm and old.
    History,
    /// Motivation, sport, adventure.
    Epic,
    Nature,
    /// Science too.
    Space,
    City,
    Ocean,
    /// When nothing else fits.
    Abstract,
}

impl Mood {
    pub const ALL: [Mood; 10] = [
        Mood::Horror,
        Mood::Calm,
        Mood::Tech,
        Mood::History,
        Mood::Epic,
        Mood::Nature,
        Mood::Space,
        Mood::City,
        Mood::Ocean,
        Mood::Abstract,
    ];

    pub fn name(self) -> &'static str {
        match self {
            Mood::Horror => "horror",
            Mood::Calm => "calm",
            Mood::Tech => "tech",
            Mood::History => "history",
            Mood::Epic => "epic",
            Mood::Nature => "nature",
            Mood::Space => "space",
            Mood::City => "city",
            Mood::Ocean => "ocean",
            Mood::Abstract => "abstract",
        }
    }

    /// The mood that most words of `genre` speak for, else of `text`; `Abstract` when none does.
    pub fn from_words(genre: Option<&str>, text: &str) -> Mood {
        genre.and_then(heard).or_else(|| heard(text)).unwrap_or(Mood::Abstract)
    }
}

fn heard(text: &str) -> Option<Mood> {
    // The first wins a draw; the sort is stable, so the order of `ALL` is the order of precedence.
    let mut counts: Vec<(usize, Mood)> = Mood::ALL.into_iter().map(|m| (count(text, m.words()), m)).collect();
    counts.sort_by_key(|(n, _)| std::cmp::Reverse(*n));
    counts.first().filter(|(n, _)| *n > 0).map(|(_, mood)| *mood)
}

impl fmt::Display for Mood {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

#[derive(Debug, thiserror::Error, PartialEq, Eq)]
#[error("`{0}` is not a mood; choose one of horror, calm, tech, history, epic, nature, space, city, ocean, abstract")]
pub struct NotAMood(String);

/// The names, and the other common words for the same.
impl FromStr for Mood {
    type Err = NotAMood;

    fn from_str(text: &str) -> Result<Self, NotAMood> {
        let name = text.trim().to_lowercase();
        let alias = match name.as_str() {
            "news" | "technology" | "business" => Some(Mood::Tech),
            "warm" => Some(Mood::History),
            "motivation" | "sport" => Some(Mood::Epic),
            "science" => Some(Mood::Space),
            "sea" => Some(Mood::Ocean),
            _ => Mood::ALL.into_iter().find(|m| m.name() == name),
        };
        alias.ok_or_else(|| NotAMood(text.chars().take(40).collect()))
    }
}

#[cfg(test)]
mod tests;
