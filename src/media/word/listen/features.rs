//! What a voice sounds like, moment by moment: mel-frequency cepstra and their slopes (Davis and Mermelstein, 1980),
//! evened out over the utterance so that two voices of different timbre can be compared.

use super::spectrum::{self, powers};

/// A moment every so many milliseconds.
pub(super) const HOP_MS: u32 = 5;
/// Above it voices differ more than words do.
pub(super) const CEILING_HZ: f32 = 6500.0;
const FLOOR_HZ: f32 = 100.0;
const WINDOW_SECONDS: f32 = 0.025;
const BANDS: usize = 26;
const CEPSTRA: usize = 12;
/// The cepstra, the loudness, and the slope of each.
const STATIC: usize = CEPSTRA + 1;
pub(super) const DIMENSIONS: usize = 2 * STATIC;
/// Slopes are taken over so many moments to both sides.
const REACH: usize = 4;
/// Natural logarithms of power below the loudest band: softer than that (60 dB) is all the same silence.
const DEPTH: f32 = 13.8;
/// Moments within so much (35 dB) of the loudest are speech: the voice's timbre is learnt from them.
const SPEECH: f32 = 8.0;

pub(super) type Moment = [f32; DIMENSIONS];
pub(super) type Features = Vec<Moment>;

/// One moment every [`HOP_MS`], the first at the sound's start; `None` for a sound of less than a tenth of a second.
pub(super) fn features(samples: &[f32], rate: u32, ceiling: f32) -> Option<Features> {
    let hop = (rate * HOP_MS / 1000).max(1) as usize;
    let count = samples.len() * 1000 / (rate as usize * HOP_MS as usize);
    if count < 20 {
        return None;
    }
    let mut spectrum = Spectrum::new(rate, ceiling);
    let bands: Vec<[f32; BANDS]> =
        (0..count).map(|moment| spectrum.bands(samples, moment * hop)).collect::<Option<_>>()?;
    let peak = bands.iter().flatten().fold(f32::MIN, |most, band| most.max(*band));
    let mut statics: Vec<[f32; STATIC]> = bands.iter().map(|bands| cepstra(bands, peak - DEPTH)).collect();
    even(&mut statics);
    Some((0..count).map(|at| with_slopes(&statics, at)).collect())
}

struct Spectrum {
    window: Vec<f32>,
    /// For each band its first bin and the weights from there.
    filters: Vec<(usize, Vec<f32>)>,
    input: Vec<f32>,
    output: Vec<f32>,
}

impl Spectrum {
    fn new(rate: u32, ceiling: f32) -> Self {
        let length = ((rate as f32 * WINDOW_SECONDS) as usize).max(8);
        let size = length.next_power_of_two().max(spectrum::LEAST);
        let turn = std::f32::consts::TAU / (length - 1) as f32;
        let window = (0..length).map(|at| 0.54 - 0.46 * (at as f32 * turn).cos()).collect();
        let filters = filters(size, rate as f32, ceiling);
        Self { window, filters, input: vec![0.0; size], output: vec![0.0; size / 2 + 1] }
    }

    /// Logarithms of the power in each band around a sample.
    fn bands(&mut self, samples: &[f32], centre: usize) -> Option<[f32; BANDS]> {
        const EMPHASIS: f32 = 0.97;
        self.input.fill(0.0);
        let half = self.window.len() / 2;
        for (at, (input, weight)) in self.input.iter_mut().zip(&self.window).enumerate() {
            let Some(here) = (centre + at).checked_sub(half) else { continue };
            let Some(sample) = samples.get(here) else { break };
            let before = here.checked_sub(1).map_or(0.0, |before| samples[before]);
            *input = (sample - EMPHASIS * before) * weight;
        }
        powers(&mut self.input, &mut self.output)?;
        let mut bands = [0.0; BANDS];
        for (band, (first, weights)) in bands.iter_mut().zip(&self.filters) {
            let power: f32 = self.output[*first..].iter().zip(weights).map(|(bin, weight)| bin * weight).sum();
            *band = power.max(1e-12).ln();
        }
        Some(bands)
    }
}

/// Triangles, evenly spaced in mel, each of the same area.
fn filters(size: usize, rate: f32, ceiling: f32) -> Vec<(usize, Vec<f32>)> {
    let mel = |hz: f32| 2595.0 * (1.0 + hz / 700.0).log10();
    let hz = |mel: f32| 700.0 * (10_f32.powf(mel / 2595.0) - 1.0);
    let (low, high) = (mel(FLOOR_HZ), mel(ceiling));
    let edge = |at: usize| hz(low + (high - low) * at as f32 / (BANDS + 1) as f32) * size as f32 / rate;
    let triangle = |band: usize| {
        let (from, top, to) = (edge(band), edge(band + 1), edge(band + 2));
        let first = from.ceil() as usize;
        let weight = |bin: usize| ((bin as f32 - from) / (top - from)).min((to - bin as f32) / (to - top)).max(0.0);
        // At low bands a triangle may lie between two bins.
        let last = (to.floor() as usize).max(first);
        let weights: Vec<f32> = (first..=last.min(size / 2)).map(weight).collect();
        let sum = weights.iter().sum::<f32>().max(1e-3);
        (first.min(size / 2), weights.into_iter().map(|weight| weight / sum).collect())
    };
    (0..BANDS).map(triangle).collect()
}

fn cepstra(bands: &[f32; BANDS], floor: f32) -> [f32; STATIC] {
    let mut cepstra = [0.0; STATIC];
    let bands = bands.map(|band| band.max(floor));
    for (order, value) in cepstra.iter_mut().take(CEPSTRA).enumerate() {
        let turn = std::f32::consts::PI * (order + 1) as f32 / BANDS as f32;
        *value = bands.iter().enumerate().map(|(at, band)| band * ((at as f32 + 0.5) * turn).cos()).sum();
    }
    cepstra[CEPSTRA] = bands.iter().sum::<f32>() / BANDS as f32;
    cepstra
}

/// Every dimension with a mean of nought and a deviation of one over the speech.
fn even(moments: &mut [[f32; STATIC]]) {
    let loudest = moments.iter().fold(f32::MIN, |most, moment| most.max(moment[CEPSTRA]));
    let speech: Vec<usize> = (0..moments.len()).filter(|&at| moments[at][CEPSTRA] > loudest - SPEECH).collect();
    let count = speech.len().max(1) as f32;
    for dimension in 0..STATIC {
        let mean = speech.iter().map(|&at| moments[at][dimension]).sum::<f32>() / count;
        let variance = speech.iter().map(|&at| (moments[at][dimension] - mean).powi(2)).sum::<f32>() / count;
        let scale = 1.0 / variance.sqrt().max(1e-3);
        for moment in moments.iter_mut() {
            moment[dimension] = (moment[dimension] - mean) * scale;
        }
    }
}

fn with_slopes(moments: &[[f32; STATIC]], at: usize) -> Moment {
    const LOUDNESS: f32 = 1.5;
    let (before, after) = (at.saturating_sub(REACH), (at + REACH).min(moments.len() - 1));
    let mut all = [0.0; DIMENSIONS];
    for dimension in 0..STATIC {
        let weight = if dimension == CEPSTRA { LOUDNESS } else { 1.0 };
        all[dimension] = moments[at][dimension] * weight;
        all[STATIC + dimension] = (moments[after][dimension] - moments[before][dimension]) * weight;
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tone(hz: f32, rate: u32) -> Vec<f32> {
        (0..rate / 2).map(|at| (at as f32 * hz * std::f32::consts::TAU / rate as f32).sin() * 0.5).collect()
    }

    #[test]
    fn the_same_sound_at_another_rate_has_like_features() {
        let sound = |rate| [tone(300.0, rate), tone(1500.0, rate), tone(700.0, rate)].concat();
        let (low, high) =
            (features(&sound(16_000), 16_000, 6000.0).unwrap(), features(&sound(48_000), 48_000, 6000.0).unwrap());
        assert_eq!(low.len(), 300);
        let distance = |a: &Moment, b: &Moment| a.iter().zip(b).map(|(a, b)| (a - b).powi(2)).sum::<f32>().sqrt();
        for at in [40, 150, 250] {
            let (same, other) = (distance(&low[at], &high[at]), distance(&low[at], &high[(at + 100) % 300]));
            assert!(same < other * 0.3, "{at}: {same} {other}");
        }
    }

    #[test]
    fn too_little_sound_has_no_features() {
        assert!(features(&[0.1; 800], 16_000, 6000.0).is_none());
    }
}
