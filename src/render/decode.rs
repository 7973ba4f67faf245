//! Clips and music back into plain numbers.

use std::io::Read;
use std::path::Path;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use super::clip::{self, ClipShot};
use super::ffmpeg::{Args, Call};
use super::segment::frame_len;
use super::{Bench, Container, Paint, RenderError, container, encoder};
use crate::process::Stdout;

/// Frames are kept in memory; a longer stretch is not what this is for.
const MOST_BYTES: usize = 1 << 30;

const SOUND: &str = "in0";

/// A decoded stretch of a clip, ready to be painted: for a crossfade between a clip and something else.
pub struct ClipFrames {
    first: u32,
    frame_len: usize,
    frames: Vec<u8>,
}

impl ClipFrames {
    /// Decodes frames `first` to `first + frames` of the shot; each takes `width * height * 3 / 2` bytes.
    ///
    /// # Errors
    /// As [`encode_clip`](super::encode_clip), and a stretch of more than 1 GiB.
    pub async fn decode(bench: &Bench<'_>, shot: &ClipShot) -> Result<Self, RenderError> {
        let frame_len = frame_len(shot.canvas);
        let wanted = frame_len.saturating_mul(shot.frames as usize);
        if wanted > MOST_BYTES {
            return Err(RenderError::failed(format!("a crossfade of {} frames is too long", shot.frames))
                .help("shorten the transition"));
        }
        let source = clip::Source::open(bench, shot).await?;
        let args = Args::ffmpeg()
            .then(clip::inputs(shot, &source, &clip::graph(shot, &source, encoder::TAGS)))
            .number("-frames:v", shot.frames)
            .option("-f", "rawvideo")
            .option("-pix_fmt", "yuv420p")
            .flag("pipe:1");
        let done = Call::ffmpeg(bench, args).stdout(Stdout::Keep(wanted)).run().await?;
        if done.stdout.len() != wanted {
            let got = done.stdout.len() / frame_len.max(1);
            return Err(RenderError::failed(format!("the clip gave {got} frames of {}", shot.frames)).log(done.stderr));
        }
        Ok(Self { first: shot.first, frame_len, frames: done.stdout })
    }
}

impl Paint for ClipFrames {
    /// Outside the stretch the nearest frame is shown.
    fn paint(&mut self, index: u32, frame: &mut [u8]) {
        let last = (self.frames.len() / self.frame_len.max(1)).saturating_sub(1);
        let at = (index.saturating_sub(self.first) as usize).min(last) * self.frame_len;
        if let Some(source) = self.frames.get(at..at + self.frame_len).filter(|source| source.len() == frame.len()) {
            frame.copy_from_slice(source);
        }
    }
}

/// Decodes at most `longest` of a sound file of any known kind, from `start` on: interleaved stereo at 48 kHz, full scale
/// 1.0.
///
/// # Errors
/// No media file, no sound in it, or FFmpeg's.
pub async fn decode_audio(
    bench: &Bench<'_>,
    path: &Path,
    start: Duration,
    longest: Duration,
) -> Result<Vec<f32>, RenderError> {
    decode(bench, path, Some(start), longest).await
}

/// The same from the very first sample. Looking for a start, even for zero, would miss what a Matroska file's sound
/// begins with before its first picture.
///
/// # Errors
/// As [`decode_audio`].
pub async fn decode_all_audio(bench: &Bench<'_>, path: &Path, longest: Duration) -> Result<Vec<f32>, RenderError> {
    decode(bench, path, None, longest).await
}

async fn decode(
    bench: &Bench<'_>,
    path: &Path,
    start: Option<Duration>,
    longest: Duration,
) -> Result<Vec<f32>, RenderError> {
    let container = container::of(path)?;
    container::link(path, &bench.scratch.join(SOUND)).map_err(|error| RenderError::file("cannot link", &error))?;
    let samples = Arc::new(Mutex::new(Vec::new()));
    let sink = samples.clone();
    let drain = move |pipe: &mut dyn Read| {
        let decoded = floats(pipe)?;
        *sink.lock().unwrap_or_else(std::sync::PoisonError::into_inner) = decoded;
        Ok(())
    };
    let done =
        Call::ffmpeg(bench, audio_args(container, start, longest)).stdout(Stdout::Drain(Box::new(drain))).run().await?;
    let samples = std::mem::take(&mut *samples.lock().unwrap_or_else(std::sync::PoisonError::into_inner));
    if samples.is_empty() {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        return Err(RenderError::failed(format!("`{name}` has no sound in it")).log(done.stderr));
    }
    Ok(samples)
}

fn audio_args(container: Container, start: Option<Duration>, longest: Duration) -> Args {
    let args = Args::ffmpeg().flag("-nostdin").flag("-xerror");
    let args = match start {
        Some(start) => args.option("-ss", format!("{}us", start.as_micros())),
        None => args,
    };
    args.input(container.demuxer(), SOUND)
        .option("-map", "0:a:0")
        .option("-t", format!("{}us", longest.as_micros()))
        .option("-c:a", "pcm_f32le")
        .number("-ar", 48_000_u32)
        .number("-ac", 2_u32)
        .option("-f", "f32le")
        .flag("pipe:1")
}

/// Little-endian floats until the end; a rest of less than one is dropped.
fn floats(pipe: &mut dyn Read) -> std::io::Result<Vec<f32>> {
    let mut samples = Vec::new();
    let mut piece = vec![0; 64 << 10];
    let mut held = 0;
    loop {
        let n = pipe.read(&mut piece[held..])?;
        if n == 0 {
            return Ok(samples);
        }
        let (words, rest) = piece[..held + n].as_chunks::<4>();
        samples.extend(words.iter().map(|&word| f32::from_le_bytes(word)));
        held = rest.len();
        let whole = words.len() * 4;
        piece.copy_within(whole..whole + held, 0);
    }
}
