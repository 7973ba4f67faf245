//! Videos written once and meant many times: `for_each` makes one a row, `matrix` one a combination. Every video gets
//! its id here, since its other texts may use it.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use minijinja::Value;

use super::fill::fill;
use super::ids;
use super::limits;
use super::node::{Entry, Kind, Node};
use super::notes::Notes;
use super::paths::Inputs;
use super::raw::{Rows, is_document};
use super::read::Read;
use super::record;
use super::rows;
use super::source::Spot;
use super::template::{Context, Into, Templates, value};

/// One video: its own node, and what its templates see.
pub(crate) struct Instance {
    pub node: Arc<Node>,
    pub context: Context,
    pub id: Arc<str>,
    /// Where the id is written, or else the video.
    pub spot: Spot,
    /// From 1, for one of many.
    pub row: Option<usize>,
    chosen: Option<String>,
    /// What tells combinations apart in a derived id.
    labels: Vec<String>,
}

pub(crate) struct Expander<'a> {
    pub notes: &'a mut Notes,
    pub templates: &'a mut Templates,
    pub inputs: &'a mut Inputs,
    /// Seen by all templates.
    pub context: Context,
    /// The manifest's own rows, for `for_each: data`.
    pub data: Option<Arc<Node>>,
    /// What the manifest's defaults say.
    pub defaults: Option<Arc<Node>>,
    /// What the command line says; it wins.
    pub overrides: &'a [(String, String)],
    loaded: HashMap<String, Option<Arc<Vec<Value>>>>,
    nodes: u64,
}

/// What templates see where neither video nor defaults say.
const BUILT_IN: [(&str, &str); 2] = [("language", "en"), ("preset", "shorts")];

/// A combination of a matrix: axis and value.
type Combination = Vec<(Arc<str>, Arc<Node>)>;

impl<'a> Expander<'a> {
    pub fn new(notes: &'a mut Notes, templates: &'a mut Templates, inputs: &'a mut Inputs, context: Context) -> Self {
        Self {
            notes,
            templates,
            inputs,
            context,
            data: None,
            defaults: None,
            overrides: &[],
            loaded: HashMap::new(),
            nodes: 0,
        }
    }

    /// All videos in order, each with its id.
    pub fn expand(&mut self, videos: &[Arc<Node>]) -> Vec<Instance> {
        let mut instances = Vec::with_capacity(videos.len());
        for video in videos {
            let count = instances.len();
            if self.expand_one(video, &mut instances).is_none() {
                instances.truncate(count);
            }
            if instances.len() > limits::VIDEOS || self.nodes > limits::NODES {
                self.notes
                    .error(
                        video.spot,
                        format!("the manifest makes more than {} videos, or they are too large", limits::VIDEOS),
                    )
                    .help("split it into several manifests");
                return Vec::new();
            }
        }
        self.name(&mut instances);
        instances
    }

    fn expand_one(&mut self, video: &Arc<Node>, into: &mut Vec<Instance>) -> Option<()> {
        let own = without(video, &["for_each", "matrix"]);
        let rows = match video.entry("for_each") {
            Some(entry) => Some(self.rows(entry)?),
            None => None,
        };
        let combinations = match video.entry("matrix") {
            Some(entry) => self.combinations(entry)?,
            None => vec![Combination::new()],
        };
        let row_count = rows.as_ref().map_or(1, |rows| rows.len());
        let count = row_count.saturating_mul(combinations.len());
        self.nodes = self.nodes.saturating_add((count as u64).saturating_mul(own.weight.nodes));
        if into.len().saturating_add(count) > limits::VIDEOS || self.nodes > limits::NODES {
            self.nodes = u64::MAX;
            return None;
        }
        for index in 0..row_count {
            for combination in &combinations {
                let row = rows.as_ref().map(|rows| (index + 1, rows[index].clone()));
                into.push(self.instance(&own, row, combination));
            }
        }
        Some(())
    }

    fn instance(&mut self, own: &Arc<Node>, row: Option<(usize, Value)>, combination: &Combination) -> Instance {
        let mut context = self.context.clone();
        let number = row.as_ref().map(|(number, _)| *number);
        if let Some((_, row)) = row {
            context.set("row", row);
        }
        if !combination.is_empty() {
            let axes = combination.iter().map(|(axis, node)| (axis.clone(), value(node)));
            context.set("matrix", Value::from(axes.collect::<std::collections::BTreeMap<_, _>>()));
        }
        let labels = combination.iter().map(|(_, node)| ids::slug(node.scalar().unwrap_or_default())).collect();
        let node = with_axes(own, combination);
        let spot = own.entry("id").map_or(own.spot, |entry| entry.value.spot);
        let mut instance = Instance { node, context, id: "".into(), spot, row: number, chosen: None, labels };
        self.choose(&mut instance);
        instance
    }

    /// Fills what other templates may use, and the id.
    fn choose(&mut self, instance: &mut Instance) {
        for key in ["topic", "genre", "language", "preset"] {
            self.publish(instance, key);
        }
        if let Some(entry) = instance.node.entry("id")
            && !entry.value.is_bare()
            && !entry.value.is_null()
        {
            let id = self.early(&entry.value, &instance.context).filter(|id| !id.is_empty());
            // Where the id is wrong, its own problem is told later; the place stands in for it.
            instance.chosen = Some(id.unwrap_or_else(|| format!("line-{}", entry.value.spot.line)));
        }
        self.publish(instance, "title");
    }

    fn publish(&mut self, instance: &mut Instance, key: &str) {
        if let Some((_, text)) = self.overrides.iter().find(|(name, _)| name == key) {
            return instance.context.set(key, Value::from(text.as_str()));
        }
        let defaults = self.defaults.clone();
        let written = instance.node.entry(key).or_else(|| defaults.as_ref()?.entry(key));
        let text = match written.map(|entry| entry.value.clone()) {
            Some(node) => self.early(&node, &instance.context),
            None => BUILT_IN.iter().find(|(name, _)| *name == key).map(|(_, value)| (*value).to_owned()),
        };
        if let Some(text) = text {
            instance.context.set(key, Value::from(text));
        }
    }

    /// A text filled before the rest; what is wrong with it is told when the rest is filled.
    fn early(&mut self, node: &Node, context: &Context) -> Option<String> {
        let text = node.scalar()?;
        match node.templated {
            true => self.templates.fill(text, Into::Text, &context.value()).ok().map(|text| text.trim().to_owned()),
            false => Some(text.trim().to_owned()),
        }
    }

    /// Chosen ids first, so that derived ones go round them.
    fn name(&mut self, instances: &mut [Instance]) {
        let mut taken: HashMap<String, u32> = HashMap::new();
        for instance in instances.iter_mut() {
            let Some(chosen) = &instance.chosen else { continue };
            if let Some(line) = taken.get(&chosen.to_lowercase()) {
                let help = match instance.row.is_some() || !instance.labels.is_empty() {
                    true => "put what differs into the id, such as `{{ row.name }}` or `{{ matrix.language }}`",
                    false => "ids name files and are compared without regard to case: choose another",
                };
                let message = format!("the id `{chosen}` is taken by the video of line {line}");
                self.notes.error(instance.spot, message).help(help);
            }
            taken.entry(chosen.to_lowercase()).or_insert(instance.spot.line);
            instance.id = chosen.as_str().into();
        }
        let (mut taken, mut next): (HashSet<String>, _) = (taken.into_keys().collect(), HashMap::new());
        for (index, instance) in instances.iter_mut().enumerate() {
            if instance.chosen.is_none() {
                instance.id = ids::unique(&derived(instance, index), &mut taken, &mut next).into();
            }
            instance.context.set("id", Value::from(&*instance.id));
        }
    }

    fn rows(&mut self, entry: &Entry) -> Option<Arc<Vec<Value>>> {
        let node = fill(&entry.value, &self.context, self.templates, self.notes);
        match node.scalar() {
            Some("data") => match self.data.clone() {
                Some(data) => self.load(&data),
                None => {
                    self.notes
                        .error(node.spot, "there is no `data` to go through")
                        .help("add `data: rows.csv` at the top of the manifest");
                    None
                }
            },
            _ => self.load(&node),
        }
    }

    fn load(&mut self, node: &Arc<Node>) -> Option<Arc<Vec<Value>>> {
        self.notes.key = "data".into();
        let rows = match Rows::read(node, self.notes)? {
            Rows::Inline(items) if items.is_empty() => Err("it has no rows".to_owned()),
            Rows::Inline(items) => rows::inline(&items),
            Rows::Named(path) => return self.load_file(&path, node.spot),
        };
        match rows {
            Ok(rows) => Some(Arc::new(rows)),
            Err(problem) => {
                self.notes
                    .error(node.spot, format!("rows cannot be read: {problem}"))
                    .help("write one mapping a row: `- {name: value}`");
                None
            }
        }
    }

    fn load_file(&mut self, path: &str, spot: Spot) -> Option<Arc<Vec<Value>>> {
        if let Some(loaded) = self.loaded.get(path) {
            return loaded.clone();
        }
        let text = self.inputs.text(path, spot, "data", limits::DATA_BYTES, self.notes);
        let rows = text.and_then(|text| match rows::parse(path.as_ref(), &text) {
            Ok(rows) => Some(Arc::new(rows)),
            Err(problem) => {
                self.notes.error(spot, format!("data `{path}`: {problem}"));
                None
            }
        });
        self.loaded.insert(path.to_owned(), rows.clone());
        rows
    }

    fn combinations(&mut self, entry: &Entry) -> Option<Vec<Combination>> {
        let node = fill(&entry.value, &self.context, self.templates, self.notes);
        let mut combinations = vec![Combination::new()];
        if node.entries().is_empty() {
            self.notes
                .error(entry.key_spot, "`matrix` must be a mapping of lists")
                .help("write `matrix: {language: [en, de]}`");
            return None;
        }
        for Entry { key, key_spot, value } in node.entries() {
            let values = match &value.kind {
                Kind::List(values) if !values.is_empty() => values,
                _ => {
                    self.notes
                        .error(*key_spot, format!("the axis `{key}` must be a list"))
                        .help(format!("write `{key}: [one, two]`"));
                    return None;
                }
            };
            if combinations.len().saturating_mul(values.len()) > limits::VIDEOS {
                self.notes
                    .error(*key_spot, format!("the matrix has more than {} combinations", limits::VIDEOS))
                    .help("make it smaller");
                return None;
            }
            let longer = |so_far: &Combination| {
                let so_far = so_far.clone();
                values
                    .iter()
                    .map(move |value| so_far.iter().cloned().chain([(key.clone(), value.clone())]).collect())
                    .collect::<Vec<_>>()
            };
            combinations = combinations.iter().flat_map(longer).collect();
        }
        Some(combinations)
    }
}

/// From title, topic, what it says, or its place in the list.
fn derived(instance: &Instance, index: usize) -> String {
    let context = instance.context.value();
    let of = |name: &str| context.get_attr(name).ok().and_then(|value| value.as_str().map(ids::slug));
    let script = instance.node.entry("script").map(|entry| &entry.value);
    let file = || {
        let short = script?.scalar().filter(|text| is_document(text));
        let path = short.or_else(|| script?.entry("file")?.value.scalar())?;
        std::path::Path::new(path).file_stem()?.to_str().map(ids::slug)
    };
    let generate = || {
        let generate = &script?.entry("generate")?.value;
        generate.scalar().or_else(|| generate.entry("topic")?.value.scalar()).map(ids::slug)
    };
    let scripted = script.filter(|script| !script.templated).and_then(|_| file().or_else(generate));
    let candidates = [of("title"), of("topic"), scripted];
    let base = candidates
        .into_iter()
        .flatten()
        .find(|slug| !slug.is_empty())
        .unwrap_or_else(|| format!("video-{}", index + 1));
    let labels = instance.labels.iter().filter(|label| !label.is_empty()).map(|label| format!("-{label}"));
    let mut id = base + &labels.collect::<String>();
    while id.len() > 100 {
        id.pop();
    }
    id
}

fn without(node: &Arc<Node>, keys: &[&str]) -> Arc<Node> {
    if !keys.iter().any(|key| node.entry(key).is_some()) {
        return node.clone();
    }
    let kept = node.entries().iter().filter(|entry| !keys.contains(&&*entry.key)).cloned();
    Arc::new(Node::new(node.spot, Kind::Map(kept.collect())))
}

/// The video with those axes set that are settings and that it does not set itself.
fn with_axes(node: &Arc<Node>, combination: &Combination) -> Arc<Node> {
    if combination.is_empty() {
        return node.clone();
    }
    let settings = record::keys::<super::raw::Settings>();
    let sets = |axis: &str| (axis == "topic" || settings.contains(&axis)) && node.entry(axis).is_none();
    let axes: Vec<Entry> = combination
        .iter()
        .filter(|(axis, _)| sets(axis))
        .map(|(axis, value)| Entry { key: axis.clone(), key_spot: value.spot, value: value.clone() })
        .collect();
    if axes.is_empty() {
        return node.clone();
    }
    Arc::new(Node::new(node.spot, Kind::Map(node.entries().iter().cloned().chain(axes).collect())))
}
