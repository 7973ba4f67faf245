//! Subtitles for people: the words of the whole video as SubRip (`.srt`) and WebVTT (`.vtt`) files.

use std::fmt::Write as _;
use std::ops::Range;

use super::Word;
use super::captions::{Row, partition};
use super::text;

/// Columns of a line, and what a person reads in a second, as broadcasters and streaming services ask for.
const LINE_COLUMNS: u32 = 42;
const COLUMNS_A_SECOND: u64 = 20;
const SHORTEST_MS: u64 = 1000;
const LONGEST_MS: u64 = 7000;
/// A silence that no subtitle spans.
const PAUSE_MS: u64 = 800;
/// How long a subtitle stays after its last word.
const HOLD_MS: u64 = 200;

/// The words of one narration and where it starts in the video.
#[derive(Debug, Clone, Copy)]
pub struct Utterance<'a> {
    pub start_ms: u64,
    /// Times relative to the narration's start.
    pub words: &'a [Word],
}

/// Times are milliseconds of the video.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Subtitle {
    pub start_ms: u64,
    pub end_ms: u64,
    /// One or two, never empty.
    pub lines: Vec<String>,
}

/// Groups what is said in a video into subtitles: at most two lines of 42 columns (a longer word is cut), at least
/// a second and no more than 20 characters a second where the speech leaves the time, in order, never overlapping.
pub fn subtitles(utterances: &[Utterance<'_>], video_ms: u64) -> Vec<Subtitle> {
    let mut subtitles = Vec::new();
    for utterance in utterances {
        let words = timed(utterance);
        let row = row(&words);
        for range in partition(words.len(), 40, |range| cost(&words, &row, range)) {
            let lines = lines(&words, &row, range.clone()).unwrap_or_else(|| vec![range.clone()]);
            subtitles.push(Subtitle {
                start_ms: words[range.start].start_ms,
                end_ms: words[range.end - 1].end_ms,
                lines: lines.into_iter().map(|line| join(&words[line])).collect(),
            });
        }
    }
    settle(&mut subtitles, video_ms);
    subtitles
}

/// A word at its place in the video.
struct Timed {
    text: String,
    start_ms: u64,
    end_ms: u64,
}

fn timed(utterance: &Utterance<'_>) -> Vec<Timed> {
    let at = |ms: u32| utterance.start_ms + u64::from(ms);
    let words = utterance.words.iter().map(|word| Timed {
        text: text::tidy(&word.text),
        start_ms: at(word.start_ms),
        end_ms: at(word.end_ms),
    });
    words.filter(|word| !word.text.is_empty()).flat_map(cut).collect()
}

/// A word that no line holds, in pieces that share its time.
fn cut(word: Timed) -> Vec<Timed> {
    let pieces = text::columns(&word.text).div_ceil(LINE_COLUMNS as usize);
    if pieces <= 1 {
        return vec![word];
    }
    let chars: Vec<char> = word.text.chars().collect();
    // Of full-width characters twice as many columns go into a piece: they are cut twice as short.
    let widest = chars.iter().map(|&c| text::columns(c.encode_utf8(&mut [0; 4]))).max().unwrap_or(1);
    let length = chars.len().div_ceil(pieces).min(LINE_COLUMNS as usize / widest.max(1)).max(1);
    let (count, ms) = (chars.len() as u64, word.end_ms.saturating_sub(word.start_ms));
    let moment = |passed: usize| word.start_ms + ms * passed as u64 / count.max(1);
    let piece = |(index, piece): (usize, &[char])| Timed {
        text: piece.iter().collect(),
        start_ms: moment(index * length),
        end_ms: moment(index * length + piece.len()),
    };
    chars.chunks(length).enumerate().map(piece).collect()
}

fn join(words: &[Timed]) -> String {
    text::join(words.iter().map(|word| word.text.as_str()))
}

/// The words' columns on an endless line.
fn row(words: &[Timed]) -> Row {
    let gap = |index: usize| index > 0 && text::needs_space(&words[index - 1].text, &words[index].text);
    let columns = |word: &Timed| u32::try_from(text::columns(&word.text)).unwrap_or(u32::MAX);
    Row::new(words.iter().enumerate().map(|(index, word)| (u32::from(gap(index)), columns(word))))
}

fn lines(words: &[Timed], row: &Row, range: Range<usize>) -> Option<Vec<Range<usize>>> {
    row.lines(range, LINE_COLUMNS, |word| text::break_after(&words[word].text))
}

/// Full subtitles that end with a sentence, or at least where the voice breathes, and last long enough.
fn cost(words: &[Timed], row: &Row, range: Range<usize>) -> Option<u64> {
    lines(words, row, range.clone())?;
    let (group, last) = (&words[range.clone()], &words[range.end - 1]);
    let pauses = group.windows(2).any(|pair| pair[1].start_ms > pair[0].end_ms + PAUSE_MS);
    let ms = last.end_ms.saturating_sub(group[0].start_ms);
    if pauses || ms > LONGEST_MS {
        return None;
    }
    let slack = u64::from((2 * LINE_COLUMNS).saturating_sub(row.width(range.clone())));
    let short = SHORTEST_MS.saturating_sub(ms) / 10;
    let sentences = group[..group.len() - 1].iter().filter(|word| text::ends_sentence(&word.text)).count() as u64;
    let end = match range.end == words.len() || text::ends_sentence(&last.text) {
        true => 0,
        false if text::ends_clause(&last.text) => 25,
        false => 120,
    };
    Some(60 + slack * slack / 100 + short + 50 * sentences + end)
}

/// Gives every subtitle the time it takes to read it, as far as the next one leaves it.
fn settle(subtitles: &mut [Subtitle], video_ms: u64) {
    let mut free = 0;
    for index in 0..subtitles.len() {
        let next = subtitles.get(index + 1).map_or(video_ms, |next| next.start_ms);
        let subtitle = &mut subtitles[index];
        let start = subtitle.start_ms.max(free);
        let read: u64 = subtitle.lines.iter().map(|line| text::columns(line) as u64).sum();
        let wanted = (read * 1000 / COLUMNS_A_SECOND).clamp(SHORTEST_MS, LONGEST_MS);
        let end = (subtitle.end_ms + HOLD_MS).max(start + wanted).min(next);
        subtitle.start_ms = start;
        subtitle.end_ms = end.max(start + 1);
        free = subtitle.end_ms;
    }
}

/// SubRip. It has no escapes: what players take for a tag is broken by an invisible word joiner.
pub fn srt(subtitles: &[Subtitle]) -> String {
    let mut file = String::new();
    for (index, Subtitle { start_ms, end_ms, lines }) in subtitles.iter().enumerate() {
        let text = lines.join("\n").replace('<', "<\u{2060}").replace("{\\", "{\u{2060}\\");
        // Writing to a string does not fail.
        let _ = write!(file, "{}\n{} --> {}\n{text}\n\n", index + 1, clock(*start_ms, ','), clock(*end_ms, ','));
    }
    file
}

/// WebVTT (W3C). `&`, `<` and `>` are escaped, which also defuses `-->`.
pub fn vtt(subtitles: &[Subtitle]) -> String {
    let mut file = "WEBVTT\n\n".to_owned();
    for Subtitle { start_ms, end_ms, lines } in subtitles {
        let text = lines.join("\n").replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
        let _ = write!(file, "{} --> {}\n{text}\n\n", clock(*start_ms, '.'), clock(*end_ms, '.'));
    }
    file
}

fn clock(ms: u64, point: char) -> String {
    let (hours, minutes, seconds) = (ms / 3_600_000, ms / 60_000 % 60, ms / 1000 % 60);
    format!("{hours:02}:{minutes:02}:{seconds:02}{point}{:03}", ms % 1000)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::media::word;

    fn said(text: &str, start_ms: u64) -> Vec<Subtitle> {
        let words = word::estimate(text, text.chars().count() as u32 * 65, &[]);
        subtitles(&[Utterance { start_ms, words: &words }], 600_000)
    }

    #[test]
    fn subtitles_end_with_sentences_and_break_evenly() {
        let subtitles = said(
            "Boats leave at dawn, and the whole harbour wakes up with them before anybody has had coffee. \
             Nobody sleeps in; the gulls make sure of that.",
            1000,
        );
        let lines: Vec<_> = subtitles.iter().map(|subtitle| subtitle.lines.join(" / ")).collect();
        assert_eq!(
            lines,
            [
                "Boats leave at dawn,",
                "and the whole harbour wakes up with / them before anybody has had coffee.",
                "Nobody sleeps in; / the gulls make sure of that."
            ]
        );
        assert_eq!(subtitles[0].start_ms, 1000);
    }

    #[test]
    fn a_short_word_stays_long_enough_to_be_read() {
        let words = [Word { text: "Yes.".to_owned(), start_ms: 0, end_ms: 300 }];
        let one = Utterance { start_ms: 500, words: &words };
        let times = |utterances: &[Utterance<'_>], video_ms| -> Vec<_> {
            subtitles(utterances, video_ms).iter().map(|subtitle| (subtitle.start_ms, subtitle.end_ms)).collect()
        };
        assert_eq!(times(&[one], 10_000), [(500, 1500)]);
        assert_eq!(times(&[one], 1200), [(500, 1200)]);
        assert_eq!(times(&[one, Utterance { start_ms: 1300, ..one }], 10_000), [(500, 1300), (1300, 2300)]);
    }

    #[test]
    fn a_word_that_no_line_holds_is_cut() {
        for text in ["https://example.org/".repeat(6), "語".repeat(50)] {
            let words = [Word { text: text.clone(), start_ms: 0, end_ms: 4000 }];
            let subtitles = subtitles(&[Utterance { start_ms: 0, words: &words }], 60_000);
            assert!(subtitles.iter().flat_map(|s| &s.lines).all(|line| text::columns(line) <= 42), "{subtitles:?}");
            let shown: String = subtitles.iter().flat_map(|s| &s.lines).flat_map(|line| line.split(' ')).collect();
            assert_eq!(shown, text);
        }
    }

    #[test]
    fn the_files_look_as_players_expect() {
        let subtitles = [
            Subtitle { start_ms: 0, end_ms: 1234, lines: vec!["R&D".to_owned(), "a --> <b>".to_owned()] },
            Subtitle { start_ms: 3_661_001, end_ms: 3_662_000, lines: vec!["{\\an8}end".to_owned()] },
        ];
        assert_eq!(
            srt(&subtitles),
            "1\n00:00:00,000 --> 00:00:01,234\nR&D\na --> <\u{2060}b>\n\n\
             2\n01:01:01,001 --> 01:01:02,000\n{\u{2060}\\an8}end\n\n"
        );
        assert_eq!(
            vtt(&subtitles),
            "WEBVTT\n\n00:00:00.000 --> 00:00:01.234\nR&amp;D\na --&gt; &lt;b&gt;\n\n\
             01:01:01.001 --> 01:01:02.000\n{\\an8}end\n\n"
        );
    }

    fn ms(clock: &str) -> u64 {
        let numbers: Vec<u64> = clock.split([':', ',', '.']).map(|number| number.parse().unwrap()).collect();
        ((numbers[0] * 60 + numbers[1]) * 60 + numbers[2]) * 1000 + numbers[3]
    }

    fn parse(file: &str) -> Vec<Subtitle> {
        let cues = file.split("\n\n").filter(|cue| cue.contains(" --> ") && *cue != "WEBVTT");
        let parsed = cues.map(|cue| {
            let mut lines = cue.lines().skip_while(|line| !line.starts_with("00:") && !line.starts_with("01:"));
            let (start, end) = lines.next().unwrap().split_once(" --> ").unwrap();
            Subtitle { start_ms: ms(start), end_ms: ms(end), lines: lines.map(str::to_owned).collect() }
        });
        parsed.collect()
    }

    fn unescaped(mut subtitle: Subtitle) -> Subtitle {
        for line in &mut subtitle.lines {
            *line = line.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&").replace('\u{2060}', "");
        }
        subtitle
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        #[test]
        fn what_is_written_is_what_is_read_back(
            texts in prop::collection::vec("[a-zA-Z&<>{}\\\\-]{1,12}[,.?]?|-->|&lt;|<i>|[0-9]{1,4}|\\{\\\\an8\\}", 1..30),
            gap in 0_u32..1500,
            start_ms in 0_u64..7_000_000,
        ) {
            let word = |(text, at): (&String, u32)| Word { text: text.clone(), start_ms: at, end_ms: at + 200 };
            let words: Vec<Word> = texts.iter().zip((0..).map(|i| i * (200 + gap))).map(word).collect();
            let subtitles = subtitles(&[Utterance { start_ms, words: &words }], u64::MAX);
            let vtt = vtt(&subtitles);
            prop_assert!(vtt.matches("-->").count() == subtitles.len(), "no arrow but the times'");
            prop_assert_eq!(&parse(&srt(&subtitles)).len(), &subtitles.len());
            let escaped = texts.iter().any(|text| text.contains('&'));
            prop_assert!(escaped || parse(&srt(&subtitles)).into_iter().map(unescaped).eq(subtitles.iter().cloned()));
            prop_assert!(parse(&vtt).into_iter().map(unescaped).eq(subtitles.iter().cloned()));
        }

        #[test]
        fn subtitles_are_readable_in_order_and_complete(
            texts in prop::collection::vec("[a-z]{1,14}[,.?]?|[0-9]{1,4}|你", 0..40),
            steps in prop::collection::vec((0_u32..400, 0_u32..900), 40),
            starts in prop::collection::vec(0_u64..3000, 3),
        ) {
            let mut at = 0;
            let mut words = Vec::new();
            for (text, (length, gap)) in texts.iter().zip(steps) {
                words.push(Word { text: text.clone(), start_ms: at, end_ms: at + length });
                at += length + gap;
            }
            let utterances: Vec<_> = starts.iter().enumerate().map(|(i, &gap)| {
                Utterance { start_ms: i as u64 * (u64::from(at) + 3000) + gap, words: &words }
            }).collect();
            let subtitles = subtitles(&utterances, u64::MAX);
            let mut free = 0;
            for subtitle in &subtitles {
                prop_assert!(free <= subtitle.start_ms && subtitle.start_ms < subtitle.end_ms);
                free = subtitle.end_ms;
                prop_assert!((1..=2).contains(&subtitle.lines.len()));
                prop_assert!(subtitle.lines.iter().all(|line| !line.is_empty() && text::columns(line) <= 42));
            }
            for (index, subtitle) in subtitles.iter().enumerate() {
                // A second, and 20 characters a second, unless the next subtitle comes sooner.
                let read: u64 = subtitle.lines.iter().map(|line| text::columns(line) as u64 * 50).sum();
                let lasts = subtitle.end_ms - subtitle.start_ms;
                let until_next = subtitles.get(index + 1).is_some_and(|next| next.start_ms == subtitle.end_ms);
                prop_assert!(lasts >= read.max(1000) || until_next, "{subtitle:?}");
            }
            let shown: String = subtitles.iter().flat_map(|s| &s.lines).flat_map(|line| line.split(' ')).collect();
            prop_assert_eq!(shown, texts.concat().repeat(3));
        }
    }
}
