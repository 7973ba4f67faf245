//! WAV files.

use std::io::{Cursor, Read, Seek, Write};

use hound::{SampleFormat, WavReader, WavSpec, WavWriter};

/// Mono; more channels are averaged.
#[derive(Debug, Clone, PartialEq)]
pub struct Wav {
    /// Samples a second.
    pub rate: u32,
    pub samples: Vec<f32>,
}

#[derive(Debug, thiserror::Error)]
pub enum WavError {
    #[error("it is no WAV file: {0}")]
    Format(#[from] hound::Error),
    #[error("cannot write it: {0}")]
    Io(#[from] std::io::Error),
    #[error("{0} channels at {1} Hz is not supported")]
    Unsupported(u16, u32),
    #[error("it is longer than {} MiB", MOST_BYTES >> 20)]
    TooLong,
}

/// More than 20 minutes of 48 kHz stereo in float: no utterance.
const MOST_BYTES: u64 = 512 << 20;

impl Wav {
    /// 8 to 32 bits, integer or float. A file that ends early, or whose header does not know its length because it was
    /// streamed, gives what is there.
    pub fn read(reader: impl Read) -> Result<Self, WavError> {
        let mut bytes = Vec::new();
        reader.take(MOST_BYTES + 1).read_to_end(&mut bytes).map_err(hound::Error::IoError)?;
        if bytes.len() as u64 > MOST_BYTES {
            return Err(WavError::TooLong);
        }
        mend_length(&mut bytes);
        let mut reader = WavReader::new(Cursor::new(bytes))?;
        let spec = reader.spec();
        let channels = usize::from(spec.channels);
        if !(1..=8).contains(&channels) || !(4_000..=384_000).contains(&spec.sample_rate) {
            return Err(WavError::Unsupported(spec.channels, spec.sample_rate));
        }
        let mut frame = Vec::with_capacity(channels);
        let mut samples = Vec::with_capacity(reader.len() as usize / channels);
        let mut take = |sample: f32| {
            frame.push(if sample.is_finite() { sample.clamp(-1.0, 1.0) } else { 0.0 });
            if frame.len() == channels {
                samples.push(frame.iter().sum::<f32>() / channels as f32);
                frame.clear();
            }
        };
        match spec.sample_format {
            SampleFormat::Float => reader.samples::<f32>().map_while(Result::ok).for_each(&mut take),
            SampleFormat::Int => {
                let full = (1_i64 << (spec.bits_per_sample.clamp(8, 32) - 1)) as f32;
                reader.samples::<i32>().map_while(Result::ok).for_each(|sample| take(sample as f32 / full));
            }
        }
        Ok(Self { rate: spec.sample_rate, samples })
    }

    pub fn to_i16(&self) -> Vec<i16> {
        self.samples.iter().copied().map(to_i16).collect()
    }
}

/// Who streams a WAV writes its header before the length is known: 0, 0xFFFFFFFF or any number too large stand for "up
/// to the end". The data chunk's length becomes what is really there, in whole frames.
fn mend_length(bytes: &mut [u8]) {
    let word = |at: usize| bytes.get(at..at + 4).and_then(|four| four.try_into().ok()).map(u32::from_le_bytes);
    let (mut at, mut frame) = (12, 1);
    while let Some(length) = word(at + 4) {
        let there = bytes.len() - (at + 8);
        match &bytes[at..at + 4] {
            b"data" => {
                let told = if length == 0 { there } else { there.min(length as usize) };
                let whole = u32::try_from(told - told % frame).unwrap_or(u32::MAX);
                bytes[at + 4..at + 8].copy_from_slice(&whole.to_le_bytes());
                return;
            }
            // The format's fourth field is the size of a frame.
            b"fmt " if there >= 14 => frame = usize::from(u16::from_le_bytes([bytes[at + 20], bytes[at + 21]])).max(1),
            _ => {}
        }
        // Chunks of an odd length are followed by a byte of padding.
        at = at.saturating_add(8).saturating_add(length as usize).saturating_add(length as usize % 2);
        if at >= bytes.len() {
            return;
        }
    }
}

/// Mono, 16 bits.
pub fn write_i16(to: impl Write + Seek, rate: u32, samples: &[i16]) -> Result<(), WavError> {
    let spec = WavSpec { channels: 1, sample_rate: rate, bits_per_sample: 16, sample_format: SampleFormat::Int };
    let mut writer = WavWriter::new(to, spec)?;
    for sample in samples {
        writer.write_sample(*sample)?;
    }
    Ok(writer.finalize()?)
}

/// Interleaved stereo at 48 kHz, 32-bit float: an encoder's input, not worth a dither.
pub fn write_stereo(to: impl Write + Seek, samples: &[f32]) -> Result<(), WavError> {
    let spec =
        WavSpec { channels: 2, sample_rate: super::RATE, bits_per_sample: 32, sample_format: SampleFormat::Float };
    let mut writer = WavWriter::new(to, spec)?;
    for sample in samples {
        writer.write_sample(*sample)?;
    }
    Ok(writer.finalize()?)
}

fn to_i16(sample: f32) -> i16 {
    (sample * 32768.0).round().clamp(-32768.0, 32767.0) as i16
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn file(samples: &[i16]) -> Vec<u8> {
        let mut bytes = Cursor::new(Vec::new());
        write_i16(&mut bytes, 22_050, samples).unwrap();
        bytes.into_inner()
    }

    #[test]
    fn samples_survive_a_round_trip() {
        let samples = [0, 1, -1, 12_345, i16::MIN, i16::MAX];
        let wav = Wav::read(&file(&samples)[..]).unwrap();
        assert_eq!((wav.rate, wav.to_i16()), (22_050, samples.to_vec()));
    }

    #[test]
    fn a_file_cut_short_gives_what_is_there() {
        let bytes = file(&[5; 100]);
        assert_eq!(Wav::read(&bytes[..bytes.len() - 20]).unwrap().samples.len(), 90);
    }

    #[test]
    fn a_streamed_file_that_does_not_know_its_length_is_read_to_its_end() {
        for told in [0_u32, u32::MAX, 0x7fff_f000] {
            let mut bytes = file(&[7; 100]);
            bytes[40..44].copy_from_slice(&told.to_le_bytes());
            bytes.push(1);
            assert_eq!(Wav::read(&bytes[..]).unwrap().to_i16(), [7; 100], "{told}");
        }
    }

    #[test]
    fn every_depth_means_the_same_level() {
        let half = |bits_per_sample, sample_format| {
            let mut bytes = Cursor::new(Vec::new());
            let spec = WavSpec { channels: 2, sample_rate: 8_000, bits_per_sample, sample_format };
            let mut writer = WavWriter::new(&mut bytes, spec).unwrap();
            for _ in 0..20 {
                match sample_format {
                    SampleFormat::Float => writer.write_sample(0.5_f32).unwrap(),
                    SampleFormat::Int => writer.write_sample(1_i32 << (bits_per_sample - 2)).unwrap(),
                }
            }
            writer.finalize().unwrap();
            Wav::read(&bytes.into_inner()[..]).unwrap().samples
        };
        for bits in [8, 16, 24, 32] {
            assert_eq!(half(bits, SampleFormat::Int), [0.5; 10], "{bits}");
        }
        assert_eq!(half(32, SampleFormat::Float), [0.5; 10]);
    }

    proptest! {
        #[test]
        fn no_header_brings_the_reader_down(at in 0_usize..48, value: [u8; 4], cut in 0_usize..200) {
            let mut bytes = file(&[5; 60]);
            let end = (at + 4).min(bytes.len());
            bytes[at..end].copy_from_slice(&value[..end - at]);
            bytes.truncate(bytes.len().saturating_sub(cut));
            if let Ok(wav) = Wav::read(&bytes[..]) {
                prop_assert!(wav.samples.len() <= 200 && wav.samples.iter().all(|sample| sample.is_finite()));
            }
        }
    }

    #[test]
    fn what_is_no_wav_is_an_error() {
        assert!(Wav::read(&b"<html>not found</html>"[..]).is_err());
        assert!(Wav::read(&b""[..]).is_err());
    }
}
