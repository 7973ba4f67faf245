//! How exactly the camera's positions are met: frames of a picture whose light is a formula are held against that
//! formula in double precision, and the shift between the two is found by least squares on its gradient.

use std::f64::consts::TAU;

use crate::media::{Canvas, Fit, Motion};
use crate::render::Paint;

use super::camera::{View, camera, zoom_reach};
use super::{Framing, KenBurns, Still, frame_bytes, yuv};

const CANVAS: Canvas = Canvas { width: 270, height: 480, fps: 30 };
const FRAMES: u32 = 90;
/// Pixels of the canvas.
const TOLERANCE: f64 = 0.02;

/// Light at a point of the picture, in fractions of its sides: a sum of waves.
struct Texture {
    waves: Vec<Wave>,
}

#[derive(Clone, Copy)]
struct Wave {
    across: f64,
    down: f64,
    phase: f64,
}

impl Texture {
    /// `finest` is the shortest wave across in pixels of the canvas.
    fn new(finest: u32) -> Self {
        let scale = f64::from(LUMA.width as u32) / f64::from(finest) / 30.0;
        let mut state = 11u32;
        let mut next = |most: u32| {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            f64::from((state >> 8) % most)
        };
        // Along both diagonals in turn, so that shifts across and down cannot be taken for each other.
        let waves = [1.0, -1.0, 1.0, -1.0, 1.0, -1.0, 1.0, -1.0].map(|diagonal| {
            let (across, down) = (4.0 + next(26), diagonal * (8.0 + next(45)));
            Wave { across: across * scale, down: down * scale, phase: next(628) / 100.0 }
        });
        Self { waves: waves.to_vec() }
    }

    /// 0.1 to 0.9 over columns `us` of the row `v`.
    fn row<'a>(&'a self, us: &'a [Vec<(f64, f64)>], v: f64) -> impl Iterator<Item = f64> + 'a {
        let down: Vec<(f64, f64)> =
            self.waves.iter().map(|wave| (TAU * wave.down * v + wave.phase).sin_cos()).collect();
        us.iter().map(move |across| {
            let light: f64 = across.iter().zip(&down).map(|((sin, cos), (s, c))| sin * c + cos * s).sum();
            0.5 + 0.4 * light / self.waves.len() as f64
        })
    }

    /// Sines and cosines of all waves at columns `u`.
    fn columns(&self, us: impl Iterator<Item = f64>) -> Vec<Vec<(f64, f64)>> {
        us.map(|u| self.waves.iter().map(|wave| (TAU * wave.across * u).sin_cos()).collect()).collect()
    }

    /// Blue light on a dark red ground, so that luma and both chroma planes carry the texture.
    fn picture(&self, width: u32, height: u32) -> Vec<u8> {
        let columns = self.columns((0..width).map(|x| (f64::from(x) + 0.5) / f64::from(width)));
        let rows = (0..height).map(|y| (f64::from(y) + 0.5) / f64::from(height));
        let lights = rows.flat_map(|v| self.row(&columns, v).collect::<Vec<_>>());
        lights.flat_map(|light| [light * 90.0, light * 200.0, 255.0 - light * 255.0].map(|c| c.round() as u8)).collect()
    }

    /// What a plane of the frame should show, up to brightness and contrast: its sites are `x0 + i * dx` of the
    /// frame's width across and likewise down.
    fn seen(&self, view: View, sites: &Sites) -> Vec<f64> {
        let across = (0..sites.width).map(|i| view.left + view.width * (sites.left + i as f64) / sites.width as f64);
        let columns = self.columns(across);
        let rows = (0..sites.height).map(|j| view.top + view.height * (j as f64 + 0.5) / sites.height as f64);
        rows.flat_map(|v| self.row(&columns, v).collect::<Vec<_>>()).collect()
    }
}

/// A plane's samples; `left` is the first site's distance to the frame's edge in samples.
struct Sites {
    width: usize,
    height: usize,
    left: f64,
}

const LUMA: Sites = Sites { width: 270, height: 480, left: 0.5 };
const CHROMA: Sites = Sites { width: 135, height: 240, left: 0.25 };

/// Shift of `plane` against `truth` in samples, over some rows of it: the solution of
/// `plane = a + b * truth - dx * b * d(truth)/dx - dy * b * d(truth)/dy` by least squares. Hann's window keeps waves
/// apart, so that what a filter takes off the finest is not mistaken for a shift of the others.
fn shift(plane: &[u8], truth: &[f64], sites: &Sites, rows: std::ops::Range<usize>) -> (f64, f64) {
    let width = sites.width;
    let hann = |at: usize, count: usize| (TAU * (at as f64 + 0.5) / count as f64 / 2.0).sin().powi(2);
    let across: Vec<f64> = (0..width).map(|x| hann(x, width)).collect();
    let mut normal = [[0.0; 5]; 4];
    for y in rows.clone() {
        let down = hann(y - rows.start, rows.len());
        for (x, across) in across.iter().enumerate().take(width - 2).skip(2) {
            let at = y * width + x;
            let slope = |step: usize| {
                // Fourth-order central differences: the waves are long, so this is exact enough.
                (8.0 * (truth[at + step] - truth[at - step]) - truth[at + 2 * step] + truth[at - 2 * step]) / 12.0
            };
            let terms = [1.0, truth[at], slope(1), slope(width), f64::from(plane[at])];
            for (row, left) in normal.iter_mut().zip(terms) {
                for (sum, right) in row.iter_mut().zip(terms) {
                    *sum += across * down * left * right;
                }
            }
        }
    }
    let [_, contrast, dx, dy] = solve(normal);
    (-dx / contrast, -dy / contrast)
}

/// Gauss's elimination of four equations with a pivot that is never zero here.
fn solve(mut rows: [[f64; 5]; 4]) -> [f64; 4] {
    for pivot in 0..4 {
        for row in 0..4 {
            if row != pivot {
                let factor = rows[row][pivot] / rows[pivot][pivot];
                let from = rows[pivot];
                rows[row].iter_mut().zip(from).for_each(|(value, other)| *value -= factor * other);
            }
        }
    }
    [0, 1, 2, 3].map(|row| rows[row][4] / rows[row][row])
}

/// Root mean squares over tiles and frames, in pixels of the canvas.
#[derive(Debug)]
struct Steadiness {
    position: f64,
    /// Of the change of the error from one frame to the next.
    jitter: f64,
}

fn measure(motion: Motion, source: (u32, u32), chroma: bool) -> Steadiness {
    // Four taps carry waves of twelve samples to a hundredth of a sample, shorter ones less exactly.
    let texture = Texture::new(if chroma { 24 } else { 12 });
    let framing = Framing::of(CANVAS, Fit::Cover, motion, FRAMES);
    let still = Still::from_rgb(source.0, source.1, &texture.picture(source.0, source.1), &framing).unwrap();
    let mut shot = KenBurns::new(still, motion, FRAMES);
    let mut frame = vec![0; frame_bytes(CANVAS)];
    let luma = LUMA.width * LUMA.height;
    let (sites, start, pixels) = if chroma { (CHROMA, luma, 2.0) } else { (LUMA, 0, 1.0) };
    let mut errors: Vec<Vec<f64>> = Vec::new();
    for index in 40..46 {
        shot.paint(index, &mut frame);
        let view = camera(motion, zoom_reach(motion, FRAMES, CANVAS.fps), f64::from(index) / f64::from(FRAMES - 1));
        let truth = texture.seen(view, &sites);
        let plane = &frame[start..start + sites.width * sites.height];
        let tile = sites.height / 3;
        let tiles = (0..3).map(|part| part * tile + 2..(part + 1) * tile - 2);
        let found = tiles.flat_map(|rows| <[f64; 2]>::from(shift(plane, &truth, &sites, rows)));
        errors.push(found.map(|shift| shift * pixels).collect());
    }
    let changes = errors.windows(2).flat_map(|pair| pair[0].iter().zip(&pair[1]).map(|(a, b)| b - a));
    Steadiness { position: rms(errors.iter().flatten().copied()), jitter: rms(changes) }
}

fn rms(values: impl Iterator<Item = f64>) -> f64 {
    let (sum, count) = values.fold((0.0, 0.0), |(sum, count), value| (sum + value * value, count + 1.0));
    (sum / count).sqrt()
}

fn assert_steady(motion: Motion, source: (u32, u32), chroma: bool) {
    let found = measure(motion, source, chroma);
    assert!(
        found.position <= TOLERANCE && found.jitter <= TOLERANCE,
        "{motion:?} of {source:?}, chroma {chroma}: {found:?}"
    );
}

#[test]
fn zooms_and_pans_of_a_larger_picture_stand_where_they_should() {
    for motion in [Motion::ZoomOut, Motion::PanLeft, Motion::PanDown] {
        assert_steady(motion, (405, 720), false);
    }
}

#[test]
fn chroma_moves_with_luma() {
    for motion in [Motion::ZoomIn, Motion::PanRight] {
        assert_steady(motion, (405, 720), true);
    }
}

#[test]
fn a_picture_smaller_than_the_canvas_moves_as_steadily() {
    assert_steady(Motion::ZoomIn, (216, 384), false);
}

#[test]
fn a_shifted_picture_is_found_to_be_shifted() {
    let texture = Texture::new(12);
    let whole = camera(Motion::None, 1.0, 0.0);
    let plane: Vec<u8> = texture.picture(270, 480).chunks(3).map(|c| yuv::luma([c[0], c[1], c[2]])).collect();
    let moved = View { left: 0.05 / 270.0, top: -0.03 / 480.0, ..whole };
    let (dx, dy) = shift(&plane, &texture.seen(moved, &LUMA), &LUMA, 2..478);
    assert!((dx - 0.05).abs() < 0.003 && (dy + 0.03).abs() < 0.003, "{dx} {dy}");
}
