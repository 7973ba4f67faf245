//! Filling the templates of a tree. What holds none is shared, not copied.

use std::sync::Arc;

use minijinja::Value;

use super::node::{Entry, Kind, Node};
use super::notes::Notes;
use super::template::{Context, Into, Templates, value};

/// `node` with every template filled; what cannot be is told and left broken.
pub(crate) fn fill(node: &Arc<Node>, context: &Context, templates: &mut Templates, notes: &mut Notes) -> Arc<Node> {
    if !node.templated {
        return node.clone();
    }
    Filling { context, value: context.value(), templates, notes }.node(node, Into::Text)
}

struct Filling<'a> {
    context: &'a Context,
    value: Value,
    templates: &'a mut Templates,
    notes: &'a mut Notes,
}

impl Filling<'_> {
    fn node(&mut self, node: &Arc<Node>, into: Into) -> Arc<Node> {
        if !node.templated {
            return node.clone();
        }
        let kind = match &node.kind {
            Kind::Scalar { text, .. } => self.scalar(text, into, node),
            Kind::List(items) => Kind::List(items.iter().map(|item| self.node(item, into)).collect()),
            Kind::Map(entries) => Kind::Map(entries.iter().map(|entry| self.entry(entry)).collect()),
            Kind::Broken => Kind::Broken,
        };
        // What was filled in is a value: braces in it are no template.
        Arc::new(Node { templated: false, ..Node::new(node.spot, kind) })
    }

    fn scalar(&mut self, text: &str, into: Into, node: &Node) -> Kind {
        match self.templates.fill(text, into, &self.value) {
            Ok(text) => Kind::Scalar { text, plain: false },
            Err(fault) => {
                self.notes.error(node.spot, fault.message).maybe_help(fault.help);
                Kind::Broken
            }
        }
    }

    fn entry(&mut self, entry: &Entry) -> Entry {
        let Entry { key, key_spot, value } = entry;
        let filled = match &**key {
            // A drawing written here, and not the path of one.
            "svg" if value.scalar().is_some_and(|text| text.trim_start().starts_with('<')) => {
                self.node(value, Into::Xml)
            }
            "template" if value.entry("data").is_some() => self.with_data(value),
            _ => self.node(value, Into::Text),
        };
        Entry { key: key.clone(), key_spot: *key_spot, value: filled }
    }

    /// A template with values of its own: they are filled first, then seen as `data`.
    fn with_data(&mut self, node: &Arc<Node>) -> Arc<Node> {
        let Some(data) = node.entry("data") else { return node.clone() };
        let data = self.node(&data.value, Into::Text);
        let context = self.context.with("data", value(&data));
        let mut inner =
            Filling { context: &context, value: context.value(), templates: self.templates, notes: self.notes };
        let entries = node.entries().iter().map(|entry| match &*entry.key {
            "data" => Entry { value: data.clone(), ..entry.clone() },
            _ => Entry { value: inner.node(&entry.value, Into::Text), ..entry.clone() },
        });
        Arc::new(Node { templated: false, ..Node::new(node.spot, Kind::Map(entries.collect())) })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::manifest::marked;

    fn filled(text: &str) -> (Arc<Node>, Notes) {
        let mut notes = Notes::default();
        let node = marked::parse(text, &mut notes).unwrap();
        let mut context = Context::default();
        context.set("row", minijinja::context! { t => "A & B {{ x }}" });
        let node = fill(&node, &context, &mut Templates::new(), &mut notes);
        (node, notes)
    }

    fn at<'a>(node: &'a Node, path: &[&str]) -> &'a str {
        path.iter().fold(node, |node, key| &node.entry(key).unwrap().value).scalar().unwrap()
    }

    #[test]
    fn templates_are_filled_once_and_values_are_not_templates() {
        let (node, notes) = filled("a: {b: '<{{ row.t }}>', c: plain}");
        assert_eq!((at(&node, &["a", "b"]), at(&node, &["a", "c"])), ("<A & B {{ x }}>", "plain"));
        assert!(notes.is_empty() && !node.templated);
    }

    #[test]
    fn a_drawing_is_escaped_and_its_path_is_not() {
        let (node, _) = filled("a: {svg: '<t>{{ row.t }}</t>'}\nb: {svg: 'x/{{ row.t }}.svg'}");
        assert!(at(&node, &["a", "svg"]).starts_with("<t>A &amp; B"));
        assert!(at(&node, &["b", "svg"]).starts_with("x/A & B"));
    }

    #[test]
    fn a_template_sees_its_own_data() {
        let (node, notes) = filled("script: {template: {text: 'Hi {{ data.n }}', data: {n: '{{ row.t|length }}'}}}");
        assert!(notes.is_empty());
        assert_eq!(at(&node, &["script", "template", "text"]), "Hi 13");
    }

    #[test]
    fn what_cannot_be_filled_is_told_and_the_rest_stays() {
        let (node, notes) = filled("a: '{{ row.x }}'\nb: '{{ row.t }}'");
        assert_eq!(notes.count(), 1);
        assert!(matches!(node.entry("a").unwrap().value.kind, Kind::Broken));
        assert!(at(&node, &["b"]).starts_with("A & B"));
    }
}
