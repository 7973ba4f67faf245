//! The index of a file that is written: tracks, and the chunks in which their samples lie.

use super::boxes::{boxed, full, words};

/// Ticks a second of the times that all tracks share: whole for a sample of sound and for a frame of the usual rates.
pub(super) const TIMESCALE: u32 = 48_000;

/// 16.16 and 2.30 fixed point: nothing is turned or moved.
const MATRIX: [u32; 9] = [0x1_0000, 0, 0, 0, 0x1_0000, 0, 0, 0, 0x4000_0000];
/// `und`, three letters of five bits each.
const NO_LANGUAGE: u32 = 0x55C4;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Picture {
        width: u16,
        height: u16,
    },
    Sound,
    /// Texts that name stretches of the other tracks.
    Chapters,
}

pub(super) struct Track {
    pub kind: Kind,
    pub timescale: u32,
    pub entry: Vec<u8>,
    pub sizes: Vec<u32>,
    pub durations: Vec<u32>,
    pub offsets: Vec<u32>,
    /// Empty: all samples can be started from.
    pub syncs: Vec<u32>,
    /// Of its own ticks: what lies before the first moment shown.
    pub skip: u32,
    /// How long it is shown, in [`TIMESCALE`].
    pub shown: u32,
}

/// Samples of a track that lie together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Chunk {
    pub track: usize,
    pub first: usize,
    pub count: usize,
}

/// The whole `moov`. `places` are those of the chunks; `texts` is a `udta` or nothing.
pub(super) fn moov(tracks: &[Track], chunks: &[Chunk], places: &[u64], texts: &[u8]) -> Vec<u8> {
    let longest = tracks.iter().map(|track| track.shown).max().unwrap_or(0);
    let chapters = tracks.iter().position(|track| track.kind == Kind::Chapters);
    let head = [&words(&[0, 0, TIMESCALE, longest, 0x1_0000, 0x0100_0000, 0, 0]), &words(&MATRIX), &words(&[0; 6])[..]];
    let mut moov = full(b"mvhd", 0, &[&head.concat(), &words(&[tracks.len() as u32 + 1])]);
    for (number, track) in tracks.iter().enumerate() {
        let own: Vec<(usize, u64)> = chunks
            .iter()
            .zip(places)
            .filter(|(chunk, _)| chunk.track == number)
            .map(|(chunk, &place)| (chunk.count, place))
            .collect();
        let named_by = chapters.filter(|_| track.kind != Kind::Chapters);
        moov.extend(trak(number as u32 + 1, track, &own, named_by.map(|at| at as u32 + 1)));
    }
    moov.extend_from_slice(texts);
    boxed(b"moov", &[&moov])
}

/// A `moov` without samples: those are in the fragments that follow it.
pub(super) fn moov_of_fragments(tracks: &[Track]) -> Vec<u8> {
    let head = [&words(&[0, 0, TIMESCALE, 0, 0x1_0000, 0x0100_0000, 0, 0]), &words(&MATRIX), &words(&[0; 6])[..]];
    let mut moov = full(b"mvhd", 0, &[&head.concat(), &words(&[tracks.len() as u32 + 1])]);
    let mut defaults = Vec::new();
    for (number, track) in (1..).zip(tracks) {
        moov.extend(boxed(b"trak", &[&tkhd(number, track), &mdia(track, &[])]));
        // What a fragment does not say of its samples: sound can be started from anywhere.
        defaults.extend(full(b"trex", 0, &[&words(&[number, 1, 0, 0, 0x0200_0000])]));
    }
    moov.extend(boxed(b"mvex", &[&defaults]));
    boxed(b"moov", &[&moov])
}

fn trak(number: u32, track: &Track, chunks: &[(usize, u64)], chapters: Option<u32>) -> Vec<u8> {
    let refers = chapters.map(|number| boxed(b"tref", &[&boxed(b"chap", &[&words(&[number])])])).unwrap_or_default();
    let edits = boxed(b"edts", &[&full(b"elst", 0, &[&words(&[1, track.shown, track.skip, 0x1_0000])])]);
    boxed(b"trak", &[&tkhd(number, track), &edits, &refers, &mdia(track, chunks)])
}

fn tkhd(number: u32, track: &Track) -> Vec<u8> {
    // Enabled and in the movie; chapters are there without being played. Sound has a volume, and one language of
    // several would be an alternate group.
    let (flags, volume, [width, height]) = match track.kind {
        Kind::Picture { width, height } => (3, 0, [width, height].map(|side| u32::from(side) << 16)),
        Kind::Sound => (3, 0x0100_0000, [0; 2]),
        Kind::Chapters => (2, 0, [0; 2]),
    };
    let group = u32::from(track.kind == Kind::Sound);
    let fields = [&words(&[0, 0, number, 0, track.shown, 0, 0, group, volume]), &words(&MATRIX)[..]];
    full(b"tkhd", flags, &[&fields.concat(), &words(&[width, height])])
}

fn mdia(track: &Track, chunks: &[(usize, u64)]) -> Vec<u8> {
    let ticks: u64 = track.durations.iter().map(|&ticks| u64::from(ticks)).sum();
    let ticks = u32::try_from(ticks).unwrap_or(u32::MAX);
    let mdhd = full(b"mdhd", 0, &[&words(&[0, 0, track.timescale, ticks, NO_LANGUAGE << 16])]);
    let (handler, name, header) = match track.kind {
        Kind::Picture { .. } => (b"vide", &b"VideoHandler\0"[..], full(b"vmhd", 1, &[&words(&[0, 0])])),
        Kind::Sound => (b"soun", &b"SoundHandler\0"[..], full(b"smhd", 0, &[&words(&[0])])),
        Kind::Chapters => (b"text", &b"SubtitleHandler\0"[..], text_header()),
    };
    let hdlr = full(b"hdlr", 0, &[&words(&[0]), handler, &words(&[0; 3]), name]);
    let here = full(b"dref", 0, &[&words(&[1]), &full(b"url ", 1, &[])]);
    let minf = boxed(b"minf", &[&header, &boxed(b"dinf", &[&here]), &stbl(track, chunks)]);
    boxed(b"mdia", &[&mdhd, &hdlr, &minf])
}

/// QuickTime's header of text media: a graphics mode and a matrix that nobody uses.
fn text_header() -> Vec<u8> {
    let gmin = full(b"gmin", 0, &[&[0, 0x40, 0x80, 0, 0x80, 0, 0x80, 0, 0, 0, 0, 0]]);
    let mut matrix = vec![0, 1];
    matrix.extend(words(&[0, 0, 0, 1, 0, 0, 0, 0x4000]));
    matrix.extend([0, 0]);
    boxed(b"gmhd", &[&gmin, &boxed(b"text", &[&matrix])])
}

fn stbl(track: &Track, chunks: &[(usize, u64)]) -> Vec<u8> {
    let mut tables = full(b"stsd", 0, &[&words(&[1]), &track.entry]);
    tables.extend(run_table(b"stts", &track.durations));
    if !track.syncs.is_empty() {
        let count = track.syncs.len() as u32;
        let numbers: Vec<u32> = track.syncs.iter().map(|sample| sample + 1).collect();
        tables.extend(full(b"stss", 0, &[&words(&[count]), &words(&numbers)]));
    }
    if track.offsets.iter().any(|&offset| offset != 0) {
        tables.extend(run_table(b"ctts", &track.offsets));
    }
    tables.extend(stsc(chunks));
    tables.extend(full(b"stsz", 0, &[&words(&[0, track.sizes.len() as u32]), &words(&track.sizes)]));
    tables.extend(chunk_places(chunks));
    boxed(b"stbl", &[&tables])
}

/// Counts and values: equal neighbours share an entry.
fn run_table(kind: &[u8; 4], values: &[u32]) -> Vec<u8> {
    let mut runs: Vec<[u32; 2]> = Vec::new();
    for &value in values {
        match runs.last_mut() {
            Some([count, last]) if *last == value => *count += 1,
            _ => runs.push([1, value]),
        }
    }
    full(kind, 0, &[&words(&[runs.len() as u32]), &words(runs.as_flattened())])
}

fn stsc(chunks: &[(usize, u64)]) -> Vec<u8> {
    let mut runs: Vec<[u32; 3]> = Vec::new();
    for (number, &(count, _)) in (1_u32..).zip(chunks) {
        if runs.last().is_none_or(|last| last[1] != count as u32) {
            runs.push([number, count as u32, 1]);
        }
    }
    full(b"stsc", 0, &[&words(&[runs.len() as u32]), &words(runs.as_flattened())])
}

/// 32-bit places where they reach.
fn chunk_places(chunks: &[(usize, u64)]) -> Vec<u8> {
    let count = words(&[chunks.len() as u32]);
    let short: Option<Vec<u32>> = chunks.iter().map(|&(_, place)| u32::try_from(place).ok()).collect();
    match short {
        Some(places) => full(b"stco", 0, &[&count, &words(&places)]),
        None => {
            let places: Vec<u8> = chunks.iter().flat_map(|(_, place)| place.to_be_bytes()).collect();
            full(b"co64", 0, &[&count, &places])
        }
    }
}
