//! What a finished file must be, whatever its manifest expects of it.

use std::path::Path;

use super::{Probe, RenderError, StreamKind, encoder, mp4, webm};
use crate::media::{Canvas, Codec, Muxer};

/// What was made, as planned.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Planned {
    pub canvas: Canvas,
    pub frames: u32,
    pub codec: Codec,
    pub muxer: Muxer,
}

/// Looks at a finished file, natively.
///
/// # Errors
/// It cannot be read, or is cut off.
pub fn examine(path: &Path, muxer: Muxer) -> Result<Probe, RenderError> {
    let examine = match muxer {
        Muxer::Mp4 => mp4::examine,
        Muxer::Webm => webm::examine,
    };
    examine(path).map_err(|error| RenderError::file("the finished file is broken", &error))
}

/// All that is wrong with a finished file, a sentence each; empty: it is what was planned. `probe` is from [`examine`]
/// or [`probe_packets`](super::probe_packets).
pub fn check(probe: &Probe, planned: Planned) -> Vec<String> {
    let Planned { canvas: Canvas { width, height, fps }, frames, codec, muxer } = planned;
    let (codec, sound_codec) = (encoder::name(codec), encoder::sound_name(muxer.sound()));
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
        want(video.codec == codec, format!("the video is {} instead of {codec}", video.codec));
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
        want(sound.codec == sound_codec, format!("the sound is {} instead of {sound_codec}", sound.codec));
    }
    faults
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::Stream;

    const PLANNED: Planned = Planned {
        canvas: Canvas { width: 128, height: 96, fps: 30 },
        frames: 60,
        codec: Codec::H264,
        muxer: Muxer::Mp4,
    };

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
}
