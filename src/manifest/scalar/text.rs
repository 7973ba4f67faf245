//! Texts: lines, prose, paths, languages, colours.

use serde_json::{Value, json};

use super::Scalar;
use crate::manifest::limits;
use crate::media::Colour;

/// Text of at most `MAX` characters, without control characters but line breaks where `BREAKS`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Text<const MAX: usize, const BREAKS: bool>(pub String);

/// A title, a name.
pub(crate) type Line = Text<500, false>;
/// What one scene says.
pub(crate) type Narration = Text<{ limits::NARRATION }, true>;
/// Any length that a string may have.
pub(crate) type Prose = Text<{ limits::STRING_BYTES }, true>;
/// A file's path.
pub(crate) type PathText = Text<4096, false>;

impl<const MAX: usize, const BREAKS: bool> Scalar for Text<MAX, BREAKS> {
    fn wanted() -> String {
        if BREAKS {
            format!("text of at most {MAX} characters")
        } else {
            format!("one line of at most {MAX} characters")
        }
    }

    fn parse(text: &str) -> Result<Self, Option<String>> {
        let allowed = |c: char| !c.is_control() || BREAKS && matches!(c, '\n' | '\r' | '\t');
        let text = text.trim();
        if let Some(c) = text.chars().find(|&c| !allowed(c)) {
            return Err(Some(format!("remove the character U+{:04X}", u32::from(c))));
        }
        if text.len() > MAX && text.chars().count() > MAX {
            return Err(Some("shorten or split it".into()));
        }
        Ok(Self(text.to_owned()))
    }

    fn schema() -> Value {
        json!({ "type": "string", "maxLength": MAX })
    }
}

/// A BCP 47 language tag such as `en` or `pt-BR`.
#[derive(Debug, Clone)]
pub(crate) struct Language(pub String);

impl Scalar for Language {
    fn wanted() -> String {
        "a language such as `en` or `pt-BR`".into()
    }

    fn parse(text: &str) -> Result<Self, Option<String>> {
        let text = text.trim();
        let mut parts = text.split('-');
        let is = |part: &str, least: usize, most: usize| {
            (least..=most).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_alphanumeric())
        };
        let primary = parts.next().is_some_and(|part| is(part, 2, 3) && part.bytes().all(|b| b.is_ascii_alphabetic()));
        if primary && parts.all(|part| is(part, 1, 8)) && text.len() <= 35 {
            Ok(Self(text.to_owned()))
        } else {
            Err(Some("languages are named by their BCP 47 tag".into()))
        }
    }

    fn schema() -> Value {
        json!({ "type": "string", "pattern": "^[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*$" })
    }
}

/// A colour, in quotes.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Tint(pub Colour);

impl Scalar for Tint {
    fn wanted() -> String {
        "a colour".into()
    }

    fn parse(text: &str) -> Result<Self, Option<String>> {
        text.trim()
            .parse()
            .map(Self)
            .map_err(|_| Some("write \"#rrggbb\", \"#rgb\" or \"#rrggbbaa\", in quotes".into()))
    }

    fn schema() -> Value {
        json!({ "type": "string", "pattern": "^#([0-9A-Fa-f]{3}|[0-9A-Fa-f]{6}|[0-9A-Fa-f]{8})$" })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn control_characters_are_named() {
        assert_eq!(Line::parse("a\u{1b}[31m").unwrap_err().unwrap(), "remove the character U+001B");
        assert!(Line::parse("a\nb").is_err() && Prose::parse("a\nb").is_ok());
    }

    #[test]
    fn narration_has_a_bound_in_characters() {
        assert!(Narration::parse(&"é".repeat(20_000)).is_ok());
        assert!(Narration::parse(&"é".repeat(20_001)).is_err());
    }

    #[test]
    fn languages_are_tags() {
        assert!(["en", "pt-BR", "zh-Hant-TW", "es-419"].iter().all(|text| Language::parse(text).is_ok()));
        assert!(["english", "e", "en_US", "en-", "../x", ""].iter().all(|text| Language::parse(text).is_err()));
    }

    #[test]
    fn colours_are_hexadecimal() {
        assert_eq!(Tint::parse("#fff").unwrap().0, Colour::WHITE);
        assert!(["fff", "#ffff", "#é1", "red", "#gggggg"].iter().all(|text| Tint::parse(text).is_err()));
    }
}
