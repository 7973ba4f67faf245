//! Lettering laid over frames: patches of one colour each, folded once into what stays of a frame and what is added,
//! then blended into just their rectangle for as long as they are shown.

use wide::u16x8;

use crate::media::{Canvas, Colour};
use crate::render::Paint;

use super::blend::WHOLE;
use super::overlay::Overlay;
use super::{lanes, split, yuv};

/// A coverage a pixel (0 to 255) in one colour; parts outside of the canvas are not shown.
#[derive(Debug, Clone, Copy)]
pub struct Patch<'a> {
    pub left: i32,
    pub top: i32,
    pub width: usize,
    pub height: usize,
    /// Bytes from one row of `coverage` to the next.
    pub stride: usize,
    pub coverage: &'a [u8],
    pub colour: Colour,
}

/// Where lettering comes from.
pub trait Letter: Send {
    /// What is shown at a frame, bottom first; `None`: the same as when last asked.
    fn at(&mut self, frame: u32) -> Option<Vec<Patch<'_>>>;
}

/// Paints another painter's frames with lettering on each.
pub struct Captioned<P, L> {
    shot: P,
    letters: L,
    canvas: Canvas,
    /// The shot's frame that the lettering counts from.
    first: u32,
    cells: Cells,
    overlays: [Overlay; 3],
    /// Something is seen.
    shown: bool,
}

impl<P: Paint, L: Letter> Captioned<P, L> {
    pub fn new(shot: P, letters: L, canvas: Canvas, first: u32) -> Self {
        let (cells, overlays) = (Cells::default(), Default::default());
        Self { shot, letters, canvas, first, cells, overlays, shown: false }
    }
}

impl<P: Paint, L: Letter> Paint for Captioned<P, L> {
    fn paint(&mut self, index: u32, frame: &mut [u8]) {
        self.shot.paint(index, frame);
        if let Some(patches) = self.letters.at(index.saturating_sub(self.first)) {
            self.shown = fold(&patches, self.canvas, &mut self.cells, &mut self.overlays);
        }
        if !self.shown {
            return;
        }
        let strides = [self.canvas.width, self.canvas.width / 2, self.canvas.width / 2];
        for ((plane, overlay), stride) in split(frame, self.canvas).into_iter().zip(&self.overlays).zip(strides) {
            overlay.blend(plane, stride as usize);
        }
    }
}

/// Rectangle of the canvas: left, top, right, bottom; all even.
type Bounds = [usize; 4];

/// All patches in one overlay a plane; false where nothing is seen.
fn fold(patches: &[Patch<'_>], canvas: Canvas, cells: &mut Cells, overlays: &mut [Overlay; 3]) -> bool {
    let Some(bounds) = bounds(patches, canvas) else { return false };
    cells.clear(bounds);
    for patch in patches {
        cells.lay(patch);
    }
    cells.fill(overlays);
    true
}

fn bounds(patches: &[Patch<'_>], canvas: Canvas) -> Option<Bounds> {
    let (width, height) = (i64::from(canvas.width), i64::from(canvas.height));
    let (mut left, mut top, mut right, mut bottom) = (width, height, 0, 0);
    for patch in patches {
        let (x, y) = (i64::from(patch.left), i64::from(patch.top));
        left = left.min(x.max(0));
        top = top.min(y.max(0));
        right = right.max((x + patch.width as i64).min(width));
        bottom = bottom.max((y + patch.height as i64).min(height));
    }
    if left >= right || top >= bottom {
        return None;
    }
    // One chroma site more at the right: it takes a quarter of the last column.
    let even = |side: i64| side as usize / 2 * 2;
    Some([even(left), even(top), (even(right + 1) + 2).min(width as usize), even(bottom + 1)])
}

/// A pixel each: what stays of the frame, and what is added in Y, Cb and Cr, in 256ths. Kept from one change of the
/// letters to the next: fresh memory is dear, and dearer where it is read before it is written.
#[derive(Debug, Default)]
struct Cells {
    bounds: Bounds,
    keep: Vec<u16>,
    add: [Vec<u16>; 3],
    /// What stays and what is added at the sites of chroma.
    halved: [Vec<u16>; 2],
}

impl Cells {
    fn clear(&mut self, bounds: Bounds) {
        let [left, top, right, bottom] = bounds;
        let pixels = (right - left) * (bottom - top);
        self.bounds = bounds;
        fill(&mut self.keep, pixels, WHOLE);
        for add in &mut self.add {
            fill(add, pixels, 0);
        }
    }

    fn width(&self) -> usize {
        self.bounds[2] - self.bounds[0]
    }

    fn lay(&mut self, patch: &Patch<'_>) {
        let Colour { r, g, b, a } = patch.colour;
        let [cb, cr] = yuv::chroma([r, g, b].map(i32::from), 1);
        let colour = [yuv::luma([r, g, b]), cb, cr].map(u16::from);
        let mut shares = [0; 256];
        for (share, cover) in shares.iter_mut().zip(0_u32..) {
            *share = ((cover * u32::from(a) * 256 + 32_512) / 65_025) as u16;
        }
        let [left, top, right, bottom] = self.bounds.map(|side| side as i64);
        let stride = self.width();
        let Self { keep, add: [luma, blue, red], .. } = self;
        for (row, y) in (i64::from(patch.top)..).take(patch.height).enumerate() {
            if !(top..bottom).contains(&y) {
                continue;
            }
            let skipped = (left - i64::from(patch.left)).max(0) as usize;
            let from = (i64::from(patch.left).max(left) - left) as usize;
            let room = (right - left) as usize - from;
            let covered = patch.coverage.get(row * patch.stride + skipped..).unwrap_or_default();
            let length = patch.width.saturating_sub(skipped).min(room).min(covered.len());
            let at = (y - top) as usize * stride + from;
            let cells = at..at + length;
            let add = [&mut luma[cells.clone()], &mut blue[cells.clone()], &mut red[cells.clone()]];
            lay_row(&covered[..length], &shares, &mut keep[cells], add, colour);
        }
    }

    /// Luma as it is; chroma with the weights that the planes of a still have: 1 2 1 across, 1 1 down.
    fn fill(&mut self, [luma, blue, red]: &mut [Overlay; 3]) {
        let [left, top, ..] = self.bounds;
        let (width, site) = (self.width(), (left / 2, top / 2));
        let Self { keep, add: [y, cb, cr], halved: [kept, added], .. } = self;
        // Beyond the canvas as its edge; elsewhere beyond the rectangle, where nothing is laid.
        let outside = |value: u16| (left > 0).then_some(value);
        for (overlay, add) in [(blue, cb), (red, cr)] {
            halve(keep, width, outside(WHOLE), kept);
            halve(add, width, outside(0), added);
            overlay.swap(site, width / 2, kept, added);
        }
        luma.swap((left, top), width, keep, y);
    }
}

/// So many of one value, eight at a time.
fn fill(cells: &mut Vec<u16>, count: usize, value: u16) {
    cells.resize(count, value);
    let (whole, rest) = cells.as_chunks_mut::<8>();
    for eight in whole {
        *eight = [value; 8];
    }
    rest.fill(value);
}

/// One row of a patch over as many cells; `shares` of [`WHOLE`] are those of all coverages.
fn lay_row(covered: &[u8], shares: &[u16; 256], keep: &mut [u16], add: [&mut [u16]; 3], colour: [u16; 3]) {
    let [luma, blue, red] = add;
    let [y, cb, cr] = colour;
    let (whole, rest) = covered.as_chunks::<8>();
    let done = covered.len() - rest.len();
    for (at, covered) in (0..done).step_by(8).zip(whole) {
        if *covered == [0; 8] {
            continue;
        }
        let mut share = [0_u16; 8];
        for (share, cover) in share.iter_mut().zip(covered) {
            *share = shares[usize::from(*cover)];
        }
        let cover = Cover::of(u16x8::new(share));
        cover.lay(&mut keep[at..], 0);
        cover.lay(&mut luma[at..], y);
        cover.lay(&mut blue[at..], cb);
        cover.lay(&mut red[at..], cr);
    }
    for (at, cover) in (done..).zip(rest) {
        let share = shares[usize::from(*cover)];
        lay(&mut keep[at], share, 0);
        lay(&mut luma[at], share, y);
        lay(&mut blue[at], share, cb);
        lay(&mut red[at], share, cr);
    }
}

/// A colour over what is there.
fn lay(value: &mut u16, share: u16, sample: u16) {
    let rest = u32::from(WHOLE - share);
    *value = (((u32::from(*value) * rest + 128) >> 8) as u16).saturating_add(sample * share);
}

/// As [`lay`], over eight cells at once.
struct Cover {
    share: u16x8,
    rest: u16x8,
    /// All bits where nothing is laid: 256 times a whole rest would not fit.
    clear: u16x8,
}

impl Cover {
    #[inline(always)]
    fn of(share: u16x8) -> Self {
        let one = lanes::words(1);
        Self { share, rest: lanes::words(WHOLE) - share, clear: share.min(one) - one }
    }

    #[inline(always)]
    fn lay(&self, values: &mut [u16], sample: u16) {
        let Some(values) = values.first_chunk_mut::<8>() else { return };
        let value = u16x8::new(*values);
        // The product's upper 16 bits of 24, rounded by the highest of the others.
        let product: u16x8 = value.mul_keep_high(self.rest << 8) + (((value * self.rest) >> 7) & lanes::words(1));
        let less: u16x8 = product | (value & self.clear);
        *values = less.saturating_add(lanes::words(sample) * self.share).to_array();
    }
}

/// Values at every second column of every two rows; `outside` is left of the first, which stands for it where there is
/// none.
fn halve(values: &[u16], width: usize, outside: Option<u16>, halved: &mut Vec<u16>) {
    halved.clear();
    for rows in values.chunks_exact(2 * width) {
        let (upper, lower) = rows.split_at(width);
        let (upper, lower) = (upper.as_chunks::<2>().0, lower.as_chunks::<2>().0);
        let mut before = outside.map(|value| 2 * u32::from(value));
        halved.extend(upper.iter().zip(lower).map(|(upper, lower)| {
            let middle = u32::from(upper[0]) + u32::from(lower[0]);
            let right = u32::from(upper[1]) + u32::from(lower[1]);
            let sum = before.unwrap_or(middle) + 2 * middle + right;
            before = Some(right);
            ((sum + 4) / 8) as u16
        }));
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::render::frames::{Solid, frame_bytes};

    const CANVAS: Canvas = Canvas { width: 32, height: 16, fps: 30 };

    /// One patch from frame 2 on.
    struct From2(i32, i32, Colour);

    impl Letter for From2 {
        fn at(&mut self, frame: u32) -> Option<Vec<Patch<'_>>> {
            let patch = Patch {
                left: self.0,
                top: self.1,
                width: 4,
                height: 2,
                stride: 5,
                coverage: &[255; 9],
                colour: self.2,
            };
            (frame == 2).then(|| vec![patch])
        }
    }

    fn painted(left: i32, top: i32, colour: Colour) -> Vec<Vec<u8>> {
        let mut shot = Captioned::new(Solid::new(CANVAS, Colour::BLACK), From2(left, top, colour), CANVAS, 10);
        [11, 12, 13]
            .map(|index| {
                let mut frame = vec![0; frame_bytes(CANVAS)];
                shot.paint(index, &mut frame);
                frame
            })
            .to_vec()
    }

    #[test]
    fn chroma_weighs_one_two_one_across_and_one_one_down() {
        let values = [8, 16, 24, 32, 8, 0, 8, 0];
        let halve = |outside| {
            let mut halved = vec![7; 9];
            super::halve(&values, 4, outside, &mut halved);
            halved
        };
        assert_eq!(halve(Some(4)), [(2 * 4 + 2 * 16 + 16 + 4) / 8, (16 + 2 * 32 + 32 + 4) / 8]);
        assert_eq!(halve(None), [(16 + 2 * 16 + 16 + 4) / 8, (16 + 2 * 32 + 32 + 4) / 8]);
    }

    #[test]
    fn letters_stay_until_they_change() {
        let frames = painted(6, 4, Colour::WHITE);
        let lit = |frame: &[u8]| frame[..32 * 16].iter().filter(|&&luma| luma == 235).count();
        assert_eq!(frames.iter().map(|frame| lit(frame)).collect::<Vec<_>>(), [0, 8, 8]);
        assert_eq!(frames[1][4 * 32 + 6], 235);
        assert_eq!(frames[1][4 * 32 + 5], 16);
    }

    #[test]
    fn colour_lies_where_the_letters_are() {
        let frame = &painted(6, 4, Colour::rgb(255, 0, 0))[1];
        let cr = &frame[32 * 16 + 8 * 16..];
        assert_eq!(cr[2 * 16 + 2..2 * 16 + 6], [128, 212, 240, 156].map(|v| v), "{:?}", &cr[2 * 16..3 * 16]);
    }

    #[test]
    fn a_letter_of_the_grounds_colour_is_not_seen() {
        let grey = Colour::rgb(90, 40, 200);
        let plain = {
            let mut frame = vec![0; frame_bytes(CANVAS)];
            Solid::new(CANVAS, grey).paint(0, &mut frame);
            frame
        };
        let mut shot = Captioned::new(Solid::new(CANVAS, grey), From2(3, 3, Colour { a: 117, ..grey }), CANVAS, 0);
        let mut frame = vec![0; frame_bytes(CANVAS)];
        shot.paint(2, &mut frame);
        assert!(frame.iter().zip(&plain).all(|(a, b)| a.abs_diff(*b) <= 1));
    }

    proptest! {
        #[test]
        fn cells_are_laid_by_eights_as_one_by_one(
            covered in prop::collection::vec(any::<u8>(), 0..40), alpha: u8, under in 0..=256_u16, colour: [u8; 3],
        ) {
            let cells = covered.len();
            let shares = std::array::from_fn(|cover| ((cover as u32 * u32::from(alpha) * 256 + 32_512) / 65_025) as u16);
            let colour = colour.map(u16::from);
            let mut keep = vec![under; cells];
            let mut add: [Vec<u16>; 3] = colour.map(|sample| vec![(WHOLE - under) * (255 - sample); cells]);
            let wanted: Vec<[u16; 4]> = (0..cells)
                .map(|at| {
                    let mut cell = [keep[at], add[0][at], add[1][at], add[2][at]];
                    let share = shares[usize::from(covered[at])];
                    cell.iter_mut().zip([0, colour[0], colour[1], colour[2]]).for_each(|(v, c)| lay(v, share, c));
                    cell
                })
                .collect();
            let [luma, blue, red] = &mut add;
            lay_row(&covered, &shares, &mut keep, [luma, blue, red], colour);
            for (at, cell) in wanted.into_iter().enumerate() {
                prop_assert_eq!([keep[at], add[0][at], add[1][at], add[2][at]], cell);
            }
        }

        #[test]
        fn letters_may_lie_anywhere(left in -40..60_i32, top in -40..60_i32) {
            for frame in painted(left, top, Colour::WHITE) {
                prop_assert!(frame[..32 * 16].iter().all(|&luma| luma == 16 || luma == 235));
            }
        }
    }
}
