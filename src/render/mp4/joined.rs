//! Segments and a soundtrack as one file: every sample copied, the index at the front.

use std::fs::File;
use std::io::{self, BufWriter, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use super::avcc;
use super::boxes::boxed;
use super::movie::{self, Chunk, Kind, TIMESCALE, Track};
use super::samples::Samples;
use super::sidecar;
use crate::render::{Chapter, Metadata};

/// Picture and sound take turns in the file, so often a second.
const TURNS: u64 = 2;

pub(in crate::render) struct Texts<'a> {
    pub metadata: &'a Metadata,
    pub chapters: &'a [Chapter],
}

/// Joins files of one picture track each (made alike), and one sound track if there is one, into `out`. Frames follow each other without
/// gap or overlap, whatever delay each file's encoder had.
///
/// # Errors
/// A file that cannot be read or written, or segments that were not made alike.
pub(in crate::render) fn join(
    segments: &[PathBuf],
    soundtrack: Option<&Path>,
    texts: &Texts<'_>,
    out: &Path,
) -> io::Result<()> {
    let pictures = segments.iter().map(|path| Samples::read(path, b"vide")).collect::<io::Result<Vec<_>>>()?;
    let sound = soundtrack.map(|path| Ok::<_, io::Error>((path, Samples::read(path, b"soun")?))).transpose()?;
    let picture = in_a_row(&pictures)?;
    let sources = Sources {
        pictures: segments.iter().zip(&pictures).flat_map(|(path, samples)| places(path, samples)).collect(),
        sound: sound.iter().flat_map(|(path, sound)| places(path, sound)).collect(),
        texts: Vec::new(),
    };
    let heard = sound.as_ref().map(|(_, sound)| sound_track(sound, picture.shown));
    write(out, [Some(picture), heard].into_iter().flatten().collect(), sources, texts)
}

/// A place in a file.
type Place<'a> = (&'a Path, u64);

struct Sources<'a> {
    pictures: Vec<Place<'a>>,
    sound: Vec<Place<'a>>,
    /// The chapters' bytes.
    texts: Vec<u8>,
}

fn places<'a>(path: &'a Path, samples: &'a Samples) -> impl Iterator<Item = Place<'a>> {
    samples.places.iter().map(move |&place| (path, place))
}

/// One track of all segments' pictures. Each encoder's delay is evened out to the longest one.
pub(super) fn in_a_row(segments: &[Samples]) -> io::Result<Track> {
    let unlike = |why: &str| io::Error::new(io::ErrorKind::InvalidData, why.to_owned());
    let first = segments.first().ok_or_else(|| unlike("there are no segments"))?;
    let skip = segments.iter().map(|samples| samples.skip).max().unwrap_or(0);
    let mut track = Track {
        kind: Kind::Picture { width: first.width, height: first.height },
        timescale: first.timescale,
        entry: first.entry.clone(),
        sizes: Vec::new(),
        durations: Vec::new(),
        offsets: Vec::new(),
        syncs: Vec::new(),
        skip,
        shown: 0,
    };
    for samples in segments {
        if samples.timescale != first.timescale {
            return Err(unlike("the segments have different time scales"));
        }
        track.entry =
            avcc::united(&track.entry, &samples.entry).ok_or_else(|| unlike("the segments were not encoded alike"))?;
        let before = track.sizes.len() as u32;
        track.sizes.extend(&samples.sizes);
        track.durations.extend(&samples.durations);
        track.syncs.extend(samples.syncs.iter().map(|sample| before + sample));
        for offset in &samples.offsets {
            let offset = i64::from(*offset) - i64::from(samples.skip) + i64::from(skip);
            track.offsets.push(u32::try_from(offset).map_err(|_| unlike("a frame is shown before it is there"))?);
        }
    }
    if track.syncs.len() == track.sizes.len() {
        track.syncs.clear();
    }
    let ticks: u64 = segments.iter().map(Samples::ticks).sum();
    track.shown = movie_time(ticks, first.timescale);
    Ok(track)
}

/// The sound, shown for as long as the picture is.
fn sound_track(sound: &Samples, longest: u32) -> Track {
    let heard = movie_time(sound.ticks().saturating_sub(u64::from(sound.skip)), sound.timescale);
    Track {
        kind: Kind::Sound,
        timescale: sound.timescale,
        skip: sound.skip,
        shown: heard.min(longest),
        entry: sound.entry.clone(),
        sizes: sound.sizes.clone(),
        durations: sound.durations.clone(),
        offsets: Vec::new(),
        syncs: Vec::new(),
    }
}

fn movie_time(ticks: u64, timescale: u32) -> u32 {
    u32::try_from(ticks * u64::from(TIMESCALE) / u64::from(timescale.max(1))).unwrap_or(u32::MAX)
}

fn write(out: &Path, mut tracks: Vec<Track>, mut sources: Sources<'_>, texts: &Texts<'_>) -> io::Result<()> {
    let Texts { metadata, chapters } = texts;
    let mut chunks = turns(&tracks);
    if let Some((track, bytes)) = sidecar::chapter_track(chapters) {
        chunks.insert(0, Chunk { track: tracks.len(), first: 0, count: track.sizes.len() });
        tracks.push(track);
        sources.texts = bytes;
    }
    let udta = sidecar::texts(metadata, chapters);
    let lengths: Vec<u64> = chunks.iter().map(|chunk| bytes_of(chunk, &tracks)).collect();
    let all: u64 = lengths.iter().sum();
    let head = file_type(tracks.first().map_or(&[][..], |track| &track.entry));
    let moov = placed(&tracks, &chunks, &lengths, head.len(), &udta);
    let mut file = BufWriter::with_capacity(1 << 20, File::create(out)?);
    file.write_all(&head)?;
    file.write_all(&moov)?;
    file.write_all(&media_header(all))?;
    let mut copy = Copy { file, open: None };
    for chunk in &chunks {
        copy.chunk(chunk, &tracks, &sources)?;
    }
    copy.file.flush()
}

/// `entry` is that of the pictures.
pub(super) fn file_type(entry: &[u8]) -> Vec<u8> {
    let brand = match entry.get(4..8) {
        Some(b"av01") => b"av01",
        Some(b"hvc1") => b"hvc1",
        _ => b"avc1",
    };
    boxed(b"ftyp", &[b"isom", &[0, 0, 2, 0], b"isomiso2", brand, b"mp41"])
}

/// The index with its chunks, of these lengths, right behind it and the head.
fn placed(tracks: &[Track], chunks: &[Chunk], lengths: &[u64], head: usize, udta: &[u8]) -> Vec<u8> {
    let places = |start: u64| -> Vec<u64> {
        lengths.iter().scan(start, |at, length| Some(std::mem::replace(at, *at + length))).collect()
    };
    // It is as long for one set of places as for another, but for those beyond 4 GiB: then once more.
    let mut moov = movie::moov(tracks, chunks, &places(0), udta);
    for _ in 0..2 {
        moov = movie::moov(tracks, chunks, &places((head + moov.len()) as u64 + MEDIA_HEADER), udta);
    }
    moov
}

/// Bytes before the samples: a box with a 64-bit length.
pub(super) const MEDIA_HEADER: u64 = 16;

pub(super) fn media_header(bytes: u64) -> Vec<u8> {
    let mut header = vec![0, 0, 0, 1];
    header.extend(b"mdat");
    header.extend((bytes + MEDIA_HEADER).to_be_bytes());
    header
}

fn bytes_of(chunk: &Chunk, tracks: &[Track]) -> u64 {
    let sizes = &tracks[chunk.track].sizes[chunk.first..chunk.first + chunk.count];
    sizes.iter().map(|&size| u64::from(size)).sum()
}

/// Half a second of each track, over and over.
fn turns(tracks: &[Track]) -> Vec<Chunk> {
    let mut chunks = Vec::new();
    let mut at: Vec<(usize, u64)> = vec![(0, 0); tracks.len()];
    let mut turn = 0;
    while at.iter().zip(tracks).any(|((sample, _), track)| *sample < track.sizes.len()) {
        turn += 1;
        for (number, (track, (sample, ticks))) in tracks.iter().zip(&mut at).enumerate() {
            let first = *sample;
            while *sample < track.sizes.len() && *ticks * TURNS < turn * u64::from(track.timescale) {
                *ticks += u64::from(track.durations[*sample]);
                *sample += 1;
            }
            if *sample > first {
                chunks.push(Chunk { track: number, first, count: *sample - first });
            }
        }
    }
    chunks
}

struct Copy<'a> {
    file: BufWriter<File>,
    /// The file that was last read from, and where in it that ended.
    open: Option<(&'a Path, File, u64)>,
}

impl<'a> Copy<'a> {
    fn chunk(&mut self, chunk: &Chunk, tracks: &[Track], sources: &Sources<'a>) -> io::Result<()> {
        let track = &tracks[chunk.track];
        let samples = chunk.first..chunk.first + chunk.count;
        let from = match track.kind {
            Kind::Chapters => return self.file.write_all(&sources.texts),
            Kind::Picture { .. } => &sources.pictures,
            Kind::Sound => &sources.sound,
        };
        let mut run: Option<(Place<'a>, u64)> = None;
        for (&(path, place), &size) in from[samples.clone()].iter().zip(&track.sizes[samples]) {
            match &mut run {
                Some(((open, start), length)) if *open == path && *start + *length == place => {
                    *length += u64::from(size)
                }
                _ => {
                    if let Some((place, length)) = run.replace(((path, place), u64::from(size))) {
                        self.bytes(place, length)?;
                    }
                }
            }
        }
        run.map_or(Ok(()), |(place, length)| self.bytes(place, length))
    }

    fn bytes(&mut self, (path, place): Place<'a>, length: u64) -> io::Result<()> {
        if self.open.as_ref().is_none_or(|(open, ..)| *open != path) {
            self.open = Some((path, File::open(path)?, 0));
        }
        let Some((_, file, at)) = &mut self.open else { return Ok(()) };
        if *at != place {
            file.seek(SeekFrom::Start(place))?;
        }
        *at = place + length;
        if io::copy(&mut file.take(length), &mut self.file)? < length {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        Ok(())
    }
}
