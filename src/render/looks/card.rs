//! Text cards: words set large on a designed ground, and titles over pictures.
//!
//! The ground is painted (and so dithered); shapes and text are an SVG document laid over it.

use std::fmt::Write as _;

use super::measure::{Weight, Words, can_show, width as ems};
use super::paint::math::{lerp, smooth};
use super::paint::{Dice, Easel, Ramp, Tint, hex, mix};
use super::picture::Picture;
use super::svg::{self, SvgError};
use crate::media::Colour;

/// What a card may be told about its looks; the rest is chosen by the seed.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct CardLook {
    pub background: Option<Colour>,
    /// Shapes, the kicker and its bar.
    pub accent: Option<Colour>,
    /// A few words above the text.
    pub kicker: Option<String>,
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
        "no built-in font has the character `{character}` (U+{code:04X}); leave it out, or bring the card as an image"
    )]
    NoGlyph { character: char, code: u32 },
    #[error(transparent)]
    Svg(#[from] SvgError),
}

/// Where a title stands on its picture. Captions take the lower third, or the middle.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub enum TitlePlace {
    #[default]
    Upper,
    Middle,
    Lower,
}

/// The text on a card of the size.
pub fn card(width: u32, height: u32, text: &str, look: &CardLook, seed: u64) -> Result<Picture, CardError> {
    let mut dice = Dice::new(seed ^ 0xca4d);
    let scheme = Scheme::new(look, &mut dice);
    let page = Page::new(width, height);
    let kicker = look.kicker.as_deref().map(str::trim).filter(|k| !k.is_empty());
    let largest = page.u * if text.chars().count() <= 12 { 0.21 } else { 0.135 };
    let block = Block::fit(text, &page.text_box(kicker.is_some()), largest, page.u * 0.042)?;
    let layout = dice.below(3);
    let mut document = page.open();
    shapes(&mut document, &page, &scheme, &mut dice);
    page.set(&mut document, &block, kicker, &scheme, layout)?;
    document.push_str("</svg>");
    Ok(svg::over(scheme.ground(width, height, seed, &mut dice), &document)?)
}

/// A title over a picture, on a soft dark scrim.
pub fn title_over(picture: &Picture, text: &str, place: TitlePlace) -> Result<Picture, CardError> {
    let page = Page::new(picture.width, picture.height);
    let mut room = page.text_box(false);
    room.height = page.h * 0.3;
    let block = Block::fit(text, &room, page.u * 0.1, page.u * 0.04)?;
    let tall = block.height();
    let centre = page.h
        * match place {
            TitlePlace::Upper => 0.27,
            TitlePlace::Middle => 0.5,
            TitlePlace::Lower => 0.74,
        };
    let mut document = page.open();
    let left = page.w * 0.5;
    let bar = page.u * 0.011;
    let top = centre - tall / 2.0;
    let _ = write!(
        document,
        r##"<rect x="{:.1}" y="{:.1}" width="{:.1}" height="{:.1}" rx="{:.1}" fill="#fff" fill-opacity="0.9"/>"##,
        left - page.u * 0.06,
        top - page.u * 0.055,
        page.u * 0.12,
        bar,
        bar / 2.0,
    );
    block.write(&mut document, (left, top), "middle", "#ffffff")?;
    document.push_str("</svg>");
    Ok(svg::over(scrim(picture, centre, tall), &document)?)
}

/// The picture, darkened smoothly around the height `centre`.
fn scrim(picture: &Picture, centre: f32, tall: f32) -> Picture {
    let (width, height) = (picture.width as usize, picture.height as usize);
    let reach = tall * 0.5 + picture.width.min(picture.height) as f32 * 0.34;
    let mut easel = Easel::new(width, height);
    for (pixel, rgb) in easel.pixels.iter_mut().zip(picture.rgb.chunks_exact(3)) {
        *pixel = [rgb[0], rgb[1], rgb[2]].map(|c| f32::from(c) / 255.0);
    }
    easel.wash(|_, y, p| {
        let keep = 1.0 - 0.62 * smooth(reach, reach * 0.25, (y - centre).abs());
        [p[0] * keep, p[1] * keep, p[2] * keep]
    });
    easel.finish(7)
}

/// The colours of one card.
struct Scheme {
    ground: [Tint; 3],
    accent: Tint,
    ink: Tint,
}

/// Ground (light to dark) and accent.
const SCHEMES: [[u32; 4]; 8] = [
    [0x1f3a6e, 0x122449, 0x0a1430, 0xffc857],
    [0x4a2a7a, 0x2c1754, 0x170b33, 0xff7aa8],
    [0x0f5a5c, 0x093c42, 0x05232b, 0x7df0c4],
    [0x7a2438, 0x4e1428, 0x2a0a18, 0xffb36b],
    [0x2a2f3a, 0x1a1e27, 0x0e1117, 0x4fc3f7],
    [0x2f5a34, 0x1c3b25, 0x0e2116, 0xe6dd7a],
    [0x8a4a1e, 0x5c2d12, 0x311608, 0xffe0a0],
    [0x3a3f8f, 0x23265f, 0x121538, 0x8fe3ff],
];

impl Scheme {
    fn new(look: &CardLook, dice: &mut Dice) -> Self {
        let chosen = SCHEMES[dice.below(SCHEMES.len())].map(hex);
        let ground = match look.background.map(tint) {
            None => [chosen[0], chosen[1], chosen[2]],
            Some(base) if luma(base) > 0.6 => [mix(base, [1.0; 3], 0.35), base, mix(base, [0.0; 3], 0.1)],
            Some(base) => [mix(base, [1.0; 3], 0.1), base, mix(base, [0.0; 3], 0.4)],
        };
        let light = luma(ground[1]) > 0.6;
        let ink = if light { hex(0x14161c) } else { [1.0; 3] };
        let accent = look.accent.map(tint).unwrap_or_else(|| {
            // Must stand out on the ground that was asked for.
            if light { mix(chosen[0], chosen[1], 0.3) } else { chosen[3] }
        });
        Self { ground, accent, ink }
    }

    fn ground(&self, width: u32, height: u32, seed: u64, dice: &mut Dice) -> Picture {
        let ramp = Ramp::new(&self.ground);
        let (w, h) = (width as f32, height as f32);
        let (fx, fy) = (dice.range(0.1, 0.9) * w, dice.range(-0.1, 0.35) * h);
        let reach = 1.0 / (w * w + h * h).sqrt();
        let mut easel = Easel::new(width as usize, height as usize);
        easel.wash(|x, y, _| {
            let (dx, dy) = ((x - fx) * reach, (y - fy) * reach);
            ramp.at((dx * dx + dy * dy).sqrt() * 1.15)
        });
        easel.vignette(0.16);
        easel.finish(seed)
    }
}

fn tint(colour: Colour) -> Tint {
    hex(u32::from(colour.r) << 16 | u32::from(colour.g) << 8 | u32::from(colour.b))
}

fn luma(t: Tint) -> f32 {
    0.2126 * t[0] + 0.7152 * t[1] + 0.0722 * t[2]
}

fn css(t: Tint) -> String {
    let [r, g, b] = t.map(|c| (c * 255.0 + 0.5).clamp(0.0, 255.0) as u8);
    format!("#{r:02x}{g:02x}{b:02x}")
}

struct Page {
    w: f32,
    h: f32,
    /// The short side, but no more than what a wide page leaves.
    u: f32,
}

struct Room {
    width: f32,
    height: f32,
}

impl Page {
    fn new(width: u32, height: u32) -> Self {
        Self { w: width as f32, h: height as f32, u: width.min(height) as f32 }
    }

    fn margin(&self) -> f32 {
        self.u * 0.105
    }

    fn text_box(&self, kicker: bool) -> Room {
        let width = (self.w - self.margin() * 2.0).min(self.u * 1.42);
        let height = (self.h - self.margin() * 2.6).min(self.u * 1.15) - if kicker { self.u * 0.1 } else { 0.0 };
        Room { width, height }
    }

    fn open(&self) -> String {
        format!(r#"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {} {}">"#, self.w, self.h)
    }

    /// The text block with its kicker and bar; `layout` 0 and 1 stand left, 2 in the middle.
    fn set(
        &self,
        document: &mut String,
        block: &Block,
        kicker: Option<&str>,
        scheme: &Scheme,
        layout: usize,
    ) -> Result<(), CardError> {
        let head = self.u * 0.04;
        let above = if kicker.is_some() { head * 2.1 } else { head * 1.5 };
        let tall = block.height() + above;
        let middle = layout == 2;
        let wide = block.wide.max(self.u * 0.3);
        let x = if middle {
            self.w / 2.0
        } else if self.w > self.h * 1.2 {
            self.margin() * 1.35
        } else {
            ((self.w - wide) / 2.0).min(self.margin() * 1.1).max(self.margin() * 0.9)
        };
        let anchor = if middle { "middle" } else { "start" };
        let top = self.h * 0.47 - tall / 2.0;
        let (accent, thick) = (css(scheme.accent), self.u * 0.012);
        if let Some(kicker) = kicker {
            check(kicker)?;
            let text = kicker.to_uppercase();
            check(&text)?;
            let natural = ems(&text, Weight::SemiBold) + 0.14 * text.chars().count() as f32;
            let size = head.min((self.w - self.margin() * 2.0) / natural.max(1.0));
            let _ = write!(
                document,
                r#"<text x="{x:.1}" y="{:.1}" font-family="Inter" font-weight="600" font-size="{size:.2}" letter-spacing="{:.2}" text-anchor="{anchor}" fill="{accent}">{}</text>"#,
                top + head * 0.75,
                size * 0.14,
                escaped(&text),
            );
        } else {
            let bar = self.u * 0.11;
            let left = if middle { x - bar / 2.0 } else { x };
            let _ = write!(
                document,
                r#"<rect x="{left:.1}" y="{top:.1}" width="{bar:.1}" height="{thick:.1}" rx="{:.1}" fill="{accent}"/>"#,
                thick / 2.0
            );
        }
        block.write(document, (x, top + above), anchor, &css(scheme.ink))
    }
}

/// Text set into lines at a size that fits.
struct Block {
    lines: Vec<String>,
    size: f32,
    wide: f32,
}

/// Letters of display sizes stand closer.
const TRACKING: f32 = -0.018;
const LEADING: f32 = 1.16;
const WEIGHT: Weight = Weight::ExtraBold;

impl Block {
    fn fit(text: &str, room: &Room, largest: f32, smallest: f32) -> Result<Self, CardError> {
        check(text)?;
        let words = Words::new(text, WEIGHT, TRACKING);
        if words.is_empty() {
            return Err(CardError::Empty);
        }
        const STEPS: u32 = 48;
        for step in 0..=STEPS {
            let size = lerp(largest, smallest, step as f32 / STEPS as f32);
            let measure = room.width / size;
            if words.widest() > measure {
                continue;
            }
            let lines = words.lines(measure);
            // Many lines of few words read badly: smaller letters do better.
            let most = if size > largest * 0.75 {
                4
            } else if size > largest * 0.55 {
                6
            } else {
                usize::MAX
            };
            if lines.len() <= most && lines.len() as f32 * size * LEADING <= room.height {
                let em = |l: &String| ems(l, WEIGHT) + TRACKING * l.chars().count() as f32;
                let wide = lines.iter().map(em).fold(0.0, f32::max) * size;
                return Ok(Self { lines, size, wide });
            }
        }
        let measure = room.width / smallest;
        if let Some(word) = text.split_whitespace().find(|w| ems(w, WEIGHT) * 0.97 > measure) {
            return Err(CardError::LongWord(word.chars().take(40).collect()));
        }
        let rows = (room.height / (smallest * LEADING)).floor();
        Err(CardError::TooLong { letters: text.chars().count(), room: (rows * measure / 0.62 * 0.85) as usize })
    }

    fn height(&self) -> f32 {
        self.lines.len() as f32 * self.size * LEADING
    }

    /// `at` is the middle or the left of the top.
    fn write(&self, document: &mut String, at: (f32, f32), anchor: &str, fill: &str) -> Result<(), CardError> {
        for (i, line) in self.lines.iter().enumerate() {
            // Inter's capitals are 0.73 em high; that, centred in the line, gives the base line.
            let y = at.1 + self.size * (LEADING * (i as f32 + 0.5) + 0.364);
            let _ = write!(
                document,
                r#"<text x="{:.1}" y="{y:.1}" font-family="Inter" font-weight="{}" font-size="{:.2}" letter-spacing="{:.3}" text-anchor="{anchor}" fill="{fill}">{}</text>"#,
                at.0,
                WEIGHT.number(),
                self.size,
                self.size * TRACKING,
                escaped(line),
            );
        }
        Ok(())
    }
}

fn check(text: &str) -> Result<(), CardError> {
    match text.chars().find(|c| !can_show(*c)) {
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

/// Quiet shapes towards the corners; the middle stays free.
fn shapes(document: &mut String, page: &Page, scheme: &Scheme, dice: &mut Dice) {
    let (w, h, u) = (page.w, page.h, page.u);
    let (accent, light) = (css(scheme.accent), css(mix(scheme.ground[0], scheme.ink, 0.25)));
    let right = dice.chance(0.5);
    let (x, far) = if right { (w, 0.0) } else { (0.0, w) };
    match dice.below(5) {
        0 => {
            for (k, opacity) in [(0.62, 0.05), (0.46, 0.06), (0.3, 0.08)] {
                let _ = write!(
                    document,
                    r#"<circle cx="{x:.1}" cy="0" r="{:.1}" fill="{accent}" fill-opacity="{opacity}"/>"#,
                    u * k
                );
            }
            let _ = write!(
                document,
                r#"<circle cx="{far:.1}" cy="{h:.1}" r="{:.1}" fill="{light}" fill-opacity="0.1"/>"#,
                u * 0.42
            );
        }
        1 => {
            for k in 0..7 {
                let r = u * (0.2 + 0.09 * k as f32);
                let opacity = 0.34 - 0.042 * k as f32;
                let _ = write!(
                    document,
                    r#"<circle cx="{x:.1}" cy="{h:.1}" r="{r:.1}" fill="none" stroke="{accent}" stroke-width="{:.1}" stroke-opacity="{opacity:.3}"/>"#,
                    u * 0.0035
                );
            }
        }
        2 => {
            for k in 0..4 {
                let y = h - u * (0.1 + 0.075 * k as f32);
                let swing = u * (0.05 + 0.014 * k as f32) * if right { 1.0 } else { -1.0 };
                let _ = write!(
                    document,
                    r#"<path d="M0 {:.1} C {:.1} {:.1} {:.1} {:.1} {w:.1} {:.1} V {h:.1} H 0 Z" fill="{}" fill-opacity="0.09"/>"#,
                    y + swing,
                    w * 0.33,
                    y - swing * 2.0,
                    w * 0.66,
                    y + swing * 2.2,
                    y - swing,
                    if k % 2 == 0 { &accent } else { &light }
                );
            }
        }
        3 => {
            let step = u * 0.036;
            for row in 0..7 {
                for column in 0..7 {
                    let (dx, dy) = (u * 0.07 + step * column as f32, u * 0.07 + step * row as f32);
                    let cx = if right { w - dx } else { dx };
                    let opacity = 0.4 * (1.0 - (row + column) as f32 / 13.0);
                    let _ = write!(
                        document,
                        r#"<circle cx="{cx:.1}" cy="{dy:.1}" r="{:.2}" fill="{accent}" fill-opacity="{opacity:.3}"/>"#,
                        u * 0.0055
                    );
                }
            }
            let _ = write!(
                document,
                r#"<circle cx="{far:.1}" cy="{h:.1}" r="{:.1}" fill="{accent}" fill-opacity="0.07"/>"#,
                u * 0.5
            );
        }
        _ => {
            for (k, opacity) in [(0.0, 0.1), (0.13, 0.07), (0.26, 0.05), (0.39, 0.03)] {
                let (a, b) = (u * (0.16 + k), u * (0.25 + k));
                let edge = |d: f32| if right { w - d } else { d };
                let _ = write!(
                    document,
                    r#"<path d="M{:.1} 0 L{:.1} 0 L{:.1} {:.1} L{:.1} {:.1} Z" fill="{accent}" fill-opacity="{opacity}"/>"#,
                    edge(a),
                    edge(b),
                    edge(0.0),
                    b,
                    edge(0.0),
                    a
                );
                let low = |d: f32| if right { d } else { w - d };
                let _ = write!(
                    document,
                    r#"<path d="M{:.1} {h:.1} L{:.1} {h:.1} L{:.1} {:.1} L{:.1} {:.1} Z" fill="{light}" fill-opacity="{opacity}"/>"#,
                    low(a),
                    low(b),
                    low(0.0),
                    h - b,
                    low(0.0),
                    h - a
                );
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ink(picture: &Picture) -> usize {
        picture.rgb.chunks_exact(3).filter(|p| p.iter().all(|c| *c > 235)).count()
    }

    #[test]
    fn text_is_set_on_cards_of_every_shape() {
        for (w, h) in [(270, 480), (480, 270), (270, 270)] {
            let picture = card(w, h, "Boats leave at dawn", &CardLook::default(), 3).unwrap();
            assert!(ink(&picture) > 1000, "{w}x{h}");
        }
    }

    #[test]
    fn long_text_shrinks_and_then_is_an_error_with_a_remedy() {
        let words = |n: usize| "word ".repeat(n);
        assert!(card(270, 480, &words(60), &CardLook::default(), 1).is_ok());
        let error = card(270, 480, &words(600), &CardLook::default(), 1).unwrap_err();
        assert!(matches!(error, CardError::TooLong { letters: 3000, room: 100..1000 }), "{error}");
        let error = card(270, 480, &"x".repeat(90), &CardLook::default(), 1).unwrap_err();
        assert!(matches!(error, CardError::LongWord(_)), "{error}");
        assert_eq!(card(9, 9, " \n", &CardLook::default(), 1), Err(CardError::Empty));
    }

    #[test]
    fn markup_in_the_text_is_text() {
        let hostile = r#"</text><image href="/etc/passwd"/> & "quotes" <b>"#;
        assert!(card(270, 480, hostile, &CardLook::default(), 1).is_ok());
        let look = CardLook { kicker: Some("a < b & c".into()), ..CardLook::default() };
        assert!(card(270, 480, "x", &look, 1).is_ok());
    }

    #[test]
    fn a_missing_glyph_is_named() {
        let error = card(270, 480, "fine 🙂", &CardLook::default(), 1).unwrap_err();
        assert_eq!(error, CardError::NoGlyph { character: '🙂', code: 0x1F642 });
    }

    #[test]
    fn ink_is_dark_on_a_light_ground() {
        let look = CardLook { background: Some(Colour::rgb(250, 240, 220)), ..CardLook::default() };
        let picture = card(270, 480, "Dark on light", &look, 1).unwrap();
        let dark = picture.rgb.chunks_exact(3).filter(|p| p.iter().all(|c| *c < 60)).count();
        assert!(dark > 1000);
    }

    #[test]
    fn a_title_darkens_the_picture_only_around_itself() {
        let picture = super::super::solid(270, 480, Colour::rgb(200, 200, 200));
        let titled = title_over(&picture, "The harbour", TitlePlace::Upper).unwrap();
        let level = |y: usize| titled.rgb[y * 270 * 3 + 30];
        assert!(level(130) < 110 && level(470) > 190);
        assert!(ink(&titled) > 500);
    }

    #[test]
    fn the_same_card_is_the_same_bytes() {
        let make = || card(135, 240, "Again", &CardLook::default(), 9).unwrap();
        assert_eq!(make(), make());
    }
}
