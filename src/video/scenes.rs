//! The script, from wherever the manifest says it comes, as scenes.

use crate::manifest::model::{self, ScriptProvider, Visual, Voice};
use crate::media::document;
use crate::media::script::ScriptText;
use crate::media::timeline::SceneTiming;
use crate::mill::JobError;
use crate::stage::script::{self, Writer};

use super::{Bench, pace, services};

/// What the stages after the script work from.
pub struct Script {
    pub title: String,
    pub description: String,
    pub tags: Vec<String>,
    pub scenes: Vec<Scene>,
    /// Who wrote it, when nobody gave it.
    pub writer: Option<String>,
}

pub struct Scene {
    /// Names a chapter.
    pub title: Option<String>,
    pub say: Option<String>,
    /// Shown instead of `say`.
    pub caption: Option<String>,
    pub visual: Option<Visual>,
    /// The writer's own words for what to show.
    pub hint: Option<String>,
    pub pause_ms: u32,
    pub duration_ms: Option<u32>,
    pub voices: Vec<Voice>,
}

impl Scene {
    /// The words on the screen.
    pub fn shown(&self) -> Option<&str> {
        self.caption.as_deref().or(self.say.as_deref())
    }

    pub fn timing(&self, speech_ms: Option<u32>) -> SceneTiming {
        SceneTiming { speech_ms, pause_ms: self.pause_ms, duration_ms: self.duration_ms, title: self.title.clone() }
    }
}

/// The script that the manifest gives, or one that is written now.
pub(super) async fn script(bench: &Bench) -> Result<Script, JobError> {
    match &bench.video().script {
        model::Script::Generate(brief) => generated(bench, brief).await.map(|text| from_text(bench.video(), text)),
        script => Ok(known(bench.video(), script)),
    }
}

/// A script that the manifest holds; one that is to be written has no scenes yet.
pub(super) fn known(video: &model::Video, script: &model::Script) -> Script {
    let written = match script {
        model::Script::Scenes(scenes) => return given(video, scenes),
        model::Script::Generate(_) => return given(video, &[]),
        model::Script::Text(text) => document::read_plain(text),
        model::Script::Document { text, markdown: false } => document::read_plain(text),
        model::Script::Document { text, markdown: true } => document::read_markdown(text),
    };
    Script { writer: None, ..from_text(video, written) }
}

fn given(video: &model::Video, scenes: &[model::Scene]) -> Script {
    Script {
        title: video.title.clone().unwrap_or_else(|| video.id.clone()),
        description: video.description.clone().unwrap_or_default(),
        tags: video.tags.clone(),
        scenes: scenes.iter().cloned().map(Scene::from).collect(),
        writer: None,
    }
}

impl From<model::Scene> for Scene {
    fn from(scene: model::Scene) -> Self {
        let model::Scene { title, say, caption, visual, pause_ms, duration_ms, voices } = scene;
        Self { title, say, caption, visual, hint: None, pause_ms: pause_ms.unwrap_or(0), duration_ms, voices }
    }
}

/// The manifest's title, description and tags win over the writer's.
fn from_text(video: &model::Video, text: ScriptText) -> Script {
    let scenes = text.scenes.into_iter().map(|scene| Scene {
        title: scene.title,
        say: Some(scene.narration),
        caption: None,
        visual: None,
        hint: scene.idea,
        pause_ms: 0,
        duration_ms: None,
        voices: Vec::new(),
    });
    Script {
        title: video.title.clone().or(Some(text.title)).filter(|t| !t.is_empty()).unwrap_or_else(|| video.id.clone()),
        description: video.description.clone().unwrap_or(text.description),
        tags: if video.tags.is_empty() { text.tags } else { video.tags.clone() },
        scenes: scenes.collect(),
        writer: Some(text.writer),
    }
}

/// Writers in order of preference; the first whose script passes has written it.
async fn generated(bench: &Bench, brief: &model::Brief) -> Result<ScriptText, JobError> {
    let named = &bench.wanted.providers.script[..];
    let writers = if named.is_empty() { &[ScriptProvider::Offline][..] } else { named };
    let spoken = match brief.length_ms {
        Some(length_ms) => Some(pace::spoken(bench, length_ms).await),
        None => None,
    };
    let mut last = None;
    for (place, writer) in writers.iter().enumerate() {
        let writer = match writer {
            ScriptProvider::Offline => Writer::Offline,
            ScriptProvider::Command(command) => Writer::Command(command.argv.clone()),
            ScriptProvider::Openai(model) => Writer::Openai(services::model(model)),
        };
        let brief = of(brief, bench.video());
        let job = script::Job { writer: writer.clone(), brief, spoken: spoken.clone(), tools: bench.tools.clone() };
        let written = match writer {
            Writer::Offline => bench.obtain(job).await,
            Writer::Command(_) | Writer::Openai(_) => bench.ask(job).await,
        };
        match written {
            Ok(written) => {
                if writer == Writer::Offline {
                    bench.note(script::TEMPLATE_NOTE);
                }
                return Ok(written.value);
            }
            Err(error) if !bench.may_fall_back(&error) => return Err(error),
            Err(error) => {
                if place + 1 < writers.len() {
                    bench.fell_back(format!("the script is written by a fallback: {error}"));
                }
                last = Some(error);
            }
        }
    }
    Err(last.unwrap_or_else(|| JobError::failed("no script writer is named")))
}

fn of(brief: &model::Brief, video: &model::Video) -> script::Brief {
    let model::Brief { topic, genre, words, length_ms: _, scenes, tone, audience, facts, banned, seed } = brief.clone();
    let language = video.language.clone();
    script::Brief { topic, genre, words, scenes, tone, audience, facts, banned, language, seed }
}
