//! Pictures, clips, music and manifests, all made here: nobody's licence, the same on every machine.

use std::f32::consts::TAU;
use std::fmt::Write as _;
use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};

use anyhow::{Context, ensure};
use reelmill::media::{Canvas, Fit, Motion};
use reelmill::render::Paint;
use reelmill::render::frames::{Framing, KenBurns, Still, frame_bytes};

pub const SCENES: usize = 6;

/// What each scene says: about four seconds at an engine's usual rate, twelve or thirteen words each.
const SAID: [&str; SCENES] = [
    "The old harbour wakes before the sun, and gulls cross the water.",
    "Nets are mended by hand, while somebody sings of a distant island.",
    "At seven the market opens, and crates of silver fish are sold.",
    "A narrow street climbs from the quay to a small white chapel.",
    "From up there you see the boats, the lighthouse and open sea.",
    "In the evening the lamps are lit, and everything grows quiet again.",
];
const EDITED: &str = "At eight the market opens, and baskets of green apples are sold.";

/// How the scenes of a case look.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Moving,
    Static,
    Clips,
}

/// Makes what is not there yet.
pub fn make(folder: &Path) -> anyhow::Result<()> {
    for number in 0..SCENES {
        let path = folder.join(format!("photo{number}.jpg"));
        if !path.exists() {
            let photo = photo(2000, 3000, number as u32 + 1);
            let file = std::io::BufWriter::new(std::fs::File::create(&path)?);
            image::codecs::jpeg::JpegEncoder::new_with_quality(file, 92).encode_image(&photo)?;
        }
        let path = folder.join(format!("clip{number}.mp4"));
        if !path.exists() {
            clip(&path, number as u32 + 11)?;
        }
    }
    let music = folder.join("music.mp3");
    if !music.exists() {
        bed(&music)?;
    }
    Ok(())
}

/// A manifest of one video or, with other words, more.
pub fn manifest(kind: Kind, ids: &[&str], edited: bool) -> String {
    let mut text = String::from("defaults:\n  preset: shorts\n  captions: {mode: both, style: word}\nvideos:\n");
    for (turn, id) in ids.iter().enumerate() {
        let _ =
            writeln!(text, "  - id: {id}\n    seed: {turn}\n    music: {{file: music.mp3, volume: -18dB, duck: 12dB}}");
        text.push_str("    scenes:\n");
        for (number, said) in SAID.iter().enumerate() {
            let said = if edited && number == 2 { EDITED } else { said };
            // Another word makes another narration and other captions.
            let said = if turn == 0 { said.to_owned() } else { said.replacen("the", &format!("the {turn}"), 1) };
            let motion = ["zoom-in", "pan-left", "zoom-out", "pan-right", "zoom-in", "pan-up"][(number + turn) % 6];
            let visual = match kind {
                Kind::Moving => format!("{{image: photo{number}.jpg, motion: {motion}}}"),
                Kind::Static => format!("{{image: photo{number}.jpg, motion: none}}"),
                Kind::Clips => format!("{{video: clip{number}.mp4}}"),
            };
            let _ = writeln!(text, "      - {{say: \"{said}\", duration: 5s, visual: {visual}}}");
        }
    }
    text
}

/// Captions as an expert would write them: three words at a time, the spoken one in colour.
pub fn captions() -> String {
    let mut text = String::from(
        "[Script Info]\nScriptType: v4.00+\nPlayResX: 1080\nPlayResY: 1920\n\n[V4+ Styles]\nFormat: Name, Fontname, \
         Fontsize, PrimaryColour, OutlineColour, BackColour, Bold, BorderStyle, Outline, Shadow, Alignment, MarginL, \
         MarginR, MarginV\nStyle: C,DejaVu Sans,84,&H00FFFFFF,&H00000000,&H80000000,1,1,5,2,2,90,90,440\n\n[Events]\n\
         Format: Layer, Start, End, Style, Text\n",
    );
    for (scene, said) in SAID.iter().enumerate() {
        let words: Vec<&str> = said.split(' ').collect();
        let step = 4.2 / words.len() as f64;
        for (at, _) in words.iter().enumerate() {
            let shown: Vec<String> = (at / 3 * 3..(at / 3 * 3 + 3).min(words.len()))
                .map(|n| if n == at { format!("{{\\c&H00D4FF&}}{}{{\\c}}", words[n]) } else { words[n].to_owned() })
                .collect();
            let start = scene as f64 * 5.0 + 0.3 + at as f64 * step;
            let (start, end) = (stamp(start), stamp(start + step));
            let _ = writeln!(text, "Dialogue: 0,{start},{end},C,{}", shown.join(" "));
        }
    }
    text
}

fn stamp(seconds: f64) -> String {
    format!("0:00:{seconds:05.2}")
}

/// Shapes with edges under light of every scale, and grain: the power of a photograph falls with frequency as this does.
fn photo(width: u32, height: u32, seed: u32) -> image::RgbImage {
    let shapes: Vec<[f32; 7]> = (0..40).map(|n| [0, 1, 2, 3, 4, 5, 6].map(|k| unit(n * 7 + k, seed * 77, 5))).collect();
    image::RgbImage::from_fn(width, height, |x, y| {
        let (u, v) = (x as f32, y as f32);
        let mut colour = [0.45, 0.5, 0.55_f32];
        for [cx, cy, rx, ry, r, g, b] in &shapes {
            let (dx, dy) =
                ((u / width as f32 - cx) / (0.03 + rx * rx * 0.3), (v / height as f32 - cy) / (0.03 + ry * ry * 0.3));
            if dx * dx + dy * dy < 1.0 {
                let shade = 0.75 + 0.25 * (1.0 - dx * 0.5 - dy * 0.5).clamp(0.0, 1.0);
                colour = [r * shade, g * shade, b * shade];
            }
        }
        let mut light = 0.0;
        let (mut cell, mut power) = (900.0, 0.30_f32);
        while cell > 1.5 {
            light += power * (noise(u / cell, v / cell, seed) - 0.5);
            cell /= 2.1;
            power *= 0.7;
        }
        let grain = (unit(x, y, seed) - 0.5) * 0.024;
        image::Rgb(colour.map(|c| ((c * 0.75 + 0.12 + light + grain) * 255.0).clamp(0.0, 255.0) as u8))
    })
}

/// Value noise, 0 to 1.
fn noise(x: f32, y: f32, seed: u32) -> f32 {
    let (cx, cy) = (x.floor(), y.floor());
    let smooth = |t: f32| t * t * (3.0 - 2.0 * t);
    let (tx, ty) = (smooth(x - cx), smooth(y - cy));
    let at = |dx: u32, dy: u32| unit(cx as u32 + dx, cy as u32 + dy, seed);
    let top = at(0, 0) + (at(1, 0) - at(0, 0)) * tx;
    let bottom = at(0, 1) + (at(1, 1) - at(0, 1)) * tx;
    top + (bottom - top) * ty
}

/// A hash of three numbers, 0 to 1.
fn unit(x: u32, y: u32, seed: u32) -> f32 {
    let mut h = x.wrapping_mul(0x9E37_79B1) ^ y.wrapping_mul(0x85EB_CA6B) ^ seed.wrapping_mul(0xC2B2_AE35);
    h = (h ^ (h >> 15)).wrapping_mul(0x2C1B_3C6D);
    h = (h ^ (h >> 12)).wrapping_mul(0x297A_2D39);
    ((h ^ (h >> 15)) >> 8) as f32 / (1 << 24) as f32
}

/// Six seconds of a camera over a landscape, as H.264 of a camera's rate.
fn clip(path: &Path, seed: u32) -> anyhow::Result<()> {
    const CANVAS: Canvas = Canvas { width: 1920, height: 1080, fps: 30 };
    let photo = photo(2400, 1350, seed);
    let motion = if seed.is_multiple_of(2) { Motion::PanRight } else { Motion::ZoomIn };
    let still = Still::from_rgb(2400, 1350, photo.as_raw(), &Framing::of(CANVAS, Fit::Cover, motion, 180))?;
    let mut painter = KenBurns::new(still, motion, 180);
    let mut child = Command::new("ffmpeg")
        .args("-v error -y -f rawvideo -pix_fmt yuv420p -video_size 1920x1080 -framerate 30 -i pipe:0".split(' '))
        .args(
            "-c:v libx264 -preset veryfast -crf 18 -colorspace bt709 -color_primaries bt709 -color_trc bt709"
                .split(' '),
        )
        .arg(path)
        .stdin(Stdio::piped())
        .spawn()?;
    let mut pipe = child.stdin.take().context("a pipe")?;
    let mut frame = vec![0; frame_bytes(CANVAS)];
    for index in 0..180 {
        painter.paint(index, &mut frame);
        pipe.write_all(&frame)?;
    }
    drop(pipe);
    ensure!(child.wait()?.success(), "no clip");
    Ok(())
}

/// Twelve seconds of soft chords.
fn bed(path: &Path) -> anyhow::Result<()> {
    let mut child = Command::new("ffmpeg")
        .args("-v error -y -f f32le -ar 48000 -ac 2 -i pipe:0 -b:a 160k".split(' '))
        .arg(path)
        .stdin(Stdio::piped())
        .spawn()?;
    let chords = [[220.0, 277.2, 329.6], [196.0, 246.9, 293.7], [174.6, 220.0, 261.6], [164.8, 207.7, 246.9]];
    let mut bytes = Vec::new();
    for n in 0..12 * 48_000_u32 {
        let (time, chord) = (n as f32 / 48_000.0, chords[(n / 144_000) as usize]);
        let beat = (-(time * 2.0).fract() * 3.0).exp();
        let tone: f32 =
            chord.iter().map(|hz| (time * hz * TAU).sin() * 0.12 + (time * hz * 2.0 * TAU).sin() * 0.04 * beat).sum();
        for side in [tone, tone * 0.9 + (unit(n, 3, 9) - 0.5) * 0.02 * beat] {
            bytes.extend(side.to_le_bytes());
        }
    }
    child.stdin.take().context("a pipe")?.write_all(&bytes)?;
    ensure!(child.wait()?.success(), "no music");
    Ok(())
}
