//! Scenes and what they show.

use serde_yaml::Value;

use super::value::{Map, milliseconds, number, text};
use super::{sound, word};
use crate::manifest::model::{Bumper, Command, LocalFile, LowerThird, Providers, Scene, Visual, VisualSource};
use crate::media::cards::{Card, Chart, Code};

pub(super) fn scene(scene: &Scene, providers: &Providers) -> Value {
    let Scene { title, say, caption, visual, pause_ms, duration_ms, voices } = scene;
    let voices =
        (!voices.is_empty()).then(|| voices.iter().map(|voice| sound::voice(voice, providers)).collect::<Vec<_>>());
    Map::new()
        .maybe("title", title.as_deref().map(text))
        .maybe("say", say.as_deref().map(text))
        .maybe("caption", caption.as_deref().map(text))
        .maybe("visual", visual.as_ref().map(self::visual))
        .maybe("pause", pause_ms.map(|ms| milliseconds(ms.into())))
        .maybe("duration", duration_ms.map(|ms| milliseconds(ms.into())))
        .maybe("voice", voices)
        .into_value()
}

pub(super) fn bumper(bumper: &Bumper) -> Value {
    let Bumper { visual, duration_ms } = bumper;
    Map::new().put("visual", self::visual(visual)).put("duration", milliseconds((*duration_ms).into())).into_value()
}

fn visual(visual: &Visual) -> Value {
    let Visual { source, motion, fit, text: title, lower_third, accent } = visual;
    let map = Map::new();
    match source {
        VisualSource::Image(file) => map.put("image", path(file)),
        VisualSource::Clip { clip, start_ms, sound } => map
            .put("video", path(clip))
            .put("start", milliseconds(*start_ms))
            .maybe("sound", sound.map(self::sound::clip)),
        VisualSource::Color(colour) => map.put("color", colour.to_string()),
        VisualSource::Gradient(colours) => {
            map.put("gradient", colours.iter().map(|colour| Value::from(colour.to_string())).collect::<Vec<_>>())
        }
        VisualSource::Card { card, background } => {
            self::card(map, card).maybe("background", background.map(|colour| colour.to_string()))
        }
        VisualSource::Svg { text: drawing } => map.put("svg", text(drawing)),
        VisualSource::Generated { mood, seed } => {
            map.put("generated", Map::new().maybe("mood", mood.as_deref().map(text)).put("seed", *seed).into_value())
        }
        VisualSource::Remote { url, clip: false, start_ms: _, sound: _ } => map.put("image", text(url)),
        VisualSource::Remote { url, clip: true, start_ms, sound } => map
            .put("video", text(url))
            .put("start", milliseconds(*start_ms))
            .maybe("sound", sound.map(self::sound::clip)),
        VisualSource::Stock { words, media, sound } => {
            let sought = Map::new().maybe("query", words.as_deref().map(text)).put("kind", word(*media));
            map.put("stock", sought.into_value()).maybe("sound", sound.map(self::sound::clip))
        }
        VisualSource::Ai { prompt } => {
            map.put("ai", Map::new().maybe("prompt", prompt.as_deref().map(text)).into_value())
        }
        VisualSource::Command(command) => map.put("command", self::command(command)),
    }
    .maybe("text", title.as_deref().map(text))
    .maybe("lower_third", lower_third.as_ref().map(self::lower_third))
    .maybe("accent", accent.map(|colour| colour.to_string()))
    .maybe("motion", motion.map(word))
    .put("fit", word(*fit))
    .into_value()
}

fn card(map: Map, card: &Card) -> Map {
    match card {
        Card::Text(words) => map.put("text", text(words)),
        Card::Quote { text: words, by } => {
            map.put("quote", Map::new().put("text", text(words)).maybe("by", by.as_deref().map(text)).into_value())
        }
        Card::List { title, items, numbered } => {
            let items: Vec<Value> = items.iter().map(|item| text(item)).collect();
            let list = Map::new().maybe("title", title.as_deref().map(text)).put("items", items);
            map.put("list", list.put("numbered", *numbered).into_value())
        }
        Card::Chart(Chart { kind, title, unit, values }) => {
            let figures =
                values.iter().fold(Map::new(), |map, datum| map.put(&datum.label, number(datum.thousandths, 3)));
            let chart = Map::new()
                .put("kind", word(*kind))
                .maybe("title", title.as_deref().map(text))
                .maybe("unit", (!unit.is_empty()).then(|| text(unit)));
            map.put("chart", chart.put("values", figures.into_value()).into_value())
        }
        Card::Code(Code { text: program, language, title, marked }) => {
            let code = Map::new()
                .put("text", text(program))
                .maybe("language", language.as_deref().map(text))
                .maybe("title", title.as_deref().map(text))
                .maybe("mark", (!marked.is_empty()).then(|| marked.clone()));
            map.put("code", code.into_value())
        }
    }
}

fn lower_third(third: &LowerThird) -> Value {
    let LowerThird { name, role } = third;
    Map::new().put("name", text(name)).maybe("role", role.as_deref().map(text)).into_value()
}

pub(super) fn command(command: &Command) -> Value {
    Value::Sequence(command.argv.iter().map(|word| text(word)).collect())
}

fn path(file: &LocalFile) -> Value {
    text(&file.file.to_string_lossy())
}
