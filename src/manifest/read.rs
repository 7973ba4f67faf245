//! From nodes to raw types: every problem is told, and what is whole is kept.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde_json::{Value, json};

use super::node::{Kind, Node};
use super::notes::Notes;
use super::schema::{Shapes, any_of};
use super::source::Spot;

/// What can be read from a node.
pub(crate) trait Read: Sized {
    /// Whether a key of this type may stand without a value: a section whose every line is commented out.
    const MAY_BE_BARE: bool = false;

    /// The value; `None` after telling why there is none.
    fn read(node: &Arc<Node>, notes: &mut Notes) -> Option<Self>;

    /// How it is written, for the JSON Schema.
    fn shape(shapes: &mut Shapes) -> Value;

    /// This value where it says something, else `base`.
    fn over(self, base: Self) -> Self {
        let _ = base;
        self
    }
}

/// A value and where it stands.
#[derive(Debug, Clone)]
pub(crate) struct At<T> {
    pub value: T,
    pub spot: Spot,
}

impl<T: Read> At<T> {
    pub fn read(node: &Arc<Node>, notes: &mut Notes) -> Option<Self> {
        Some(Self { value: T::read(node, notes)?, spot: node.spot })
    }
}

/// `own` where it is there, completed by `base`.
pub(crate) fn over<T: Read>(own: Option<At<T>>, base: Option<At<T>>) -> Option<At<T>> {
    match (own, base) {
        (Some(own), Some(base)) => Some(At { value: own.value.over(base.value), spot: own.spot }),
        (own, base) => own.or(base),
    }
}

/// A section that is read when its templates can be filled.
#[derive(Debug, Clone)]
pub(crate) struct Later<T> {
    pub node: Arc<Node>,
    form: std::marker::PhantomData<fn() -> T>,
}

impl<T: Read> Read for Later<T> {
    const MAY_BE_BARE: bool = T::MAY_BE_BARE;

    fn read(node: &Arc<Node>, _: &mut Notes) -> Option<Self> {
        Some(Self { node: node.clone(), form: std::marker::PhantomData })
    }

    fn shape(shapes: &mut Shapes) -> Value {
        T::shape(shapes)
    }
}

impl<T: Read> Read for Vec<At<T>> {
    fn read(node: &Arc<Node>, notes: &mut Notes) -> Option<Self> {
        match &node.kind {
            Kind::List(items) => Some(read_items(items, notes)),
            Kind::Broken => None,
            Kind::Scalar { .. } | Kind::Map(_) => {
                let message = format!("`{}` must be a list, not {}", notes.key, node.noun());
                notes.error(node.spot, message).help("start each item with `- `, or write `[one, two]`");
                None
            }
        }
    }

    fn shape(shapes: &mut Shapes) -> Value {
        let item = T::shape(shapes);
        json!({ "type": "array", "items": item })
    }
}

/// The items that are whole.
fn read_items<T: Read>(items: &[Arc<Node>], notes: &mut Notes) -> Vec<At<T>> {
    let key = notes.key.clone();
    let mut read = Vec::with_capacity(items.len());
    for (index, item) in items.iter().enumerate() {
        notes.key.clone_from(&key);
        if key == "scenes" {
            notes.scope.scene = Some(index + 1);
        }
        if item.is_bare() && !T::MAY_BE_BARE {
            notes
                .error(item.spot, format!("an item of `{key}` is empty"))
                .help("write something after `- `, or remove the line");
            continue;
        }
        read.extend(At::read(item, notes));
    }
    notes.scope.scene = None;
    read
}

/// One or a list of them, in order of preference.
#[derive(Debug, Clone)]
pub(crate) struct Many<T>(pub Vec<At<T>>);

impl<T: Read> Read for Many<T> {
    fn read(node: &Arc<Node>, notes: &mut Notes) -> Option<Self> {
        match &node.kind {
            Kind::List(items) => Some(Self(read_items(items, notes))),
            Kind::Scalar { .. } | Kind::Map(_) | Kind::Broken => Some(Self(vec![At::read(node, notes)?])),
        }
    }

    fn shape(shapes: &mut Shapes) -> Value {
        let item = T::shape(shapes);
        any_of([item.clone(), json!({ "type": "array", "items": item })])
    }
}

/// A thing that can be switched off with `none`.
#[derive(Debug, Clone)]
pub(crate) enum Switch<T> {
    Off,
    On(T),
}

impl<T> Switch<T> {
    pub fn on(self) -> Option<T> {
        match self {
            Self::Off => None,
            Self::On(value) => Some(value),
        }
    }
}

impl<T: Read> Read for Switch<T> {
    fn read(node: &Arc<Node>, notes: &mut Notes) -> Option<Self> {
        match node.scalar() {
            Some("none" | "false" | "off") => Some(Self::Off),
            _ => T::read(node, notes).map(Self::On),
        }
    }

    fn shape(shapes: &mut Shapes) -> Value {
        any_of([json!({ "enum": ["none", false] }), T::shape(shapes)])
    }

    fn over(self, base: Self) -> Self {
        match (self, base) {
            (Self::On(own), Self::On(base)) => Self::On(own.over(base)),
            (own, _) => own,
        }
    }
}

/// A mapping that can also be written as one word.
pub(crate) trait Shorthand: Read {
    /// What the word means, for the JSON Schema.
    const MEANS: &'static str;
    /// The JSON types that the word may have.
    const TYPES: &'static [&'static str] = &["string"];

    fn short(node: &Arc<Node>, notes: &mut Notes) -> Option<Self>;
}

#[derive(Debug, Clone)]
pub(crate) struct Short<T>(pub T);

impl<T: Shorthand> Read for Short<T> {
    fn read(node: &Arc<Node>, notes: &mut Notes) -> Option<Self> {
        let read = if node.scalar().is_some() { T::short } else { T::read };
        read(node, notes).map(Self)
    }

    fn shape(shapes: &mut Shapes) -> Value {
        any_of([json!({ "type": T::TYPES, "description": T::MEANS }), T::shape(shapes)])
    }

    fn over(self, base: Self) -> Self {
        Self(self.0.over(base.0))
    }
}

/// One word, or a mapping that says more.
#[derive(Debug, Clone)]
pub(crate) enum Either<W, R> {
    Word(W),
    Full(R),
}

impl<W: Read, R: Read> Read for Either<W, R> {
    fn read(node: &Arc<Node>, notes: &mut Notes) -> Option<Self> {
        match node.scalar() {
            Some(_) => W::read(node, notes).map(Self::Word),
            None => R::read(node, notes).map(Self::Full),
        }
    }

    fn shape(shapes: &mut Shapes) -> Value {
        any_of([W::shape(shapes), R::shape(shapes)])
    }
}

/// Names of the writer's own choice.
impl<T: Read> Read for BTreeMap<String, At<T>> {
    const MAY_BE_BARE: bool = true;

    fn read(node: &Arc<Node>, notes: &mut Notes) -> Option<Self> {
        match &node.kind {
            Kind::Map(entries) => {
                let read = entries.iter().filter_map(|entry| {
                    notes.key = entry.key.to_string();
                    Some((entry.key.to_string(), At::read(&entry.value, notes)?))
                });
                Some(read.collect())
            }
            Kind::Broken => None,
            Kind::Scalar { .. } | Kind::List(_) => {
                if !node.is_blank() {
                    let message = format!("`{}` must be a mapping of names, not {}", notes.key, node.noun());
                    notes.error(node.spot, message).help("write `name: {…}`");
                }
                None
            }
        }
    }

    fn shape(shapes: &mut Shapes) -> Value {
        let value = T::shape(shapes);
        json!({ "type": "object", "additionalProperties": value })
    }
}

/// Any value at all.
#[derive(Debug, Clone)]
pub(crate) struct Any(pub Arc<Node>);

impl Read for Any {
    const MAY_BE_BARE: bool = true;

    fn read(node: &Arc<Node>, _: &mut Notes) -> Option<Self> {
        Some(Self(node.clone()))
    }

    fn shape(_: &mut Shapes) -> Value {
        json!({})
    }
}
