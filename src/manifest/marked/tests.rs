use std::fmt::Write as _;
use std::path::PathBuf;

use super::*;
use crate::manifest::source::Source;

fn read(text: &str) -> (Option<Arc<Node>>, String) {
    let mut notes = Notes::new(Source::new(PathBuf::from("m.yaml"), text));
    let node = parse(text, &mut notes);
    let told = if notes.is_empty() { String::new() } else { notes.into_diagnostics().to_string() };
    (node, told)
}

fn tree(text: &str) -> Arc<Node> {
    let (node, told) = read(text);
    node.unwrap_or_else(|| panic!("{told}"))
}

fn problem(text: &str) -> String {
    read(text).1
}

#[test]
fn keys_and_values_know_their_places() {
    let node = tree("videos:\n  - topic: \"a b\"\n");
    let Kind::List(items) = &node.entry("videos").unwrap().value.kind else { panic!() };
    let topic = items[0].entry("topic").unwrap();
    assert_eq!((topic.key_spot.line, topic.key_spot.column, topic.key_spot.length), (2, 5, 5));
    assert_eq!((topic.value.spot.column, topic.value.spot.length), (12, 5));
}

#[test]
fn json_with_tabs_escapes_and_surrogates_is_yaml() {
    let node = tree("{\n\t\"a\": \"x\\/y \\ud83d\\ude00\", \"b\": true\n}");
    assert_eq!(node.entry("a").unwrap().value.scalar(), Some("x/y 😀"));
    assert_eq!(node.entry("b").unwrap().key_spot.column, 28);
}

#[test]
fn an_alias_bomb_is_refused_before_it_expands() {
    let mut text = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n".to_owned();
    for level in 1..12 {
        let alias = format!("*a{}", level - 1);
        writeln!(text, "a{level}: &a{level} [{}]", [alias.as_str(); 10].join(", ")).unwrap();
    }
    assert!(problem(&text).contains("more than 2000000 values"));
}

#[test]
fn aliases_to_one_long_text_are_counted_by_its_bytes() {
    let text = format!("a: &a {}\nb: [{}]", "x".repeat(1 << 20), ["*a"; 70].join(", "));
    assert!(problem(&text).contains("64 MiB"));
}

#[test]
fn depth_is_bounded_also_through_aliases() {
    assert!(problem(&"[".repeat(100_000)).contains("too deep"));
    assert!(problem(&"- ".repeat(100_000)).contains("nested more than 64"));
    let mut text = "a0: &a0 x\n".to_owned();
    for level in 1..200 {
        writeln!(text, "a{level}: &a{level} [*a{}]", level - 1).unwrap();
    }
    assert!(problem(&text).contains("nested more than 64"));
}

#[test]
fn an_alias_inside_what_it_names_is_refused() {
    assert!(problem("a: &a [*a]").contains("inside what it names"));
}

#[test]
fn a_key_that_is_there_twice_is_told_and_the_first_value_stays() {
    let (node, told) = read("a: 1\nb: 2\na: 3\n");
    assert_eq!(node.unwrap().entry("a").unwrap().value.scalar(), Some("1"));
    assert!(told.contains("m.yaml:3:1") && told.contains("`a` is here twice"));
}

#[test]
fn merge_keys_fill_in_what_is_missing() {
    let node = tree("base: &base {fps: 30, quality: high}\nv: {<<: *base, fps: 60}");
    let video = &node.entry("v").unwrap().value;
    assert_eq!(video.entry("fps").unwrap().value.scalar(), Some("60"));
    assert_eq!(video.entry("quality").unwrap().value.scalar(), Some("high"));
}

#[test]
fn a_template_without_quotes_says_to_quote_it() {
    for text in ["a: {{ row.x }}\n", "a: {{ row.x }}/b.mp4\n", "a:\n  - {{ row.x }}\n"] {
        assert!(problem(text).contains("quotes"), "{text}: {}", problem(text));
    }
}

#[test]
fn an_open_quote_is_explained() {
    assert_eq!(
        problem("videos:\n  - topic: 'haunted\n"),
        "error: this is not YAML: unexpected end of stream\n \
         --> m.yaml:2:12\n  \
         |\n\
         2 |   - topic: 'haunted\n  \
         |            ^\n  \
         = help: the closing quote is missing\n\n\
         error: 1 problem in m.yaml; nothing was run"
    );
}

#[test]
fn a_syntax_error_beside_a_secret_does_not_show_it() {
    assert!(!problem("providers:\n  script: {api_key: \"sk-123\n").contains("sk-123"));
    assert!(!problem("providers:\n  script:\n    api_key: sk-123: x\n").contains("sk-123"));
}

#[test]
fn an_empty_text_and_a_second_document_are_refused() {
    assert!(problem("# nothing\n").contains("the manifest is empty"));
    assert!(problem("a: 1\n---\nb: 2\n").contains("m.yaml:2:1"));
}

proptest::proptest! {
    #[test]
    fn any_text_is_read_or_refused(text in "[-a-z0-9:{}\\[\\]\"'&*!|># \\t\\n,%\\\\u~<]{0,200}") {
        let _ = read(&text);
    }
}
