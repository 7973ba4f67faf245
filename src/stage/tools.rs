//! The programs and libraries that jobs work with, found once a run and known by what changes their results.

use std::path::Path;
use std::time::Duration;

use crate::mill::{JobError, Mill, Missing};
use crate::process::loader_list;
use crate::provider::Services;
use crate::provider::speech::Espeak;
use crate::render::{self, Ffmpeg, Located};

use super::lock::Lock;
use super::stills::Stills;
use super::{Encoders, told};

pub struct Tools {
    pub ffmpeg: Ffmpeg,
    /// The x264 of this process; `None` where there is none, or where somebody chose the FFmpeg that is to encode.
    pub x264: Option<String>,
    /// Who may encode.
    pub encoders: Encoders,
    /// The engine's version; `None`: it is not there, which matters only when it is asked to speak.
    pub espeak: Option<Espeak>,
    /// Whoever is asked over HTTP, with the run's budget.
    pub services: Services,
    /// What services are known to have answered.
    pub lock: Option<Lock>,
    /// What is shown by several segments.
    pub stills: Stills,
}

/// What is known of FFmpeg before it is looked for.
#[derive(Debug, Default, Clone, Copy)]
pub struct FfmpegAsked<'a> {
    /// A path or a name; `None`: the one on the search path.
    pub program: Option<&'a Path>,
    /// How long it may make no progress; `None`: the usual minute.
    pub stall: Option<Duration>,
}

impl Tools {
    /// Looks for everything; what was found out about a program or a library is remembered while its files stay the same.
    ///
    /// # Errors
    /// FFmpeg is not there, or is no FFmpeg.
    pub async fn find(mill: &Mill, ffmpeg: FfmpegAsked<'_>, services: Services) -> Result<Self, JobError> {
        let path = std::env::var_os("PATH");
        let located = Located::locate(ffmpeg.program, path.as_deref()).map_err(told)?;
        let identify = || async { Ok(located.clone().identify(mill.cancel()).await.map_err(told)?.version) };
        let version = mill.fact(&located.program, "ffmpeg version", identify);
        // Libraries are loaded while the program starts. An FFmpeg that somebody asked for is to encode by itself.
        let libraries = async { (ffmpeg.program.is_none().then(|| x264(mill)).flatten(), espeak(mill)) };
        let (version, (x264, espeak)) = futures::future::join(version, libraries).await;
        let mut found = located.known_as(version?);
        if let Some(stall) = ffmpeg.stall {
            found = found.ended_after(stall);
        }
        let encoders = Encoders::new(mill.clone());
        Ok(Self { ffmpeg: found, x264, encoders, espeak, services, lock: None, stills: Stills::default() })
    }

    /// Whether FFmpeg has these encoders; it is asked once, and the answer remembered while the program stays the same.
    ///
    /// # Errors
    /// One is missing, or FFmpeg cannot be asked.
    pub async fn require_encoders(&self, mill: &Mill, needed: &[&str]) -> Result<(), JobError> {
        if needed.is_empty() {
            return Ok(());
        }
        let ask = || async {
            let found = self.ffmpeg.encoders(mill.cancel()).await.map_err(told)?;
            Ok(found.into_iter().collect::<Vec<_>>().join(" "))
        };
        let found = mill.fact(&self.ffmpeg.program, "ffmpeg encoders", ask).await?;
        let lacking: Vec<_> =
            needed.iter().filter(|name| !found.split(' ').any(|found| found == **name)).copied().collect();
        if lacking.is_empty() {
            return Ok(());
        }
        let what = format!("ffmpeg's encoder {}", lacking.join(", "));
        let help = "install an ffmpeg that has it (Debian's does), or change the video's `codec`, the ending of its \
                    `output`, or its `preview`; `reelmill doctor` shows what yours has";
        Err(JobError::Missing(Missing { what, help: help.to_owned() }))
    }

    /// What the results depend on: a name and version each.
    pub fn identities(&self) -> Vec<String> {
        let ffmpeg = format!("ffmpeg {}", self.ffmpeg.version);
        std::iter::once(ffmpeg)
            .chain(self.x264.clone())
            .chain(self.espeak.as_ref().map(|espeak| espeak.identity.clone()))
            .collect()
    }
}

/// The library brings thirty others with it, so it is loaded only to speak or when something about it has changed.
fn espeak(mill: &Mill) -> Option<Espeak> {
    let Some(list) = Espeak::found_by() else { return Espeak::find() };
    let found = || Espeak::find().map(|espeak| (espeak.identity, espeak.files));
    mill.fact_by_files(list, "espeak", found).map(Espeak::known_as)
}

/// Loading it and asking it takes a millisecond: it too is remembered.
fn x264(mill: &Mill) -> Option<String> {
    let Some(list) = loader_list() else { return render::x264().map(|found| found.identity) };
    let found = || render::x264().map(|found| (found.identity, found.file.into_iter().collect()));
    mill.fact_by_files(list, "x264", found)
}
