//! What scenes show, who speaks, and their short forms.

use super::*;

#[test]
fn short_forms_are_told_by_their_ending() {
    let text = "\
videos:
  - id: a
    scenes:
      - Welcome.
      - {say: b, visual: img/attic.jpg}
      - {say: c, visual: boats.mp4}
      - {say: d, visual: \"#102030\"}
      - {say: e, visual: {text: Hi}}
      - {say: f, visual: {generated: calm}}
    captions: none
    transition: fade
    loudness: -16
    music: bed.ogg
";
    let batch = batch(text);
    let Script::Scenes(scenes) = &batch.videos[0].script else { panic!() };
    assert_eq!(scenes[0].say.as_deref(), Some("Welcome."));
    let sources: Vec<_> = scenes[1..].iter().map(|scene| &scene.visual.as_ref().unwrap().source).collect();
    assert!(matches!(
        sources[..],
        [
            VisualSource::Image(_),
            VisualSource::Clip { start_ms: 0, .. },
            VisualSource::Color(_),
            VisualSource::Card { card: Card::Text(_), background: None },
            VisualSource::Generated { mood: Some(_), .. },
        ]
    ));
    assert_eq!((batch.videos[0].captions.mode, batch.videos[0].loudness.target), (CaptionMode::None, -1600));
}

#[test]
fn cards_are_written_shortly_or_fully() {
    let text = "\
videos:
  - id: a
    scenes:
      - {say: a, visual: {quote: Keep going.}}
      - {say: b, visual: {quote: {text: Keep going., by: Someone}, background: \"#ffffff\", accent: \"#ff0000\"}}
      - {say: c, visual: {list: [one, two]}}
      - {say: d, visual: {list: {title: Both, items: [one, two], numbered: true}}}
      - {say: e, visual: {chart: {values: {Mon: 3, Tue: 4.5}, unit: km}}}
      - {say: f, visual: {chart: {kind: line, title: Up, values: {2023: -1, 2024: 2}}}}
      - {say: g, visual: {code: \"fn main() {}\"}}
      - {say: h, visual: {code: {text: \"  a\\nb\", language: rust, title: x.rs, mark: [2]}}}
      - {say: i, visual: {color: \"#102030\", lower_third: {name: Ada, role: Mathematician}}}
";
    let Script::Scenes(scenes) = batch(text).videos[0].script.clone() else { panic!() };
    let card = |scene: usize| match &scenes[scene].visual.as_ref().unwrap().source {
        VisualSource::Card { card, .. } => card.clone(),
        other => panic!("{other:?}"),
    };
    assert_eq!(card(0), Card::Quote { text: "Keep going.".to_owned(), by: None });
    assert!(matches!(card(2), Card::List { title: None, numbered: false, items } if items == ["one", "two"]));
    let Card::Chart(days) = card(4) else { panic!() };
    assert_eq!((days.unit.as_str(), days.values[1].label.as_str(), days.values[1].thousandths), ("km", "Tue", 4500));
    let Card::Chart(years) = card(5) else { panic!() };
    assert_eq!((years.kind, years.values[0].thousandths), (ChartKind::Line, -1000));
    assert!(matches!(card(7), Card::Code(code) if code.text == "  a\nb" && code.marked == [2]));
    let third = scenes[8].visual.as_ref().unwrap().lower_third.as_ref().unwrap();
    assert_eq!((third.name.as_str(), third.role.as_deref()), ("Ada", Some("Mathematician")));
}

#[test]
fn what_is_wrong_with_a_card_is_told_where_it_stands() {
    let told = |visual: &str| told(&format!("videos: [{{id: a, scenes: [{{say: x, visual: {visual}}}]}}]"));
    for (visual, message) in [
        ("{quote: {by: Ada}}", "a quote needs its `text`"),
        ("{list: []}", "a list needs `items`"),
        ("{chart: {kind: bars}}", "a chart needs `values`"),
        ("{chart: {values: {a: many}}}", "`a` must be a number such as 12 or 3.5, not `many`"),
        ("{chart: {values: [1, 2]}}", "`values` must be a mapping of names and numbers"),
        ("{chart: {kind: pie, values: {a: 1}}}", "must be `bars` or `line`"),
        ("{code: {language: rust}}", "a card of code needs the code"),
        ("{quote: a, list: [b]}", "a visual shows one thing, and here are `quote` and `list`"),
        ("{video: boats.mp4, text: b}", "no title stands over a clip"),
        ("{quote: a, text: b}", "`text` is a card of its own, and here is `quote`"),
        ("{text: 漢字}", "the font of cards and titles has no glyph for U+6F22 (漢)"),
        ("{list: [fine, 漢]}", "no glyph for U+6F22"),
        ("{color: \"#000000\", lower_third: {role: x}}", "a lower third needs a `name`"),
        ("{color: \"#000000\", background: \"#ffffff\"}", "`background` is for cards, and here is `color`"),
    ] {
        assert!(told(visual).contains(message), "{visual}: {}", told(visual));
    }
}

#[test]
fn an_unknown_kind_names_those_there_are_and_no_follow_up() {
    let found =
        problems("providers:\n  voices:\n    k: {kind: parrot, host: x, api_key: env:K}\nvideos: [{topic: x}]\n");
    let kinds = "`espeak`, `command`, `openai`, `kokoro`, `elevenlabs`, `azure` or `piper`";
    assert_eq!(found, [format!("`kind` must be {kinds}, not `parrot`")]);
    let told = told("videos: [{id: a, scenes: [{say: x, visual: {stok: sea}}]}]");
    assert!(told.contains("unknown key `stok`") && told.contains("did you mean `stock`?"), "{told}");
}

#[test]
fn a_service_is_told_what_it_needs_and_what_it_does_not_know() {
    let of = |provider: &str| problems(&format!("providers: {provider}\nvideos: [{{topic: x}}]\n"));
    assert_eq!(of("{voices: {k: {kind: kokoro}}}"), ["this provider needs `base_url`"]);
    assert_eq!(of("{voices: {k: {kind: azure}}}"), ["this provider needs `region`"]);
    assert_eq!(of("{voices: {k: {kind: piper}}}"), ["this provider needs `model`"]);
    assert_eq!(of("{voices: {k: {kind: elevenlabs, region: x}}}"), ["a provider of kind `elevenlabs` has no `region`"]);
    assert_eq!(of("{voices: {k: {kind: espeak, rpm: 3}}}"), ["a provider of kind `espeak` has no `rpm`"]);
    assert_eq!(of("{stock: {kind: pexels}}"), ["this provider needs `api_key`"]);
    assert_eq!(of("{images: {kind: openai}}"), ["this provider needs `model`"]);
}

#[test]
fn a_service_s_voice_has_a_name_and_a_picture_s_service_is_there() {
    let video = |providers: &str, video: &str| {
        problems(&format!("providers: {{{providers}}}\nvideos: [{{id: a, topic: x, {video}}}]\n"))
    };
    let eleven = "voices: {e: {kind: elevenlabs, api_key: env:K}}";
    assert_eq!(video(eleven, "voice: e"), ["video `a`: the voice of `e` needs a `name`"]);
    assert_eq!(
        video(eleven, "voice: {provider: e, name: x, pitch: 3}"),
        ["video `a`: this service's voice has no `pitch`"]
    );
    assert_eq!(video("", "visuals: stock"), ["video `a`: no stock of pictures is named"]);
    assert_eq!(video("", "visuals: [generated, ai]"), ["video `a`: nobody is named who draws pictures"]);
    assert_eq!(video("", "intro: {visual: {stock: sea}}"), ["video `a`: no stock of pictures is named"]);
}
