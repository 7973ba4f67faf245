//! The soundtrack: made once for the whole video, as soon as all scenes are spoken.

use super::captions::all_spoken;
use super::parts::Parts;
use crate::media::timeline::ShotOf;
use crate::mill::{Artifact, JobError};
use crate::stage::soundtrack::{self, Narration};

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
    let music = match &bench.video().music {
        Some(music) => Some((bench.mill.digest(&music.source.file).await?, music.ducking)),
        None => None,
    };
    bench
        .obtain(soundtrack::Job {
            samples: timeline.samples(),
            narrations,
            music,
            loudness: bench.video().loudness,
            ffmpeg: bench.tools.ffmpeg.version.clone(),
            tools: bench.tools.clone(),
        })
        .await
}
