//! A script fitted to a number of words and of scenes, by whole beats and whole sentences. Pure.

use crate::media::script::words;
use crate::media::sentences::sentences;

/// One scene to be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Part {
    pub(super) text: String,
    pub(super) idea: String,
    pub(super) rank: Rank,
    /// What is said instead where there is no room.
    pub(super) short: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Rank {
    /// Stays whatever the length.
    Key,
    /// Stays if there is room.
    Plain,
    /// Comes in only to fill room.
    Extra,
}

/// Parts of about `target` words: what is not needed is left out, or asides are put in. The first and last part stay.
/// In a `listed` script asides stand at the end, elsewhere they are spread.
pub(super) fn to_words(parts: Vec<Part>, asides: Vec<Part>, target: usize, listed: bool) -> Vec<Part> {
    let mut chosen: Vec<bool> = parts.iter().map(|part| part.rank != Rank::Extra).collect();
    let last = parts.len().saturating_sub(1);
    let length = |chosen: &[bool]| -> usize {
        parts.iter().zip(chosen).filter(|(_, chosen)| **chosen).map(|(part, _)| words(&part.text)).sum()
    };
    // Leave out plain parts while that comes nearer.
    loop {
        let now = length(&chosen);
        let may_go = |at: &usize| chosen[*at] && parts[*at].rank == Rank::Plain && *at > 0 && *at < last;
        let nearest =
            (0..parts.len()).filter(may_go).map(|at| (target.abs_diff(now - words(&parts[at].text)), at)).min();
        match nearest {
            Some((distance, at)) if now > target && distance < target.abs_diff(now) => chosen[at] = false,
            _ => break,
        }
    }
    // Bring in extra parts while that comes nearer.
    for at in 0..parts.len() {
        let now = length(&chosen);
        if parts[at].rank == Rank::Extra && nearer(now, words(&parts[at].text), target) {
            chosen[at] = true;
        }
    }
    let mut fitted: Vec<Part> =
        parts.into_iter().zip(chosen).filter_map(|(part, chosen)| chosen.then_some(part)).collect();
    shorten(&mut fitted, target);
    spread(fitted, asides, target, listed)
}

fn total(parts: &[Part]) -> usize {
    parts.iter().map(|part| words(&part.text)).sum()
}

fn nearer(now: usize, more: usize, target: usize) -> bool {
    target.abs_diff(now + more) < target.abs_diff(now)
}

/// From the end, items say only their headline, while the whole is too long.
fn shorten(parts: &mut [Part], target: usize) {
    let mut now = total(parts);
    for part in parts.iter_mut().rev() {
        let Some(short) = part.short.take() else { continue };
        let less = words(&part.text) - words(&short).min(words(&part.text));
        if now > target && now.abs_diff(target) > (now - less).abs_diff(target) {
            now -= less;
            part.text = short;
        }
    }
}

fn spread(mut parts: Vec<Part>, asides: Vec<Part>, target: usize, listed: bool) -> Vec<Part> {
    let mut wanted = Vec::new();
    let mut now = total(&parts);
    for aside in asides {
        if nearer(now, words(&aside.text), target) {
            now += words(&aside.text);
            wanted.push(aside);
        }
    }
    let (first, last) = (2.min(parts.len()), parts.len().saturating_sub(1));
    let gaps = last.saturating_sub(first) + 1;
    let count = wanted.len();
    // From the back, so that the places before stay what they are.
    for (nth, aside) in wanted.into_iter().enumerate().rev() {
        let at = if listed { parts.len() } else { (first + nth * gaps / count.max(1)).min(last) };
        parts.insert(at, aside);
    }
    parts
}

/// `(narration, idea)` of exactly `count` scenes where the sentences allow it: the shortest neighbours are joined, the
/// longest scenes are parted.
pub(super) fn to_scenes(parts: Vec<Part>, count: usize) -> Vec<(String, String)> {
    let mut scenes: Vec<(String, String)> = parts.into_iter().map(|part| (part.text, part.idea)).collect();
    while scenes.len() > count.max(1) {
        let pair = |at: &usize| words(&scenes[*at].0) + words(&scenes[at + 1].0);
        let Some(at) = (0..scenes.len() - 1).min_by_key(pair) else { break };
        let (text, _) = scenes.remove(at + 1);
        scenes[at].0 = format!("{} {text}", scenes[at].0);
    }
    while scenes.len() < count {
        let parted = |at: &usize| sentences(&scenes[*at].0).len() > 1;
        let Some(at) = (0..scenes.len()).filter(parted).max_by_key(|at| words(&scenes[*at].0)) else { break };
        let (first, second) = halves(&scenes[at].0);
        scenes[at].0 = first;
        scenes.insert(at + 1, (second, scenes[at].1.clone()));
    }
    scenes
}

/// The text parted between two sentences, as near to the middle as can be.
fn halves(text: &str) -> (String, String) {
    let sentences = sentences(text);
    let all = words(text);
    let cut = (1..sentences.len()).min_by_key(|cut| all.abs_diff(2 * words(&sentences[..*cut].join(" "))));
    let (first, second) = sentences.split_at(cut.unwrap_or(sentences.len()));
    (first.join(" "), second.join(" "))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn part(words: usize, rank: Rank) -> Part {
        Part { text: "word ".repeat(words).trim().to_owned() + ".", idea: String::new(), rank, short: None }
    }

    fn lengths(parts: &[Part]) -> Vec<usize> {
        parts.iter().map(|part| words(&part.text)).collect()
    }

    #[test]
    fn plain_parts_go_first_and_the_ends_stay() {
        let parts = vec![part(20, Rank::Plain), part(21, Rank::Key), part(22, Rank::Plain), part(23, Rank::Plain)];
        assert_eq!(lengths(&to_words(parts.clone(), vec![], 64, false)), [20, 21, 23]);
        assert_eq!(lengths(&to_words(parts, vec![], 1, false)), [20, 21, 23]);
    }

    #[test]
    fn extra_parts_and_asides_fill_room_in_the_middle() {
        let parts = vec![part(20, Rank::Plain), part(10, Rank::Extra), part(20, Rank::Plain)];
        assert_eq!(lengths(&to_words(parts.clone(), vec![part(9, Rank::Extra)], 41, false)), [20, 20]);
        assert_eq!(lengths(&to_words(parts, vec![part(9, Rank::Extra)], 60, false)), [20, 10, 9, 20]);
    }

    #[test]
    fn long_items_are_cut_to_their_headlines_from_the_end() {
        let item = || Part { short: Some("Headline.".to_owned()), ..part(10, Rank::Key) };
        let parts = vec![part(5, Rank::Key), item(), item(), part(5, Rank::Key)];
        assert_eq!(lengths(&to_words(parts, vec![], 21, true)), [5, 10, 1, 5]);
    }

    #[test]
    fn scenes_are_joined_and_parted_to_the_number_wanted() {
        let parts = || vec![part(4, Rank::Key), part(2, Rank::Key), part(3, Rank::Key)];
        assert_eq!(to_scenes(parts(), 1).len(), 1);
        assert_eq!(to_scenes(parts(), 2)[1].0, "word word. word word word.");
        let long = Part { text: "One two. Three four. Five.".to_owned(), ..part(1, Rank::Key) };
        let texts: Vec<_> = to_scenes(vec![long], 9).into_iter().map(|(text, _)| text).collect();
        assert_eq!(texts, ["One two.", "Three four.", "Five."]);
    }
}
