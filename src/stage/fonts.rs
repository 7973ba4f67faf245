//! What captions are set in: the font that a look names, and where it lacks a character, fonts of the system that have it.

use std::path::PathBuf;

use crate::media::CaptionLook;
use crate::media::captions;
use crate::media::glyphs::{Typeface, Typefaces, is_built_in};
use crate::render::fonts::{SystemFont, SystemFonts};

/// A look's typefaces, and the file of each that does not ship.
#[derive(Debug, Clone)]
pub struct Faces {
    pub faces: Typefaces,
    /// As many as there are faces, in the same order.
    pub files: Vec<Option<PathBuf>>,
}

#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum NoFont {
    #[error("the font `{0}` is not installed")]
    Family(String),
    #[error("the font file {0} cannot be read")]
    Unreadable(String),
    /// No font of this machine has these.
    #[error("no font here has {}", named(.0))]
    Characters(Vec<char>),
}

impl NoFont {
    pub fn help(&self) -> String {
        match self {
            Self::Family(_) => "`fc-list : family` lists those that are; `Inter` is built in".to_owned(),
            Self::Unreadable(_) => "install it again, or name another font".to_owned(),
            Self::Characters(missing) => {
                let package = missing.first().and_then(|&c| package(c));
                let install = package.map_or_else(String::new, |name| format!(" (Debian's package {name} does)"));
                format!(
                    "install a font that has it{install}, or change the text; `captions: {{ style: none }}` paints none"
                )
            }
        }
    }
}

fn named(characters: &[char]) -> String {
    let named: Vec<String> = characters.iter().take(5).map(|&c| format!("U+{:04X} ({c})", u32::from(c))).collect();
    let more =
        if characters.len() > 5 { format!(" and {} more characters", characters.len() - 5) } else { String::new() };
    named.join(", ") + &more
}

/// Where Debian has glyphs for a character.
fn package(c: char) -> Option<&'static str> {
    match u32::from(c) {
        0x1100..=0x11ff
        | 0x2e80..=0x9fff
        | 0xa960..=0xa97f
        | 0xac00..=0xd7ff
        | 0xf900..=0xfaff
        | 0xff00..=0xffef
        | 0x20000..=0x3ffff => Some("fonts-noto-cjk"),
        0x2600..=0x27bf | 0x2b00..=0x2bff | 0x1f000..=0x1faff => Some("fonts-symbola"),
        0x0590..=0x1fff | 0xa000..=0xabff => Some("fonts-noto-core"),
        _ => None,
    }
}

/// The typefaces that show all of `text`. Reads font files of the system only where they are needed.
///
/// # Errors
/// The named family is not there, or nothing that is has some characters.
pub fn faces(look: &CaptionLook, text: &str, language: &str) -> Result<Faces, NoFont> {
    let mut system = None;
    let (own, file) = if is_built_in(&look.font) {
        (captions::typeface(look.style), None)
    } else {
        let fonts = system.get_or_insert_with(SystemFonts::installed);
        let font = fonts.family(&look.font).ok_or_else(|| NoFont::Family(look.font.clone()))?;
        (read(&font)?, Some(font.path))
    };
    let (mut faces, mut files) = (Typefaces::new(own.clone(), []), vec![file]);
    let mut others: Vec<Typeface> = Vec::new();
    loop {
        let missing = faces.missing(text);
        let Some(&first) = missing.first() else { return Ok(Faces { faces, files }) };
        let fonts = system.get_or_insert_with(SystemFonts::installed);
        let Some(font) = fonts.showing(first, language) else {
            return Err(NoFont::Characters(
                missing.into_iter().filter(|&c| fonts.showing(c, language).is_none()).collect(),
            ));
        };
        others.push(read(&font)?);
        files.push(Some(font.path));
        faces = Typefaces::new(own.clone(), others.iter().cloned());
    }
}

fn read(font: &SystemFont) -> Result<Typeface, NoFont> {
    let unreadable = || NoFont::Unreadable(font.path.display().to_string());
    let bytes = std::fs::read(&font.path).map_err(|_| unreadable())?;
    Typeface::read(&font.family, font.bold, bytes, font.index).ok_or_else(unreadable)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::media::Canvas;

    fn look(font: &str) -> CaptionLook {
        let canvas = Canvas { width: 540, height: 960, fps: 30 };
        CaptionLook { font: font.to_owned(), ..CaptionLook::standard(canvas) }
    }

    #[test]
    fn what_the_built_in_font_has_needs_no_other() {
        let found = faces(&look("Inter"), "Grüße, Привет!", "de").unwrap();
        assert_eq!((found.faces.all().len(), found.files), (1, vec![None]));
    }

    #[test]
    fn other_scripts_come_from_the_system() {
        let found = faces(&look("Inter"), "Shalom: שלום, سلام 😀", "he").unwrap();
        assert!(found.faces.all().len() >= 2);
        assert!(found.files[1..].iter().all(Option::is_some));
        assert_eq!(found.faces.missing("שלום سلام 😀"), Vec::<char>::new());
    }

    #[test]
    fn what_nobody_has_is_named_with_a_remedy() {
        let error = faces(&look("Inter"), "a\u{f8ff}b", "en").unwrap_err();
        assert!(error.to_string().contains("U+F8FF"), "{error}");
        assert_eq!(package('漢'), Some("fonts-noto-cjk"));
        let error = faces(&look("No Such Family"), "a", "en").unwrap_err();
        assert_eq!(error, NoFont::Family("No Such Family".to_owned()));
    }
}
