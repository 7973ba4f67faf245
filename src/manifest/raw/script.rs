//! Where a video's words come from.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::manifest::node::Node;
use crate::manifest::notes::Notes;
use crate::manifest::read::{Any, At, Many, Read, Short, Shorthand};
use crate::manifest::record::record;
use crate::manifest::scalar::{Flag, Line, PathText, Prose, Time, Whole};

record! {
    /// Exactly one of `text`, `file`, `template` and `generate`.
    Script {
        /// The narration; paragraphs are scenes.
        text: Prose,
        /// Whether `text` is Markdown, whose headings are scenes; otherwise its paragraphs are.
        markdown: Flag,
        /// A `.md` or `.txt` file, taken as it is.
        file: PathText,
        /// Text that templates fill.
        template: Short<Template>,
        /// To be written.
        generate: Short<Generate>,
    }
}

impl Shorthand for Script {
    const MEANS: &'static str = "The narration, or the path of a `.md` or `.txt` file";

    fn short(node: &Arc<Node>, notes: &mut Notes) -> Option<Self> {
        let At { value: text, spot } = At::<Prose>::read(node, notes)?;
        if is_document(&text.0) {
            let file = PathText::read(node, notes)?;
            return Some(Self { file: Some(At { value: file, spot }), ..Self::default() });
        }
        Some(Self { text: Some(At { value: text, spot }), ..Self::default() })
    }
}

/// One word with a document's ending: nobody wants a file's name read aloud.
pub(crate) fn is_document(text: &str) -> bool {
    let ends = [".md", ".markdown", ".txt"].iter().any(|ending| text.to_ascii_lowercase().ends_with(ending));
    ends && !text.contains(char::is_whitespace)
}

record! {
    /// Text that templates fill: `text` or `file`.
    Template {
        text: Prose,
        /// A `.md` or `.txt` file with templates.
        file: PathText,
        /// More values for this template: `{{ data.name }}`.
        data: BTreeMap<String, At<Any>>,
    }
}

impl Shorthand for Template {
    const MEANS: &'static str = "The path of a `.md` or `.txt` file with templates";

    fn short(node: &Arc<Node>, notes: &mut Notes) -> Option<Self> {
        Some(Self { file: At::read(node, notes), ..Self::default() })
    }
}

record! {
    /// What shall be written; a language model, a program or the built-in writer writes it.
    Generate {
        topic: Line,
        genre: Line,
        /// Words of narration, about.
        words: Whole<10, 5000>,
        /// How long it is spoken, about; instead of `words`.
        length: Time<5_000, 1_800_000>,
        scenes: Whole<1, 100>,
        tone: Line,
        audience: Line,
        /// To be said.
        facts: Many<Line>,
        /// Never to be said.
        banned: Many<Line>,
        /// Other seeds give other scripts.
        seed: Whole<0, { u64::MAX }>,
    }
}

impl Shorthand for Generate {
    const MEANS: &'static str = "The topic";

    fn short(node: &Arc<Node>, notes: &mut Notes) -> Option<Self> {
        Some(Self { topic: At::read(node, notes), ..Self::default() })
    }
}
