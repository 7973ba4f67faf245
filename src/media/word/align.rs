//! Other words onto spoken ones.

use std::ops::Range;

use super::Word;
use crate::media::text;

/// Lays other words onto an utterance: a caption that differs from what is spoken. Words that are the same keep their
/// times; what differs between them shares the time of what was spoken there, by weight.
pub fn align(shown: &[&str], spoken: &[Word]) -> Vec<Word> {
    let mut aligned = Vec::with_capacity(shown.len());
    for block in blocks(shown, spoken) {
        let (words, times) = (&shown[block.0], &spoken[block.1]);
        if let (Some(first), Some(last)) = (times.first(), times.last())
            && !words.is_empty()
        {
            aligned.extend(carry(words, times, first.start_ms..last.end_ms));
        }
    }
    aligned
}

/// Words over spoken ones: at the same share of the weight, the same moment.
fn carry(words: &[&str], times: &[Word], whole: Range<u32>) -> Vec<Word> {
    let total: u64 = times.iter().map(|word| u64::from(text::weight(&word.text))).sum();
    let sum: u64 = words.iter().map(|word| u64::from(text::weight(word))).sum();
    let moment = |passed: u64, starts: bool| {
        let mut left = passed * total / sum.max(1);
        for time in times {
            let weight = u64::from(text::weight(&time.text));
            if left < weight || (left == weight && !starts) {
                let length = u64::from(time.end_ms.saturating_sub(time.start_ms));
                return time.start_ms + (left * length / weight) as u32;
            }
            left -= weight;
        }
        whole.end
    };
    let mut passed = 0;
    let carried = words.iter().map(|word| {
        let start_ms = moment(passed, true);
        passed += u64::from(text::weight(word));
        Word { text: (*word).to_owned(), start_ms, end_ms: moment(passed, false).max(start_ms) }
    });
    carried.collect()
}

type Block = (Range<usize>, Range<usize>);

/// Pairs stretches of both sides: equal words one by one, differing stretches as a whole. Shown words against which
/// nothing was spoken join the block before them (or after, at the start).
fn blocks(shown: &[&str], spoken: &[Word]) -> Vec<Block> {
    let anchors = common(shown, spoken).into_iter().map(|(i, k)| (i..i + 1, k..k + 1));
    let end = (shown.len()..shown.len(), spoken.len()..spoken.len());
    let mut blocks: Vec<Block> = Vec::new();
    let mut at = (0, 0);
    for (i, k) in anchors.chain([end]) {
        for block in [(at.0..i.start, at.1..k.start), (i.clone(), k.clone())] {
            at = (block.0.end, block.1.end);
            match blocks.last_mut() {
                _ if block.0.is_empty() && block.1.is_empty() => {}
                Some(last) if block.1.is_empty() || last.1.is_empty() => {
                    *last = (last.0.start..at.0, last.1.start..at.1)
                }
                _ => blocks.push(block),
            }
        }
    }
    blocks
}

/// The longest common subsequence of words, letter case and punctuation aside, as pairs of indices.
fn common(shown: &[&str], spoken: &[Word]) -> Vec<(usize, usize)> {
    let bare = |word: &str| word.chars().filter(|c| c.is_alphanumeric()).collect::<String>().to_lowercase();
    let shown: Vec<String> = shown.iter().map(|word| bare(word)).collect();
    let spoken: Vec<String> = spoken.iter().map(|word| bare(&word.text)).collect();
    let same = |i: usize, k: usize| !shown[i].is_empty() && shown[i] == spoken[k];
    let mut length = vec![vec![0_u32; spoken.len() + 1]; shown.len() + 1];
    for i in (0..shown.len()).rev() {
        for k in (0..spoken.len()).rev() {
            length[i][k] = if same(i, k) { length[i + 1][k + 1] + 1 } else { length[i + 1][k].max(length[i][k + 1]) };
        }
    }
    let (mut i, mut k, mut pairs) = (0, 0, Vec::new());
    while i < shown.len() && k < spoken.len() {
        if same(i, k) {
            pairs.push((i, k));
            (i, k) = (i + 1, k + 1);
        } else if length[i + 1][k] >= length[i][k + 1] {
            i += 1;
        } else {
            k += 1;
        }
    }
    pairs
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn spoken(words: &[(&str, u32, u32)]) -> Vec<Word> {
        words.iter().map(|&(text, start_ms, end_ms)| Word { text: text.to_owned(), start_ms, end_ms }).collect()
    }

    #[test]
    fn equal_words_keep_their_times() {
        let words = spoken(&[("Boats", 0, 300), ("leave", 300, 500), ("at", 600, 700), ("ten", 700, 1000)]);
        let aligned = align(&["boats", "leave", "at", "10!"], &words);
        let times: Vec<_> = aligned.iter().map(|word| (word.text.as_str(), word.start_ms, word.end_ms)).collect();
        assert_eq!(times, [("boats", 0, 300), ("leave", 300, 500), ("at", 600, 700), ("10!", 700, 1000)]);
    }

    #[test]
    fn many_spoken_words_become_one_shown_word() {
        let words = spoken(&[("in", 0, 100), ("nineteen", 100, 500), ("eighty", 500, 800), ("four", 800, 1100)]);
        let aligned = align(&["in", "1984"], &words);
        assert_eq!((aligned[1].start_ms, aligned[1].end_ms), (100, 1100));
    }

    #[test]
    fn one_spoken_word_is_shared_by_many_shown_ones() {
        let words = spoken(&[("UK", 0, 600), ("rain", 700, 1000)]);
        let aligned = align(&["United", "Kingdom", "rain"], &words);
        assert_eq!(aligned[0].start_ms, 0);
        assert_eq!(aligned[0].end_ms, aligned[1].start_ms);
        assert_eq!((aligned[1].end_ms, aligned[2].start_ms), (600, 700));
    }

    #[test]
    fn a_word_that_is_only_shown_takes_time_from_its_neighbour() {
        let words = spoken(&[("big", 0, 400), ("boats", 400, 800)]);
        for shown in [["very", "big", "boats"], ["big", "old", "boats"], ["big", "boats", "here"]] {
            let aligned = align(&shown, &words);
            assert_eq!(aligned.len(), 3);
            assert!(aligned.iter().all(|word| word.end_ms >= word.start_ms + 100), "{aligned:?}");
        }
    }

    #[test]
    fn nothing_spoken_gives_no_times() {
        assert_eq!(align(&["silence"], &[]), []);
    }

    proptest! {
        #[test]
        fn every_shown_word_gets_its_place_in_order(
            shown in prop::collection::vec("[a-d]{1,3}|[0-9]|—", 0..20),
            texts in prop::collection::vec("[a-d]{1,3}|[0-9]", 1..20),
            gap in 0_u32..400,
        ) {
            let words: Vec<Word> = texts
                .iter()
                .zip((0_u32..).map(|i| i * (250 + gap)))
                .map(|(text, start_ms)| Word { text: text.clone(), start_ms, end_ms: start_ms + 250 })
                .collect();
            let shown: Vec<&str> = shown.iter().map(String::as_str).collect();
            let aligned = align(&shown, &words);
            let texts: Vec<_> = aligned.iter().map(|word| word.text.as_str()).collect();
            prop_assert_eq!(texts, shown);
            let mut at = 0;
            for word in &aligned {
                prop_assert!(at <= word.start_ms && word.start_ms <= word.end_ms);
                at = word.end_ms;
            }
            prop_assert!(at <= words.last().unwrap().end_ms);
        }
    }
}
