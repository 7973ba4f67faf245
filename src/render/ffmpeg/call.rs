//! One run of FFmpeg or its prober in a scratch folder.

use std::path::Path;

use tokio_util::sync::CancellationToken;

use super::{Args, Ffmpeg, progress};
use crate::process::{Finished, Spawn, Stdin, Stdout, run};
use crate::render::{Bench, RenderError, error};

/// glibc hands a frame's memory back to the system when it is freed and takes it again, page by page, for the next one:
/// kept, it saves a tenth of a fast encode. Other C libraries do not look at these.
const KEEP_MEMORY: [(&str, &str); 2] =
    [("MALLOC_MMAP_THRESHOLD_", "33554432"), ("MALLOC_TRIM_THRESHOLD_", "1073741824")];

/// What is run, and what goes in and out.
pub(in crate::render) struct Call<'a> {
    program: &'a Path,
    cwd: Option<&'a Path>,
    cancel: &'a CancellationToken,
    spawn: Spawn,
}

impl<'a> Call<'a> {
    /// FFmpeg with its scratch folder as working folder.
    pub(in crate::render) fn ffmpeg(bench: &Bench<'a>, args: Args) -> Self {
        Self::new(&bench.ffmpeg.program, Some(bench.scratch), bench.cancel, args).stall(bench.ffmpeg)
    }

    pub(in crate::render) fn ffprobe(ffmpeg: &'a Ffmpeg, args: Args, cancel: &'a CancellationToken) -> Self {
        Self::new(&ffmpeg.ffprobe, None, cancel, args).stall(ffmpeg)
    }

    fn stall(mut self, ffmpeg: &Ffmpeg) -> Self {
        self.spawn = self.spawn.stall(ffmpeg.stall);
        self
    }

    fn new(program: &'a Path, cwd: Option<&'a Path>, cancel: &'a CancellationToken, args: Args) -> Self {
        let mut spawn = Spawn::new(program).args(args);
        for (name, value) in KEEP_MEMORY {
            spawn = spawn.env(name, value);
        }
        spawn.cwd = cwd.map(Path::to_owned);
        Self { program, cwd, cancel, spawn }
    }

    pub(in crate::render) fn stdin(mut self, stdin: Stdin) -> Self {
        self.spawn = self.spawn.stdin(stdin);
        self
    }

    pub(in crate::render) fn stdout(mut self, stdout: Stdout) -> Self {
        self.spawn = self.spawn.stdout(stdout);
        self
    }

    /// Tells of `frames` in all; the arguments must hold [`Args::progress`].
    pub(in crate::render) fn progress(self, bench: &Bench<'_>, frames: u32) -> Self {
        let mut reader = progress::Reader::new(frames, bench.progress.clone());
        self.stdout(Stdout::Lines(Box::new(move |line| reader.line(line))))
    }

    /// Only the fonts in the scratch folder exist for this call (see `captions`).
    pub(in crate::render) fn fonts_of(mut self, config: &str) -> Self {
        if let Some(scratch) = self.cwd {
            let file = scratch.join(config);
            // fontconfig looks for relative names in its own folders.
            self.spawn = self.spawn.env("FONTCONFIG_FILE", std::path::absolute(&file).unwrap_or(file));
        }
        self
    }

    /// # Errors
    /// All that [`run`] gives, and an end other than success.
    pub(in crate::render) async fn run(self) -> Result<Finished, RenderError> {
        let command = self.spawn.command_line();
        let failed = match run(self.spawn, self.cancel).await {
            Ok(done) if done.status.success() => return Ok(done),
            Ok(done) => {
                let name = self.program.file_name().unwrap_or(self.program.as_os_str());
                error::ended_badly(&name.to_string_lossy(), &done)
            }
            Err(error) => error.into(),
        };
        Err(failed.of_command(&command))
    }
}

impl Args {
    /// Progress on stdout, four times a second.
    pub(in crate::render) fn progress(self) -> Self {
        self.option("-progress", "pipe:1").option("-stats_period", "0.25")
    }
}
