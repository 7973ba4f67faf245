//! One shot gives way to the next by something that moves over the frame.

use crate::media::{Canvas, TransitionKind};
use crate::render::Paint;

use super::blend::{WHOLE, share, towards, towards_one};
use super::fades::BLACK;
use super::split;

/// Paints the transition alone, while both shots go on: frame 0 is mostly the one that ends.
pub struct Transit<A, B> {
    ending: (A, u32),
    beginning: (B, u32),
    kind: TransitionKind,
    canvas: Canvas,
    frames: u32,
    other: Vec<u8>,
}

impl<A: Paint, B: Paint> Transit<A, B> {
    /// Each shot comes with the index of its own frame that frame 0 of the transition shows.
    pub fn new(ending: (A, u32), beginning: (B, u32), kind: TransitionKind, canvas: Canvas, frames: u32) -> Self {
        Self { ending, beginning, kind, canvas, frames, other: Vec::new() }
    }

    /// The shots change over in the dark.
    fn through_black(&mut self, index: u32, frame: &mut [u8]) {
        let half = self.frames.div_ceil(2);
        let dark = if index < half {
            self.ending.0.paint(self.ending.1.saturating_add(index), frame);
            share(index, half)
        } else {
            self.beginning.0.paint(self.beginning.1.saturating_add(index), frame);
            WHOLE - share(index - half, self.frames - half)
        };
        for (plane, black) in split(frame, self.canvas).into_iter().zip(BLACK) {
            towards_one(plane, black, dark);
        }
    }
}

impl<A: Paint, B: Paint> Paint for Transit<A, B> {
    fn paint(&mut self, index: u32, frame: &mut [u8]) {
        if self.kind == TransitionKind::FadeBlack {
            return self.through_black(index, frame);
        }
        self.other.resize(frame.len(), 0);
        self.ending.0.paint(self.ending.1.saturating_add(index), frame);
        self.beginning.0.paint(self.beginning.1.saturating_add(index), &mut self.other);
        if matches!(self.kind, TransitionKind::None | TransitionKind::Fade) {
            return towards(frame, &self.other, share(index, self.frames));
        }
        let gone = eased(index, self.frames);
        let width = self.canvas.width as usize;
        let planes = split(frame, self.canvas).into_iter().zip(split(&mut self.other, self.canvas));
        for ((old, new), part) in planes.zip([1, 2, 2]) {
            Plane { width: width / part, part, old, new }.change(self.kind, gone);
        }
    }
}

/// The share that has changed over, never none nor all: slow, faster, slow.
fn eased(index: u32, frames: u32) -> f64 {
    let time = (f64::from(index) + 1.0) / (f64::from(frames) + 1.0);
    time * time * (3.0 - 2.0 * time)
}

/// A plane of both shots; the result is left in `old`.
struct Plane<'a> {
    width: usize,
    /// Luma samples a sample, on each side.
    part: usize,
    old: &'a mut [u8],
    new: &'a [u8],
}

impl Plane<'_> {
    fn change(self, kind: TransitionKind, gone: f64) {
        let Self { width, part, old, new } = self;
        let height = old.len() / width.max(1);
        // In whole chroma samples, so that the planes' borders meet.
        let border = |side: usize| ((gone * (side * part / 2) as f64) as usize * 2 / part).min(side);
        let (across, down) = (border(width), border(height));
        match kind {
            TransitionKind::None | TransitionKind::Fade | TransitionKind::FadeBlack => {}
            TransitionKind::WipeLeft => columns(old, new, width, |_| (width - across, width)),
            TransitionKind::WipeRight => columns(old, new, width, |_| (0, across)),
            TransitionKind::WipeUp => old[(height - down) * width..].copy_from_slice(&new[(height - down) * width..]),
            TransitionKind::WipeDown => old[..down * width].copy_from_slice(&new[..down * width]),
            TransitionKind::SlideLeft => rows(old, new, width, |old, new| {
                old.copy_within(across.., 0);
                old[width - across..].copy_from_slice(&new[..across]);
            }),
            TransitionKind::SlideRight => rows(old, new, width, |old, new| {
                old.copy_within(..width - across, across);
                old[..across].copy_from_slice(&new[width - across..]);
            }),
            TransitionKind::SlideUp => {
                old.copy_within(down * width.., 0);
                old[(height - down) * width..].copy_from_slice(&new[..down * width]);
            }
            TransitionKind::SlideDown => {
                old.copy_within(..(height - down) * width, down * width);
                old[..down * width].copy_from_slice(&new[(height - down) * width..]);
            }
            TransitionKind::Circle => {
                let middle = |side: usize| side as f64 / 2.0;
                let (x, y) = (middle(width), middle(height));
                let radius = gone * (x * x + y * y).sqrt();
                columns(old, new, width, |row| {
                    let away = row as f64 + 0.5 - y;
                    let half = (radius * radius - away * away).max(0.0).sqrt();
                    ((x - half).max(0.0) as usize, ((x + half) as usize).min(width))
                });
            }
        }
    }
}

fn rows(old: &mut [u8], new: &[u8], width: usize, change: impl Fn(&mut [u8], &[u8])) {
    for (old, new) in old.chunks_exact_mut(width).zip(new.chunks_exact(width)) {
        change(old, new);
    }
}

/// Takes the columns of each row that `of` names from the new plane.
fn columns(old: &mut [u8], new: &[u8], width: usize, of: impl Fn(usize) -> (usize, usize)) {
    for (row, (old, new)) in old.chunks_exact_mut(width).zip(new.chunks_exact(width)).enumerate() {
        let (from, to) = of(row);
        if from < to {
            old[from..to].copy_from_slice(&new[from..to]);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::media::Colour;
    use crate::render::frames::{Solid, frame_bytes};

    const CANVAS: Canvas = Canvas { width: 32, height: 24, fps: 30 };
    const MOVING: [TransitionKind; 9] = [
        TransitionKind::WipeLeft,
        TransitionKind::WipeRight,
        TransitionKind::WipeUp,
        TransitionKind::WipeDown,
        TransitionKind::SlideLeft,
        TransitionKind::SlideRight,
        TransitionKind::SlideUp,
        TransitionKind::SlideDown,
        TransitionKind::Circle,
    ];

    fn painted(kind: TransitionKind, index: u32) -> Vec<u8> {
        let (old, new) = (Solid::new(CANVAS, Colour::BLACK), Solid::new(CANVAS, Colour::WHITE));
        let mut frame = vec![0; frame_bytes(CANVAS)];
        Transit::new((old, 5), (new, 0), kind, CANVAS, 9).paint(index, &mut frame);
        frame
    }

    fn new_samples(frame: &[u8]) -> usize {
        frame[..32 * 24].iter().filter(|&&luma| luma == 235).count()
    }

    #[test]
    fn the_new_shot_takes_more_and_more_of_the_frame() {
        for kind in MOVING {
            let taken: Vec<usize> = (0..9).map(|index| new_samples(&painted(kind, index))).collect();
            assert!(taken.is_sorted() && taken[0] < 100 && taken[8] > 600, "{kind:?}: {taken:?}");
            assert!(taken[4].abs_diff(32 * 12) <= 80, "half way in the middle, {kind:?}: {taken:?}");
        }
    }

    #[test]
    fn the_border_goes_the_way_it_is_called() {
        let lit = |kind, x: usize, y: usize| painted(kind, 4)[y * 32 + x] == 235;
        for kind in [TransitionKind::WipeLeft, TransitionKind::SlideLeft] {
            assert!(lit(kind, 31, 12) && !lit(kind, 0, 12), "{kind:?}");
        }
        for kind in [TransitionKind::WipeDown, TransitionKind::SlideDown] {
            assert!(lit(kind, 16, 0) && !lit(kind, 16, 23), "{kind:?}");
        }
        assert!(lit(TransitionKind::Circle, 16, 12) && !lit(TransitionKind::Circle, 0, 0));
    }

    #[test]
    fn half_way_through_black_it_is_black() {
        let level = |index| painted(TransitionKind::FadeBlack, index)[0];
        assert_eq!((level(0), level(4)), (16, 16), "black stays black");
        assert!(level(5) < 80 && level(8) > 180 && level(6) > level(5));
    }
}
