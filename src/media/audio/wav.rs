//! WAV files.

use std::io::{Read, Seek, Write};

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
}

impl Wav {
    /// 8 to 32 bits, integer or float. A file that ends early, or whose header does not know its length because it was
    /// streamed, gives what is there.
    pub fn read(reader: impl Read) -> Result<Self, WavError> {
        let mut reader = WavReader::new(reader)?;
        let spec = reader.spec();
        let channels = usize::from(spec.channels);
        if !(1..=8).contains(&channels) || !(4_000..=384_000).contains(&spec.sample_rate) {
            return Err(WavError::Unsupported(spec.channels, spec.sample_rate));
        }
        let mut frame = Vec::with_capacity(channels);
        let mut samples = Vec::new();
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
    let spec = WavSpec { channels: 2, sample_rate: super::RATE, bits_per_sample: 32, sample_format: SampleFormat::Float };
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
    use std::io::Cursor;

    fn file(samples: &[i16]) -> Vec<u8> {
        let mut bytes = Cursor::new(Vec::new());
        write_i16(&mut bytes, 22_050, samples).unwrap();
        bytes.into_inner()
    }

    #[test]
    fn samples_survive_a_round_trip() {
        let samples = [0, 1, -1, 12_345, -32_767, 32_767];
        let wav = Wav::read(&file(&samples)[..]).unwrap();
        assert_eq!((wav.rate, wav.to_i16()), (22_050, samples.to_vec()));
    }

    #[test]
    fn a_file_cut_short_gives_what_is_there() {
        let bytes = file(&[5; 100]);
        assert_eq!(Wav::read(&bytes[..bytes.len() - 20]).unwrap().samples.len(), 90);
    }

    #[test]
    fn what_is_no_wav_is_an_error() {
        assert!(Wav::read(&b"<html>not found</html>"[..]).is_err());
        assert!(Wav::read(&b""[..]).is_err());
    }
}
