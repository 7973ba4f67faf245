//! Where captions may be on a canvas.

use crate::media::{Canvas, CaptionLook, CaptionPosition, CaptionStyle};

/// Edges that captions keep clear of, in pixels.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct SafeArea {
    /// At the left and at the right.
    pub side: u32,
    pub top: u32,
    pub bottom: u32,
}

impl SafeArea {
    /// Tall canvases are for shorts platforms (TikTok, Reels, YouTube Shorts), which draw their own things over the
    /// picture: the title and buttons over the lowest quarter, a column of buttons at the right, tabs at the top. Captions
    /// stay centred, so the left side is kept as clear as the right. Other canvases get the usual title-safe margins.
    pub fn of(canvas: Canvas) -> Self {
        let percent = |length: u32, percent: u32| length * percent / 100;
        if is_tall(canvas) {
            let Canvas { width, height, fps: _ } = canvas;
            Self { side: percent(width, 12), top: percent(height, 14), bottom: percent(height, 25) }
        } else {
            let Canvas { width, height, fps: _ } = canvas;
            Self { side: percent(width, 8), top: percent(height, 8), bottom: percent(height, 8) }
        }
    }

    pub fn width(&self, canvas: Canvas) -> u32 {
        canvas.width.saturating_sub(2 * self.side)
    }

    /// ASS alignment (as on a numeric keypad) and vertical margin of a position.
    pub fn anchor(&self, position: CaptionPosition) -> (u32, u32) {
        match position {
            CaptionPosition::Top => (8, self.top),
            CaptionPosition::Center => (5, 0),
            CaptionPosition::Bottom => (2, self.bottom),
        }
    }
}

/// A part of the canvas, in pixels.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
pub struct Area {
    pub left: u32,
    pub top: u32,
    pub width: u32,
    pub height: u32,
}

/// The part of a canvas that neither a platform's buttons nor captions of this look (`None`: there are none) cover:
/// where a picture's own words belong.
pub fn clear(canvas: Canvas, captions: Option<&CaptionLook>) -> Area {
    let SafeArea { side, mut top, bottom } = SafeArea::of(canvas);
    let mut end = canvas.height.saturating_sub(bottom);
    if let Some(look) = captions.filter(|look| look.style != CaptionStyle::None) {
        // Two lines, and air before them.
        let block = look.size * 5 / 2;
        match look.position {
            CaptionPosition::Top => top += block,
            CaptionPosition::Center => end = (canvas.height / 2).saturating_sub(block / 2 + look.size / 4),
            CaptionPosition::Bottom => end = end.saturating_sub(block),
        }
    }
    // Huge captions leave nothing: then they cover what they must.
    let height = end.saturating_sub(top).max(canvas.height / 4);
    Area { left: side, top: top.min(canvas.height - height), width: canvas.width.saturating_sub(2 * side), height }
}

/// How wide spaces are set, in percent: heavy letters with an outline want more air between words.
pub(super) fn word_space(style: CaptionStyle) -> u32 {
    match style {
        CaptionStyle::Word => 130,
        CaptionStyle::Karaoke => 115,
        CaptionStyle::Line | CaptionStyle::Boxed | CaptionStyle::None => 100,
    }
}

/// Whether a style fills its lines, rather than showing a few words at a time.
pub(super) fn is_filled(style: CaptionStyle) -> bool {
    style != CaptionStyle::Word
}

/// Taller than 3:2, as the shorts formats are.
pub(super) fn is_tall(canvas: Canvas) -> bool {
    canvas.height * 2 > canvas.width * 3
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tall_canvases_keep_clear_of_the_platforms_buttons() {
        let shorts = Canvas { width: 1080, height: 1920, fps: 30 };
        let area = SafeArea::of(shorts);
        assert!(area.bottom * 100 >= 1920 * 25);
        assert_eq!(area.width(shorts), 1080 - 2 * 129);
        assert_eq!(area.anchor(CaptionPosition::Bottom), (2, area.bottom));
    }

    #[test]
    fn words_of_a_picture_keep_clear_of_captions_and_buttons() {
        let shorts = Canvas { width: 1080, height: 1920, fps: 30 };
        let look = CaptionLook::standard(shorts);
        let (with, without) = (clear(shorts, Some(&look)), clear(shorts, None));
        assert_eq!((without.top, without.top + without.height), (268, 1920 - 480));
        assert_eq!(with.top + with.height, 1920 - 480 - look.size * 5 / 2);
        let silent = CaptionLook { style: CaptionStyle::None, ..look.clone() };
        assert_eq!(clear(shorts, Some(&silent)), without);
        for position in [CaptionPosition::Top, CaptionPosition::Center, CaptionPosition::Bottom] {
            let huge = clear(shorts, Some(&CaptionLook { position, size: 900, ..look.clone() }));
            assert!(huge.height >= 480 && huge.top + huge.height <= 1920, "{huge:?}");
        }
    }

    #[test]
    fn wide_and_square_canvases_have_title_safe_margins() {
        for (width, height) in [(1920, 1080), (1080, 1080), (1080, 1350)] {
            let area = SafeArea::of(Canvas { width, height, fps: 30 });
            assert_eq!((area.side, area.bottom), (width * 8 / 100, height * 8 / 100));
        }
    }
}
