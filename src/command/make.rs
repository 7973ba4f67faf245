//! `make`: one video from one shell line, by the same engine: the flags become a manifest.

use std::io::{IsTerminal, Read};
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use serde_json::{Map, Value, json};

use super::output::{self, Usage};
use super::telling::Telling;
use super::{Exit, load, run};
use crate::cli;
use crate::manifest::{self, Options};
use crate::settings::Settings;

/// As much text as a manifest takes.
const MAX_STDIN: u64 = 1024 * 1024;

pub fn make(args: &cli::Make, settings: &Settings) -> anyhow::Result<Exit> {
    let here = std::env::current_dir().context("the current folder is not there")?;
    let mut video = described(&args.brief)?;
    if let Some(output) = &args.output {
        let output = std::path::absolute(output)?;
        video.insert("output".to_owned(), literal(path_text(&output)?).into());
    }
    let text = serde_json::to_string_pretty(&json!({ "videos": [video] }))?;
    let options = Options { allow_outside: true, output_dir: Some(here.clone()), ..settings.manifest() };
    match manifest::parse(&text, Path::new("<flags>"), &here, &options) {
        Ok(batch) => {
            if args.running.require_hw {
                load::require_hardware(std::slice::from_ref(&batch))?;
            }
            let run_settings = settings.run(&args.running, &batch.config)?;
            run::make_all(vec![batch], settings, &run_settings, Telling::of(&args.telling, settings)?, None)
        }
        Err(diagnostics) => {
            output::say(diagnostics.to_string().trim_end());
            Ok(Exit::Usage)
        }
    }
}

/// The video as a manifest would say it. Text is given as text: `{{` in it is no template.
fn described(brief: &cli::Brief) -> anyhow::Result<Map<String, Value>> {
    let cli::Brief { topic, genre, script, title, words, preset, quality, language, voice, music, seed } = brief;
    let mut video = Map::new();
    let mut set = |key: &str, value: Option<Value>| {
        if let Some(value) = value {
            video.insert(key.to_owned(), value);
        }
    };
    match (topic, script) {
        (Some(topic), _) => {
            let mut generate = Map::new();
            generate.insert("topic".to_owned(), literal(topic).into());
            if let Some(genre) = genre {
                generate.insert("genre".to_owned(), literal(genre).into());
            }
            if let Some(words) = words {
                generate.insert("words".to_owned(), (*words).into());
            }
            if let Some(seed) = seed {
                generate.insert("seed".to_owned(), (*seed).into());
            }
            set("script", Some(json!({ "generate": generate })));
            set("title", Some(title.as_deref().map_or_else(|| literal(topic), literal).into()));
        }
        (None, Some(file)) => {
            let stem = file.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
            set("script", Some(json!({ "file": literal(path_text(&std::path::absolute(file)?)?) })));
            set("id", Some(slug(&stem).into()));
            set("title", title.as_deref().map(|title| literal(title).into()));
        }
        (None, None) => {
            set("script", Some(json!({ "text": literal(&stdin_text()?) })));
            set("id", title.is_none().then(|| "video".into()));
            set("title", title.as_deref().map(|title| literal(title).into()));
        }
    }
    if topic.is_none() {
        set("genre", genre.as_deref().map(|genre| literal(genre).into()));
    }
    set("preset", Some(self::preset(preset)));
    set("quality", Some(quality.as_str().into()));
    set("language", Some(language.as_str().into()));
    set("voice", voice.as_deref().map(Into::into));
    set("seed", seed.map(Into::into));
    if let Some(music) = music {
        set("music", Some(json!({ "file": literal(path_text(&std::path::absolute(music)?)?) })));
    }
    Ok(video)
}

fn stdin_text() -> anyhow::Result<String> {
    if std::io::stdin().is_terminal() {
        bail!(nothing_to_say());
    }
    let mut text = String::new();
    std::io::stdin().take(MAX_STDIN + 1).read_to_string(&mut text).context("stdin is not UTF-8 text")?;
    if text.len() as u64 > MAX_STDIN {
        bail!(Usage("more than 1 MiB of text on stdin; split it into several videos".to_owned()));
    }
    if text.trim().is_empty() {
        bail!(nothing_to_say());
    }
    Ok(text)
}

fn nothing_to_say() -> Usage {
    Usage("nothing to say: give --topic, --script FILE, or pipe text in (see `reelmill make --help`)".to_owned())
}

/// A preset by its name, or `1280x720` as the size that it is.
fn preset(text: &str) -> Value {
    let size = text.split_once('x').and_then(|(width, height)| Some((width.parse().ok()?, height.parse().ok()?)));
    size.map_or_else(|| literal(text).into(), |(width, height): (u32, u32)| json!({ "width": width, "height": height }))
}

/// Text from a flag is not a template: what would open one is printed by one.
fn literal(text: &str) -> String {
    if text.contains("{{") || text.contains("{%") || text.contains("{#") {
        text.replace('{', "{{ '{' }}")
    } else {
        text.to_owned()
    }
}

fn slug(text: &str) -> String {
    let kept: String =
        text.chars().map(|c| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { '-' }).collect();
    let slug = kept.split('-').filter(|part| !part.is_empty()).collect::<Vec<_>>().join("-");
    if slug.is_empty() { "video".to_owned() } else { slug }
}

fn path_text(path: &Path) -> anyhow::Result<&str> {
    path.to_str().with_context(|| format!("the path {} is not UTF-8", PathBuf::from(path).display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_from_flags_is_never_a_template() {
        assert_eq!(literal("plain {text}"), "plain {text}");
        assert_eq!(literal("{{ x }}"), "{{ '{' }}{{ '{' }} x }}");
    }

    #[test]
    fn a_preset_may_be_a_size() {
        assert_eq!(preset("1280x720"), json!({ "width": 1280, "height": 720 }));
        assert_eq!(preset("shorts"), "shorts");
        assert_eq!(preset("1280xwide"), "1280xwide");
    }

    #[test]
    fn ids_come_from_file_names() {
        assert_eq!(slug("My Talk (final)"), "my-talk-final");
        assert_eq!(slug("日本"), "video");
    }
}
