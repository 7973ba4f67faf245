//! A project whose services are all one local server.

#![allow(dead_code, reason = "each test file uses its own part")]

use serde_json::json;

use super::service::{Asked, Reply, Server, picture, script_reply, spoken};
use super::{Project, Ran};

/// Every wait for a service is a thousandth.
pub fn run(project: &Project, args: &[&str]) -> Ran {
    let mut command = project.command(args);
    command.env("REELMILL_WAITS_MILLIONTHS", "1000").env("WRITER_KEY", KEY).env("STOCK_KEY", STOCK_KEY);
    Ran::from(command.output().unwrap())
}

pub fn make(project: &Project) -> Ran {
    run(project, &["run", "reels.yaml", "--verbose"])
}

pub const KEY: &str = "sk-writer-7f3a9c";
pub const STOCK_KEY: &str = "stock/key+51e2";

/// Writes scripts, speaks, searches, draws: a service for everything.
pub fn everything(asked: &Asked, _: usize) -> Reply {
    let path = asked.path.split('?').next().unwrap_or_default();
    match path {
        "/v1/chat/completions" => script_reply(&["Boats leave at dawn.", "Nobody sleeps in the harbour."]),
        "/v1/audio/speech" => Reply::of(200, "audio/wav", spoken(asked.json()["input"].as_str().unwrap())),
        "/v1/search" => {
            let host = asked.header("host");
            let photo = |id: u64| {
                json!({ "id": id, "url": format!("https://stock.example/{id}"), "photographer": format!("Ada {id}"),
                    "width": 64, "src": { "original": format!("http://{host}/photo/{id}.png") } })
            };
            Reply::json(json!({ "photos": [photo(1), photo(2), photo(3)] }))
        }
        "/v1/images/generations" => Reply::json(json!({ "data": [{ "b64_json": base64(&picture(200)) }] })),
        path if path.starts_with("/photo/") => Reply::of(200, "image/png", picture(path.len() as u8)),
        _ => Reply::status(404),
    }
}

pub fn base64(bytes: &[u8]) -> String {
    use base64::Engine;
    base64::engine::general_purpose::STANDARD.encode(bytes)
}

pub fn providers(server: &Server) -> String {
    let url = &server.url;
    format!(
        "providers:
  script: {{ kind: openai, base_url: '{url}/v1', model: small, api_key: env:WRITER_KEY, price: {{ input: 1, output: 2 }} }}
  voices:
    studio: {{ kind: openai, base_url: '{url}/v1', model: tts, voice: anna, api_key: env:WRITER_KEY, price: 10 }}
  stock: {{ kind: pexels, base_url: '{url}', api_key: env:STOCK_KEY }}
  images: {{ kind: openai, base_url: '{url}/v1', model: paint, price: 0.04, api_key: env:WRITER_KEY }}
"
    )
}
