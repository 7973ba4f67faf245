//! `voices`: all voices there are, by the names that manifests use.

use std::fmt::Write as _;

use serde_json::json;
use tokio_util::sync::CancellationToken;

use super::{Exit, load, output, session};
use crate::cli::{self, Format};
use crate::manifest::Options;
use crate::manifest::model::{ServiceKind, VoiceProvider};
use crate::provider::Services;
use crate::provider::http::Fault;
use crate::provider::speech::Espeak;
use crate::provider::speech::service::{self, OPENAI_VOICES};
use crate::video;

/// Voices of one provider: name, and what is told of it.
struct Voices {
    provider: String,
    voices: Result<Vec<(String, String)>, String>,
}

pub fn voices(args: &cli::Voices) -> anyhow::Result<Exit> {
    let mut all = vec![installed()];
    for path in &args.manifests {
        let batch = match load::one(path, &Options { allow_outside: true, ..Options::default() })? {
            Ok(batch) => batch,
            Err(diagnostics) => {
                output::say(diagnostics.to_string().trim_end());
                return Ok(Exit::Usage);
            }
        };
        let served = batch.providers.voices.iter().filter_map(|(name, provider)| match provider {
            VoiceProvider::Service(service) => Some((name, service)),
            VoiceProvider::Espeak | VoiceProvider::Command(_) | VoiceProvider::Piper { .. } => None,
        });
        let services = Services::default();
        let runtime = session::runtime()?;
        for (name, service) in served {
            all.push(runtime.block_on(asked(&services, name, service)));
        }
    }
    if let Some(text) = &args.find {
        let text = text.to_lowercase();
        for Voices { voices, .. } in &mut all {
            if let Ok(voices) = voices {
                voices.retain(|(name, about)| format!("{name} {about}").to_lowercase().contains(&text));
            }
        }
    }
    let exit = if all.iter().all(|voices| voices.voices.is_ok()) { Exit::AllDone } else { Exit::Missing };
    match args.format {
        Format::Human => output::print(&human(&all))?,
        Format::Json => output::print(&json_text(&all)?)?,
    };
    Ok(exit)
}

fn installed() -> Voices {
    let espeak = Espeak::find().ok_or_else(|| "espeak-ng is not there; `reelmill doctor` says more".to_owned());
    let named = |espeak: Espeak| espeak.voices().into_iter().map(|name| (name, String::new())).collect();
    Voices { provider: "espeak".to_owned(), voices: espeak.map(named) }
}

async fn asked(services: &Services, name: &str, about: &crate::manifest::model::VoiceService) -> Voices {
    let (kind, endpoint) = video::voice_service(name, about);
    let cancel = CancellationToken::new();
    let voices = match services.at(&endpoint) {
        Ok(service) => service::voices(&service, kind, &cancel).await,
        Err(error) => Err(error),
    };
    let voices = match voices {
        Err(error) if about.kind == ServiceKind::Openai && matches!(error.fault, Fault::Refused(400 | 404 | 405)) => {
            Ok(OPENAI_VOICES.map(|name| (name.to_owned(), String::new())).into())
        }
        voices => voices.map_err(|error| error.cause),
    };
    Voices { provider: name.to_owned(), voices }
}

fn human(all: &[Voices]) -> String {
    let mut out = String::new();
    for Voices { provider, voices } in all {
        match voices {
            Err(error) => {
                let _ = writeln!(out, "{provider}: {error}");
            }
            Ok(voices) => {
                let _ = writeln!(out, "{provider}: {} voices", voices.len());
                for (name, about) in voices {
                    let _ = writeln!(out, "  {}", format!("{name:<24} {about}").trim_end());
                }
            }
        }
    }
    out
}

fn json_text(all: &[Voices]) -> anyhow::Result<String> {
    let providers: Vec<_> = all
        .iter()
        .map(|Voices { provider, voices }| match voices {
            Ok(voices) => {
                let voices: Vec<_> =
                    voices.iter().map(|(name, about)| json!({ "name": name, "about": about })).collect();
                json!({ "provider": provider, "voices": voices })
            }
            Err(error) => json!({ "provider": provider, "error": error }),
        })
        .collect();
    Ok(serde_json::to_string_pretty(&json!({ "version": 1, "providers": providers }))? + "\n")
}
