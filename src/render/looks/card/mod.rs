//! Cards: words, quotes, lists, numbers and code on a designed ground, and titles over pictures.
//!
//! The ground is painted (and so dithered); shapes and text are an SVG document laid over it. All cards share one page,
//! one set of colours and one scale of type, so that those of a video belong together.

mod block;
mod chart;
mod code;
mod figure;
mod list;
mod ornaments;
mod page;
mod quote;
mod scheme;
mod sheet;
mod syntax;
mod title;

use self::block::{Block, Type};
use self::page::Page;
use self::scheme::Scheme;
use self::sheet::{Anchor, Sheet, css};
use super::paint::Dice;
use super::picture::Picture;
use super::svg::{self, SvgError};
use crate::media::captions::Area;
use crate::media::cards::{Card, ChartKind};
use crate::media::{Canvas, Colour};

pub use title::{TitlePlace, title_over};

/// How a card looks; equal seeds look equal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CardLook {
    pub background: Option<Colour>,
    /// Bars, marks and shapes.
    pub accent: Option<Colour>,
    /// Chooses the colours where they are not given: one for all cards of a video.
    pub theme: u64,
    /// Chooses the shapes behind the words.
    pub seed: u64,
}

#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum CardError {
    #[error("the text is empty; write some, or show a colour instead")]
    Empty,
    #[error(
        "the text does not fit even at its smallest: {letters} letters; shorten it to about {room}, or split the scene"
    )]
    TooLong { letters: usize, room: usize },
    #[error("the word `{0}` is too long for a line; put a space or a hyphen into it")]
    LongWord(String),
    #[error(
        "{lines} lines of up to {columns} letters of code do not fit; keep to about {most_lines} lines of {most_columns}"
    )]
    LongCode { lines: usize, columns: usize, most_lines: usize, most_columns: usize },
    #[error("{count} {what} do not fit on a card; at most {most} do")]
    TooMany { what: &'static str, count: usize, most: usize },
    #[error("a bar cannot be less than nothing, as `{0}` is; draw a line instead")]
    Negative(String),
    #[error(
        "no built-in font has the character `{character}` (U+{code:04X}); leave it out, or bring the card as an image"
    )]
    NoGlyph { character: char, code: u32 },
    #[error(transparent)]
    Svg(#[from] SvgError),
}

/// A card as a picture of a size (the canvas's, or larger to be moved over), its words within an area of the canvas.
pub fn card(size: (u32, u32), canvas: Canvas, area: Area, card: &Card, look: &CardLook) -> Result<Picture, CardError> {
    let scheme = Scheme::new(look);
    let page = Page::new(size, (canvas.width, canvas.height), area);
    let mut dice = Dice::new(look.seed ^ 0xca4d);
    let mut sheet = Sheet::new(&page);
    ornaments::ornaments(&mut sheet.svg, &page, &scheme, &mut dice);
    match card {
        Card::Text(text) => words(&mut sheet, &page, text, &scheme)?,
        Card::Quote { text, by } => quote::quote(&mut sheet, &page, text, by.as_deref(), &scheme)?,
        Card::List { title, items, numbered } => {
            list::list(&mut sheet, &page, title.as_deref(), items, *numbered, &scheme)?;
        }
        Card::Chart(chart) => match chart.kind {
            ChartKind::Bars => chart::bars(&mut sheet, &page, chart, &scheme)?,
            ChartKind::Line => chart::line(&mut sheet, &page, chart, &scheme)?,
        },
        Card::Code(code) => code::code(&mut sheet, &page, code, &scheme)?,
    }
    Ok(svg::over(scheme.ground(size.0, size.1, look.seed, &mut dice), &sheet.finish()?)?)
}

/// A few words, large, under a bar.
fn words(sheet: &mut Sheet, page: &Page, text: &str, scheme: &Scheme) -> Result<(), CardError> {
    let (u, column) = (page.u, page.column());
    let (thick, above) = (u * 0.012, u * 0.06);
    let largest = u * if text.chars().count() <= 12 { 0.21 } else { 0.135 };
    let block = Block::fit(text, &column.below(above), Type::display(largest, u * 0.042))?;
    let top = column.top_of(above + block.height());
    sheet.rect((column.x, top, u * 0.11, thick), thick / 2.0, &css(scheme.accent), 1.0);
    block.write(sheet, (column.x, top + above), Anchor::Start, &css(scheme.ink));
    Ok(())
}

/// A title at the top of a card, under a bar: how much of the frame it takes.
fn heading(sheet: &mut Sheet, page: &Page, frame: page::Frame, title: Option<&Block>, scheme: &Scheme) -> f32 {
    let u = page.u;
    let (thick, above) = (u * 0.012, u * 0.05);
    sheet.rect((frame.x, frame.y, u * 0.09, thick), thick / 2.0, &css(scheme.accent), 1.0);
    let Some(title) = title else { return above };
    title.write(sheet, (frame.x, frame.y + above), Anchor::Start, &css(scheme.ink));
    heading_height(page, Some(title))
}

fn heading_height(page: &Page, title: Option<&Block>) -> f32 {
    page.u * 0.05 + title.map_or(0.0, |title| title.height() + page.u * 0.062)
}

/// The title's block, if there is one.
fn titled(page: &Page, frame: page::Frame, title: Option<&str>) -> Result<Option<Block>, CardError> {
    let room = page::Frame { h: frame.h * 0.3, ..frame };
    title.map(|title| Block::fit(title, &room, Type::display(page.u * 0.08, page.u * 0.036))).transpose()
}

#[cfg(test)]
mod tests;
