//! The tool itself: where it is, which one it is, what it can do, and running it.

mod args;
mod call;
mod capabilities;
mod progress;

use std::collections::BTreeSet;
use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::time::Duration;

use tokio_util::sync::CancellationToken;

pub(super) use args::Args;
pub(super) use call::Call;
pub use capabilities::{Capabilities, OPTIONAL};

use super::RenderError;
use crate::process::{Spawn, run, which};

/// FFmpeg and its prober, found and known by version.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ffmpeg {
    pub program: PathBuf,
    pub ffprobe: PathBuf,
    /// As FFmpeg writes it, e.g. `5.1.9-0+deb12u1` or `n7.1-3-gabc`.
    pub version: String,
    /// Ended when it has made no progress for so long.
    pub stall: Duration,
}

/// Longer than any honest seek or font scan takes.
const STALL: Duration = Duration::from_secs(60);

/// FFmpeg as found, nothing run yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Located {
    pub program: PathBuf,
    pub ffprobe: PathBuf,
}

impl Located {
    /// Finds `asked` (a path or a name), else `ffmpeg`, on `path_env`; ffprobe beside it, else on `path_env`.
    ///
    /// # Errors
    /// [`RenderError::Missing`], naming the one that is not there.
    pub fn locate(asked: Option<&Path>, path_env: Option<&OsStr>) -> Result<Self, RenderError> {
        let name = asked.unwrap_or(Path::new("ffmpeg"));
        let program =
            which(name, path_env).ok_or_else(|| RenderError::missing(format!("`{}`", name.to_string_lossy())))?;
        let program = std::path::absolute(&program).unwrap_or(program);
        let ffprobe = which(program.with_file_name("ffprobe"), None)
            .or_else(|| which("ffprobe", path_env))
            .ok_or_else(|| RenderError::missing("`ffprobe`"))?;
        Ok(Self { ffprobe: std::path::absolute(&ffprobe).unwrap_or(ffprobe), program })
    }

    /// With a version that was remembered from an earlier [`identify`](Self::identify) of the same file.
    pub fn known_as(self, version: String) -> Ffmpeg {
        let Self { program, ffprobe } = self;
        Ffmpeg { program, ffprobe, version, stall: STALL }
    }

    /// Asks the program for its version: some 50 ms.
    ///
    /// # Errors
    /// It cannot be run, or it is not FFmpeg.
    pub async fn identify(self, cancel: &CancellationToken) -> Result<Ffmpeg, RenderError> {
        let text = ask(&self.program, "-version", cancel).await?;
        match version(&text) {
            Some(version) => {
                let version = version.to_owned();
                Ok(self.known_as(version))
            }
            None => Err(RenderError::failed(format!("`{}` is not FFmpeg", self.program.display())).log(text)),
        }
    }
}

impl Ffmpeg {
    /// Another limit than the usual minute.
    pub fn ended_after(self, stall: Duration) -> Self {
        Self { stall, ..self }
    }

    /// Names of the encoders it was built with: a run of it.
    ///
    /// # Errors
    /// It cannot be run.
    pub async fn encoders(&self, cancel: &CancellationToken) -> Result<BTreeSet<String>, RenderError> {
        Ok(capabilities::names(&ask(&self.program, "-encoders", cancel).await?))
    }

    /// What it was built with: three runs of it, for `doctor`.
    ///
    /// # Errors
    /// It cannot be run.
    pub async fn capabilities(&self, cancel: &CancellationToken) -> Result<Capabilities, RenderError> {
        let (encoders, filters, bitstream_filters) = tokio::try_join!(
            ask(&self.program, "-encoders", cancel),
            ask(&self.program, "-filters", cancel),
            ask(&self.program, "-bsfs", cancel),
        )?;
        Ok(Capabilities::parse(&encoders, &filters, &bitstream_filters))
    }
}

async fn ask(program: &Path, question: &str, cancel: &CancellationToken) -> Result<String, RenderError> {
    let spawn = Spawn::new(program).args(["-hide_banner", question]).timeout(Duration::from_secs(30));
    let done = run(spawn, cancel).await?;
    if !done.status.success() {
        return Err(super::error::ended_badly(&program.to_string_lossy(), &done));
    }
    Ok(String::from_utf8_lossy(&done.stdout).into_owned())
}

/// The version in the first line of `ffmpeg -version`.
fn version(text: &str) -> Option<&str> {
    text.lines().next()?.strip_prefix("ffmpeg version ")?.split_whitespace().next()
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    /// The FFmpeg of this machine.
    pub(in crate::render) async fn installed() -> Ffmpeg {
        Located::locate(None, std::env::var_os("PATH").as_deref())
            .unwrap()
            .identify(&CancellationToken::new())
            .await
            .unwrap()
    }

    #[test]
    fn the_version_is_read_from_the_first_line() {
        let debian = "ffmpeg version 5.1.9-0+deb12u1 Copyright (c) 2000-2026 the FFmpeg developers\nbuilt with gcc";
        assert_eq!(version(debian), Some("5.1.9-0+deb12u1"));
        assert_eq!(version("ffmpeg version n7.1-3-gabc Copyright"), Some("n7.1-3-gabc"));
        assert_eq!(version("GNU bash, version 5.2"), None);
        assert_eq!(version(""), None);
    }

    #[test]
    fn a_named_tool_that_is_not_there_is_told_by_its_name() {
        let error = Located::locate(Some(Path::new("/no/ffmpeg")), None).unwrap_err();
        assert_eq!(error.to_string(), "`/no/ffmpeg` is not there");
    }

    #[tokio::test]
    async fn the_installed_tool_is_identified_and_can_do_what_we_need() {
        let ffmpeg = installed().await;
        assert!(ffmpeg.version.starts_with(|first: char| first.is_ascii_alphanumeric()));
        assert_eq!(ffmpeg.capabilities(&CancellationToken::new()).await.unwrap().missing(), Vec::<&str>::new());
    }

    #[tokio::test]
    async fn another_program_is_not_taken_for_ffmpeg() {
        let echo = Located { program: which("echo", Some(OsStr::new("/bin:/usr/bin"))).unwrap(), ffprobe: "/".into() };
        let error = echo.identify(&CancellationToken::new()).await.unwrap_err();
        assert!(error.to_string().ends_with("is not FFmpeg"), "{error}");
    }
}
