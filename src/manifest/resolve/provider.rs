//! Named services, each with what its kind needs and nothing else.

use std::collections::BTreeMap;
use std::path::Path;

use crate::manifest::model::{Command, HttpModel, Price, Providers, ScriptProvider, Secret, VoiceProvider};
use crate::manifest::notes::Notes;
use crate::manifest::paths::Inputs;
use crate::manifest::raw::{self, ScriptKind, SecretSource, VoiceKind};
use crate::manifest::read::{At, Short};
use crate::manifest::source::Spot;

pub(crate) fn providers(raw: raw::Providers, inputs: &mut Inputs, notes: &mut Notes) -> Providers {
    let raw::Providers { script, voices, faulty: _ } = raw;
    let script = script.map(|at| at.value.0).unwrap_or_default();
    let voices = voices.map(|at| at.value).unwrap_or_default();
    Providers {
        script: script.into_iter().filter_map(|at| script_provider(at, inputs, notes)).collect(),
        voices: voices
            .into_iter()
            .filter_map(|(name, at)| Some((name, voice_provider(at, inputs, notes)?)))
            .collect::<BTreeMap<_, _>>(),
    }
}

fn script_provider(
    at: At<Short<raw::ScriptProvider>>,
    inputs: &mut Inputs,
    notes: &mut Notes,
) -> Option<ScriptProvider> {
    let At { value: Short(raw), spot } = at;
    let raw::ScriptProvider { kind, base_url, model, api_key, rpm, concurrency, price, command, faulty } = raw;
    let Some(kind) = kind else { return need("kind", "`openai`, `command` or `offline`", spot, faulty, notes) };
    let served: [(&str, Option<Spot>); 6] = [
        ("base_url", base_url.as_ref().map(|at| at.spot)),
        ("model", model.as_ref().map(|at| at.spot)),
        ("api_key", api_key.as_ref().map(|at| at.spot)),
        ("rpm", rpm.as_ref().map(|at| at.spot)),
        ("concurrency", concurrency.as_ref().map(|at| at.spot)),
        ("price", price.as_ref().map(|at| at.spot)),
    ];
    let run = [("command", command.as_ref().map(|at| at.spot))];
    match kind.value.0 {
        ScriptKind::Offline => {
            refuse("offline", served.iter().chain(&run), notes);
            Some(ScriptProvider::Offline)
        }
        ScriptKind::Command => {
            refuse("command", &served, notes);
            let Some(argv) = command else {
                return need("command", "the program and its arguments", spot, faulty, notes);
            };
            self::command(argv, inputs, notes).map(ScriptProvider::Command)
        }
        ScriptKind::Openai => {
            refuse("openai", &run, notes);
            let base_url = match base_url {
                Some(at) => base(at.value.0, at.spot, notes),
                None => Some("https://api.openai.com/v1".to_owned()),
            };
            let Some(model) = model else {
                return need("model", "the service's name for a model", spot, faulty, notes);
            };
            let raw::Price { input, output, faulty: _ } = price.map(|at| at.value).unwrap_or_default();
            Some(ScriptProvider::Openai(HttpModel {
                base_url: base_url?,
                model: model.value.0,
                api_key: api_key.map(|at| secret(at.value, inputs.root())),
                rpm: rpm.map(|at| at.value.0 as u32),
                concurrency: concurrency.map(|at| at.value.0 as u32),
                price: Price { input: input.map_or(0, |at| at.value.0), output: output.map_or(0, |at| at.value.0) },
            }))
        }
    }
}

fn voice_provider(at: At<Short<raw::VoiceProvider>>, inputs: &mut Inputs, notes: &mut Notes) -> Option<VoiceProvider> {
    let At { value: Short(raw), spot } = at;
    let raw::VoiceProvider { kind, command, faulty } = raw;
    let Some(kind) = kind else { return need("kind", "`espeak` or `command`", spot, faulty, notes) };
    match (kind.value.0, command) {
        (VoiceKind::Espeak, command) => {
            refuse("espeak", &[("command", command.map(|at| at.spot))], notes);
            Some(VoiceProvider::Espeak)
        }
        (VoiceKind::Command, Some(argv)) => self::command(argv, inputs, notes).map(VoiceProvider::Command),
        (VoiceKind::Command, None) => need("command", "the program and its arguments", spot, faulty, notes),
    }
}

/// Tells of a key that must be there, unless it is there and wrong.
fn need<T>(key: &str, what: &str, spot: Spot, faulty: bool, notes: &mut Notes) -> Option<T> {
    if !faulty {
        notes.error(spot, format!("this provider needs `{key}`")).help(format!("add `{key}:`, {what}"));
    }
    None
}

fn refuse<'a>(kind: &str, keys: impl IntoIterator<Item = &'a (&'static str, Option<Spot>)>, notes: &mut Notes) {
    for (key, spot) in keys {
        if let Some(spot) = spot {
            notes
                .error(*spot, format!("a provider of kind `{kind}` has no `{key}`"))
                .help("remove it, or choose another kind");
        }
    }
}

/// A service's address; secrets do not belong in it.
fn base(url: String, spot: Spot, notes: &mut Notes) -> Option<String> {
    let rest = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://"));
    let host = rest.and_then(|rest| rest.split(['/', '?', '#']).next()).unwrap_or_default();
    if host.contains('@') || url.contains('?') {
        notes.source.hide(spot.line..=spot.line);
        notes
            .error(spot, "`base_url` must hold no user, password or query")
            .help("give the key as `api_key: env:NAME`");
        return None;
    }
    if host.is_empty() || url.contains(char::is_whitespace) {
        notes.error(spot, "`base_url` must be an address").help("such as `https://api.openai.com/v1`");
        return None;
    }
    Some(url.trim_end_matches('/').to_owned())
}

fn secret(source: SecretSource, root: &Path) -> Secret {
    match source {
        SecretSource::Env(name) => Secret::Env(name),
        SecretSource::File(path) => Secret::File(root.join(path)),
    }
}

/// A program with a `/` in its name is a file of the manifest's; another is looked for when it is run.
pub(super) fn command(argv: At<raw::Argv>, inputs: &mut Inputs, notes: &mut Notes) -> Option<Command> {
    let At { value: raw::Argv(mut argv), spot } = argv;
    if let Some(program) = argv.first_mut()
        && program.contains('/')
    {
        let file = inputs.file(program, spot, "program", notes)?.file;
        *program = file.to_str().map(str::to_owned).or_else(|| {
            notes.error(spot, "the program's path is not UTF-8").help("move it");
            None
        })?;
    }
    Some(Command { argv })
}
