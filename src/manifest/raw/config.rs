//! The manifest as a whole, and how to run it.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde_json::{Value, json};

use super::{Providers, Settings, Video};
use crate::manifest::node::{Kind, Node};
use crate::manifest::notes::Notes;
use crate::manifest::read::{Any, At, Later, Read};
use crate::manifest::record::record;
use crate::manifest::scalar::{Flag, Money, Time, Whole, Workers};
use crate::manifest::schema::Shapes;

record! {
    /// A batch of narrated videos.
    Manifest {
        /// The version of this format.
        version: Whole<1, 1>,
        /// How to run the batch; a flag wins over each.
        config: Later<Config>,
        /// Values for templates: `{{ vars.name }}`.
        vars: Later<Vars>,
        /// Rows for `for_each: data`: a CSV, JSON, JSONL or YAML file, or a list of mappings.
        data: Later<Rows>,
        /// For all videos that do not say otherwise.
        defaults: Later<Settings>,
        /// The videos to make.
        videos: Vec<At<Later<Video>>>,
        /// Named services.
        providers: Later<Providers>,
    }
}

/// Values for templates, by names of the writer's choice.
pub(crate) type Vars = BTreeMap<String, At<Any>>;

record! {
    /// How to run the batch.
    Config {
        /// Videos in flight.
        max_concurrent or "maxConcurrent": Whole<1, 10>,
        /// Stop at the first failed video; otherwise all are tried and each is reported.
        stop_on_error or "stopOnError": Flag,
        /// CPU jobs at once.
        workers: Workers,
        /// US dollars for the whole batch; nothing that would pass it is started.
        max_cost or "maxCost": Money,
        /// Stop starting work after this time.
        deadline: Time<1000, 604_800_000>,
    }
}

/// Where rows come from.
#[derive(Debug, Clone)]
pub(crate) enum Rows {
    /// A path; `data` in `for_each` means the manifest's own.
    Named(String),
    Inline(Vec<Arc<Node>>),
}

impl Read for Rows {
    fn read(node: &Arc<Node>, notes: &mut Notes) -> Option<Self> {
        match &node.kind {
            Kind::Scalar { text, .. } => Some(Self::Named(text.trim().to_owned())),
            Kind::List(items) => Some(Self::Inline(items.clone())),
            Kind::Broken => None,
            Kind::Map(_) => {
                let message = format!("`{}` must be a file's path or a list of rows, not a mapping", notes.key);
                notes.error(node.spot, message).help("write one mapping a row: `- {name: value}`");
                None
            }
        }
    }

    fn shape(_: &mut Shapes) -> Value {
        json!({ "anyOf": [
            { "type": "string", "description": "A CSV, JSON, JSONL or YAML file of rows" },
            { "type": "array", "items": { "type": "object" } },
        ] })
    }
}
