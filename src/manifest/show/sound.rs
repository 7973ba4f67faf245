//! Voices, music, loudness.

use serde_yaml::Value;

use super::scene::command;
use super::value::{Map, milliseconds, number, text};
use crate::manifest::model::{ClipSound, Music, Providers, ServiceKind, ServiceVoice, Voice, VoiceProvider};
use crate::media::{Ducking, LoudnessTarget};

pub(super) fn voice(voice: &Voice, providers: &Providers) -> Value {
    let provider = |wanted: &dyn Fn(&VoiceProvider) -> bool| {
        let found = providers.voices.iter().find(|(_, provider)| wanted(provider));
        found.map(|(name, _)| text(name))
    };
    match voice {
        Voice::Espeak { name, speed, pitch } => Map::new()
            .maybe("provider", provider(&|provider| matches!(provider, VoiceProvider::Espeak)))
            .put("name", text(name))
            .put("speed", number((*speed).into(), 3))
            .put("pitch", *pitch),
        Voice::Command { command: program, name, speed } => Map::new()
            .put(
                "provider",
                provider(&|provider| matches!(provider, VoiceProvider::Command(known) if known == program))
                    .unwrap_or_else(|| command(program)),
            )
            .put("name", text(name))
            .put("speed", number((*speed).into(), 3)),
        Voice::Piper { model, speed } => Map::new()
            .maybe(
                "provider",
                provider(&|provider| matches!(provider, VoiceProvider::Piper { model: known } if known == model)),
            )
            .put("speed", number((*speed).into(), 3)),
        Voice::Service(ServiceVoice { provider, name, speed, pitch, kind, .. }) => Map::new()
            .put("provider", text(provider))
            .maybe("name", (!name.is_empty()).then(|| text(name)))
            .put("speed", number((*speed).into(), 3))
            .maybe("pitch", (*kind == ServiceKind::Azure).then_some(*pitch)),
    }
    .into_value()
}

pub(super) fn clip(sound: ClipSound) -> Value {
    let ClipSound { volume, duck } = sound;
    Map::new().put("volume", decibels(volume.into())).put("duck", decibels(duck.into())).into_value()
}

pub(super) fn music(music: &Music) -> Value {
    let Music { source, ducking } = music;
    let Ducking { volume, duck, fade_in_ms, fade_out_ms, looped } = *ducking;
    Map::new()
        .put("file", text(&source.file.to_string_lossy()))
        .put("volume", decibels(volume.into()))
        .put("duck", decibels(duck.into()))
        .put("fade_in", milliseconds(fade_in_ms.into()))
        .put("fade_out", milliseconds(fade_out_ms.into()))
        .put("loop", looped)
        .into_value()
}

fn decibels(hundredths: i64) -> Value {
    Value::String(format!("{}dB", hundredths as f64 / 1e2))
}

pub(super) fn loudness(loudness: LoudnessTarget) -> Value {
    let LoudnessTarget { target, true_peak } = loudness;
    Map::new().put("target", number(target.into(), 2)).put("true_peak", number(true_peak.into(), 2)).into_value()
}
