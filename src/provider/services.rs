//! All services of a run: each known once, however many videos use it.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio_util::sync::CancellationToken;

use super::http::{self, Clients, Download, Endpoint, Fault, Service, ServiceError, Waits};
use super::money::Budget;
use super::picture::{Owed, Taken};
use crate::event::MicroUsd;

#[derive(Debug, Clone, Default)]
pub struct ServicesOptions {
    /// No connection is made.
    pub offline: bool,
    /// Nobody is asked for anything new; what a lock file knows is fetched.
    pub frozen: bool,
    pub max_cost: Option<MicroUsd>,
    pub waits: Waits,
    /// The folder where rates and paid pictures are noted for the processes beside and after this one; `None`: nowhere.
    pub notes: Option<PathBuf>,
}

/// Cheap to make and to clone; nothing is connected to, and no client is made, before the first call.
#[derive(Clone, Default)]
pub struct Services(Arc<Inner>);

#[derive(Default)]
struct Inner {
    offline: bool,
    frozen: bool,
    waits: Waits,
    notes: Option<PathBuf>,
    budget: Budget,
    clients: Arc<Clients>,
    known: Mutex<HashMap<Endpoint, Arc<Service>>>,
    taken: Taken,
}

impl Services {
    pub fn new(options: ServicesOptions) -> Self {
        let ServicesOptions { offline, frozen, max_cost, waits, notes } = options;
        Self(Arc::new(Inner { offline, frozen, waits, notes, budget: Budget::new(max_cost), ..Inner::default() }))
    }

    /// # Errors
    /// No connection is to be made.
    pub fn at(&self, endpoint: &Endpoint) -> Result<Arc<Service>, ServiceError> {
        if self.0.offline {
            return Err(offline(&endpoint.name));
        }
        if self.0.frozen {
            let cause = format!("{} would have been asked, and a frozen run asks nobody", endpoint.name);
            let help = "bring the cache along, or run once without --frozen";
            return Err(ServiceError::new(Fault::Offline, cause).help(help));
        }
        let mut known = self.0.known.lock().unwrap_or_else(PoisonError::into_inner);
        let rates = self.0.notes.as_ref().map(|folder| folder.join("rates"));
        let make = || Arc::new(Service::new(endpoint.clone(), self.0.clients.clone(), self.0.waits, rates.as_deref()));
        Ok(known.entry(endpoint.clone()).or_insert_with(make).clone())
    }

    /// Fetches a picture or clip into a file.
    ///
    /// # Errors
    /// Those of [`http::fetch`]; no connection is to be made.
    pub async fn fetch(
        &self,
        url: &str,
        into: &Path,
        trusted: &[String],
        cancel: &CancellationToken,
    ) -> Result<(), ServiceError> {
        const MOST_BYTES: u64 = 2 << 30;
        const LONGEST: Duration = Duration::from_secs(20 * 60);
        if self.0.offline {
            return Err(offline(url.split(['?', '#']).next().unwrap_or_default()));
        }
        let download = Download { url, into, most_bytes: MOST_BYTES, timeout: LONGEST, trusted };
        http::fetch(&download, &self.0.clients, self.0.waits, cancel).await
    }

    /// The note on a picture that may be paid for and not fetched.
    pub fn owed(&self, known_by: &str) -> Owed {
        let folder = self.0.notes.as_ref().map(|folder| folder.join("owed"));
        Owed::of(folder.as_deref(), known_by)
    }

    /// Whether no connection is made.
    pub fn offline(&self) -> bool {
        self.0.offline
    }

    /// Whether anybody is asked for anything new.
    pub fn may_ask(&self) -> bool {
        !self.0.offline && !self.0.frozen
    }

    pub fn waits(&self) -> Waits {
        self.0.waits
    }

    pub fn budget(&self) -> &Budget {
        &self.0.budget
    }

    /// Stock pictures that this run has taken.
    pub fn taken(&self) -> &Taken {
        &self.0.taken
    }

    /// Whether any client was made.
    pub fn used(&self) -> bool {
        self.0.clients.used()
    }
}

/// How an error ends that is none but that nobody was asked.
pub const UNASKED: &str = "would have been asked, and this run makes no connection";

fn offline(what: &str) -> ServiceError {
    ServiceError::new(Fault::Offline, format!("{what} {UNASKED}"))
        .help("run again without --offline, or name a fallback that needs no service")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn endpoint(name: &str) -> Endpoint {
        let base_url = "http://127.0.0.1:1".to_owned();
        Endpoint { name: name.to_owned(), base_url, key: None, rpm: None, concurrency: None, timeout: None }
    }

    #[test]
    fn a_service_is_known_once_and_no_client_is_made_for_knowing_it() {
        let services = Services::default();
        assert!(Arc::ptr_eq(&services.at(&endpoint("a")).unwrap(), &services.at(&endpoint("a")).unwrap()));
        assert!(!Arc::ptr_eq(&services.at(&endpoint("a")).unwrap(), &services.at(&endpoint("b")).unwrap()));
        assert!(!services.used());
    }

    #[tokio::test]
    async fn offline_nothing_is_asked() {
        let services = Services::new(ServicesOptions { offline: true, ..ServicesOptions::default() });
        assert_eq!(services.at(&endpoint("a")).err().unwrap().fault, Fault::Offline);
        let cancel = CancellationToken::new();
        let fetched = services.fetch("http://example.org/a.png", Path::new("/nowhere"), &[], &cancel).await;
        assert!(fetched.unwrap_err().cause.contains("example.org"));
        assert!(!services.used());
    }
}
