//! Paints every mood and every motif, prints how long each takes, and, given a folder, writes contact sheets there:
//! `cargo bench --bench looks -- FOLDER [WIDTHxHEIGHT]`.

use std::path::{Path, PathBuf};
use std::time::Instant;

use reelmill::render::looks::{Mood, Motif, Picture, encode_png, generated};

const SEEDS: u64 = 6;
const SHRINK: u32 = 6;

fn main() -> std::io::Result<()> {
    let given: Vec<String> = std::env::args().skip(1).filter(|a| !a.starts_with("--")).collect();
    let size = given.iter().find_map(|a| {
        let (w, h) = a.split_once('x')?;
        Some((w.parse().ok()?, h.parse().ok()?))
    });
    let size: (u32, u32) = size.unwrap_or((1210, 2150));
    let folder = given.first().map(PathBuf::from).filter(|f| f.is_dir());
    for mood in Mood::ALL {
        let row = (0..SEEDS).map(|seed| timed(size, mood, None, seed)).collect();
        write(folder.as_deref(), mood.name(), row)?;
    }
    for (i, motif) in Motif::ALL.into_iter().enumerate() {
        let moods = (0..SEEDS).map(|k| (Mood::ALL[(i + k as usize * 3) % Mood::ALL.len()], k));
        let row = moods.map(|(mood, seed)| timed(size, mood, Some(motif), seed)).collect();
        write(folder.as_deref(), &format!("motif-{motif:?}").to_lowercase(), row)?;
    }
    Ok(())
}

fn timed((width, height): (u32, u32), mood: Mood, motif: Option<Motif>, seed: u64) -> Picture {
    let start = Instant::now();
    let picture = generated(width, height, mood, motif, seed);
    let painted = start.elapsed().as_millis();
    let bytes = encode_png(&picture).len();
    let encoded = start.elapsed().as_millis() - painted;
    let motif = motif.unwrap_or_else(|| Motif::for_mood(mood, seed));
    println!("{mood:8} {motif:10?} seed {seed}: {painted:4} ms, png {encoded:3} ms {:5} kB", bytes / 1000);
    picture
}

/// The pictures side by side, a sixth as large.
fn write(folder: Option<&Path>, name: &str, row: Vec<Picture>) -> std::io::Result<()> {
    let (Some(folder), Some(first)) = (folder, row.first()) else { return Ok(()) };
    let (w, h) = (first.width / SHRINK, first.height / SHRINK);
    let mut sheet = Picture { width: w * row.len() as u32, height: h, rgb: Vec::new() };
    for y in 0..h {
        for picture in &row {
            sheet.rgb.extend((0..w).flat_map(|x| mean(picture, x, y)));
        }
    }
    std::fs::write(folder.join(format!("{name}.png")), encode_png(&sheet))
}

fn mean(picture: &Picture, x: u32, y: u32) -> [u8; 3] {
    let mut sum = [0_u32; 3];
    for dy in 0..SHRINK {
        let from = ((y * SHRINK + dy) * picture.width + x * SHRINK) as usize * 3;
        for pixel in picture.rgb[from..from + SHRINK as usize * 3].chunks_exact(3) {
            sum.iter_mut().zip(pixel).for_each(|(s, v)| *s += u32::from(*v));
        }
    }
    sum.map(|s| (s / (SHRINK * SHRINK)) as u8)
}
