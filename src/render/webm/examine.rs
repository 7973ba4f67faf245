//! What a finished file of ours is, read from its blocks: as a prober tells it, without running one.

use std::fs::File;
use std::io;
use std::path::Path;

use super::ebml::{Element, broken, elements, float, inner, number, signed, unsigned};
use crate::render::sound::OPUS_PACKET_MS;
use crate::render::{Probe, Stream, StreamKind};

const SEGMENT: u32 = 0x1853_8067;
const INFO: u32 = 0x1549_A966;
const TRACKS: u32 = 0x1654_AE6B;
const CLUSTER: u32 = 0x1F43_B675;
/// Some seconds of video: FFmpeg begins a new cluster at 5 MB.
const LARGEST: u64 = 256 << 20;
const NS_A_MS: i64 = 1_000_000;

/// # Errors
/// The file cannot be read, is no WebM, or is cut off.
pub(in crate::render) fn examine(path: &Path) -> io::Result<Probe> {
    let mut file = File::open(path)?;
    let length = file.metadata()?.len();
    let mut place = 0;
    while let Some(element) = Element::at(&mut file, place, length)? {
        if element.id == SEGMENT {
            return segment(&mut file, element);
        }
        place = element.end();
    }
    Err(broken("there is no segment"))
}

fn segment(file: &mut File, whole: Element) -> io::Result<Probe> {
    let (mut tick, mut tracks) = (NS_A_MS, Vec::new());
    let mut place = whole.start;
    while let Some(element) = Element::at(file, place, whole.end())? {
        place = element.end();
        match element.id {
            INFO => {
                let info = element.read(file, LARGEST)?;
                tick = inner(&info, 0x2A_D7B1).and_then(unsigned).map_or(tick, |tick| tick as i64);
            }
            TRACKS => {
                let body = element.read(file, LARGEST)?;
                tracks = elements(&body).filter(|(id, _)| *id == 0xAE).filter_map(|(_, entry)| track(entry)).collect();
            }
            CLUSTER => {
                let body = element.read(file, LARGEST)?;
                cluster(&body, tick, &mut tracks).ok_or_else(|| broken("its blocks do not fit together"))?;
            }
            _ => {}
        }
    }
    let streams: Vec<Stream> = tracks.iter().map(Track::stream).collect();
    let duration_us = streams.iter().filter_map(|stream| stream.duration_us).max();
    Ok(Probe { duration_us, streams, ..Probe::default() })
}

struct Track {
    number: u64,
    kind: StreamKind,
    codec: &'static str,
    width: u32,
    height: u32,
    rate: u32,
    channels: u32,
    bt709: bool,
    /// Of each block, in nanoseconds; 0 where the file does not say.
    each: i64,
    /// In nanoseconds, of what its decoder needs to get going.
    delay: i64,
    /// In nanoseconds, of the last block's end that is not heard.
    unheard: i64,
    /// Of its blocks, in nanoseconds.
    times: Vec<i64>,
}

fn track(entry: &[u8]) -> Option<Track> {
    let whole = |body: &[u8], id: u32| inner(body, id).and_then(unsigned).unwrap_or(0);
    let kind = match whole(entry, 0x83) {
        1 => StreamKind::Video,
        2 => StreamKind::Audio,
        _ => StreamKind::Other,
    };
    let codec = match inner(entry, 0x86)? {
        b"V_VP9" => "vp9",
        b"V_AV1" => "av1",
        b"A_OPUS" => "opus",
        _ => "unknown",
    };
    let (video, audio) = (inner(entry, 0xE0).unwrap_or_default(), inner(entry, 0xE1).unwrap_or_default());
    let small = |value: u64| u32::try_from(value).unwrap_or(0);
    Some(Track {
        number: whole(entry, 0xD7),
        kind,
        codec,
        width: small(whole(video, 0xB0)),
        height: small(whole(video, 0xBA)),
        rate: inner(audio, 0xB5).and_then(float).map_or(0, |rate| rate as u32),
        channels: small(whole(audio, 0x9F)),
        bt709: inner(video, 0x55B0).is_some_and(|colour| whole(colour, 0x55B1) == 1),
        each: whole(entry, 0x23_E383) as i64,
        delay: whole(entry, 0x56AA) as i64,
        unheard: 0,
        times: Vec::new(),
    })
}

/// Takes the times of a cluster's blocks; `None` where it contradicts itself.
fn cluster(body: &[u8], tick: i64, tracks: &mut [Track]) -> Option<()> {
    let start = inner(body, 0xE7).and_then(unsigned)? as i64;
    for (id, part) in elements(body) {
        let (block, unheard) = match id {
            0xA3 => (part, None),
            0xA0 => (inner(part, 0xA1)?, inner(part, 0x75A2).and_then(signed)),
            _ => continue,
        };
        let (number, taken) = number(block)?;
        let time = i16::from_be_bytes(block.get(taken..taken + 2)?.try_into().ok()?);
        let track = tracks.iter_mut().find(|track| Some(track.number) == number)?;
        track.times.push(start.checked_add(time.into())?.checked_mul(tick)?);
        track.unheard = unheard.unwrap_or(0);
    }
    Some(())
}

impl Track {
    fn stream(&self) -> Stream {
        let first = self.times.first().copied().unwrap_or(0);
        let last = self.times.last().copied().unwrap_or(0);
        let length = match self.kind {
            _ if self.times.is_empty() => 0,
            StreamKind::Video => last - first + self.each,
            // What the decoder drops at the start and at the end is in the blocks too.
            _ => last - first + i64::from(OPUS_PACKET_MS) * NS_A_MS - self.delay - self.unheard,
        };
        Stream {
            kind: self.kind,
            codec: self.codec.to_owned(),
            width: self.width,
            height: self.height,
            pix_fmt: String::new(),
            fps: self.fps(),
            frames: Some(self.times.len() as u64),
            start_us: Some(first / 1000),
            duration_us: u64::try_from(length / 1000).ok(),
            sample_rate: self.rate,
            channels: self.channels,
            colour_space: if self.bt709 { "bt709".to_owned() } else { String::new() },
            interlaced: false,
        }
    }

    /// Frames a second where every one stands at its own millisecond.
    fn fps(&self) -> Option<(u32, u32)> {
        let second = 1_000_000_000_i64;
        let fps = (self.each > 0).then(|| (second + self.each / 2) / self.each).filter(|&fps| fps > 0)?;
        let is_there = |(number, time): (i64, &i64)| (time - number * second / fps).abs() <= NS_A_MS;
        (0..).zip(&self.times).all(is_there).then_some((u32::try_from(fps).ok()?, 1))
    }
}
