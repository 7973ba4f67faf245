//! A segment of different pictures becomes one in which each is shown for its time.

use std::io;
use std::path::Path;

use super::Run;
use super::h264::Parameters;
use crate::render::mp4::{Recording, Sample, Samples, parameter_sets};

const REFERENCE: u8 = 0x60;
const SLICE: u8 = 1;
const IDR_SLICE: u8 = 5;

/// Writes `out` from a segment that has a picture a run, encoded without reordering and with one reference.
///
/// # Errors
/// The segment cannot be read, `out` not be written, or its pictures are coded in a way that is not handled.
pub(in crate::render) fn spread(segment: &Path, runs: &[Run], out: &Path) -> io::Result<()> {
    let samples = Samples::read(segment, b"vide")?;
    let file = std::fs::read(segment)?;
    let spread = Spread::of(&samples, &file, runs).ok_or_else(|| {
        io::Error::new(io::ErrorKind::InvalidData, "the encoder's pictures are not of the kind that can be repeated")
    })?;
    let tick = samples.durations.first().copied().unwrap_or(0);
    let Samples { width, height, entry, timescale, .. } = samples;
    let mut recording = Recording::start(out, (width, height), entry, (tick, timescale))?;
    let mut bytes = &spread.bytes[..];
    for (at, &(size, is_key)) in (0..).zip(&spread.pictures) {
        let (picture, rest) = bytes.split_at(size);
        bytes = rest;
        recording.push(Sample { bytes: picture, pts: at, dts: at, is_key })?;
    }
    recording.finish()
}

struct Spread {
    bytes: Vec<u8>,
    /// The bytes of each, one after the other, and whether it can be started from.
    pictures: Vec<(usize, bool)>,
}

impl Spread {
    fn of(samples: &Samples, file: &[u8], runs: &[Run]) -> Option<Self> {
        let (sps, pps) = parameter_sets(&samples.entry)?;
        let ([sps], [pps]) = (&sps[..], &pps[..]) else { return None };
        let parameters = Parameters::read(sps, pps)?;
        if samples.sizes.len() != runs.len() || samples.offsets.iter().any(|&offset| offset != 0) {
            return None;
        }
        let mut spread = Self { bytes: Vec::with_capacity(file.len()), pictures: Vec::new() };
        let mut number = 0;
        for ((run, &place), &size) in runs.iter().zip(&samples.places).zip(&samples.sizes) {
            let place = usize::try_from(place).ok()?;
            let sample = file.get(place..place.checked_add(size as usize)?)?;
            let slice = only_slice(sample)?;
            let is_key = slice.first()? & 0x1F == IDR_SLICE;
            match is_key {
                true => number = 0,
                false if run.key => return None,
                false => number += 1,
            }
            spread.push(&parameters.renumbered(slice, number)?, is_key);
            for _ in 1..run.frames {
                number += 1;
                spread.push(&parameters.repeat(number), false);
            }
        }
        Some(spread)
    }

    /// A sample of one NAL unit.
    fn push(&mut self, nal: &[u8], is_key: bool) {
        self.bytes.extend((nal.len() as u32).to_be_bytes());
        self.bytes.extend(nal);
        self.pictures.push((nal.len() + 4, is_key));
    }
}

/// The NAL unit of a sample that has a single slice of a reference picture.
fn only_slice(mut sample: &[u8]) -> Option<&[u8]> {
    let mut slice = None;
    while let Some((length, rest)) = sample.split_first_chunk::<4>() {
        let (nal, rest) = rest.split_at_checked(u32::from_be_bytes(*length) as usize)?;
        sample = rest;
        match nal.first()? & 0x1F {
            SLICE | IDR_SLICE if slice.is_none() && nal[0] & REFERENCE != 0 => slice = Some(nal),
            SLICE..=IDR_SLICE => return None,
            // Delimiters and messages: nothing that a picture depends on.
            _ => {}
        }
    }
    slice
}
