//! The manifest's services as stages want them.

use std::time::Duration;

use super::Bench;
use crate::manifest::model::{
    self, Connection, HttpModel, ImageProvider, Secret, ServiceKind, ServiceVoice, StockKind, StockProvider,
    VoiceProvider,
};
use crate::stage::fetched::{self, Drawer, Stock};
use crate::stage::script::{BUILT_IN_PROMPT, ModelWriter};
use crate::stage::speech::{self, VoiceKind};
use crate::stage::{Endpoint, SecretSource, TokenPrice};

pub(super) fn model(model: &HttpModel) -> ModelWriter {
    let HttpModel { connection, model, prompt, price, price_by: _ } = model;
    ModelWriter {
        base_url: connection.base_url.clone(),
        model: model.clone(),
        prompt: prompt.as_ref().map_or_else(|| BUILT_IN_PROMPT.to_owned(), |prompt| prompt.text.clone()),
        endpoint: endpoint(model, connection),
        price: TokenPrice { input: price.input, output: price.output },
    }
}

pub(super) fn voice(bench: &Bench, voice: &ServiceVoice) -> Option<speech::ServiceVoice> {
    let ServiceVoice { provider, kind, base_url, model, instructions, name, speed, pitch } = voice.clone();
    let Some(VoiceProvider::Service(service)) = bench.wanted.providers.voices.get(&provider) else { return None };
    let endpoint = endpoint(&provider, &service.connection);
    let kind = self::kind(kind);
    let price = service.price;
    Some(speech::ServiceVoice { kind, base_url, model, instructions, name, speed, pitch, endpoint, price })
}

/// A voice service of a manifest, for those who ask it other things than to speak.
pub fn voice_service(name: &str, service: &model::VoiceService) -> (VoiceKind, Endpoint) {
    (kind(service.kind), endpoint(name, &service.connection))
}

fn kind(kind: ServiceKind) -> VoiceKind {
    match kind {
        ServiceKind::Openai => VoiceKind::Openai,
        ServiceKind::Kokoro => VoiceKind::Kokoro,
        ServiceKind::Elevenlabs => VoiceKind::Elevenlabs,
        ServiceKind::Azure => VoiceKind::Azure,
        ServiceKind::Piper => VoiceKind::Piper,
    }
}

pub(super) fn stock(provider: &StockProvider) -> Stock {
    let kind = match provider.kind {
        StockKind::Pexels => fetched::StockKind::Pexels,
        StockKind::Pixabay => fetched::StockKind::Pixabay,
    };
    Stock {
        kind,
        base_url: provider.connection.base_url.clone(),
        endpoint: endpoint(kind.name(), &provider.connection),
    }
}

pub(super) fn drawer(provider: &ImageProvider) -> Drawer {
    let ImageProvider { connection, model, size: _, quality, price, price_by: _ } = provider;
    Drawer {
        base_url: connection.base_url.clone(),
        model: model.clone(),
        quality: quality.clone(),
        endpoint: endpoint(model, connection),
        price: *price,
    }
}

/// `name` is what people are told of it.
pub fn endpoint(name: &str, connection: &Connection) -> Endpoint {
    let Connection { base_url, api_key, rpm, concurrency, timeout_ms } = connection;
    let host = base_url.split_once("://").map_or(base_url.as_str(), |(_, rest)| rest).split('/').next();
    Endpoint {
        name: format!("{name} at {}", host.unwrap_or_default()),
        base_url: base_url.clone(),
        key: api_key.as_ref().map(|key| match key {
            Secret::Env(name) => SecretSource::Env(name.clone()),
            Secret::File(path) => SecretSource::File(path.clone()),
        }),
        rpm: *rpm,
        concurrency: *concurrency,
        timeout: timeout_ms.map(Duration::from_millis),
    }
}

/// Hosts of the manifest's own configuration: what they point to may lie anywhere.
pub(super) fn trusted(bench: &Bench) -> Vec<String> {
    let providers = &bench.wanted.providers;
    let stock = providers.stock.iter().map(|stock| &stock.connection.base_url);
    let own = stock.filter_map(|url| url.split_once("://")?.1.split('/').next().map(str::to_owned));
    own.chain(providers.hosts.iter().cloned()).collect()
}
