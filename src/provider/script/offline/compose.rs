//! One script out of a genre's copy: a skeleton is chosen, its beats are worded, and the whole is fitted to the
//! length that was asked for.

use std::collections::BTreeMap;

use super::chance::Chance;
use super::fit::{self, Part, Rank};
use super::genre::{Beat, Genre, Skeleton, filled};
use super::topic::Topic;
use super::wording::{capitalised, spelled, title_case};
use crate::media::script::{squeeze, words};

/// Words of facts in one scene.
const FACT_SCENE: usize = 24;

/// What a script is composed from.
pub(super) struct Composer<'a> {
    genre: &'a Genre,
    topic: Topic,
    slots: BTreeMap<String, String>,
    banned: Vec<String>,
    chance: Chance,
}

pub(super) struct Composed {
    pub(super) title: String,
    pub(super) description: String,
    pub(super) parts: Vec<Part>,
}

impl<'a> Composer<'a> {
    pub(super) fn new(genre: &'a Genre, topic: Topic, banned: &[String], mut chance: Chance) -> Self {
        let own = genre.words.iter().filter_map(|(name, choices)| Some((name.clone(), chance.pick(choices)?.clone())));
        let mut slots: BTreeMap<String, String> = own.collect();
        slots.extend(topic.slots.iter().map(|(name, words)| ((*name).to_owned(), words.clone())));
        let banned = banned.iter().map(|word| word.trim().to_lowercase()).filter(|word| !word.is_empty()).collect();
        let mut composer = Self { genre, topic, slots, banned, chance };
        if genre.skeletons.iter().any(|skeleton| !skeleton.items.is_empty()) {
            composer.count_aloud(composer.topic.count.unwrap_or_default());
        }
        composer
    }

    /// About `target` words, or as many as there are; the facts are all in it.
    pub(super) fn compose(mut self, target: usize, facts: &[String]) -> Option<Composed> {
        let genre = self.genre;
        let (skeleton, shortest) = self.skeleton(target)?;
        let items = self.items(skeleton, target, facts);
        let facts_length: usize = facts.iter().map(|fact| words(fact)).sum();
        let shortest = shortest + facts_length;
        let wordings = match skeleton.items.is_empty() {
            true if shortest > target => 1,
            true if shortest > target * 9 / 10 => 2,
            _ => usize::MAX,
        };
        let mut parts: Vec<Part> = skeleton.beats.iter().filter_map(|beat| self.part(beat, wordings)).collect();
        self.lead_in(&mut parts);
        let listed = !items.is_empty();
        let (at, told) = match listed {
            true => (parts.len().saturating_sub(1), items),
            false => (parts.len().min(2), self.told(facts)),
        };
        parts.splice(at..at, told);
        let asides = if skeleton.whole { Vec::new() } else { self.asides() };
        let parts = fit::to_words(parts, asides, target, listed);
        let title = self.title(skeleton)?;
        Some(Composed { title, description: self.worded(&genre.descriptions)?, parts })
    }

    fn title(&mut self, skeleton: &Skeleton) -> Option<String> {
        // "Three things to know about this" names nothing: a topic that is only pointed at is quoted.
        let quoting = |title: &&String| self.topic.lead.is_none() || title.contains("{title}");
        let titles: Vec<String> = self.genre.titles.iter().filter(quoting).cloned().collect();
        Some(title_case(&self.worded(&titles)?.replace("{name}", &skeleton.name)))
    }

    /// What later sentences point back at is said first, unless the opening quotes it.
    fn lead_in(&self, parts: &mut [Part]) {
        if let (Some(lead), Some(first)) = (&self.topic.lead, parts.first_mut()) {
            if !first.text.contains(lead.trim_end_matches(['.', '?'])) {
                first.text = format!("{lead} {}", first.text);
            }
        }
    }

    /// One that fits the topic and the length and that can be worded, with its shortest length; those made for the
    /// topic's kind are preferred.
    fn skeleton(&mut self, target: usize) -> Option<(&'a Skeleton, usize)> {
        let measured = self.genre.skeletons.iter().filter_map(|skeleton| Some((skeleton, self.shortest(skeleton)?)));
        let (own, others): (Vec<_>, Vec<_>) =
            measured.partition(|(skeleton, _)| skeleton.fits.contains(&self.topic.kind));
        let general = others.into_iter().filter(|(skeleton, _)| skeleton.fits.is_empty()).collect();
        // One or two of its own would make a topic's scripts too alike.
        let all = if own.len() < 3 { [own.clone(), own, general].concat() } else { own };
        let fitting = |(skeleton, shortest): &&(&Skeleton, usize)| {
            *shortest <= target && (!skeleton.whole || target <= shortest * 3 / 2)
        };
        let choices: Vec<_> = all.iter().filter(fitting).copied().collect();
        let briefest = all.iter().min_by_key(|(_, shortest)| *shortest).copied();
        self.chance.pick(&choices).copied().or(briefest)
    }

    /// Words of the beats that stay whatever the length, each at its briefest; `None` where a beat cannot be worded.
    fn shortest(&self, skeleton: &Skeleton) -> Option<usize> {
        let last = skeleton.beats.len().saturating_sub(1);
        let mut sum = 0;
        for (at, beat) in skeleton.beats.iter().enumerate().filter(|(_, beat)| !beat.extra) {
            let briefest = self.wordings(&beat.say).iter().map(|text| words(text)).min()?;
            sum += if beat.key || at == 0 || at == last { briefest } else { 0 };
        }
        Some(sum)
    }

    /// The beat in one of its `among` shortest wordings.
    fn part(&mut self, beat: &Beat, among: usize) -> Option<Part> {
        let rank = match beat {
            Beat { key: true, .. } => Rank::Key,
            Beat { extra: true, .. } => Rank::Extra,
            _ => Rank::Plain,
        };
        let mut wordings = self.wordings(&beat.say);
        if wordings.len() > among {
            wordings.sort_by_key(|text| words(text));
            wordings.truncate(among);
        }
        let text = self.chance.pick(&wordings)?.clone();
        Some(Part { text, idea: self.worded(&beat.idea)?, rank, short: None })
    }

    fn asides(&mut self) -> Vec<Part> {
        let genre = self.genre;
        let wordings = self.wordings(&genre.asides.say);
        let wordings = self.chance.shuffled(wordings);
        wordings.into_iter().filter_map(|text| Some(self.plain(text, Rank::Extra)?)).collect()
    }

    /// The facts in scenes of their own, with a word before the first.
    fn told(&mut self, facts: &[String]) -> Vec<Part> {
        let genre = self.genre;
        let opening = if facts.is_empty() { None } else { self.worded(&genre.facts) };
        let mut texts: Vec<String> = opening.into_iter().collect();
        for fact in facts.iter().filter_map(|fact| sentence(fact)) {
            match texts.last_mut() {
                Some(last) if words(last) + words(&fact) <= FACT_SCENE => *last = format!("{last} {fact}"),
                _ => texts.push(fact),
            }
        }
        texts.into_iter().filter_map(|text| self.plain(text, Rank::Key)).collect()
    }

    fn plain(&mut self, text: String, rank: Rank) -> Option<Part> {
        let genre = self.genre;
        Some(Part { text, idea: self.worded(&genre.asides.idea)?, rank, short: None })
    }

    /// A list's items, the facts first; empty where the skeleton is no list.
    fn items(&mut self, skeleton: &'a Skeleton, target: usize, facts: &[String]) -> Vec<Part> {
        let facts = facts.iter().filter_map(|fact| sentence(fact));
        let mut texts: Vec<String> = if skeleton.items.is_empty() { Vec::new() } else { facts.collect() };
        let known = texts.len();
        let pool = self.wordings(&skeleton.items);
        texts.extend(self.chance.shuffled(pool));
        if skeleton.items.is_empty() || texts.is_empty() {
            return Vec::new();
        }
        let by_length = if known > 0 { known } else { (target.saturating_sub(24) / 18).clamp(3, 7) };
        let count = self.topic.count.unwrap_or(by_length).max(known).min(texts.len());
        texts.truncate(count);
        self.count_aloud(count);
        let numbered = texts.into_iter().enumerate().map(|(at, text)| {
            let number = if skeleton.countdown { count - at } else { at + 1 };
            let head = text.split_inclusive(". ").next().unwrap_or_default().trim_end().to_owned();
            (format!("Number {}.", spelled(number)), head, text)
        });
        let numbered: Vec<_> = numbered.collect();
        let part = |(number, head, text): (String, String, String)| {
            let short = (head != text).then(|| format!("{number} {head}"));
            Some(Part { short, ..self.plain(format!("{number} {text}"), Rank::Key)? })
        };
        numbered.into_iter().filter_map(part).collect()
    }

    /// The sentences name the number of items that there really are.
    fn count_aloud(&mut self, count: usize) {
        self.slots.insert("number".to_owned(), spelled(count));
        let about = self.slots.get("about").cloned().unwrap_or_default();
        self.slots.entry("items".to_owned()).or_insert(format!("things to know about {about}"));
        self.slots.entry("item".to_owned()).or_insert("thing".to_owned());
    }

    fn worded(&mut self, templates: &[String]) -> Option<String> {
        let wordings = self.wordings(templates);
        self.chance.pick(&wordings).cloned()
    }

    /// The templates that this topic can fill, filled, without those that say a banned word.
    fn wordings(&self, templates: &[String]) -> Vec<String> {
        let slot = |name: &str| match name {
            "name" => Some("{name}".to_owned()),
            _ => self.slots.get(name).cloned(),
        };
        let filled = templates.iter().filter_map(|template| filled(template, slot));
        let allowed = |text: &String| {
            self.banned.is_empty() || {
                let lower = text.to_lowercase();
                !self.banned.iter().any(|word| lower.contains(word))
            }
        };
        filled.filter(allowed).collect()
    }
}

/// A fact as the sentence it is spoken as; `None` without words.
fn sentence(fact: &str) -> Option<String> {
    let text: String = fact.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    let text = squeeze(text.trim().trim_start_matches(['-', '*', '•']));
    let end = if text.ends_with(['.', '!', '?', '…']) { "" } else { "." };
    (words(&text) > 0).then(|| format!("{}{end}", capitalised(&text)))
}
