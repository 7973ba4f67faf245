//! What a file says of itself: titles, and chapters in both ways that players know.

use super::boxes::{boxed, full, words};
use super::movie::{Kind, TIMESCALE, Track};
use crate::render::{Chapter, Metadata};

/// Milliseconds.
const CHAPTER_TIMESCALE: u32 = 1000;

/// `udta`: iTunes-style tags (`ilst`) and Nero-style chapters (`chpl`); nothing where there is nothing to say.
pub(super) fn texts(metadata: &Metadata, chapters: &[Chapter]) -> Vec<u8> {
    let Metadata { title, description, comment, genre } = metadata;
    let mut tags = Vec::new();
    for (kind, text) in [(b"\xA9nam", title), (b"desc", description), (b"\xA9cmt", comment), (b"\xA9gen", genre)] {
        let text = clean(text);
        if !text.is_empty() {
            // Type 1 is UTF-8, in no particular language.
            tags.extend(boxed(kind, &[&boxed(b"data", &[&words(&[1, 0]), text.as_bytes()])]));
        }
    }
    let mut parts = Vec::new();
    if !tags.is_empty() {
        let hdlr = full(b"hdlr", 0, &[&words(&[0]), b"mdirappl", &[0; 9]]);
        parts.extend(full(b"meta", 0, &[&hdlr, &boxed(b"ilst", &[&tags])]));
    }
    if !chapters.is_empty() {
        parts.extend(chpl(chapters));
    }
    if parts.is_empty() { parts } else { boxed(b"udta", &[&parts]) }
}

/// At most 255 chapters; starts in units of 100 ns.
fn chpl(chapters: &[Chapter]) -> Vec<u8> {
    let chapters = &chapters[..chapters.len().min(255)];
    let mut list = vec![1, 0, 0, 0, 0, 0, 0, 0, chapters.len() as u8];
    for chapter in chapters {
        let title = clean(&chapter.title);
        let title = cut(&title, 255);
        list.extend((chapter.start_ms * 10_000).to_be_bytes());
        list.push(title.len() as u8);
        list.extend(title.as_bytes());
    }
    boxed(b"chpl", &[&list])
}

/// QuickTime's: a track of texts, and the bytes of its samples; `None` without chapters.
pub(super) fn chapter_track(chapters: &[Chapter]) -> Option<(Track, Vec<u8>)> {
    let (first, last) = (chapters.first()?, chapters.last()?);
    let (mut bytes, mut sizes) = (Vec::new(), Vec::new());
    for chapter in chapters {
        let before = bytes.len();
        let title = clean(&chapter.title);
        let title = cut(&title, 1000);
        bytes.extend((title.len() as u16).to_be_bytes());
        bytes.extend(title.as_bytes());
        // UTF-8.
        bytes.extend(boxed(b"encd", &[&words(&[0x100])]));
        sizes.push((bytes.len() - before) as u32);
    }
    let ends = chapters.iter().skip(1).map(|next| next.start_ms).chain([last.end_ms]);
    let lengths = chapters.iter().zip(ends).map(|(chapter, end)| end.saturating_sub(chapter.start_ms) as u32);
    let shown = (last.end_ms - first.start_ms.min(last.end_ms)) * u64::from(TIMESCALE) / 1000;
    let track = Track {
        kind: Kind::Chapters,
        timescale: CHAPTER_TIMESCALE,
        entry: text_entry(),
        sizes,
        durations: lengths.collect(),
        offsets: Vec::new(),
        syncs: Vec::new(),
        skip: 0,
        shown: u32::try_from(shown).unwrap_or(u32::MAX),
    };
    Some((track, bytes))
}

/// A text sample entry with every field at rest and one font without a name.
fn text_entry() -> Vec<u8> {
    let mut fields = vec![0; 6];
    fields.extend([0, 1]);
    fields.extend(words(&[1]));
    fields.extend([0; 2 + 4 + 8 + 4]);
    fields.extend([0, 1]);
    fields.extend([0; 2 + 4]);
    fields.extend(boxed(b"ftab", &[&[0, 1, 0, 1, 0]]));
    boxed(b"text", &[&fields])
}

/// What no player shows is dropped.
fn clean(text: &str) -> String {
    let shown: String = text.chars().filter(|&c| c == '\n' || !c.is_control()).collect();
    shown.trim().to_owned()
}

/// At most so many bytes of whole characters.
fn cut(text: &str, most: usize) -> &str {
    let end = (0..=most.min(text.len())).rev().find(|&end| text.is_char_boundary(end)).unwrap_or(0);
    &text[..end]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_are_cut_between_characters() {
        assert_eq!(cut("aé漢", 3), "aé");
        assert_eq!(cut("aé漢", 4), "aé");
        assert_eq!(cut("aé漢", 9), "aé漢");
        assert_eq!(clean(" a\0b\n\u{7} "), "ab");
    }

    #[test]
    fn nothing_to_say_takes_no_room() {
        assert!(texts(&Metadata::default(), &[]).is_empty());
        assert!(chapter_track(&[]).is_none());
    }

    #[test]
    fn a_text_entry_is_as_long_as_players_expect() {
        assert_eq!(text_entry().len(), 8 + 8 + 43);
    }
}
