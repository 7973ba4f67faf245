//! Which picture of a stock a scene shows.

use std::sync::Arc;

use serde::Serialize;

use super::{Found, StockKind, Tools, of_service};
use crate::event::Stage;
use crate::media::Canvas;
use crate::mill::{Job as MillJob, JobError, Made, Permit, Workbench};
use crate::provider::http::Endpoint;
use crate::provider::picture::{self, Wish};

#[derive(Serialize)]
pub struct Pick {
    pub stock: Stock,
    pub words: String,
    pub clip: bool,
    /// Its shape, and the size that is wanted at least.
    pub canvas: Canvas,
    pub language: String,
    pub seed: u64,
    /// Two scenes of one video show two pictures, even for the same words.
    pub video: String,
    pub scene: String,
    /// How, not what.
    #[serde(skip)]
    pub tools: Arc<Tools>,
}

#[derive(Debug, Clone, Serialize)]
pub struct Stock {
    pub kind: StockKind,
    pub base_url: String,
    #[serde(skip)]
    pub endpoint: Endpoint,
}

impl MillJob for Pick {
    const STAGE: Stage = Stage::Visual;
    const FORMAT: u32 = 1;
    type Output = Found;

    fn label(&self) -> String {
        format!("{} choice", self.scene)
    }

    fn needs(&self) -> Permit {
        Permit::None
    }

    async fn run(&self, bench: &Workbench) -> Result<Made<Found>, JobError> {
        let Stock { kind, base_url: _, endpoint } = &self.stock;
        let service = self.tools.services.at(endpoint).map_err(of_service)?;
        let wish = Wish {
            words: &self.words,
            clip: self.clip,
            width: self.canvas.width,
            height: self.canvas.height,
            language: &self.language,
        };
        let found = picture::search(&service, *kind, &wish, &bench.cancel).await.map_err(of_service)?;
        let chosen = self.tools.services.taken().choose(&found, &self.video, self.seed);
        Ok(Made::value(chosen.ok_or_else(|| JobError::failed("nothing was found"))?))
    }
}
