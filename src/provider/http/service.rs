//! A service as the whole process sees it: its limits, its health, and the sending of requests.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use backon::BackoffBuilder;
use bytes::Bytes;
use reqwest::header::{AUTHORIZATION, HeaderName, HeaderValue};
use reqwest::{Method, RequestBuilder, Response, Url};
use sha2::{Digest, Sha256};
use tokio_util::sync::CancellationToken;
use zeroize::Zeroizing;

use super::answer::{self, Broken};
use super::breaker::Breaker;
use super::client::Clients;
use super::limit::Limits;
use super::weather::{self, Again, Failed};
use super::{Answer, Ask, Body, Fault, KeyPlace, Secret, SecretSource, ServiceError, Waits};

/// Tries and pauses of one call together; the time in line does not count.
const LONGEST: Duration = Duration::from_secs(15 * 60);
/// As much of a refusal as is read.
const REFUSAL_BYTES: u64 = 1 << 20;

/// Where a service is, and how it wants to be treated.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Endpoint {
    /// For people, and for telling services apart.
    pub name: String,
    /// Without a slash at its end.
    pub base_url: String,
    pub key: Option<SecretSource>,
    /// Requests a minute.
    pub rpm: Option<u32>,
    /// Requests at once; `None`: a few.
    pub concurrency: Option<u32>,
    /// For one try; `None`: what the kind of call takes.
    pub timeout: Option<Duration>,
}

impl Endpoint {
    /// Names the file of its requests: whoever asks the same place with the same key shares the rate.
    fn window(&self) -> String {
        let key = self.key.as_ref().map(ToString::to_string).unwrap_or_default();
        hex::encode(Sha256::digest(format!("{}\n{}\n{key}", self.name, self.base_url)))
    }
}

/// One service of this process.
pub struct Service {
    pub endpoint: Endpoint,
    clients: Arc<Clients>,
    limits: Limits,
    breaker: Breaker,
    waits: Waits,
    /// How far its answers have been relaxed: what was learnt by one call is known to the next.
    manners: AtomicUsize,
}

impl Service {
    /// `rates`: the folder where requests are written down, so that a rate is held by all who share it.
    pub fn new(endpoint: Endpoint, clients: Arc<Clients>, waits: Waits, rates: Option<&Path>) -> Self {
        let window = rates.map(|folder| folder.join(endpoint.window()));
        let limits = Limits::new(endpoint.rpm, endpoint.concurrency, waits, window);
        Self { endpoint, clients, limits, breaker: Breaker::default(), waits, manners: AtomicUsize::new(0) }
    }

    /// Sends a request until it is answered, refused for good, or not worth another try.
    ///
    /// # Errors
    /// What the service said, or what came between; no key is in it.
    pub async fn call(&self, ask: &Ask, cancel: &CancellationToken) -> Result<Answer, ServiceError> {
        tokio::select! {
            biased;
            () = cancel.cancelled() => Err(ServiceError::cancelled()),
            answered = self.persist(ask) => answered,
        }
    }

    async fn persist(&self, ask: &Ask) -> Result<Answer, ServiceError> {
        let key = self.endpoint.key.as_ref().map(SecretSource::read).transpose()?;
        let mut pauses = weather::pauses().build();
        let mut spent = Duration::ZERO;
        loop {
            let turn = self.limits.turn().await;
            self.breaker.check(Instant::now()).map_err(|why| self.left_alone(&why))?;
            let began = Instant::now();
            let (service, path) = (&*self.endpoint.name, &*ask.path);
            tracing::debug!(service, path, "asked");
            let tried = self.attempt(ask, key.as_ref()).await;
            drop(turn);
            spent += began.elapsed();
            let ms = began.elapsed().as_millis() as u64;
            let Failed { error, again } = match tried {
                Ok(answer) => {
                    tracing::debug!(service, ms, bytes = answer.body.len(), "answered");
                    self.breaker.answered();
                    return Ok(answer);
                }
                Err(failed) => failed,
            };
            let pause = match (again, pauses.next()) {
                (Again::No, _) => {
                    self.breaker.answered();
                    return Err(error);
                }
                (_, None) => return Err(self.given_up(error)),
                (Again::Yes, Some(pause)) => pause,
                (Again::After(wish), Some(pause)) => {
                    self.limits.hush(wish);
                    wish.max(pause)
                }
            };
            tracing::warn!(service, ms, cause = error.cause, ?pause, "failed; asked again after a pause");
            spent += pause;
            if spent > LONGEST {
                return Err(self.given_up(error));
            }
            tokio::time::sleep(self.waits.of(pause)).await;
        }
    }

    fn left_alone(&self, why: &str) -> ServiceError {
        let cause = format!("{} is left alone for a while after {why}", self.endpoint.name);
        ServiceError::new(Fault::Unreachable, cause).help("run again later, or name a fallback")
    }

    fn given_up(&self, error: ServiceError) -> ServiceError {
        self.breaker.gave_up(&error.cause, Instant::now(), |rest| self.waits.of(rest));
        error
    }

    async fn attempt(&self, ask: &Ask, key: Option<&Secret>) -> Result<Answer, Failed> {
        let timeout = self.endpoint.timeout.unwrap_or(ask.timeout);
        let tried = match tokio::time::timeout(timeout, self.exchange(ask, key)).await {
            Ok(tried) => tried,
            Err(_) => {
                let cause = format!("{} has not answered within {timeout:?}", self.endpoint.name);
                Err(Failed::may_pass(ServiceError::new(Fault::Unreachable, cause)))
            }
        };
        tried.map_err(|failed| Failed { error: hidden(failed.error, key), ..failed })
    }

    async fn exchange(&self, ask: &Ask, key: Option<&Secret>) -> Result<Answer, Failed> {
        let request = self.request(ask, key).map_err(Failed::for_good)?;
        let response = request.send().await.map_err(|error| self.unreached(error))?;
        let (status, headers) = (response.status(), response.headers().clone());
        let now = jiff::Timestamp::now().as_second();
        if !status.is_success() {
            let body = answer::body(response, REFUSAL_BYTES).await.unwrap_or_default();
            return Err(weather::refused(&self.endpoint, status, &headers, &body, now));
        }
        if let Some(wait) = weather::wish(&headers, now) {
            self.limits.hush(wait);
        }
        let answer = Answer { kind: answer::kind(&headers), body: self.whole(response, ask.most_bytes).await? };
        answer.check(ask.takes).map_err(|error| Failed::for_good(self.named(error)))?;
        Ok(answer)
    }

    async fn whole(&self, response: Response, most: u64) -> Result<Vec<u8>, Failed> {
        answer::body(response, most).await.map_err(|broken| match broken {
            Broken::TooLarge(most) => Failed::for_good(self.named(Broken::too_large(most))),
            Broken::Cut(error) => self.unreached(error),
        })
    }

    /// The service's name before what is said of its answer.
    fn named(&self, error: ServiceError) -> ServiceError {
        ServiceError { cause: format!("{}: {}", self.endpoint.name, error.cause), ..error }
    }

    fn unreached(&self, error: reqwest::Error) -> Failed {
        let during = if error.is_body() || error.is_decode() { "broke off its answer" } else { "could not be reached" };
        let cause = format!("{} {during}: {}", self.endpoint.name, chain(&error.without_url()));
        let help = "see that it is running and that `base_url` is right";
        Failed::may_pass(ServiceError::new(Fault::Unreachable, cause).help(help))
    }

    fn request(&self, ask: &Ask, key: Option<&Secret>) -> Result<RequestBuilder, ServiceError> {
        let unfit = |what: String| ServiceError::unusable(format!("{}: {what}", self.endpoint.name));
        let client = self.clients.services().map_err(unfit)?;
        let mut url = Url::parse(&format!("{}{}", self.endpoint.base_url, ask.path))
            .map_err(|error| unfit(format!("`base_url` is no address: {error}")))?;
        for (name, value) in &ask.query {
            url.query_pairs_mut().append_pair(name, value);
        }
        if let (KeyPlace::Query(name), Some(key)) = (ask.key, key) {
            url.query_pairs_mut().append_pair(name, key.text());
        }
        let method = if matches!(ask.body, Body::None) { Method::GET } else { Method::POST };
        let mut request = client.request(method, url);
        if let Some((name, value)) = header(ask.key, key) {
            request = request.header(name, value);
        }
        for (name, value) in &ask.headers {
            request = request.header(*name, value);
        }
        Ok(match &ask.body {
            Body::None => request,
            Body::Json(value) => request.json(value),
            Body::Text { kind, text } => request.header("content-type", *kind).body(text.clone()),
        })
    }

    /// What has been learnt of the service's manners, as a number that its kind understands.
    pub fn learnt(&self) -> usize {
        self.manners.load(Ordering::Relaxed)
    }

    pub fn learn(&self, manners: usize) {
        self.manners.store(manners, Ordering::Relaxed);
    }
}

/// The key's header. Its memory is wiped when the request is done with it; what the connection has copied for sending
/// is not ours to wipe.
fn header(place: KeyPlace, key: Option<&Secret>) -> Option<(HeaderName, HeaderValue)> {
    let (name, before) = match place {
        KeyPlace::Bearer => (AUTHORIZATION, "Bearer "),
        KeyPlace::Header(name) => (HeaderName::from_static(name), ""),
        KeyPlace::Query(_) => return None,
    };
    let text = Zeroizing::new([before, key?.text()].concat().into_bytes());
    let mut value = HeaderValue::from_maybe_shared(Bytes::from_owner(text)).ok()?;
    value.set_sensitive(true);
    Some((name, value))
}

fn hidden(error: ServiceError, key: Option<&Secret>) -> ServiceError {
    let Some(key) = key else { return error };
    let ServiceError { cause, help, log, fault } = error;
    ServiceError { cause: key.hide(&cause), help, log: log.map(|log| key.hide(&log)), fault }
}

/// An error and its sources in one line.
pub(super) fn chain(error: &dyn std::error::Error) -> String {
    let mut told: Vec<String> = Vec::new();
    let mut next = Some(error);
    while let Some(error) = next {
        let text = error.to_string();
        if told.last().is_none_or(|last| !last.ends_with(&text)) {
            told.push(text);
        }
        next = error.source();
    }
    told.join(": ")
}
