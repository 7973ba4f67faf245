//! The last step: segments joined, sound muxed, and the sidecars that tell what the video is and what it is made of.

use serde_json::{Value, json};

use super::captions;
use super::credits::{self, Credit};
use super::parts::Parts;
use super::segments::Encoded;
use crate::media::timeline::{ShotOf, Timeline, clock};
use crate::mill::{Artifact, JobError};
use crate::stage::assemble::{self, Assembled, Part};
use crate::stage::soundtrack::Soundtrack;

pub(super) async fn assemble(
    parts: &Parts<'_>,
    segments: Vec<Encoded>,
    soundtrack: Artifact<Soundtrack>,
) -> Result<Artifact<Assembled>, JobError> {
    let bench = parts.bench;
    let video = bench.video();
    let timeline = parts.timeline().await?;
    let spoken = captions::all_spoken(parts).await?;
    let mut sidecars = captions::files(parts, &timeline, &spoken);
    let credits = credits::all(parts, &timeline).await?;
    let about = credits::described(parts, &credits);
    sidecars.push(("json", description(parts, &timeline, &segments, &soundtrack, (&about, &credits))));
    let shots =
        timeline.shots.iter().map(|shot| (clock::frame_ms(shot.start_frame, timeline.fps), shot.of.to_string()));
    let shots = shots.collect();
    bench
        .obtain(assemble::Job {
            canvas: video.canvas,
            codec: video.encoding.codec,
            muxer: video.muxer,
            segments: segments.into_iter().map(|part| Part { file: part.file, frames: part.frames }).collect(),
            soundtrack: soundtrack.file(crate::stage::soundtrack::file(video.muxer.sound()))?,
            title: parts.script.title.clone(),
            description: about,
            chapters: timeline.chapters,
            sidecars: sidecars.into_iter().map(|(ending, text)| (ending.to_owned(), text)).collect(),
            expect: video.expect,
            shots,
            tools: bench.tools.clone(),
        })
        .await
}

/// `<id>.json`: what the video says and shows, and what each part of it was made from.
fn description(
    parts: &Parts<'_>,
    timeline: &Timeline,
    segments: &[Encoded],
    sound: &Artifact<Soundtrack>,
    (about, credits): (&str, &[Credit]),
) -> String {
    let script = parts.script;
    let scenes: Vec<Value> = timeline
        .shots
        .iter()
        .filter_map(|shot| {
            let ShotOf::Scene(index) = shot.of else { return None };
            let scene = &script.scenes[index];
            Some(json!({
                "title": scene.title,
                "narration": scene.say,
                "start_ms": clock::frame_ms(shot.start_frame, timeline.fps),
                "end_ms": clock::frame_ms(shot.start_frame + shot.frames, timeline.fps),
            }))
        })
        .collect();
    let part =
        |encoded: &Encoded| json!({ "key": encoded.key, "digest": encoded.file.digest, "frames": encoded.frames });
    let mut value = json!({
        "version": 1,
        "id": parts.bench.video().id,
        "title": script.title,
        "description": about,
        "tags": script.tags,
        "language": parts.bench.video().language,
        "length_ms": timeline.duration_ms(),
        "frames": timeline.frames,
        "scenes": scenes,
        "credits": credits,
        "provenance": {
            "reelmill": env!("CARGO_PKG_VERSION"),
            "tools": parts.bench.tools.identities(),
            "writer": script.writer,
            "segments": segments.iter().map(part).collect::<Vec<_>>(),
            "soundtrack": { "key": sound.key, "loudness_lufs_x100": sound.value.loudness },
        },
    });
    if let Some(encoder) = parts.bench.hardware_encoder() {
        value["provenance"]["encoder"] = encoder.into();
    }
    format!("{value:#}\n")
}
