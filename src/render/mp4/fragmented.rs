//! A finished file in fragments (ISO/IEC 14496-12, 8.8): a header, then stretches that can each be played by themselves.
//! Every sample is copied.
//!
//! There are no edit lists and no negative offsets, which not all players follow: times are right as they stand. Sound
//! keeps what its encoder needs to get going, pictures are decoded before they are shown, and what both show and tell
//! begins so much later.

use std::fs::File;
use std::io::{self, BufWriter, Read, Seek, SeekFrom, Write};
use std::path::Path;

use super::boxes::{boxed, full, words};
use super::index::broken;
use super::movie::{self, Kind, Track};
use super::samples::Samples;

/// Samples whose flags say that they can, or cannot, be started from (8.8.3.1).
const SYNC: u32 = 0x0200_0000;
const NO_SYNC: u32 = 0x0101_0000;

/// What was written: byte ranges of one file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::render) struct Fragmented {
    /// Bytes before the first fragment.
    pub header: u64,
    pub fragments: Vec<Fragment>,
    /// Ticks a second.
    pub timescale: u32,
    /// When the first picture is shown, in ticks.
    pub delay: u64,
    /// The sample entries of picture and sound.
    pub entries: [Vec<u8>; 2],
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::render) struct Fragment {
    pub start: u64,
    pub length: u64,
    /// Of its pictures.
    pub ticks: u64,
}

/// Writes `movie`, a file of one picture and one sound track, to `out`. A fragment is as long as it can be without
/// being longer than `longest_ms`, where pictures that can be started from let it.
///
/// # Errors
/// A file that cannot be read or written, or a fragment of more than 4 GiB.
pub(in crate::render) fn fragment(movie: &Path, longest_ms: u32, out: &Path) -> io::Result<Fragmented> {
    let (picture, sound) = (Samples::read(movie, b"vide")?, Samples::read(movie, b"soun")?);
    let begins = begins(&picture, &sound);
    let stretches = stretches(&picture, &sound, longest_ms);
    let mut source = File::open(movie)?;
    let mut file = BufWriter::with_capacity(1 << 20, File::create(out)?);
    let tracks = [header_track(&picture, true), header_track(&sound, false)];
    let header = [file_type(), movie::moov_of_fragments(&tracks)].concat();
    file.write_all(&header)?;
    let mut fragments = Vec::with_capacity(stretches.len());
    let mut start = header.len() as u64;
    for (number, stretch) in (1..).zip(&stretches) {
        let [pictures, sounds] = [Run::of(&picture, &stretch.pictures), Run::of(&sound, &stretch.sounds)];
        let bytes = u32::try_from(pictures.bytes + sounds.bytes + 8).map_err(|_| broken("a fragment is too long"))?;
        let moof = moof(number, &pictures, &sounds, begins)?;
        file.write_all(&moof)?;
        file.write_all(&bytes.to_be_bytes())?;
        file.write_all(b"mdat")?;
        copy(&mut source, &picture, &stretch.pictures, &mut file)?;
        copy(&mut source, &sound, &stretch.sounds, &mut file)?;
        let length = moof.len() as u64 + u64::from(bytes);
        fragments.push(Fragment { start, length, ticks: pictures.ticks });
        start += length;
    }
    file.flush()?;
    let (header, timescale) = (header.len() as u64, picture.timescale);
    let delay = begins.picture + u64::from(picture.skip);
    Ok(Fragmented { header, fragments, timescale, delay, entries: [picture.entry, sound.entry] })
}

/// When the first sample of each track is decoded, in the track's own ticks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Begins {
    picture: u64,
    sound: u64,
}

/// So that the first picture is shown when the first sample of sound is heard after what its decoder drops.
fn begins(picture: &Samples, sound: &Samples) -> Begins {
    let [pictures, sounds] = [picture, sound].map(|track| u64::from(track.timescale.max(1)));
    let ahead = (u64::from(picture.skip) * sounds).div_ceil(pictures);
    let late = ahead.saturating_sub(u64::from(sound.skip));
    let shown = ((late + u64::from(sound.skip)) * pictures + sounds / 2) / sounds;
    Begins { picture: shown.saturating_sub(u64::from(picture.skip)), sound: late }
}

/// Indices of samples.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Stretch {
    pictures: std::ops::Range<usize>,
    sounds: std::ops::Range<usize>,
}

fn stretches(picture: &Samples, sound: &Samples, longest_ms: u32) -> Vec<Stretch> {
    let starts: Vec<u64> = picture
        .durations
        .iter()
        .scan(0, |at, &ticks| Some(std::mem::replace(at, *at + u64::from(ticks))))
        .chain([picture.ticks()])
        .collect();
    let longest = u64::from(picture.timescale) * u64::from(longest_ms) / 1000;
    let mut cuts = vec![0];
    let syncs = picture.syncs.iter().map(|&sync| sync as usize).filter(|&sync| sync > 0);
    let places: Vec<usize> = syncs.chain([picture.sizes.len()]).collect();
    for pair in places.windows(2) {
        let begun = starts[cuts.last().copied().unwrap_or(0)];
        if starts[pair[1]] - begun > longest {
            cuts.push(pair[0]);
        }
    }
    cuts.push(picture.sizes.len());
    cuts.dedup();
    let heard = heard(sound);
    let mut sounds = 0;
    let stretch = |pair: &[usize]| {
        let end = starts[pair[1]];
        let last = pair[1] == picture.sizes.len();
        let before = |&ticks: &u64| {
            last || u128::from(ticks) * u128::from(picture.timescale) < u128::from(end) * u128::from(sound.timescale)
        };
        let first = sounds;
        sounds += heard[first..].iter().take_while(|ticks| before(ticks)).count();
        Stretch { pictures: pair[0]..pair[1], sounds: first..sounds }
    };
    cuts.windows(2).map(stretch).collect()
}

/// When each sample of sound is heard, in its own ticks; those after the end are left out.
fn heard(sound: &Samples) -> Vec<u64> {
    let skip = u64::from(sound.skip);
    let end = sound.shown_ticks.unwrap_or(u64::MAX);
    let times = sound.durations.iter().scan(0, |at, &ticks| Some(std::mem::replace(at, *at + u64::from(ticks))));
    times.take_while(|time| *time < end.saturating_add(skip)).map(|time: u64| time.saturating_sub(skip)).collect()
}

/// A fragment's samples of one track.
struct Run<'a> {
    samples: &'a Samples,
    range: &'a std::ops::Range<usize>,
    /// Ticks before it.
    start: u64,
    ticks: u64,
    bytes: u64,
}

impl<'a> Run<'a> {
    fn of(samples: &'a Samples, range: &'a std::ops::Range<usize>) -> Self {
        let sum = |values: &[u32]| values.iter().map(|&value| u64::from(value)).sum();
        Self {
            samples,
            range,
            start: sum(&samples.durations[..range.start]),
            ticks: sum(&samples.durations[range.clone()]),
            bytes: sum(&samples.sizes[range.clone()]),
        }
    }

    /// Lengths, sizes, flags, and times from decoding to showing.
    fn pictures(&self) -> Vec<u8> {
        let Self { samples, range, .. } = self;
        let sample = |index: usize| {
            let is_sync = samples.syncs.binary_search(&(index as u32)).is_ok();
            let flags = if is_sync { SYNC } else { NO_SYNC };
            [samples.durations[index], samples.sizes[index], flags, samples.offsets[index] as u32]
        };
        words((*range).clone().map(sample).collect::<Vec<_>>().as_flattened())
    }

    fn sounds(&self) -> Vec<u8> {
        let Self { samples, range, .. } = self;
        let sample = |index: usize| [samples.durations[index], samples.sizes[index]];
        words((*range).clone().map(sample).collect::<Vec<_>>().as_flattened())
    }
}

fn moof(number: u32, pictures: &Run<'_>, sounds: &Run<'_>, begins: Begins) -> io::Result<Vec<u8>> {
    let build = |first: u32| {
        let second = first.wrapping_add(pictures.bytes as u32);
        let mfhd = full(b"mfhd", 0, &[&words(&[number])]);
        // Data offset, durations, sizes; of pictures flags and composition offsets too.
        let picture =
            traf(1, pictures.start + begins.picture, 0x0F01, first, pictures.range.len(), &pictures.pictures());
        let sound = traf(2, sounds.start + begins.sound, 0x0301, second, sounds.range.len(), &sounds.sounds());
        boxed(b"moof", &[&mfhd, &picture, &sound])
    };
    // It is as long whatever the offsets are.
    let data = build(0).len() + 8;
    Ok(build(u32::try_from(data).map_err(|_| broken("a fragment is too long"))?))
}

fn traf(track: u32, time: u64, flags: u32, data: u32, count: usize, samples: &[u8]) -> Vec<u8> {
    // Places count from the fragment's own start.
    let tfhd = full(b"tfhd", 0x02_0000, &[&words(&[track])]);
    let tfdt = full(b"tfdt", 0x0100_0000, &[&time.to_be_bytes()]);
    let trun = full(b"trun", flags, &[&words(&[count as u32, data]), samples]);
    boxed(b"traf", &[&tfhd, &tfdt, &trun])
}

fn header_track(samples: &Samples, is_picture: bool) -> Track {
    let kind = match is_picture {
        true => Kind::Picture { width: samples.width, height: samples.height },
        false => Kind::Sound,
    };
    Track {
        kind,
        timescale: samples.timescale,
        entry: samples.entry.clone(),
        sizes: Vec::new(),
        durations: Vec::new(),
        offsets: Vec::new(),
        syncs: Vec::new(),
        skip: 0,
        shown: 0,
    }
}

fn file_type() -> Vec<u8> {
    boxed(b"ftyp", &[b"iso6", &[0; 4], b"iso6cmfcmp41"])
}

/// Neighbours in the file are copied at once.
fn copy(source: &mut File, samples: &Samples, range: &std::ops::Range<usize>, to: &mut impl Write) -> io::Result<()> {
    let mut runs: Vec<(u64, u64)> = Vec::new();
    for (&place, &size) in samples.places[range.clone()].iter().zip(&samples.sizes[range.clone()]) {
        match runs.last_mut() {
            Some((start, length)) if *start + *length == place => *length += u64::from(size),
            _ => runs.push((place, size.into())),
        }
    }
    for (start, length) in runs {
        source.seek(SeekFrom::Start(start))?;
        if io::copy(&mut Read::take(&mut *source, length), to)? < length {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn samples(durations: Vec<u32>, syncs: Vec<u32>, timescale: u32, skip: u32) -> Samples {
        let count = durations.len();
        Samples {
            timescale,
            width: 2,
            height: 2,
            entry: Vec::new(),
            sizes: vec![1; count],
            places: vec![0; count],
            durations,
            offsets: vec![0; count],
            syncs,
            skip,
            shown_ticks: None,
        }
    }

    #[test]
    fn cuts_are_where_pictures_can_be_started_from_and_as_late_as_may_be() {
        // Ten frames a second for six seconds; scenes begin at 0, 1.5, 3 and 5.2 s.
        let picture = samples(vec![1; 60], vec![0, 15, 30, 52], 10, 0);
        let sound = samples(vec![100; 62], (0..62).collect(), 1000, 100);
        let cuts = |longest| {
            let found = stretches(&picture, &sound, longest);
            assert_eq!(found.last().unwrap().sounds.end, 62, "all of the sound");
            found.iter().map(|stretch| (stretch.pictures.start, stretch.sounds.start)).collect::<Vec<_>>()
        };
        assert_eq!(cuts(3000), [(0, 0), (30, 31)], "3 s, then the rest");
        assert_eq!(cuts(2000), [(0, 0), (15, 16), (30, 31), (52, 53)]);
        assert_eq!(cuts(100), [(0, 0), (15, 16), (30, 31), (52, 53)], "never within a group");
        assert_eq!(cuts(60_000), [(0, 0)]);
    }

    #[test]
    fn the_first_picture_is_shown_when_sound_is_first_heard() {
        let of =
            |skip, priming| begins(&samples(vec![], vec![], 15_360, skip), &samples(vec![], vec![], 48_000, priming));
        assert_eq!(of(0, 1024), Begins { picture: 328, sound: 0 });
        assert_eq!(of(1024, 1024), Begins { picture: 0, sound: 2176 }, "it is decoded first");
        assert_eq!(of(0, 0), Begins { picture: 0, sound: 0 });
    }

    #[test]
    fn sound_after_the_end_is_left_out() {
        let mut sound = samples(vec![10; 10], (0..10).collect(), 1000, 10);
        sound.shown_ticks = Some(75);
        assert_eq!(heard(&sound).len(), 9);
        assert_eq!(heard(&sound)[..3], [0, 0, 10]);
    }
}
