//! What public services charge, so that a manifest without prices is not taken for free: a default, which the manifest's
//! own `price` replaces and which `plan` and `doctor --online` name as one.
//!
//! The figures are those of `model_prices_and_context_window.json` in litellm 1.110.2, which takes them from the services'
//! own price lists (<https://developers.openai.com/api/docs/pricing>, <https://elevenlabs.io/pricing/api>,
//! <https://azure.microsoft.com/en-us/pricing/calculator/>). They are in US dollars, for calls that are neither batched nor
//! cached. What is not in there has no default.

use crate::event::MicroUsd;
use crate::manifest::model::Price;

/// When the list was read.
pub const AS_OF: &str = "November 2026";

const OPENAI: &str = "https://api.openai.com/";
const ELEVENLABS: &str = "https://api.elevenlabs.io";
const AZURE: &str = ".tts.speech.microsoft.com/cognitiveservices";

/// Micro-dollars a million tokens, in and out.
const MODELS: &[(&str, u64, u64)] = &[
    ("gpt-3.5-turbo", 500_000, 1_500_000),
    ("gpt-4.1", 2_000_000, 8_000_000),
    ("gpt-4.1-mini", 400_000, 1_600_000),
    ("gpt-4.1-nano", 100_000, 400_000),
    ("gpt-4o", 2_500_000, 10_000_000),
    ("gpt-4o-mini", 150_000, 600_000),
    ("gpt-5", 1_250_000, 10_000_000),
    ("gpt-5-mini", 250_000, 2_000_000),
    ("gpt-5-nano", 50_000, 400_000),
    ("gpt-5.1", 1_250_000, 10_000_000),
    ("gpt-5.2", 1_750_000, 14_000_000),
    ("gpt-5.4", 2_500_000, 15_000_000),
    ("gpt-5.4-mini", 750_000, 4_500_000),
    ("gpt-5.4-nano", 200_000, 1_250_000),
    ("gpt-5.5", 5_000_000, 30_000_000),
    ("gpt-5.6", 4_000_000, 20_000_000),
    ("gpt-5.6-luna", 200_000, 1_200_000),
    ("gpt-5.6-sol", 4_000_000, 20_000_000),
    ("gpt-5.6-terra", 2_000_000, 12_000_000),
    ("gpt-6-astra", 10_000_000, 50_000_000),
    ("gpt-6-luna", 100_000, 500_000),
    ("gpt-6-sol", 2_000_000, 10_000_000),
    ("gpt-6.1-sol", 2_000_000, 10_000_000),
    ("gpt-6.1-terra", 1_000_000, 5_000_000),
    ("o3", 2_000_000, 8_000_000),
    ("o3-mini", 1_100_000, 4_400_000),
    ("o4-mini", 1_100_000, 4_400_000),
];

/// Micro-dollars a picture of low, medium and high quality, upright or wide; a square one costs a third less.
const IMAGES: &[(&str, [Option<u64>; 3])] = &[
    ("gpt-image-1", [Some(16_000), Some(63_000), Some(250_000)]),
    ("gpt-image-1-mini", [Some(6_000), Some(15_000), None]),
    ("gpt-image-1.5", [Some(13_000), Some(50_000), Some(200_000)]),
];

pub(super) fn of_model(base_url: &str, model: &str) -> Option<Price> {
    let of_openai = base_url.starts_with(OPENAI);
    let known = MODELS.iter().find(|(name, ..)| of_openai && is(model, name));
    known.map(|&(_, input, output)| Price { input, output })
}

/// Micro-dollars a million characters.
pub(super) fn of_voice(base_url: &str, model: Option<&str>) -> Option<u64> {
    if base_url.starts_with(OPENAI) {
        return match model {
            None | Some("tts-1" | "tts-1-1106") => Some(15_000_000),
            Some("tts-1-hd" | "tts-1-hd-1106") => Some(30_000_000),
            // 0.025 cents a second, in which some fifteen characters are said.
            Some(model) if is(model, "gpt-4o-mini-tts") => Some(17_000_000),
            Some(_) => None,
        };
    }
    if base_url.starts_with(ELEVENLABS) {
        return match model {
            None | Some("eleven_multilingual_v2" | "eleven_v3" | "eleven_v4") => Some(80_000_000),
            Some(
                "eleven_flash_v2" | "eleven_flash_v2_5" | "eleven_turbo_v2" | "eleven_turbo_v2_5" | "eleven_v4_turbo",
            ) => Some(40_000_000),
            Some(_) => None,
        };
    }
    base_url.ends_with(AZURE).then_some(15_000_000)
}

/// Of the quality that is named, else of the dearest: the service chooses then.
pub(super) fn of_image(base_url: &str, model: &str, quality: Option<&str>) -> Option<MicroUsd> {
    let (_, prices) = IMAGES.iter().find(|(name, _)| base_url.starts_with(OPENAI) && is(model, name))?;
    let price = match quality {
        Some("low") => prices[0],
        Some("medium") => prices[1],
        _ => prices[2],
    };
    price.map(MicroUsd)
}

/// The model itself, or a dated edition of it: `gpt-5-2025-08-07` is `gpt-5`, and `gpt-5.5` is not.
fn is(model: &str, name: &str) -> bool {
    model.strip_prefix(name).is_some_and(|rest| rest.is_empty() || rest.starts_with("-20"))
}

#[cfg(test)]
mod tests {
    use super::*;

    const OWN: &str = "http://localhost:11434/v1";
    const PUBLIC: &str = "https://api.openai.com/v1";

    #[test]
    fn public_prices_are_known_by_the_model_s_own_name() {
        let of = |model| of_model(PUBLIC, model).map(|price| (price.input, price.output));
        assert_eq!(of("gpt-4o-mini-2024-07-18"), Some((150_000, 600_000)));
        assert_eq!(of("gpt-4o"), Some((2_500_000, 10_000_000)));
        assert_eq!(of("gpt-5.5-2026-04-23"), Some((5_000_000, 30_000_000)));
        assert_eq!(of("gpt-5.5-pro"), None, "a dearer one is not taken for it");
        assert_eq!(of_voice(PUBLIC, None), Some(15_000_000));
        assert_eq!(of_voice("https://api.elevenlabs.io", Some("eleven_flash_v2_5")), Some(40_000_000));
        assert_eq!(of_voice("https://westeurope.tts.speech.microsoft.com/cognitiveservices", None), Some(15_000_000));
        let image = |model, quality| of_image(PUBLIC, model, quality).map(|price| price.0);
        assert_eq!(image("gpt-image-1", Some("medium")), Some(63_000));
        assert_eq!(image("gpt-image-1", None), Some(250_000), "as dear as it can be");
        assert_eq!((image("gpt-image-1-mini", None), image("dall-e-3", None)), (None, None));
    }

    #[test]
    fn servers_of_one_s_own_have_no_price() {
        assert!(of_model(OWN, "gpt-4o").is_none());
        assert_eq!(of_voice("http://localhost:8880", Some("kokoro")), None);
        assert_eq!(of_image(OWN, "gpt-image-1", None), None);
    }
}
