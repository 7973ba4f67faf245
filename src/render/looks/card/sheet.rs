//! An SVG document in the making: few kinds of things, text that is always text, and the first fault kept to the end.

use std::fmt::Write as _;

use super::CardError;
use super::page::Page;
use crate::media::fonts;
use crate::render::looks::measure::{Weight, can_show};
use crate::render::looks::paint::Tint;

pub(super) struct Sheet {
    pub svg: String,
    fault: Option<CardError>,
}

/// How a line of text is set.
#[derive(Debug, Clone, Copy)]
pub(super) struct Set<'a> {
    pub size: f32,
    pub weight: Weight,
    /// In ems.
    pub tracking: f32,
    pub anchor: Anchor,
    pub fill: &'a str,
    pub opacity: f32,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Anchor {
    Start,
    Middle,
    End,
}

impl Sheet {
    pub fn new(page: &Page) -> Self {
        let svg = format!(r#"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {} {}">"#, page.w, page.h);
        Self { svg, fault: None }
    }

    /// Left, top, width, height.
    pub fn rect(&mut self, (x, y, w, h): (f32, f32, f32, f32), radius: f32, fill: &str, opacity: f32) {
        let _ = write!(
            self.svg,
            r#"<rect x="{x:.1}" y="{y:.1}" width="{:.1}" height="{:.1}" rx="{radius:.1}" fill="{fill}" fill-opacity="{opacity:.3}"/>"#,
            w.max(0.0),
            h.max(0.0),
        );
    }

    pub fn circle(&mut self, (x, y): (f32, f32), radius: f32, fill: &str, opacity: f32) {
        let _ = write!(
            self.svg,
            r#"<circle cx="{x:.1}" cy="{y:.1}" r="{radius:.1}" fill="{fill}" fill-opacity="{opacity:.3}"/>"#
        );
    }

    /// A line of text on its base line.
    pub fn text(&mut self, (x, y): (f32, f32), text: &str, set: Set<'_>) {
        let Set { size, weight, tracking, anchor, fill, opacity } = set;
        if let Err(fault) = check(text, weight) {
            self.fault.get_or_insert(fault);
            return;
        }
        let (family, number) = match weight {
            Weight::Mono => (fonts::MONO_FAMILY, 500),
            weight => (fonts::FAMILY, weight.number()),
        };
        let anchor = match anchor {
            Anchor::Start => "start",
            Anchor::Middle => "middle",
            Anchor::End => "end",
        };
        let _ = write!(
            self.svg,
            r#"<text x="{x:.1}" y="{y:.1}" font-family="{family}" font-weight="{number}" font-size="{size:.2}" letter-spacing="{:.3}" text-anchor="{anchor}" fill="{fill}" fill-opacity="{opacity:.2}">{}</text>"#,
            size * tracking,
            escaped(text),
        );
    }

    pub fn finish(mut self) -> Result<String, CardError> {
        self.svg.push_str("</svg>");
        self.fault.map_or(Ok(self.svg), Err)
    }
}

/// Base lines stand so far below a line's middle, in ems: half the height of capitals.
pub(super) const BASE: f32 = 0.364;

pub(super) fn css(t: Tint) -> String {
    let [r, g, b] = t.map(|c| (c * 255.0 + 0.5).clamp(0.0, 255.0) as u8);
    format!("#{r:02x}{g:02x}{b:02x}")
}

pub(super) fn check(text: &str, weight: Weight) -> Result<(), CardError> {
    match text.chars().find(|c| !can_show(*c, weight)) {
        Some(character) => Err(CardError::NoGlyph { character, code: u32::from(character) }),
        None => Ok(()),
    }
}

fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            c => out.push(c),
        }
    }
    out
}
