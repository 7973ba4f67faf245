//! Named services; of their keys, where they are.

use serde_yaml::Value;

use super::scene::command;
use super::value::{Map, milliseconds, number, text};
use super::word;
use crate::manifest::model::{
    Connection, HttpModel, ImageProvider, PriceBy, Providers, ScriptProvider, Secret, StockProvider, VoiceProvider,
    VoiceService,
};
use crate::manifest::raw::VoiceKind;

pub(super) fn providers(providers: &Providers) -> Value {
    let Providers { script, voices, stock, images, hosts } = providers;
    let voices = voices.iter().fold(Map::new(), |map, (name, provider)| map.put(name, voice_provider(provider)));
    let some = |list: Vec<Value>| (!list.is_empty()).then_some(list);
    Map::new()
        .put("script", script.iter().map(script_provider).collect::<Vec<_>>())
        .put("voices", voices.into_value())
        .maybe("stock", some(stock.iter().map(stock_provider).collect()))
        .maybe("images", some(images.iter().map(image_provider).collect()))
        .maybe("hosts", some(hosts.iter().map(|host| text(host)).collect()))
        .into_value()
}

fn script_provider(provider: &ScriptProvider) -> Value {
    match provider {
        ScriptProvider::Offline => Map::new().put("kind", "offline"),
        ScriptProvider::Command(argv) => Map::new().put("kind", "command").put("command", command(argv)),
        ScriptProvider::Openai(HttpModel { connection, model, prompt, price, price_by }) => {
            let price =
                Map::new().put("input", number(price.input as i64, 6)).put("output", number(price.output as i64, 6));
            let map = Map::new()
                .put("kind", "openai")
                .put("model", text(model))
                .maybe("price", own(*price_by, price.into_value()));
            let map = map.maybe("prompt", prompt.as_ref().map(|prompt| text(&prompt.path.to_string_lossy())));
            self::connection(map, connection)
        }
    }
    .into_value()
}

fn voice_provider(provider: &VoiceProvider) -> Value {
    match provider {
        VoiceProvider::Espeak => Map::new().put("kind", "espeak"),
        VoiceProvider::Command(argv) => Map::new().put("kind", "command").put("command", command(argv)),
        VoiceProvider::Piper { model } => Map::new().put("kind", "piper").put("model", text(model)),
        VoiceProvider::Service(VoiceService { kind, connection, model, voice, instructions, price, price_by }) => {
            let map = Map::new()
                .put("kind", word(VoiceKind::Service(*kind)))
                .maybe("model", model.as_deref().map(text))
                .maybe("voice", voice.as_deref().map(text))
                .maybe("instructions", instructions.as_deref().map(text))
                .maybe("price", own(*price_by, number(*price as i64, 6)));
            self::connection(map, connection)
        }
    }
    .into_value()
}

fn stock_provider(provider: &StockProvider) -> Value {
    let StockProvider { kind, connection } = provider;
    self::connection(Map::new().put("kind", word(*kind)), connection).into_value()
}

fn image_provider(provider: &ImageProvider) -> Value {
    let ImageProvider { connection, model, size, quality, price, price_by } = provider;
    let map = Map::new()
        .put("kind", "openai")
        .put("model", text(model))
        .maybe("size", size.as_deref().map(text))
        .maybe("quality", quality.as_deref().map(text))
        .maybe("price", own(*price_by, number(price.0 as i64, 6)));
    self::connection(map, connection).into_value()
}

/// A price that the manifest itself has; a default is looked up anew.
fn own(by: PriceBy, price: Value) -> Option<Value> {
    (by == PriceBy::Manifest).then_some(price)
}

fn connection(map: Map, connection: &Connection) -> Map {
    let Connection { base_url, api_key, rpm, concurrency, timeout_ms } = connection;
    map.put("base_url", text(base_url))
        .maybe("api_key", api_key.as_ref().map(secret))
        .maybe("rpm", *rpm)
        .maybe("concurrency", *concurrency)
        .maybe("timeout", timeout_ms.map(milliseconds))
}

/// Where it is, as ever.
fn secret(secret: &Secret) -> Value {
    match secret {
        Secret::Env(name) => text(&format!("env:{name}")),
        Secret::File(path) => text(&format!("file:{}", path.display())),
    }
}
