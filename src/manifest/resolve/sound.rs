//! Who speaks, what plays, how loud.

use crate::manifest::model::{Music, Providers, ServiceKind, ServiceVoice, Voice, VoiceProvider};
use crate::manifest::near::nearest;
use crate::manifest::notes::Notes;
use crate::manifest::paths::{Inputs, Kind};
use crate::manifest::raw::{self, VoiceItem};
use crate::manifest::read::{At, Either, Many, Short, Switch};
use crate::manifest::scalar::{Line, Ratio, Whole, clipped};
use crate::manifest::source::Spot;
use crate::media::{Ducking, LoudnessTarget};

/// What one item of `voice` says.
#[derive(Debug, Default, Clone)]
struct Wanted {
    provider: Option<At<Line>>,
    name: Option<At<Line>>,
    speed: Option<At<Ratio<500, 2000>>>,
    pitch: Option<At<Whole<0, 99>>>,
    faulty: bool,
}

/// Always there, unless the manifest names another provider so.
const ESPEAK: &str = "espeak";

/// The voices of `own`, completed by `base` where each is a single one; `None` after a problem, empty for no voice at all.
pub(super) fn voices(
    own: Option<At<Many<VoiceItem>>>,
    base: Option<&At<Many<VoiceItem>>>,
    language: &str,
    providers: &Providers,
    notes: &mut Notes,
) -> Option<Vec<Voice>> {
    let base = match base.map(|at| at.value.0.as_slice()) {
        Some([single]) => wanted(single.clone(), providers),
        _ => Wanted::default(),
    };
    let items = own.map(|at| at.value.0).unwrap_or_default();
    let single = items.len() == 1;
    let voices = items.into_iter().map(|item| {
        let own = wanted(item, providers);
        let all = if single { completed(own, base.clone()) } else { own };
        voice(all, language, providers, notes)
    });
    voices.collect::<Vec<_>>().into_iter().collect()
}

/// The voice of whoever chooses none.
pub(super) fn default_voice(language: &str) -> Voice {
    Voice::Espeak { name: espeak_name(language), speed: 1000, pitch: 50 }
}

fn wanted(item: At<VoiceItem>, providers: &Providers) -> Wanted {
    match item.value {
        Either::Word(word) => {
            let is_provider = word.0 == ESPEAK || providers.voices.contains_key(&word.0);
            let word = Some(At { value: word, spot: item.spot });
            if is_provider {
                Wanted { provider: word, ..Wanted::default() }
            } else {
                Wanted { name: word, ..Wanted::default() }
            }
        }
        Either::Full(raw::Voice { provider, name, speed, pitch, faulty }) => {
            Wanted { provider, name, speed, pitch, faulty }
        }
    }
}

/// A voice's name and pitch belong to its provider: whoever chooses a provider does not inherit them.
fn completed(own: Wanted, base: Wanted) -> Wanted {
    let base = if own.provider.is_some() { Wanted { speed: base.speed, ..Wanted::default() } } else { base };
    Wanted {
        provider: own.provider.or(base.provider),
        name: own.name.or(base.name),
        speed: own.speed.or(base.speed),
        pitch: own.pitch.or(base.pitch),
        faulty: own.faulty,
    }
}

fn voice(wanted: Wanted, language: &str, providers: &Providers, notes: &mut Notes) -> Option<Voice> {
    let Wanted { provider, name, speed, pitch, faulty } = wanted;
    if faulty {
        return None;
    }
    let speed = speed.map_or(1000, |at| at.value.0);
    let chosen = provider.as_ref().map(|at| at.value.0.clone()).unwrap_or_default();
    let here = provider.as_ref().or(name.as_ref()).map_or(Spot::NOWHERE, |at| at.spot);
    let provider = match &provider {
        None => &VoiceProvider::Espeak,
        Some(at) => match providers.voices.get(&at.value.0) {
            Some(provider) => provider,
            None if at.value.0 == ESPEAK => &VoiceProvider::Espeak,
            None => return unknown_provider(&at.value.0, at.spot, providers, notes),
        },
    };
    match provider {
        VoiceProvider::Espeak => {
            if let Some(at) = &name
                && !is_espeak_name(&at.value.0)
            {
                return unknown_provider(&at.value.0, at.spot, providers, notes);
            }
            let name = name.map_or_else(|| espeak_name(language), |at| at.value.0);
            Some(Voice::Espeak { name, speed, pitch: pitch.map_or(50, |at| at.value.0 as u32) })
        }
        VoiceProvider::Command(command) => {
            no_pitch(pitch, "a voice of a program", notes)?;
            let name = name.map_or_else(|| language.to_owned(), |at| at.value.0);
            Some(Voice::Command { command: command.clone(), name, speed })
        }
        VoiceProvider::Piper { model } => {
            no_pitch(pitch, "a voice of piper", notes)?;
            if let Some(name) = name {
                let help = "a model is a voice: name it as the provider's `model`";
                notes.error(name.spot, "piper's program has no voices to choose from").help(help);
                return None;
            }
            Some(Voice::Piper { model: model.clone(), speed })
        }
        VoiceProvider::Service(service) => {
            if service.kind != ServiceKind::Azure {
                no_pitch(pitch.clone(), "this service's voice", notes)?;
            }
            let usual = match service.kind {
                ServiceKind::Openai => Some("alloy"),
                ServiceKind::Kokoro => Some("af_heart"),
                // A server of piper speaks with the voice that it was started with.
                ServiceKind::Piper => Some(""),
                ServiceKind::Elevenlabs | ServiceKind::Azure => None,
            };
            let name = name.map(|at| at.value.0).or_else(|| service.voice.clone()).or(usual.map(str::to_owned));
            let Some(name) = name else {
                let help = "`reelmill voices MANIFEST` lists those that it has";
                notes.error(here, format!("the voice of `{chosen}` needs a `name`")).help(help);
                return None;
            };
            Some(Voice::Service(ServiceVoice {
                provider: chosen,
                kind: service.kind,
                base_url: service.connection.base_url.clone(),
                model: service.model.clone(),
                instructions: service.instructions.clone(),
                name,
                speed,
                pitch: pitch.map_or(50, |at| at.value.0 as u32),
            }))
        }
    }
}

/// `None` after telling of a pitch that has no effect.
fn no_pitch(pitch: Option<At<Whole<0, 99>>>, whose: &str, notes: &mut Notes) -> Option<()> {
    let Some(pitch) = pitch else { return Some(()) };
    notes.error(pitch.spot, format!("{whose} has no `pitch`")).label("for espeak and Azure only").help("remove it");
    None
}

fn unknown_provider(name: &str, spot: Spot, providers: &Providers, notes: &mut Notes) -> Option<Voice> {
    let known = || providers.voices.keys().map(String::as_str).chain([ESPEAK]);
    let help = match nearest(name, known()) {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!(
            "providers of voices here are {}; espeak's voices have names such as `en-us`, `de` or `en-gb+f3`",
            known().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")
        ),
    };
    notes.error(spot, format!("there is no voice `{}`", clipped(name))).help(help);
    None
}

/// A language's short name with parts, and a variant: `en-us`, `cmn-latn-pinyin`, `en-gb+f3`.
fn is_espeak_name(name: &str) -> bool {
    let (language, variant) =
        name.split_once('+').map_or((name, None), |(language, variant)| (language, Some(variant)));
    let is = |part: &str, longest: usize| {
        (1..=longest).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_')
    };
    let mut parts = language.split('-');
    let primary =
        parts.next().is_some_and(|part| (2..=4).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_alphabetic()));
    primary && parts.all(|part| is(part, 16)) && variant.is_none_or(|variant| is(variant, 24))
}

/// espeak-ng's name for a language (`espeak-ng --voices`): mostly its BCP 47 primary tag.
fn espeak_name(language: &str) -> String {
    let tag = language.to_ascii_lowercase();
    let primary = tag.split('-').next().unwrap_or_default();
    let name = match (primary, tag.as_str()) {
        (_, "en-gb" | "en-029" | "pt-br" | "es-419" | "fr-be" | "fr-ch" | "fa-latn" | "en-gb-scotland") => tag.as_str(),
        ("en", "en-us" | "en") => "en-us",
        ("en", "en-ie" | "en-au" | "en-nz" | "en-za" | "en-in") => "en-gb",
        ("en", _) => "en-us",
        ("fr", _) => "fr-fr",
        ("es", "es-mx" | "es-ar" | "es-co" | "es-cl" | "es-pe" | "es-us") => "es-419",
        ("zh", "zh-hk" | "zh-mo") | ("yue", _) => "yue",
        ("zh", _) => "cmn",
        ("no" | "nn", _) => "nb",
        ("tl" | "fil", _) => "en-us",
        _ => primary,
    };
    name.to_owned()
}

/// `None` after a problem; `Some(None)` for a video without.
pub(super) fn music(
    raw: Option<At<Switch<Short<raw::Music>>>>,
    inputs: &mut Inputs,
    notes: &mut Notes,
) -> Option<Option<Music>> {
    let Some((spot, Short(raw))) = raw.and_then(|at| Some((at.spot, at.value.on()?))) else { return Some(None) };
    let raw::Music { file, volume, duck, fade_in, fade_out, r#loop, faulty } = raw;
    let Some(file) = file else {
        if !faulty {
            notes.error(spot, "music needs a `file`").help("write `music: {file: bed.ogg}`, or `music: none`");
        }
        return None;
    };
    let ducking = Ducking {
        volume: volume.map_or(-1800, |at| at.value.0),
        duck: duck.map_or(1200, |at| at.value.0.unsigned_abs()),
        fade_in_ms: fade_in.map_or(1000, |at| at.value.0 as u32),
        fade_out_ms: fade_out.map_or(2000, |at| at.value.0 as u32),
        looped: r#loop.is_none_or(|at| at.value.0),
    };
    Some(Some(Music { source: inputs.media(&file.value.0, file.spot, "music", Kind::Media, notes)?, ducking }))
}

pub(super) fn loudness(raw: Option<At<Short<raw::Loudness>>>) -> LoudnessTarget {
    let raw::Loudness { target, true_peak, faulty: _ } = raw.map(|at| at.value.0).unwrap_or_default();
    let default = LoudnessTarget::default();
    LoudnessTarget {
        target: target.map_or(default.target, |at| at.value.0),
        true_peak: true_peak.map_or(default.true_peak, |at| at.value.0),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn languages_have_espeak_voices() {
        for (language, name) in [
            ("en", "en-us"),
            ("en-GB", "en-gb"),
            ("pt-BR", "pt-br"),
            ("pt-PT", "pt"),
            ("zh-Hant", "cmn"),
            ("fr", "fr-fr"),
            ("de-AT", "de"),
        ] {
            assert_eq!(espeak_name(language), name);
            assert!(is_espeak_name(name));
        }
        assert!(["en-gb+f3", "en-gb-x-rp"].iter().all(|name| is_espeak_name(name)));
        assert!(["studio", "", "en us", "../x", "-v", "en+"].iter().all(|name| !is_espeak_name(name)));
    }
}
