//! Sound as values: WAV in and out, resampling, silences, mixing, loudness. Samples are `f32`, full scale 1.0; a mix is
//! 48 kHz stereo, interleaved. Same inputs, same samples.

mod ducking;
mod levelling;
mod limiter;
mod loudness;
mod mix;
mod resample;
mod silence;
mod true_peak;
mod voice;
mod wav;

pub use loudness::{Level, measure, normalise};
pub use mix::{Bed, Mix, Placed};
pub use resample::to_48k;
pub use silence::{silences, spoken};
pub use voice::narrate;
pub use wav::{Wav, WavError, write_i16, write_stereo};

/// Of every mix.
pub const RATE: u32 = 48_000;

/// A level in hundredths of a decibel as a factor of the amplitude.
pub fn gain(hundredths: i32) -> f32 {
    10_f32.powf(hundredths as f32 / 2000.0)
}
