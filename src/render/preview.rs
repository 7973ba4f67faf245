//! A stretch of the finished video as a short moving picture.

use std::path::{Path, PathBuf};

use super::animation::{self, Animation};
use super::ffmpeg::{Args, Call};
use super::{Bench, Container, RenderError, container};
use crate::media::{Canvas, Preview, PreviewFormat};

const VIDEO: &str = "in0";

/// Makes it from a finished video of that shape and length, and gives its path.
///
/// # Errors
/// FFmpeg's, or a result that is not as long, as large or as endless as it must be.
pub async fn preview(
    bench: &Bench<'_>,
    video: &Path,
    canvas: Canvas,
    video_ms: u64,
    preview: Preview,
) -> Result<PathBuf, RenderError> {
    container::link(video, &bench.scratch.join(VIDEO)).map_err(|error| RenderError::file("cannot link", &error))?;
    let (start_ms, frames) = preview.cut(video_ms);
    let cut = Cut { preview, height: preview.height(canvas), start_ms, frames };
    let done = Call::ffmpeg(bench, cut.args(container::of(video)?)).progress(bench, frames).run().await?;
    let path = bench.scratch.join(cut.name());
    let bytes = std::fs::read(&path).map_err(|error| RenderError::file("ffmpeg left no preview", &error))?;
    let found = match preview.format {
        PreviewFormat::Gif => animation::gif(&bytes),
        PreviewFormat::Webp => animation::webp(&bytes),
    };
    match found.map_or_else(|| Some("it is cut off".to_owned()), |found| cut.fault(found)) {
        None => Ok(path),
        Some(fault) => {
            Err(RenderError::failed(format!("the preview is not what it must be: {fault}")).log(done.stderr))
        }
    }
}

#[derive(Debug, Clone, Copy)]
struct Cut {
    preview: Preview,
    height: u32,
    start_ms: u64,
    frames: u32,
}

impl Cut {
    fn name(&self) -> String {
        format!("preview.{}", self.preview.format.ending())
    }

    fn args(&self, container: Container) -> Args {
        let Preview { format, width, fps, .. } = self.preview;
        let scaled =
            format!("fps={fps},scale=w={width}:h={}:flags=lanczos:in_color_matrix=bt709:in_range=tv", self.height);
        let args = Args::ffmpeg()
            .flag("-nostdin")
            .option("-ss", format!("{}ms", self.start_ms))
            .input(container.demuxer(), VIDEO)
            .number("-filter_threads", 1_u32)
            .option("-fps_mode", "passthrough")
            .number("-frames:v", self.frames)
            .flag("-an");
        let args = match format {
            // One palette for all of it (one of what moves alone leaves still scenes without their colours); a pattern that
            // stands still keeps the differences small.
            PreviewFormat::Gif => {
                let palette = format!("trim=end_frame={},palettegen=stats_mode=full", self.frames);
                let painted = "paletteuse=dither=bayer:bayer_scale=4:diff_mode=rectangle";
                args.option("-vf", format!("{scaled},split[a][b];[a]{palette}[p];[b][p]{painted}"))
            }
            PreviewFormat::Webp => args
                .option("-vf", format!("{scaled},format=bgra"))
                .option("-c:v", "libwebp_anim")
                // Lower, and moving gradients show blocks: what hardly differs is left as it was.
                .number("-q:v", 80_u32)
                .number("-compression_level", 4_u32),
        };
        let args = args.number("-threads", 1_u32).option("-flags:v", "+bitexact").option("-map_metadata", "-1");
        args.number("-loop", 0_u32).progress().output(format.ending(), &self.name())
    }

    /// What is wrong with it. Pictures that are the same may be one, and the last one's length is the encoder's guess.
    fn fault(&self, found: Animation) -> Option<String> {
        let Animation { width, height, pictures, length_ms, repeats } = found;
        let fps = u64::from(self.preview.fps.max(1));
        let (wanted, frame) = (u64::from(self.frames) * 1000 / fps, 1000 / fps);
        if (width, height) != (self.preview.width, self.height) {
            return Some(format!("it is {width}x{height} instead of {}x{}", self.preview.width, self.height));
        }
        if pictures > self.frames {
            return Some(format!("it has {pictures} pictures instead of {}", self.frames));
        }
        if !repeats {
            return Some("it does not repeat".to_owned());
        }
        match length_ms {
            Some(length) if length.abs_diff(wanted) > frame + 10 => {
                Some(format!("it is {length} ms long instead of {wanted} ms"))
            }
            None if pictures > 1 => Some("it has no length".to_owned()),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_way_of_being_wrong_is_told() {
        let preview = Preview { format: PreviewFormat::Webp, start_ms: 0, length_ms: 3000, width: 270, fps: 12 };
        let cut = Cut { preview, height: 480, start_ms: 0, frames: 36 };
        let whole = Animation { width: 270, height: 480, pictures: 36, length_ms: Some(3000), repeats: true };
        assert_eq!(cut.fault(whole), None);
        assert_eq!(cut.fault(Animation { pictures: 1, length_ms: None, ..whole }), None, "it stands still");
        for (wrong, told) in [
            (Animation { height: 478, ..whole }, "it is 270x478 instead of 270x480"),
            (Animation { pictures: 37, ..whole }, "it has 37 pictures instead of 36"),
            (Animation { repeats: false, ..whole }, "it does not repeat"),
            (Animation { length_ms: Some(2800), ..whole }, "it is 2800 ms long instead of 3000 ms"),
            (Animation { length_ms: None, ..whole }, "it has no length"),
        ] {
            assert_eq!(cut.fault(wrong).as_deref(), Some(told));
        }
    }
}
