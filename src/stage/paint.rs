//! From a segment's layers to the painter of its frames.

use super::segment::{Job, Layer, Mark, Source};
use super::{blocking, told};
use crate::media::{Canvas, Fit, Motion, TransitionKind};
use crate::mill::{Input, JobError};
use crate::render::frames::{
    self, CrossFade, FrameError, Framing, KenBurns, Placement, Transit, Watermark, Watermarked,
};
use crate::render::looks;
use crate::render::{Bench, ClipFrames, ClipShot, Paint};

/// Paints the segment's frames; the index of its first one comes with it.
pub(super) async fn painter(job: &Job, work: &Bench<'_>) -> Result<(Box<dyn Paint>, u32), JobError> {
    let (shot, first) = match &job.layers[..] {
        [layer] => (of_layer(job, layer, work).await?, layer.first),
        [ending, beginning] => {
            let from = of_layer(job, ending, work).await?;
            let into = of_layer(job, beginning, work).await?;
            let (from, into) = ((from, ending.first), (into, beginning.first));
            let transit: Box<dyn Paint> = match job.transition {
                None | Some(TransitionKind::None | TransitionKind::Fade) => {
                    Box::new(CrossFade::new(from, into, job.frames))
                }
                Some(kind) => Box::new(Transit::new(from, into, kind, job.canvas, job.frames)),
            };
            (transit, 0)
        }
        layers => return Err(JobError::failed(format!("a segment of {} layers", layers.len()))),
    };
    Ok(match &job.watermark {
        Some(mark) => (Box::new(Watermarked::new(shot, watermark(mark, job.canvas).await?)), first),
        None => (shot, first),
    })
}

async fn of_layer(job: &Job, layer: &Layer, work: &Bench<'_>) -> Result<Box<dyn Paint>, JobError> {
    let (canvas, span) = (job.canvas, layer.span);
    match &layer.source {
        Source::Still { image, motion, fit } => {
            let (image, motion, fit, tools) = (image.clone(), *motion, *fit, job.tools.clone());
            blocking(move || {
                let framing = Framing::of(canvas, fit, motion, span);
                let still = tools.stills.open(&image, &framing).map_err(|error| unusable(&image, &error))?;
                Ok(Box::new(KenBurns::new(still, motion, span)) as Box<dyn Paint>)
            })
            .await
        }
        Source::Clip { clip, start_ms, fit } => {
            let shot = ClipShot {
                clip: clip.path.clone(),
                start_ms: *start_ms,
                fit: *fit,
                canvas,
                first: layer.first,
                frames: job.frames,
                watermark: None,
            };
            Ok(Box::new(ClipFrames::decode(work, &shot).await.map_err(told)?))
        }
    }
}

async fn watermark(mark: &Mark, canvas: Canvas) -> Result<Watermark, JobError> {
    let Mark { image, corner, width, opacity } = mark.clone();
    let placement = Placement { corner, width, opacity };
    blocking(move || Watermark::open(&image.path, canvas, placement).map_err(|error| unusable(&image, &error))).await
}

/// A picture file as it will be framed, for something to be set over it.
pub(super) fn framed(image: &Input, (width, height): (u32, u32), fit: Fit) -> Result<looks::Picture, JobError> {
    let framing = Framing::of(Canvas { width, height, fps: 1 }, fit, Motion::None, 1);
    let picture = frames::framed(&image.path, &framing).map_err(|error| unusable(image, &error))?;
    Ok(looks::Picture { width: picture.width(), height: picture.height(), rgb: picture.rgb().to_vec() })
}

/// Says which picture, and all that is known of why.
pub(super) fn unusable(image: &Input, error: &FrameError) -> JobError {
    let cause = std::error::Error::source(error).map_or_else(String::new, |source| format!(": {source}"));
    JobError::failed(format!("{}: {error}{cause}", image.path.display()))
}
