//! Scenes in order.

use super::Resolver;
use super::sound;
use super::visual::Surroundings;
use crate::manifest::limits;
use crate::manifest::model::Scene;
use crate::manifest::raw::{self, VoiceItem};
use crate::manifest::read::{At, Many, Short};
use crate::manifest::template::Context;

/// What scenes take from their video.
pub(super) struct Stage<'a> {
    pub context: &'a Context,
    pub mood: Option<&'a str>,
    pub seed: u64,
    pub language: &'a str,
    pub voice: Option<&'a At<Many<VoiceItem>>>,
}

impl Resolver<'_> {
    pub(super) fn scenes(
        &mut self,
        scenes: At<Vec<At<Short<raw::Scene>>>>,
        faulty: bool,
        stage: &Stage<'_>,
    ) -> Option<Vec<Scene>> {
        if scenes.value.is_empty() && !faulty {
            self.notes.error(scenes.spot, "`scenes` is empty").help("add a scene: `- say: Welcome.`");
            return None;
        }
        if scenes.value.len() > limits::SCENES {
            let message = format!("{} scenes; a video has at most {}", scenes.value.len(), limits::SCENES);
            self.notes.error(scenes.spot, message).help("make several videos of them");
            return None;
        }
        let mut resolved = Vec::with_capacity(scenes.value.len());
        for (index, scene) in scenes.value.into_iter().enumerate() {
            self.notes.scope.scene = Some(index + 1);
            resolved.push(self.scene(scene, index + 1, stage));
        }
        self.notes.scope.scene = None;
        resolved.into_iter().collect()
    }

    fn scene(&mut self, at: At<Short<raw::Scene>>, number: usize, stage: &Stage<'_>) -> Option<Scene> {
        let At { value: Short(raw), spot } = at;
        let raw::Scene { title, say, caption, visual, pause, duration, voice, faulty } = raw;
        if say.is_none() && duration.is_none() {
            if !faulty {
                self.notes
                    .error(spot, "a scene without `say` needs a `duration`")
                    .help("add `say: …` or `duration: 2s`");
            }
            return None;
        }
        let around = Surroundings {
            context: stage.context,
            mood: stage.mood,
            seed: stage.seed,
            part: format!("scene {number}"),
        };
        let visual = match visual {
            Some(visual) => Some(self.visual(visual, &around)?),
            None => None,
        };
        // The command line's voice is the video's already, and wins over the scene's.
        let voice = voice.filter(|_| self.flags.voice.is_none());
        let voices = sound::voices(voice, stage.voice, stage.language, self.providers, self.notes)?;
        Some(Scene {
            title: title.map(|at| at.value.0),
            say: say.map(|at| at.value.0),
            caption: caption.map(|at| at.value.0),
            visual,
            pause_ms: pause.map(|at| at.value.0 as u32),
            duration_ms: duration.map(|at| at.value.0 as u32),
            voices,
        })
    }
}
