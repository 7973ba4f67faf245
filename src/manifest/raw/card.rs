//! Cards: what the program sets in type and draws.

use std::sync::Arc;

use serde_json::{Value, json};

use crate::manifest::node::{Kind, Node};
use crate::manifest::notes::Notes;
use crate::manifest::read::{At, Read, Shorthand};
use crate::manifest::record::record;
use crate::manifest::scalar::{Flag, Line, PathText, Scalar, Text, Whole, Word, decimal};
use crate::manifest::schema::{Shapes, any_of};
use crate::media::cards::ChartKind;

record! {
    /// What somebody said.
    Quote {
        text: Text<1000, true>,
        /// Whose words they are.
        by: Line,
    }
}

impl Shorthand for Quote {
    const MEANS: &'static str = "The words";

    fn short(node: &Arc<Node>, notes: &mut Notes) -> Option<Self> {
        Some(Self { text: Some(At::read(node, notes)?), ..Self::default() })
    }
}

record! {
    /// Points, one under the other.
    Listing {
        title: Line,
        items: Vec<At<Line>>,
        /// Counted, rather than marked.
        numbered: Flag,
    }
}

/// The points by themselves, or a mapping that says more.
#[derive(Debug, Clone)]
pub(crate) struct Points(pub Listing);

impl Read for Points {
    fn read(node: &Arc<Node>, notes: &mut Notes) -> Option<Self> {
        match &node.kind {
            Kind::List(_) => Some(Self(Listing { items: Some(At::read(node, notes)?), ..Listing::default() })),
            _ => Read::read(node, notes).map(Self),
        }
    }

    fn shape(shapes: &mut Shapes) -> Value {
        any_of([<Vec<At<Line>> as Read>::shape(shapes), Listing::shape(shapes)])
    }
}

record! {
    /// Numbers as bars or as a line.
    Chart {
        kind: Word<ChartKind>,
        title: Line,
        /// What is counted, such as `%`, `km` or `$`.
        unit: Text<12, false>,
        /// A name and a number each, in order.
        values: Figures,
    }
}

/// Names and their numbers, in thousandths, in the order written.
#[derive(Debug, Clone)]
pub(crate) struct Figures(pub Vec<(String, i64)>);

impl Read for Figures {
    fn read(node: &Arc<Node>, notes: &mut Notes) -> Option<Self> {
        let Kind::Map(entries) = &node.kind else {
            if !matches!(node.kind, Kind::Broken) {
                let message = format!("`{}` must be a mapping of names and numbers, not {}", notes.key, node.noun());
                notes.error(node.spot, message).help("write `values: {Monday: 3, Tuesday: 4.5}`");
            }
            return None;
        };
        let read = |entry: &crate::manifest::node::Entry| {
            notes.key = entry.key.to_string();
            Some((entry.key.to_string(), Thousandths::read(&entry.value, notes)?.0))
        };
        // All are read, so that all that is wrong is told.
        let read: Vec<Option<(String, i64)>> = entries.iter().map(read).collect();
        read.into_iter().collect::<Option<_>>().map(Self)
    }

    fn shape(shapes: &mut Shapes) -> Value {
        let number = Thousandths::shape(shapes);
        json!({ "type": "object", "additionalProperties": number, "minProperties": 1 })
    }
}

struct Thousandths(i64);

impl Scalar for Thousandths {
    fn wanted() -> String {
        "a number such as 12 or 3.5".into()
    }

    fn parse(text: &str) -> Result<Self, Option<String>> {
        decimal(text, 3).map(Self).ok_or(None)
    }

    fn schema() -> Value {
        json!({ "type": "number" })
    }
}

record! {
    /// A program's text in a window, in colours.
    Code {
        /// The code itself.
        text: Program,
        /// The path of a file of code; its ending names the language.
        file: PathText,
        /// Such as `rust`, `python` or `bash`.
        language: Line,
        /// Above the code; the file's name where a `file` is given.
        title: Line,
        /// Lines that stand out, from 1.
        mark: Vec<At<Whole<1, 1000>>>,
    }
}

impl Shorthand for Code {
    const MEANS: &'static str = "The code itself";

    fn short(node: &Arc<Node>, notes: &mut Notes) -> Option<Self> {
        Some(Self { text: Some(At::read(node, notes)?), ..Self::default() })
    }
}

/// Code, whose indentation means something from its first line on.
#[derive(Debug, Clone)]
pub(crate) struct Program(pub String);

impl Scalar for Program {
    fn wanted() -> String {
        Text::<20_000, true>::wanted()
    }

    fn parse(text: &str) -> Result<Self, Option<String>> {
        Text::<20_000, true>::parse(text)?;
        Ok(Self(text.trim_end().trim_start_matches(['\n', '\r']).to_owned()))
    }

    fn schema() -> Value {
        Text::<20_000, true>::schema()
    }
}

record! {
    /// Who is seen, on a plate above the captions.
    LowerThird {
        name: Text<80, false>,
        /// What there is to say of them.
        role: Text<120, false>,
    }
}

impl Shorthand for LowerThird {
    const MEANS: &'static str = "The name";

    fn short(node: &Arc<Node>, notes: &mut Notes) -> Option<Self> {
        Some(Self { name: Some(At::read(node, notes)?), ..Self::default() })
    }
}
