//! What a finished file must be, and what its manifest expects of it.

use serde::Serialize;

use super::ffmpeg::{Args, Call};
use super::{Bench, Container, Probe, RenderError, StreamKind, container};
use crate::media::Canvas;

use std::path::Path;

const VIDEO: &str = "in0";

/// What was made, as planned.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Planned {
    pub canvas: Canvas,
    pub frames: u32,
}

/// All that is wrong with a finished file, a sentence each; empty: it is what was planned. `probe` is from
/// [`probe_packets`](super::probe_packets).
pub fn check(probe: &Probe, planned: Planned) -> Vec<String> {
    let Planned { canvas: Canvas { width, height, fps }, frames } = planned;
    let mut faults = Vec::new();
    let mut want = |holds: bool, fault: String| {
        if !holds {
            faults.push(fault);
        }
    };
    let of = |kind| probe.streams.iter().filter(move |stream| stream.kind == kind).collect::<Vec<_>>();
    let (videos, sounds) = (of(StreamKind::Video), of(StreamKind::Audio));
    want(videos.len() == 1, format!("{} video streams instead of one", videos.len()));
    want(sounds.len() == 1, format!("{} audio streams instead of one", sounds.len()));
    let frame_us = 1_000_000 / u64::from(fps.max(1));
    let planned_us = u64::from(frames) * 1_000_000 / u64::from(fps.max(1));
    let mut timed = |what: &str, start: Option<i64>, length: Option<u64>| {
        let start = start.unwrap_or(0).unsigned_abs();
        want(start < frame_us, format!("{what} starts {start} µs away from zero"));
        let length = length.unwrap_or(0);
        want(
            length.abs_diff(planned_us) < frame_us,
            format!("{what} is {} ms long instead of {} ms", length / 1000, planned_us / 1000),
        );
    };
    if let [video] = videos[..] {
        timed("the picture", video.start_us, video.duration_us);
    }
    if let [sound] = sounds[..] {
        timed("the sound", sound.start_us, sound.duration_us);
    }
    if let [video] = videos[..] {
        want(video.codec == "h264", format!("the video is {} instead of h264", video.codec));
        want(
            (video.width, video.height) == (width, height),
            format!("the picture is {}x{} instead of {width}x{height}", video.width, video.height),
        );
        let rate = video.fps.unwrap_or((0, 1));
        want(
            u64::from(rate.0) == u64::from(fps) * u64::from(rate.1),
            format!("the frame rate is {}/{} instead of {fps}", rate.0, rate.1),
        );
        let found = video.frames.unwrap_or(0);
        want(found == u64::from(frames), format!("{found} frames instead of {frames}"));
    }
    if let [sound] = sounds[..] {
        want(sound.codec == "aac", format!("the sound is {} instead of aac", sound.codec));
    }
    faults
}

/// The manifest's limits; ranges are inclusive.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Bounds {
    pub duration_ms: Option<(u64, u64)>,
    /// Hundredths of LUFS.
    pub loudness: Option<(i32, i32)>,
    /// Longest black stretch allowed.
    pub black_ms: Option<u64>,
    /// Longest silence allowed.
    pub silence_ms: Option<u64>,
}

/// What was measured.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Facts {
    pub duration_ms: u64,
    /// Hundredths of LUFS; `None` where nothing could be heard.
    pub loudness: Option<i32>,
    /// The longest black stretch over the limit.
    pub black_ms: Option<u64>,
    /// The longest silence over the limit.
    pub silence_ms: Option<u64>,
}

/// What the finished file is not, a sentence each.
pub fn compare(facts: Facts, bounds: Bounds) -> Vec<String> {
    let Bounds { duration_ms, loudness, black_ms, silence_ms } = bounds;
    let mut faults = Vec::new();
    if let Some((least, most)) = duration_ms.filter(|&(least, most)| !(least..=most).contains(&facts.duration_ms)) {
        faults.push(format!("it lasts {} ms, expected {least} to {most} ms", facts.duration_ms));
    }
    if let Some((least, most)) = loudness {
        match facts.loudness {
            Some(level) if (least..=most).contains(&level) => {}
            Some(level) => {
                faults.push(format!(
                    "it is {} LUFS loud, expected {} to {}",
                    hundredths(level),
                    hundredths(least),
                    hundredths(most)
                ));
            }
            None => faults.push("there is nothing to hear".to_owned()),
        }
    }
    let mut longest = |what: &str, found: Option<u64>, most: Option<u64>| {
        if let (Some(found), Some(most)) = (found, most)
            && found > most
        {
            faults.push(format!("{what} for {found} ms, at most {most} ms expected"));
        }
    };
    longest("the picture is black", facts.black_ms, black_ms);
    longest("it is silent", facts.silence_ms, silence_ms);
    faults
}

fn hundredths(level: i32) -> String {
    format!("{}{}.{:02}", if level < 0 { "-" } else { "" }, level.unsigned_abs() / 100, level.unsigned_abs() % 100)
}

/// Looks for black and silent stretches over the limits, in one pass over the finished file; does nothing where there
/// are no limits.
///
/// # Errors
/// FFmpeg's.
pub async fn measure(
    bench: &Bench<'_>,
    video: &Path,
    bounds: Bounds,
) -> Result<(Option<u64>, Option<u64>), RenderError> {
    if bounds.black_ms.is_none() && bounds.silence_ms.is_none() {
        return Ok((None, None));
    }
    container::link(video, &bench.scratch.join(VIDEO)).map_err(|error| RenderError::file("cannot link", &error))?;
    let args = measure_args(container::of(video)?, bounds);
    let done = Call::ffmpeg(bench, args).run().await?;
    Ok((longest(&done.stderr, "black_duration:"), longest(&done.stderr, "silence_duration: ")))
}

/// Only stretches over the limit are told, so that however many there are, the end of stderr tells of one.
fn measure_args(container: Container, bounds: Bounds) -> Args {
    let mut args = Args::ffmpeg().flag("-nostdin").input(container.demuxer(), VIDEO).number("-filter_threads", 1_u32);
    args = match bounds.black_ms {
        Some(most) => args.option("-map", "0:v:0").option("-vf", format!("blackdetect=d={}", seconds(most))),
        None => args,
    };
    args = match bounds.silence_ms {
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

/// The largest number after `mark`, in milliseconds.
fn longest(stderr: &str, mark: &str) -> Option<u64> {
    let value = |line: &str| {
        let seconds: f64 = line.split_once(mark)?.1.split_whitespace().next()?.parse().ok()?;
        Some((seconds * 1000.0).round() as u64)
    };
    stderr.lines().filter_map(value).max()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::Stream;

    const PLANNED: Planned = Planned { canvas: Canvas { width: 128, height: 96, fps: 30 }, frames: 60 };

    fn stream(kind: StreamKind, codec: &str) -> Stream {
        Stream {
            kind,
            codec: codec.into(),
            width: 128,
            height: 96,
            pix_fmt: "yuv420p".into(),
            fps: Some((30, 1)),
            frames: Some(60),
            start_us: Some(0),
            duration_us: Some(2_000_000),
            sample_rate: 48_000,
            channels: 2,
            colour_space: "bt709".into(),
            interlaced: false,
        }
    }

    fn whole() -> Probe {
        let streams = [(StreamKind::Video, "h264"), (StreamKind::Audio, "aac"), (StreamKind::Other, "bin_data")];
        let streams = streams.map(|(kind, codec)| stream(kind, codec)).to_vec();
        Probe { duration_us: Some(2_000_000), streams, ..Probe::default() }
    }

    fn faults(change: impl FnOnce(&mut Probe)) -> Vec<String> {
        let mut probe = whole();
        change(&mut probe);
        check(&probe, PLANNED)
    }

    #[test]
    fn a_file_as_planned_has_no_faults() {
        assert_eq!(faults(|_| {}), Vec::<String>::new());
        assert_eq!(
            faults(|probe| probe.streams[1].duration_us = Some(2_033_000)),
            Vec::<String>::new(),
            "under a frame"
        );
    }

    #[test]
    fn every_way_of_being_wrong_is_told() {
        assert_eq!(faults(|p| p.streams[0].frames = Some(59)), ["59 frames instead of 60"]);
        assert_eq!(faults(|p| p.streams[0].width = 64), ["the picture is 64x96 instead of 128x96"]);
        assert_eq!(faults(|p| p.streams[0].fps = Some((25, 1))), ["the frame rate is 25/1 instead of 30"]);
        assert_eq!(faults(|p| p.streams[0].codec = "hevc".into()), ["the video is hevc instead of h264"]);
        assert_eq!(faults(|p| p.streams[1].codec = "mp3".into()), ["the sound is mp3 instead of aac"]);
        assert_eq!(faults(|p| p.streams[1].start_us = Some(-40_000)), ["the sound starts 40000 µs away from zero"]);
        assert_eq!(faults(|p| p.streams[1].duration_us = None), ["the sound is 0 ms long instead of 2000 ms"]);
        assert_eq!(faults(|p| p.streams.truncate(1)), ["0 audio streams instead of one"]);
        assert_eq!(faults(|p| p.streams.clear()).len(), 2);
    }

    #[test]
    fn what_a_manifest_expects_is_compared() {
        let bounds = Bounds {
            duration_ms: Some((1000, 2000)),
            loudness: Some((-1500, -1300)),
            black_ms: Some(500),
            silence_ms: Some(3000),
        };
        let good = Facts { duration_ms: 2000, loudness: Some(-1400), black_ms: None, silence_ms: Some(3000) };
        assert_eq!(compare(good, bounds), Vec::<String>::new());
        let bad = Facts { duration_ms: 2001, loudness: Some(-995), black_ms: Some(501), silence_ms: None };
        assert_eq!(
            compare(bad, bounds),
            [
                "it lasts 2001 ms, expected 1000 to 2000 ms",
                "it is -9.95 LUFS loud, expected -15.00 to -13.00",
                "the picture is black for 501 ms, at most 500 ms expected"
            ]
        );
        assert_eq!(compare(Facts { loudness: None, ..good }, bounds), ["there is nothing to hear"]);
        assert_eq!(compare(bad, Bounds::default()), Vec::<String>::new());
    }

    #[test]
    fn the_longest_stretch_is_read_from_what_ffmpeg_says() {
        let stderr = "[blackdetect @ 0x1] [info] black_start:0.2 black_end:0.7 black_duration:0.5\n\
                      [blackdetect @ 0x1] [info] black_start:2 black_end:4.033 black_duration:2.0333\n\
                      [silencedetect @ 0x2] [info] silence_end: 0.8 | silence_duration: 0.779\n";
        assert_eq!(longest(stderr, "black_duration:"), Some(2033));
        assert_eq!(longest(stderr, "silence_duration: "), Some(779));
        assert_eq!(longest("", "black_duration:"), None);
    }
}
