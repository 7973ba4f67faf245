//! What is in a media file, as ffprobe tells it; the reading of its JSON is pure.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::path::Path;

use serde::Deserialize;
use tokio_util::sync::CancellationToken;

use super::ffmpeg::{Args, Call};
use super::{Container, Ffmpeg, RenderError, container};
use crate::process::Stdout;

#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Probe {
    /// Of the whole file, in microseconds.
    pub duration_us: Option<u64>,
    pub streams: Vec<Stream>,
    pub chapters: Vec<ProbedChapter>,
    /// `title`, `comment` …, as far as the container has them.
    pub tags: BTreeMap<String, String>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stream {
    pub kind: StreamKind,
    /// FFmpeg's name: `h264`, `aac`.
    pub codec: String,
    /// Coded size in pixels, before rotation; 0 for sound.
    pub width: u32,
    pub height: u32,
    pub pix_fmt: String,
    /// Average frame rate as a fraction.
    pub fps: Option<(u32, u32)>,
    /// Packets counted, else what the container claims.
    pub frames: Option<u64>,
    pub start_us: Option<i64>,
    pub duration_us: Option<u64>,
    pub sample_rate: u32,
    pub channels: u32,
    /// Matrix coefficients: `bt709`, `smpte170m`; empty if the file does not say.
    pub colour_space: String,
    /// Top and bottom fields were taken at different times.
    pub interlaced: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StreamKind {
    Video,
    Audio,
    /// Chapters' text track, data, attachments, cover pictures.
    Other,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProbedChapter {
    pub start_us: i64,
    pub end_us: i64,
    pub title: String,
}

impl Probe {
    /// The first moving picture.
    pub fn video(&self) -> Option<&Stream> {
        self.streams.iter().find(|stream| stream.kind == StreamKind::Video)
    }

    pub fn audio(&self) -> Option<&Stream> {
        self.streams.iter().find(|stream| stream.kind == StreamKind::Audio)
    }

    /// From `ffprobe -of json -show_format -show_streams -show_chapters`.
    ///
    /// # Errors
    /// It is no such JSON.
    pub fn parse(json: &[u8]) -> Result<Self, serde_json::Error> {
        let RawProbe { streams, chapters, format } = serde_json::from_slice(json)?;
        Ok(Self {
            duration_us: format.duration.as_deref().and_then(micros).and_then(|us| u64::try_from(us).ok()),
            streams: streams.into_iter().map(stream).collect(),
            chapters: chapters.into_iter().filter_map(chapter).collect(),
            tags: format.tags,
        })
    }
}

/// Reads headers only: some 50 ms.
///
/// # Errors
/// The file is no media file, cannot be read, or ffprobe is not there.
pub async fn probe(ffmpeg: &Ffmpeg, path: &Path, cancel: &CancellationToken) -> Result<Probe, RenderError> {
    ask(ffmpeg, path, false, cancel).await
}

/// Reads the whole file and counts packets: [`Stream::frames`] is then what is really there.
///
/// # Errors
/// As [`probe`].
pub async fn probe_packets(ffmpeg: &Ffmpeg, path: &Path, cancel: &CancellationToken) -> Result<Probe, RenderError> {
    ask(ffmpeg, path, true, cancel).await
}

async fn ask(ffmpeg: &Ffmpeg, path: &Path, count: bool, cancel: &CancellationToken) -> Result<Probe, RenderError> {
    let container = container::of(path)?;
    let absolute = std::path::absolute(path).map_err(|error| RenderError::file("cannot find the file", &error))?;
    let args = args(container, absolute.into_os_string(), count);
    let done = Call::ffprobe(ffmpeg, args, cancel).stdout(Stdout::Keep(16 << 20)).run().await?;
    Probe::parse(&done.stdout)
        .map_err(|error| RenderError::failed(format!("cannot understand ffprobe: {error}")).log(done.stderr))
}

fn args(container: Container, path: OsString, count: bool) -> Args {
    // With its protocol before it, the rest is the path as it is, whatever characters it has.
    let mut file = OsString::from("file:");
    file.push(path);
    let args = Args::default()
        .flag("-hide_banner")
        .option("-loglevel", "repeat+level+error")
        .flag("-show_format")
        .flag("-show_streams")
        .flag("-show_chapters")
        .option("-of", "json");
    if count { args.flag("-count_packets") } else { args }
        .option("-protocol_whitelist", "file,pipe")
        .option("-f", container.demuxer())
        .option("-i", file)
}

#[derive(Deserialize)]
struct RawProbe {
    #[serde(default)]
    streams: Vec<RawStream>,
    #[serde(default)]
    chapters: Vec<RawChapter>,
    #[serde(default)]
    format: RawFormat,
}

#[derive(Default, Deserialize)]
struct RawFormat {
    duration: Option<String>,
    #[serde(default)]
    tags: BTreeMap<String, String>,
}

#[derive(Deserialize)]
#[serde(default)]
#[derive(Default)]
struct RawStream {
    codec_name: String,
    codec_type: String,
    width: u32,
    height: u32,
    pix_fmt: String,
    avg_frame_rate: String,
    nb_frames: Option<String>,
    nb_read_packets: Option<String>,
    start_time: Option<String>,
    duration: Option<String>,
    sample_rate: Option<String>,
    channels: u32,
    color_space: String,
    field_order: String,
    disposition: RawDisposition,
}

#[derive(Default, Deserialize)]
struct RawDisposition {
    #[serde(default)]
    attached_pic: u8,
}

#[derive(Deserialize)]
struct RawChapter {
    start_time: String,
    end_time: String,
    #[serde(default)]
    tags: BTreeMap<String, String>,
}

fn stream(raw: RawStream) -> Stream {
    let kind = match raw.codec_type.as_str() {
        "video" if raw.disposition.attached_pic == 0 => StreamKind::Video,
        "audio" => StreamKind::Audio,
        _ => StreamKind::Other,
    };
    Stream {
        kind,
        codec: raw.codec_name,
        width: raw.width,
        height: raw.height,
        pix_fmt: raw.pix_fmt,
        fps: fraction(&raw.avg_frame_rate),
        frames: raw.nb_read_packets.or(raw.nb_frames).and_then(|count| count.parse().ok()),
        start_us: raw.start_time.as_deref().and_then(micros),
        duration_us: raw.duration.as_deref().and_then(micros).and_then(|us| u64::try_from(us).ok()),
        sample_rate: raw.sample_rate.and_then(|rate| rate.parse().ok()).unwrap_or(0),
        channels: raw.channels,
        colour_space: if raw.color_space == "unknown" { String::new() } else { raw.color_space },
        interlaced: matches!(raw.field_order.as_str(), "tt" | "bb" | "tb" | "bt"),
    }
}

fn chapter(raw: RawChapter) -> Option<ProbedChapter> {
    let title = raw.tags.into_iter().find(|(name, _)| name == "title").map(|(_, title)| title).unwrap_or_default();
    Some(ProbedChapter { start_us: micros(&raw.start_time)?, end_us: micros(&raw.end_time)?, title })
}

fn fraction(text: &str) -> Option<(u32, u32)> {
    let (above, below) = text.split_once('/')?;
    Some((above.parse().ok()?, below.parse().ok()?)).filter(|&(above, below)| above > 0 && below > 0)
}

/// Decimal seconds with up to six places, as ffprobe writes them, without a detour over floats.
fn micros(text: &str) -> Option<i64> {
    let (negative, text) = match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text),
    };
    let (whole, part) = text.split_once('.').unwrap_or((text, ""));
    let part = part.get(..part.len().min(6))?;
    let scale = 10_i64.pow(6 - u32::try_from(part.len()).ok()?);
    let part = if part.is_empty() { 0 } else { part.parse::<u32>().ok()?.into() };
    let us = i64::from(whole.parse::<u32>().ok()?) * 1_000_000 + part * scale;
    Some(if negative { -us } else { us })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// FFmpeg 5.1.9, a joined file, cut to what is read and a little more.
    const JOINED: &str = r#"{
        "streams": [
            {"index": 0, "codec_name": "h264", "profile": "High", "codec_type": "video", "width": 128, "height": 96,
             "sample_aspect_ratio": "1:1", "pix_fmt": "yuv420p", "color_space": "bt709", "field_order": "progressive",
             "r_frame_rate": "30/1", "avg_frame_rate": "30/1", "start_time": "0.000000", "duration": "1.033333",
             "nb_frames": "40", "nb_read_packets": "31", "disposition": {"default": 1, "attached_pic": 0}},
            {"index": 1, "codec_name": "aac", "codec_type": "audio", "sample_rate": "48000", "channels": 2,
             "avg_frame_rate": "0/0", "start_time": "-0.021333", "duration": "2.000000", "nb_frames": "95"},
            {"index": 2, "codec_name": "bin_data", "codec_type": "data", "codec_tag_string": "text"}],
        "chapters": [{"id": 0, "time_base": "1/1000", "start": 0, "start_time": "0.000000", "end": 500,
                      "end_time": "0.500000", "tags": {"title": "one"}}],
        "format": {"format_name": "mov,mp4", "duration": "2.000000", "tags": {"title": "A = ;\nb"}}}"#;

    #[test]
    fn a_captured_answer_is_read() {
        let probe = Probe::parse(JOINED.as_bytes()).unwrap();
        let video = probe.video().unwrap();
        assert_eq!((video.codec.as_str(), video.width, video.height, video.fps), ("h264", 128, 96, Some((30, 1))));
        assert_eq!((video.frames, video.duration_us), (Some(31), Some(1_033_333)), "counted packets win");
        let audio = probe.audio().unwrap();
        assert_eq!((audio.sample_rate, audio.channels, audio.start_us), (48_000, 2, Some(-21_333)));
        assert_eq!(probe.streams[2].kind, StreamKind::Other);
        assert_eq!(probe.chapters, [ProbedChapter { start_us: 0, end_us: 500_000, title: "one".into() }]);
        assert_eq!((probe.duration_us, probe.tags["title"].as_str()), (Some(2_000_000), "A = ;\nb"));
    }

    #[test]
    fn seconds_are_read_exactly() {
        assert_eq!(micros("12.345678"), Some(12_345_678));
        assert_eq!(micros("0.5"), Some(500_000));
        assert_eq!(micros("-0.000001"), Some(-1));
        assert_eq!(micros("3"), Some(3_000_000));
        assert_eq!(micros("N/A"), None);
        assert_eq!(micros("1.é"), None);
    }

    #[test]
    fn an_empty_answer_is_an_empty_probe() {
        assert_eq!(Probe::parse(b"{}").unwrap(), Probe::default());
        assert!(Probe::parse(b"").is_err());
    }
}
