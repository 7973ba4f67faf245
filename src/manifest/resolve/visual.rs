//! What a scene shows.

use minijinja::Value;

use super::card::Cards;
use super::{Resolver, provider, seed};
use crate::manifest::limits;
use crate::manifest::model::{Bumper, ClipSound, StockMedia, Visual, VisualChoice, VisualSource};
use crate::manifest::paths::Kind;
use crate::manifest::raw;
use crate::manifest::read::{At, Many, Short, Switch};
use crate::manifest::scalar::{Word, clipped};
use crate::manifest::source::Spot;
use crate::manifest::template::{Context, Into};
use crate::media::cards::Card;

/// What a visual takes from its video.
pub(super) struct Surroundings<'a> {
    pub context: &'a Context,
    pub mood: Option<&'a str>,
    pub seed: u64,
    /// Tells pictures of one video apart: the scene's number, or the bumper's name.
    pub part: String,
}

fn clip_sound(raw: raw::ClipSound) -> ClipSound {
    let raw::ClipSound { volume, duck, faulty: _ } = raw;
    ClipSound { volume: volume.map_or(0, |at| at.value.0), duck: duck.map_or(1200, |at| at.value.0.unsigned_abs()) }
}

impl Resolver<'_> {
    pub(super) fn visual(&mut self, at: At<Short<raw::Visual>>, around: &Surroundings<'_>) -> Option<Visual> {
        let At { value: Short(raw), spot } = at;
        let raw::Visual {
            image,
            video,
            start,
            sound,
            color,
            gradient,
            text,
            quote,
            list,
            chart,
            code,
            lower_third,
            background,
            accent,
            svg,
            generated,
            stock,
            ai,
            command,
            motion,
            fit,
            faulty,
        } = raw;
        let unshort = |at: At<Short<_>>| At { value: at.value.0, spot: at.spot };
        let cards = Cards {
            quote: quote.map(unshort),
            list,
            chart,
            code: code.map(|at| At { value: at.value.0, spot: at.spot }),
        };
        let lower_third = self.lower_third(lower_third.map(|at| At { value: at.value.0, spot: at.spot }));
        let sources = [
            ("image", image.as_ref().map(|at| at.spot)),
            ("video", video.as_ref().map(|at| at.spot)),
            ("color", color.as_ref().map(|at| at.spot)),
            ("gradient", gradient.as_ref().map(|at| at.spot)),
            ("svg", svg.as_ref().map(|at| at.spot)),
            ("generated", generated.as_ref().map(|at| at.spot)),
            ("stock", stock.as_ref().map(|at| at.spot)),
            ("ai", ai.as_ref().map(|at| at.spot)),
            ("command", command.as_ref().map(|at| at.spot)),
        ];
        let card = cards.given().into_iter().find(|(_, spot)| spot.is_some());
        let sources = sources.into_iter().chain(cards.given());
        let given: Vec<(&str, Spot)> = sources.filter_map(|(name, spot)| Some((name, spot?))).collect();
        if let [(first, _), (second, at), ..] = given[..] {
            let message = format!("a visual shows one thing, and here are `{first}` and `{second}`");
            self.notes.error(at, message).help("keep one; `text` may stand over any of them but a clip");
            return None;
        }
        if let (Some(at), None) = (&start, &video) {
            self.notes.error(at.spot, "`start` is for clips").help("remove it, or give a `video`");
        }
        let of_stock = stock.as_ref().and_then(|at| at.value.0.kind.as_ref());
        let clip_of_stock = of_stock.is_some_and(|kind| kind.value.0 == StockMedia::Clip);
        if let (Some(at), None, false) = (&sound, &video, clip_of_stock) {
            let help = "remove it, or give a `video` or `stock: { query: …, kind: clip }`";
            self.notes.error(at.spot, "`sound` is for clips").help(help);
        }
        let sound = sound.and_then(|at| at.value.on()).map(|Short(raw)| clip_sound(raw));
        if let (Some(at), Some((name, _)), None) = (&background, given.first(), card) {
            self.notes
                .error(at.spot, format!("`background` is for cards, and here is `{name}`"))
                .help("remove one of them");
        }
        if let (Some(at), Some((name, _))) = (&text, card) {
            self.notes.error(at.spot, format!("`text` is a card of its own, and here is `{name}`")).help("keep one");
            return None;
        }
        if let (Some(at), Some(_)) = (&text, &video) {
            self.notes
                .error(at.spot, "no title stands over a clip")
                .help("name who is seen with `lower_third`, or remove it");
            return None;
        }
        if let Some(at) = &text
            && !self.check_glyphs([at.value.0.as_str()], at.spot)
        {
            return None;
        }
        let (background, accent) = (background.map(|at| at.value.0), accent.map(|at| at.value.0));
        let source = if let Some(at) = image.as_ref().filter(|at| raw::is_address(&at.value.0)) {
            VisualSource::Remote { url: at.value.0.clone(), clip: false, start_ms: 0, sound: None }
        } else if let Some(at) = video.as_ref().filter(|at| raw::is_address(&at.value.0)) {
            let start_ms = start.map_or(0, |at| at.value.0);
            VisualSource::Remote { url: at.value.0.clone(), clip: true, start_ms, sound }
        } else if let Some(at) = image {
            VisualSource::Image(self.inputs.media(&at.value.0, at.spot, "image", Kind::Picture, self.notes)?)
        } else if let Some(at) = video {
            let clip = self.inputs.media(&at.value.0, at.spot, "video", Kind::Media, self.notes)?;
            VisualSource::Clip { clip, start_ms: start.map_or(0, |at| at.value.0), sound }
        } else if let Some(at) = color {
            VisualSource::Color(at.value.0)
        } else if let Some(at) = gradient {
            let colours: Vec<_> = at.value.into_iter().map(|at| at.value.0).collect();
            if !(2..=8).contains(&colours.len()) {
                if !faulty {
                    self.notes
                        .error(at.spot, "a gradient has two to eight colours")
                        .help("write `gradient: [\"#102030\", \"#405060\"]`");
                }
                return None;
            }
            VisualSource::Gradient(colours)
        } else if let Some(at) = svg {
            VisualSource::Svg { text: self.drawing(&at.value.0, at.spot, &around.context.value())? }
        } else if let Some(at) = generated {
            let raw::Painted { mood, seed: chosen, faulty: _ } = at.value.0;
            let mood = mood.map(|at| at.value.0).or_else(|| around.mood.map(str::to_owned));
            let seed =
                chosen.map_or_else(|| seed(&[&around.seed.to_le_bytes(), around.part.as_bytes()]), |at| at.value.0);
            VisualSource::Generated { mood, seed }
        } else if let Some(at) = stock {
            let raw::Sought { query, kind, faulty: _ } = at.value.0;
            self.has_stock(at.spot)?;
            let media = kind.map_or(StockMedia::Photo, |at| at.value.0);
            let sound = sound.filter(|_| media == StockMedia::Clip);
            VisualSource::Stock { words: query.map(|at| at.value.0), media, sound }
        } else if let Some(at) = ai {
            let raw::Drawn { prompt, faulty: _ } = at.value.0;
            self.has_images(at.spot)?;
            VisualSource::Ai { prompt: prompt.map(|at| at.value.0) }
        } else if let Some(argv) = command {
            VisualSource::Command(provider::command(argv, self.inputs, self.notes)?)
        } else if card.is_some() {
            VisualSource::Card { card: self.card(cards)?, background }
        } else if let Some(text) = &text {
            VisualSource::Card { card: Card::Text(text.value.0.clone()), background }
        } else {
            if !faulty {
                let help = "give one of `image`, `video`, `color`, `gradient`, `text`, `svg`, `generated`, `stock`, `ai`, `command`, `quote`, \
                            `list`, `chart` and `code`";
                self.notes.error(spot, "this visual shows nothing").help(help);
            }
            return None;
        };
        let is_card = matches!(source, VisualSource::Card { .. });
        Some(Visual {
            source,
            motion: motion.map(|at| at.value.0),
            fit: fit.map(|at| at.value.0).unwrap_or_default(),
            text: text.filter(|_| !is_card).map(|at| at.value.0),
            lower_third: lower_third?,
            accent,
        })
    }

    /// What scenes show that name nothing; painted where nothing is said.
    pub(super) fn choices(&mut self, raw: Option<At<Many<Word<VisualChoice>>>>) -> Option<Vec<VisualChoice>> {
        let Some(raw) = raw else { return Some(vec![VisualChoice::Generated]) };
        let mut choices = Vec::new();
        for At { value: Word(choice), spot } in raw.value.0 {
            match choice {
                VisualChoice::Generated => {}
                VisualChoice::Stock(_) => self.has_stock(spot)?,
                VisualChoice::Ai => self.has_images(spot)?,
            }
            choices.push(choice);
        }
        Some(choices)
    }

    fn has_stock(&mut self, spot: Spot) -> Option<()> {
        if self.providers.stock.is_empty() {
            let help = "name one: `providers: {stock: {kind: pexels, api_key: env:PEXELS_API_KEY}}`";
            self.notes.error(spot, "no stock of pictures is named").help(help);
            return None;
        }
        Some(())
    }

    fn has_images(&mut self, spot: Spot) -> Option<()> {
        if self.providers.images.is_empty() {
            let help =
                "name it: `providers: {images: {kind: openai, model: gpt-image-1, api_key: env:OPENAI_API_KEY}}`";
            self.notes.error(spot, "nobody is named who draws pictures").help(help);
            return None;
        }
        Some(())
    }

    /// The text of an SVG drawing, given by itself (its templates are filled already) or by its path.
    fn drawing(&mut self, written: &str, spot: Spot, context: &Value) -> Option<String> {
        let text = if written.starts_with('<') {
            written.to_owned()
        } else {
            let text = self.inputs.text(written, spot, "drawing", limits::DOCUMENT_BYTES, self.notes)?;
            self.fill_file(&text, written, Into::Xml, context, spot)?
        };
        if text.contains("<svg") {
            return Some(text);
        }
        let name = clipped(written);
        self.notes.error(spot, format!("`{name}` is no SVG drawing")).help("an SVG drawing holds `<svg …>`");
        None
    }

    /// The text of a file with its templates filled.
    pub(super) fn fill_file(
        &mut self,
        text: &str,
        path: &str,
        into: Into,
        context: &Value,
        spot: Spot,
    ) -> Option<String> {
        match self.templates.fill(text, into, context) {
            Ok(filled) => Some(filled),
            Err(fault) => {
                self.notes.error(spot, format!("in `{}`: {}", clipped(path), fault.message)).maybe_help(fault.help);
                None
            }
        }
    }

    /// `None` after a problem; `Some(None)` for a video without.
    pub(super) fn bumper(
        &mut self,
        raw: Option<At<Switch<Short<raw::Bumper>>>>,
        around: &Surroundings<'_>,
    ) -> Option<Option<Bumper>> {
        let Some((spot, Short(raw))) = raw.and_then(|at| Some((at.spot, at.value.on()?))) else { return Some(None) };
        let raw::Bumper { visual, duration, faulty } = raw;
        let Some(visual) = visual else {
            if !faulty {
                self.notes.error(spot, format!("the {} shows nothing", around.part)).help("give it a `visual`");
            }
            return None;
        };
        let visual = self.visual(visual, around)?;
        Some(Some(Bumper { visual, duration_ms: duration.map_or(3000, |at| at.value.0 as u32) }))
    }
}
