//! One shot of a clip as a segment: FFmpeg alone crops, scales, retimes, captions and encodes.
//!
//! A shot is a clip from some moment on, at the canvas's rate; when the clip is too short its last frame is held. A
//! segment is a stretch of a shot's frames, so that a crossfade before or after it has the others.

use std::path::{Path, PathBuf};

use super::ffmpeg::{Args, Call};
use super::target::Target;
use super::{
    Bench, CaptionFiles, Container, Hardware, Probe, RenderError, Stream, container, mp4, probe::probe, segment,
};
use crate::media::{Canvas, Encoding, Fit};

const CLIP: &str = "in0";
const MARK: &str = "in1";

/// Frames `first` to `first + frames` of a clip played from `start_ms`.
#[derive(Debug, Clone)]
pub struct ClipShot {
    pub clip: PathBuf,
    pub start_ms: u64,
    pub fit: Fit,
    pub canvas: Canvas,
    pub first: u32,
    pub frames: u32,
    pub watermark: Option<Overlay>,
}

/// A PNG laid over the picture, in pixels of the canvas.
#[derive(Debug, Clone)]
pub struct Overlay {
    pub png: PathBuf,
    pub x: u32,
    pub y: u32,
    pub width: u32,
    pub height: u32,
    /// Per mille.
    pub opacity: u32,
}

pub struct ClipEncode {
    pub shot: ClipShot,
    pub encoding: Encoding,
    pub hardware: Option<Hardware>,
    pub captions: Option<CaptionFiles>,
}

/// Encodes a stretch of a clip and gives the segment's path.
///
/// # Errors
/// The clip is no video, is damaged, or ends before `start_ms`; FFmpeg's; a caption's font or glyph that is not
/// there; a result that is not what was asked for.
pub async fn encode_clip(bench: &Bench<'_>, encode: ClipEncode) -> Result<PathBuf, RenderError> {
    let ClipEncode { shot, encoding, hardware, captions } = encode;
    let target = Target { canvas: shot.canvas, encoding, hardware: hardware.as_ref() };
    if let Some(captions) = &captions {
        captions.put(bench.scratch)?;
    }
    let source = Source::open(bench, &shot).await?;
    let graph = graph(&shot, &source, &target.filters(captions.is_some()));
    let args = target.start().then(inputs(&shot, &source, &graph)).then(target.out(shot.frames));
    segment::finish(bench, Call::ffmpeg(bench, args), target, shot.frames).await
}

/// What must be known of a clip before its command line can be written.
pub(super) struct Source {
    container: Container,
    video: Stream,
}

impl Source {
    /// Looks at the clip and links it, and the watermark, into the scratch folder.
    pub(super) async fn open(bench: &Bench<'_>, shot: &ClipShot) -> Result<Self, RenderError> {
        let container = container::of(&shot.clip)?;
        let found = probe(bench.ffmpeg, &shot.clip, bench.cancel).await?;
        let name = shot.clip.file_name().unwrap_or_default().to_string_lossy();
        if container == Container::Mp4 && is_cut_off(&shot.clip) {
            return Err(RenderError::failed(format!("`{name}` is cut off: part of its pictures is missing"))
                .help("download or copy it again"));
        }
        let video = pictures(&found, shot.start_ms).map_err(|why| RenderError::failed(format!("`{name}` {why}")))?;
        let linked = container::link(&shot.clip, &bench.scratch.join(CLIP)).and_then(|()| match &shot.watermark {
            Some(mark) => container::link(&mark.png, &bench.scratch.join(MARK)),
            None => Ok(()),
        });
        linked.map_err(|error| RenderError::file("cannot link the clip", &error))?;
        Ok(Self { container, video: video.clone() })
    }
}

/// Fragmented files have no samples in their index and pass.
fn is_cut_off(clip: &Path) -> bool {
    mp4::Index::read(clip).is_ok_and(|index| !index.is_whole())
}

fn pictures(probe: &Probe, start_ms: u64) -> Result<&Stream, String> {
    let video = probe.video().ok_or("has no video stream")?;
    match video.duration_us.or(probe.duration_us) {
        Some(length) if start_ms * 1000 >= length => Err(format!(
            "is {}.{:03} s long and cannot start at {}.{:03} s",
            length / 1_000_000,
            length / 1000 % 1000,
            start_ms / 1000,
            start_ms % 1000
        )),
        _ => Ok(video),
    }
}

/// From the inputs to the filtergraph.
pub(super) fn inputs(shot: &ClipShot, source: &Source, graph: &str) -> Args {
    let clip = Args::default()
        .flag("-nostdin")
        .flag("-xerror")
        .number("-filter_complex_threads", 1_u32)
        .option("-err_detect", "explode")
        .number("-threads", 1_u32)
        .option("-ss", format!("{}ms", shot.start_ms))
        .input(source.container.demuxer(), CLIP);
    let marked = match shot.watermark {
        Some(_) => clip
            .option("-pattern_type", "none")
            .number("-framerate", shot.canvas.fps)
            .option("-c:v", "png")
            .input("image2", MARK),
        None => clip,
    };
    marked.option("-filter_complex", graph).option("-map", "[out]")
}

/// `end` is that of every segment's filtergraph.
pub(super) fn graph(shot: &ClipShot, source: &Source, end: &str) -> String {
    let ClipShot { clip: _, start_ms: _, fit, canvas, first, frames, watermark } = shot;
    let Canvas { width, height, fps } = *canvas;
    let rate = format!("fps={fps}:start_time=0");
    let mut steps = Vec::new();
    if source.video.interlaced {
        steps.push("bwdif=mode=send_frame".to_owned());
    }
    // Frames that will be dropped need not be scaled, frames that will be doubled are doubled last.
    let is_faster = source.video.fps.is_some_and(|(above, below)| u64::from(above) > u64::from(below) * u64::from(fps));
    let scaled = scaled(*fit, width, height, matrix(&source.video));
    if is_faster {
        steps.extend([rate, scaled]);
    } else {
        steps.extend([scaled, rate]);
    }
    steps.push("tpad=stop=-1:stop_mode=clone".to_owned());
    let after = u64::from(*first) + u64::from(*frames);
    steps.push(format!("trim=start_frame={first}:end_frame={after}"));
    steps.push("setpts=PTS-STARTPTS".to_owned());
    match watermark {
        None => format!("[0:v:0]{},{end}[out]", steps.join(",")),
        Some(Overlay { png: _, x, y, width, height, opacity }) => format!(
            "[1:v:0]format=rgba,colorchannelmixer=aa={}.{:03},\
             scale={width}:{height}:out_color_matrix=bt709:out_range=tv,format=yuva420p[mark];\
             [0:v:0]{}[shot];[shot][mark]overlay={x}:{y}:format=yuv420,{end}[out]",
            opacity / 1000,
            opacity % 1000,
            steps.join(",")
        ),
    }
}

/// Files that do not say which matrix they use follow the habit: BT.709 for high definition, BT.601 below.
fn matrix(video: &Stream) -> &'static str {
    match video.colour_space.as_str() {
        "bt709" => "bt709",
        "smpte170m" | "bt470bg" => "smpte170m",
        "bt2020nc" | "bt2020c" => "bt2020",
        "" if video.height.max(video.width) >= 1280 => "bt709",
        "" => "smpte170m",
        _ => "auto",
    }
}

/// Crops before it scales, so that nothing is computed that will not be seen. The clip's pixels may not be square.
fn scaled(fit: Fit, width: u32, height: u32, matrix: &str) -> String {
    let colours = format!("in_color_matrix={matrix}:out_color_matrix=bt709:out_range=tv");
    let cover = |width: u32, height: u32| {
        format!(
            "crop=w='min(iw,ih*{width}/({height}*sar))':h='min(ih,iw*sar*{height}/{width})',\
             scale=w={width}:h={height}:flags=bicubic:{colours},format=yuv420p"
        )
    };
    let within = format!(
        "scale=w='max(2,2*round(min({width},{height}*dar)/2))':h='max(2,2*round(min({height},{width}/dar)/2))':\
         flags=bicubic:{colours},format=yuv420p"
    );
    match fit {
        Fit::Cover => cover(width, height),
        Fit::Contain => format!("{within},pad=w={width}:h={height}:x=(ow-iw)/2:y=(oh-ih)/2:color=black"),
        // Blurred at a quarter of the size: a blur has no detail to lose.
        Fit::Blur => format!(
            "split[wide][whole];[wide]{},gblur=sigma={}:steps=2,scale=w={width}:h={height}:flags=bilinear[back];\
             [whole]{within}[front];[back][front]overlay=x=(W-w)/2:y=(H-h)/2:format=yuv420",
            cover(quarter(width), quarter(height)),
            (width.min(height) / 80).max(1),
        ),
    }
}

fn quarter(pixels: u32) -> u32 {
    (pixels / 8 * 2).max(2)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::StreamKind;
    use crate::render::encoder::TAGS;

    fn source(fps: u32) -> Source {
        let video = Stream {
            kind: StreamKind::Video,
            codec: "h264".into(),
            width: 1920,
            height: 1080,
            pix_fmt: "yuv420p".into(),
            fps: Some((fps, 1)),
            frames: None,
            start_us: None,
            duration_us: Some(4_000_000),
            sample_rate: 0,
            channels: 0,
            colour_space: String::new(),
            interlaced: false,
        };
        Source { container: Container::Mp4, video }
    }

    fn shot() -> ClipShot {
        let canvas = Canvas { width: 1080, height: 1920, fps: 30 };
        ClipShot {
            clip: "a.mp4".into(),
            start_ms: 1500,
            fit: Fit::Cover,
            canvas,
            first: 9,
            frames: 60,
            watermark: None,
        }
    }

    const TAIL: &str = "tpad=stop=-1:stop_mode=clone,trim=start_frame=9:end_frame=69,setpts=PTS-STARTPTS,\
                        setsar=1,setparams=range=tv:color_primaries=bt709:color_trc=bt709:colorspace=bt709[out]";

    const COVER: &str = "crop=w='min(iw,ih*1080/(1920*sar))':h='min(ih,iw*sar*1920/1080)',\
                         scale=w=1080:h=1920:flags=bicubic:\
                         in_color_matrix=bt709:out_color_matrix=bt709:out_range=tv,format=yuv420p";

    #[test]
    fn the_input_is_a_fixed_name_with_its_demuxer() {
        assert_eq!(
            inputs(&shot(), &source(30), "GRAPH").to_string(),
            "-nostdin\n-xerror\n-filter_complex_threads 1\n\
             -err_detect explode\n-threads 1\n-ss 1500ms\n-protocol_whitelist file,pipe\n-f mov\n-i file:in0\n\
             -filter_complex GRAPH\n-map [out]"
        );
    }

    #[test]
    fn the_picture_is_cropped_first_and_frames_are_dropped_before_or_doubled_after() {
        assert_eq!(graph(&shot(), &source(60), TAGS), format!("[0:v:0]fps=30:start_time=0,{COVER},{TAIL}"));
        assert_eq!(graph(&shot(), &source(25), TAGS), format!("[0:v:0]{COVER},fps=30:start_time=0,{TAIL}"));
    }

    #[test]
    fn a_clip_that_does_not_say_its_matrix_is_judged_by_its_size() {
        let mut video = source(30).video;
        assert_eq!(matrix(&video), "bt709");
        (video.width, video.height) = (720, 576);
        assert_eq!(matrix(&video), "smpte170m");
        video.colour_space = "bt2020nc".into();
        assert_eq!(matrix(&video), "bt2020");
    }

    #[test]
    fn a_start_behind_the_end_is_told() {
        let probe = Probe { streams: vec![source(30).video], ..Probe::default() };
        assert_eq!(pictures(&probe, 4000).unwrap_err(), "is 4.000 s long and cannot start at 4.000 s");
        assert!(pictures(&probe, 3999).is_ok());
        assert_eq!(pictures(&Probe::default(), 0).unwrap_err(), "has no video stream");
    }
}
