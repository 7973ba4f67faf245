//! What the built-in writer knows of English nouns: number, articles, what kind of thing a word names.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use serde::Deserialize;

/// The kinds of things that stories are fitted to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Kind {
    /// A place with walls.
    Building,
    /// A place under the sky.
    Outdoors,
    Object,
    Being,
    /// Counted things that are advice: habits, tips.
    Advice,
    Other,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Nouns {
    mass: WordSet,
    singular_s: WordSet,
    plurals: BTreeMap<String, String>,
    building: Places,
    outdoors: Places,
    object: WordSet,
    being: WordSet,
    common: WordSet,
    modifiers: WordSet,
    pub(super) with_the: WordSet,
    pub(super) advice: WordSet,
    pub(super) measures: WordSet,
    pub(super) imperatives: WordSet,
    pub(super) verbs: WordSet,
    pub(super) after_verbs: WordSet,
    pub(super) headline_verbs: WordSet,
}

#[derive(Deserialize)]
#[serde(from = "String")]
pub(super) struct WordSet(BTreeSet<String>);

#[derive(Deserialize)]
struct Places {
    r#in: WordSet,
    on: WordSet,
    at: WordSet,
}

impl From<String> for WordSet {
    fn from(words: String) -> Self {
        Self(words.split_whitespace().map(str::to_owned).collect())
    }
}

impl WordSet {
    pub(super) fn has(&self, word: &str) -> bool {
        self.0.contains(&word.to_lowercase())
    }
}

impl Places {
    fn preposition(&self, noun: &str) -> Option<&'static str> {
        [("in", &self.r#in), ("on", &self.on), ("at", &self.at)]
            .into_iter()
            .find_map(|(word, set)| set.has(noun).then_some(word))
    }
}

#[expect(clippy::expect_used, reason = "the word list is part of the program and read by every test")]
pub(super) static NOUNS: LazyLock<Nouns> =
    LazyLock::new(|| serde_yaml::from_str(include_str!("nouns.yaml")).expect("the built-in word list is well formed"));

impl Nouns {
    /// The kind of a singular noun.
    pub(super) fn kind(&self, noun: &str) -> Kind {
        if self.building.preposition(noun).is_some() {
            Kind::Building
        } else if self.outdoors.preposition(noun).is_some() {
            Kind::Outdoors
        } else if self.object.has(noun) {
            Kind::Object
        } else if self.being.has(noun) {
            Kind::Being
        } else {
            Kind::Other
        }
    }

    /// The word that puts one into the place.
    pub(super) fn preposition(&self, place: &str) -> &'static str {
        self.building.preposition(place).or_else(|| self.outdoors.preposition(place)).unwrap_or("in")
    }

    /// Neither counted nor said with an article.
    pub(super) fn is_mass(&self, noun: &str) -> bool {
        let lower = noun.to_lowercase();
        let ending = ["ness", "ism", "ics", "ology", "graphy", "onomy"].iter().any(|end| lower.ends_with(end));
        let doing = lower.ends_with("ing") && lower.len() > 5 && !self.is_counted(&lower);
        self.mass.has(noun) || (ending && !self.is_counted(&lower)) || doing
    }

    fn is_counted(&self, lower: &str) -> bool {
        self.common.has(lower)
            || self.kind(lower) != Kind::Other
            || ["building", "painting", "ring", "thing", "being", "meeting", "wedding", "evening", "morning"]
                .contains(&lower)
    }

    pub(super) fn is_plural(&self, noun: &str) -> bool {
        let lower = noun.to_lowercase();
        if self.plurals.values().any(|plural| *plural == lower) {
            // "fish" and "sheep" alone are one kind of thing; "people" are many.
            return !self.plurals.contains_key(&lower);
        }
        lower.len() > 3
            && lower.ends_with('s')
            && !["ss", "us", "is", "ics", "'s", "’s"].iter().any(|end| lower.ends_with(end))
            && !self.singular_s.has(&lower)
    }

    /// An everyday word rather than a name.
    pub(super) fn is_everyday(&self, word: &str) -> bool {
        let singular = self.singular(word);
        [word, &singular].iter().any(|word| {
            self.common.has(word) || self.mass.has(word) || self.modifiers.has(word) || self.kind(word) != Kind::Other
        })
    }

    pub(super) fn plural(&self, noun: &str) -> String {
        let lower = noun.to_lowercase();
        let before_y = lower.strip_suffix('y').and_then(|stem| stem.chars().last());
        if let Some(plural) = self.plurals.get(&lower) {
            return plural.clone();
        }
        if let Some(stem) = lower.strip_suffix("man").filter(|stem| stem.len() > 2 && *stem != "hu" && *stem != "sha") {
            return format!("{}men", &noun[..stem.len().min(noun.len())]);
        }
        match before_y {
            Some(c) if !"aeiou".contains(c) => format!("{}ies", &noun[..noun.len() - 1]),
            _ if ["s", "x", "z", "ch", "sh"].iter().any(|end| lower.ends_with(end)) => format!("{noun}es"),
            _ => format!("{noun}s"),
        }
    }

    /// The singular of a plural; other words as they are.
    pub(super) fn singular(&self, noun: &str) -> String {
        let lower = noun.to_lowercase();
        if let Some((singular, _)) = self.plurals.iter().find(|(_, plural)| **plural == lower) {
            return singular.clone();
        }
        let cut = |end: usize| noun.get(..noun.len() - end).unwrap_or(noun).to_owned();
        match () {
            () if !self.is_plural(noun) => noun.to_owned(),
            () if lower.ends_with("ies") && lower.len() > 4 => cut(3) + "y",
            () if ["ses", "xes", "zes", "ches", "shes"].iter().any(|end| lower.ends_with(end)) => {
                let with_e = cut(1);
                if self.common.has(&with_e) || self.kind(&with_e) != Kind::Other { with_e } else { cut(2) }
            }
            () => cut(1),
        }
    }
}

/// "a" or "an", by the sound that the phrase begins with.
pub(super) fn article(phrase: &str) -> &'static str {
    let word = phrase.split([' ', '-']).next().unwrap_or_default();
    let lower = word.to_lowercase();
    let letters = word.len() > 1 && word.chars().all(char::is_uppercase);
    let starts = |beginnings: &[&str]| beginnings.iter().any(|beginning| lower.starts_with(beginning));
    let vowel = if letters {
        starts(&["a", "e", "f", "h", "i", "l", "m", "n", "o", "r", "s", "x"])
    } else if starts(&["hour", "honest", "honor", "honour", "heir"]) {
        true
    } else if starts(&["uni", "use", "usu", "uk", "uto", "eu", "ewe", "one", "once", "ubi", "urolog", "uran"]) {
        starts(&["unin", "unim", "unid"])
    } else {
        starts(&["a", "e", "i", "o", "u", "8"]) || lower == "11" || lower == "18"
    };
    if vowel { "an" } else { "a" }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plurals_and_singulars_are_each_others() {
        for (one, many) in [
            ("house", "houses"),
            ("volcano", "volcanoes"),
            ("city", "cities"),
            ("day", "days"),
            ("box", "boxes"),
            ("church", "churches"),
            ("witch", "witches"),
            ("person", "people"),
            ("wolf", "wolves"),
            ("horse", "horses"),
            ("virus", "viruses"),
            ("zombie", "zombies"),
        ] {
            assert_eq!(NOUNS.plural(one), many);
            assert_eq!(NOUNS.singular(many), one);
            assert!(NOUNS.is_plural(many), "{many}");
            assert!(!NOUNS.is_plural(one), "{one}");
        }
    }

    #[test]
    fn articles_follow_the_sound() {
        for phrase in ["old house", "hour", "MRI scan", "AI", "8 mile run", "unidentified object"] {
            assert_eq!(article(phrase), "an", "{phrase}");
        }
        for phrase in ["university", "one way street", "UFO", "European city", "haunted house"] {
            assert_eq!(article(phrase), "a", "{phrase}");
        }
    }

    #[test]
    fn mass_nouns_are_known_by_list_or_ending() {
        for mass in ["coffee", "happiness", "photography", "running", "physics", "Coffee"] {
            assert!(NOUNS.is_mass(mass), "{mass}");
        }
        for counted in ["house", "painting", "building", "ring", "volcano"] {
            assert!(!NOUNS.is_mass(counted), "{counted}");
        }
    }

    #[test]
    fn places_have_their_prepositions() {
        assert_eq!((NOUNS.kind("lighthouse"), NOUNS.preposition("lighthouse")), (Kind::Building, "at"));
        assert_eq!((NOUNS.kind("island"), NOUNS.preposition("island")), (Kind::Outdoors, "on"));
    }
}
