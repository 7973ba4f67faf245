//! What cards show.

use super::Resolver;
use crate::manifest::limits;
use crate::manifest::model::LowerThird;
use crate::manifest::notes::Notes;
use crate::manifest::raw;
use crate::manifest::read::At;
use crate::manifest::source::Spot;
use crate::media::cards::{Card, Chart, Code, Datum};
use crate::media::glyphs::missing_glyphs;

/// The keys of a visual that are cards, of which one is given at most.
pub(super) struct Cards {
    pub quote: Option<At<raw::Quote>>,
    pub list: Option<At<raw::Points>>,
    pub chart: Option<At<raw::Chart>>,
    pub code: Option<At<raw::Code>>,
}

impl Cards {
    pub fn given(&self) -> [(&'static str, Option<Spot>); 4] {
        let Self { quote, list, chart, code } = self;
        [
            ("quote", quote.as_ref().map(|at| at.spot)),
            ("list", list.as_ref().map(|at| at.spot)),
            ("chart", chart.as_ref().map(|at| at.spot)),
            ("code", code.as_ref().map(|at| at.spot)),
        ]
    }
}

impl Resolver<'_> {
    /// The card of the keys; `None` after a problem.
    pub(super) fn card(&mut self, cards: Cards) -> Option<Card> {
        let Cards { quote, list, chart, code } = cards;
        let (card, spot) = if let Some(at) = quote {
            (self.quote(at.value, at.spot)?, at.spot)
        } else if let Some(at) = list {
            (self.list(at.value.0, at.spot)?, at.spot)
        } else if let Some(at) = chart {
            (self.chart(at.value, at.spot)?, at.spot)
        } else {
            let at = code?;
            (Card::Code(self.code(at.value, at.spot)?), at.spot)
        };
        self.check_glyphs(card.words(), spot).then_some(card)
    }

    /// Cards and titles are set in the built-in font: a character that it lacks is told before anything is made.
    pub(super) fn check_glyphs<'t>(&mut self, words: impl IntoIterator<Item = &'t str>, spot: Spot) -> bool {
        let missing = missing_glyphs(&words.into_iter().collect::<Vec<_>>().concat());
        let Some(first) = missing.first() else { return true };
        let message = format!("the font of cards and titles has no glyph for U+{:04X} ({first})", u32::from(*first));
        self.notes.error(spot, message).help("leave it out, or bring the picture as an `image`");
        false
    }

    fn quote(&mut self, raw: raw::Quote, spot: Spot) -> Option<Card> {
        let raw::Quote { text, by, faulty } = raw;
        let Some(text) = text else {
            return missing(self.notes, faulty, spot, "a quote needs its `text`", "write `quote: {text: …, by: …}`");
        };
        Some(Card::Quote { text: text.value.0, by: by.map(|at| at.value.0) })
    }

    fn list(&mut self, raw: raw::Listing, spot: Spot) -> Option<Card> {
        let raw::Listing { title, items, numbered, faulty } = raw;
        let items: Vec<String> = items.into_iter().flat_map(|at| at.value).map(|at| at.value.0).collect();
        if items.is_empty() {
            return missing(self.notes, faulty, spot, "a list needs `items`", "write `list: [one thing, another]`");
        }
        let numbered = numbered.is_some_and(|at| at.value.0);
        Some(Card::List { title: title.map(|at| at.value.0), items, numbered })
    }

    fn chart(&mut self, raw: raw::Chart, spot: Spot) -> Option<Card> {
        let raw::Chart { kind, title, unit, values, faulty } = raw;
        let values = values.map(|at| at.value.0).unwrap_or_default();
        if values.is_empty() {
            let help = "write `chart: {values: {Monday: 3, Tuesday: 4.5}}`";
            return missing(self.notes, faulty, spot, "a chart needs `values`", help);
        }
        Some(Card::Chart(Chart {
            kind: kind.map(|at| at.value.0).unwrap_or_default(),
            title: title.map(|at| at.value.0),
            unit: unit.map(|at| at.value.0).unwrap_or_default(),
            values: values.into_iter().map(|(label, thousandths)| Datum { label, thousandths }).collect(),
        }))
    }

    fn code(&mut self, raw: raw::Code, spot: Spot) -> Option<Code> {
        let raw::Code { text, file, language, title, mark, faulty } = raw;
        let name = file.as_ref().map(|at| at.value.0.rsplit('/').next().unwrap_or_default().to_owned());
        let ending = name.as_ref().and_then(|name| name.rsplit_once('.')).map(|(_, ending)| ending.to_owned());
        let text = match (text, file) {
            (Some(_), Some(file)) => {
                self.notes.error(file.spot, "code has a `text` or a `file`").help("keep one of them");
                return None;
            }
            (Some(text), None) => text.value.0,
            (None, Some(at)) => {
                self.inputs.text(&at.value.0, at.spot, "code", limits::DOCUMENT_BYTES, self.notes)?.to_string()
            }
            (None, None) => {
                let help = "write it below `code: |`, or name a file: `code: {file: main.rs}`";
                return missing(self.notes, faulty, spot, "a card of code needs the code", help);
            }
        };
        Some(Code {
            text,
            language: language.map(|at| at.value.0).or(ending),
            title: title.map(|at| at.value.0).or(name),
            marked: mark.into_iter().flat_map(|at| at.value).map(|at| at.value.0 as u32).collect(),
        })
    }

    /// `None` after a problem; `Some(None)` where there is none.
    pub(super) fn lower_third(&mut self, raw: Option<At<raw::LowerThird>>) -> Option<Option<LowerThird>> {
        let Some(At { value: raw::LowerThird { name, role, faulty }, spot }) = raw else { return Some(None) };
        let Some(name) = name else {
            let help = "write `lower_third: {name: Ada Lovelace, role: Mathematician}`";
            return missing(self.notes, faulty, spot, "a lower third needs a `name`", help);
        };
        Some(Some(LowerThird { name: name.value.0, role: role.map(|at| at.value.0) }))
    }
}

fn missing<T>(notes: &mut Notes, faulty: bool, spot: Spot, message: &str, help: &str) -> Option<T> {
    if !faulty {
        notes.error(spot, message).help(help);
    }
    None
}
