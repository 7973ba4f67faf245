//! The small values that users write: numbers with their units and bounds, words, texts. Each is parsed from the text
//! of one scalar, so a value that a template filled in counts like one written out.

mod decimal;
mod number;
mod text;
mod unit;
mod word;

use std::sync::Arc;

use serde_json::{Value, json};

pub(crate) use decimal::decimal;
pub(crate) use number::{Flag, Money, Ratio, Whole, Workers};
pub(crate) use text::{Language, Line, Narration, PathText, Prose, Text, Tint};
pub(crate) use unit::{Between, Level, Share, Time};
pub(crate) use word::{Word, Words, words};

use super::node::{Kind, Node};
use super::notes::Notes;
use super::read::Read;
use super::schema::{Shapes, any_of};

pub(crate) trait Scalar: Sized {
    /// "a whole number from 1 to 9".
    fn wanted() -> String;

    /// The value, or a remedy where there is one to give.
    fn parse(text: &str) -> Result<Self, Option<String>>;

    /// The JSON Schema of what `parse` takes.
    fn schema() -> Value;
}

impl<T: Scalar> Read for T {
    fn read(node: &Arc<Node>, notes: &mut Notes) -> Option<Self> {
        let subject = if notes.key.is_empty() { "this".to_owned() } else { format!("`{}`", notes.key) };
        let (written, help) = match &node.kind {
            Kind::Broken => return None,
            Kind::Scalar { text, .. } => match T::parse(text) {
                Ok(value) => return Some(value),
                Err(help) => (format!("`{}`", clipped(text)), help),
            },
            Kind::List(_) | Kind::Map(_) => (node.noun().to_owned(), None),
        };
        notes.error(node.spot, format!("{subject} must be {}, not {written}", T::wanted())).maybe_help(help);
        None
    }

    fn shape(_: &mut Shapes) -> Value {
        let own = T::schema();
        if own["type"] == "string" && own.get("enum").is_none() && own.get("pattern").is_none() {
            return own;
        }
        // A template may stand wherever a value may.
        any_of([own, json!({ "type": "string", "pattern": "\\{[\\{%]" })])
    }
}

/// The beginning of a long text, on one line.
pub(crate) fn clipped(text: &str) -> String {
    let start: String = text.chars().take(60).map(|c| if c == '\n' { ' ' } else { c }).collect();
    if start.len() < text.len() { format!("{start}…") } else { start }
}
