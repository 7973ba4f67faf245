//! The index of a file: how many samples each track has and whether all of them lie inside the file. It finds what
//! FFmpeg's exit code hides: a full disk, a truncated input.

use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::path::Path;

use super::boxes::{be32, be64, boxes, inner, table};

/// Larger indexes are not ours to read: hours of video need some megabytes.
const LARGEST_INDEX: u64 = 256 << 20;

#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::render) struct Track {
    /// `vide`, `soun`, `text` …
    pub kind: [u8; 4],
    /// Frames or packets.
    pub samples: u32,
    /// Ticks a second.
    pub timescale: u32,
    /// All samples' ticks, edits not applied.
    pub ticks: u64,
    /// The end of the last sample in the file.
    end: u64,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::render) struct Index {
    pub tracks: Vec<Track>,
    file_len: u64,
}

impl Index {
    /// # Errors
    /// The file cannot be read, has no whole index, or one that contradicts itself.
    pub(in crate::render) fn read(path: &Path) -> io::Result<Self> {
        let moov = moov(path)?;
        let file_len = std::fs::metadata(path)?.len();
        let tracks = boxes(&moov)
            .filter(|(kind, _)| kind == b"trak")
            .map(|(_, body)| track(body).ok_or_else(|| broken("a track's tables do not fit together")))
            .collect::<io::Result<_>>()?;
        Ok(Self { tracks, file_len })
    }

    /// Whether every sample's bytes are in the file.
    pub(in crate::render) fn is_whole(&self) -> bool {
        self.tracks.iter().all(|track| track.end <= self.file_len)
    }

    pub(in crate::render) fn track(&self, kind: &[u8; 4]) -> Option<&Track> {
        self.tracks.iter().find(|track| track.kind == *kind)
    }
}

pub(super) fn broken(why: &str) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, why)
}

/// The body of the file's index.
pub(super) fn moov(path: &Path) -> io::Result<Vec<u8>> {
    let mut file = File::open(path)?;
    let file_len = file.metadata()?.len();
    find_moov(&mut file, file_len)
}

fn find_moov(file: &mut File, file_len: u64) -> io::Result<Vec<u8>> {
    let mut at = 0;
    while at + 8 <= file_len {
        file.seek(SeekFrom::Start(at))?;
        let mut head = [0; 16];
        file.read_exact(&mut head[..8])?;
        let (mut len, mut header) = (u64::from(be32(&head, 0).unwrap_or(0)), 8);
        if len == 1 {
            file.read_exact(&mut head[8..])?;
            (len, header) = (be64(&head, 8).unwrap_or(0), 16);
        } else if len == 0 {
            len = file_len - at;
        }
        if len < header {
            return Err(broken("a box is shorter than its header"));
        }
        if &head[4..8] == b"moov" {
            let body = len - header;
            if body > LARGEST_INDEX || at.saturating_add(len) > file_len {
                return Err(broken("the index (moov) is cut off"));
            }
            let mut moov = vec![0; usize::try_from(body).map_err(io::Error::other)?];
            file.read_exact(&mut moov)?;
            return Ok(moov);
        }
        at = at.saturating_add(len);
    }
    Err(broken("there is no index (moov)"))
}

fn track(trak: &[u8]) -> Option<Track> {
    let mdia = inner(trak, &[b"mdia"])?;
    let mdhd = inner(mdia, &[b"mdhd"])?;
    let timescale = be32(mdhd, if mdhd.first() == Some(&1) { 20 } else { 12 })?;
    let kind = inner(mdia, &[b"hdlr"])?.get(8..12)?.try_into().ok()?;
    let stbl = inner(mdia, &[b"minf", b"stbl"])?;
    let sizes = inner(stbl, &[b"stsz"])?;
    let samples = be32(sizes, 8)?;
    Some(Track { kind, samples, timescale, ticks: ticks(inner(stbl, &[b"stts"])?)?, end: end(stbl, sizes, samples)? })
}

fn ticks(stts: &[u8]) -> Option<u64> {
    table(stts, 8)?.try_fold(0_u64, |sum, entry| {
        sum.checked_add(u64::from(be32(entry, 0)?).checked_mul(u64::from(be32(entry, 4)?))?)
    })
}

/// The end of the sample that lies furthest back: chunks have places (`stco`, `co64`), runs of chunks have sample
/// counts (`stsc`), samples have sizes (`stsz`).
fn end(stbl: &[u8], sizes: &[u8], samples: u32) -> Option<u64> {
    let chunks: Vec<u64> = match inner(stbl, &[b"stco"]) {
        Some(stco) => table(stco, 4)?.map(|entry| be32(entry, 0).map(u64::from)).collect::<Option<_>>()?,
        None => table(inner(stbl, &[b"co64"])?, 8)?.map(|entry| be64(entry, 0)).collect::<Option<_>>()?,
    };
    let runs: Vec<(u32, u32)> = table(inner(stbl, &[b"stsc"])?, 12)?
        .map(|entry| Some((be32(entry, 0)?, be32(entry, 4)?)))
        .collect::<Option<_>>()?;
    let one_size = u64::from(be32(sizes, 4)?);
    let mut each = (one_size == 0).then(|| sizes.get(12..).unwrap_or_default().chunks_exact(4));
    let (mut seen, mut end, mut run) = (0_u32, 0, 0);
    for (number, place) in (1_u32..).zip(&chunks) {
        while runs.get(run + 1).is_some_and(|next| next.0 <= number) {
            run += 1;
        }
        let count = runs.get(run)?.1.min(samples - seen);
        let bytes = match &mut each {
            None => one_size * u64::from(count),
            Some(each) => (0..count).try_fold(0, |sum, _| Some(sum + u64::from(be32(each.next()?, 0)?)))?,
        };
        seen += count;
        end = end.max(place.checked_add(bytes)?);
    }
    (seen == samples).then_some(end)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::render::testing::Lab;

    fn read(bytes: &[u8]) -> io::Result<Index> {
        let file = tempfile::NamedTempFile::new().unwrap();
        std::fs::write(file.path(), bytes).unwrap();
        Index::read(file.path())
    }

    fn boxed(kind: &[u8; 4], body: &[u8]) -> Vec<u8> {
        [&u32::try_from(body.len() + 8).unwrap().to_be_bytes()[..], kind, body].concat()
    }

    fn words(words: &[u32]) -> Vec<u8> {
        words.iter().flat_map(|word| word.to_be_bytes()).collect()
    }

    /// Three samples of 5, 6 and 7 bytes: two in a chunk at `place`, one in a chunk 100 bytes on.
    fn file(place: u32) -> Vec<u8> {
        let stbl = [
            boxed(b"stts", &words(&[0, 1, 3, 512])),
            boxed(b"stsc", &words(&[0, 2, 1, 2, 1, 2, 1, 1])),
            boxed(b"stsz", &words(&[0, 0, 3, 5, 6, 7])),
            boxed(b"stco", &words(&[0, 2, place, place + 100])),
        ]
        .concat();
        let mdia = [
            boxed(b"mdhd", &words(&[0, 0, 0, 15_360, 1536, 0])),
            boxed(b"hdlr", &[&words(&[0, 0])[..], b"vide"].concat()),
            boxed(b"minf", &boxed(b"stbl", &stbl)),
        ]
        .concat();
        let moov = boxed(b"moov", &boxed(b"trak", &boxed(b"mdia", &mdia)));
        [boxed(b"ftyp", b"isom"), moov, boxed(b"mdat", &[0; 200])].concat()
    }

    #[test]
    fn samples_and_times_are_counted() {
        let index = read(&file(300)).unwrap();
        let track = index.track(b"vide").unwrap();
        assert_eq!((track.samples, track.timescale, track.ticks, track.end), (3, 15_360, 1536, 407));
        assert!(index.is_whole());
    }

    #[test]
    fn a_sample_outside_the_file_is_found() {
        let whole = file(300);
        assert!(!read(&whole[..406]).unwrap().is_whole());
        assert!(read(&whole[..407]).unwrap().is_whole());
        assert!(!read(&file(u32::MAX - 100)).unwrap().is_whole());
    }

    #[test]
    fn a_file_without_a_whole_index_is_broken() {
        for bytes in [&b""[..], b"moov", &file(300)[..60], &boxed(b"mdat", &[0; 64]), &[0, 0, 0, 3, 0, 0, 0, 0, 0]] {
            assert_eq!(read(bytes).unwrap_err().kind(), io::ErrorKind::InvalidData);
        }
    }

    #[tokio::test]
    async fn ffmpegs_own_files_are_understood() {
        let lab = Lab::new().await;
        let segment = lab.segment("s", &[16; 7]).await;
        let index = Index::read(&segment).unwrap();
        assert_eq!(index.track(b"vide").map(|t| (t.samples, t.timescale, t.ticks)), Some((7, 15_360, 7 * 512)));
        assert!(index.is_whole());
    }

    proptest! {
        #[test]
        fn damage_is_an_answer_never_a_panic(changes in prop::collection::vec((0_usize..300, any::<u8>()), 1..6)) {
            let mut bytes = file(300);
            for (at, byte) in changes {
                bytes[at] = byte;
            }
            let _ = read(&bytes);
        }
    }
}
