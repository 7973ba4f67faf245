//! Where captions may be on a canvas.

use crate::media::{Canvas, CaptionPosition, CaptionStyle};

/// Edges that captions keep clear of, in pixels.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct SafeArea {
    /// At the left and at the right.
    pub side: u32,
    pub top: u32,
    pub bottom: u32,
}

impl SafeArea {
    /// Tall canvases are for shorts platforms, which draw their own things over the picture: the title and buttons
    /// over the lowest 22 %, a column of buttons at the right, tabs at the top. Captions stay centred, so the left
    /// side is kept as clear as the right. Other canvases get the usual title-safe margins.
    pub fn of(canvas: Canvas) -> Self {
        let percent = |length: u32, percent: u32| length * percent / 100;
        if is_tall(canvas) {
            let Canvas { width, height, fps: _ } = canvas;
            Self { side: percent(width, 11), top: percent(height, 14), bottom: percent(height, 23) }
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

/// How wide spaces are set, in percent: heavy letters with an outline want more air between words.
pub(super) fn word_space(style: CaptionStyle) -> u32 {
    match style {
        CaptionStyle::Word => 130,
        CaptionStyle::Line | CaptionStyle::Boxed => 100,
    }
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
        assert!(area.bottom * 100 >= 1920 * 22);
        assert_eq!(area.width(shorts), 1080 - 2 * 118);
        assert_eq!(area.anchor(CaptionPosition::Bottom), (2, area.bottom));
    }

    #[test]
    fn wide_and_square_canvases_have_title_safe_margins() {
        for (width, height) in [(1920, 1080), (1080, 1080), (1080, 1350)] {
            let area = SafeArea::of(Canvas { width, height, fps: 30 });
            assert_eq!((area.side, area.bottom), (width * 8 / 100, height * 8 / 100));
        }
    }
}
