//! Numbers as bars and as a line.

use std::fmt::Write as _;

use super::figure::{figure, ticks};
use super::page::{Frame, Page};
use super::scheme::Scheme;
use super::sheet::{Anchor, BASE, Set, Sheet, check, css};
use super::{CardError, heading, heading_height, titled};
use crate::media::cards::{Chart, Datum};
use crate::render::looks::measure::{Weight, width as ems};

const MOST_BARS: usize = 12;
const MOST_POINTS: usize = 400;

/// A sheet with the heading on it, and what it needs for the numbers.
struct Plot<'a> {
    sheet: &'a mut Sheet,
    u: f32,
    frame: Frame,
    unit: &'a str,
    accent: String,
    ink: String,
}

impl<'a> Plot<'a> {
    fn new(sheet: &'a mut Sheet, page: &Page, chart: &'a Chart, scheme: &Scheme) -> Result<Self, CardError> {
        for text in chart.values.iter().map(|datum| datum.label.as_str()).chain([chart.unit.as_str()]) {
            check(text, Weight::SemiBold)?;
        }
        let area = page.area;
        let title = titled(page, page.column(), chart.title.as_deref())?;
        let head = heading_height(page, title.as_ref());
        // As tall as the area, but not so tall that bars become towers.
        let height = area.h.min(page.u * 1.05).max(head + area.h * 0.4).min(area.h);
        let frame = Frame { y: area.top_of(height), h: height, ..area };
        heading(sheet, page, frame, title.as_ref(), scheme);
        let (accent, ink) = (css(scheme.accent), css(scheme.ink));
        Ok(Self { sheet, u: page.u, frame: frame.below(head), unit: &chart.unit, accent, ink })
    }

    fn label(&mut self, at: (f32, f32), text: &str, size: f32, anchor: Anchor, opacity: f32) {
        let ink = self.ink.clone();
        let set = Set { size, weight: Weight::SemiBold, tracking: 0.0, anchor, fill: &ink, opacity };
        self.sheet.text(at, text, set);
    }

    fn value(&mut self, at: (f32, f32), thousandths: i64, size: f32, anchor: Anchor) {
        let (ink, text) = (self.ink.clone(), figure(thousandths, self.unit));
        let set = Set { size, weight: Weight::ExtraBold, tracking: -0.01, anchor, fill: &ink, opacity: 1.0 };
        self.sheet.text(at, &text, set);
    }
}

pub(super) fn bars(sheet: &mut Sheet, page: &Page, chart: &Chart, scheme: &Scheme) -> Result<(), CardError> {
    let values = &chart.values;
    if values.is_empty() {
        return Err(CardError::Empty);
    }
    if values.len() > MOST_BARS {
        return Err(CardError::TooMany { what: "bars", count: values.len(), most: MOST_BARS });
    }
    if let Some(datum) = values.iter().find(|datum| datum.thousandths < 0) {
        return Err(CardError::Negative(datum.label.clone()));
    }
    let plot = Plot::new(sheet, page, chart, scheme)?;
    let longest = values.iter().map(|datum| ems(&datum.label, Weight::SemiBold)).fold(0.0, f32::max);
    let slot = plot.frame.w / values.len() as f32;
    // Upright bars where their names fit below them.
    if page.is_wide() && longest * page.u * 0.032 <= slot * 0.92 {
        upright(plot, values);
    } else {
        lying(plot, values);
    }
    Ok(())
}

fn share(datum: &Datum, values: &[Datum]) -> f32 {
    let most = values.iter().map(|datum| datum.thousandths).max().unwrap_or(1).max(1);
    datum.thousandths as f32 / most as f32
}

/// The largest value stands out.
fn strength(datum: &Datum, values: &[Datum]) -> f32 {
    if share(datum, values) >= 1.0 { 1.0 } else { 0.58 }
}

fn upright(mut plot: Plot<'_>, values: &[Datum]) {
    let (u, frame) = (plot.u, plot.frame);
    let slot = frame.w / values.len() as f32;
    let thick = (slot * 0.58).min(u * 0.17);
    let size = (u * 0.042).min(slot * 0.3);
    let foot = u * 0.07;
    let (base, tallest) = (frame.y + frame.h - foot, frame.h - foot - size * 1.7);
    let accent = plot.accent.clone();
    for (index, datum) in values.iter().enumerate() {
        let middle = frame.x + slot * (index as f32 + 0.5);
        let tall = (tallest * share(datum, values)).max(u * 0.008);
        plot.sheet.rect(
            (middle - thick / 2.0, base - tall, thick, tall),
            (thick * 0.12).min(tall / 2.0),
            &accent,
            strength(datum, values),
        );
        plot.value((middle, base - tall - size * 0.45), datum.thousandths, size, Anchor::Middle);
        plot.label((middle, base + foot * 0.72), &datum.label, u * 0.032, Anchor::Middle, 0.8);
    }
    let ink = plot.ink.clone();
    plot.sheet.rect((frame.x, base, frame.w, u * 0.003), 0.0, &ink, 0.3);
}

fn lying(mut plot: Plot<'_>, values: &[Datum]) {
    let (u, frame) = (plot.u, plot.frame);
    let row = (frame.h / values.len() as f32).min(u * 0.17);
    let size = (row * 0.32).min(u * 0.046);
    let thick = (row * 0.27).min(u * 0.042);
    let (accent, ink) = (plot.accent.clone(), plot.ink.clone());
    for (index, datum) in values.iter().enumerate() {
        let top = frame.y + row * index as f32;
        let base = top + size * 0.95;
        let value = ems(&figure(datum.thousandths, plot.unit), Weight::ExtraBold) * size;
        // A long name gives way to its number.
        let room = frame.w - value - size;
        let wide = ems(&datum.label, Weight::SemiBold) * size;
        let label_size = if wide > room { size * room / wide } else { size };
        plot.label((frame.x, base), &datum.label, label_size, Anchor::Start, 0.92);
        plot.value((frame.x + frame.w, base), datum.thousandths, size, Anchor::End);
        let y = base + size * 0.42;
        plot.sheet.rect((frame.x, y, frame.w, thick), thick / 2.0, &ink, 0.1);
        let long = (frame.w * share(datum, values)).max(thick);
        plot.sheet.rect((frame.x, y, long, thick), thick / 2.0, &accent, strength(datum, values).max(0.6));
    }
}

pub(super) fn line(sheet: &mut Sheet, page: &Page, chart: &Chart, scheme: &Scheme) -> Result<(), CardError> {
    let values = &chart.values;
    if values.len() < 2 {
        return Err(CardError::Empty);
    }
    if values.len() > MOST_POINTS {
        return Err(CardError::TooMany { what: "points", count: values.len(), most: MOST_POINTS });
    }
    let mut plot = Plot::new(sheet, page, chart, scheme)?;
    let (u, frame) = (plot.u, plot.frame);
    let size = u * 0.03;
    let numbers = values.iter().map(|datum| datum.thousandths);
    let (low, high) = (numbers.clone().min().unwrap_or(0), numbers.max().unwrap_or(0));
    // A line that stays far from nothing does not start there.
    let low = if low > 0 && low < high / 2 + high / 4 { 0 } else { low };
    let ticks = ticks(low, high);
    let marks: Vec<String> = ticks.iter().map(|&tick| figure(tick, plot.unit)).collect();
    let gutter = marks.iter().map(|mark| ems(mark, Weight::SemiBold)).fold(0.0, f32::max) * size + u * 0.025;
    let (left, right) = (frame.x + gutter, frame.x + frame.w - u * 0.03);
    let (top, bottom) = (frame.y + u * 0.075, frame.y + frame.h - u * 0.06);
    let (first, last) = (ticks.first().copied().unwrap_or(0), ticks.last().copied().unwrap_or(1));
    let height = |number: i64| bottom - (bottom - top) * (number - first) as f32 / (last - first).max(1) as f32;
    let (accent, ink) = (plot.accent.clone(), plot.ink.clone());
    for (tick, mark) in ticks.iter().zip(&marks) {
        let y = height(*tick);
        plot.sheet.rect(
            (left, y - u * 0.001, right - left, u * 0.002),
            0.0,
            &ink,
            if *tick == first { 0.35 } else { 0.13 },
        );
        plot.label((left - u * 0.02, y + size * BASE), mark, size, Anchor::End, 0.7);
    }
    let step = (right - left) / (values.len() - 1) as f32;
    let points: Vec<(f32, f32)> =
        (0..).zip(values).map(|(at, datum)| (left + step * at as f32, height(datum.thousandths))).collect();
    curve(&mut plot.sheet.svg, &points, bottom, &accent, u);
    names(&mut plot, values, &points, (bottom + u * 0.048, size));
    if let (Some(&end), Some(datum)) = (points.last(), values.last()) {
        plot.sheet.circle(end, u * 0.019, &accent, 0.28);
        plot.sheet.circle(end, u * 0.0105, &ink, 1.0);
        let big = u * 0.046;
        let wide = ems(&figure(datum.thousandths, plot.unit), Weight::ExtraBold) * big;
        let x = end.0.min(frame.x + frame.w - wide / 2.0);
        let above = end.1 - u * 0.035;
        plot.value((x, above.max(frame.y + big * 0.8)), datum.thousandths, big, Anchor::Middle);
    }
    Ok(())
}

/// The line and the light below it; smooth without ever passing above or below its points (Fritsch and Carlson, 1980).
fn curve(svg: &mut String, points: &[(f32, f32)], bottom: f32, accent: &str, u: f32) {
    let slope = |a: (f32, f32), b: (f32, f32)| (b.1 - a.1) / (b.0 - a.0).max(1e-3);
    let tangent = |at: usize| match (at.checked_sub(1).map(|before| points[before]), points.get(at + 1)) {
        (Some(before), Some(&after)) => {
            let (left, right) = (slope(before, points[at]), slope(points[at], after));
            if left * right <= 0.0 { 0.0 } else { 2.0 * left * right / (left + right) }
        }
        (Some(before), None) => slope(before, points[at]),
        (None, Some(&after)) => slope(points[at], after),
        (None, None) => 0.0,
    };
    let Some(&(x0, y0)) = points.first() else { return };
    let mut path = format!("M{x0:.1} {y0:.1}");
    for at in 1..points.len() {
        let (from, to) = (points[at - 1], points[at]);
        let third = (to.0 - from.0) / 3.0;
        let (c, d) = (from.1 + tangent(at - 1) * third, to.1 - tangent(at) * third);
        let _ = write!(path, " C{:.1} {c:.1} {:.1} {d:.1} {:.1} {:.1}", from.0 + third, to.0 - third, to.0, to.1);
    }
    let end = points.last().map_or(x0, |point| point.0);
    let _ = write!(
        svg,
        r#"<linearGradient id="below" x1="0" y1="0" x2="0" y2="1"><stop offset="0" stop-color="{accent}" stop-opacity="0.42"/><stop offset="1" stop-color="{accent}" stop-opacity="0"/></linearGradient><path d="{path} L{end:.1} {bottom:.1} L{x0:.1} {bottom:.1} Z" fill="url(#below)"/><path d="{path}" fill="none" stroke="{accent}" stroke-width="{:.1}" stroke-linejoin="round" stroke-linecap="round"/>"#,
        u * 0.009
    );
}

/// As many names below the line as stand apart, the first and the last among them.
fn names(plot: &mut Plot<'_>, values: &[Datum], points: &[(f32, f32)], (base, size): (f32, f32)) {
    let widest = values.iter().map(|datum| ems(&datum.label, Weight::SemiBold)).fold(0.0, f32::max) * size + size;
    let (Some(first), Some(last)) = (points.first(), points.last()) else { return };
    let fits = ((last.0 - first.0) / widest.max(1.0)).floor().max(1.0) as usize;
    let every = (values.len() - 1).div_ceil(fits).max(1);
    for (index, (datum, point)) in values.iter().zip(points).enumerate() {
        let from_end = values.len() - 1 - index;
        if from_end.is_multiple_of(every) {
            let half = ems(&datum.label, Weight::SemiBold) * size / 2.0;
            let x = point.0.clamp(plot.frame.x + half, (plot.frame.x + plot.frame.w - half).max(plot.frame.x + half));
            plot.label((x, base), &datum.label, size, Anchor::Middle, 0.75);
        }
    }
}
