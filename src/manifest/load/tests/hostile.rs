//! Manifests that nobody should write.

use proptest::prelude::*;

use super::*;

/// The long manifest with pieces cut out, doubled, or put elsewhere.
fn mutated() -> impl Strategy<Value = String> {
    let text = include_str!("../full.yaml");
    let length = text.len();
    let pieces = prop::sample::select(vec![
        "",
        "{{",
        "}}",
        "{% for %}",
        "null",
        "*a",
        "&a ",
        "#",
        ": ",
        "- ",
        "[",
        "]",
        "{",
        "}",
        "'",
        "\"",
        "\n",
        "\t",
        "\u{0}",
        "😀",
        "999999999999999999999",
        "-1",
        "!!str ",
        "<<: ",
        "../",
        "data",
        "true",
    ]);
    (prop::collection::vec((0..length, 0usize..12, pieces), 1..6)).prop_map(move |edits| {
        edits.into_iter().fold(text.to_owned(), |text, (at, cut, piece)| {
            let start = text.floor_char_boundary(at.min(text.len()));
            let end = text.floor_char_boundary((start + cut).min(text.len()));
            format!("{}{piece}{}", &text[..start], &text[end..])
        })
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn a_mutated_manifest_loads_or_is_told(text in mutated()) {
        let root = Path::new("/nonexistent");
        if let Err(told) = parse(&text, Path::new("m.yaml"), root, &Options::default()) {
            prop_assert!(told.count() > 0 && !told.to_string().is_empty());
        }
    }

    #[test]
    fn any_text_loads_or_is_told(text in any::<String>()) {
        let _ = parse(&text, Path::new("m.yaml"), Path::new("/nonexistent"), &Options::default()).map_err(|told| told.to_string());
    }
}
