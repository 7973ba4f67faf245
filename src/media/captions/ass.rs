//! Captions as an ASS document for libass (Advanced SubStation Alpha, "v4.00+").

use std::fmt::Write as _;

use super::drawing::{Line, colour, plain, rounded, style_colour};
use super::layout::{SafeArea, word_space};
use super::state::{Showing, State};
use super::{LowerThird, lower_third};
use crate::media::glyphs::{Ruler, Typeface, Typefaces};
use crate::media::text::needs_space;
use crate::media::{Canvas, CaptionLook, CaptionPosition, CaptionStyle, Colour};

/// How much larger the spoken word is, in percent.
const POP_PERCENT: u32 = 106;
/// How narrow a space beside the spoken word may become to make room for it, in percent.
const NARROWEST_SPACE: u32 = 95;
/// Invisible and without width, skipped by libass when it looks for glyphs.
const WORD_JOINER: char = '\u{2060}';
/// The box behind a line: nearly black.
const BOX: Colour = Colour { a: 0xd8, ..Colour::rgb(0x0c, 0x0e, 0x12) };

/// The document for a segment that shows these stretches of shots (one for a body, two for a join), or `None` when
/// nothing is seen in it. Times count from the segment's first frame. The fonts it needs are those of `faces`.
pub fn ass(
    showings: &[Showing<'_>],
    thirds: &[LowerThird<'_>],
    canvas: Canvas,
    look: &CaptionLook,
    faces: &Typefaces,
) -> Option<String> {
    let states: Vec<State<'_>> = match look.style {
        CaptionStyle::None => Vec::new(),
        style => showings.iter().flat_map(|showing| showing.states(style, canvas.fps)).collect(),
    };
    if states.is_empty() && thirds.is_empty() {
        return None;
    }
    let own = faces.all().first()?;
    let painter = Painter { look, canvas, faces, ruler: faces.ruler() };
    let mut document = header(canvas, look, own);
    for third in thirds {
        for line in lower_third::lines(third, canvas, look, faces) {
            document.push_str(&line.dialogue(canvas.fps));
        }
    }
    for state in &states {
        let line = |layer, text| Line { layer, frames: state.frames.clone(), text };
        if look.style == CaptionStyle::Boxed {
            document.push_str(&line(1, painter.backing(state)).dialogue(canvas.fps));
        }
        document.push_str(&line(2, painter.text(state)).dialogue(canvas.fps));
    }
    Some(document)
}

/// Encoding -1 is libass's own: the direction of every line is told from its text.
fn header(canvas: Canvas, look: &CaptionLook, own: &Typeface) -> String {
    let area = SafeArea::of(canvas);
    let (alignment, margin) = area.anchor(look.position);
    let (outline, shadow) =
        if look.style == CaptionStyle::Boxed { (0, 0) } else { (look.outline, look.outline.div_ceil(2)) };
    let (size, side, fill, edge) = (look.size, area.side, style_colour(look.color), style_colour(Colour::BLACK));
    let back = style_colour(Colour { a: 0x90, ..Colour::BLACK });
    let (font, bold) = (&own.name, bold(own));
    format!(
        "[Script Info]\nScriptType: v4.00+\nPlayResX: {width}\nPlayResY: {height}\nWrapStyle: 2\n\
         ScaledBorderAndShadow: yes\nKerning: yes\nYCbCr Matrix: None\n\n\
         [V4+ Styles]\nFormat: Name, Fontname, Fontsize, PrimaryColour, SecondaryColour, OutlineColour, BackColour, \
         Bold, Italic, Underline, StrikeOut, ScaleX, ScaleY, Spacing, Angle, BorderStyle, Outline, Shadow, Alignment, \
         MarginL, MarginR, MarginV, Encoding\n\
         Style: Caption,{font},{size},{fill},{fill},{edge},{back},{bold},0,0,0,100,100,0,0,1,{outline},{shadow},\
         {alignment},{side},{side},{margin},-1\n\n\
         [Events]\nFormat: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text\n",
        width = canvas.width,
        height = canvas.height,
    )
}

fn bold(face: &Typeface) -> i32 {
    if face.bold { -1 } else { 0 }
}

/// A text with a change of font wherever another face than the first shows it.
pub(super) fn set_in(text: &mut String, shown: &str, faces: &Typefaces, ruler: &Ruler<'_>) {
    let tag = |face: &Typeface| format!("{{\\fn{}\\b{}}}", face.name, i32::from(face.bold));
    let (Some(own), runs) = (faces.all().first(), ruler.runs(shown)) else { return };
    for (face, run) in runs {
        match faces.all().get(face).filter(|_| face > 0) {
            Some(other) => *text += &(tag(other) + &plain(run) + &tag(own)),
            None => text.push_str(&plain(run)),
        }
    }
}

struct Painter<'a> {
    look: &'a CaptionLook,
    canvas: Canvas,
    faces: &'a Typefaces,
    ruler: Ruler<'a>,
}

impl Painter<'_> {
    fn text(&self, state: &State<'_>) -> String {
        let mut text = String::new();
        if state.cue.size != self.look.size {
            let _ = write!(text, "{{\\fs{}}}", state.cue.size);
        }
        let mut before = 0;
        for line in &state.cue.lines {
            let words: Vec<&str> = line.iter().map(|word| word.text.as_str()).collect();
            if before > 0 {
                text.push_str("\\N");
            }
            match (self.look.style, state.highlight) {
                (CaptionStyle::Karaoke, Some(spoken)) => {
                    self.lit(&mut text, &words, (spoken + 1).saturating_sub(before))
                }
                (_, spoken) => {
                    let spoken = spoken.and_then(|word| word.checked_sub(before)).filter(|&word| word < words.len());
                    self.line(&mut text, &words, spoken, state);
                }
            }
            before += words.len();
        }
        text
    }

    /// A line of which the first `lit` words are spoken.
    fn lit(&self, text: &mut String, words: &[&str], lit: usize) {
        let shade = |lit: bool| colour(if lit { self.look.highlight } else { self.look.color });
        let mut now = None;
        for (index, word) in words.iter().enumerate() {
            if index > 0 && needs_space(words[index - 1], word) {
                text.push_str(&space(word_space(self.look.style)));
            }
            if now != Some(index < lit) {
                now = Some(index < lit);
                let _ = write!(text, "{{{}}}", shade(index < lit));
            }
            self.word(text, word);
        }
    }

    fn line(&self, text: &mut String, words: &[&str], spoken: Option<usize>, state: &State<'_>) {
        if state.highlight.is_some() {
            // As tall as the spoken word, so that lines stay where they are when it moves on to another.
            let _ = write!(text, "{}{WORD_JOINER}{}", scale(POP_PERCENT), scale(100));
        }
        let usual = word_space(self.look.style);
        let beside = spoken.map_or(usual, |word| self.space_beside(words, word, state.cue.size));
        for (index, word) in words.iter().enumerate() {
            if index > 0 && needs_space(words[index - 1], word) {
                let touched = spoken.is_some_and(|spoken| spoken == index || spoken + 1 == index);
                text.push_str(&space(if touched { beside } else { usual }));
            }
            match spoken == Some(index) {
                true => self.highlighted(text, word),
                false => self.word(text, word),
            }
        }
    }

    fn highlighted(&self, text: &mut String, word: &str) {
        let (bright, usual) = (colour(self.look.highlight), colour(self.look.color));
        let _ = write!(text, "{{{bright}}}{}", scale(POP_PERCENT));
        self.word(text, word);
        let _ = write!(text, "{{{usual}}}{}", scale(100));
    }

    fn word(&self, text: &mut String, word: &str) {
        set_in(text, word, self.faces, &self.ruler);
    }

    /// How wide the spaces beside the spoken word are, in percent, so that its growing moves the others little.
    fn space_beside(&self, words: &[&str], spoken: usize, size: u32) -> u32 {
        let growth = self.ruler.width(words[spoken], size) * (POP_PERCENT - 100) / 100;
        let sides = u32::from(spoken > 0) + u32::from(spoken + 1 < words.len());
        let spaces = (self.ruler.width(" ", size) * sides).max(1);
        word_space(self.look.style).saturating_sub(growth * 100 / spaces).max(NARROWEST_SPACE)
    }

    /// The rounded box behind a cue's lines.
    fn backing(&self, state: &State<'_>) -> String {
        let size = state.cue.size;
        let joined = |line: &Vec<super::CueWord>| crate::media::text::join(line.iter().map(|word| word.text.as_str()));
        let widest = state.cue.lines.iter().map(|line| self.ruler.width(&joined(line), size)).max().unwrap_or(0);
        let (side, above) = (size * 2 / 5, size / 6);
        let (width, text_height) = (widest + 2 * side, size * state.cue.lines.len() as u32);
        let height = text_height + 2 * above;
        let (_, margin) = SafeArea::of(self.canvas).anchor(self.look.position);
        let top = match self.look.position {
            CaptionPosition::Top => margin,
            CaptionPosition::Center => (self.canvas.height.saturating_sub(text_height)) / 2,
            CaptionPosition::Bottom => self.canvas.height.saturating_sub(margin + text_height),
        };
        let left = self.canvas.width.saturating_sub(width) / 2;
        rounded((left, top.saturating_sub(above)), (width, height), size * 3 / 10, BOX)
    }
}

fn space(percent: u32) -> String {
    if percent == 100 { " ".to_owned() } else { format!("{{\\fscx{percent}}} {{\\fscx100}}") }
}

fn scale(percent: u32) -> String {
    format!("{{\\fscx{percent}\\fscy{percent}}}")
}

#[cfg(test)]
mod tests {
    use super::super::{Cue, CueWord};
    use super::*;
    use crate::media::timeline::{Narration, Shot, ShotOf};

    const SHORTS: Canvas = Canvas { width: 1080, height: 1920, fps: 30 };

    fn document(lines: &[&[&str]], style: CaptionStyle) -> Option<String> {
        let look = CaptionLook::standard_of(style, SHORTS);
        let mut at = 0;
        let mut word = |text: &&str| {
            at += 500;
            CueWord { text: (*text).to_owned(), start_ms: at - 500 }
        };
        let lines: Vec<Vec<_>> = lines.iter().map(|line| line.iter().map(&mut word).collect()).collect();
        let cues = [Cue { start_ms: 0, end_ms: at, lines, size: look.size }];
        let narration = Some(Narration { start_sample: 0, lead_ms: 0 });
        let of = ShotOf::Scene(0);
        let shot = Shot { of, start_frame: 0, frames: 90, visual_start: 0, visual_frames: 90, narration };
        ass(&[Showing::new(&cues, &shot, 0, 90)?], &[], SHORTS, &look, &Typefaces::built_in(style))
    }

    fn events(document: &str) -> Vec<&str> {
        document.lines().filter_map(|line| line.strip_prefix("Dialogue: 2,")).collect()
    }

    #[test]
    fn each_spoken_word_is_an_event_that_starts_where_the_last_one_ends() {
        let document = document(&[&["ab"], &["cd"]], CaptionStyle::Word).unwrap();
        let strut = "{\\fscx106\\fscy106}\u{2060}{\\fscx100\\fscy100}";
        let bright = |word: &str| {
            format!(
                "{{\\1c&H00D4FF&\\1a&H00&}}{{\\fscx106\\fscy106}}{word}\
                 {{\\1c&HFFFFFF&\\1a&H00&}}{{\\fscx100\\fscy100}}"
            )
        };
        assert_eq!(
            events(&document),
            [
                format!("0:00:00.00,0:00:00.48,Caption,,0,0,0,,{strut}{}\\N{strut}cd", bright("ab")),
                format!("0:00:00.48,0:00:00.98,Caption,,0,0,0,,{strut}ab\\N{strut}{}", bright("cd")),
            ]
        );
    }

    #[test]
    fn a_line_is_one_event_in_its_own_style() {
        let document = document(&[&["one", "two"], &["three"]], CaptionStyle::Boxed).unwrap();
        assert_eq!(events(&document), ["0:00:00.00,0:00:01.48,Caption,,0,0,0,,one two\\Nthree"]);
        assert!(document.contains("Style: Caption,Inter Semi Bold,79,&H00FFFFFF,"), "{document}");
        assert!(document.contains(",1,0,0,2,129,129,480,-1\n"), "{document}");
        assert_eq!(document.lines().filter(|line| line.starts_with("Dialogue: 1,0:00:00.00,0:00:01.48,")).count(), 1);
    }

    #[test]
    fn a_space_beside_the_spoken_word_gives_way_to_it() {
        let document = document(&[&["wonderful", "day", "out"]], CaptionStyle::Word).unwrap();
        let first = events(&document)[0].to_owned();
        let spaces: Vec<&str> = first.match_indices("} {").map(|(at, _)| &first[at - 3..at]).collect();
        assert_eq!(spaces, ["x95", "130"]);
    }

    #[test]
    fn words_stay_lit_once_they_are_sung() {
        let document = document(&[&["one", "two"], &["three"]], CaptionStyle::Karaoke).unwrap();
        let (lit, unlit) = ("{\\1c&H00D4FF&\\1a&H00&}", "{\\1c&HFFFFFF&\\1a&H00&}");
        let space = "{\\fscx115} {\\fscx100}";
        let texts: Vec<_> = events(&document).iter().map(|event| event.split_once(",,0,0,0,,").unwrap().1).collect();
        assert_eq!(
            texts,
            [
                format!("{lit}one{space}{unlit}two\\N{unlit}three"),
                format!("{lit}one{space}two\\N{unlit}three"),
                format!("{lit}one{space}two\\N{lit}three"),
            ]
        );
    }

    #[test]
    fn a_word_that_the_own_face_lacks_is_set_in_the_other() {
        let Ok(bytes) = std::fs::read("/usr/share/fonts/truetype/dejavu/DejaVuSans-Bold.ttf") else { return };
        let faces =
            Typefaces::new(super::super::typeface(CaptionStyle::Line), Typeface::read("DejaVu Sans", true, bytes, 0));
        let mut text = String::new();
        set_in(&mut text, "a שלום!", &faces, &faces.ruler());
        assert_eq!(text, "a {\\fnDejaVu Sans\\b1}שלום{\\fnInter Semi Bold\\b0}!");
    }

    #[test]
    fn nothing_to_show_is_no_document() {
        assert_eq!(document(&[&["one"]], CaptionStyle::None), None);
        assert_eq!(document(&[], CaptionStyle::Word), None);
    }
}
