//! How near word times come to the truth for voices that give none: `cargo bench --bench align`.
//!
//! The truth is known for other voices of espeak-ng (its word events) and for flite (its segments). Each is timed in three
//! ways: by listening (against espeak-ng's plain voice for the language), from silences and the weights of characters,
//! and from the weights alone. Errors are those of word starts, in milliseconds.

#[path = "align/flite.rs"]
mod flite;
#[path = "align/texts.rs"]
mod texts;

use std::time::{Duration, Instant};

use reelmill::media::Word;
use reelmill::media::audio::silences;
use reelmill::media::word::{Reference, estimate, listen};
use reelmill::provider::speech::{Espeak, EspeakVoice};

/// A clip whose word times are known.
struct Clip {
    samples: Vec<i16>,
    rate: u32,
    words: Vec<Word>,
}

fn main() {
    let Some(espeak) = Espeak::find() else { return eprintln!("libespeak-ng is not there") };
    println!("{:26} {:>6} {:>22} {:>22} {:>22} {:>9}", "", "words", "listened", "silences, weights", "weights", "cost");
    println!(
        "{:26} {:>6} {:>22} {:>22} {:>22} {:>9}",
        "voice", "", "p50  p95  max ms", "p50  p95", "p50  p95", "ms a clip"
    );
    let mut all = [Vec::new(), Vec::new(), Vec::new()];
    for (language, base, others) in [
        (
            "en",
            "en-us",
            &[
                ("en-gb", 1000, 50),
                ("en-gb-scotland", 1000, 40),
                ("en-us+f3", 1000, 50),
                ("en-us+m4", 1100, 50),
                ("en-us", 700, 50),
                ("en-us", 1400, 50),
                ("en-gb+f2", 1250, 60),
            ][..],
        ),
        ("de", "de", &[("de+f4", 1150, 50), ("de+m7", 850, 50)][..]),
        ("fr", "fr", &[("fr+f2", 1150, 50), ("fr-be+m3", 900, 50)][..]),
        ("es", "es", &[("es-419+f2", 1150, 50)][..]),
    ] {
        for &(name, speed, pitch) in others {
            let speak = |text: &str| spoken(&espeak, text, name, speed, pitch);
            report(&format!("espeak {name} {speed} ({language})"), &espeak, base, texts::of(language), speak, &mut all);
        }
    }
    let mut flite_all = [Vec::new(), Vec::new(), Vec::new()];
    for voice in flite::VOICES {
        let Some(mut flite) = flite::Flite::open(voice) else {
            println!("flite {voice}: libflite is not there");
            continue;
        };
        let speak = |text: &str| {
            let (samples, rate, words) = flite.speak(text)?;
            Some(Clip { samples, rate, words })
        };
        report(&format!("flite {voice}"), &espeak, "en-us", texts::of("en"), speak, &mut flite_all);
    }
    total("all of espeak", &all);
    total("all of flite", &flite_all);
}

fn spoken(espeak: &Espeak, text: &str, name: &str, speed: u32, pitch: u32) -> Option<Clip> {
    let speech = espeak.speak(text, &EspeakVoice { name, speed, pitch }).map_err(|error| eprintln!("{error}")).ok()?;
    Some(Clip { samples: speech.samples, rate: speech.rate, words: speech.words })
}

fn report(
    name: &str,
    espeak: &Espeak,
    base: &str,
    texts: &[&str],
    mut speak: impl FnMut(&str) -> Option<Clip>,
    all: &mut [Vec<u32>; 3],
) {
    let mut errors = [Vec::new(), Vec::new(), Vec::new()];
    let (mut cost, mut clips) = (Duration::ZERO, 0);
    for text in texts {
        let Some(clip) = speak(text) else { continue };
        let started = Instant::now();
        // What a clip costs includes speaking the reference.
        let Some(reference) = spoken(espeak, text, base, 1000, 50) else { continue };
        let known = Reference { samples: &reference.samples, rate: reference.rate, words: &reference.words };
        let Some(listened) = listen(&clip.samples, clip.rate, &known) else { continue };
        cost += started.elapsed();
        clips += 1;
        let floats: Vec<f32> = clip.samples.iter().map(|sample| f32::from(*sample) / 32768.0).collect();
        let ms = (clip.samples.len() as u64 * 1000 / u64::from(clip.rate)) as u32;
        let paused = estimate(text, ms, &silences(&floats, clip.rate));
        let weighed = estimate(text, ms, &[]);
        for (errors, words) in errors.iter_mut().zip([listened, paused, weighed]) {
            assert_eq!(words.len(), clip.words.len(), "{text}");
            errors.extend(words.iter().zip(&clip.words).map(|(word, truth)| word.start_ms.abs_diff(truth.start_ms)));
        }
    }
    let cost = cost.as_secs_f64() * 1e3 / f64::from(clips.max(1));
    line(name, &errors, &format!("{cost:.1}"));
    all.iter_mut().zip(errors).for_each(|(all, errors)| all.extend(errors));
}

fn total(name: &str, errors: &[Vec<u32>; 3]) {
    line(name, errors, "");
}

fn line(name: &str, errors: &[Vec<u32>; 3], cost: &str) {
    let [listened, paused, weighed] = errors.each_ref().map(|errors| {
        let mut sorted = errors.clone();
        sorted.sort_unstable();
        let at = |percent: usize| {
            sorted.get((sorted.len() * percent / 100).min(sorted.len().saturating_sub(1))).copied().unwrap_or(0)
        };
        (at(50), at(95), at(100))
    });
    println!(
        "{name:26} {:>6} {:>22} {:>22} {:>22} {cost:>9}",
        errors[0].len(),
        format!("{:>4} {:>4} {:>4}", listened.0, listened.1, listened.2),
        format!("{:>4} {:>4}", paused.0, paused.1),
        format!("{:>4} {:>4}", weighed.0, weighed.1),
    );
}
