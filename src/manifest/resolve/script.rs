//! Where a video's words come from: scenes, or exactly one source of a script.

use super::Resolver;
use super::scene::Stage;
use crate::manifest::limits;
use crate::manifest::model::{Brief, Script};
use crate::manifest::raw;
use crate::manifest::read::{At, Many, Short, over};
use crate::manifest::scalar::{Line, Prose, Scalar as _, Text, clipped};
use crate::manifest::source::Spot;
use crate::manifest::template::{Context, Into, value};

/// All that a video says about its words.
pub(super) struct Words {
    pub scenes: Option<At<Vec<At<Short<raw::Scene>>>>>,
    pub own: Option<At<Short<raw::Script>>>,
    /// From the manifest's defaults.
    pub base: Option<At<Short<raw::Script>>>,
    pub topic: Option<At<Line>>,
    pub genre: Option<String>,
    /// The video's place.
    pub spot: Spot,
    pub faulty: bool,
}

impl Resolver<'_> {
    pub(super) fn script(&mut self, words: Words, stage: &Stage<'_>) -> Option<Script> {
        let Words { scenes, own, base, topic, genre, spot, faulty } = words;
        if let Some(scenes) = scenes {
            if let Some(own) = own {
                self.notes.error(own.spot, "`script` and `scenes` are both here").help("keep one of them");
                return None;
            }
            return self.scenes(scenes, faulty, stage).map(Script::Scenes);
        }
        // A brief may be completed by the defaults' brief; another source stands for itself.
        let raw = match (own, base) {
            (own @ Some(_), base) if is_brief(&own) && is_brief(&base) => over(own, base),
            (own, base) => own.or(base),
        };
        match raw {
            Some(at) => self.source(at, topic, genre, stage),
            None if topic.is_some() => {
                self.brief(raw::Generate::default(), spot, topic, genre, stage.seed).map(Script::Generate)
            }
            None => {
                if !faulty {
                    self.notes
                        .error(spot, "nothing says what this video is about")
                        .help("add `topic: …`, `script: …` or `scenes:`");
                }
                None
            }
        }
    }

    fn source(
        &mut self,
        at: At<Short<raw::Script>>,
        topic: Option<At<Line>>,
        genre: Option<String>,
        stage: &Stage<'_>,
    ) -> Option<Script> {
        let At { value: Short(raw), spot } = at;
        let raw::Script { text, markdown, file, template, generate, faulty } = raw;
        let given = [
            text.as_ref().map(|at| ("text", at.spot)),
            file.as_ref().map(|at| ("file", at.spot)),
            template.as_ref().map(|at| ("template", at.spot)),
            generate.as_ref().map(|at| ("generate", at.spot)),
        ];
        let given: Vec<(&str, Spot)> = given.into_iter().flatten().collect();
        if let [(first, _), (second, at), ..] = given[..] {
            let message = format!("a script comes from one source, and here are `{first}` and `{second}`");
            self.notes.error(at, message).help("keep one of them");
            return None;
        }
        if let (Some(at), None) = (&markdown, &text) {
            self.notes.error(at.spot, "`markdown` is for `text`").help("remove it: a file's ending says what it is");
        }
        if let Some(text) = text {
            return Some(match markdown {
                Some(markdown) => Script::Document { text: text.value.0, markdown: markdown.value.0 },
                None => Script::Text(text.value.0),
            });
        }
        if let Some(file) = file {
            return self.document(&file.value.0, file.spot, None);
        }
        if let Some(template) = template {
            return self.template(template, stage.context);
        }
        if let Some(generate) = generate {
            return self.brief(generate.value.0, generate.spot, topic, genre, stage.seed).map(Script::Generate);
        }
        if !faulty {
            self.notes.error(spot, "this script says nothing").help("give it `text`, `file`, `template` or `generate`");
        }
        None
    }

    fn template(&mut self, at: At<Short<raw::Template>>, context: &Context) -> Option<Script> {
        let At { value: Short(raw::Template { text, file, data, faulty }), spot } = at;
        match (text, file) {
            (Some(text), None) => Some(Script::Text(text.value.0)),
            (None, Some(file)) => {
                let context = match data {
                    Some(data) => {
                        let data = data.value.into_iter().map(|(name, at)| (name, value(&at.value.0)));
                        context.with("data", data.collect::<std::collections::BTreeMap<_, _>>().into())
                    }
                    None => context.clone(),
                };
                self.document(&file.value.0, file.spot, Some(&context))
            }
            (Some(_), Some(file)) => {
                self.notes.error(file.spot, "a template is `text` or `file`").help("keep one of them");
                None
            }
            (None, None) => {
                if !faulty {
                    self.notes.error(spot, "this template is empty").help("give it `text` or `file`");
                }
                None
            }
        }
    }

    /// A file's text; filled where there is a context.
    fn document(&mut self, path: &str, spot: Spot, context: Option<&Context>) -> Option<Script> {
        let lower = path.to_ascii_lowercase();
        let markdown = lower.ends_with(".md") || lower.ends_with(".markdown");
        if !markdown && !lower.ends_with(".txt") {
            let message = format!("script `{}` is neither Markdown nor plain text", clipped(path));
            self.notes.error(spot, message).help("scripts are .md, .markdown or .txt files");
            return None;
        }
        let text = self.inputs.text(path, spot, "script", limits::DOCUMENT_BYTES, self.notes)?;
        let text = match context {
            Some(context) => self.fill_file(&text, path, Into::Text, &context.value(), spot)?,
            None => text.to_string(),
        };
        match Prose::parse(&text) {
            Ok(Text(text)) if !text.is_empty() => Some(Script::Document { text, markdown }),
            Ok(_) => {
                self.notes.error(spot, format!("script `{}` is empty", clipped(path))).help("write something in it");
                None
            }
            Err(help) => {
                self.notes.error(spot, format!("script `{}` is no text", clipped(path))).maybe_help(help);
                None
            }
        }
    }

    fn brief(
        &mut self,
        raw: raw::Generate,
        spot: Spot,
        topic: Option<At<Line>>,
        genre: Option<String>,
        video_seed: u64,
    ) -> Option<Brief> {
        let raw::Generate {
            topic: own,
            genre: own_genre,
            words,
            length,
            scenes,
            tone,
            audience,
            facts,
            banned,
            seed,
            faulty,
        } = raw;
        if let (Some(_), Some(at)) = (&words, &length) {
            self.notes.error(at.spot, "`words` and `length` both say how long the script is").help("keep one of them");
        }
        let Some(topic) = own.or(topic) else {
            if !faulty {
                self.notes.error(spot, "a script to be written needs a `topic`").help("add `topic: …`");
            }
            return None;
        };
        let lines = |many: Option<At<Many<Line>>>| {
            many.map(|at| at.value.0.into_iter().map(|at| at.value.0).collect()).unwrap_or_default()
        };
        Some(Brief {
            topic: topic.value.0,
            genre: own_genre.map(|at| at.value.0).or(genre),
            words: words.map(|at| at.value.0 as u32),
            length_ms: length.map(|at| at.value.0 as u32),
            scenes: scenes.map(|at| at.value.0 as u32),
            tone: tone.map(|at| at.value.0),
            audience: audience.map(|at| at.value.0),
            facts: lines(facts),
            banned: lines(banned),
            seed: seed.map_or(video_seed, |at| at.value.0),
        })
    }
}

fn is_brief(script: &Option<At<Short<raw::Script>>>) -> bool {
    script.as_ref().is_some_and(|at| at.value.0.generate.is_some())
}
