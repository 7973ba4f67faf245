//! One video, and the order of its stages: the one file to read to understand the program.
//!
//! Script, then for all scenes at once speech and picture (chosen by the idea stage where the manifest names none),
//! then the segments of a scene as soon as its own parts are there, beside them the soundtrack, then the assembly. Each
//! step is a job of the mill, and so is the whole: an unchanged video is one lookup.

mod assembly;
mod bench;
mod captions;
mod credits;
mod demand;
mod extras;
mod outputs;
mod pace;
mod parts;
mod scenes;
mod segments;
mod services;
mod soundtrack;
mod speech;
mod visuals;
mod whole;

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use futures::future::{self, FutureExt};

use crate::event::{Events, Outcome, Stage};
use crate::manifest::model::{Providers, Video};
use crate::mill::{Artifact, JobError, Mill, Mode};
use crate::stage::assemble::Assembled;
use crate::stage::{Tools, encoders_for};

use bench::{Bench, settle};
use captions::Faces;
pub use captions::check as check_captions;
pub use demand::Demand;
use parts::Parts;
pub use scenes::{Scene, Script};
pub use services::{endpoint, voice_service};
pub use whole::Piece;

/// A video of a manifest, with the services that manifest names.
#[derive(Clone)]
pub struct Wanted {
    pub video: Arc<Video>,
    pub providers: Arc<Providers>,
}

/// The files are at their final paths.
pub struct Done {
    pub output: PathBuf,
    pub length: Duration,
    /// False: they were already what they should be.
    pub written: bool,
}

/// What a run would find of a video, as far as that can be told without making anything.
pub enum Foreseen {
    /// All of it.
    Finished,
    /// The script is to be written first; what hangs on it is not known.
    Unwritten,
    /// What it takes in all, of which some may be there; the mill has looked for all that can be named by now.
    Unfinished(BTreeMap<Stage, Demand>),
}

/// Makes one video, or finds that it is made.
pub async fn produce(wanted: Wanted, mill: Mill, tools: Arc<Tools>, events: Events) -> Result<Done, JobError> {
    let anew = || Bench::new(wanted.clone(), mill.clone(), tools.clone(), events.clone());
    let mut bench = anew().with_encoder().await?;
    let mut done = delivered(&bench).await;
    if let Err(error) = &done
        && bench.has_lost_its_encoder(error)
    {
        // Its segments must join, so all of them are made in software.
        bench = anew();
        done = delivered(&bench).await;
    }
    if done.is_err() {
        bench.tell_unasked();
    }
    done
}

async fn delivered(bench: &Bench) -> Result<Done, JobError> {
    if bench.tools.lock.is_some() {
        answers(bench).await?;
    }
    let whole = whole::job(bench).await?;
    let (finished, written) = bench.mill.deliver(whole, |finished| outputs::places(bench, finished)).await?;
    if finished.outcome == Outcome::Hit {
        stand_in(bench, &finished.value);
    } else if bench.lacks_its_encoder() {
        bench.note("no hardware encoder works here, so it was encoded in software; `reelmill doctor` says why");
    }
    outputs::sweep(bench, &finished);
    bench.events.emit(outputs::placed(bench, &finished));
    bench.mill.remember_output(&bench.video().output, &finished.key);
    let length = Duration::from_millis(finished.value.assembled.length_ms);
    Ok(Done { output: bench.video().output.clone(), length, written })
}

/// It is as it was made, and not as it is wanted: said in the same words for all videos of a run, so that they stand
/// together.
fn stand_in(bench: &Bench, finished: &whole::Finished) {
    let Some(first) = finished.fallbacks.first() else { return };
    let more = match finished.fallbacks.len() - 1 {
        0 => String::new(),
        more => format!(" (and {more} more)"),
    };
    let when = match finished.due_ms {
        Some(_) => "again by the first run after ten minutes, or now with `--refresh video`, `--only` for some",
        None => "by a run without `--offline`",
    };
    bench.note(&format!("kept from an earlier run, in which {first}{more}; what is preferred is asked {when}"));
}

/// Looks up what [`produce`] would find and what it would make; the mill keeps what it has looked for.
///
/// # Errors
/// A file of the manifest's cannot be read.
pub async fn foresee(wanted: Wanted, mill: Mill, tools: Arc<Tools>, events: Events) -> Result<Foreseen, JobError> {
    let bench = Bench::new(wanted, mill, tools, events).with_encoder().await?;
    match bench.mill.obtain(whole::job(&bench).await?).await {
        Err(JobError::WouldMake) => {}
        found => return found.map(|_| Foreseen::Finished),
    }
    encoders(&bench).await?;
    let script = match scenes::script(&bench).await {
        Err(JobError::WouldMake) => return Ok(Foreseen::Unwritten),
        script => script?,
    };
    // "Would be made" is no failure, and what else is wrong a run will tell.
    let _ = from_script(&bench, &script).await;
    Ok(Foreseen::Unfinished(demand::demand(&bench, &script)))
}

/// The script alone.
pub async fn script(wanted: Wanted, mill: Mill, tools: Arc<Tools>, events: Events) -> Result<Script, JobError> {
    scenes::script(&Bench::new(wanted, mill, tools, events)).await
}

/// All that services give, also where the finished video is there already: the lock file is to know it.
async fn answers(bench: &Bench) -> Result<(), JobError> {
    let script = scenes::script(bench).await?;
    let faces = captions::faces(bench, &script).await?;
    let parts = parts(bench, &script, faces);
    let shown = future::join_all(parts.shown.iter().cloned());
    let (spoken, shown) = future::join(captions::all_spoken(&parts), shown).await;
    spoken?;
    settle(shown).map(drop)
}

fn parts<'a>(bench: &'a Bench, script: &'a Script, faces: Faces) -> Parts<'a> {
    Parts::new(
        bench,
        script,
        faces,
        |scene| speech::speak(bench, scene, &script.scenes[scene]).boxed(),
        |shot| visuals::show(bench, script, shot).boxed(),
    )
}

/// What FFmpeg cannot encode is told before anything is paid for.
async fn encoders(bench: &Bench) -> Result<(), JobError> {
    let video = bench.video();
    let preview = video.preview.map(|preview| preview.format);
    let codec = bench.hardware_encoder().is_none().then_some(video.encoding.codec);
    let needed = encoders_for(codec, video.muxer.sound(), preview);
    bench.tools.require_encoders(&bench.mill, &needed).await
}

/// All stages, in order.
async fn make(bench: &Bench) -> Result<Artifact<Assembled>, JobError> {
    encoders(bench).await?;
    let script = scenes::script(bench).await?;
    bench.planned(demand::demand(bench, &script));
    from_script(bench, &script).await
}

async fn from_script(bench: &Bench, script: &Script) -> Result<Artifact<Assembled>, JobError> {
    let faces = captions::faces(bench, script).await?;
    let parts = parts(bench, script, faces);
    if bench.mill.mode() != Mode::Make || bench.tools.services.offline() {
        // What needs a missing speech first would never ask for its picture, and all that is missing shall be told.
        parts.look_at_all().await;
    }
    let shots = segments::of_shots(&parts).await?;
    let (segments, soundtrack, poster) =
        future::join3(segments::all(&parts, &shots), soundtrack::mixed(&parts), extras::poster(&parts, &shots)).await;
    let mut assembled = assembly::assemble(&parts, segments?, soundtrack?).await?;
    assembled.files.extend(poster?.files);
    extras::add(bench, &mut assembled).await?;
    Ok(assembled)
}

/// Whether the cache has the video as it is wanted now. The mill looks up only.
pub async fn is_made(wanted: Wanted, mill: Mill, tools: Arc<Tools>, events: Events) -> bool {
    let Ok(bench) = Bench::new(wanted, mill, tools, events).with_encoder().await else { return false };
    match whole::job(&bench).await {
        Ok(job) => bench.mill.obtain(job).await.is_ok(),
        Err(_) => false,
    }
}
