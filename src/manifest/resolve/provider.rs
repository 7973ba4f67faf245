//! Named services, each with what its kind needs and nothing else.

use std::path::Path;

use super::prices;
use crate::event::MicroUsd;
use crate::manifest::limits;
use crate::manifest::model::{
    Command, Connection, HttpModel, ImageProvider, Price, PriceBy, Prompt, Providers, ScriptProvider, Secret,
    ServiceKind, StockKind, StockProvider, VoiceProvider, VoiceService,
};
use crate::manifest::notes::Notes;
use crate::manifest::paths::Inputs;
use crate::manifest::raw::{self, ScriptKind, SecretSource, VoiceKind};
use crate::manifest::read::{At, Short};
use crate::manifest::source::Spot;

type Key = (&'static str, Option<Spot>);

pub(crate) fn providers(raw: raw::Providers, inputs: &mut Inputs, notes: &mut Notes) -> Providers {
    let raw::Providers { script, voices, stock, images, hosts, faulty: _ } = raw;
    let script = script.map(|at| at.value.0).unwrap_or_default();
    let voices = voices.map(|at| at.value).unwrap_or_default();
    let stock = stock.map(|at| at.value.0).unwrap_or_default();
    let images = images.map(|at| at.value.0).unwrap_or_default();
    let hosts = hosts.map(|at| at.value.0).unwrap_or_default();
    Providers {
        script: script.into_iter().filter_map(|at| script_provider(at, inputs, notes)).collect(),
        voices: voices.into_iter().filter_map(|(name, at)| Some((name, voice_provider(at, inputs, notes)?))).collect(),
        stock: stock.into_iter().filter_map(|at| stock_provider(at, inputs.root(), notes)).collect(),
        images: images.into_iter().filter_map(|at| image_provider(at, inputs.root(), notes)).collect(),
        hosts: hosts.into_iter().map(|at| at.value.0.to_ascii_lowercase()).collect(),
    }
}

fn script_provider(
    at: At<Short<raw::ScriptProvider>>,
    inputs: &mut Inputs,
    notes: &mut Notes,
) -> Option<ScriptProvider> {
    let At { value: Short(raw), spot } = at;
    let raw::ScriptProvider { kind, model, prompt, price, command, connection, faulty } = raw;
    let Some(kind) = kind else { return need("kind", "`openai`, `command` or `offline`", spot, faulty, notes) };
    let served = [("model", place(&model)), ("prompt", place(&prompt)), ("price", place(&price))]
        .into_iter()
        .chain(keys(&connection));
    let run = [("command", place(&command))];
    match kind.value.0 {
        ScriptKind::Offline => {
            refuse("offline", served.chain(run), notes);
            Some(ScriptProvider::Offline)
        }
        ScriptKind::Command => {
            refuse("command", served, notes);
            let Some(argv) = command else {
                return need("command", "the program and its arguments", spot, faulty, notes);
            };
            self::command(argv, inputs, notes).map(ScriptProvider::Command)
        }
        ScriptKind::Openai => {
            refuse("openai", run, notes);
            let connection = connect(connection, Some("https://api.openai.com/v1"), spot, faulty, inputs.root(), notes);
            let Some(model) = model else {
                return need("model", "the service's name for a model", spot, faulty, notes);
            };
            let prompt = match prompt {
                Some(at) => Some(self::prompt(&at.value.0, at.spot, inputs, notes)?),
                None => None,
            };
            let connection = connection?;
            let public = prices::of_model(&connection.base_url, &model.value.0);
            let price_by = price_by(price.is_some(), public.is_some());
            let public = public.unwrap_or_default();
            let raw::Price { input, output, faulty: _ } = price.map(|at| at.value).unwrap_or_default();
            let price = Price {
                input: input.map_or(public.input, |at| at.value.0),
                output: output.map_or(public.output, |at| at.value.0),
            };
            Some(ScriptProvider::Openai(HttpModel { connection, model: model.value.0, prompt, price, price_by }))
        }
    }
}

fn prompt(path: &str, spot: Spot, inputs: &mut Inputs, notes: &mut Notes) -> Option<Prompt> {
    let text = inputs.text(path, spot, "prompt", limits::DOCUMENT_BYTES, notes)?.to_string();
    let path = inputs.file(path, spot, "prompt", notes)?.file;
    if !text.contains("topic") {
        notes.error(spot, "the prompt never says what the script is about").help("use `{{ topic }}` in it");
        return None;
    }
    Some(Prompt { path, text })
}

fn voice_provider(at: At<Short<raw::VoiceProvider>>, inputs: &mut Inputs, notes: &mut Notes) -> Option<VoiceProvider> {
    let At { value: Short(raw), spot } = at;
    let raw::VoiceProvider { kind, command, model, voice, instructions, region, price, connection, faulty } = raw;
    let Some(kind) = kind else {
        return need("kind", "such as `espeak`, `openai`, `kokoro` or `piper`", spot, faulty, notes);
    };
    let served = [
        ("model", place(&model)),
        ("voice", place(&voice)),
        ("instructions", place(&instructions)),
        ("region", place(&region)),
        ("price", place(&price)),
    ];
    let served = served.into_iter().chain(keys(&connection));
    let kind = match kind.value.0 {
        VoiceKind::Espeak => {
            refuse("espeak", served.chain([("command", place(&command))]), notes);
            return Some(VoiceProvider::Espeak);
        }
        VoiceKind::Command => {
            refuse("command", served, notes);
            let Some(argv) = command else {
                return need("command", "the program and its arguments", spot, faulty, notes);
            };
            return self::command(argv, inputs, notes).map(VoiceProvider::Command);
        }
        VoiceKind::Service(kind) => kind,
    };
    let name = service_name(kind);
    refuse(name, [("command", place(&command))], notes);
    if kind != ServiceKind::Azure {
        refuse(name, [("region", place(&region))], notes);
    }
    if kind != ServiceKind::Openai {
        refuse(name, [("instructions", place(&instructions))], notes);
    }
    if kind == ServiceKind::Piper && connection.base_url.is_none() {
        let Some(model) = model else {
            return need("model", "a model's file, or `base_url` of a server", spot, faulty, notes);
        };
        refuse("piper without `base_url`", keys(&connection), notes);
        return Some(VoiceProvider::Piper { model: model_file(&model.value.0, model.spot, inputs, notes)? });
    }
    let of_region = region.map(|at| format!("https://{}.tts.speech.microsoft.com/cognitiveservices", at.value.0));
    let usual = match kind {
        ServiceKind::Openai => Some("https://api.openai.com/v1"),
        ServiceKind::Elevenlabs => Some("https://api.elevenlabs.io"),
        ServiceKind::Azure => of_region.as_deref(),
        ServiceKind::Kokoro | ServiceKind::Piper => None,
    };
    if kind == ServiceKind::Azure && usual.is_none() && connection.base_url.is_none() {
        return need("region", "such as `westeurope`", spot, faulty, notes);
    }
    let connection = connect(connection, usual, spot, faulty, inputs.root(), notes)?;
    let public = prices::of_voice(&connection.base_url, model.as_ref().map(|at| at.value.0.as_str()));
    Some(VoiceProvider::Service(VoiceService {
        kind,
        connection,
        model: model.map(|at| at.value.0),
        voice: voice.map(|at| at.value.0),
        instructions: instructions.map(|at| at.value.0),
        price_by: price_by(price.is_some(), public.is_some()),
        price: price.map_or(public.unwrap_or_default(), |at| at.value.0),
    }))
}

/// A model with a `/` or an ending in its name is a file of the manifest's.
fn model_file(model: &str, spot: Spot, inputs: &mut Inputs, notes: &mut Notes) -> Option<String> {
    if !model.contains('/') && !model.ends_with(".onnx") {
        return Some(model.to_owned());
    }
    let file = inputs.file(model, spot, "model", notes)?.file;
    Some(file.to_string_lossy().into_owned())
}

fn price_by(given: bool, listed: bool) -> PriceBy {
    match (given, listed) {
        (true, _) => PriceBy::Manifest,
        (false, true) => PriceBy::List,
        (false, false) => PriceBy::Nobody,
    }
}

/// As users write it.
pub(super) fn service_name(kind: ServiceKind) -> &'static str {
    crate::manifest::scalar::Word(VoiceKind::Service(kind)).name()
}

fn stock_provider(at: At<raw::StockProvider>, root: &Path, notes: &mut Notes) -> Option<StockProvider> {
    let At { value: raw::StockProvider { kind, connection, faulty }, spot } = at;
    let Some(kind) = kind else { return need("kind", "`pexels` or `pixabay`", spot, faulty, notes) };
    let kind = kind.value.0;
    if connection.api_key.is_none() && connection.base_url.is_none() {
        return need("api_key", "as `env:NAME` or `file:PATH`", spot, faulty, notes);
    }
    let usual = match kind {
        StockKind::Pexels => "https://api.pexels.com",
        StockKind::Pixabay => "https://pixabay.com",
    };
    Some(StockProvider { kind, connection: connect(connection, Some(usual), spot, faulty, root, notes)? })
}

fn image_provider(at: At<raw::ImageProvider>, root: &Path, notes: &mut Notes) -> Option<ImageProvider> {
    let At { value: raw::ImageProvider { kind, model, size, quality, price, connection, faulty }, spot } = at;
    if kind.is_none() {
        return need("kind", "`openai`", spot, faulty, notes);
    }
    let Some(model) = model else { return need("model", "the service's name for a model", spot, faulty, notes) };
    let connection = connect(connection, Some("https://api.openai.com/v1"), spot, faulty, root, notes)?;
    let quality = quality.map(|at| at.value.0);
    let public = prices::of_image(&connection.base_url, &model.value.0, quality.as_deref());
    Some(ImageProvider {
        connection,
        model: model.value.0,
        size: size.map(|at| at.value.0),
        quality,
        price_by: price_by(price.is_some(), public.is_some()),
        price: price.map_or(public.unwrap_or_default(), |at| MicroUsd(at.value.0)),
    })
}

fn place<T>(at: &Option<At<T>>) -> Option<Spot> {
    at.as_ref().map(|at| at.spot)
}

fn keys(connection: &raw::Connection) -> [Key; 5] {
    let raw::Connection { base_url, api_key, rpm, concurrency, timeout, faulty: _ } = connection;
    [
        ("base_url", place(base_url)),
        ("api_key", place(api_key)),
        ("rpm", place(rpm)),
        ("concurrency", place(concurrency)),
        ("timeout", place(timeout)),
    ]
}

fn connect(
    raw: raw::Connection,
    usual: Option<&str>,
    spot: Spot,
    faulty: bool,
    root: &Path,
    notes: &mut Notes,
) -> Option<Connection> {
    let raw::Connection { base_url, api_key, rpm, concurrency, timeout, faulty: _ } = raw;
    let base_url = match (base_url, usual) {
        (Some(at), _) => base(at.value.0, at.spot, notes)?,
        (None, Some(usual)) => usual.to_owned(),
        (None, None) => return need("base_url", "such as `http://localhost:8880`", spot, faulty, notes),
    };
    Some(Connection {
        base_url,
        api_key: api_key.map(|at| secret(at.value, root)),
        rpm: rpm.map(|at| at.value.0 as u32),
        concurrency: concurrency.map(|at| at.value.0 as u32),
        timeout_ms: timeout.map(|at| at.value.0),
    })
}

/// Tells of a key that must be there, unless it is there and wrong.
fn need<T>(key: &str, what: &str, spot: Spot, faulty: bool, notes: &mut Notes) -> Option<T> {
    if !faulty {
        notes.error(spot, format!("this provider needs `{key}`")).help(format!("add `{key}:`, {what}"));
    }
    None
}

fn refuse(kind: &str, keys: impl IntoIterator<Item = Key>, notes: &mut Notes) {
    for (key, spot) in keys {
        if let Some(spot) = spot {
            notes
                .error(spot, format!("a provider of kind `{kind}` has no `{key}`"))
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
