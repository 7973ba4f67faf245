//! Which voices there are, and which of them a name or a language means.

use std::sync::OnceLock;

use super::library::{self, Listed};

/// The voices and variants of the installed engine, listed once a process.
#[derive(Debug)]
pub(super) struct Voices {
    voices: Vec<Listed>,
    variants: Vec<Listed>,
}

impl Voices {
    pub(super) fn installed() -> Result<&'static Self, String> {
        static LISTED: OnceLock<Result<Voices, String>> = OnceLock::new();
        let listed = LISTED.get_or_init(|| library::voices().map(|(voices, variants)| Voices { voices, variants }));
        listed.as_ref().map_err(Clone::clone)
    }

    /// What to call the voice in the library: `en-us+f3` is `gmw/en-US+f3`. A name is a language (`en-us`), the voice's
    /// own name or its file's, with a variant after a `+`.
    ///
    /// # Errors
    /// Names of voices that are written nearly so.
    pub(super) fn resolve(&self, name: &str) -> Result<String, Vec<String>> {
        let (base, variant) = name.split_once('+').map_or((name, None), |(base, variant)| (base, Some(variant)));
        let variant_of = |wanted: &str| self.variants.iter().find(|listed| is_called(listed, wanted)).map(file_name);
        match (self.named(base), variant.map(variant_of)) {
            (Some(voice), None) => Ok(voice.identifier.clone()),
            (Some(voice), Some(Some(variant))) => Ok(format!("{}+{variant}", voice.identifier)),
            (Some(_), Some(None)) => Err(near(
                variant.unwrap_or_default(),
                self.variants.iter().map(file_name).map(|v| format!("{base}+{v}")),
            )),
            (None, _) => Err(near(base, self.names())),
        }
    }

    /// The voice's name for a language as BCP 47 has it (`de`, `pt-BR`); `None` where nobody speaks it.
    pub(super) fn for_language(&self, language: &str) -> Option<String> {
        let language = language.replace('_', "-").to_ascii_lowercase();
        if language == "en" {
            return Some("en-us".to_owned());
        }
        let mut tag = language.as_str();
        while self.ranked(tag).is_none() {
            tag = &tag[..tag.rfind('-')?];
        }
        Some(tag.to_owned())
    }

    /// Every voice by its first language, which [`Self::resolve`] takes.
    pub(super) fn names(&self) -> impl Iterator<Item = String> {
        self.voices.iter().filter_map(|voice| voice.languages.first()).map(|(_, language)| language.clone())
    }

    fn named(&self, name: &str) -> Option<&Listed> {
        self.ranked(name).or_else(|| self.voices.iter().find(|voice| is_called(voice, name)))
    }

    fn ranked(&self, language: &str) -> Option<&Listed> {
        let rank = |voice: &Listed| {
            voice.languages.iter().filter(|(_, tag)| tag.eq_ignore_ascii_case(language)).map(|(rank, _)| *rank).min()
        };
        self.voices.iter().filter_map(|voice| Some((rank(voice)?, voice))).min_by_key(|(rank, _)| *rank).map(|(_, v)| v)
    }
}

fn is_called(voice: &Listed, name: &str) -> bool {
    [voice.name.as_str(), &voice.identifier, file_name(voice)].iter().any(|known| known.eq_ignore_ascii_case(name))
}

fn file_name(voice: &Listed) -> &str {
    voice.identifier.rsplit('/').next().unwrap_or_default()
}

/// The three nearest of some names, the nearest first; those are left out that have little in common.
fn near(wanted: &str, names: impl Iterator<Item = String>) -> Vec<String> {
    let wanted = wanted.to_lowercase();
    let likeness = |name: &str| {
        let last = name.rsplit('+').next().unwrap_or(name).to_lowercase();
        (strsim::jaro_winkler(&last, &wanted) * 1000.0) as u32
    };
    let mut near: Vec<_> = names.map(|name| (likeness(&name), name)).filter(|(likeness, _)| *likeness >= 660).collect();
    near.sort_by(|(a, first), (b, second)| b.cmp(a).then_with(|| first.cmp(second)));
    near.dedup();
    near.into_iter().take(3).map(|(_, name)| name).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn listed(name: &str, identifier: &str, languages: &[(u8, &str)]) -> Listed {
        let languages = languages.iter().map(|(rank, tag)| (*rank, (*tag).to_owned())).collect();
        Listed { name: name.to_owned(), identifier: identifier.to_owned(), languages }
    }

    fn voices() -> Voices {
        Voices {
            voices: vec![
                listed("English (Scotland)", "gmw/en-GB-scotland", &[(5, "en-gb-scotland"), (4, "en")]),
                listed("English (Great Britain)", "gmw/en", &[(2, "en-gb"), (2, "en")]),
                listed("English (America)", "gmw/en-US", &[(2, "en-us"), (3, "en")]),
                listed("German", "gmw/de", &[(5, "de")]),
                listed("Portuguese (Brazil)", "roa/pt-BR", &[(5, "pt-br"), (6, "pt")]),
            ],
            variants: vec![
                listed("female3", "!v/f3", &[(5, "variant")]),
                listed("Annie", "!v/Annie", &[(5, "variant")]),
            ],
        }
    }

    #[test]
    fn a_name_is_a_language_a_name_or_a_file_with_a_variant_if_wanted() {
        let voices = voices();
        for (name, identifier) in [
            ("en-us", "gmw/en-US"),
            ("EN-US+F3", "gmw/en-US+f3"),
            ("en", "gmw/en"),
            ("German", "gmw/de"),
            ("gmw/de+annie", "gmw/de+Annie"),
        ] {
            assert_eq!(voices.resolve(name).as_deref(), Ok(identifier), "{name}");
        }
    }

    #[test]
    fn an_unknown_name_brings_those_like_it() {
        assert_eq!(voices().resolve("en-uk").unwrap_err()[0], "en-us");
        assert_eq!(voices().resolve("de+f4").unwrap_err(), ["de+f3"]);
        assert_eq!(voices().resolve("../../etc/passwd"), Err(vec![]));
        assert!(voices().resolve("").is_err());
    }

    #[test]
    fn a_language_has_its_voice() {
        let voices = voices();
        for (language, name) in
            [("en", "en-us"), ("de-AT", "de"), ("pt_BR", "pt-br"), ("pt-PT", "pt"), ("en-GB", "en-gb")]
        {
            assert_eq!(voices.for_language(language).as_deref(), Some(name), "{language}");
        }
        assert_eq!(voices.for_language("tlh"), None);
    }
}
