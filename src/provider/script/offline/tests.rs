//! The copy as a whole: every genre, many seeds, topics of every shape.

use std::collections::BTreeSet;

use super::genre::GENRES;
use super::*;
use crate::media::script::{squeeze, words};
use crate::media::sentences::sentences;

const TOPICS: [&str; 40] = [
    "haunted house",
    "The Haunted House",
    "a lonely lighthouse",
    "abandoned hospital",
    "dark forest",
    "old mirror",
    "clowns",
    "how volcanoes work",
    "How do airplanes fly?",
    "why cats purr",
    "what is inflation",
    "why is the sky blue?",
    "Should you drink coffee?",
    "The Roman Empire",
    "Roman Empire",
    "World War II",
    "Mount Everest",
    "Vikings",
    "Einstein",
    "AI",
    "iPhone photography",
    "coffee",
    "Coffee",
    "black holes",
    "quantum computing",
    "5 habits of calm people",
    "Top 10 facts about Mars",
    "seven wonders of the world",
    "50 ways to save money",
    "24 hours in Paris",
    "never give up",
    "the fall of Rome",
    "history of tea",
    "cabin in the woods",
    "salt & pepper",
    "Acme 2.1",
    "New bridge opens in Denver",
    "A man finds a door in his basement that leads to 1923",
    "my first marathon",
    "Rust: the good parts",
];

fn brief(topic: &str, genre: &str, seed: u64) -> Brief {
    Brief { topic: topic.to_owned(), genre: Some(genre.to_owned()), seed, ..Brief::default() }
}

fn told(brief: &Brief) -> String {
    let script = write(brief).unwrap_or_else(|error| panic!("{brief:?}: {error}"));
    script.scenes.iter().map(|scene| scene.narration.as_str()).collect::<Vec<_>>().join(" ")
}

/// What no narration may have, whatever the topic.
fn faults(text: &str) -> Vec<String> {
    let mut faults = Vec::new();
    if text.contains(['{', '}', '[', ']', '*', '_', ';', '—', '&', '"']) {
        faults.push("a mark that is not for the ear".to_owned());
    }
    if text != squeeze(text) || text.contains(" .") || text.contains(" ,") || text.contains("..") {
        faults.push("spacing".to_owned());
    }
    for sentence in sentences(text) {
        let first = sentence.chars().next();
        if !first.is_some_and(|c| c.is_uppercase() || c.is_numeric()) && !sentence.starts_with("iPhone") {
            faults.push(format!("no capital: {sentence}"));
        }
    }
    faults.extend(bad_pairs(text));
    faults
}

fn bad_pairs(text: &str) -> Vec<String> {
    let lower = text.to_lowercase();
    let list: Vec<&str> = lower.split(' ').collect();
    let bad = |pair: &&[&str]| match **pair {
        ["a" | "an", "a" | "an" | "the" | "how" | "why" | "my"] | ["the", "the" | "a" | "an" | "how" | "why"] => true,
        ["a", next] => {
            next.starts_with(['a', 'e', 'i', 'o']) && !["one", "european"].iter().any(|ok| next.starts_with(ok))
        }
        ["an", next] => !next.starts_with(['a', 'e', 'i', 'o', 'u', 'h']),
        [one, two] => one == two && !["that", "had"].contains(&one),
        _ => false,
    };
    let pairs = list.windows(2).filter(bad).map(|pair| pair.join(" "));
    let wrong = ["a haunted houses", "coffees", "an haunted", "they is ", "volcanos"];
    let wrong =
        wrong.iter().filter(|bad| lower.contains(**bad)).chain(["It are "].iter().filter(|bad| text.contains(**bad)));
    pairs.chain(wrong.map(|bad| (*bad).to_owned())).collect()
}

#[test]
fn every_genre_tells_every_topic_without_a_fault() {
    for genre in GENRES.keys() {
        for topic in TOPICS {
            for seed in 0..20 {
                let script = write(&brief(topic, genre, seed)).unwrap();
                assert_eq!(script.check(), Ok(()));
                let text = script.scenes.iter().map(|scene| scene.narration.as_str()).collect::<Vec<_>>().join(" ");
                let faults = faults(&text);
                assert!(faults.is_empty(), "{genre}, {topic}, {seed}: {faults:?}\n{text}");
                let numbered = *genre == "listicle" && topic::read(topic).unwrap().count.is_some();
                let range = if numbered { 80..=330 } else { 80..=150 };
                assert!(range.contains(&words(&text)), "{genre}, {topic}, {seed}: {} words\n{text}", words(&text));
                let scenes = script.scenes.len();
                assert!((3..=20).contains(&scenes), "{genre}, {topic}, {seed}: {scenes} scenes\n{text}");
                let shown = [&script.title, &script.description].into_iter().chain(&script.tags);
                assert!(shown.clone().all(|text| !text.contains(['{', '}']) && *text == squeeze(text)), "{script:?}");
            }
        }
    }
}

#[test]
fn other_seeds_and_topics_give_clearly_other_scripts() {
    let shingles = |text: &str| -> BTreeSet<String> { sentences(text).into_iter().map(str::to_owned).collect() };
    for genre in GENRES.keys() {
        for topic in ["haunted house", "how volcanoes work", "coffee"] {
            let all: Vec<_> = (0..20).map(|seed| shingles(&told(&brief(topic, genre, seed)))).collect();
            let distinct: BTreeSet<_> = all.iter().collect();
            assert!(distinct.len() >= 18, "{genre}, {topic}: {} of 20", distinct.len());
            let pairs = all.iter().enumerate().flat_map(|(at, a)| all[..at].iter().map(move |b| (a, b)));
            let alike: Vec<f64> =
                pairs.map(|(a, b)| a.intersection(b).count() as f64 / a.union(b).count() as f64).collect();
            let mean = alike.iter().sum::<f64>() / alike.len() as f64;
            assert!(mean < 0.4, "{genre}, {topic}: {mean:.2} of the sentences are shared");
        }
    }
}

#[test]
fn the_same_brief_gives_the_same_script() {
    let brief = brief("haunted house", "horror", 7);
    assert_eq!(write(&brief), write(&brief));
}

#[test]
fn the_length_follows_the_words() {
    for genre in GENRES.keys() {
        for (asked, slack) in [(60, 30), (120, 20), (200, 25)] {
            for seed in 0..10 {
                let brief = Brief { words: Some(asked), ..brief("haunted house", genre, seed) };
                let words = write(&brief).unwrap().words();
                let wanted = as_size(asked);
                assert!(wanted.abs_diff(words) <= slack, "{genre}, {seed}: {words} for {asked}");
            }
        }
    }
}

#[test]
fn the_scenes_are_as_many_as_asked_for() {
    for genre in GENRES.keys() {
        for scenes in [1, 3, 6, 10, 14] {
            let brief = Brief { scenes: Some(scenes), ..brief("coffee", genre, 3) };
            assert_eq!(write(&brief).unwrap().scenes.len(), as_size(scenes), "{genre}");
        }
    }
}

#[test]
fn more_than_the_copy_has_is_a_clear_error() {
    let error = write(&Brief { words: Some(3000), ..brief("coffee", "horror", 1) }).unwrap_err();
    assert!(error.to_string().contains("3000 are asked for"), "{error}");
    let many = Brief { words: Some(60), scenes: Some(90), ..brief("coffee", "horror", 1) };
    assert!(write(&many).unwrap_err().to_string().contains("90 are asked for"));
}

#[test]
fn every_fact_is_told() {
    let facts = ["opened in 1893", "It has 12 rooms!", "- nobody has stayed since 1951."].map(str::to_owned).to_vec();
    for genre in GENRES.keys() {
        let text = told(&Brief { facts: facts.clone(), ..brief("haunted house", genre, 5) });
        for sentence in ["Opened in 1893.", "It has 12 rooms!", "Nobody has stayed since 1951."] {
            assert!(text.contains(sentence), "{genre}: {text}");
        }
    }
}

#[test]
fn banned_words_are_not_said() {
    for seed in 0..20 {
        let banned = vec!["ghost".to_owned(), "Door".to_owned()];
        let text = told(&Brief { banned, ..brief("haunted house", "horror", seed) }).to_lowercase();
        assert!(!text.contains("door") && !text.contains("ghost"), "{text}");
    }
}

#[test]
fn lists_count_what_they_promise() {
    let script = write(&brief("5 habits of calm people", "listicle", 1)).unwrap();
    assert!(script.title.to_lowercase().contains("five habits"), "{}", script.title);
    let text = told(&brief("5 habits of calm people", "listicle", 1));
    assert!(text.contains("Number five.") && !text.contains("Number six."), "{text}");
}

#[test]
fn other_languages_are_refused_with_a_way_out() {
    let error = write(&Brief { language: "de-AT".to_owned(), ..brief("kaffee", "news", 1) }).unwrap_err();
    let ScriptError::Failed { cause, help, .. } = error else { panic!("{error:?}") };
    assert!(cause.contains("English only") && help.unwrap().contains("providers.script"));
    assert!(write(&Brief { language: "en-GB".to_owned(), ..brief("coffee", "news", 1) }).is_ok());
}

#[test]
fn a_topic_without_words_is_refused() {
    assert!(write(&brief(" \u{1F47B} ", "horror", 1)).is_err());
    assert!(write(&brief(&"x".repeat(1000), "horror", 1)).is_err());
}

proptest::proptest! {
    #[test]
    fn any_topic_is_told_or_refused(topic in "\\PC{0,60}|([a-zA-Z0-9'?!.,:&-]{1,9} ){1,9}", seed in 0_u64..1000) {
        for genre in ["horror", "listicle", "story"] {
            if let Ok(script) = write(&brief(&topic, genre, seed)) {
                proptest::prop_assert_eq!(script.check(), Ok(()));
            }
        }
    }
}
