//! A file of one picture track, written while its samples come: those first, the index behind them.

use std::fs::File;
use std::io::{self, BufWriter, Seek, SeekFrom, Write};
use std::path::Path;

use super::joined::{self, MEDIA_HEADER};
use super::movie::{self, Chunk};
use super::samples::Samples;
use super::{avcc, index};

/// A picture as it comes from an encoder, in the order of decoding.
#[derive(Debug, Clone, Copy)]
pub(in crate::render) struct Sample<'a> {
    /// NAL units, each behind its length in four bytes.
    pub bytes: &'a [u8],
    /// When it is shown and when decoded, in frames.
    pub pts: i64,
    pub dts: i64,
    /// It can be started from.
    pub is_key: bool,
}

/// A file on its way.
pub(in crate::render) struct Recording {
    file: BufWriter<File>,
    head: u64,
    /// Bytes of all samples.
    length: u64,
    /// Ticks a frame.
    tick: u32,
    times: Vec<i64>,
    samples: Samples,
}

impl Recording {
    /// `sets` are H.264's sequence and picture parameter set; a frame takes the first of `clock`'s ticks, of which the
    /// second are a second.
    ///
    /// # Errors
    /// The file cannot be written, or MP4 has no such pictures.
    pub(in crate::render) fn h264(
        path: &Path,
        (width, height): (u32, u32),
        sets: &[Vec<u8>; 2],
        clock: (u32, u32),
    ) -> io::Result<Self> {
        let sides = u16::try_from(width).ok().zip(u16::try_from(height).ok());
        let entry = sides.and_then(|sides| avcc::entry(sides, sets));
        let (sides, entry) = sides.zip(entry).ok_or_else(|| index::broken("there are no such pictures"))?;
        Self::start(path, sides, entry, clock)
    }

    /// As [`h264`](Self::h264), with a sample entry that is there.
    ///
    /// # Errors
    /// The file cannot be written.
    pub(in crate::render) fn start(
        path: &Path,
        (width, height): (u16, u16),
        entry: Vec<u8>,
        (tick, timescale): (u32, u32),
    ) -> io::Result<Self> {
        let samples = Samples {
            timescale,
            width,
            height,
            entry,
            sizes: Vec::new(),
            places: Vec::new(),
            durations: Vec::new(),
            offsets: Vec::new(),
            syncs: Vec::new(),
            skip: 0,
            shown_ticks: None,
        };
        let mut file = BufWriter::with_capacity(1 << 18, File::create(path)?);
        let head = joined::file_type(&samples.entry);
        file.write_all(&head)?;
        file.write_all(&joined::media_header(0))?;
        Ok(Self { file, head: head.len() as u64, length: 0, tick, times: Vec::new(), samples })
    }

    /// # Errors
    /// The file cannot be written, or the sample's times are far apart.
    pub(in crate::render) fn push(&mut self, Sample { bytes, pts, dts, is_key }: Sample<'_>) -> io::Result<()> {
        let ticks = |frames: i64| i32::try_from(frames * i64::from(self.tick)).ok();
        let size = u32::try_from(bytes.len()).ok();
        let (size, offset) = size.zip(ticks(pts - dts)).ok_or_else(|| index::broken("a picture is out of bounds"))?;
        if is_key {
            self.samples.syncs.push(self.samples.sizes.len() as u32);
        }
        self.samples.sizes.push(size);
        self.samples.offsets.push(offset);
        self.times.push(dts);
        self.length += u64::from(size);
        self.file.write_all(bytes)
    }

    /// Writes the index.
    ///
    /// # Errors
    /// The file cannot be written, or the samples' times go backwards.
    pub(in crate::render) fn finish(self) -> io::Result<()> {
        let Self { mut file, head, length, tick, times, mut samples } = self;
        let first = times.first().copied().unwrap_or(0);
        // The last is shown for a frame.
        let ends = times.iter().skip(1).copied().chain(times.last().map(|last| last + 1));
        let durations = times.iter().zip(ends).map(|(start, end)| u32::try_from(end - start).ok()?.checked_mul(tick));
        let skip = u32::try_from(-first).ok().and_then(|frames| frames.checked_mul(tick));
        let times = durations.collect::<Option<_>>().zip(skip);
        (samples.durations, samples.skip) = times.ok_or_else(|| index::broken("the encoder's times go backwards"))?;
        let chunk = Chunk { track: 0, first: 0, count: samples.sizes.len() };
        let track = joined::in_a_row(std::slice::from_ref(&samples))?;
        file.write_all(&movie::moov(&[track], &[chunk], &[head + MEDIA_HEADER], &[]))?;
        file.seek(SeekFrom::Start(head))?;
        file.write_all(&joined::media_header(length))?;
        file.flush()
    }
}
