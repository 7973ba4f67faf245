//! A segment encoded by x264 in this process.

use std::io;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use tokio_util::sync::CancellationToken;

use super::encoder::{self, X264};
use super::mp4::Recording;
use super::reel::Reel;
use super::segment::SEGMENT;
use super::x264::{Encoder, Failed};
use super::{Bench, Progress, RenderError};
use crate::media::Canvas;

/// As often as FFmpeg tells of its progress.
const TELL_EVERY: Duration = Duration::from_millis(250);

/// Paints and encodes frame by frame, and gives the segment's path. Those at `keys` can be started from.
///
/// # Errors
/// x264 fails, the file cannot be written, or the run is stopped.
pub(super) async fn encode(
    bench: &Bench<'_>,
    canvas: Canvas,
    settings: X264,
    keys: Vec<u32>,
    reel: Reel,
) -> Result<PathBuf, RenderError> {
    let path = bench.scratch.join(SEGMENT);
    let stop = bench.cancel.child_token();
    // Whoever gives this future up ends the encoder at its next frame.
    let _given_up = stop.clone().drop_guard();
    let work = Work { canvas, settings, keys, stop, tell: bench.progress.clone() };
    let place = path.clone();
    let encoded = tokio::task::spawn_blocking(move || work.encode(reel, &place)).await;
    encoded.unwrap_or_else(|panic| Err(RenderError::failed(format!("a bug in reelmill: {panic}"))))?;
    Ok(path)
}

struct Work {
    canvas: Canvas,
    settings: X264,
    keys: Vec<u32>,
    stop: CancellationToken,
    tell: Progress,
}

impl Work {
    fn encode(self, reel: Reel, path: &Path) -> Result<(), RenderError> {
        match self.record(reel, path) {
            Err(_) if self.stop.is_cancelled() => Err(RenderError::Cancelled),
            Err(error) => Err(RenderError::file("cannot write the segment", &error)),
            Ok(()) => Ok(()),
        }
    }

    fn record(&self, reel: Reel, path: &Path) -> io::Result<()> {
        let Canvas { width, height, fps } = self.canvas;
        let mut encoder = Encoder::open(self.canvas, &self.settings)
            .ok_or_else(|| io::Error::other("x264 does not take pictures of this kind"))?;
        let timescale = encoder::timescale(fps);
        let clock = (timescale / fps.max(1), timescale);
        let mut recording = Recording::h264(path, (width, height), encoder.parameter_sets(), clock)?;
        let mut pace = Pace::new(fps, reel.frames(), self.tell.clone());
        let mut index = 0;
        reel.play(&mut |frame| {
            if self.stop.is_cancelled() {
                return Err(io::ErrorKind::Interrupted.into());
            }
            if let Some(sample) = encoder.encode(frame, index, self.keys.contains(&index)).map_err(failed)? {
                recording.push(sample)?;
            }
            index += 1;
            pace.at(index);
            Ok(())
        })?;
        while let Some(sample) = encoder.rest().map_err(failed)? {
            recording.push(sample)?;
        }
        recording.finish()
    }
}

fn failed(Failed: Failed) -> io::Error {
    io::Error::other("x264 failed")
}

/// Tells now and then how far it is.
struct Pace {
    fps: u32,
    frames: usize,
    started: Instant,
    told: Instant,
    tell: Progress,
}

impl Pace {
    fn new(fps: u32, frames: usize, tell: Progress) -> Self {
        let now = Instant::now();
        Self { fps, frames, started: now, told: now, tell }
    }

    fn at(&mut self, done: u32) {
        let is_last = done as usize == self.frames;
        if !is_last && self.told.elapsed() < TELL_EVERY {
            return;
        }
        self.told = Instant::now();
        let seconds = self.started.elapsed().as_secs_f32().max(0.001);
        let speed = done as f32 / self.fps.max(1) as f32 / seconds;
        (self.tell)(done as f32 / self.frames.max(1) as f32, Some(speed));
    }
}
