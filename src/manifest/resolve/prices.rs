//! What public services charge, as their price lists said in 2025; a manifest's own prices win. Other servers cost
//! nothing until the manifest says otherwise.

use crate::event::MicroUsd;
use crate::manifest::model::Price;

const OPENAI: &str = "https://api.openai.com/";

/// Micro-dollars a million tokens, by the beginning of the model's name; the longer names first.
const MODELS: [(&str, u64, u64); 10] = [
    ("gpt-5-nano", 50_000, 400_000),
    ("gpt-5-mini", 250_000, 2_000_000),
    ("gpt-5", 1_250_000, 10_000_000),
    ("gpt-4.1-nano", 100_000, 400_000),
    ("gpt-4.1-mini", 400_000, 1_600_000),
    ("gpt-4.1", 2_000_000, 8_000_000),
    ("gpt-4o-mini", 150_000, 600_000),
    ("gpt-4o", 2_500_000, 10_000_000),
    ("o4-mini", 1_100_000, 4_400_000),
    ("gpt-3.5-turbo", 500_000, 1_500_000),
];

pub(super) fn of_model(base_url: &str, model: &str) -> Price {
    let known = MODELS.iter().find(|(name, ..)| is_openai(base_url) && model.starts_with(name));
    known.map_or_else(Price::default, |&(_, input, output)| Price { input, output })
}

/// Micro-dollars a million characters.
pub(super) fn of_voice(base_url: &str, model: Option<&str>) -> u64 {
    match model {
        _ if base_url.ends_with(".tts.speech.microsoft.com/cognitiveservices") => 16_000_000,
        _ if !is_openai(base_url) => 0,
        Some("tts-1-hd") => 30_000_000,
        None | Some("tts-1") => 15_000_000,
        // Charged by the minute: 1.5 cents, and some 900 characters are said in one.
        Some(_) => 17_000_000,
    }
}

pub(super) fn of_image(base_url: &str, model: &str) -> MicroUsd {
    MicroUsd(match model {
        _ if !is_openai(base_url) => 0,
        "dall-e-2" => 20_000,
        "dall-e-3" => 80_000,
        // Of medium quality, upright or wide.
        _ => 63_000,
    })
}

fn is_openai(base_url: &str) -> bool {
    base_url.starts_with(OPENAI)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn public_prices_are_known_and_own_servers_are_free() {
        assert_eq!(of_model("https://api.openai.com/v1", "gpt-4o-mini-2024").input, 150_000);
        assert_eq!(of_model("https://api.openai.com/v1", "gpt-4o").input, 2_500_000);
        assert_eq!(of_model("http://localhost:11434/v1", "gpt-4o").input, 0);
        assert_eq!(of_voice("https://api.openai.com/v1", None), 15_000_000);
        assert_eq!(of_voice("http://localhost:8880", Some("kokoro")), 0);
        assert_eq!(of_image("https://api.openai.com/v1", "dall-e-3"), MicroUsd(80_000));
    }
}
