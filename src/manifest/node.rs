//! The manifest as a tree that remembers where everything was written. Aliases share their subtree.

use std::sync::Arc;

use super::source::Spot;

#[derive(Debug)]
pub(crate) struct Node {
    pub spot: Spot,
    pub kind: Kind,
    /// Whether a template stands somewhere below.
    pub templated: bool,
    /// What it comes to when every alias is written out.
    pub weight: Weight,
}

#[derive(Debug)]
pub(crate) enum Kind {
    Scalar {
        text: String,
        /// Written without quotes, so that `true`, `12` and `null` are more than text.
        plain: bool,
    },
    List(Vec<Arc<Node>>),
    Map(Vec<Entry>),
    /// A value whose problem has been told.
    Broken,
}

#[derive(Debug, Clone)]
pub(crate) struct Entry {
    pub key: Arc<str>,
    pub key_spot: Spot,
    pub value: Arc<Node>,
}

#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Weight {
    pub nodes: u64,
    pub bytes: u64,
    pub depth: u32,
}

impl Node {
    pub fn new(spot: Spot, kind: Kind) -> Self {
        let (templated, weight) = match &kind {
            Kind::Scalar { text, .. } => (is_template(text), Weight { nodes: 1, bytes: text.len() as u64, depth: 1 }),
            Kind::List(items) => sum(items.iter()),
            Kind::Map(entries) => sum(entries.iter().map(|entry| &entry.value)),
            Kind::Broken => (false, Weight { nodes: 1, bytes: 0, depth: 1 }),
        };
        Self { spot, kind, templated, weight }
    }

    /// Text that is text, whatever it looks like.
    pub fn text(spot: Spot, text: impl Into<String>) -> Arc<Self> {
        Arc::new(Self::new(spot, Kind::Scalar { text: text.into(), plain: false }))
    }

    pub fn scalar(&self) -> Option<&str> {
        match &self.kind {
            Kind::Scalar { text, .. } => Some(text),
            Kind::List(_) | Kind::Map(_) | Kind::Broken => None,
        }
    }

    /// No list and no mapping, and without text.
    pub fn is_blank(&self) -> bool {
        self.scalar().is_some_and(|text| text.trim().is_empty())
    }

    /// Nothing was written where a value belongs.
    pub fn is_bare(&self) -> bool {
        matches!(&self.kind, Kind::Scalar { text, plain: true } if text.is_empty())
    }

    /// `null`, `~`: the writer says that there is none.
    pub fn is_null(&self) -> bool {
        matches!(&self.kind, Kind::Scalar { text, plain: true } if matches!(text.as_str(), "null" | "Null" | "NULL" | "~"))
    }

    pub fn entries(&self) -> &[Entry] {
        match &self.kind {
            Kind::Map(entries) => entries,
            Kind::Scalar { .. } | Kind::List(_) | Kind::Broken => &[],
        }
    }

    pub fn entry(&self, key: &str) -> Option<&Entry> {
        self.entries().iter().find(|entry| &*entry.key == key)
    }

    /// "a list", for messages.
    pub fn noun(&self) -> &'static str {
        match &self.kind {
            Kind::Scalar { .. } => "a single value",
            Kind::List(_) => "a list",
            Kind::Map(_) => "a mapping",
            Kind::Broken => "nothing",
        }
    }
}

fn is_template(text: &str) -> bool {
    text.contains("{{") || text.contains("{%") || text.contains("{#")
}

fn sum<'a>(children: impl Iterator<Item = &'a Arc<Node>>) -> (bool, Weight) {
    let start = (false, Weight { nodes: 1, bytes: 0, depth: 1 });
    children.fold(start, |(templated, weight), child| {
        let Weight { nodes, bytes, depth } = child.weight;
        let weight = Weight {
            nodes: weight.nodes.saturating_add(nodes),
            bytes: weight.bytes.saturating_add(bytes),
            depth: weight.depth.max(depth.saturating_add(1)),
        };
        (templated || child.templated, weight)
    })
}
