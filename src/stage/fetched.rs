//! Pictures and clips that come from elsewhere: chosen from a stock, fetched from an address, drawn by a service. Each
//! is a job, so that what was found, fetched or paid for is kept before anything is made of it.

mod drawn;
mod picked;

use std::io::Read;
use std::path::Path;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

pub use drawn::{Draw, Drawer};
pub use picked::{Pick, Stock};

use super::services::of_service;
use super::{Tools, blocking, told};
use crate::event::Stage;
use crate::media::{Canvas, Fit, Motion};
use crate::mill::{Job as MillJob, JobError, Made, Permit, Workbench};
pub use crate::provider::picture::{Found, StockKind};
use crate::render::frames::{Framing, Still};
use crate::render::{self, Container};

pub const FILE: &str = "fetched";

/// A picture or clip at an address.
#[derive(Serialize)]
pub struct Fetch {
    pub fetch: String,
    /// Hosts of the user's own configuration, which may be anywhere.
    #[serde(skip)]
    pub trusted: Vec<String>,
    /// For people.
    #[serde(skip)]
    pub label: String,
    /// How, not what.
    #[serde(skip)]
    pub tools: Arc<Tools>,
}

/// What was fetched; the file is beside it.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub struct Fetched {
    /// It moves.
    pub clip: bool,
    /// It can be heard.
    #[serde(default)]
    pub sound: bool,
}

impl MillJob for Fetch {
    const STAGE: Stage = Stage::Visual;
    const FORMAT: u32 = 2;
    type Output = Fetched;

    fn label(&self) -> String {
        self.label.clone()
    }

    /// It waits for the network; what little is decoded is not worth a worker.
    fn needs(&self) -> Permit {
        Permit::None
    }

    async fn run(&self, bench: &Workbench) -> Result<Made<Fetched>, JobError> {
        let path = bench.scratch.join(FILE);
        let fetched = self.tools.services.fetch(&self.fetch, &path, &self.trusted, &bench.cancel).await;
        fetched.map_err(of_service)?;
        let place = self.fetch.split(['?', '#']).next().unwrap_or_default();
        let fetched = checked(&self.tools, &path, bench).await.map_err(|error| error.of(place))?;
        Ok(Made::file(fetched, FILE, path))
    }
}

/// Decodes it once, to be sure; says what it is.
async fn checked(tools: &Tools, path: &Path, bench: &Workbench) -> Result<Fetched, JobError> {
    // A GIF is shown as the still that it begins with.
    let mut start = Vec::new();
    let opened = std::fs::File::open(path).and_then(|file| file.take(256).read_to_end(&mut start));
    opened.map_err(|error| JobError::failed(format!("it cannot be read: {error}")))?;
    let clip = Container::sniff(&start).is_some_and(|container| container != Container::Gif);
    if clip {
        let probe = render::probe(&tools.ffmpeg, path, &bench.cancel).await.map_err(told)?;
        if probe.video().is_none() {
            return Err(JobError::failed("there is no moving picture in it"));
        }
        return Ok(Fetched { clip: true, sound: probe.audio().is_some() });
    }
    let path = path.to_owned();
    blocking(move || {
        let framing = Framing::of(Canvas { width: 64, height: 64, fps: 1 }, Fit::Cover, Motion::None, 1);
        let still = Still::open(&path, &framing);
        still.map_err(|_| JobError::failed("it is no picture and no clip of a known kind"))?;
        Ok(Fetched { clip: false, sound: false })
    })
    .await
}
