//! The soundtrack: made once for the whole video, as soon as all scenes are spoken.

use super::captions::all_spoken;
use super::parts::Parts;
use crate::manifest::model::ClipSound;
use crate::media::Ducking;
use crate::media::timeline::{Shot, ShotOf, Timeline, clock};
use crate::mill::{Artifact, JobError};
use crate::stage::segment::Source;
use crate::stage::soundtrack::{self, Clip, Narration};

/// At a cut a clip's sound fades over this time, so that it does not click.
const CUT_MS: u32 = 30;

pub(super) async fn mixed(parts: &Parts<'_>) -> Result<Artifact<soundtrack::Soundtrack>, JobError> {
    let bench = parts.bench;
    let timeline = parts.timeline().await?;
    let spoken = all_spoken(parts).await?;
    let mut narrations = Vec::new();
    for shot in &timeline.shots {
        let (ShotOf::Scene(scene), Some(placed)) = (shot.of, shot.narration) else { continue };
        if let Some(spoken) = &spoken[scene] {
            let wav = spoken.file(crate::stage::speech::FILE)?;
            narrations.push(Narration { start_sample: placed.start_sample, wav });
        }
    }
    let clips = clips(parts, &timeline).await?;
    let music = match &bench.video().music {
        Some(music) => Some((bench.mill.digest(&music.source.file).await?, music.ducking)),
        None => None,
    };
    bench
        .obtain(soundtrack::Job {
            samples: timeline.samples(),
            narrations,
            clips,
            music,
            loudness: bench.video().loudness,
            codec: bench.video().muxer.sound(),
            ffmpeg: bench.tools.ffmpeg.version.clone(),
            tools: bench.tools.clone(),
        })
        .await
}

/// The clips whose own sound is wanted, each as long as its picture is seen.
async fn clips(parts: &Parts<'_>, timeline: &Timeline) -> Result<Vec<Clip>, JobError> {
    let mut clips = Vec::new();
    for (index, shot) in timeline.shots.iter().enumerate() {
        let shown = parts.shown[index].clone().await?;
        let (Source::Clip { clip, start_ms, .. }, Some(sound)) = (shown.source, shown.sound) else { continue };
        let start_sample = clock::frame_sample(shot.visual_start, timeline.fps);
        let end_sample = clock::frame_sample(shot.visual_start + shot.visual_frames, timeline.fps);
        let ducking = ducking(sound, shot, timeline.fps);
        clips.push(Clip { clip, start_ms, start_sample, samples: end_sample - start_sample, ducking });
    }
    Ok(clips)
}

/// Transitions are heard as they are seen.
fn ducking(ClipSound { volume, duck }: ClipSound, shot: &Shot, fps: u32) -> Ducking {
    let tail = (shot.visual_frames - shot.head_frames()).saturating_sub(shot.frames);
    let fade = |lent: u32| (clock::frame_ms(2 * lent, fps) as u32).max(CUT_MS);
    Ducking { volume, duck, fade_in_ms: fade(shot.head_frames()), fade_out_ms: fade(tail), looped: false }
}
