//! A rectangle that is blended into a plane, made once and used on many frames.

use std::mem;

use super::blend::{WHOLE, mix_row};

/// A sample under it becomes `(sample * keep + add + 128) / 256`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Overlay {
    left: usize,
    top: usize,
    width: usize,
    keep: Vec<u16>,
    add: Vec<u16>,
}

impl Overlay {
    /// Within the planes that it is for, and without samples yet: `width * height` of them are to be pushed, rows from the top.
    pub(super) fn empty((left, top): (usize, usize), (width, height): (usize, usize)) -> Self {
        let samples = width * height;
        Self { left, top, width, keep: Vec::with_capacity(samples), add: Vec::with_capacity(samples) }
    }

    /// Takes what stays of each sample, at most [`WHOLE`], and what is added, at most 255 times what does not stay; gives
    /// its former ones for them, so that their memory is used again.
    pub(super) fn swap(&mut self, (left, top): (usize, usize), width: usize, keep: &mut Vec<u16>, add: &mut Vec<u16>) {
        for (add, keep) in add.iter_mut().zip(&*keep) {
            *add = (*add).min(255 * (WHOLE - keep));
        }
        (self.left, self.top, self.width) = (left, top, width);
        mem::swap(&mut self.keep, keep);
        mem::swap(&mut self.add, add);
    }

    /// `share` is at most [`WHOLE`] and `add` at most 255 times that share.
    pub(super) fn push(&mut self, share: u32, add: u32) {
        let share = share.min(u32::from(WHOLE));
        self.keep.push(WHOLE - share as u16);
        self.add.push(add.min(255 * share) as u16);
    }

    pub(super) fn blend(&self, plane: &mut [u8], stride: usize) {
        if self.width == 0 {
            return;
        }
        let rows = self.keep.chunks_exact(self.width).zip(self.add.chunks_exact(self.width));
        for (row, (keep, add)) in plane.chunks_exact_mut(stride).skip(self.top).zip(rows) {
            mix_row(&mut row[self.left..self.left + self.width], keep, add);
        }
    }
}
