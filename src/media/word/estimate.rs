//! Word times for a voice that gives none.

use std::ops::Range;

use super::Word;
use crate::media::text;

/// Shorter silences are stops within words.
const SHORTEST_PAUSE_MS: u32 = 80;
/// What a pause costs that falls where the text has no punctuation, in milliseconds of mismatch.
const PAUSE_INSIDE_CLAUSE_MS: u64 = 150;
/// How far a pause may be from where the weights expect it.
const REACH_MS: u64 = 2000;

/// Estimates word times for a voice that gives none: words last as long as their characters weigh, and pauses of the
/// audio are laid on the word boundaries that fit best, at punctuation if possible.
///
/// `silences` are ranges of the audio in milliseconds, in order; with none, punctuation is given pauses of its own.
/// The words are [`text::words_of`] the text, in order, within `0..=speech_ms`.
pub fn estimate(text: &str, speech_ms: u32, silences: &[(u32, u32)]) -> Vec<Word> {
    let words = text::words_of(text);
    let (voiced, pauses) = voiced(speech_ms, silences);
    let heard = if silences.is_empty() { None } else { boundaries(&words, &voiced, &pauses) };
    match heard {
        Some(boundaries) => {
            let edges = [0].into_iter().chain(boundaries).chain([words.len()]).collect::<Vec<_>>();
            let runs = edges.windows(2).map(|edge| &words[edge[0]..edge[1]]);
            runs.zip(voiced).flat_map(|(run, stretch)| spread(run, stretch, false)).collect()
        }
        None => {
            let first = voiced.first().map_or(0, |stretch| stretch.start);
            let last = voiced.last().map_or(speech_ms, |stretch| stretch.end);
            spread(&words, first..last, true)
        }
    }
}

/// Distributes words over a stretch by weight, without gaps but, when asked for, at punctuation.
fn spread(words: &[&str], stretch: Range<u32>, pauses: bool) -> Vec<Word> {
    let pause = |index: usize| match pauses && index + 1 < words.len() {
        true => u64::from(text::pause_weight(words[index])),
        false => 0,
    };
    let total: u64 = words.iter().enumerate().map(|(i, word)| u64::from(text::weight(word)) + pause(i)).sum();
    let length = u64::from(stretch.end.saturating_sub(stretch.start));
    let at = |weight: u64| stretch.start + (weight * length / total.max(1)) as u32;
    let mut passed = 0;
    let mut spread = Vec::with_capacity(words.len());
    for (index, word) in words.iter().enumerate() {
        let end = passed + u64::from(text::weight(word));
        spread.push(Word { text: (*word).to_owned(), start_ms: at(passed), end_ms: at(end) });
        passed = end + pause(index);
    }
    spread
}

/// The stretches with a voice, and the pauses between them (one fewer).
fn voiced(speech_ms: u32, silences: &[(u32, u32)]) -> (Vec<Range<u32>>, Vec<u32>) {
    let mut stretches = Vec::new();
    let mut from = 0;
    for &(start, end) in silences {
        let (start, end) = (start.min(speech_ms), end.min(speech_ms));
        let counts = end.saturating_sub(start) >= SHORTEST_PAUSE_MS && end > from;
        if counts && start > from {
            stretches.push(from..start);
        }
        if counts {
            from = end;
        }
    }
    if from < speech_ms || stretches.is_empty() {
        stretches.push(from..speech_ms);
    }
    let pauses = stretches.windows(2).map(|pair| pair[1].start - pair[0].end).collect();
    (stretches, pauses)
}

/// For each pause the number of words before it: the choice of least total mismatch between how long each stretch is
/// and how long its words should take. `None` when there are too few words for the pauses.
fn boundaries(words: &[&str], voiced: &[Range<u32>], pauses: &[u32]) -> Option<Vec<usize>> {
    let sums: Vec<u64> = [0]
        .into_iter()
        .chain(words.iter().scan(0, |sum, word| {
            *sum += u64::from(text::weight(word));
            Some(*sum)
        }))
        .collect();
    let length = |stretch: &Range<u32>| u64::from(stretch.end - stretch.start);
    let (weight, time) = (*sums.last()?, voiced.iter().map(length).sum::<u64>());
    let expected = |range: Range<usize>| (sums[range.end] - sums[range.start]) * time / weight.max(1);
    let mismatch = |range: Range<usize>, stretch: &Range<u32>| {
        let (expected, real) = (expected(range), length(stretch));
        expected.abs_diff(real).pow(2) / (expected + 200)
    };

    // best[k][b]: the least cost with the k-th pause after b words, and where the pause before it was then.
    let mut best: Vec<Vec<(usize, u64, usize)>> = vec![vec![(0, 0, 0)]];
    let mut passed = 0;
    for (stretch, _) in voiced.iter().zip(pauses) {
        passed += length(stretch);
        let before = best.last()?;
        let near = (1..words.len()).filter(|&b| expected(0..b).abs_diff(passed) <= REACH_MS);
        let row: Vec<_> = near
            .filter_map(|b| {
                let spoken = before.iter().enumerate().filter(|(_, cell)| cell.0 < b);
                let costs = spoken.map(|(i, cell)| (cell.1 + mismatch(cell.0..b, stretch), i));
                let (cost, from) = costs.min()?;
                let breath = if text::pause_weight(words[b - 1]) > 0 { 0 } else { PAUSE_INSIDE_CLAUSE_MS };
                Some((b, cost + breath, from))
            })
            .collect();
        best.push(row);
    }

    let last = voiced.last()?;
    let ends = best.last()?.iter().enumerate().filter(|(_, cell)| cell.0 < words.len());
    let (_, mut index) = ends.map(|(i, cell)| (cell.1 + mismatch(cell.0..words.len(), last), i)).min()?;
    let mut chosen = Vec::with_capacity(pauses.len());
    for row in best.iter().skip(1).rev() {
        chosen.push(row[index].0);
        index = row[index].2;
    }
    chosen.reverse();
    Some(chosen)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const TEXT: &str = "Boats leave at dawn, and the harbour wakes. Nobody sleeps.";

    fn start_of(words: &[Word], text: &str) -> u32 {
        words.iter().find(|word| word.text == text).map(|word| word.start_ms).unwrap()
    }

    #[test]
    fn longer_words_take_longer_and_punctuation_breathes() {
        let words = estimate(TEXT, 4000, &[]);
        let length = |i: usize| words[i].end_ms - words[i].start_ms;
        assert!(length(0) > length(2), "`Boats` is longer than `at`");
        assert_eq!(words[0].end_ms, words[1].start_ms);
        assert!(words[4].start_ms > words[3].end_ms + 50, "a breath after `dawn,`");
        assert_eq!(words.last().unwrap().end_ms, 4000);
    }

    #[test]
    fn a_pause_in_the_audio_lies_at_the_punctuation() {
        let words = estimate(TEXT, 4000, &[(0, 100), (1100, 1500), (2900, 3300), (3900, 4000)]);
        assert_eq!(words[0].start_ms, 100);
        assert_eq!(start_of(&words, "and"), 1500);
        assert_eq!(start_of(&words, "Nobody"), 3300);
        assert_eq!(words[3].end_ms, 1100);
        assert_eq!(words.last().unwrap().end_ms, 3900);
    }

    #[test]
    fn a_pause_far_from_all_punctuation_still_separates_words() {
        let words = estimate("one two three four five six", 3000, &[(1000, 1600)]);
        assert!(words.iter().all(|word| word.end_ms <= 1000 || word.start_ms >= 1600), "{words:?}");
    }

    #[test]
    fn more_pauses_than_words_fall_back_to_the_weights() {
        let words = estimate("one two", 3000, &[(300, 600), (900, 1200), (1500, 2000)]);
        assert_eq!(words.len(), 2);
    }

    proptest! {
        #[test]
        fn times_are_in_order_and_inside_the_speech(
            text in "([a-z]{1,9}[,.]? ?|你|[0-9]{1,4} ){0,40}",
            speech_ms in 0_u32..20_000,
            cuts in prop::collection::vec(0_u32..22_000, 0..12),
        ) {
            let mut cuts = cuts;
            cuts.sort_unstable();
            let silences: Vec<_> = cuts.chunks_exact(2).map(|pair| (pair[0], pair[1])).collect();
            let words = estimate(&text, speech_ms, &silences);
            let texts: Vec<_> = words.iter().map(|word| word.text.as_str()).collect();
            prop_assert_eq!(texts, text::words_of(&text));
            let mut at = 0;
            for word in &words {
                prop_assert!(at <= word.start_ms && word.start_ms <= word.end_ms && word.end_ms <= speech_ms);
                at = word.end_ms;
            }
        }
    }
}
