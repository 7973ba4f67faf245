//! What a segment's pictures are to become, and by whom: the parts of its command line that hang on that.

use std::path::Path;

use super::ffmpeg::Args;
use super::segment::SEGMENT;
use super::{Hardware, RenderError, captions, encoder, hardware, mp4};
use crate::media::{Canvas, Encoding};

#[derive(Clone, Copy)]
pub(super) struct Target<'a> {
    pub canvas: Canvas,
    pub encoding: Encoding,
    pub hardware: Option<&'a Hardware>,
}

impl Target<'_> {
    /// What comes before the inputs.
    pub(super) fn start(self) -> Args {
        Args::ffmpeg().then(hardware::before_inputs(self.hardware))
    }

    /// The end of every segment's filtergraph.
    pub(super) fn filters(self, captioned: bool) -> String {
        let (captions, comma) = if captioned { (captions::FILTER, ",") } else { ("", "") };
        format!("{captions}{comma}{}{}", encoder::TAGS, hardware::upload(self.hardware))
    }

    pub(super) fn out(self, frames: u32) -> Args {
        let encoder = match self.hardware {
            Some(hardware) => hardware::video(hardware, self.canvas, self.encoding, frames),
            None => encoder::video(self.canvas, self.encoding, frames),
        };
        encoder.progress().output("mp4", SEGMENT)
    }

    /// A chip's stream is of the codec and the size that were asked for, and its first frame can be started from.
    ///
    /// # Errors
    /// It is another, or cannot be read.
    pub(super) fn check(self, path: &Path) -> Result<(), RenderError> {
        if self.hardware.is_none() {
            return Ok(());
        }
        let broken = |error| RenderError::file("ffmpeg left a broken file", &error);
        let probe = mp4::examine(path).map_err(broken)?;
        let start = mp4::Samples::read(path, b"vide").map_err(broken)?;
        let Canvas { width, height, fps: _ } = self.canvas;
        let is_so = probe.video().is_some_and(|video| {
            video.codec == encoder::name(self.encoding.codec) && (video.width, video.height) == (width, height)
        });
        if !is_so {
            return Err(RenderError::failed("the encoder made another kind of stream than was asked for"));
        }
        if start.syncs.first() != Some(&0) {
            return Err(RenderError::failed("the encoder made a stream that cannot be started from its first frame"));
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::media::Family;
    use crate::render::testing::DRAFT;

    #[test]
    fn software_takes_frames_as_they_are() {
        assert_eq!(DRAFT.start(), Args::ffmpeg());
        assert_eq!(
            DRAFT.filters(true),
            "setparams=colorspace=unknown,ass=captions.ass:fontsdir=fonts,\
             setsar=1,setparams=range=tv:color_primaries=bt709:color_trc=bt709:colorspace=bt709"
        );
        let out = DRAFT.out(5).to_string();
        assert!(
            out.ends_with("-progress pipe:1\n-stats_period 0.25\n-fflags +bitexact\n-f mp4 file:segment.mp4"),
            "{out}"
        );
    }

    #[test]
    fn a_chip_gets_its_frames_through_its_device() {
        let vaapi = Hardware { family: Family::Vaapi, device: Some("/dev/dri/renderD128".into()) };
        let target = Target { hardware: Some(&vaapi), ..DRAFT };
        assert!(target.start().to_string().ends_with("-y\n-vaapi_device /dev/dri/renderD128"));
        assert!(target.filters(false).ends_with("colorspace=bt709,format=nv12,hwupload"));
        assert!(target.out(5).to_string().contains("-c:v h264_vaapi\n"));
    }
}
