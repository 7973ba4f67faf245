//! A track's samples: where each lies, how long it is shown, and what a decoder must know.

use std::io;
use std::path::Path;

use super::boxes::{be16, be32, be64, boxes, inner, table};
use super::index;

/// All that is needed to copy a track into another file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::render) struct Samples {
    /// Ticks a second.
    pub timescale: u32,
    /// Pixels; 0 for sound.
    pub width: u16,
    pub height: u16,
    /// The sample entry (`avc1`, `mp4a` …) without the bit rate, which is each file's own.
    pub entry: Vec<u8>,
    /// Bytes each.
    pub sizes: Vec<u32>,
    /// Where each lies in the file.
    pub places: Vec<u64>,
    /// Ticks each, in the order of decoding.
    pub durations: Vec<u32>,
    /// From a sample's time of decoding to that of its showing, in ticks.
    pub offsets: Vec<i32>,
    /// Indices of those that can be started from.
    pub syncs: Vec<u32>,
    /// Ticks before what is shown first.
    pub skip: u32,
    /// How long it is shown, in its own ticks, where an edit says so.
    pub shown_ticks: Option<u64>,
}

impl Samples {
    /// The one track of a kind (`vide`, `soun`).
    ///
    /// # Errors
    /// The file cannot be read, has no such track, or tables that do not fit together.
    pub(in crate::render) fn read(path: &Path, kind: &[u8; 4]) -> io::Result<Self> {
        let moov = index::moov(path)?;
        let traks = boxes(&moov).filter(|(found, _)| found == b"trak").map(|(_, body)| body);
        let is_wanted =
            |trak: &&[u8]| inner(trak, &[b"mdia", b"hdlr"]).and_then(|hdlr| hdlr.get(8..12)) == Some(&kind[..]);
        let trak = { traks }.find(is_wanted).ok_or_else(|| index::broken("a track is missing"))?;
        let scale =
            inner(&moov, &[b"mvhd"]).and_then(|mvhd| be32(mvhd, if mvhd.first() == Some(&1) { 20 } else { 12 }));
        Self::parse(trak, scale.unwrap_or(0)).ok_or_else(|| index::broken("a track's tables do not fit together"))
    }

    /// `movie_scale` is that of edits' lengths.
    fn parse(trak: &[u8], movie_scale: u32) -> Option<Self> {
        let mdia = inner(trak, &[b"mdia"])?;
        let mdhd = inner(mdia, &[b"mdhd"])?;
        let stbl = inner(mdia, &[b"minf", b"stbl"])?;
        let (width, height) = pixels(inner(trak, &[b"tkhd"])?)?;
        let sizes = sizes(inner(stbl, &[b"stsz"])?)?;
        let count = sizes.len();
        let durations = runs(inner(stbl, &[b"stts"])?, count)?;
        let offsets = match inner(stbl, &[b"ctts"]) {
            Some(ctts) => runs(ctts, count)?.into_iter().map(|offset| offset as i32).collect(),
            None => vec![0; count],
        };
        let syncs = match inner(stbl, &[b"stss"]) {
            Some(stss) => table(stss, 4)?.map(|entry| be32(entry, 0)?.checked_sub(1)).collect::<Option<_>>()?,
            None => (0..count as u32).collect(),
        };
        let timescale = be32(mdhd, if mdhd.first() == Some(&1) { 20 } else { 12 })?;
        let edit = inner(trak, &[b"edts", b"elst"]).map(edit);
        let (length, skip) = edit.unwrap_or(Some((0, 0)))?;
        let shown = |length: u64| length * u64::from(timescale) / u64::from(movie_scale.max(1));
        Some(Self {
            timescale,
            width,
            height,
            entry: entry(inner(stbl, &[b"stsd"])?)?,
            places: places(stbl, &sizes)?,
            sizes,
            durations,
            offsets,
            syncs,
            skip,
            shown_ticks: (length > 0).then(|| shown(length)),
        })
    }

    /// Of all samples, in ticks.
    pub(in crate::render) fn ticks(&self) -> u64 {
        self.durations.iter().map(|&ticks| u64::from(ticks)).sum()
    }
}

/// From a track header: whole pixels of 16.16.
fn pixels(tkhd: &[u8]) -> Option<(u16, u16)> {
    let at = tkhd.len().checked_sub(8)?;
    Some((be16(tkhd, at)?, be16(tkhd, at + 4)?))
}

/// The first entry of a sample description, cut of its `btrt`.
fn entry(stsd: &[u8]) -> Option<Vec<u8>> {
    let len = be32(stsd, 8)? as usize;
    let whole = stsd.get(8..8 + len)?;
    // Fixed fields before the inner boxes: ISO/IEC 14496-12, 12.1.3 (pictures) and 12.2.3 (sound).
    let fixed = match whole.get(4..8)? {
        b"mp4a" | b"Opus" | b"fLaC" => 36,
        _ => 86,
    };
    let (head, tail) = whole.split_at_checked(fixed)?;
    let mut entry = head.to_vec();
    for (kind, body) in boxes(tail).filter(|(kind, _)| *kind != b"btrt") {
        entry.extend((body.len() as u32 + 8).to_be_bytes());
        entry.extend(kind);
        entry.extend(body);
    }
    let len = (entry.len() as u32).to_be_bytes();
    entry[..4].copy_from_slice(&len);
    Some(entry)
}

fn sizes(stsz: &[u8]) -> Option<Vec<u32>> {
    let (one, count) = (be32(stsz, 4)?, be32(stsz, 8)? as usize);
    if one != 0 {
        // Samples of one size: as many as a file of ours can have.
        return (count <= 1 << 24).then(|| vec![one; count]);
    }
    let sizes = stsz.get(12..)?.get(..count.checked_mul(4)?)?;
    sizes.chunks_exact(4).map(|size| be32(size, 0)).collect()
}

/// A table of counts and values, a value a sample.
fn runs(body: &[u8], samples: usize) -> Option<Vec<u32>> {
    let mut values = Vec::with_capacity(samples);
    for entry in table(body, 8)? {
        let (count, value) = (be32(entry, 0)? as usize, be32(entry, 4)?);
        if values.len() + count > samples {
            return None;
        }
        values.resize(values.len() + count, value);
    }
    (values.len() == samples).then_some(values)
}

fn places(stbl: &[u8], sizes: &[u32]) -> Option<Vec<u64>> {
    let chunks: Vec<u64> = match inner(stbl, &[b"stco"]) {
        Some(stco) => table(stco, 4)?.map(|entry| be32(entry, 0).map(u64::from)).collect::<Option<_>>()?,
        None => table(inner(stbl, &[b"co64"])?, 8)?.map(|entry| be64(entry, 0)).collect::<Option<_>>()?,
    };
    let counts: Vec<(u32, u32)> = table(inner(stbl, &[b"stsc"])?, 12)?
        .map(|entry| Some((be32(entry, 0)?, be32(entry, 4)?)))
        .collect::<Option<_>>()?;
    let mut places = Vec::with_capacity(sizes.len());
    let mut run = 0;
    for (number, chunk) in (1_u32..).zip(chunks) {
        while counts.get(run + 1).is_some_and(|next| next.0 <= number) {
            run += 1;
        }
        let mut at = chunk;
        for _ in 0..counts.get(run)?.1 {
            let Some(&size) = sizes.get(places.len()) else { return Some(places) };
            places.push(at);
            at = at.checked_add(u64::from(size))?;
        }
    }
    (places.len() == sizes.len()).then_some(places)
}

/// The length and the start of the first edit; one that shows nothing is not ours.
fn edit(elst: &[u8]) -> Option<(u64, u32)> {
    let long = elst.first() == Some(&1);
    let first = table(elst, if long { 20 } else { 12 })?.next()?;
    let (length, start) = match long {
        true => (be64(first, 0)?, i64::try_from(be64(first, 8)?).ok()?),
        false => (u64::from(be32(first, 0)?), i64::from(be32(first, 4)? as i32)),
    };
    Some((length, u32::try_from(start).ok()?))
}
