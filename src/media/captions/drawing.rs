//! The smallest parts of an ASS document: events, colours, times, shapes, and text that cannot be anything else.

use std::fmt::Write as _;
use std::ops::Range;

use crate::media::Colour;

const WORD_JOINER: char = '\u{2060}';

/// One event: what is painted on some frames. Higher layers lie above.
pub(super) struct Line {
    pub layer: u32,
    pub frames: Range<u32>,
    pub text: String,
}

impl Line {
    pub fn dialogue(&self, fps: u32) -> String {
        let Self { layer, frames, text } = self;
        format!("Dialogue: {layer},{},{},Caption,,0,0,0,,{text}\n", time(frames.start, fps), time(frames.end, fps))
    }
}

/// Text as libass shows it and never obeys it: `\{` is a brace, and a backslash before a word joiner is a backslash.
pub(super) fn plain(word: &str) -> String {
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

/// `&HAABBGGRR`, where 00 is opaque.
pub(super) fn style_colour(colour: Colour) -> String {
    let Colour { r, g, b, a } = colour;
    format!("&H{:02X}{b:02X}{g:02X}{r:02X}", 255 - a)
}

/// The tags that fill with a colour from here on.
pub(super) fn colour(colour: Colour) -> String {
    let Colour { r, g, b, a } = colour;
    format!("\\1c&H{b:02X}{g:02X}{r:02X}&\\1a&H{:02X}&", 255 - a)
}

/// A filled rectangle with round corners; places and sizes in pixels.
pub(super) fn rounded((left, top): (u32, u32), (width, height): (u32, u32), radius: u32, fill: Colour) -> String {
    // A quarter of a circle as a cubic curve.
    let (w, h, r) = (width, height, radius.min(width / 2).min(height / 2));
    let k = r - r * 55 / 100;
    let mut text = format!("{{\\an7\\pos({left},{top})\\bord0\\shad0{}\\p1}}", colour(fill));
    let _ = write!(text, "m {r} 0 l {} 0 b {} 0 {w} {k} {w} {r}", w - r, w - k);
    let _ = write!(text, " l {w} {} b {w} {} {} {h} {} {h}", h - r, h - k, w - k, w - r);
    let _ = write!(text, " l {r} {h} b {k} {h} 0 {} 0 {} l 0 {r} b 0 {k} {k} 0 {r} 0{{\\p0}}", h - k, h - r);
    text
}

/// A time in the middle between a frame and the one before: ASS has centiseconds, and at rates below 100 a second the
/// nearest one is still between the two. Above, a state may start a frame early or late.
pub(super) fn time(frame: u32, fps: u32) -> String {
    let (frame, fps) = (u64::from(frame), u64::from(fps.max(1)));
    let centis = ((frame * 200).saturating_sub(100) + fps) / (2 * fps);
    let (seconds, minutes, hours) = (centis / 100, centis / 6000, centis / 360_000);
    format!("{hours}:{:02}:{:02}.{:02}", minutes % 60, seconds % 60, centis % 100)
}

#[cfg(test)]
mod tests {
    use super::*;

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
