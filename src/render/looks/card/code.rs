//! Code in a window, in the colours of what its words are.

use super::CardError;
use super::page::{Frame, Page};
use super::scheme::Scheme;
use super::sheet::{Anchor, BASE, Set, Sheet, css};
use super::syntax::{self, Kind, Token};
use crate::media::cards::Code;
use crate::render::looks::measure::Weight;

/// Every letter of the face for code is so wide, in ems.
const ADVANCE: f32 = 0.6;
const LEADING: f32 = 1.55;

pub(super) fn code(sheet: &mut Sheet, page: &Page, code: &Code, scheme: &Scheme) -> Result<(), CardError> {
    let lines = syntax::lines(code);
    if lines.iter().all(Vec::is_empty) {
        return Err(CardError::Empty);
    }
    let (u, area) = (page.u, page.area);
    let (bar, pad) = (u * 0.066, u * 0.04);
    let columns = lines.iter().map(|line| line.iter().map(Token::columns).sum::<usize>()).max().unwrap_or(0).max(24);
    let gutter = if page.is_wide() { digits(lines.len()) + 2 } else { 0 };
    let across = (columns + gutter) as f32 * ADVANCE;
    let down = lines.len() as f32 * LEADING;
    let (wide, tall) = (area.w - 2.0 * pad, area.h - bar - 2.0 * pad);
    let size = (wide / across).min(tall / down).min(u * 0.044);
    let smallest = u * 0.0185;
    if size < smallest {
        let most_columns = (wide / (smallest * ADVANCE)) as usize - gutter;
        let most_lines = (tall / (smallest * LEADING)) as usize;
        return Err(CardError::LongCode { lines: lines.len(), columns, most_lines, most_columns });
    }
    let height = bar + 2.0 * pad + down * size;
    let width = (across * size + 2.0 * pad).max(area.w.min(u * 0.9));
    let frame = Frame { x: area.x + (area.w - width) / 2.0, y: area.top_of(height), w: width, h: height };
    window(sheet, &frame, bar, code.title.as_deref(), u);
    let accent = css(scheme.accent);
    let left = frame.x + pad + gutter as f32 * ADVANCE * size;
    for (index, line) in lines.iter().enumerate() {
        let top = frame.y + bar + pad + size * LEADING * index as f32;
        let base = top + size * (LEADING / 2.0 + BASE);
        if code.marked.contains(&(index as u32 + 1)) {
            sheet.rect((frame.x, top, frame.w, size * LEADING), 0.0, &accent, 0.16);
            sheet.rect((frame.x, top, u * 0.007, size * LEADING), 0.0, &accent, 1.0);
        }
        if gutter > 0 {
            let number = (index + 1).to_string();
            let set = Set { anchor: Anchor::End, ..mono(size, "#5b6673") };
            sheet.text((left - 2.0 * ADVANCE * size, base), &number, set);
        }
        let mut column = 0;
        for token in line {
            let shown = token.text.trim_start();
            let indent = token.columns() - shown.chars().count();
            if !shown.is_empty() {
                let x = left + (column + indent) as f32 * ADVANCE * size;
                sheet.text((x, base), shown.trim_end(), mono(size, colour(token.kind)));
            }
            column += token.columns();
        }
    }
    Ok(())
}

/// A dark pane with a title bar.
fn window(sheet: &mut Sheet, frame: &Frame, bar: f32, title: Option<&str>, u: f32) {
    let Frame { x, y, w, h } = *frame;
    let line = u * 0.002;
    sheet.rect((x - line, y - line, w + 2.0 * line, h + 2.0 * line), u * 0.026, "#ffffff", 0.14);
    sheet.rect((x, y, w, h), u * 0.025, "#0d1117", 1.0);
    for (index, fill) in ["#ff5f57", "#febc2e", "#28c840"].into_iter().enumerate() {
        sheet.circle((x + u * (0.042 + 0.033 * index as f32), y + bar * 0.56), u * 0.0095, fill, 1.0);
    }
    if let Some(title) = title {
        let room = w - u * 0.32;
        let size = (u * 0.027).min(room / (title.chars().count().max(1) as f32 * ADVANCE));
        let set = Set { anchor: Anchor::Middle, ..mono(size, "#8b949e") };
        sheet.text((x + w / 2.0, y + bar * 0.56 + size * BASE), title, set);
    }
}

fn mono(size: f32, fill: &str) -> Set<'_> {
    Set { size, weight: Weight::Mono, tracking: 0.0, anchor: Anchor::Start, fill, opacity: 1.0 }
}

fn digits(number: usize) -> usize {
    number.to_string().len()
}

/// Bright on the dark pane, and told apart by people who do not see red and green.
fn colour(kind: Kind) -> &'static str {
    match kind {
        Kind::Plain => "#e6edf3",
        Kind::Comment => "#8b949e",
        Kind::Keyword => "#ff8b82",
        Kind::Text => "#a5d6ff",
        Kind::Number => "#79c0ff",
        Kind::Function => "#d2a8ff",
        Kind::Type => "#ffb366",
        Kind::Sign => "#b9c4d0",
    }
}
