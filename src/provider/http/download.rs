//! A picture or clip fetched to a file, whatever it costs in time up to a limit, and no byte more than allowed.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use backon::BackoffBuilder;
use reqwest::{Client, Url};
use tokio::fs::File;
use tokio::io::AsyncWriteExt;
use tokio_util::sync::CancellationToken;

use super::client::Clients;
use super::service::chain;
use super::weather::{self, Again, Failed};
use super::{Endpoint, Fault, ServiceError, Waits, guard};

/// Without a single byte.
const STALL: Duration = Duration::from_secs(60);

/// What is fetched.
#[derive(Debug, Clone)]
pub struct Download<'a> {
    pub url: &'a str,
    pub into: &'a Path,
    pub most_bytes: u64,
    /// For one try.
    pub timeout: Duration,
    /// Hosts (with their port where it is not the usual one) that the user has configured: they may be anywhere.
    pub trusted: &'a [String],
}

/// # Errors
/// An address that is not public, a file that is too large, or what came between.
pub async fn fetch(
    download: &Download<'_>,
    clients: &Arc<Clients>,
    waits: Waits,
    cancel: &CancellationToken,
) -> Result<(), ServiceError> {
    tokio::select! {
        biased;
        () = cancel.cancelled() => Err(ServiceError::cancelled()),
        fetched = persist(download, clients, waits) => fetched,
    }
}

async fn persist(download: &Download<'_>, clients: &Arc<Clients>, waits: Waits) -> Result<(), ServiceError> {
    let place = download.url.split(['?', '#']).next().unwrap_or_default();
    let unfit = |why: String| ServiceError::unusable(format!("{place} is not fetched: {why}"));
    let url = Url::parse(download.url).map_err(|error| unfit(error.to_string()))?;
    let client = if is_trusted(&url, download.trusted) {
        clients.services().map_err(unfit)?
    } else {
        guard::check(&url).map_err(|why| inside(unfit(why)))?;
        let (client, guard) = clients.media().map_err(unfit)?;
        guard.check(&url).map_err(|why| inside(unfit(why)))?;
        client
    };
    let mut pauses = weather::pauses().build();
    loop {
        let tried = tokio::time::timeout(download.timeout, attempt(download, &client, url.clone())).await;
        let late = || {
            let cause = format!("{} was not there within {:?}", shown(&url), download.timeout);
            Err(Failed::may_pass(ServiceError::new(Fault::Unreachable, cause)))
        };
        let Err(Failed { error, again }) = tried.unwrap_or_else(|_| late()) else { return Ok(()) };
        let pause = match (again, pauses.next()) {
            (Again::No, _) | (_, None) => return Err(error),
            (Again::Yes, Some(pause)) => pause,
            (Again::After(wish), Some(pause)) => wish.max(pause),
        };
        tokio::time::sleep(waits.of(pause)).await;
    }
}

fn inside(error: ServiceError) -> ServiceError {
    error.help("name its host under `providers: {hosts: […]}` if it is your own and shall be asked")
}

fn is_trusted(url: &Url, trusted: &[String]) -> bool {
    let host = url.host_str().unwrap_or_default();
    let with_port = url.port().map_or_else(|| host.to_owned(), |port| format!("{host}:{port}"));
    trusted.contains(&with_port)
}

async fn attempt(download: &Download<'_>, client: &Client, url: Url) -> Result<(), Failed> {
    let name = shown(&url);
    let response = client.get(url).send().await.map_err(|error| unreached(&name, error))?;
    let (status, headers) = (response.status(), response.headers().clone());
    if !status.is_success() {
        let endpoint =
            Endpoint { name, base_url: String::new(), key: None, rpm: None, concurrency: None, timeout: None };
        let now = jiff::Timestamp::now().as_second();
        let mut failed = weather::refused(&endpoint, status, &headers, b"", now);
        failed.error.help = None;
        return Err(failed);
    }
    let kind = super::answer::kind(&headers);
    if kind.starts_with("text/") {
        return Err(Failed::for_good(ServiceError::unusable(format!("{name} is `{kind}`, no picture and no clip"))));
    }
    stream(download, response, &name).await
}

async fn stream(download: &Download<'_>, mut response: reqwest::Response, name: &str) -> Result<(), Failed> {
    let too_large = || {
        let most = download.most_bytes.div_ceil(1 << 20);
        Failed::for_good(ServiceError::unusable(format!("{name} is larger than {most} MiB")))
    };
    if response.content_length().is_some_and(|length| length > download.most_bytes) {
        return Err(too_large());
    }
    let unwritten =
        |error: std::io::Error| Failed::for_good(ServiceError::unusable(format!("{name} cannot be kept: {error}")));
    let mut file = File::create(download.into).await.map_err(unwritten)?;
    let mut length = 0_u64;
    loop {
        let piece = tokio::time::timeout(STALL, response.chunk()).await.map_err(|_| {
            let cause = format!("{name} stopped in the middle");
            Failed::may_pass(ServiceError::new(Fault::Unreachable, cause))
        })?;
        let Some(piece) = piece.map_err(|error| unreached(name, error))? else { break };
        length += piece.len() as u64;
        if length > download.most_bytes {
            return Err(too_large());
        }
        file.write_all(&piece).await.map_err(unwritten)?;
    }
    if length == 0 {
        return Err(Failed::for_good(ServiceError::unusable(format!("{name} is empty"))));
    }
    file.flush().await.map_err(unwritten)
}

fn unreached(name: &str, error: reqwest::Error) -> Failed {
    let refused = error.is_redirect() || chain(&error).contains("of this machine or its network");
    let cause = format!("{name} could not be fetched: {}", chain(&error.without_url()));
    let error = ServiceError::new(Fault::Unreachable, cause);
    if refused { Failed::for_good(error) } else { Failed::may_pass(error) }
}

/// Without its query: signatures are in there.
fn shown(url: &Url) -> String {
    let mut url = url.clone();
    url.set_query(None);
    url.to_string()
}
