//! The whole video as a job: its key is all that the manifest says of it, with files by their content.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::time::Duration;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::Bench;
use crate::event::Stage;
use crate::manifest::model::{self, ScriptProvider, Video};
use crate::mill::{Input, Job, JobError, Made, Permit, Workbench};
use crate::stage::Hardware;
use crate::stage::assemble::Assembled;

#[derive(Clone, Serialize)]
pub(super) struct Whole {
    /// The video as the manifest says it, without its name and place.
    video: Value,
    /// Who would write the script, when it is to be written.
    writers: Vec<Value>,
    /// Whose pictures it may show.
    pictures: Vec<Value>,
    /// Services would be asked, and no connection is made: fallbacks may stand for what they would have given.
    offline: bool,
    tools: Vec<String>,
    /// The chip that encodes.
    #[serde(skip_serializing_if = "Option::is_none")]
    hardware: Option<Hardware>,
    /// How, not what.
    #[serde(skip)]
    bench: Bench,
}

/// A finished video, and what it was made from.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Finished {
    #[serde(flatten)]
    pub assembled: Assembled,
    /// To tell, later, what has changed since.
    pub pieces: Vec<Piece>,
    /// What was not to be had, each with why: something else stands for it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub fallbacks: Vec<String>,
    /// From then on what is preferred is asked again; in milliseconds since 1970.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due_ms: Option<i64>,
}

/// A stand-in's video stays for so long, so that a service that is down does not hold every run up; then what is
/// preferred is asked again.
const STAND_IN: Duration = Duration::from_secs(10 * 60);

/// One of the jobs that a video was made by.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Piece {
    pub stage: Stage,
    pub label: String,
    /// Hex digits.
    pub key: String,
}

pub(super) async fn job(bench: &Bench) -> Result<Whole, JobError> {
    let video = bench.video();
    let mut spec = serde_json::to_value(video).map_err(|error| JobError::failed(error.to_string()))?;
    if let Value::Object(fields) = &mut spec {
        // Neither changes a byte of the result; what comes from them (title, seed) stands there itself.
        fields.remove("output");
    }
    let mut digests = BTreeMap::new();
    for path in files(&spec) {
        let input = bench.mill.digest(&path).await?;
        digests.insert(path, input);
    }
    by_content(&mut spec, &digests);
    let (writers, pictures) = (writers(bench), pictures(bench, &spec));
    let asks = !pictures.is_empty()
        || ["service", "remote"].iter().any(|kind| mentions(&spec, kind))
        || writers.iter().any(|writer| writer.get("base_url").is_some());
    Ok(Whole {
        writers,
        pictures,
        offline: asks && bench.tools.services.offline(),
        video: spec,
        tools: bench.tools.identities(),
        hardware: bench.hardware.clone(),
        bench: bench.clone(),
    })
}

/// Every `{"file": path}` of the manifest's model.
fn files(value: &Value) -> Vec<PathBuf> {
    match value {
        Value::Object(fields) => match local_file(value) {
            Some(path) => vec![path],
            None => fields.values().flat_map(files).collect(),
        },
        Value::Array(items) => items.iter().flat_map(files).collect(),
        _ => Vec::new(),
    }
}

fn local_file(value: &Value) -> Option<PathBuf> {
    let fields = value.as_object().filter(|fields| fields.len() == 1)?;
    fields.get("file")?.as_str().map(PathBuf::from)
}

fn by_content(value: &mut Value, digests: &BTreeMap<PathBuf, Input>) {
    if let Some(input) = local_file(value).and_then(|path| digests.get(&path)) {
        *value = serde_json::json!({ "digest": input.digest.to_string() });
        return;
    }
    match value {
        Value::Object(fields) => fields.values_mut().for_each(|field| by_content(field, digests)),
        Value::Array(items) => items.iter_mut().for_each(|item| by_content(item, digests)),
        _ => {}
    }
}

/// The writers' names where a script is to be written: their limits, prices and keys change nothing.
fn writers(bench: &Bench) -> Vec<Value> {
    let Video { script: model::Script::Generate(_), .. } = bench.video() else { return Vec::new() };
    let named = bench.wanted.providers.script.iter().map(|provider| match provider {
        ScriptProvider::Offline => serde_json::json!("offline"),
        ScriptProvider::Command(command) => serde_json::json!({ "command": command.argv }),
        ScriptProvider::Openai(model) => serde_json::json!({
            "base_url": model.connection.base_url,
            "model": model.model,
            "prompt": model.prompt.as_ref().map(|prompt| &prompt.text),
        }),
    });
    named.collect()
}

/// Stocks and those who draw, where the video may ask them.
fn pictures(bench: &Bench, spec: &Value) -> Vec<Value> {
    let providers = &bench.wanted.providers;
    let stock = providers.stock.iter().filter(|_| mentions(spec, "stock"));
    let stock = stock.map(|stock| serde_json::json!({ "kind": stock.kind, "base_url": stock.connection.base_url }));
    let images = providers.images.iter().filter(|_| mentions(spec, "ai")).map(|images| {
        serde_json::json!({
            "base_url": images.connection.base_url,
            "model": images.model,
            "size": images.size,
            "quality": images.quality,
        })
    });
    stock.chain(images).collect()
}

/// Whether a kind of picture stands anywhere in the video.
fn mentions(value: &Value, kind: &str) -> bool {
    match value {
        Value::Object(fields) => fields.iter().any(|(name, value)| name == kind || mentions(value, kind)),
        Value::Array(items) => items.iter().any(|item| mentions(item, kind)),
        Value::String(text) => text == kind,
        _ => false,
    }
}

impl Job for Whole {
    const STAGE: Stage = Stage::Video;
    const FORMAT: u32 = 5;
    type Output = Finished;

    fn label(&self) -> String {
        String::new()
    }

    fn is_due(finished: &Finished) -> bool {
        finished.due_ms.is_some_and(|due| now_ms() >= due)
    }

    /// It waits for its own stages, which take permits themselves.
    fn needs(&self) -> Permit {
        Permit::None
    }

    async fn run(&self, _: &Workbench) -> Result<Made<Finished>, JobError> {
        let assembled = super::make(&self.bench).await?;
        let files = assembled.files.into_iter().map(|(name, input)| (name, input.path)).collect();
        let (pieces, fallbacks) = (self.bench.pieces(), self.bench.fallbacks());
        let services = &self.bench.tools.services;
        // Offline there is nobody to ask, now or later.
        let due = !fallbacks.is_empty() && !services.offline();
        let due_ms = due.then(|| now_ms() + i64::try_from(services.waits().of(STAND_IN).as_millis()).unwrap_or(0));
        let value = Finished { assembled: assembled.value, pieces, fallbacks, due_ms };
        Ok(Made { value, files, cost: self.bench.cost() })
    }
}

fn now_ms() -> i64 {
    jiff::Timestamp::now().as_millisecond()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_known_by_their_content_wherever_they_lie() {
        let spec = |path: &str| serde_json::json!({ "music": { "source": { "file": path }, "volume": 1 } });
        let digest = |path: &str| {
            let mut spec = spec(path);
            let input = Input { digest: crate::cache::Digest::of(b"x"), path: path.into() };
            assert_eq!(files(&spec), [PathBuf::from(path)]);
            by_content(&mut spec, &BTreeMap::from([(PathBuf::from(path), input)]));
            spec
        };
        assert_eq!(digest("/a/bed.ogg"), digest("/b/other.ogg"));
        assert!(!digest("/a/bed.ogg").to_string().contains("bed"));
    }
}
