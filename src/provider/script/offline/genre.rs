//! The copy: one data file a genre, and the tiny grammar it is written in.
//!
//! A genre has skeletons, a skeleton has beats in order, a beat has several wordings (`say`) of which one is spoken
//! and pictures (`idea`) of which one is shown. `{slot}` stands for a wording of the topic or for one of the genre's
//! own words, chosen once a script. A wording that asks for a slot which the topic cannot give is never chosen.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::Deserialize;

use super::noun::Kind;
use super::wording::capitalised;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Genre {
    /// Other names of the genre.
    #[serde(default)]
    aliases: Vec<String>,
    pub(super) tags: Vec<String>,
    /// Slots filled from here, one choice a script.
    #[serde(default)]
    pub(super) words: BTreeMap<String, Vec<String>>,
    pub(super) titles: Vec<String>,
    pub(super) descriptions: Vec<String>,
    /// Said before the brief's facts.
    pub(super) facts: Vec<String>,
    pub(super) asides: Beat,
    pub(super) skeletons: Vec<Skeleton>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Skeleton {
    pub(super) name: String,
    /// The kinds of topics that it is for; empty: all.
    #[serde(default)]
    pub(super) fits: Vec<Kind>,
    /// Its beats follow each other closely: no asides in between.
    #[serde(default)]
    pub(super) whole: bool,
    pub(super) beats: Vec<Beat>,
    /// A list's items: headline and elaboration. They stand before the last beat.
    #[serde(default)]
    pub(super) items: Vec<String>,
    /// The items are counted down to one.
    #[serde(default)]
    pub(super) countdown: bool,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Beat {
    pub(super) say: Vec<String>,
    pub(super) idea: Vec<String>,
    /// The story does not hold without it.
    #[serde(default)]
    pub(super) key: bool,
    /// Only where there is room.
    #[serde(default)]
    pub(super) extra: bool,
}

macro_rules! genres {
    ($($name:literal),+ $(,)?) => {
        [$(($name, include_str!(concat!("genres/", $name, ".yaml")))),+]
    };
}

const COPY: [(&str, &str); 11] = genres![
    "default",
    "explainer",
    "history",
    "horror",
    "listicle",
    "motivation",
    "news",
    "product",
    "science",
    "story",
    "travel",
];

#[expect(clippy::expect_used, reason = "the copy is part of the program and read by every test")]
pub(super) static GENRES: LazyLock<BTreeMap<&'static str, Genre>> = LazyLock::new(|| {
    let read = |(name, text)| (name, serde_yaml::from_str(text).expect("the built-in copy is well formed"));
    COPY.into_iter().map(read).collect()
});

/// The genre of that name or alias; the default one for names that are not known.
pub(super) fn named(name: &str) -> (&'static str, &'static Genre) {
    let wanted = name.trim().to_lowercase().replace(['-', '_'], " ");
    let known = |(key, genre): &(&&str, &Genre)| **key == wanted || genre.aliases.contains(&wanted);
    let found = GENRES.iter().find(known).or_else(|| GENRES.get_key_value("default"));
    let (name, genre) = found.unwrap_or_else(|| unreachable!("the default genre is part of the program"));
    (name, genre)
}

/// The template with its slots filled, capitals at the start of sentences; `None` where a slot is not to be had.
pub(super) fn filled(template: &str, slot: impl Fn(&str) -> Option<String>) -> Option<String> {
    let mut text = String::new();
    let mut rest = template;
    while let Some((before, after)) = rest.split_once('{') {
        let (name, after) = after.split_once('}')?;
        text += before;
        let starts = text.is_empty() || [". ", "? ", "! "].iter().any(|end| text.ends_with(end));
        let words = slot(name)?;
        text += &if starts { capitalised(&words) } else { words };
        rest = after;
    }
    Some(text + rest)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_genre_is_read_and_has_choices() {
        for (name, genre) in GENRES.iter() {
            assert!(genre.skeletons.len() >= 2, "{name}");
            assert!(genre.skeletons.iter().any(|skeleton| skeleton.fits.is_empty()), "{name} fits every topic");
            for skeleton in &genre.skeletons {
                assert!(skeleton.beats.iter().all(|beat| !beat.say.is_empty() && !beat.idea.is_empty()), "{name}");
            }
        }
    }

    #[test]
    fn names_and_aliases_find_a_genre_and_others_the_default() {
        assert_eq!(named("Horror").0, "horror");
        assert_eq!(named("how-to").0, "explainer");
        assert_eq!(named("polka").0, "default");
    }

    #[test]
    fn slots_are_filled_and_begin_sentences_with_a_capital() {
        let slot = |name: &str| (name == "about").then(|| "the sea".to_owned());
        assert_eq!(filled("{about}. On {about}. {about}", slot).unwrap(), "The sea. On the sea. The sea");
        assert_eq!(filled("{other}", slot), None);
    }
}
