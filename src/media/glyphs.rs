//! What the built-in fonts can show, and how wide it is.

use ttf_parser::Face;

use super::fonts::{self, BuiltIn};
use super::text::{is_cjk, is_mark};

/// Whether the family ships inside the program.
pub fn is_built_in(family: &str) -> bool {
    family.trim().eq_ignore_ascii_case(fonts::FAMILY)
}

/// Characters of a text that the built-in font cannot show, in order, each once. For other families nothing is
/// known here and the answer is empty: see [`is_built_in`].
pub fn missing_glyphs(text: &str, family: &str) -> Vec<char> {
    if !is_built_in(family) {
        return Vec::new();
    }
    let faces = fonts::ALL.map(face);
    let mut missing = Vec::new();
    for c in text.chars().filter(|&c| is_painted(c)) {
        let shown = faces.iter().all(|face| face.glyph_index(c).is_some());
        if !shown && !missing.contains(&c) {
            missing.push(c);
        }
    }
    missing
}

/// Measures text as libass lays it out: a font size is the height from the font's highest ascent to its deepest
/// descent (`usWinAscent + usWinDescent` of the OS/2 table), not the em.
pub struct Ruler {
    face: Face<'static>,
    /// Font units a font size stands for.
    line_units: u64,
    /// What widths are multiplied by, per mille.
    allowance: u64,
}

impl Ruler {
    /// For text set in `family`. Of a family that does not ship only its likely width is known: a fifth is allowed on
    /// top of the built-in face's, which covers the wide bold faces (DejaVu Sans Bold, Verdana Bold).
    pub fn new(built_in: BuiltIn, family: &str) -> Self {
        let face = face(built_in);
        let line_units = face.tables().os2.map_or(0, |os2| {
            u64::from(os2.windows_ascender().unsigned_abs()) + u64::from(os2.windows_descender().unsigned_abs())
        });
        let line_units = if line_units == 0 { u64::from(face.units_per_em()) } else { line_units };
        Self { face, line_units, allowance: if is_built_in(family) { 1000 } else { 1200 } }
    }

    /// The width in pixels, rounded up, at a font size in pixels. Kerning, which mostly tightens, is left out.
    pub fn width(&self, text: &str, size: u32) -> u32 {
        let units: u64 = text.chars().map(|c| self.advance(c)).sum();
        let pixels = (units * u64::from(size) * self.allowance).div_ceil(self.line_units * 1000);
        u32::try_from(pixels).unwrap_or(u32::MAX)
    }

    fn advance(&self, c: char) -> u64 {
        let em = u64::from(self.face.units_per_em());
        let known = self.face.glyph_index(c).and_then(|glyph| self.face.glyph_hor_advance(glyph));
        match known {
            _ if is_mark(c) => 0,
            Some(advance) => u64::from(advance),
            None if is_cjk(c) || u32::from(c) > 0xffff => em * 5 / 4,
            None => em * 7 / 10,
        }
    }
}

fn is_painted(c: char) -> bool {
    let ignorable = matches!(c, '\u{ad}' | '\u{34f}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}');
    !c.is_whitespace() && !c.is_control() && !ignorable
}

fn face(built_in: BuiltIn) -> Face<'static> {
    Face::parse(built_in.bytes, 0).expect("the fonts in the program are whole")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_built_in_face_parses_and_measures() {
        for built_in in fonts::ALL {
            let ruler = Ruler::new(built_in, "Inter");
            assert!(ruler.width("Harbour", 100) > 200, "{}", built_in.file);
            assert!(ruler.width("Harbour", 50) < ruler.width("Harbour", 100));
        }
    }

    #[test]
    fn unknown_families_are_taken_for_wider() {
        let known = Ruler::new(fonts::EXTRA_BOLD, "inter").width("Harbour", 100);
        let unknown = Ruler::new(fonts::EXTRA_BOLD, "DejaVu Sans").width("Harbour", 100);
        assert!(unknown > known);
    }

    #[test]
    fn marks_take_no_room_and_unknown_ideographs_a_full_square() {
        let ruler = Ruler::new(fonts::EXTRA_BOLD, "Inter");
        assert_eq!(ruler.width("e\u{301}", 100), ruler.width("e", 100));
        assert!(ruler.width("語", 100) > 80);
    }

    #[test]
    fn missing_glyphs_are_named_once_and_in_order() {
        assert_eq!(missing_glyphs("Grüße, Žižek — Привет, Ελλάδα €5 “ok”…\u{200b}\n", "Inter"), Vec::<char>::new());
        assert_eq!(missing_glyphs("語 a 語 🎉", "inter"), ['語', '🎉']);
        assert_eq!(missing_glyphs("語", "Noto Sans CJK JP"), Vec::<char>::new());
    }
}
