//! Where on the picture a card's words go.

use crate::media::captions::Area;

pub(super) struct Page {
    pub w: f32,
    pub h: f32,
    /// The short side: what sizes are shares of.
    pub u: f32,
    pub area: Frame,
}

/// A rectangle of the picture, in its pixels.
#[derive(Debug, Clone, Copy)]
pub(super) struct Frame {
    pub x: f32,
    pub y: f32,
    pub w: f32,
    pub h: f32,
}

/// How far eyes travel along a line with ease, in parts of the short side.
const WIDEST: f32 = 1.46;

impl Page {
    /// A picture of a size, of which an area of the canvas's is free.
    pub fn new((width, height): (u32, u32), canvas: (u32, u32), area: Area) -> Self {
        let (w, h) = (width as f32, height as f32);
        let (sx, sy) = (w / canvas.0.max(1) as f32, h / canvas.1.max(1) as f32);
        let Area { left, top, width: aw, height: ah } = area;
        let area = Frame { x: left as f32 * sx, y: top as f32 * sy, w: aw as f32 * sx, h: ah as f32 * sy };
        Self { w, h, u: w.min(h), area }
    }

    pub fn is_wide(&self) -> bool {
        self.w > self.h * 1.2
    }

    /// The area, not wider than is read with ease; at its left.
    pub fn column(&self) -> Frame {
        Frame { w: self.area.w.min(self.u * WIDEST), ..self.area }
    }
}

impl Frame {
    /// The top of something so tall that stands in the middle, a little high as the eye likes it.
    pub fn top_of(&self, height: f32) -> f32 {
        self.y + ((self.h - height) * 0.48).max(0.0)
    }

    pub fn below(&self, taken: f32) -> Self {
        Self { y: self.y + taken, h: (self.h - taken).max(0.0), ..*self }
    }
}
