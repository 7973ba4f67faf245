//! Noun phrases: articles, number, names, and what kind of thing they name.

use super::Topic;
use crate::media::script::squeeze;
use crate::provider::script::offline::noun::{Kind, NOUNS, article};
use crate::provider::script::offline::wording::uncapitalised;

const DETERMINERS: [&str; 13] =
    ["a", "an", "the", "my", "your", "our", "his", "her", "their", "this", "that", "these", "those"];

pub(super) fn noun_phrase(words: &[&str]) -> Topic {
    let determiner = words.first().map(|word| word.to_lowercase()).filter(|word| DETERMINERS.contains(&word.as_str()));
    let rest = if determiner.is_some() && words.len() > 1 { &words[1..] } else { words };
    let core = common_case(&rest[..head_length(rest)]);
    let tail = rest[head_length(rest)..].join(" ");
    match determiner.as_deref() {
        Some("a" | "an" | "the") | None if joined(&tail) => together(&core, &tail),
        Some("a" | "an" | "the") | None if is_name(&core) => name(&core, &tail, determiner.is_some()),
        Some("a" | "an" | "the") | None => common(&core, &tail, determiner.as_deref()),
        Some(other) => Topic::new(&spaced(&[other, &core.join(" "), &tail]), NOUNS.is_plural(last(&core))),
    }
}

/// Words up to the first that opens a tail: "house | on the hill".
pub(super) fn head_length(words: &[&str]) -> usize {
    const TAILS: [&str; 24] = [
        "of", "in", "on", "for", "about", "with", "at", "from", "to", "that", "who", "which", "under", "near",
        "behind", "between", "and", "or", "without", "into", "after", "before", "vs", "versus",
    ];
    let tail =
        words.iter().skip(1).position(|word| TAILS.contains(&word.to_lowercase().as_str()) || word.ends_with(','));
    match tail {
        Some(at) if words[at + 1].ends_with(',') => at + 2,
        Some(at) => at + 1,
        None => words.len(),
    }
}

fn joined(tail: &str) -> bool {
    ["and ", "or ", "vs ", "versus "].iter().any(|word| tail.starts_with(word))
}

/// "salt and pepper", "Rome vs Carthage".
fn together(core: &[String], tail: &str) -> Topic {
    let all = spaced(&[&core.join(" "), &tail.replace("vs ", "versus ")]);
    Topic::new(&all, true).with("noun", &all)
}

/// Words written with capitals in a title are made everyday words again where they are known to be such.
pub(super) fn common_case(words: &[&str]) -> Vec<String> {
    let everyday = words.iter().all(|word| NOUNS.is_everyday(word) || word.starts_with(char::is_lowercase));
    words.iter().map(|word| if everyday { uncapitalised(word) } else { (*word).to_owned() }).collect()
}

fn is_name(core: &[String]) -> bool {
    let capital = |word: &String| word.starts_with(|c: char| c.is_uppercase() || c.is_numeric() || !c.is_ascii());
    core.last().is_some_and(|head| capital(head) || head.contains(|c: char| c.is_uppercase()))
        || core.iter().any(|word| word.ends_with("'s") || word.ends_with("’s"))
}

fn name(core: &[String], tail: &str, has_article: bool) -> Topic {
    let head = last(core);
    let definite = has_article || NOUNS.with_the.has(head) || core_war(core);
    let name = spaced(&[if definite { "the" } else { "" }, &core.join(" "), tail]);
    let plural = NOUNS.is_plural(head) && (has_article || core.len() == 1);
    let topic = Topic::new(&name, plural).with("noun", &name).with("the", &name);
    placed(topic, &head.to_lowercase(), &name)
}

/// "the Cold War", but "World War II".
fn core_war(core: &[String]) -> bool {
    core.len() > 1 && last(core) == "War" && core[0] != "World"
}

fn common(core: &[String], tail: &str, determiner: Option<&str>) -> Topic {
    let head = last(core);
    let phrase = |head: &str| spaced(&[&core[..core.len() - 1].join(" "), head, tail]);
    let (singular, given) = (NOUNS.singular(head), phrase(head));
    let the = |phrase: &str| format!("the {phrase}");
    if NOUNS.is_mass(head) {
        let about = if determiner == Some("the") || tail.starts_with("of ") { the(&given) } else { given };
        return Topic::new(&about, false).with("noun", &about);
    }
    let one = phrase(&singular);
    let with_article = format!("{} {one}", article(&one));
    let about = match (determiner, NOUNS.is_plural(head)) {
        (Some("the"), _) => the(&given),
        (Some(_), _) => with_article.clone(),
        (None, true) if tail.starts_with("of ") => the(&given),
        (None, true) => given,
        (None, false) if !tail.is_empty() => the(&one),
        (None, false) => phrase(&NOUNS.plural(head)),
    };
    let plural = NOUNS.is_plural(head) && determiner.is_none_or(|word| word == "the");
    let plural = plural || (determiner.is_none() && tail.is_empty());
    let topic = Topic::new(&about, plural).with("noun", &about).with("the", &the(&one));
    let topic = if tail.starts_with("of ") { topic } else { topic.with("one", &with_article) };
    placed(topic, &singular, &the(&one))
}

/// What kind of thing it is, and how one is inside it.
fn placed(topic: Topic, head: &str, the: &str) -> Topic {
    let kind = NOUNS.kind(head);
    match kind {
        Kind::Building | Kind::Outdoors => {
            let place = format!("{} {the}", NOUNS.preposition(head));
            Topic { kind, ..topic.with("where", &place) }
        }
        _ => Topic { kind, ..topic },
    }
}

fn spaced(parts: &[&str]) -> String {
    squeeze(&parts.join(" "))
}

fn last(core: &[String]) -> &str {
    core.last().map_or("", String::as_str)
}
