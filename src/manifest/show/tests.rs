use std::path::Path;

use proptest::prelude::*;

use super::*;
use crate::manifest::{Options, parse};

/// The batch, and the one that its own showing gives.
fn both(text: &str, root: &Path) -> (serde_json::Value, serde_json::Value, String) {
    let source = Path::new("m.yaml");
    let first = parse(text, source, root, &Options::default()).unwrap_or_else(|told| panic!("{told}"));
    let shown = show(&first);
    let second = parse(&shown, source, root, &Options::default()).unwrap_or_else(|told| panic!("{told}\n{shown}"));
    (serde_json::to_value(first).unwrap(), serde_json::to_value(second).unwrap(), shown)
}

#[test]
fn what_is_shown_loads_as_the_same_batch() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::create_dir(folder.path().join("img")).unwrap();
    for (name, start) in
        [("img/attic.jpg", "GIF89a"), ("bed.ogg", "OggS"), ("logo.png", "GIF89a"), ("boats.mp4", "OggS")]
    {
        std::fs::write(folder.path().join(name), start).unwrap();
    }
    std::fs::write(folder.path().join("rows.csv"), "name,text\none,A & {{ B\ntwo,C\n").unwrap();
    let (first, second, shown) = both(include_str!("../load/full.yaml"), folder.path());
    assert_eq!(first, second, "{shown}");
    let (first, second, shown) = both(crate::manifest::starter(), folder.path());
    assert_eq!(first, second, "{shown}");
}

#[test]
fn secrets_are_shown_by_their_place_alone() {
    let text = "videos: [{topic: x}]\nproviders: {script: {kind: openai, model: m, api_key: env:KEY, base_url: 'http://h/v1/'}}";
    let (first, second, shown) = both(text, Path::new("/nonexistent"));
    assert_eq!(first, second);
    assert!(shown.contains("api_key: env:KEY"), "{shown}");
}

#[test]
fn services_are_shown_as_they_load() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("ask.txt"), "Say {{ topic }}.").unwrap();
    let text = "
defaults: {visuals: [clips, ai, generated], pronunciation: {GIF: jif}, credits: true}
videos:
  - {id: a, topic: x, voice: [s, {provider: z, name: n, pitch: 60, speed: 1.2}, p]}
  - {id: b, script: {generate: {topic: x, length: 45s}}}
  - id: c
    scenes:
      - {say: x, visual: {image: 'https://h/a.png?b=c'}}
      - {say: x, visual: {video: 'https://h/a.mp4', start: 2s}}
      - {say: x, visual: {stock: {query: sea, kind: clip}}}
      - {say: x, visual: {stock: true, text: Title}}
      - {say: x, visual: {ai: a boat}}
providers:
  script: [{kind: openai, model: m, base_url: 'http://h/v1', prompt: ask.txt, timeout: 90s}, {kind: command, command: [w]}, offline]
  voices:
    s: {kind: openai, model: t, voice: nova, instructions: Softly., api_key: env:K, price: 15}
    z: {kind: azure, region: westeurope, api_key: file:k.txt, concurrency: 2}
    p: {kind: piper, model: en_US-amy}
    k: {kind: kokoro, base_url: 'http://h:8880', rpm: 60}
  stock: [{kind: pexels, api_key: env:P}, {kind: pixabay, api_key: env:X}]
  images: {kind: openai, model: gpt-image-1, size: 1024x1536, quality: low, price: 0.02, api_key: env:K}
  hosts: ['media.internal:8080']
";
    let (first, second, shown) = both(text, folder.path());
    assert_eq!(first, second, "{shown}");
    assert!(shown.contains("file:") && shown.contains("prompt:"), "{shown}");
}

proptest! {
    #[test]
    fn any_text_survives(words in any::<String>(), more in "[-a{}%# '\"\\n:,\\[\\]&*!|>~0-9]{1,40}") {
        let words = format!("x{}", words.replace(|c: char| c.is_control(), " "));
        let escaped = |text: &str| match self::text(text) {
            Value::String(text) => text,
            other => panic!("{other:?}"),
        };
        let scene = serde_json::json!({ "say": escaped(&words), "caption": escaped(&format!("x{more}")) });
        let manifest = serde_json::json!({ "videos": [{ "id": "a", "scenes": [scene] }] }).to_string();
        let (first, second, shown) = both(&manifest, Path::new("/nonexistent"));
        prop_assert_eq!(&first, &second, "{}", shown);
        prop_assert_eq!(first["videos"][0]["script"]["scenes"][0]["say"].as_str().unwrap(), words.trim());
    }
}
