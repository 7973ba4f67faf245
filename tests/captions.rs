//! Captions as the real libass paints them: text is text, states cover exact frames, lines stay in place and fit.

use std::fs;
use std::process::Command;

use reelmill::media::captions::{Cue, CueWord, LowerThird, Showing, ass, clear, cues, face};
use reelmill::media::glyphs::Typefaces;
use reelmill::media::timeline::{Narration, Shot, ShotOf};
use reelmill::media::{Canvas, CaptionLook, CaptionPosition, CaptionStyle, Colour, Word};

const CANVAS: Canvas = Canvas { width: 540, height: 960, fps: 30 };

/// What FFmpeg painted on black: one byte a pixel, frame after frame, and what it said.
struct Painted {
    canvas: Canvas,
    pixels: Vec<u8>,
    log: String,
}

impl Painted {
    fn frame(&self, index: usize) -> &[u8] {
        let size = (self.canvas.width * self.canvas.height) as usize;
        &self.pixels[index * size..(index + 1) * size]
    }

    /// The rows and columns that have ink, and how many pixels are bright.
    fn ink(&self, index: usize) -> Ink {
        let mut ink = Ink { left: u32::MAX, right: 0, top: u32::MAX, bottom: 0, pixels: 0 };
        for (at, _) in self.frame(index).iter().enumerate().filter(|(_, pixel)| **pixel > 100) {
            let (x, y) = (at as u32 % self.canvas.width, at as u32 / self.canvas.width);
            ink.left = ink.left.min(x);
            ink.right = ink.right.max(x);
            ink.top = ink.top.min(y);
            ink.bottom = ink.bottom.max(y);
            ink.pixels += 1;
        }
        ink
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Ink {
    left: u32,
    right: u32,
    top: u32,
    bottom: u32,
    pixels: u32,
}

impl Ink {
    fn width(self) -> u32 {
        self.right - self.left
    }

    fn height(self) -> u32 {
        self.bottom - self.top
    }
}

fn paint(document: &str, look: &CaptionLook, canvas: Canvas, frames: u32) -> Painted {
    paint_with(document, look, canvas, frames, &[])
}

fn paint_with(
    document: &str,
    look: &CaptionLook,
    canvas: Canvas,
    frames: u32,
    fonts: &[std::path::PathBuf],
) -> Painted {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("captions.ass"), document).unwrap();
    fs::create_dir(folder.path().join("fonts")).unwrap();
    for face in LowerThird::faces().into_iter().chain([face(look.style)]) {
        fs::write(folder.path().join("fonts").join(face.file), face.bytes).unwrap();
    }
    for font in fonts {
        fs::copy(font, folder.path().join("fonts").join(font.file_name().unwrap())).unwrap();
    }
    let Canvas { width, height, fps } = canvas;
    let output = Command::new("ffmpeg")
        .current_dir(folder.path())
        .args(["-v", "verbose", "-nostdin", "-f", "lavfi", "-i", &format!("color=black:s={width}x{height}:r={fps}")])
        .args(["-vf", "format=gray,ass=captions.ass:fontsdir=fonts", "-frames:v", &frames.to_string()])
        .args(["-pix_fmt", "gray", "-f", "rawvideo", "-"])
        .output()
        .unwrap();
    let log = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(output.status.success(), "{log}");
    assert_eq!(output.stdout.len(), (width * height * frames) as usize);
    Painted { canvas, pixels: output.stdout, log }
}

fn document(showings: &[Showing<'_>], canvas: Canvas, look: &CaptionLook) -> Option<String> {
    ass(showings, &[], canvas, look, &Typefaces::built_in(look.style))
}

fn shot(lead_ms: u32) -> Shot {
    let narration = Some(Narration { start_sample: u64::from(lead_ms) * 48, lead_ms });
    Shot { of: ShotOf::Scene(0), start_frame: 0, frames: 300, visual_start: 0, visual_frames: 300, narration }
}

fn cue(lines: &[&[(&str, u32)]], end_ms: u32, size: u32) -> Cue {
    let word = |&(text, start_ms): &(&str, u32)| CueWord { text: text.to_owned(), start_ms };
    let lines = lines.iter().map(|line| line.iter().map(word).collect()).collect();
    Cue { start_ms: 0, end_ms, lines, size }
}

/// Words shown one by one as they are, three frames each.
fn paint_words(words: &[&str], style: CaptionStyle) -> Painted {
    let look = CaptionLook { size: 40, ..CaptionLook::standard_of(style, CANVAS) };
    let shown = |(index, word): (u32, &&str)| {
        let start_ms = index * 100;
        Cue { start_ms, ..cue(&[&[(*word, start_ms)]], start_ms + 100, look.size) }
    };
    let cues: Vec<Cue> = (0..).zip(words).map(shown).collect();
    let frames = words.len() as u32 * 3;
    let document = self::document(&[Showing::new(&cues, &shot(0), 0, frames).unwrap()], CANVAS, &look).unwrap();
    paint(&document, &look, CANVAS, frames)
}

#[test]
fn codes_in_a_text_are_shown_and_not_obeyed() {
    let texts = [
        "x",
        "{x}",
        "{\\p1}m0",
        "{\\an8}x",
        "\\Nx",
        "\\hx",
        "\\nx",
        "{b}",
        "{open",
        "shut}",
        "\\",
        "\\{",
        "\\\\N",
        "{\\\\an8}",
        "x\\",
        "{\\pos(9,9)}x",
    ];
    for style in [CaptionStyle::Word, CaptionStyle::Line] {
        let painted = paint_words(&texts, style);
        for (index, text) in texts.iter().enumerate() {
            let ink = painted.ink(index * 3);
            let letters = text.chars().count() as u32;
            assert!(ink.top > CANVAS.height / 2, "{text} stays at the bottom: {ink:?}");
            assert!(ink.height() < 45, "{text} is one line: {ink:?}");
            assert!(ink.width() > letters * 5, "{text} is all there: {ink:?}");
            assert!(ink.pixels < 40 * 40 * letters, "{text} paints no shapes: {ink:?}");
        }
        let (bare, braced) = (painted.ink(0).width(), painted.ink(3).width());
        assert!(braced > bare + 16, "braces are visible: {bare} {braced}");
        let faces = painted.log.lines().filter(|line| line.contains("fontselect")).count();
        assert_eq!(faces, 1, "no other font is asked for: {}", painted.log);
    }
}

#[test]
fn whole_commands_with_spaces_do_not_paint_over_the_frame() {
    let texts = ["{\\p1}m", "0", "0", "l", "900", "0", "900", "900", "0", "900{\\p0}"];
    let words: Vec<Word> = texts
        .iter()
        .zip((0..).map(|index| index * 200))
        .map(|(text, start_ms)| Word { text: (*text).to_owned(), start_ms, end_ms: start_ms + 200 })
        .collect();
    let look = CaptionLook::standard_of(CaptionStyle::Line, CANVAS);
    let cues = cues(&words, &look, &Typefaces::built_in(look.style), CANVAS);
    let document = self::document(&[Showing::new(&cues, &shot(0), 0, 60).unwrap()], CANVAS, &look).unwrap();
    let ink = paint(&document, &look, CANVAS, 1).ink(0);
    assert!(ink.top > CANVAS.height / 2 && ink.pixels < 20_000, "{ink:?}");
}

#[test]
fn the_faces_that_ship_are_the_ones_that_are_used() {
    for (style, face) in [(CaptionStyle::Word, "Inter-ExtraBold"), (CaptionStyle::Boxed, "Inter-SemiBold")] {
        let log = paint_words(&["Harbour"], style).log;
        let picked: Vec<&str> = log.lines().filter(|line| line.contains("fontselect")).collect();
        assert_eq!(picked.len(), 1, "{log}");
        assert!(picked[0].contains(&format!("-> {face}, 0, {face}")), "{}", picked[0]);
    }
}

#[test]
fn states_cover_exactly_their_frames() {
    for fps in [24, 25, 30, 50, 60] {
        let canvas = Canvas { width: 180, height: 320, fps };
        let look = CaptionLook { size: 24, ..CaptionLook::standard(canvas) };
        let words = [("a", 0), ("b", 137), ("c", 201), ("d", 433), ("e", 466)];
        let cues = [cue(&[&words], 700, look.size)];
        // The window starts three frames into the shot.
        let document = self::document(&[Showing::new(&cues, &shot(150), 3, fps).unwrap()], canvas, &look).unwrap();
        let painted = paint(&document, &look, canvas, fps);
        let frame = |ms: u32| ((150 + ms) * fps + 500) / 1000 - 3;
        let mut expected = [0, 137, 201, 433, 466, 700].map(frame).to_vec();
        expected.dedup();
        let changes: Vec<u32> =
            (1..fps).filter(|&index| painted.frame(index as usize) != painted.frame(index as usize - 1)).collect();
        assert_eq!(changes, expected, "at {fps} frames a second");
    }
}

#[test]
fn lines_stay_where_they_are_while_the_highlight_moves() {
    let look =
        CaptionLook { highlight: Colour::WHITE, position: CaptionPosition::Center, ..CaptionLook::standard(CANVAS) };
    let cues = [cue(&[&[("HEN", 0), ("HUT", 100)], &[("HIM", 200), ("HIT", 300)]], 400, look.size)];
    let document = self::document(&[Showing::new(&cues, &shot(0), 0, 12).unwrap()], CANVAS, &look).unwrap();
    let painted = paint(&document, &look, CANVAS, 12);
    let inks: Vec<Ink> = [0, 4, 7, 10].map(|frame| painted.ink(frame)).to_vec();
    // A spoken word is three pixels taller upwards; the baselines and the other words do not move.
    for ink in &inks {
        assert!(ink.bottom.abs_diff(inks[0].bottom) <= 1, "{inks:?}");
        assert!(ink.top.abs_diff(inks[0].top) <= 3, "{inks:?}");
        assert!(ink.left.abs_diff(inks[0].left) <= 4 && ink.right.abs_diff(inks[0].right) <= 4, "{inks:?}");
    }
}

#[test]
fn what_is_measured_is_what_is_painted() {
    let text = "Příliš žluťoučký kůň WAVAWAVA internationalization 1234567890 incomprehensibilities, mmmmmmmmm wwww";
    let words: Vec<Word> = text
        .split(' ')
        .zip((0..).map(|index| index * 200))
        .map(|(text, start_ms)| Word { text: text.to_owned(), start_ms, end_ms: start_ms + 200 })
        .collect();
    for style in [CaptionStyle::Word, CaptionStyle::Line, CaptionStyle::Boxed, CaptionStyle::Karaoke] {
        let look = CaptionLook { uppercase: style == CaptionStyle::Word, ..CaptionLook::standard_of(style, CANVAS) };
        let cues = cues(&words, &look, &Typefaces::built_in(look.style), CANVAS);
        let frames = 54;
        let document = self::document(&[Showing::new(&cues, &shot(0), 0, frames).unwrap()], CANVAS, &look).unwrap();
        let painted = paint(&document, &look, CANVAS, frames);
        for frame in (0..frames as usize).step_by(6) {
            let ink = painted.ink(frame);
            let margin = CANVAS.width * 12 / 100 - 12;
            assert!(ink.left >= margin && ink.right <= CANVAS.width - margin, "{style:?} at {frame}: {ink:?}");
            assert!(ink.bottom < CANVAS.height * 76 / 100, "{style:?} at {frame}: {ink:?}");
        }
    }
}

#[test]
fn a_lower_third_stands_above_the_captions_for_its_frames() {
    let look = CaptionLook::standard_of(CaptionStyle::Line, CANVAS);
    let long = "Professor Emerita of Marine Archaeology at the University of the Harbour";
    for (name, role) in [("Ada", None), ("Marta Olsen", Some("Keeper of the lighthouse")), ("{\\an8}Ada", Some(long))] {
        let third = LowerThird { name, role, accent: look.highlight, frames: 2..6 };
        let document = ass(&[], &[third], CANVAS, &look, &Typefaces::built_in(look.style)).unwrap();
        let painted = paint(&document, &look, CANVAS, 8);
        let (before, on, after) = (painted.ink(1), painted.ink(3), painted.ink(6));
        assert_eq!((before.pixels, after.pixels), (0, 0), "{name}");
        let area = clear(CANVAS, Some(&look));
        assert!(on.pixels > 200 && on.left >= area.left && on.right <= area.left + area.width, "{name}: {on:?}");
        assert!(on.top > CANVAS.height / 3 && on.bottom <= area.top + area.height, "{name}: {on:?}");
    }
}

#[test]
fn words_of_an_own_script_run_from_right_to_left() {
    let Ok(bytes) = fs::read("/usr/share/fonts/truetype/dejavu/DejaVuSans-Bold.ttf") else { return };
    let look =
        CaptionLook { highlight: Colour::WHITE, color: Colour::BLACK, outline: 0, ..CaptionLook::standard(CANVAS) };
    let own = reelmill::media::captions::typeface(look.style);
    let other = reelmill::media::glyphs::Typeface::read("DejaVu Sans", true, bytes.clone(), 0);
    let faces = Typefaces::new(own, other);
    let words = [("ראשון", 0), ("שני", 100), ("שלישי", 200)];
    let cues = [cue(&[&words], 300, look.size)];
    let document = ass(&[Showing::new(&cues, &shot(0), 0, 9).unwrap()], &[], CANVAS, &look, &faces).unwrap();
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("font.ttf"), bytes).unwrap();
    let painted = paint_with(&document, &look, CANVAS, 9, &[folder.path().join("font.ttf")]);
    let lit: Vec<Ink> = [1, 4, 7].map(|frame| painted.ink(frame)).to_vec();
    assert!(lit[0].left > lit[1].left && lit[1].left > lit[2].left, "{lit:?}");
}

#[test]
fn an_emoji_is_painted_where_a_font_has_it() {
    let Ok(mut bytes) = fs::read("/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf") else { return };
    reelmill::media::fonts::prefer_full_unicode(&mut bytes);
    let folder = tempfile::tempdir().unwrap();
    let font = folder.path().join("regular.ttf");
    fs::write(&font, &bytes).unwrap();
    let look = CaptionLook::standard(CANVAS);
    let other = reelmill::media::glyphs::Typeface::read("DejaVu Sans", false, bytes, 0);
    let faces = Typefaces::new(reelmill::media::captions::typeface(look.style), other);
    assert!(faces.missing("I 😀").is_empty());
    let cues = [cue(&[&[("I", 0), ("😀", 100)]], 200, look.size)];
    let document = ass(&[Showing::new(&cues, &shot(0), 0, 6).unwrap()], &[], CANVAS, &look, &faces).unwrap();
    let painted = paint_with(&document, &look, CANVAS, 6, &[font]);
    assert!(!painted.log.to_lowercase().contains("glyph 0x1f600"), "{}", painted.log);
    assert!(painted.ink(1).width() > 60, "{:?}", painted.ink(1));
}
