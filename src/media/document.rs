//! Written documents into scripts: Markdown with headings as scenes, or plain paragraphs. Pure; text in, script out.

mod front_matter;
mod markdown;

use super::script::{ScriptScene, ScriptText, squeeze, words};
use super::sentences::sentences;

/// Words that one plain scene holds, about: some 14 seconds of speech.
const SCENE_WORDS: usize = 35;
/// A Markdown section may be longer before it is split at its paragraphs: the author grouped it on purpose.
const SECTION_WORDS: usize = 70;

/// Headings are scenes (the first top-level one names the whole), the text below them is narration, images are
/// hints for the picture. What cannot be spoken (code blocks, tables, HTML) is left out.
///
/// The result may have no scenes, where nothing can be spoken; `ScriptText::check` says so.
pub fn read_markdown(text: &str) -> ScriptText {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let (mut script, body) = front_matter::take(text);
    let (title, sections) = markdown::sections(body);
    if script.title.is_empty() {
        script.title = title.unwrap_or_default();
    }
    script.scenes = sections.into_iter().flat_map(section_scenes).collect();
    script
}

/// Paragraphs are scenes; long ones are split between sentences.
pub fn read_plain(text: &str) -> ScriptText {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text).replace("\r\n", "\n");
    let (mut script, body) = front_matter::take(&text);
    let paragraphs = paragraphs(body);
    let scenes = paragraphs.iter().flat_map(|paragraph| balanced(paragraph));
    script.scenes = scenes.map(|narration| ScriptScene { narration, ..ScriptScene::default() }).collect();
    script
}

/// What stands under one heading.
#[derive(Debug, Default, PartialEq, Eq)]
struct Section {
    title: Option<String>,
    paragraphs: Vec<String>,
    visuals: Vec<String>,
}

/// The section's paragraphs gathered into scenes; the first has the title, each takes the next image while they last.
fn section_scenes(section: Section) -> Vec<ScriptScene> {
    let Section { mut title, paragraphs, visuals } = section;
    let mut visuals = visuals.into_iter();
    let scenes = gathered(&paragraphs).into_iter();
    scenes.map(|narration| ScriptScene { title: title.take(), narration, idea: None, visual: visuals.next() }).collect()
}

fn gathered(paragraphs: &[String]) -> Vec<String> {
    let mut scenes: Vec<String> = Vec::new();
    let fitting = paragraphs.iter().flat_map(|paragraph| match words(paragraph) {
        0..=SECTION_WORDS => vec![paragraph.clone()],
        _ => balanced(paragraph),
    });
    for paragraph in fitting {
        match scenes.last_mut() {
            Some(last) if words(last) + words(&paragraph) <= SECTION_WORDS => {
                last.push(' ');
                last.push_str(&paragraph);
            }
            _ => scenes.push(paragraph),
        }
    }
    scenes
}

/// A paragraph in pieces of about `SCENE_WORDS`, of like length, so that no scene is left with three words.
fn balanced(paragraph: &str) -> Vec<String> {
    let total = words(paragraph);
    if total <= SCENE_WORDS + SCENE_WORDS / 3 {
        return vec![paragraph.to_owned()];
    }
    let parts = total.div_ceil(SCENE_WORDS);
    let mut pieces = vec![String::new(); parts];
    let mut before = 0;
    for sentence in sentences(paragraph) {
        let length = words(sentence);
        // The part that the sentence's middle word falls into.
        let part = ((2 * before + length) * parts / (2 * total)).min(parts - 1);
        pieces[part] = squeeze(&format!("{} {sentence}", pieces[part]));
        before += length;
    }
    pieces.retain(|piece| words(piece) > 0);
    pieces
}

fn paragraphs(text: &str) -> Vec<String> {
    let text: String = text.chars().map(|c| if c.is_control() && c != '\n' { ' ' } else { c }).collect();
    let mut found = vec![String::new()];
    for line in text.lines() {
        match (line.trim().is_empty(), found.last_mut()) {
            (false, Some(last)) => *last = format!("{last} {line}"),
            _ => found.push(String::new()),
        }
    }
    let spoken = found.iter().map(|paragraph| squeeze(paragraph));
    spoken.filter(|paragraph| words(paragraph) > 0).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const MARKUP: &str =
        "([#*_`>|\\[\\]()!<~\\-+.:\\\\\"&; \n\t\r0-9]|[a-zé]{1,6}|---\n|```\n|1\\. |!\\[a\\]\\(b\\)|\u{1}){0,60}";

    fn narrations(script: &ScriptText) -> Vec<&str> {
        script.scenes.iter().map(|scene| scene.narration.as_str()).collect()
    }

    #[test]
    fn plain_paragraphs_are_scenes() {
        let script = read_plain("Boats leave\nat dawn.\r\n\r\n\n  They come back late.  \n\n***\n");
        assert_eq!(narrations(&script), ["Boats leave at dawn.", "They come back late."]);
    }

    #[test]
    fn a_long_paragraph_is_split_between_sentences_into_like_lengths() {
        let text = "The boats leave the old harbour before the sun is up. ".repeat(10);
        let script = read_plain(&text);
        assert_eq!(script.words(), 110);
        assert!(script.scenes.iter().all(|scene| (20..=50).contains(&words(&scene.narration))), "{script:?}");
    }

    #[test]
    fn headings_are_scenes_and_images_are_hints() {
        let script = read_markdown(
            "# The Harbour\n\n## Dawn\n\nBoats *leave* at **dawn**, see [the map](m.html).\n\n![boats](img/boats.jpg)\n\n\
             ## Dusk\n\nThey come `back`.\n",
        );
        assert_eq!(script.title, "The Harbour");
        assert_eq!(narrations(&script), ["Boats leave at dawn, see the map.", "They come back."]);
        assert_eq!(script.scenes[0].title.as_deref(), Some("Dawn"));
        assert_eq!(script.scenes[0].visual.as_deref(), Some("img/boats.jpg"));
        assert_eq!(script.scenes[1].visual, None);
    }

    #[test]
    fn long_sections_are_split_at_paragraphs_and_images_are_dealt_out() {
        let paragraph = "The boats leave the old harbour before the sun is up over the hills. ".repeat(4);
        let script = read_markdown(&format!("# T\n\n![](a.png)\n\n{paragraph}\n\n![](b.png)\n\n{paragraph}\n"));
        let visuals: Vec<_> = script.scenes.iter().map(|scene| scene.visual.as_deref()).collect();
        assert_eq!(visuals, [Some("a.png"), Some("b.png")]);
        assert_eq!(script.scenes[1].title, None);
    }

    #[test]
    fn front_matter_names_the_video() {
        let script = read_markdown("---\ntitle: Harbour\ntags: [sea, boats]\n---\n# Other\n\nHello.\n");
        assert_eq!((script.title.as_str(), script.tags.len()), ("Harbour", 2));
        assert_eq!(narrations(&script), ["Hello."]);
    }

    #[test]
    fn nothing_spoken_is_no_scene() {
        assert_eq!(read_markdown("# Title\n\n```\ncode\n```\n\n| a | b |\n|---|---|\n| 1 | 2 |\n").scenes, []);
        assert_eq!(read_plain("\n \n").scenes, []);
    }

    proptest! {
        #[test]
        fn any_text_gives_a_speakable_script(text in MARKUP) {
            for script in [read_markdown(&text), read_plain(&text)] {
                prop_assert!(script.scenes.is_empty() || script.check().is_ok(), "{script:?}");
                prop_assert!(script.scenes.iter().all(|scene| scene.narration == squeeze(&scene.narration)));
            }
        }

        #[test]
        fn markup_is_never_spoken(words in proptest::collection::vec("[a-z]{1,8}", 1..6)) {
            let [first, last] = [&words[0], &words[words.len() - 1]];
            let marked = format!("**{}** _{last}_ ~~{first}~~ [{last}](http://x.y/z) <b>{first}</b>", words.join(" "));
            let text = format!("# {first}\n\n{marked}\n\n> {last}\n\n- {marked}\n");
            let script = read_markdown(&text);
            let spoken = narrations(&script).join(" ");
            prop_assert!(spoken.chars().all(|c| c.is_ascii_lowercase() || c == ' ' || c == '.'), "{spoken}");
        }
    }
}
