//! The faces that captions are set in: what they can show, and how wide it is.

use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;

use ttf_parser::Face;

use super::fonts::{self, BuiltIn};
use super::text::{is_cjk, is_mark};

/// Whether the family ships inside the program.
pub fn is_built_in(family: &str) -> bool {
    family.trim().eq_ignore_ascii_case(fonts::FAMILY)
}

/// Characters of a text that the built-in family cannot show, in order, each once.
pub fn missing_glyphs(text: &str) -> Vec<char> {
    let Ok(face) = Face::parse(fonts::SEMI_BOLD.bytes, 0) else { return Vec::new() };
    missing(text, |c| face.glyph_index(c).is_some())
}

fn missing(text: &str, has: impl Fn(char) -> bool) -> Vec<char> {
    let mut missing = Vec::new();
    for c in text.chars().filter(|&c| is_painted(c)) {
        if !has(c) && !missing.contains(&c) {
            missing.push(c);
        }
    }
    missing
}

/// One face of a font file.
#[derive(Clone)]
pub struct Typeface {
    /// What libass selects it by.
    pub name: String,
    /// Whether libass is to select the bold face of that name (or to make one).
    pub bold: bool,
    bytes: Arc<Cow<'static, [u8]>>,
    index: u32,
}

impl Typeface {
    pub fn built_in(face: BuiltIn, name: &str) -> Self {
        Self { name: name.to_owned(), bold: false, bytes: Arc::new(Cow::Borrowed(face.bytes)), index: 0 }
    }

    /// `None` where the bytes hold no such face.
    pub fn read(family: &str, bold: bool, bytes: Vec<u8>, index: u32) -> Option<Self> {
        Face::parse(&bytes, index).ok()?;
        Some(Self { name: plain_name(family), bold, bytes: Arc::new(Cow::Owned(bytes)), index })
    }
}

impl fmt::Debug for Typeface {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Typeface").field("name", &self.name).field("bold", &self.bold).finish_non_exhaustive()
    }
}

/// A style's fields end at commas, its line at a line break; a leading `@` means vertical text.
fn plain_name(font: &str) -> String {
    let kept: String = font.chars().filter(|c| !c.is_control() && !matches!(c, ',' | '{' | '}' | '\\')).collect();
    kept.trim().trim_start_matches('@').to_owned()
}

/// Faces in order of preference: a character is set in the first one that has it.
#[derive(Debug, Clone)]
pub struct Typefaces(Vec<Typeface>);

impl Typefaces {
    /// A face, and others for what it lacks.
    pub fn new(own: Typeface, others: impl IntoIterator<Item = Typeface>) -> Self {
        Self(std::iter::once(own).chain(others).collect())
    }

    pub fn all(&self) -> &[Typeface] {
        &self.0
    }

    /// The same faces, ready to measure with.
    pub(crate) fn ruler(&self) -> Ruler<'_> {
        let scales = self.0.iter().map(|face| Scale::new(Face::parse(&face.bytes, face.index).ok()?));
        Ruler { faces: scales.collect() }
    }

    /// Characters of a text that none of the faces has, in order, each once.
    pub fn missing(&self, text: &str) -> Vec<char> {
        let ruler = self.ruler();
        missing(text, |c| ruler.face_of(c).is_some())
    }
}

/// Measures text as libass lays it out: a font size is the height from the font's highest ascent to its deepest
/// descent (`usWinAscent + usWinDescent` of the OS/2 table), not the em.
pub(crate) struct Ruler<'a> {
    faces: Vec<Option<Scale<'a>>>,
}

struct Scale<'a> {
    face: Face<'a>,
    /// Font units a font size stands for.
    line_units: u64,
}

impl<'a> Scale<'a> {
    fn new(face: Face<'a>) -> Option<Self> {
        let line_units = face.tables().os2.map_or(0, |os2| {
            u64::from(os2.windows_ascender().unsigned_abs()) + u64::from(os2.windows_descender().unsigned_abs())
        });
        let line_units = if line_units == 0 { u64::from(face.units_per_em()) } else { line_units };
        (line_units > 0).then_some(Self { face, line_units })
    }
}

impl Ruler<'_> {
    /// The width in pixels, rounded up, at a font size in pixels. Kerning, which mostly tightens, is left out.
    pub fn width(&self, text: &str, size: u32) -> u32 {
        // Thousandths of pixels a pixel of size.
        let thousandths: u64 = text.chars().map(|c| self.advance(c)).sum();
        u32::try_from((thousandths * u64::from(size)).div_ceil(1000)).unwrap_or(u32::MAX)
    }

    fn advance(&self, c: char) -> u64 {
        if is_mark(c) || (!is_painted(c) && !c.is_whitespace()) {
            return 0;
        }
        let known = self.face_of(c).and_then(|index| {
            let Scale { face, line_units } = self.faces[index].as_ref()?;
            let advance = face.glyph_hor_advance(face.glyph_index(c)?)?;
            Some((u64::from(advance) * 1000).div_ceil(*line_units))
        });
        known.unwrap_or(if is_cjk(c) || u32::from(c) > 0xffff { 1000 } else { 600 })
    }

    /// The face that shows a character; `None` where none has it.
    pub fn face_of(&self, c: char) -> Option<usize> {
        self.faces.iter().position(|scale| scale.as_ref().is_some_and(|scale| scale.face.glyph_index(c).is_some()))
    }

    /// A text in stretches of one face each. What is not painted, and marks, stay with what is before them.
    pub fn runs<'t>(&self, text: &'t str) -> Vec<(usize, &'t str)> {
        let mut runs: Vec<(usize, usize)> = Vec::new();
        for (at, c) in text.char_indices() {
            let here = runs.last().map_or(0, |run| run.0);
            let joins = !is_painted(c) || (is_mark(c) && !runs.is_empty());
            let face = if joins { here } else { self.face_of(c).unwrap_or(here) };
            if runs.is_empty() || face != here {
                runs.push((face, at));
            }
        }
        let ends: Vec<usize> = runs.iter().skip(1).map(|run| run.1).chain([text.len()]).collect();
        runs.into_iter().zip(ends).map(|((face, start), end)| (face, &text[start..end])).collect()
    }
}

/// Whether a character leaves ink. (Unicode: not of `Default_Ignorable_Code_Point`, not white space.)
pub(crate) fn is_painted(c: char) -> bool {
    let ignorable = matches!(c, '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{e0000}'..='\u{e0fff}');
    !c.is_whitespace() && !c.is_control() && !ignorable
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typefaces() -> Typefaces {
        Typefaces::new(Typeface::built_in(fonts::EXTRA_BOLD, "Inter Extra Bold"), [])
    }

    #[test]
    fn every_built_in_face_parses_and_measures() {
        for built_in in fonts::ALL {
            let faces = Typefaces::new(Typeface::built_in(built_in, "x"), []);
            let ruler = faces.ruler();
            assert!(ruler.width("Harbour", 100) > 200, "{}", built_in.file);
            assert!(ruler.width("Harbour", 50) < ruler.width("Harbour", 100));
        }
    }

    #[test]
    fn marks_take_no_room_and_unknown_ideographs_a_full_square() {
        let faces = typefaces();
        let ruler = faces.ruler();
        assert_eq!(ruler.width("e\u{301}\u{200d}", 100), ruler.width("e", 100));
        assert!(ruler.width("語", 100) > 80);
    }

    #[test]
    fn missing_glyphs_are_named_once_and_in_order() {
        assert_eq!(missing_glyphs("Grüße, Žižek — Привет, Ελλάδα €5 “ok”…\u{200b}\n"), Vec::<char>::new());
        assert_eq!(missing_glyphs("語 a 語 🎉"), ['語', '🎉']);
        assert_eq!(typefaces().missing("a\u{fe0f}語"), ['語']);
    }

    #[test]
    fn a_text_is_cut_where_its_face_changes() {
        let faces = Typefaces::new(
            Typeface::built_in(fonts::EXTRA_BOLD, "first"),
            [Typeface::built_in(fonts::REGULAR, "second")],
        );
        assert_eq!(faces.ruler().runs("a語 b"), [(0, "a語 b")], "what nobody has stays where it is");
        assert_eq!(faces.ruler().runs(""), []);
    }

    #[test]
    fn a_font_name_cannot_leave_its_field() {
        assert_eq!(plain_name("@Evil,99\nDialogue: {x}"), "Evil99Dialogue: x");
    }

    #[test]
    fn what_is_no_font_is_no_typeface() {
        assert!(Typeface::read("x", true, vec![0; 100], 0).is_none());
        assert!(Typeface::read("x", true, fonts::REGULAR.bytes.to_vec(), 0).is_some());
    }
}
