//! A checked batch as a manifest again, with everything written out: rows expanded, templates filled, defaults applied.
//! Loading it gives the same batch.

mod delivery;
mod provider;
mod scene;
mod sound;
mod value;

use std::collections::BTreeMap;

use serde_yaml::Value;

use self::value::{Map, milliseconds, number, text};
use super::model::{Batch, Brief, Captions, Config, Providers, Script, Video, Watermark};
use super::scalar::{Word, Words};
use crate::media::Expect;
use crate::media::{CaptionLook, Encoding, Transition};

/// The fully expanded manifest as YAML.
pub fn show(batch: &Batch) -> String {
    let Batch { source: _, config, videos, providers } = batch;
    let manifest = Map::new()
        .put("version", 1)
        .put("config", self::config(config))
        .put("videos", videos.iter().map(|video| self::video(video, providers)).collect::<Vec<_>>())
        .put("providers", provider::providers(providers));
    // Mappings of texts and numbers can always be written.
    serde_yaml::to_string(&manifest.into_value()).unwrap_or_default()
}

fn config(config: &Config) -> Value {
    let Config { max_concurrent, stop_on_error, workers, max_cost, deadline_ms } = config;
    Map::new()
        .maybe("max_concurrent", max_concurrent.map(|count| count as u64))
        .maybe("stop_on_error", *stop_on_error)
        .maybe("workers", workers.map(|count| count as u64))
        .maybe("max_cost", max_cost.map(|cost| number(cost.0 as i64, 6)))
        .maybe("deadline", deadline_ms.map(milliseconds))
        .into_value()
}

fn video(video: &Video, providers: &Providers) -> Value {
    let Video {
        id,
        output,
        title,
        description,
        tags,
        script,
        canvas,
        encoding: Encoding { codec, quality },
        // The ending of `output` says it.
        muxer: _,
        encoder,
        language,
        genre,
        mood,
        voices,
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
        poster_ms,
        preview,
        hls,
        expect,
        seed,
    } = video;
    let size = Map::new().put("width", canvas.width).put("height", canvas.height);
    let map = Map::new()
        .put("id", text(id))
        .put("output", text(&output.to_string_lossy()))
        .maybe("title", title.as_deref().map(text))
        .maybe("description", description.as_deref().map(text))
        .maybe("tags", (!tags.is_empty()).then(|| tags.iter().map(|tag| text(tag)).collect::<Vec<_>>()))
        .put("preset", size.into_value())
        .put("fps", canvas.fps)
        .put("quality", word(*quality))
        .put("codec", word(*codec))
        .put("encoder", word(*encoder))
        .put("language", text(language))
        .maybe("genre", genre.as_deref().map(text))
        .maybe("mood", mood.as_deref().map(text))
        .put("seed", *seed)
        .put("voice", voices.iter().map(|voice| sound::voice(voice, providers)).collect::<Vec<_>>())
        .maybe("pronunciation", (!pronunciation.is_empty()).then(|| self::pronunciation(pronunciation)))
        .put("visuals", visuals.iter().map(|choice| Value::from(word(*choice))).collect::<Vec<_>>())
        .put("credits", *credits)
        .put("captions", self::captions(captions))
        .maybe("music", music.as_ref().map(sound::music))
        .put("loudness", sound::loudness(*loudness))
        .put("transition", self::transition(*transition))
        .maybe("watermark", watermark.as_ref().map(self::watermark))
        .maybe("intro", intro.as_ref().map(scene::bumper))
        .maybe("outro", outro.as_ref().map(scene::bumper))
        .put("motion", word(*motion))
        .maybe("poster", poster_ms.map(milliseconds))
        .maybe("preview", preview.as_ref().map(delivery::preview))
        .maybe("hls", hls.as_ref().map(delivery::hls))
        .maybe("expect", (*expect != Expect::default()).then(|| self::expect(expect)));
    match script {
        Script::Scenes(scenes) => {
            map.put("scenes", scenes.iter().map(|scene| scene::scene(scene, providers)).collect::<Vec<_>>())
        }
        other => map.put("script", self::script(other)),
    }
    .into_value()
}

fn pronunciation(words: &BTreeMap<String, String>) -> Value {
    words.iter().fold(Map::new(), |map, (written, spoken)| map.put(written, text(spoken))).into_value()
}

/// A script that is not made of scenes.
fn script(script: &Script) -> Value {
    let map = Map::new();
    match script {
        Script::Scenes(_) => map,
        Script::Text(words) => map.put("text", text(words)),
        Script::Document { text: words, markdown } => map.put("text", text(words)).put("markdown", *markdown),
        Script::Generate(brief) => map.put("generate", self::brief(brief)),
    }
    .into_value()
}

fn brief(brief: &Brief) -> Value {
    let Brief { topic, genre, words, length_ms, scenes, tone, audience, facts, banned, seed } = brief;
    let lines = |lines: &[String]| (!lines.is_empty()).then(|| lines.iter().map(|line| text(line)).collect::<Vec<_>>());
    Map::new()
        .put("topic", text(topic))
        .maybe("genre", genre.as_deref().map(text))
        .maybe("words", *words)
        .maybe("length", length_ms.map(|ms| milliseconds(ms.into())))
        .maybe("scenes", *scenes)
        .maybe("tone", tone.as_deref().map(text))
        .maybe("audience", audience.as_deref().map(text))
        .maybe("facts", lines(facts))
        .maybe("banned", lines(banned))
        .put("seed", *seed)
        .into_value()
}

fn captions(captions: &Captions) -> Value {
    let Captions { mode, look } = captions;
    let CaptionLook { style, font, size, color, highlight, position, max_words, outline, uppercase } = look;
    Map::new()
        .put("mode", word(*mode))
        .put("style", word(*style))
        .put("font", text(font))
        .put("size", *size)
        .put("color", color.to_string())
        .put("highlight", highlight.to_string())
        .put("position", word(*position))
        .put("max_words", *max_words)
        .put("outline", *outline)
        .put("uppercase", *uppercase)
        .into_value()
}

fn transition(transition: Transition) -> Value {
    let Transition { kind, duration_ms } = transition;
    Map::new().put("kind", word(kind)).put("duration", milliseconds(duration_ms.into())).into_value()
}

fn watermark(watermark: &Watermark) -> Value {
    let Watermark { source, corner, width, opacity } = watermark;
    Map::new()
        .put("file", text(&source.file.to_string_lossy()))
        .put("position", word(*corner))
        .put("width", format!("{}%", f64::from(*width) / 1e2))
        .put("opacity", number((*opacity).into(), 3))
        .into_value()
}

fn expect(expect: &Expect) -> Value {
    let Expect { duration_ms, loudness, true_peak, black_ms, frozen_ms, silence_ms } = expect;
    Map::new()
        .maybe("duration", duration_ms.map(|(low, high)| vec![milliseconds(low), milliseconds(high)]))
        .maybe("loudness", loudness.map(|(low, high)| vec![number(low.into(), 2), number(high.into(), 2)]))
        .maybe("true_peak", true_peak.map(|peak| number(peak.into(), 2)))
        .maybe("black", black_ms.map(milliseconds))
        .maybe("frozen", frozen_ms.map(milliseconds))
        .maybe("silence", silence_ms.map(milliseconds))
        .into_value()
}

/// The name that the manifest has for `value`.
fn word<T: Words + PartialEq>(value: T) -> &'static str {
    Word(value).name()
}

#[cfg(test)]
mod tests;
