//! A lower third: who is seen, on a plate above the captions.

use std::ops::Range;

use super::ass::set_in;
use super::drawing::{Line, colour, rounded};
use super::layout::{clear, is_tall};
use super::look::{face, typeface};
use crate::media::fonts::BuiltIn;
use crate::media::glyphs::Typefaces;
use crate::media::{Canvas, CaptionLook, CaptionStyle, Colour};

/// A name and, smaller, what there is to say of it.
#[derive(Debug, Clone)]
pub struct LowerThird<'a> {
    pub name: &'a str,
    pub role: Option<&'a str>,
    pub accent: Colour,
    /// Of the segment.
    pub frames: Range<u32>,
}

impl LowerThird<'_> {
    /// The built-in faces it is set in.
    pub fn faces() -> [BuiltIn; 2] {
        [face(CaptionStyle::Word), face(CaptionStyle::Line)]
    }
}

const PLATE: Colour = Colour { a: 0xe6, ..Colour::rgb(0x10, 0x13, 0x1a) };
const QUIET: Colour = Colour::rgb(0xc9, 0xd1, 0xdc);

/// The faces of a lower third: the built-in ones, with those of the captions for what they lack.
fn faces(style: CaptionStyle, captions: &Typefaces) -> Typefaces {
    Typefaces::new(typeface(style), captions.all().iter().cloned())
}

/// A bar of the accent's colour at the left of a plate, the name on it, the role below the name.
pub(super) fn lines(third: &LowerThird<'_>, canvas: Canvas, look: &CaptionLook, captions: &Typefaces) -> Vec<Line> {
    let LowerThird { name, role, accent, ref frames } = *third;
    let side = canvas.width.min(canvas.height);
    let area = clear(canvas, Some(look));
    let (name_size, role_size) =
        if is_tall(canvas) { (side * 66 / 1000, side * 44 / 1000) } else { (side * 58 / 1000, side * 38 / 1000) };
    let (name_faces, role_faces) = (faces(CaptionStyle::Word, captions), faces(CaptionStyle::Line, captions));
    let (name_ruler, role_ruler) = (name_faces.ruler(), role_faces.ruler());
    let (inner, bar) = (name_size / 2, (side / 130).max(2));
    let room = area.width.saturating_sub(2 * inner + bar);
    let fitted = |size: u32, width: u32| if width > room { (size * room / width).max(8) } else { size };
    let name_size = fitted(name_size, name_ruler.width(name, name_size));
    let role_size = role.map_or(0, |role| fitted(role_size, role_ruler.width(role, role_size)));
    let widest = name_ruler.width(name, name_size).max(role.map_or(0, |role| role_ruler.width(role, role_size)));
    let (above, gap) = (name_size * 3 / 10, if role.is_some() { name_size / 10 } else { 0 });
    let height = 2 * above + name_size + gap + role_size;
    let (left, top) = (area.left, (area.top + area.height).saturating_sub(height + name_size / 2));
    let text = |at: (u32, u32), size: u32, fill: Colour, shown: &str, faces: &Typefaces| {
        let (face, ruler) = (&faces.all()[0], faces.ruler());
        let mut text = format!(
            "{{\\an7\\q2\\pos({},{})\\bord0\\shad0\\fn{}\\b{}\\fs{size}{}}}",
            at.0,
            at.1,
            face.name,
            i32::from(face.bold),
            colour(fill)
        );
        set_in(&mut text, shown, faces, &ruler);
        text
    };
    let line = |layer: u32, text: String| Line { layer, frames: frames.clone(), text };
    let mut lines = vec![
        line(0, rounded((left, top), (bar + 2 * inner + widest, height), bar, PLATE)),
        line(1, rounded((left, top), (bar, height), bar / 2, accent)),
        line(1, text((left + bar + inner, top + above), name_size, Colour::WHITE, name, &name_faces)),
    ];
    if let Some(role) = role {
        let at = (left + bar + inner, top + above + name_size + gap);
        lines.push(line(1, text(at, role_size, QUIET, role, &role_faces)));
    }
    lines
}
