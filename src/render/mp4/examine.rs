//! What a finished file of ours is, read from its index: as a prober tells it, without running one.

use std::io;
use std::path::Path;

use super::index::Index;
use super::samples::Samples;
use crate::render::{Probe, Stream, StreamKind};

/// # Errors
/// The file cannot be read, or is cut off.
pub(in crate::render) fn examine(path: &Path) -> io::Result<Probe> {
    let index = Index::read(path)?;
    if !index.is_whole() {
        return Err(super::index::broken("part of it is missing"));
    }
    let mut probe = Probe::default();
    for track in &index.tracks {
        let kind = match &track.kind {
            b"vide" => StreamKind::Video,
            b"soun" => StreamKind::Audio,
            _ => continue,
        };
        let stream = stream(kind, &Samples::read(path, &track.kind)?);
        probe.duration_us = probe.duration_us.max(stream.duration_us);
        probe.streams.push(stream);
    }
    Ok(probe)
}

fn stream(kind: StreamKind, samples: &Samples) -> Stream {
    let scale = i128::from(samples.timescale.max(1));
    let micros = |ticks: i128| ticks * 1_000_000 / scale;
    let times =
        samples.durations.iter().scan(0_i128, |at, &ticks| Some(std::mem::replace(at, *at + i128::from(ticks))));
    // Sound begins with what its encoder needs to get going; the edit leaves it out.
    let shown = times.zip(&samples.offsets).map(|(time, &offset)| time + i128::from(offset) - i128::from(samples.skip));
    let start = match kind {
        StreamKind::Video => shown.min().unwrap_or(0),
        _ => 0,
    };
    let ticks = u128::from(samples.ticks());
    let heard = match kind {
        StreamKind::Video => ticks,
        _ => samples.shown_ticks.map_or(ticks, u128::from),
    };
    Stream {
        kind,
        codec: codec(samples.entry.get(4..8).unwrap_or_default()).to_owned(),
        width: samples.width.into(),
        height: samples.height.into(),
        pix_fmt: String::new(),
        fps: rate(samples),
        frames: Some(samples.sizes.len() as u64),
        start_us: i64::try_from(micros(start)).ok(),
        duration_us: u64::try_from(micros(heard as i128)).ok(),
        sample_rate: if kind == StreamKind::Audio { samples.timescale } else { 0 },
        channels: 0,
        colour_space: String::new(),
        interlaced: false,
    }
}

/// Frames a second where all are shown equally long.
fn rate(samples: &Samples) -> Option<(u32, u32)> {
    let first = *samples.durations.first()?;
    samples.durations.iter().all(|&ticks| ticks == first && ticks > 0).then_some((samples.timescale, first))
}

/// FFmpeg's name of what a sample entry holds.
fn codec(entry: &[u8]) -> &'static str {
    match entry {
        b"avc1" | b"avc3" => "h264",
        b"hvc1" | b"hev1" => "hevc",
        b"av01" => "av1",
        b"vp09" => "vp9",
        b"mp4a" => "aac",
        b"Opus" => "opus",
        _ => "unknown",
    }
}
