//! One video: flags over its own settings over the manifest's defaults over what is built in.

use super::scene::Stage;
use super::script::Words;
use super::visual::Surroundings;
use super::{Resolver, delivery, look, seed, sound};
use crate::manifest::expand::Instance;
use crate::manifest::ids;
use crate::manifest::model::{MotionChoice, Video};
use crate::manifest::raw;
use crate::manifest::read::Read as _;
use crate::manifest::source::Spot;
use crate::media::{Canvas, Expect, Muxer};

impl Resolver<'_> {
    /// The video and the place of its output; `None` after problems. `base` are the manifest's defaults.
    pub fn video(&mut self, raw: raw::Video, base: raw::Settings, instance: &Instance) -> Option<(Video, Spot)> {
        let raw::Video { id: _, for_each: _, matrix: _, topic, scenes, settings: mut own, faulty } = raw;
        self.check_id(instance);
        let mut base = base;
        let (own_script, base_script) = (own.script.take(), base.script.take());
        let (own_voice, base_voice) = (own.voice.take(), base.voice.take());
        let flags = self.flags.clone();
        // A voice completes the one it replaces, which a plain "own wins" cannot see.
        let (voice, voice_base) = match (flags.voice.clone(), own_voice) {
            (Some(flag), own) => (Some(flag), own.or(base_voice)),
            (None, own @ Some(_)) => (own, base_voice),
            (None, None) => (base_voice, None),
        };
        let raw::Settings {
            preset,
            width,
            height,
            fps,
            quality,
            codec,
            encoder,
            language,
            title,
            description,
            tags,
            output,
            script: flag_script,
            genre,
            mood,
            seed: chosen_seed,
            voice: _,
            pronunciation,
            visuals,
            credits,
            captions,
            music,
            loudness,
            transition,
            watermark,
            intro,
            outro,
            motion,
            poster,
            preview,
            hls,
            expect,
            faulty: _,
        } = flags.over(own.over(base));

        let language = language.map_or_else(|| "en".to_owned(), |at| at.value.0);
        let seed = chosen_seed.map_or_else(|| seed(&[instance.id.as_bytes()]), |at| at.value.0);
        let (genre, mood) = (genre.map(|at| at.value.0), mood.map(|at| at.value.0));
        let canvas = look::canvas(preset, (width, height), fps, self.notes);
        let captions = look::captions(captions, canvas.unwrap_or(Canvas { width: 1080, height: 1920, fps: 30 }));
        let voices = sound::voices(voice.clone(), voice_base.as_ref(), &language, self.providers, self.notes);
        let music = sound::music(music, self.inputs, self.notes);
        let watermark = look::watermark(watermark, self.inputs, self.notes);
        let context = &instance.context;
        let around = |part: &str| Surroundings { context, mood: mood.as_deref(), seed, part: part.to_owned() };
        let visuals = self.choices(visuals);
        let pronunciation = pronunciation.map(|at| at.value).unwrap_or_default();
        let intro = self.bumper(intro, &around("intro"));
        let outro = self.bumper(outro, &around("outro"));
        let words = Words {
            scenes,
            own: flag_script.or(own_script),
            base: base_script,
            topic,
            genre: genre.clone(),
            spot: instance.node.spot,
            faulty,
        };
        let stage = Stage { context, mood: mood.as_deref(), seed, language: &language, voice: voice.as_ref() };
        let script = self.script(words, &stage);
        let (output, output_spot) = match output {
            Some(at) => (self.outputs.named(&at.value.0, at.spot, self.notes), at.spot),
            None => (self.outputs.of_id(&instance.id, instance.spot, self.notes), instance.spot),
        };
        let muxer = output.as_deref().and_then(Muxer::of).unwrap_or_default();
        let encoding = look::encoding(codec, quality, muxer, self.notes);
        let hls = encoding.and_then(|encoding| delivery::hls(hls, encoding, muxer, self.notes));
        let voices = match voices? {
            none if none.is_empty() => vec![sound::default_voice(&language)],
            some => some,
        };
        let video = Video {
            id: instance.id.to_string(),
            output: output?,
            title: title.map(|at| at.value.0),
            description: description.map(|at| at.value.0),
            tags: tags.map(|at| at.value.0.into_iter().map(|at| at.value.0).collect()).unwrap_or_default(),
            script: script?,
            canvas: canvas?,
            encoding: encoding?,
            muxer,
            encoder: encoder.map(|at| at.value.0).unwrap_or_default(),
            language,
            genre,
            mood,
            voices,
            pronunciation: pronunciation.into_iter().map(|(word, at)| (word, at.value.0)).collect(),
            visuals: visuals?,
            credits: credits.is_some_and(|at| at.value.0),
            captions,
            music: music?,
            loudness: sound::loudness(loudness),
            transition: look::transition(transition),
            watermark: watermark?,
            intro: intro?,
            outro: outro?,
            motion: motion.map_or(MotionChoice::Auto, |at| at.value.0),
            preview: delivery::preview(preview, canvas?),
            hls: hls?,
            poster_ms: poster.map(|at| at.value.0),
            expect: expect.map(|at| expectations(at.value)).unwrap_or_default(),
            seed,
        };
        Some((video, output_spot))
    }

    fn check_id(&mut self, instance: &Instance) {
        if let Some(problem) = ids::problem(&instance.id) {
            let better = ids::slug(&instance.id);
            let help = if instance.row.is_some() {
                "make a name of any text with `{{ row.… | slug }}`".to_owned()
            } else if better.is_empty() {
                "ids have letters, digits, `-`, `_` and `.`".to_owned()
            } else {
                format!("write `{better}`")
            };
            self.notes.error(instance.spot, format!("the id {problem}")).help(help);
        }
    }
}

fn expectations(raw: raw::Expect) -> Expect {
    let raw::Expect { duration, loudness, true_peak, black, frozen, silence, faulty: _ } = raw;
    Expect {
        duration_ms: duration.map(|at| (at.value.0.0, at.value.1.0)),
        loudness: loudness.map(|at| (at.value.0.0, at.value.1.0)),
        true_peak: true_peak.map(|at| at.value.0),
        black_ms: black.map(|at| at.value.0),
        frozen_ms: frozen.map(|at| at.value.0),
        silence_ms: silence.map(|at| at.value.0),
    }
}
