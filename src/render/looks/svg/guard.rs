//! What keeps a hostile document harmless: bounds on depth, on size, and on how often its parts may be repeated.

use std::collections::BTreeMap;

use resvg::usvg::{Group, Node, Paint, Tree, roxmltree};
use roxmltree::Document;

use super::super::measure::{Weight, can_show};
use super::SvgError;

/// Most XML nodes of a document.
const MOST_NODES: u32 = 200_000;
/// Deepest nesting, of elements or of references to elements; the renderer recurses over both.
const DEEPEST: usize = 96;
/// Most elements after all references are followed.
const HEAVIEST: u64 = 400_000;
/// Longest side of a pattern's tile, as a multiple of the document's own.
const WIDEST_TILE: f32 = 4.0;

/// Parses and bounds it.
pub(super) fn check(document: &str) -> Result<Document<'_>, SvgError> {
    if document.contains("<!ENTITY") {
        return Err(SvgError::Refused("declares entities; write their text out".into()));
    }
    shallow(document)?;
    let options = roxmltree::ParsingOptions { allow_dtd: true, nodes_limit: MOST_NODES, entity_resolver: None };
    let parsed = Document::parse_with_options(document, options).map_err(|error| match error {
        roxmltree::Error::NodesLimitReached => {
            SvgError::Refused(format!("has more than {MOST_NODES} nodes; simplify it"))
        }
        other => SvgError::Broken { line: other.pos().row, column: other.pos().col, cause: other.to_string() },
    })?;
    if parsed.root_element().tag_name().name() != "svg" {
        let name = parsed.root_element().tag_name().name();
        return Err(SvgError::Refused(format!("starts with `<{name}>`, not with `<svg>`")));
    }
    check_weight(&parsed)?;
    check_glyphs(&parsed)?;
    Ok(parsed)
}

/// The parser itself recurses, so the depth is bounded on the plain text. Comments count too, which is strict enough.
fn shallow(document: &str) -> Result<(), SvgError> {
    let mut depth = 0_usize;
    for (at, _) in document.match_indices('<') {
        let rest = &document.as_bytes()[at + 1..];
        match rest.first() {
            Some(b'/') => depth = depth.saturating_sub(1),
            Some(b'!' | b'?') | None => {}
            Some(_) => {
                let end = rest.iter().position(|b| *b == b'>').unwrap_or(0);
                if end == 0 || rest[end - 1] != b'/' {
                    depth += 1;
                }
            }
        }
        if depth > DEEPEST {
            return Err(SvgError::Refused(format!("nests elements deeper than {DEEPEST}; flatten it")));
        }
    }
    Ok(())
}

/// By node number; `None` while a node is being weighed.
type Weights = BTreeMap<u32, Option<u64>>;
/// By name; a broken document may give a name twice.
type Ids<'t, 'a, 'i> = BTreeMap<&'t str, Vec<roxmltree::Node<'a, 'i>>>;

/// Follows every reference, so that ten `<use>` of ten `<use>` of … are counted for what they are.
fn check_weight(document: &Document) -> Result<(), SvgError> {
    let mut ids = Ids::new();
    for (id, node) in document.descendants().filter_map(|n| n.attribute("id").map(|id| (id, n))) {
        ids.entry(id).or_default().push(node);
    }
    for style in document.descendants().filter(|n| n.has_tag_name_local("style")) {
        for id in references(style.text().unwrap_or_default()) {
            let gradient = ids.get(id).into_iter().flatten().all(|n| n.tag_name().name().ends_with("Gradient"));
            if !gradient {
                let cause = format!("uses `#{id}` in its style sheet; write that as an attribute of the element");
                return Err(SvgError::Refused(cause));
            }
        }
    }
    let mut known = Weights::new();
    weigh(document.root_element(), &ids, &mut known, 0).map(|_| ())
}

trait Local {
    fn has_tag_name_local(&self, name: &str) -> bool;
}

impl Local for roxmltree::Node<'_, '_> {
    fn has_tag_name_local(&self, name: &str) -> bool {
        self.is_element() && self.tag_name().name() == name
    }
}

fn weigh<'a, 'i>(
    node: roxmltree::Node<'a, 'i>,
    ids: &Ids<'_, 'a, 'i>,
    known: &mut Weights,
    depth: usize,
) -> Result<u64, SvgError> {
    match known.get(&node.id().get()) {
        Some(Some(weight)) => return Ok(*weight),
        // Being weighed further up: a circle, which the reader refuses by itself.
        Some(None) => return Ok(1),
        None => {}
    }
    if depth > DEEPEST * 2 {
        return Err(SvgError::Refused("refers to its own parts in too long a chain; flatten it".into()));
    }
    known.insert(node.id().get(), None);
    let mut weight = 1_u64;
    for child in node.children().filter(roxmltree::Node::is_element) {
        weight = weight.saturating_add(weigh(child, ids, known, depth + 1)?);
    }
    for attribute in node.attributes() {
        let named = if attribute.name() == "href" { attribute.value().strip_prefix('#') } else { None };
        for id in references(attribute.value()).chain(named) {
            for target in ids.get(id).into_iter().flatten() {
                weight = weight.saturating_add(weigh(*target, ids, known, depth + 1)?);
            }
        }
    }
    if weight > HEAVIEST {
        return Err(SvgError::Refused("repeats its parts too often (`use`, patterns, masks); simplify it".into()));
    }
    known.insert(node.id().get(), Some(weight));
    Ok(weight)
}

/// The names in `url(#name)`.
fn references(text: &str) -> impl Iterator<Item = &str> {
    text.split("url(").skip(1).filter_map(|rest| {
        let inner = rest.split(')').next()?.trim().trim_matches(['"', '\'']);
        inner.strip_prefix('#')
    })
}

/// Every character of every text has a glyph.
fn check_glyphs(document: &Document) -> Result<(), SvgError> {
    let texts = document.descendants().filter(|n| n.is_text());
    let shown = texts.filter(|n| n.ancestors().any(|a| a.has_tag_name_local("text")));
    for character in shown.filter_map(|n| n.text()).flat_map(str::chars) {
        let faces = [Weight::ExtraBold, Weight::Mono];
        if !faces.into_iter().any(|face| can_show(character, face)) {
            return Err(SvgError::NoGlyph { character, code: u32::from(character) });
        }
    }
    Ok(())
}

/// A pattern's tile is painted whole, however little of it shows: its size is bounded.
pub(super) fn check_patterns(tree: &Tree) -> Result<(), SvgError> {
    let most = tree.size().width().max(tree.size().height()) * WIDEST_TILE;
    let mut too_wide = false;
    visit(tree.root(), &mut |paint, scale| {
        if let Paint::Pattern(pattern) = paint {
            let (sx, sy) = pattern.transform().get_scale();
            let side = (pattern.rect().width() * sx).max(pattern.rect().height() * sy) * scale;
            too_wide |= side.is_nan() || side > most;
        }
    });
    if too_wide {
        return Err(SvgError::Refused("has a pattern with a tile larger than the picture; make it smaller".into()));
    }
    Ok(())
}

fn visit(group: &Group, paint: &mut impl FnMut(&Paint, f32)) {
    for node in group.children() {
        if let Node::Path(path) = node {
            let (sx, sy) = path.abs_transform().get_scale();
            if let Some(fill) = path.fill() {
                paint(fill.paint(), sx.max(sy));
            }
            if let Some(stroke) = path.stroke() {
                paint(stroke.paint(), sx.max(sy));
            }
        }
        if let Node::Group(inner) = node {
            visit(inner, paint);
        }
        let mut roots = Vec::new();
        node.subroots(|root| roots.push(root.clone()));
        for root in &roots {
            visit(root, paint);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::svg;
    use super::*;
    use crate::media::Fit;

    fn refused(document: &str) -> String {
        match svg(document, 64, 64, Fit::Cover) {
            Err(SvgError::Refused(cause)) => cause,
            other => panic!("not refused: {other:?}"),
        }
    }

    const HEAD: &str =
        r#"<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 10 10">"#;

    #[test]
    fn entity_bombs_are_refused() {
        let bomb = r#"<!DOCTYPE svg [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"><text>&b;</text></svg>"#;
        assert!(refused(bomb).contains("entities"));
        let external = r#"<!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/passwd">]><svg viewBox="0 0 1 1"/>"#;
        assert!(refused(external).contains("entities"));
    }

    #[test]
    fn a_plain_doctype_is_fine() {
        let document = format!(
            r#"<?xml version="1.0"?><!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd">{HEAD}<rect width="5" height="5"/></svg>"#
        );
        assert!(svg(&document, 10, 10, Fit::Cover).is_ok());
    }

    #[test]
    fn use_bombs_and_circles_are_refused() {
        let mut document = format!(r##"{HEAD}<g id="a0"><rect width="1" height="1"/></g>"##);
        for level in 1..12 {
            let uses = format!(r##"<use href="#a{}"/>"##, level - 1).repeat(10);
            document.push_str(&format!(r#"<g id="a{level}">{uses}</g>"#));
        }
        assert!(refused(&(document + "</svg>")).contains("too often"));
        let circle =
            format!(r##"{HEAD}<g id="a"><use xlink:href="#b"/></g><g id="b"><use xlink:href="#a"/></g></svg>"##);
        assert!(refused(&circle).contains("cannot be read"));
    }

    #[test]
    fn pattern_bombs_are_refused() {
        let mut document =
            format!(r#"{HEAD}<defs><pattern id="p0" width="1" height="1"><rect width="1" height="1"/></pattern>"#);
        for level in 1..12 {
            let rects = format!(r##"<rect width="1" height="1" style="fill:url(#p{})"/>"##, level - 1).repeat(10);
            document.push_str(&format!(r#"<pattern id="p{level}" width="1" height="1">{rects}</pattern>"#));
        }
        assert!(refused(&(document.clone() + "</defs></svg>")).contains("too often"));
        let sheet = document.replace("</pattern>", "</pattern><style>rect { fill: url(#p0) }</style>");
        assert!(refused(&(sheet + "</defs></svg>")).contains("style sheet"));
        let huge = format!(
            r##"{HEAD}<pattern id="p" width="1e6" height="1e6" patternUnits="userSpaceOnUse"><rect width="9" height="9"/></pattern><rect width="10" height="10" fill="url(#p)"/></svg>"##
        );
        assert!(refused(&huge).contains("tile"));
    }

    #[test]
    fn deep_and_long_documents_are_refused() {
        let deep = format!("{HEAD}{}{}</svg>", "<g>".repeat(100_000), "</g>".repeat(100_000));
        assert!(refused(&deep).contains("deeper"));
        let many = format!("{HEAD}{}</svg>", "<g/>".repeat(300_000));
        assert!(refused(&many).contains("nodes"));
        assert!(refused(&" ".repeat(9 << 20)).contains("longer"));
    }

    #[test]
    fn huge_sizes_filters_and_numbers_are_harmless() {
        for inner in [
            r#"<rect width="1e30" height="1e30"/>"#,
            r##"<filter id="f" x="-1e9" y="-1e9" width="1e12" height="1e12"><feGaussianBlur stdDeviation="1e9"/></filter><rect width="9" height="9" filter="url(#f)"/>"##,
            r#"<path d="M0 0 L1e38 1e38 L-1e38 1e38 z" stroke="red" stroke-width="1e30"/>"#,
            r#"<path d="M0 0 H10" stroke="red" stroke-dasharray="0.0000001"/>"#,
            r#"<text font-size="1e9">x</text>"#,
        ] {
            let document = format!("{HEAD}{inner}</svg>");
            assert!(svg(&document, 32, 32, Fit::Cover).is_ok(), "{inner}");
        }
        let vast =
            r#"<svg xmlns="http://www.w3.org/2000/svg" width="1e9" height="1e9"><rect width="9" height="9"/></svg>"#;
        assert!(svg(vast, 32, 32, Fit::Cover).is_ok());
    }
}
