//! A script: what is said, scene by scene, whoever wrote it. Text for the ear, without markup.

use serde::{Deserialize, Serialize};

/// More scenes than any video needs; a runaway answer stops here.
pub const MAX_SCENES: usize = 500;
/// Characters of narration in one scene.
pub const MAX_NARRATION: usize = 20_000;
const MAX_TITLE: usize = 500;
const MAX_DESCRIPTION: usize = 10_000;
const MAX_TAGS: usize = 100;

#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ScriptText {
    #[serde(default)]
    pub title: String,
    #[serde(default)]
    pub description: String,
    #[serde(default)]
    pub tags: Vec<String>,
    pub scenes: Vec<ScriptScene>,
    /// Who wrote it: `offline template`, a model's name, a program's; empty for the user's own text.
    #[serde(default)]
    pub writer: String,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ScriptScene {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// What is spoken: one paragraph, no markup, never empty.
    pub narration: String,
    /// What the picture could show, in concrete nouns.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub idea: Option<String>,
    /// A picture that the text itself names: a path or a URL as written, not yet checked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub visual: Option<String>,
}

/// What is wrong with a script.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ScriptFault {
    #[error("the script has no scenes")]
    NoScenes,
    #[error("the script has {0} scenes; {MAX_SCENES} are allowed")]
    TooManyScenes(usize),
    #[error("scene {0} has no narration")]
    Empty(usize),
    #[error("{place} has {length} characters; {limit} are allowed")]
    TooLong { place: String, length: usize, limit: usize },
    #[error("the script has {0} tags; {MAX_TAGS} are allowed")]
    TooManyTags(usize),
    #[error("{place} contains the control character U+{code:04X}")]
    Control { place: String, code: u32 },
}

impl ScriptText {
    /// Words of narration, as people count them.
    pub fn words(&self) -> usize {
        self.scenes.iter().map(|scene| words(&scene.narration)).sum()
    }

    /// The same script with every run of white space made one space and empty options dropped.
    pub fn tidy(self) -> Self {
        let Self { title, description, tags, scenes, writer } = self;
        let tags = tags.iter().map(|tag| squeeze(tag)).filter(|tag| !tag.is_empty()).collect();
        let scenes = scenes.into_iter().map(ScriptScene::tidy).collect();
        Self { title: squeeze(&title), description: description.trim().to_owned(), tags, scenes, writer }
    }

    /// # Errors
    /// The first fault found; scenes are counted from 1.
    pub fn check(&self) -> Result<(), ScriptFault> {
        let Self { title, description, tags, scenes, writer: _ } = self;
        text("the title", title, MAX_TITLE)?;
        text("the description", &description.replace(['\n', '\t'], " "), MAX_DESCRIPTION)?;
        if tags.len() > MAX_TAGS {
            return Err(ScriptFault::TooManyTags(tags.len()));
        }
        for tag in tags {
            text("a tag", tag, MAX_TITLE)?;
        }
        match scenes.len() {
            0 => return Err(ScriptFault::NoScenes),
            1..=MAX_SCENES => {}
            many => return Err(ScriptFault::TooManyScenes(many)),
        }
        scenes.iter().zip(1..).try_for_each(|(scene, number)| scene.check(number))
    }
}

impl ScriptScene {
    fn tidy(self) -> Self {
        let Self { title, narration, idea, visual } = self;
        let kept = |text: Option<String>| text.map(|text| squeeze(&text)).filter(|text| !text.is_empty());
        Self { title: kept(title), narration: squeeze(&narration), idea: kept(idea), visual: kept(visual) }
    }

    fn check(&self, number: usize) -> Result<(), ScriptFault> {
        let Self { title, narration, idea, visual } = self;
        if !narration.chars().any(char::is_alphanumeric) {
            return Err(ScriptFault::Empty(number));
        }
        text(&format!("the narration of scene {number}"), narration, MAX_NARRATION)?;
        text(&format!("the title of scene {number}"), title.as_deref().unwrap_or_default(), MAX_TITLE)?;
        text(&format!("the idea of scene {number}"), idea.as_deref().unwrap_or_default(), MAX_DESCRIPTION)?;
        text(&format!("the visual of scene {number}"), visual.as_deref().unwrap_or_default(), MAX_DESCRIPTION)
    }
}

/// Words as people count them: runs between spaces with a letter or digit in them.
pub fn words(text: &str) -> usize {
    text.split_whitespace().filter(|word| word.chars().any(char::is_alphanumeric)).count()
}

/// Every run of white space made one space, none at the ends.
pub fn squeeze(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn text(place: &str, value: &str, limit: usize) -> Result<(), ScriptFault> {
    if let Some(c) = value.chars().find(|c| c.is_control()) {
        return Err(ScriptFault::Control { place: place.to_owned(), code: u32::from(c) });
    }
    let length = value.chars().count();
    if length > limit {
        return Err(ScriptFault::TooLong { place: place.to_owned(), length, limit });
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn script(narrations: &[&str]) -> ScriptText {
        let scenes =
            narrations.iter().map(|text| ScriptScene { narration: (*text).to_owned(), ..ScriptScene::default() });
        ScriptText { scenes: scenes.collect(), ..ScriptText::default() }
    }

    #[test]
    fn a_plain_script_passes() {
        assert_eq!(script(&["Boats leave at dawn.", "7"]).check(), Ok(()));
    }

    #[test]
    fn empty_narration_is_found_and_numbered() {
        assert_eq!(script(&["One.", " … "]).check(), Err(ScriptFault::Empty(2)));
        assert_eq!(script(&[]).check(), Err(ScriptFault::NoScenes));
    }

    #[test]
    fn control_characters_and_excess_are_refused() {
        assert!(matches!(script(&["bell\u{7}"]).check(), Err(ScriptFault::Control { code: 7, .. })));
        assert!(matches!(script(&[&"a".repeat(MAX_NARRATION + 1)]).check(), Err(ScriptFault::TooLong { .. })));
        assert_eq!(script(&["a"; 501]).check(), Err(ScriptFault::TooManyScenes(501)));
    }

    #[test]
    fn tidying_makes_line_breaks_spaces() {
        let tidy = script(&[" Boats\n\nleave \t at dawn. "]).tidy();
        assert_eq!(tidy.scenes[0].narration, "Boats leave at dawn.");
        assert_eq!(tidy.words(), 4);
    }

    #[test]
    fn a_minimal_document_is_read() {
        let read: ScriptText = serde_json::from_str(r#"{"scenes":[{"narration":"Hello."}]}"#).unwrap();
        assert_eq!(read, script(&["Hello."]));
    }
}
