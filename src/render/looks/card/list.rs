//! Points, one under the other.

use super::block::{Block, Type};
use super::page::{Frame, Page};
use super::scheme::Scheme;
use super::sheet::{Anchor, BASE, Set, Sheet, check, css};
use super::{CardError, heading, heading_height, titled};
use crate::render::looks::measure::Weight;
use crate::render::looks::paint::math::lerp;

const MOST: usize = 10;
/// From item to item, in ems: many stand closer.
fn gap(items: usize) -> f32 {
    if items > 6 { 0.42 } else { 0.72 }
}

/// From the left of the mark to the text, in ems.
fn indent(numbered: bool) -> f32 {
    if numbered { 2.15 } else { 1.25 }
}

pub(super) fn list(
    sheet: &mut Sheet,
    page: &Page,
    title: Option<&str>,
    items: &[String],
    numbered: bool,
    scheme: &Scheme,
) -> Result<(), CardError> {
    if items.len() > MOST {
        return Err(CardError::TooMany { what: "points", count: items.len(), most: MOST });
    }
    let column = page.column();
    let title = titled(page, column, title)?;
    let head = heading_height(page, title.as_ref());
    let blocks = fit(items, &column.below(head), page.u, indent(numbered))?;
    let size = blocks.first().map_or(0.0, |block| block.size);
    let height = total(&blocks, size);
    let frame = Frame { y: column.top_of(head + height), ..column };
    heading(sheet, page, frame, title.as_ref(), scheme);
    let (accent, ink, ground) = (css(scheme.accent), css(scheme.ink), css(scheme.on_accent()));
    let mut y = frame.y + head;
    for (number, block) in (1..).zip(&blocks) {
        let line = y + size * 0.65;
        if numbered {
            let middle = (frame.x + size * 0.72, line);
            sheet.circle(middle, size * 0.72, &accent, 1.0);
            let digits = if number > 9 { 0.62 } else { 0.78 };
            let set = Set {
                size: size * digits,
                weight: Weight::ExtraBold,
                tracking: 0.0,
                anchor: Anchor::Middle,
                fill: &ground,
                opacity: 1.0,
            };
            sheet.text((middle.0, middle.1 + size * digits * BASE), &number.to_string(), set);
        } else {
            let side = size * 0.5;
            sheet.rect((frame.x, line - side / 2.0, side, side), side * 0.28, &accent, 1.0);
        }
        block.write(sheet, (frame.x + size * indent(numbered), y), Anchor::Start, &ink);
        y += block.height() + size * gap(items.len());
    }
    Ok(())
}

/// All points at the largest size at which they fit.
fn fit(items: &[String], room: &Frame, u: f32, indent: f32) -> Result<Vec<Block>, CardError> {
    let how = Type::text(u * 0.066, u * 0.03);
    for item in items {
        check(item, how.weight)?;
    }
    const STEPS: u32 = 36;
    for step in 0..=STEPS {
        let size = lerp(how.largest, how.smallest, step as f32 / STEPS as f32);
        let width = room.w - size * indent;
        let blocks: Option<Vec<Block>> = items.iter().map(|item| Block::at(item, width, size, how)).collect();
        if let Some(blocks) = blocks.filter(|blocks| total(blocks, size) <= room.h) {
            return if blocks.iter().any(|block| !block.lines.is_empty()) { Ok(blocks) } else { Err(CardError::Empty) };
        }
    }
    let rows = (room.h / (how.smallest * (how.leading + gap(items.len())))).floor() as usize;
    if items.len() > rows {
        return Err(CardError::TooMany { what: "points", count: items.len(), most: rows });
    }
    let letters = items.iter().map(|item| item.chars().count()).sum();
    Err(CardError::TooLong { letters, room: (rows as f32 * room.w / how.smallest / 0.75) as usize })
}

fn total(blocks: &[Block], size: f32) -> f32 {
    blocks.iter().map(Block::height).sum::<f32>() + size * gap(blocks.len()) * blocks.len().saturating_sub(1) as f32
}
