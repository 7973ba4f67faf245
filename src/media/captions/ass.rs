//! Captions as an ASS document for libass (Advanced SubStation Alpha, "v4.00+").

use std::fmt::Write as _;

use super::layout::{SafeArea, word_space};
use super::look;
use super::state::{Showing, State};
use crate::media::glyphs::Ruler;
use crate::media::text::needs_space;
use crate::media::{Canvas, CaptionLook, CaptionStyle, Colour};

/// How much larger the spoken word is, in percent.
const POP_PERCENT: u32 = 106;
/// How narrow a space beside the spoken word may become to make room for it, in percent.
const NARROWEST_SPACE: u32 = 95;
/// Invisible and without width, skipped by libass when it looks for glyphs.
const WORD_JOINER: char = '\u{2060}';

/// The document for a segment that shows these stretches of shots (one for a body, two for a join), or `None` when
/// no caption is seen in it. Times count from the segment's first frame. The fonts it needs are [`super::faces`].
pub fn ass(showings: &[Showing<'_>], canvas: Canvas, look: &CaptionLook) -> Option<String> {
    let states: Vec<State<'_>> = showings.iter().flat_map(|showing| showing.states(look.style, canvas.fps)).collect();
    if states.is_empty() {
        return None;
    }
    let painter = Painter { look, ruler: Ruler::new(look::face(look), &look.font) };
    let mut document = header(canvas, look);
    for state in &states {
        let (start, end) = (time(state.frames.start, canvas.fps), time(state.frames.end, canvas.fps));
        let text = painter.text(state);
        // Writing to a string does not fail.
        let _ = writeln!(document, "Dialogue: 0,{start},{end},Caption,,0,0,0,,{text}");
    }
    Some(document)
}

/// Encoding -1 is libass's own: the direction of every line is told from its text.
fn header(canvas: Canvas, look: &CaptionLook) -> String {
    let (font, bold) = look::font_name(look);
    let area = SafeArea::of(canvas);
    let (alignment, margin) = area.anchor(look.position);
    let Frame { border, outline, shadow, back } = Frame::of(look);
    let (size, side, fill, edge) = (look.size, area.side, style_colour(look.color), style_colour(Colour::BLACK));
    let back = style_colour(back);
    format!(
        "[Script Info]\nScriptType: v4.00+\nPlayResX: {width}\nPlayResY: {height}\nWrapStyle: 2\n\
         ScaledBorderAndShadow: yes\nKerning: yes\nYCbCr Matrix: None\n\n\
         [V4+ Styles]\nFormat: Name, Fontname, Fontsize, PrimaryColour, SecondaryColour, OutlineColour, BackColour, \
         Bold, Italic, Underline, StrikeOut, ScaleX, ScaleY, Spacing, Angle, BorderStyle, Outline, Shadow, Alignment, \
         MarginL, MarginR, MarginV, Encoding\n\
         Style: Caption,{font},{size},{fill},{fill},{edge},{back},{bold},0,0,0,100,100,0,0,{border},{outline},{shadow},\
         {alignment},{side},{side},{margin},-1\n\n\
         [Events]\nFormat: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text\n",
        width = canvas.width,
        height = canvas.height,
    )
}

/// What stands between the letters and the picture.
struct Frame {
    /// 1: outline and shadow; 4: a box around all lines, which libass pads by the shadow's distance.
    border: u32,
    outline: u32,
    shadow: u32,
    back: Colour,
}

impl Frame {
    fn of(look: &CaptionLook) -> Self {
        match look.style {
            CaptionStyle::Word | CaptionStyle::Line => Self {
                border: 1,
                outline: look.outline,
                shadow: look.outline.div_ceil(2),
                back: Colour { a: 0x90, ..Colour::BLACK },
            },
            CaptionStyle::Boxed => Self {
                border: 4,
                outline: 0,
                shadow: (look.size / 4).max(1),
                back: Colour { a: 0xd8, ..Colour::BLACK },
            },
        }
    }
}

struct Painter<'a> {
    look: &'a CaptionLook,
    ruler: Ruler,
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
            let spoken = state.highlight.and_then(|word| word.checked_sub(before)).filter(|&word| word < words.len());
            if before > 0 {
                text.push_str("\\N");
            }
            self.line(&mut text, &words, spoken, state);
            before += words.len();
        }
        text
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
                false => text.push_str(&plain(word)),
            }
        }
    }

    fn highlighted(&self, text: &mut String, word: &str) {
        let (bright, usual) = (tag_colour(self.look.highlight), tag_colour(self.look.color));
        let _ = write!(text, "{{{bright}}}{}{}{{{usual}}}{}", scale(POP_PERCENT), plain(word), scale(100));
    }

    /// How wide the spaces beside the spoken word are, in percent, so that its growing moves the others little.
    fn space_beside(&self, words: &[&str], spoken: usize, size: u32) -> u32 {
        let growth = self.ruler.width(words[spoken], size) * (POP_PERCENT - 100) / 100;
        let sides = u32::from(spoken > 0) + u32::from(spoken + 1 < words.len());
        let spaces = (self.ruler.width(" ", size) * sides).max(1);
        word_space(self.look.style).saturating_sub(growth * 100 / spaces).max(NARROWEST_SPACE)
    }
}

fn space(percent: u32) -> String {
    if percent == 100 { " ".to_owned() } else { format!("{{\\fscx{percent}}} {{\\fscx100}}") }
}

/// Text as libass shows it and never obeys it: `\{` is a brace, and a backslash before a word joiner is a backslash.
fn plain(word: &str) -> String {
    let mut plain = String::with_capacity(word.len());
    for c in word.chars() {
        match c {
            '{' | '}' => plain.extend(['\\', c]),
            '\\' => plain.extend(['\\', WORD_JOINER]),
            c if c.is_control() => plain.push(' '),
            c => plain.push(c),
        }
    }
    plain
}

fn scale(percent: u32) -> String {
    format!("{{\\fscx{percent}\\fscy{percent}}}")
}

/// `&HAABBGGRR`, where 00 is opaque.
fn style_colour(colour: Colour) -> String {
    let Colour { r, g, b, a } = colour;
    format!("&H{:02X}{b:02X}{g:02X}{r:02X}", 255 - a)
}

fn tag_colour(colour: Colour) -> String {
    let Colour { r, g, b, a } = colour;
    format!("\\1c&H{b:02X}{g:02X}{r:02X}&\\1a&H{:02X}&", 255 - a)
}

/// A time in the middle between a frame and the one before: ASS has centiseconds, and at rates below 100 a second the
/// nearest one is still between the two. Above, a state may start a frame early or late.
fn time(frame: u32, fps: u32) -> String {
    let (frame, fps) = (u64::from(frame), u64::from(fps.max(1)));
    let centis = ((frame * 200).saturating_sub(100) + fps) / (2 * fps);
    let (seconds, minutes, hours) = (centis / 100, centis / 6000, centis / 360_000);
    format!("{hours}:{:02}:{:02}.{:02}", minutes % 60, seconds % 60, centis % 100)
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
        ass(&[Showing::new(&cues, &shot, 0, 90)?], SHORTS, &look)
    }

    fn events(document: &str) -> Vec<&str> {
        document.lines().filter_map(|line| line.strip_prefix("Dialogue: 0,")).collect()
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
        assert!(document.contains(",4,0,19,2,118,118,441,-1\n"), "{document}");
    }

    #[test]
    fn a_space_beside_the_spoken_word_gives_way_to_it() {
        let document = document(&[&["wonderful", "day", "out"]], CaptionStyle::Word).unwrap();
        let first = events(&document)[0].to_owned();
        let spaces: Vec<&str> = first.match_indices("} {").map(|(at, _)| &first[at - 3..at]).collect();
        assert_eq!(spaces, ["x95", "130"]);
    }

    #[test]
    fn nothing_to_show_is_no_document() {
        assert_eq!(document(&[], CaptionStyle::Word), None);
    }

    #[test]
    fn braces_and_backslashes_lose_their_meaning() {
        assert_eq!(plain("{\\p1}m\\N"), "\\{\\\u{2060}p1\\}m\\\u{2060}N");
        assert_eq!(plain("a\nb"), "a b");
    }

    #[test]
    fn times_fall_between_two_frames_at_every_usual_rate() {
        let centis = |time: &str| -> u64 {
            let digits: Vec<u64> = time.split([':', '.']).map(|part| part.parse().unwrap()).collect();
            ((digits[0] * 60 + digits[1]) * 60 + digits[2]) * 100 + digits[3]
        };
        for fps in 1..=90 {
            for frame in (1..2000).chain(200_000..200_200) {
                // In units of 1 / (100 fps) s: strictly after the frame before, at or before the frame.
                let at = centis(&time(frame, fps)) * u64::from(fps);
                assert!(at > u64::from(frame - 1) * 100 && at < u64::from(frame) * 100, "frame {frame} at {fps}");
            }
        }
        assert_eq!(time(0, 30), "0:00:00.00");
        assert_eq!(time(108_000, 30), "0:59:59.98");
    }
}
