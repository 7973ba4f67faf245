//! Named services: who writes, speaks, has pictures and draws them.

use std::collections::BTreeMap;
use std::path::PathBuf;

use serde::Serialize;

use super::Command;
use crate::event::MicroUsd;

/// Named services of the manifest.
#[derive(Debug, Default, Clone, Serialize)]
pub struct Providers {
    /// Who writes scripts, in order of preference; empty: the built-in writer.
    pub script: Vec<ScriptProvider>,
    pub voices: BTreeMap<String, VoiceProvider>,
    /// Whose stock is searched, in order of preference.
    pub stock: Vec<StockProvider>,
    /// Who draws, in order of preference.
    pub images: Vec<ImageProvider>,
    /// Hosts, with their port where it is not the usual one, that may be fetched from wherever they are.
    pub hosts: Vec<String>,
}

/// Where a service is, and how it is to be treated.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Connection {
    /// Without a slash at its end, without secrets.
    pub base_url: String,
    pub api_key: Option<Secret>,
    /// Requests a minute.
    pub rpm: Option<u32>,
    /// Requests at once.
    pub concurrency: Option<u32>,
    /// For one try.
    pub timeout_ms: Option<u64>,
}

#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ScriptProvider {
    Openai(HttpModel),
    Command(Command),
    Offline,
}

/// An OpenAI-compatible language model.
#[derive(Debug, Clone, Serialize)]
pub struct HttpModel {
    pub connection: Connection,
    pub model: String,
    /// `None`: the built-in one.
    pub prompt: Option<Prompt>,
    pub price: Price,
    pub price_by: PriceBy,
}

/// Who says what a service charges.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum PriceBy {
    Manifest,
    /// A public price list, as of [`crate::manifest::PRICES_AS_OF`].
    List,
    /// Nobody: its calls count as free.
    Nobody,
}

/// A template of what a model is asked.
#[derive(Debug, Clone, Serialize)]
pub struct Prompt {
    pub path: PathBuf,
    pub text: String,
}

/// Micro-dollars a million tokens.
#[derive(Debug, Default, Clone, Copy, Serialize)]
pub struct Price {
    pub input: u64,
    pub output: u64,
}

/// Where a secret is to be read from; the secret itself is in no manifest.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Secret {
    Env(String),
    File(PathBuf),
}

#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum VoiceProvider {
    Espeak,
    Command(Command),
    /// The program `piper`, with a model's file or name.
    Piper {
        model: String,
    },
    Service(VoiceService),
}

/// What a voice service speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ServiceKind {
    Openai,
    Kokoro,
    Elevenlabs,
    Azure,
    Piper,
}

#[derive(Debug, Clone, Serialize)]
pub struct VoiceService {
    pub kind: ServiceKind,
    pub connection: Connection,
    pub model: Option<String>,
    /// Of those who choose none.
    pub voice: Option<String>,
    pub instructions: Option<String>,
    /// Micro-dollars a million characters.
    pub price: u64,
    pub price_by: PriceBy,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum StockKind {
    Pexels,
    Pixabay,
}

#[derive(Debug, Clone, Serialize)]
pub struct StockProvider {
    pub kind: StockKind,
    pub connection: Connection,
}

#[derive(Debug, Clone, Serialize)]
pub struct ImageProvider {
    pub connection: Connection,
    pub model: String,
    /// `None`: by the video's shape.
    pub size: Option<String>,
    pub quality: Option<String>,
    /// Of one picture.
    pub price: MicroUsd,
    pub price_by: PriceBy,
}
