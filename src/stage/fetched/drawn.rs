//! A picture drawn from words by a service.

use std::path::Path;
use std::sync::Arc;

use serde::Serialize;

use super::{FILE, Fetched, Tools, checked, of_service};
use crate::event::Stage;
use crate::mill::{Job as MillJob, JobError, Made, MicroUsd, Permit, Workbench};
use crate::provider::http::{Endpoint, Fault, ServiceError};
use crate::provider::picture::{Drawing, Drawn, Owed, draw};

#[derive(Serialize)]
pub struct Draw {
    pub draw: String,
    pub drawer: Drawer,
    /// `1024x1536`
    pub size: String,
    /// Two scenes with the same words show two pictures.
    pub seed: u64,
    /// For people.
    #[serde(skip)]
    pub label: String,
    /// How, not what.
    #[serde(skip)]
    pub tools: Arc<Tools>,
}

#[derive(Debug, Clone, Serialize)]
pub struct Drawer {
    pub base_url: String,
    pub model: String,
    pub quality: Option<String>,
    #[serde(skip)]
    pub endpoint: Endpoint,
    /// Of one picture.
    #[serde(skip)]
    pub price: MicroUsd,
}

impl MillJob for Draw {
    const STAGE: Stage = Stage::Visual;
    const FORMAT: u32 = 1;
    type Output = Fetched;

    fn label(&self) -> String {
        self.label.clone()
    }

    fn needs(&self) -> Permit {
        Permit::None
    }

    fn price(&self) -> MicroUsd {
        self.drawer.price
    }

    async fn run(&self, bench: &Workbench) -> Result<Made<Fetched>, JobError> {
        let path = bench.scratch.join(FILE);
        let owed = self.tools.services.owed(&self.known_by()?);
        let cost = match self.collected(&owed, &path, bench).await? {
            true => MicroUsd::default(),
            false => self.drawn(&owed, &path, bench).await?,
        };
        let fetched = checked(&self.tools, &path, bench).await;
        owed.settle();
        let fetched = fetched.map_err(|error| error.of(&self.drawer.endpoint.name).costing(cost))?;
        Ok(Made { cost, ..Made::file(fetched, FILE, path) })
    }
}

impl Draw {
    fn known_by(&self) -> Result<String, JobError> {
        serde_json::to_string(self).map_err(|error| JobError::failed(error.to_string()))
    }

    /// A picture that an earlier run has paid for and could not fetch; false: there is none, or it is gone.
    async fn collected(&self, owed: &Owed, path: &Path, bench: &Workbench) -> Result<bool, JobError> {
        let Some(url) = owed.url() else { return Ok(false) };
        match self.fetched(&url, path, bench).await {
            Ok(()) => Ok(true),
            Err(ServiceError { fault: Fault::Refused(400..=499) | Fault::Unusable, .. }) => {
                owed.settle();
                Ok(false)
            }
            Err(error) => Err(of_service(error)),
        }
    }

    /// What was paid for it.
    async fn drawn(&self, owed: &Owed, path: &Path, bench: &Workbench) -> Result<MicroUsd, JobError> {
        let Drawer { base_url: _, model, quality, endpoint, price } = &self.drawer;
        let services = &self.tools.services;
        let service = services.at(endpoint).map_err(of_service)?;
        let drawing = Drawing { model, prompt: &self.draw, size: &self.size, quality: quality.as_deref() };
        let reserved = services.budget().reserve(*price).await.map_err(of_service)?;
        let drawn = draw(&service, &drawing, &bench.cancel).await.map_err(of_service)?;
        reserved.settle(*price);
        match drawn {
            Drawn::File(bytes) => std::fs::write(path, bytes)
                .map_err(|error| JobError::failed(format!("cannot write the picture: {error}")).costing(*price))?,
            Drawn::Url(url) => {
                owed.note(&url);
                let fetched = self.fetched(&url, path, bench).await;
                fetched.map_err(|error| of_service(error).costing(*price))?;
            }
        }
        Ok(*price)
    }

    async fn fetched(&self, url: &str, path: &Path, bench: &Workbench) -> Result<(), ServiceError> {
        let own = host_of(&self.drawer.base_url);
        self.tools.services.fetch(url, path, &[own], &bench.cancel).await
    }
}

/// Host, and port where there is one, of a service's address.
fn host_of(base_url: &str) -> String {
    let rest = base_url.split_once("://").map_or(base_url, |(_, rest)| rest);
    rest.split('/').next().unwrap_or_default().to_owned()
}
