//! Named services, and where their secrets are.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde_json::{Value, json};

use super::Argv;
use crate::manifest::model::{ServiceKind, StockKind};
use crate::manifest::node::Node;
use crate::manifest::notes::Notes;
use crate::manifest::read::{At, Many, Read, Short, Shorthand};
use crate::manifest::record::record;
use crate::manifest::scalar::{Line, Money, PathText, Text, Time, Whole, Word, words};
use crate::manifest::schema::Shapes;

record! {
    /// Named services.
    Providers {
        /// Who writes scripts, in order of preference; without any, the built-in writer.
        script: Many<Short<ScriptProvider>>,
        /// Who speaks, by names that voices use.
        voices: BTreeMap<String, At<Short<VoiceProvider>>>,
        /// Whose stock of pictures and clips is searched, in order of preference.
        stock: Many<StockProvider>,
        /// Who draws pictures from words, in order of preference.
        images: Many<ImageProvider>,
        /// Hosts of your own, such as `media.internal:8080`, whose pictures are fetched though their addresses are
        /// not public.
        hosts: Many<Line>,
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ScriptKind {
    Openai,
    Command,
    Offline,
}

words!(ScriptKind { "openai" => ScriptKind::Openai, "command" => ScriptKind::Command, "offline" => ScriptKind::Offline });

record! {
    /// Who writes scripts.
    ScriptProvider {
        /// An OpenAI-compatible service, a program, or the built-in writer.
        kind: Word<ScriptKind>,
        model: Line,
        /// A template of what the model is asked, instead of the built-in one. It sees `topic`, `genre`, `tone`,
        /// `audience`, `language`, `words`, `scenes`, `facts`, `banned` and `seed`.
        prompt: PathText,
        price: Price,
        /// A program and its arguments: JSON on stdin, the script as JSON on stdout.
        command: Argv,
        ..connection: Connection,
    }
}

impl Shorthand for ScriptProvider {
    const MEANS: &'static str = "`offline`, the built-in writer";

    fn short(node: &Arc<Node>, notes: &mut Notes) -> Option<Self> {
        Some(Self { kind: Some(At::read(node, notes)?), ..Self::default() })
    }
}

record! {
    /// US dollars a million tokens.
    Price {
        input: Money,
        output: Money,
    }
}

record! {
    /// Where a service is, and how it is to be treated.
    Connection {
        /// Such as `https://api.openai.com/v1`; the kind's own where it has one.
        base_url: Line,
        /// `env:NAME` or `file:PATH`, never the key itself.
        api_key: SecretSource,
        /// Requests a minute.
        rpm: Whole<1, 100_000>,
        /// Requests at once.
        concurrency: Whole<1, 1000>,
        /// For one try.
        timeout: Time<100, 3_600_000>,
    }
}

words!(VoiceKind {
    "espeak" => VoiceKind::Espeak,
    "command" => VoiceKind::Command,
    "openai" => VoiceKind::Service(ServiceKind::Openai),
    "kokoro" => VoiceKind::Service(ServiceKind::Kokoro),
    "elevenlabs" => VoiceKind::Service(ServiceKind::Elevenlabs),
    "azure" => VoiceKind::Service(ServiceKind::Azure),
    "piper" => VoiceKind::Service(ServiceKind::Piper),
});

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum VoiceKind {
    Espeak,
    Command,
    Service(ServiceKind),
}

record! {
    /// Who speaks.
    VoiceProvider {
        /// espeak-ng, a program, or a service.
        kind: Word<VoiceKind>,
        /// A program and its arguments: JSON on stdin, a sound file on stdout.
        command: Argv,
        /// The service's name for a model; piper's program takes a model's file.
        model: Line,
        /// The service's name for the voice of those who choose none.
        voice: Line,
        /// How to speak, for models that listen to that.
        instructions: Text<4000, true>,
        /// Azure's name for a place, such as `westeurope`.
        region: Line,
        /// US dollars a million characters.
        price: Money,
        ..connection: Connection,
    }
}

impl Shorthand for VoiceProvider {
    const MEANS: &'static str = "`espeak`";

    fn short(node: &Arc<Node>, notes: &mut Notes) -> Option<Self> {
        Some(Self { kind: Some(At::read(node, notes)?), ..Self::default() })
    }
}

words!(StockKind { "pexels" => StockKind::Pexels, "pixabay" => StockKind::Pixabay });

record! {
    /// Whose stock of pictures and clips is searched.
    StockProvider {
        kind: Word<StockKind>,
        ..connection: Connection,
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ImageKind {
    Openai,
}

words!(ImageKind { "openai" => ImageKind::Openai });

record! {
    /// Who draws pictures from words.
    ImageProvider {
        /// A service that has OpenAI's `/images/generations`.
        kind: Word<ImageKind>,
        model: Line,
        /// Such as `1024x1536`; by the video's shape where it is missing.
        size: Line,
        /// The service's word for it, such as `medium`.
        quality: Line,
        /// US dollars a picture.
        price: Money,
        ..connection: Connection,
    }
}

/// Where a secret is to be read from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum SecretSource {
    Env(String),
    File(String),
}

impl Read for SecretSource {
    fn read(node: &Arc<Node>, notes: &mut Notes) -> Option<Self> {
        let found = node.scalar().and_then(|text| match text.trim().split_once(':')? {
            ("env", name) if is_variable(name) => Some(Self::Env(name.to_owned())),
            ("file", path) if !path.trim().is_empty() && !path.contains(char::is_control) => {
                Some(Self::File(path.trim().to_owned()))
            }
            _ => None,
        });
        if found.is_none() {
            // The text itself may be the secret: it is told nowhere.
            notes.source.hide(node.spot.line..=node.spot.line);
            let message = format!("`{}` must say where the secret is, not the secret itself", notes.key);
            notes
                .error(node.spot, message)
                .label("not shown")
                .help("write `env:NAME` for a variable of the environment or `file:PATH` for a file, and replace the secret if others saw it");
        }
        found
    }

    fn shape(_: &mut Shapes) -> Value {
        json!({ "type": "string", "pattern": "^(env:[A-Za-z_][A-Za-z0-9_]*|file:.+)$" })
    }
}

fn is_variable(name: &str) -> bool {
    let mut bytes = name.bytes();
    bytes.next().is_some_and(|b| b.is_ascii_alphabetic() || b == b'_')
        && bytes.all(|b| b.is_ascii_alphanumeric() || b == b'_')
}
