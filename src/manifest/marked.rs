//! YAML (or JSON) text into a tree of marked nodes. Aliases are counted as if written out, before anything is.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use saphyr_parser::{Event, Parser, ScalarStyle, Span, StrInput, Tag};

use super::limits;
use super::node::{Entry, Kind, Node, Weight};
use super::notes::Notes;
use super::source::Spot;
use super::surrogate::{Joined, join_surrogates};
use super::syntax;

/// The document's tree; `None` after a problem that leaves none. Duplicate keys are told and their first value kept.
pub(crate) fn parse(text: &str, notes: &mut Notes) -> Option<Arc<Node>> {
    let joined = join_surrogates(text);
    let parser = Parser::new_from_str(&joined.text);
    Builder { notes, joined: &joined, stack: Vec::new(), anchors: HashMap::new(), nodes: 0, bytes: 0, root: None }
        .run(parser)
}

struct Builder<'a> {
    notes: &'a mut Notes,
    joined: &'a Joined<'a>,
    stack: Vec<Open>,
    anchors: HashMap<usize, Arc<Node>>,
    /// As if every alias were written out.
    nodes: u64,
    bytes: u64,
    root: Option<Arc<Node>>,
}

/// A list or mapping that has begun.
struct Open {
    spot: Spot,
    anchor: usize,
    items: Items,
}

enum Items {
    List(Vec<Arc<Node>>),
    Map { entries: Vec<Entry>, key: Option<Key>, keys: HashSet<Arc<str>> },
}

/// A key that waits for its value.
struct Key {
    name: Arc<str>,
    spot: Spot,
    /// Met before in this mapping: its value is dropped.
    again: bool,
}

/// A problem was told after which reading on makes no sense.
struct Stop;

impl Builder<'_> {
    fn run(mut self, mut parser: Parser<'_, StrInput<'_>>) -> Option<Arc<Node>> {
        while let Some(event) = parser.next_event() {
            let step = match event {
                Ok((event, span)) => self.on(event, span),
                Err(error) => {
                    syntax::explain(&error, self.notes);
                    Err(Stop)
                }
            };
            if step.is_err() {
                return None;
            }
        }
        if self.root.is_none() {
            self.notes
                .error(Spot::NOWHERE, "the manifest is empty")
                .help("the smallest one is `videos: [{topic: haunted house}]`; `reelmill init` writes a longer one");
        }
        self.root
    }

    fn on(&mut self, event: Event<'_>, span: Span) -> Result<(), Stop> {
        let spot = self.spot(span);
        match event {
            Event::Nothing | Event::StreamStart | Event::StreamEnd | Event::DocumentEnd => Ok(()),
            Event::DocumentStart(_) if self.root.is_none() => Ok(()),
            Event::DocumentStart(_) => {
                self.stop(spot, "a second document begins here", "a manifest is one document: remove `---`")
            }
            Event::Scalar(text, style, anchor, tag) => {
                self.tag(tag.as_deref(), spot)?;
                self.scalar(&text, style, anchor, tag.is_some(), span)
            }
            Event::SequenceStart(anchor, tag) => self.open(anchor, tag.as_deref(), spot, Items::List(Vec::new())),
            Event::MappingStart(anchor, tag) => {
                let items = Items::Map { entries: Vec::new(), key: None, keys: HashSet::new() };
                self.open(anchor, tag.as_deref(), spot, items)
            }
            Event::SequenceEnd | Event::MappingEnd => self.close(),
            Event::Alias(anchor) => self.alias(anchor, spot),
        }
    }

    fn spot(&self, span: Span) -> Spot {
        let (line, column) = (span.start.line() as u32, span.start.col() as u32);
        let one_line = span.start.line() == span.end.line();
        let rest = || {
            self.notes.source.line(line).map_or(1, |text| text.chars().count().saturating_sub(column as usize) as u32)
        };
        let length = if one_line { span.len() as u32 } else { rest() };
        let shift = self.joined.shift(line, column);
        Spot { line, column: column + shift + 1, length: length + self.joined.shift(line, column + length) - shift }
    }

    fn stop<T>(&mut self, spot: Spot, message: impl Into<String>, help: &str) -> Result<T, Stop> {
        self.notes.error(spot, message).help(help);
        Err(Stop)
    }

    fn tag(&mut self, tag: Option<&Tag>, spot: Spot) -> Result<(), Stop> {
        match tag {
            Some(tag) if !(tag.is_yaml_core_schema() || tag.handle.is_empty()) => {
                self.stop(spot, "tags have no meaning here", "put a text that starts with `!` in quotes")
            }
            _ => Ok(()),
        }
    }

    fn scalar(&mut self, text: &str, style: ScalarStyle, anchor: usize, tagged: bool, span: Span) -> Result<(), Stop> {
        let spot = self.spot(span);
        if text.len() > limits::STRING_BYTES {
            return self.stop(
                spot,
                "this text is longer than 1 MiB",
                "keep long texts in a file of their own: `script: {file: …}`",
            );
        }
        self.hide_secret(text, span);
        let plain = style == ScalarStyle::Plain && !tagged;
        let node = Arc::new(Node::new(spot, Kind::Scalar { text: text.to_owned(), plain }));
        self.count(Weight { depth: 1, ..node.weight }, spot)?;
        self.anchor(anchor, &node);
        self.push(node)
    }

    /// A secret written out must not be shown, whatever else is wrong on its lines.
    fn hide_secret(&mut self, text: &str, span: Span) {
        let key = match self.stack.last() {
            Some(Open { items: Items::Map { key: Some(key), .. }, .. }) => key,
            _ => return,
        };
        if syntax::names_a_secret(&key.name) && !text.starts_with("env:") && !text.starts_with("file:") {
            self.notes.source.hide(span.start.line() as u32..=span.end.line() as u32);
        }
    }

    fn open(&mut self, anchor: usize, tag: Option<&Tag>, spot: Spot, items: Items) -> Result<(), Stop> {
        self.tag(tag, spot)?;
        self.count(Weight { nodes: 1, bytes: 0, depth: 1 }, spot)?;
        self.stack.push(Open { spot, anchor, items });
        Ok(())
    }

    fn close(&mut self) -> Result<(), Stop> {
        let Some(Open { spot, anchor, items }) = self.stack.pop() else { return Ok(()) };
        let kind = match items {
            Items::List(items) => Kind::List(items),
            Items::Map { entries, .. } => Kind::Map(self.merged(entries)?),
        };
        let node = Arc::new(Node::new(spot, kind));
        self.anchor(anchor, &node);
        self.push(node)
    }

    fn anchor(&mut self, anchor: usize, node: &Arc<Node>) {
        if anchor > 0 {
            self.anchors.insert(anchor, node.clone());
        }
    }

    fn alias(&mut self, anchor: usize, spot: Spot) -> Result<(), Stop> {
        let Some(node) = self.anchors.get(&anchor).cloned() else {
            return self.stop(spot, "this alias stands inside what it names", "write the value out");
        };
        self.count(node.weight, spot)?;
        self.push(node)
    }

    fn count(&mut self, weight: Weight, spot: Spot) -> Result<(), Stop> {
        self.nodes = self.nodes.saturating_add(weight.nodes);
        self.bytes = self.bytes.saturating_add(weight.bytes);
        if self.stack.len() as u32 + weight.depth > limits::DEPTH {
            return self.stop(
                spot,
                format!("nested more than {} levels deep", limits::DEPTH),
                "no manifest needs that",
            );
        }
        if self.nodes > limits::NODES || self.bytes > limits::TEXT_BYTES {
            return self.stop(
                spot,
                format!("the manifest comes to more than {} values or 64 MiB of text", limits::NODES),
                "aliases multiply what they name; use fewer, or split the batch",
            );
        }
        Ok(())
    }

    /// Puts a finished node where it belongs: as the document, an item, a key or a value.
    fn push(&mut self, node: Arc<Node>) -> Result<(), Stop> {
        let Some(parent) = self.stack.last_mut() else {
            self.root = Some(node);
            return Ok(());
        };
        match &mut parent.items {
            Items::List(items) => items.push(node),
            Items::Map { entries, key: key @ Some(_), .. } => {
                if let Some(Key { name, spot, again: false }) = key.take() {
                    entries.push(Entry { key: name, key_spot: spot, value: node });
                }
            }
            Items::Map { key, keys, .. } => {
                let Some(text) = node.scalar() else { return self.complex_key(node.spot) };
                let name: Arc<str> = text.into();
                let again = !keys.insert(name.clone());
                *key = Some(Key { name, spot: node.spot, again });
                if again {
                    let message = format!("the key `{}` is here twice", text.chars().take(40).collect::<String>());
                    self.notes.error(node.spot, message).help("keep one of them");
                }
            }
        }
        Ok(())
    }

    fn complex_key(&mut self, spot: Spot) -> Result<(), Stop> {
        let Spot { line, column, .. } = spot;
        let around = Spot { line, column: column.saturating_sub(1).max(1), length: 0 };
        if self.notes.source.after(around).starts_with("{{") {
            let spot = Spot { length: 2, ..around };
            return self.stop(spot, "a template stands here without quotes", "write \"{{ … }}\" in quotes");
        }
        self.stop(spot, "a key must be a word, not a list or a mapping", "write `key: value`")
    }

    /// YAML's merge key: what `<<` names fills in the keys that are not there.
    fn merged(&mut self, entries: Vec<Entry>) -> Result<Vec<Entry>, Stop> {
        if !entries.iter().any(|entry| &*entry.key == "<<") {
            return Ok(entries);
        }
        let (merges, mut own): (Vec<_>, Vec<_>) = entries.into_iter().partition(|entry| &*entry.key == "<<");
        let mut keys: HashSet<Arc<str>> = own.iter().map(|entry| entry.key.clone()).collect();
        for merge in merges {
            let parts = match &merge.value.kind {
                Kind::List(items) => items.as_slice(),
                _ => std::slice::from_ref(&merge.value),
            };
            for part in parts {
                let Kind::Map(more) = &part.kind else {
                    return self.stop(
                        merge.key_spot,
                        "`<<` takes a mapping or a list of them",
                        "name one with an alias: `<<: *base`",
                    );
                };
                own.extend(more.iter().filter(|entry| keys.insert(entry.key.clone())).cloned());
            }
        }
        Ok(own)
    }
}

#[cfg(test)]
mod tests;
