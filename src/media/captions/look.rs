//! How captions look when nobody says, and which faces they are set in.

use super::layout::is_tall;
use crate::media::fonts::{self, BuiltIn};
use crate::media::{Canvas, CaptionLook, CaptionPosition, CaptionStyle, Colour, glyphs};

impl CaptionLook {
    /// The built-in look of the `word` style on a canvas.
    pub fn standard(canvas: Canvas) -> Self {
        Self::standard_of(CaptionStyle::Word, canvas)
    }

    /// The built-in look of a style on a canvas. Sizes are shares of the canvas's shorter side.
    pub fn standard_of(style: CaptionStyle, canvas: Canvas) -> Self {
        let side = canvas.width.min(canvas.height);
        let per_mille = |share: u32| (side * share / 1000).max(1);
        let (size, outline) = match style {
            CaptionStyle::Word if is_tall(canvas) => (per_mille(122), per_mille(9)),
            CaptionStyle::Word => (per_mille(96), per_mille(7)),
            CaptionStyle::Line | CaptionStyle::Boxed if is_tall(canvas) => (per_mille(74), per_mille(5)),
            CaptionStyle::Line | CaptionStyle::Boxed => (per_mille(62), per_mille(4)),
        };
        Self {
            style,
            font: fonts::FAMILY.to_owned(),
            size,
            color: Colour::WHITE,
            highlight: Colour::rgb(0xff, 0xd4, 0x00),
            position: CaptionPosition::Bottom,
            max_words: 4,
            outline,
            uppercase: false,
        }
    }
}

/// The built-in font files a look's captions need; none for another family, which the system must have.
pub fn faces(look: &CaptionLook) -> Vec<BuiltIn> {
    if glyphs::is_built_in(&look.font) { vec![face(look)] } else { Vec::new() }
}

/// The built-in face of a style, also the measure for families that are not built in.
pub(super) fn face(look: &CaptionLook) -> BuiltIn {
    match look.style {
        CaptionStyle::Word => fonts::EXTRA_BOLD,
        CaptionStyle::Line | CaptionStyle::Boxed => fonts::SEMI_BOLD,
    }
}

/// What libass selects a face by, and the style's `Bold` field. libass does not find the built-in family's bold faces by
/// weight, only by their full names; other families are asked for their bold.
pub(super) fn font_name(look: &CaptionLook) -> (String, i32) {
    match look.style {
        _ if !glyphs::is_built_in(&look.font) => (plain_name(&look.font), -1),
        CaptionStyle::Word => ("Inter Extra Bold".to_owned(), 0),
        CaptionStyle::Line | CaptionStyle::Boxed => ("Inter Semi Bold".to_owned(), 0),
    }
}

/// A style's fields end at commas, its line at a line break; a leading `@` means vertical text.
fn plain_name(font: &str) -> String {
    let kept: String = font.chars().filter(|c| !c.is_control() && !matches!(c, ',' | '{' | '}' | '\\')).collect();
    kept.trim().trim_start_matches('@').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    const SHORTS: Canvas = Canvas { width: 1080, height: 1920, fps: 30 };

    #[test]
    fn sizes_follow_the_canvas() {
        let small = Canvas { width: 540, height: 960, fps: 30 };
        let (large, small) = (CaptionLook::standard(SHORTS), CaptionLook::standard(small));
        assert_eq!((large.size, large.outline), (131, 9));
        assert_eq!((small.size, small.outline), (65, 4));
    }

    #[test]
    fn only_the_built_in_family_brings_a_file() {
        let look = CaptionLook::standard(SHORTS);
        assert_eq!(faces(&look)[0].file, "Inter-ExtraBold.otf");
        assert!(faces(&CaptionLook { font: "DejaVu Sans".to_owned(), ..look }).is_empty());
    }

    #[test]
    fn a_font_name_cannot_leave_its_field() {
        let look = CaptionLook { font: "@Evil,99\nDialogue: {x}".to_owned(), ..CaptionLook::standard(SHORTS) };
        assert_eq!(font_name(&look), ("Evil99Dialogue: x".to_owned(), -1));
    }
}
