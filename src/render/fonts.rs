//! Fonts of the system, by family or by what they can show.

use std::path::PathBuf;

use fontdb::{Database, FaceInfo, Source, Style};

/// Captions are set bold.
const BOLD: u16 = 700;

/// A face in a font file of the system.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SystemFont {
    pub family: String,
    pub path: PathBuf,
    /// In a collection of faces.
    pub index: u32,
    /// It is the family's bold face, rather than its regular one.
    pub bold: bool,
}

/// The fonts that are installed.
pub struct SystemFonts(Database);

impl SystemFonts {
    /// Looks through the system's font folders: some milliseconds, more where there are many.
    pub fn installed() -> Self {
        let mut fonts = Database::new();
        fonts.load_system_fonts();
        Self(fonts)
    }

    /// A family's upright face that is nearest to bold; `None` where the system does not have the family.
    pub fn family(&self, name: &str) -> Option<SystemFont> {
        let named =
            self.0.faces().filter(|face| face.families.iter().any(|(family, _)| family.eq_ignore_ascii_case(name)));
        named.min_by_key(|face| (plainness(face), file(face))).and_then(found)
    }

    /// A face that has a glyph of outlines for the character: the same one on the same machine. Among those that have
    /// it, families for the language go first (ideographs differ), then sans-serif ones.
    pub fn showing(&self, c: char, language: &str) -> Option<SystemFont> {
        let mut faces: Vec<&FaceInfo> = self.0.faces().collect();
        faces.sort_by_cached_key(|face| {
            (fitness(face, c, language), plainness(face), family(face).to_owned(), file(face))
        });
        faces.into_iter().find(|face| self.has(face, c)).and_then(found)
    }

    fn has(&self, face: &FaceInfo, c: char) -> bool {
        let outlined = self.0.with_face_data(face.id, |bytes, index| {
            let face = ttf_parser::Face::parse(bytes, index).ok()?;
            // Fonts of coloured pictures have the character and no outline of it, which libass cannot paint.
            face.glyph_bounding_box(face.glyph_index(c)?)
        });
        outlined.flatten().is_some()
    }
}

fn found(face: &FaceInfo) -> Option<SystemFont> {
    let path = file(face)?;
    Some(SystemFont { family: family(face).to_owned(), path, index: face.index, bold: face.weight.0 >= 600 })
}

fn file(face: &FaceInfo) -> Option<PathBuf> {
    match &face.source {
        Source::File(path) => Some(path.clone()),
        _ => None,
    }
}

fn family(face: &FaceInfo) -> &str {
    face.families.first().map_or("", |(name, _)| name.as_str())
}

/// Small for an upright, bold face of normal width.
fn plainness(face: &FaceInfo) -> (bool, u16, u16) {
    let narrow = face.stretch.to_number().abs_diff(5);
    (face.style != Style::Normal, narrow, face.weight.0.abs_diff(BOLD))
}

/// Small for a family that suits the language and captions.
fn fitness(face: &FaceInfo, c: char, language: &str) -> u32 {
    let name = family(face).to_lowercase();
    let says = |part: &str| name.split([' ', '-']).any(|word| word == part);
    let regional = ["jp", "kr", "sc", "tc", "hk"].into_iter().find(|region| says(region));
    let foreign = match (regional, region(language)) {
        (Some(own), Some(wanted)) => own != wanted,
        (None, _) => false,
        // Without a hint Japanese forms are as good as any.
        (Some(own), None) => own != "jp",
    };
    let emoji = u32::from(c) >= 0x1f000 && !name.contains("emoji") && !name.contains("symbol");
    4 * u32::from(foreign) + 2 * u32::from(emoji || !says("sans")) + u32::from(face.monospaced)
}

/// How font makers call a language's forms of ideographs.
fn region(language: &str) -> Option<&'static str> {
    let language = language.to_lowercase();
    let traditional = language.contains("hant") || language.ends_with("-tw");
    match language.split('-').next()? {
        "ja" => Some("jp"),
        "ko" => Some("kr"),
        "zh" if language.ends_with("-hk") => Some("hk"),
        "zh" if traditional => Some("tc"),
        "zh" => Some("sc"),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_family_is_found_whatever_its_case_and_an_unknown_one_is_not() {
        let fonts = SystemFonts::installed();
        let font = fonts.family("dejavu sans").unwrap();
        assert!(font.path.ends_with("DejaVuSans-Bold.ttf"), "{font:?}");
        assert_eq!(fonts.family("No Such Family"), None);
    }

    #[test]
    fn a_character_is_found_in_the_plainest_font_that_has_it() {
        let fonts = SystemFonts::installed();
        let font = fonts.showing('ש', "he").unwrap();
        assert_eq!(font.family.split(' ').next(), Some("DejaVu"), "{font:?}");
        assert_eq!(fonts.showing('ש', "he"), Some(font));
        assert_eq!(fonts.showing('\u{f8ff}', "en"), None);
    }

    #[test]
    fn ideographs_come_in_the_languages_own_forms() {
        assert_eq!(region("zh-Hant-TW"), Some("tc"));
        assert_eq!([region("zh"), region("ja-JP"), region("en")], [Some("sc"), Some("jp"), None]);
    }
}
