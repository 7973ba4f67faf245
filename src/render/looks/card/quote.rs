//! What somebody said, and who.

use super::CardError;
use super::block::{Block, Type};
use super::page::{Frame, Page};
use super::scheme::Scheme;
use super::sheet::{Anchor, BASE, Set, Sheet, css};
use crate::render::looks::measure::Weight;

pub(super) fn quote(
    sheet: &mut Sheet,
    page: &Page,
    text: &str,
    by: Option<&str>,
    scheme: &Scheme,
) -> Result<(), CardError> {
    let (u, column) = (page.u, page.column());
    let (accent, ink) = (css(scheme.accent), css(scheme.ink));
    // The mark of this size is a tenth of the short side tall.
    let (mark, mark_size) = (u * 0.155, u * 0.36);
    let (gap, bar) = (u * 0.055, u * 0.012);
    let by = match by {
        Some(by) => Some(Block::fit(
            by,
            &Frame { x: 0.0, y: 0.0, w: column.w - u * 0.13, h: u * 0.14 },
            Type::text(u * 0.046, u * 0.028),
        )?),
        None => None,
    };
    let foot = by.as_ref().map_or(0.0, |by| gap + by.height());
    let room = Frame { h: column.h - mark - foot, ..column };
    let block = Block::fit(text.trim_matches(['"', '“', '”', '„']), &room, Type::text(u * 0.092, u * 0.036))?;
    let top = column.top_of(mark + block.height() + foot);
    let set = Set {
        size: mark_size,
        weight: Weight::ExtraBold,
        tracking: 0.0,
        anchor: Anchor::Start,
        fill: &accent,
        opacity: 1.0,
    };
    // The glyph hangs from the height of capitals, and has some air at its left.
    sheet.text((column.x - mark_size * 0.045, top + mark_size * 2.0 * BASE), "“", set);
    block.write(sheet, (column.x, top + mark), Anchor::Start, &ink);
    if let Some(by) = by {
        let y = top + mark + block.height() + gap;
        sheet.rect((column.x, y + by.size * 0.65 - bar / 2.0, u * 0.09, bar), bar / 2.0, &accent, 1.0);
        by.write(sheet, (column.x + u * 0.12, y), Anchor::Start, &accent);
    }
    Ok(())
}
