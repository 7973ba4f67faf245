//! A segment of different pictures becomes one in which each is shown for its time.

use std::io;
use std::path::Path;

use super::Run;
use super::h264::Parameters;
use crate::render::mp4::{self, Samples, parameter_sets};

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
    let Spread { bytes, sizes, syncs } = spread;
    let count = sizes.len();
    let ticks = samples.durations.first().copied().unwrap_or(0);
    let all = Samples { sizes, syncs, durations: vec![ticks; count], offsets: vec![0; count], skip: 0, ..samples };
    mp4::write_alone(&all, &bytes, out)
}

struct Spread {
    bytes: Vec<u8>,
    sizes: Vec<u32>,
    syncs: Vec<u32>,
}

impl Spread {
    fn of(samples: &Samples, file: &[u8], runs: &[Run]) -> Option<Self> {
        let (sps, pps) = parameter_sets(&samples.entry)?;
        let ([sps], [pps]) = (&sps[..], &pps[..]) else { return None };
        let parameters = Parameters::read(sps, pps)?;
        if samples.sizes.len() != runs.len() || samples.offsets.iter().any(|&offset| offset != 0) {
            return None;
        }
        let mut spread = Self { bytes: Vec::with_capacity(file.len()), sizes: Vec::new(), syncs: Vec::new() };
        let mut number = 0;
        for ((run, &place), &size) in runs.iter().zip(&samples.places).zip(&samples.sizes) {
            let place = usize::try_from(place).ok()?;
            let sample = file.get(place..place.checked_add(size as usize)?)?;
            let slice = only_slice(sample)?;
            match slice.first()? & 0x1F {
                IDR_SLICE => {
                    number = 0;
                    spread.syncs.push(spread.sizes.len() as u32);
                }
                _ if run.key => return None,
                _ => number += 1,
            }
            spread.push(&parameters.renumbered(slice, number)?);
            for _ in 1..run.frames {
                number += 1;
                spread.push(&parameters.repeat(number));
            }
        }
        Some(spread)
    }

    /// A sample of one NAL unit.
    fn push(&mut self, nal: &[u8]) {
        self.bytes.extend((nal.len() as u32).to_be_bytes());
        self.bytes.extend(nal);
        self.sizes.push(nal.len() as u32 + 4);
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
