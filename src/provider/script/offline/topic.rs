//! A topic of any shape, made to fit into sentences.
//!
//! What comes in is what people type: "haunted house", "how volcanoes work", "5 habits of calm people", "The Roman
//! Empire", "why is the sky blue?", a headline, a premise. What goes out are slots: wordings of the topic that fit a
//! place in a sentence. A wording that the topic cannot give is absent, and sentences that want it are not chosen.

mod phrase;

use std::collections::BTreeMap;

use super::noun::{Kind, NOUNS};
use super::wording::{capitalised, number, pictured, shortened, speakable, spelled, title_case, uncapitalised};
use crate::media::script::words;
use phrase::{common_case, head_length, noun_phrase};

/// More is a text, not a topic.
const LONGEST: usize = 300;
/// A longer one is spoken once, whole, and called "this" from then on.
const LONGEST_PHRASE: usize = 7;

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Topic {
    pub(super) slots: BTreeMap<&'static str, String>,
    pub(super) kind: Kind,
    /// Spoken first, where later sentences can only point back at it.
    pub(super) lead: Option<String>,
    /// The length of the list that is asked for.
    pub(super) count: Option<usize>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub(super) enum NoTopic {
    #[error("the topic has no words")]
    Empty,
    #[error("the topic is longer than {LONGEST} characters")]
    TooLong,
}

pub(super) fn read(text: &str) -> Result<Topic, NoTopic> {
    if text.chars().count() > LONGEST {
        return Err(NoTopic::TooLong);
    }
    let asked = text.trim_end().ends_with('?');
    let label = speakable(text);
    if words(&label) == 0 {
        return Err(NoTopic::Empty);
    }
    let words: Vec<&str> = label.split(' ').collect();
    let topic = question(&words, asked).or_else(|| clause(&words)).or_else(|| list(&words));
    let topic = topic.or_else(|| saying(&words)).or_else(|| premise(&words)).unwrap_or_else(|| noun_phrase(&words));
    Ok(topic.labelled(&label))
}

impl Topic {
    /// `about` fits after a preposition and as a subject; `plural` is its number.
    fn new(about: &str, plural: bool) -> Self {
        let agreement = if plural {
            [("is", "are"), ("was", "were"), ("has", "have"), ("does", "do"), ("s", ""), ("es", "")]
        } else {
            [("is", "is"), ("was", "was"), ("has", "has"), ("does", "does"), ("s", "s"), ("es", "es")]
        };
        let pronouns = if plural {
            [("they", "they"), ("them", "them"), ("their", "their")]
        } else {
            [("they", "it"), ("them", "it"), ("their", "its")]
        };
        let slots = agreement.into_iter().chain(pronouns).map(|(name, word)| (name, word.to_owned()));
        Self { slots: slots.collect(), kind: Kind::Other, lead: None, count: None }.with("about", about)
    }

    fn with(mut self, slot: &'static str, words: &str) -> Self {
        self.slots.insert(slot, words.to_owned());
        self
    }

    /// Spoken whole at the start, and "this" afterwards.
    fn spoken_first(lead: &str, mark: char) -> Self {
        Self { lead: Some(format!("{}{mark}", capitalised(lead))), ..Self::new("this", false) }
    }

    fn labelled(self, label: &str) -> Self {
        let pictured = pictured(label);
        self.with("label", label).with("title", &title_case(&shortened(label, 70))).with("thing", &pictured)
    }
}

/// "what is inflation" is about inflation; other questions are asked aloud and then called "this".
fn question(words: &[&str], asked: bool) -> Option<Topic> {
    let lower: Vec<String> = words.iter().map(|word| word.to_lowercase()).collect();
    let lower: Vec<&str> = lower.iter().map(String::as_str).collect();
    match lower[..] {
        ["what" | "who", "is" | "are" | "was" | "were", _, ..] if lower.len() <= 6 => Some(noun_phrase(&words[2..])),
        ["how" | "why", "do", ..] if lower.len() >= 4 => {
            let clause = [&words[..1], &words[2..]].concat();
            Some(clause_of(&clause))
        }
        [first, ..] if asked || is_auxiliary(first) => Some(Topic::spoken_first(&words.join(" "), '?')),
        ["how" | "why" | "what" | "when" | "where" | "who" | "which", second, ..] if is_auxiliary(second) => {
            Some(Topic::spoken_first(&words.join(" "), '?'))
        }
        _ => None,
    }
}

fn is_auxiliary(word: &str) -> bool {
    const AUXILIARIES: [&str; 17] = [
        "is", "are", "was", "were", "do", "does", "did", "can", "could", "should", "would", "will", "may", "might",
        "has", "have", "am",
    ];
    AUXILIARIES.contains(&word)
}

/// "how volcanoes work", "why cats purr", "what happens when you stop eating sugar".
fn clause(words: &[&str]) -> Option<Topic> {
    let first = words.first()?.to_lowercase();
    let opens = ["how", "why", "what", "when", "where", "who", "which", "whether"].contains(&first.as_str());
    (opens && (3..=10).contains(&words.len())).then(|| clause_of(words))
}

fn clause_of(words: &[&str]) -> Topic {
    let clause = uncapitalised(&words.join(" "));
    Topic::new(&clause, false).with("how", &clause)
}

/// "5 habits of calm people", "Top 10 beaches", "the seven wonders of the world".
fn list(words: &[&str]) -> Option<Topic> {
    let skip = words.iter().take_while(|word| ["top", "the", "best"].contains(&word.to_lowercase().as_str())).count();
    let count = number(words.get(skip)?)?;
    let items = &words[skip + 1..];
    let head = items[..head_length(items)].last()?;
    if !(2..=50).contains(&count) || !NOUNS.is_plural(head) || NOUNS.measures.has(head) {
        return None;
    }
    let kind = if NOUNS.advice.has(head) { Kind::Advice } else { Kind::Other };
    let topic = noun_phrase(items).with("items", &common_case(items).join(" "));
    let topic = topic.with("item", &NOUNS.singular(head).to_lowercase());
    Some(Topic { kind, count: Some(count), ..topic.with("number", &spelled(count)) })
}

/// "never give up": spoken first, then called "those words".
fn saying(words: &[&str]) -> Option<Topic> {
    let (first, second) = (words.first()?, words.get(1)?);
    // "run your own race" asks; "run training" is a thing.
    let asks = NOUNS.imperatives.has(first) || (NOUNS.verbs.has(first) && NOUNS.after_verbs.has(second));
    (asks && words.len() <= 12)
        .then(|| Topic { lead: Some(capitalised(&words.join(" ")) + "."), ..Topic::new("those words", true) })
}

/// A headline or a premise: too long, or with a verb in it.
fn premise(words: &[&str]) -> Option<Topic> {
    let verb = words.iter().enumerate().skip(1).take(words.len().saturating_sub(2));
    let tells = verb.filter(|(_, word)| NOUNS.headline_verbs.has(word)).count() > 0 && words.len() > 3;
    (tells || words.len() > LONGEST_PHRASE).then(|| Topic::spoken_first(&words.join(" "), '.'))
}
