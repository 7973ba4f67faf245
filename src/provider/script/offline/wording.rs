//! Words as they are written and spoken: capitals, numbers, what a voice can take.

use crate::media::script::squeeze;

/// Letters, digits and the marks that a voice can take; everything else is a space.
pub(super) fn speakable(text: &str) -> String {
    let text = text.replace('&', " and ").replace(['—', '–', ':'], ", ").replace(['“', '”', '"'], " ");
    let kept = text.chars().map(|c| match c {
        c if c.is_alphanumeric() => c,
        '\'' | '’' | '-' | ',' | '.' | '%' | '$' | '€' | '£' | '+' | '#' | '/' | '!' | '?' => c,
        // Combining marks belong to their letter.
        '\u{300}'..='\u{36f}' | '\u{900}'..='\u{dff}' => c,
        _ => ' ',
    });
    let text = squeeze(&kept.collect::<String>()).replace(" ,", ",");
    text.trim_matches(|c: char| matches!(c, '.' | ',' | '!' | '?' | '-' | '/' | '\'' | '’' | ' ')).to_owned()
}

/// What a picture of it would show: no article, no question word.
pub(super) fn pictured(label: &str) -> String {
    let dropped = [
        "a", "an", "the", "how", "why", "what", "when", "where", "who", "which", "to", "is", "are", "do", "does",
        "did", "should", "can", "you", "top",
    ];
    let words = label.split(' ').filter(|word| !dropped.contains(&word.to_lowercase().as_str())).take(6);
    let kept = squeeze(&words.collect::<Vec<_>>().join(" ").replace([',', '?', '!'], ""));
    if kept.is_empty() { label.to_owned() } else { kept }
}

/// Capitals as in an English headline.
pub(super) fn title_case(label: &str) -> String {
    const SMALL: [&str; 18] = [
        "a", "an", "the", "of", "in", "on", "for", "and", "or", "to", "at", "by", "with", "from", "vs", "into", "as",
        "versus",
    ];
    let word = |(at, word): (usize, &str)| match word {
        small if at > 0 && SMALL.contains(&small) => small.to_owned(),
        other => capitalised(other),
    };
    label.split(' ').enumerate().map(word).collect::<Vec<_>>().join(" ")
}

/// Whole words from the start, up to `most` characters.
pub(super) fn shortened(label: &str, most: usize) -> String {
    let mut kept = String::new();
    for word in label.split(' ') {
        if kept.chars().count() + word.chars().count() >= most {
            break;
        }
        kept += if kept.is_empty() { "" } else { " " };
        kept += word;
    }
    if kept.is_empty() { label.chars().take(most).collect() } else { kept.trim_end_matches(',').to_owned() }
}

/// With a capital first letter; words like "iPhone" keep their own.
pub(super) fn capitalised(text: &str) -> String {
    let mut letters = text.chars();
    let own = text.split(' ').next().is_some_and(|word| word.chars().skip(1).any(char::is_uppercase));
    match letters.next() {
        Some(first) if !own => first.to_uppercase().chain(letters).collect(),
        _ => text.to_owned(),
    }
}

pub(super) fn uncapitalised(text: &str) -> String {
    let mut letters = text.chars();
    let own = text.split(' ').next().is_some_and(|word| word.chars().skip(1).any(char::is_uppercase));
    match letters.next() {
        Some(first) if !own => first.to_lowercase().chain(letters).collect(),
        _ => text.to_owned(),
    }
}

const NUMBERS: [&str; 21] = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
    "twenty",
];

pub(super) fn number(word: &str) -> Option<usize> {
    word.parse().ok().or_else(|| NUMBERS.iter().position(|number| word.eq_ignore_ascii_case(number)))
}

/// "five"; figures above twenty.
pub(super) fn spelled(number: usize) -> String {
    NUMBERS.get(number).map_or_else(|| number.to_string(), |word| (*word).to_owned())
}
