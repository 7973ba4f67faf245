//! Whether a script is what the brief asks for.

use serde::Deserialize;

use super::Brief;
use crate::media::script::{ScriptScene, ScriptText, squeeze};

/// A script as a writer gives it: what is not known here is not wanted.
#[derive(Deserialize)]
struct Answer {
    #[serde(default)]
    title: Option<String>,
    #[serde(default)]
    description: Option<String>,
    #[serde(default)]
    tags: Option<Vec<String>>,
    scenes: Vec<Scene>,
}

#[derive(Deserialize)]
struct Scene {
    #[serde(default)]
    title: Option<String>,
    #[serde(alias = "text", alias = "say")]
    narration: String,
    #[serde(default, alias = "background", alias = "background_idea", alias = "visual")]
    idea: Option<String>,
}

/// From a writer's answer, also where prose or a fence stands around the JSON.
///
/// # Errors
/// There is no such JSON in it, or it makes no script.
pub fn read(answer: &str, writer: &str) -> Result<ScriptText, String> {
    let json = answer.find('{').zip(answer.rfind('}')).filter(|(from, to)| from < to);
    let json = json.map(|(from, to)| &answer[from..=to]).ok_or("the answer holds no JSON object")?;
    let Answer { title, description, tags, scenes } =
        serde_json::from_str(json).map_err(|error| format!("the JSON is not a script: {error}"))?;
    let scene = |scene: Scene| {
        let Scene { title, narration, idea } = scene;
        ScriptScene { title, narration, idea, visual: None }
    };
    let script = ScriptText {
        title: title.unwrap_or_default(),
        description: description.map(|text| squeeze(&text)).unwrap_or_default(),
        tags: tags.unwrap_or_default(),
        scenes: scenes.into_iter().map(scene).collect(),
        writer: writer.to_owned(),
    };
    let script = script.tidy();
    script.check().map_err(|fault| fault.to_string())?;
    Ok(script)
}

/// How far from the length asked for a script may be, in percent: at first, and when it was asked to mend it.
pub const TOLERANCE: [usize; 2] = [20, 40];

/// # Errors
/// What the brief asks for and the script does not do, as a writer would be told it.
pub fn suits(script: &ScriptText, brief: &Brief, tolerance: usize) -> Result<(), String> {
    let scenes = script.scenes.len();
    if let Some(asked) = brief.scenes
        && asked as usize != scenes
    {
        return Err(format!("there are {scenes} scenes; exactly {asked} are asked for"));
    }
    let text = script.scenes.iter().map(|scene| scene.narration.to_lowercase()).collect::<Vec<_>>().join(" ");
    if let Some(banned) = brief.banned.iter().find(|word| says(&text, &word.to_lowercase())) {
        return Err(format!("the narration uses `{banned}`, which must not be said"));
    }
    let words = script.words();
    match brief.words.map(|asked| asked as usize) {
        Some(asked) if words.abs_diff(asked) * 100 > asked * tolerance => {
            Err(format!("the narration has {words} words; {asked} are asked for"))
        }
        _ => Ok(()),
    }
}

/// Whether a word, or some words, are said as such and not as a part of others.
fn says(text: &str, wanted: &str) -> bool {
    let free = |c: Option<char>| c.is_none_or(|c| !c.is_alphanumeric());
    !wanted.is_empty()
        && text
            .match_indices(wanted)
            .any(|(at, _)| free(text[..at].chars().next_back()) && free(text[at + wanted.len()..].chars().next()))
}

#[cfg(test)]
mod tests {
    use super::*;

    const GOOD: &str = r#"{"title": "Boats", "extra": 1, "tags": ["sea"], "scenes": [{"narration": "Boats\nfloat.", "idea": "harbour"}]}"#;

    #[test]
    fn json_is_found_in_prose_and_fences() {
        let script = read(&format!("Sure! Here it is:\n```json\n{GOOD}\n```\nEnjoy."), "model").unwrap();
        assert_eq!((script.title.as_str(), script.writer.as_str()), ("Boats", "model"));
        assert_eq!(script.scenes[0].narration, "Boats float.");
        assert_eq!(script.scenes[0].idea.as_deref(), Some("harbour"));
    }

    #[test]
    fn what_is_no_script_is_told() {
        let told = |answer| read(answer, "").unwrap_err();
        assert_eq!(told("I cannot."), "the answer holds no JSON object");
        assert!(told("{\"title\": \"x\"}").contains("missing field `scenes`"));
        assert!(told(r#"{"scenes": []}"#).contains("no scenes"));
        assert!(told(r#"{"scenes": [{"narration": " … "}]}"#).contains("scene 1 has no narration"));
        assert!(told(r#"{"scenes": [{"narration": "bell \u0007"}]}"#).contains("U+0007"));
    }

    #[test]
    fn the_brief_s_wishes_are_checked() {
        let script = read(GOOD, "").unwrap();
        let brief = |brief: Brief| suits(&script, &brief, 20);
        assert_eq!(brief(Brief::default()), Ok(()));
        assert!(brief(Brief { scenes: Some(2), ..Brief::default() }).unwrap_err().contains("exactly 2"));
        assert!(brief(Brief { words: Some(10), ..Brief::default() }).unwrap_err().contains("2 words; 10"));
        assert!(brief(Brief { banned: vec!["Float".into()], ..Brief::default() }).is_err());
        assert!(brief(Brief { banned: vec!["oat".into()], ..Brief::default() }).is_ok(), "only whole words");
    }
}
