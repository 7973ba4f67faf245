//! The built-in writer: English scripts without any service, from copy that ships inside the program.
//!
//! A brief comes in, a whole script goes out: chosen from several story skeletons a genre, worded by the topic and the
//! seed, fitted to the words and scenes asked for. The same brief gives the same script. It knows how to tell, not
//! what is true: it states no figures, names or dates about a real topic but those of the brief's facts.

mod chance;
mod compose;
mod fit;
mod genre;
mod noun;
#[cfg(test)]
mod tests;
mod topic;
mod wording;

use self::chance::Chance;
use self::compose::{Composed, Composer};
use super::{Brief, ScriptError};
use crate::media::script::{ScriptScene, ScriptText};

/// What `ScriptText::writer` says of a script from here.
pub const WRITER: &str = "offline template";

/// Words of narration where the brief names no length: some 40 to 48 seconds, so that seeds differ in length too.
const USUAL_WORDS: usize = 104;
const USUAL_SPREAD: usize = 22;

/// A list that names its length takes its time, up to the items that there are.
const OPENING_WORDS: usize = 38;
const ITEM_WORDS: usize = 18;
const LONGEST_LIST: usize = 14;

const CONNECT: &str = "connect a language model under `providers.script` (kind `openai` speaks to hosted and local \
                       models), or give the text itself as `script: {text: …}` or `script: {file: …}`";

/// # Errors
/// A language other than English, a topic without words, more words or scenes than the copy has.
pub fn write(brief: &Brief) -> Result<ScriptText, ScriptError> {
    let fault = |cause: String| ScriptError::failed(cause).help(CONNECT);
    if !is_english(&brief.language) {
        return Err(fault(format!("the built-in writer knows English only, not `{}`", brief.language)));
    }
    let topic = topic::read(&brief.topic).map_err(|error| fault(error.to_string()))?;
    let (name, genre) = genre::named(brief.genre.as_deref().unwrap_or(usual_genre(&topic)));
    let mut chance = Chance::new(brief.seed, &[&brief.topic, name]);
    let listed =
        topic.count.filter(|_| name == "listicle").map(|count| OPENING_WORDS + ITEM_WORDS * count.min(LONGEST_LIST));
    let target = target(brief).or(listed).unwrap_or(USUAL_WORDS + chance.below(USUAL_SPREAD));
    let composed = Composer::new(genre, topic.clone(), &brief.banned, chance).compose(target, &brief.facts);
    let Composed { title, description, parts } =
        composed.ok_or_else(|| fault("the banned words leave the built-in writer nothing to say".to_owned()))?;
    let scenes = fit::to_scenes(parts.clone(), brief.scenes.map_or(parts.len(), as_size));
    let scenes = scenes.into_iter().map(|(narration, idea)| ScriptScene {
        narration,
        idea: Some(idea),
        ..ScriptScene::default()
    });
    let script = ScriptText {
        title,
        description,
        tags: tags(genre, brief, &topic),
        scenes: scenes.collect(),
        writer: WRITER.to_owned(),
    };
    enough(&script, brief, target).map_err(fault)?;
    Ok(script)
}

fn is_english(language: &str) -> bool {
    let primary = language.split(['-', '_']).next().unwrap_or_default();
    primary.is_empty() || primary.eq_ignore_ascii_case("en")
}

fn usual_genre(topic: &topic::Topic) -> &'static str {
    if topic.count.is_some() {
        "listicle"
    } else if topic.slots.contains_key("how") {
        "explainer"
    } else {
        "default"
    }
}

/// The words that the brief asks for, in itself or by its number of scenes.
fn target(brief: &Brief) -> Option<usize> {
    let by_scenes = |scenes: usize| if scenes > 8 { scenes.saturating_mul(13) } else { (scenes * 19).max(40) };
    brief.words.map(as_size).or_else(|| brief.scenes.map(as_size).map(by_scenes))
}

/// The copy has an end: a script much shorter than asked for is an error, not a surprise in the finished video.
fn enough(script: &ScriptText, brief: &Brief, target: usize) -> Result<(), String> {
    let (words, scenes) = (script.words(), script.scenes.len());
    if words * 10 < target * 7 {
        return Err(format!("the built-in writer has about {words} words to say on this; {target} are asked for"));
    }
    match brief.scenes {
        Some(asked) if as_size(asked) != scenes => {
            Err(format!("{words} words fill {scenes} scenes at most; {asked} are asked for"))
        }
        _ => Ok(()),
    }
}

fn tags(genre: &genre::Genre, brief: &Brief, topic: &topic::Topic) -> Vec<String> {
    let own = [brief.genre.as_deref(), topic.slots.get("thing").map(String::as_str)];
    let all = own.into_iter().flatten().map(str::to_lowercase).chain(genre.tags.iter().cloned());
    let mut tags: Vec<String> = Vec::new();
    for tag in all.filter(|tag| !tag.trim().is_empty()) {
        if !tags.contains(&tag) {
            tags.push(tag);
        }
    }
    tags
}

fn as_size(number: u32) -> usize {
    usize::try_from(number).unwrap_or(usize::MAX)
}
