//! Finished files at their final places: the video, and its sidecars beside it with other endings.

use std::time::Duration;

use super::{Bench, Done};
use crate::mill::{Artifact, JobError};
use crate::stage::assemble::{self, Assembled};

/// The sidecars first, so that whoever sees the video finds the others beside it.
pub(super) async fn place(bench: &Bench, finished: &Artifact<Assembled>) -> Result<Done, JobError> {
    let output = &bench.video().output;
    let mut written = false;
    let video = assemble::VIDEO;
    for (name, file) in finished.files.iter().filter(|(name, _)| *name != video) {
        let ending = name.rsplit('.').next().unwrap_or_default();
        written |= bench.mill.place(file, &output.with_extension(ending)).await?;
    }
    written |= bench.mill.place(&finished.file(video)?, output).await?;
    let length = Duration::from_millis(finished.value.length_ms);
    Ok(Done { output: output.clone(), length, written })
}
