//! What a manifest expects of a finished file, and the looking at and listening to it that takes.

use std::fmt;
use std::path::Path;

use super::ffmpeg::{Args, Call};
use super::{Bench, Container, RenderError, container};
use crate::media::Expect;

const VIDEO: &str = "in0";
/// So many of a kind are told.
const MOST_TOLD: usize = 5;

/// What was measured.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Facts {
    pub duration_ms: u64,
    /// Hundredths of LUFS; `None` where nothing could be heard.
    pub loudness: Option<i32>,
    /// Hundredths of dBTP; `None` where nothing could be heard.
    pub true_peak: Option<i32>,
    /// Stretches over their limits, in order of kind and time.
    pub stretches: Vec<Stretch>,
}

/// A part of the video in which something is missing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stretch {
    pub lack: Lack,
    pub start_ms: u64,
    pub length_ms: u64,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lack {
    Light,
    Motion,
    Sound,
}

impl fmt::Display for Lack {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Light => "the picture is black",
            Self::Motion => "the picture is frozen",
            Self::Sound => "it is silent",
        })
    }
}

/// What the finished file is not, a sentence each. `scene_at` names what is shown at a millisecond.
pub fn compare(facts: &Facts, bounds: Expect, scene_at: &dyn Fn(u64) -> Option<String>) -> Vec<String> {
    let Expect { duration_ms, loudness, true_peak, black_ms, frozen_ms, silence_ms } = bounds;
    let mut faults = Vec::new();
    if let Some((least, most)) = duration_ms.filter(|&(least, most)| !(least..=most).contains(&facts.duration_ms)) {
        faults.push(format!("it lasts {} ms, expected {least} to {most} ms", facts.duration_ms));
    }
    if let Some((least, most)) = loudness {
        match facts.loudness {
            Some(level) if (least..=most).contains(&level) => {}
            Some(level) => {
                let (least, most) = (hundredths(least), hundredths(most));
                faults.push(format!("it is {} LUFS loud, expected {least} to {most}", hundredths(level)));
            }
            None => faults.push("there is nothing to hear".to_owned()),
        }
    }
    if let (Some(found), Some(most)) = (facts.true_peak, true_peak)
        && found > most
    {
        let most = hundredths(most);
        faults.push(format!("its true peak is {} dBTP, at most {most} dBTP expected", hundredths(found)));
    }
    for (lack, most) in [(Lack::Light, black_ms), (Lack::Motion, frozen_ms), (Lack::Sound, silence_ms)] {
        let Some(most) = most else { continue };
        let over = facts.stretches.iter().filter(|stretch| stretch.lack == lack && stretch.length_ms > most);
        for Stretch { start_ms, length_ms, .. } in over.take(MOST_TOLD) {
            let scene = scene_at(*start_ms).map(|scene| format!(" ({scene})")).unwrap_or_default();
            let at = seconds(*start_ms);
            faults.push(format!("{lack} from {at} s{scene} for {length_ms} ms, at most {most} ms expected"));
        }
    }
    faults
}

fn hundredths(level: i32) -> String {
    format!("{}{}.{:02}", if level < 0 { "-" } else { "" }, level.unsigned_abs() / 100, level.unsigned_abs() % 100)
}

/// Looks for stretches over the limits, in one pass over the finished file; does nothing where there are no limits.
///
/// # Errors
/// FFmpeg's.
pub async fn stretches(
    bench: &Bench<'_>,
    video: &Path,
    bounds: Expect,
    duration_ms: u64,
) -> Result<Vec<Stretch>, RenderError> {
    if bounds.black_ms.is_none() && bounds.frozen_ms.is_none() && bounds.silence_ms.is_none() {
        return Ok(Vec::new());
    }
    container::link(video, &bench.scratch.join(VIDEO)).map_err(|error| RenderError::file("cannot link", &error))?;
    let args = args(container::of(video)?, bounds);
    let done = Call::ffmpeg(bench, args).run().await?;
    Ok(told(&done.stderr, duration_ms))
}

/// Only stretches over the limit are told, so that however many there are, the end of stderr tells of some.
fn args(container: Container, bounds: Expect) -> Args {
    let args = Args::ffmpeg().flag("-nostdin").input(container.demuxer(), VIDEO).number("-filter_threads", 1_u32);
    let black = bounds.black_ms.map(|most| format!("blackdetect=d={}", seconds(most)));
    // Encoding leaves a still picture with less than this between two frames.
    let frozen = bounds.frozen_ms.map(|most| format!("freezedetect=noise=-55dB:d={}", seconds(most)));
    let looks: Vec<String> = black.into_iter().chain(frozen).collect();
    let args = match looks.is_empty() {
        false => args.option("-map", "0:v:0").option("-vf", looks.join(",")),
        true => args,
    };
    let args = match bounds.silence_ms {
        Some(most) => {
            args.option("-map", "0:a:0").option("-af", format!("silencedetect=noise=-60dB:d={}", seconds(most)))
        }
        None => args,
    };
    args.option("-f", "null").flag("-")
}

fn seconds(ms: u64) -> String {
    format!("{}.{:03}", ms / 1000, ms % 1000)
}

/// What the filters say, by kind and time.
fn told(stderr: &str, duration_ms: u64) -> Vec<Stretch> {
    let after = |line: &str, mark: &str| -> Option<u64> {
        let seconds: f64 = line.split_once(mark)?.1.split_whitespace().next()?.parse().ok()?;
        Some((seconds * 1000.0).round().max(0.0) as u64)
    };
    let mut found = Vec::new();
    let mut frozen_since = None;
    for line in stderr.lines() {
        if let (Some(start_ms), Some(length_ms)) = (after(line, "black_start:"), after(line, "black_duration:")) {
            found.push(Stretch { lack: Lack::Light, start_ms, length_ms });
        }
        if let (Some(end), Some(length_ms)) = (after(line, "silence_end: "), after(line, "silence_duration: ")) {
            found.push(Stretch { lack: Lack::Sound, start_ms: end.saturating_sub(length_ms), length_ms });
        }
        if let Some(start) = after(line, "freeze_start: ") {
            frozen_since = Some(start);
        }
        if let (Some(length_ms), Some(start_ms)) = (after(line, "freeze_duration: "), frozen_since) {
            frozen_since = None;
            found.push(Stretch { lack: Lack::Motion, start_ms, length_ms });
        }
    }
    // A freeze that lasts to the end of the file has no end of its own.
    if let Some(start_ms) = frozen_since {
        found.push(Stretch { lack: Lack::Motion, start_ms, length_ms: duration_ms.saturating_sub(start_ms) });
    }
    found.sort_by_key(|stretch| (stretch.lack as u8, stretch.start_ms));
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scene(ms: u64) -> Option<String> {
        (ms >= 2000).then(|| "scene 2".to_owned())
    }

    #[test]
    fn what_a_manifest_expects_is_compared() {
        let bounds = Expect {
            duration_ms: Some((1000, 2000)),
            loudness: Some((-1500, -1300)),
            true_peak: Some(-100),
            black_ms: Some(500),
            frozen_ms: Some(900),
            silence_ms: Some(3000),
        };
        let silent = Stretch { lack: Lack::Sound, start_ms: 0, length_ms: 3000 };
        let good = Facts { duration_ms: 2000, loudness: Some(-1400), true_peak: Some(-100), stretches: vec![silent] };
        assert_eq!(compare(&good, bounds, &scene), Vec::<String>::new());
        let bad = Facts {
            duration_ms: 2001,
            loudness: Some(-995),
            true_peak: Some(-42),
            stretches: vec![
                Stretch { lack: Lack::Light, start_ms: 2500, length_ms: 501 },
                Stretch { lack: Lack::Motion, start_ms: 100, length_ms: 901 },
            ],
        };
        assert_eq!(
            compare(&bad, bounds, &scene),
            [
                "it lasts 2001 ms, expected 1000 to 2000 ms",
                "it is -9.95 LUFS loud, expected -15.00 to -13.00",
                "its true peak is -0.42 dBTP, at most -1.00 dBTP expected",
                "the picture is black from 2.500 s (scene 2) for 501 ms, at most 500 ms expected",
                "the picture is frozen from 0.100 s for 901 ms, at most 900 ms expected",
            ]
        );
        assert_eq!(compare(&Facts { loudness: None, ..good }, bounds, &scene), ["there is nothing to hear"]);
        assert_eq!(compare(&bad, Expect::default(), &scene), Vec::<String>::new());
    }

    #[test]
    fn stretches_are_read_from_what_ffmpeg_says() {
        let stderr = "[blackdetect @ 0x1] [info] black_start:0.2 black_end:0.7 black_duration:0.5\n\
                      [freezedetect @ 0x2] [info] lavfi.freezedetect.freeze_start: 1.0\n\
                      [blackdetect @ 0x1] [info] black_start:2 black_end:4.033 black_duration:2.0333\n\
                      [freezedetect @ 0x2] [info] lavfi.freezedetect.freeze_duration: 1.5\n\
                      [freezedetect @ 0x2] [info] lavfi.freezedetect.freeze_end: 2.5\n\
                      [silencedetect @ 0x2] [info] silence_end: 0.8 | silence_duration: 0.779\n\
                      [freezedetect @ 0x2] [info] lavfi.freezedetect.freeze_start: 3.0\n";
        let found: Vec<_> = told(stderr, 4000).iter().map(|s| (s.lack, s.start_ms, s.length_ms)).collect();
        assert_eq!(
            found,
            [
                (Lack::Light, 200, 500),
                (Lack::Light, 2000, 2033),
                (Lack::Motion, 1000, 1500),
                (Lack::Motion, 3000, 1000),
                (Lack::Sound, 21, 779),
            ]
        );
        assert_eq!(told("", 0), []);
    }
}
