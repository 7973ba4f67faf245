//! The clients, made when the first call of the process needs them: that costs some milliseconds.

use std::sync::{Arc, OnceLock};
use std::time::Duration;

use reqwest::{Client, ClientBuilder, Url, redirect};
use rustls::{ClientConfig, RootCertStore};

use super::guard::{self, PublicOnly};

const CONNECT: Duration = Duration::from_secs(10);
const AGENT: &str = concat!("reelmill/", env!("CARGO_PKG_VERSION"));
const REDIRECTS: usize = 5;

/// Two clients: one for services that the user has configured, one for addresses that came from elsewhere.
#[derive(Default)]
pub struct Clients {
    services: OnceLock<Result<Client, String>>,
    media: OnceLock<Result<Client, String>>,
}

impl Clients {
    /// Goes where the user's own configuration says, and to no other place by a redirect: a key may be in a header.
    pub(super) fn services(&self) -> Result<Client, String> {
        let make = || build(base()?.redirect(redirect::Policy::custom(same_origin)));
        self.services.get_or_init(make).clone()
    }

    /// Goes to public addresses only, by redirects and the answers of DNS too. No proxy: it would resolve the names.
    pub(super) fn media(&self) -> Result<Client, String> {
        let make = || {
            let policy = redirect::Policy::custom(public_only);
            build(base()?.redirect(policy).dns_resolver(PublicOnly).no_proxy().referer(false))
        };
        self.media.get_or_init(make).clone()
    }

    /// Whether any client was made.
    pub fn used(&self) -> bool {
        self.services.get().is_some() || self.media.get().is_some()
    }
}

fn same_origin(attempt: redirect::Attempt<'_>) -> redirect::Action {
    let same = attempt.previous().first().is_some_and(|first| is_same(first, attempt.url()));
    if same && attempt.previous().len() <= REDIRECTS { attempt.follow() } else { attempt.stop() }
}

fn is_same(one: &Url, other: &Url) -> bool {
    one.origin() == other.origin()
}

fn public_only(attempt: redirect::Attempt<'_>) -> redirect::Action {
    if attempt.previous().len() > REDIRECTS {
        return attempt.error("it redirects too often");
    }
    let secure = attempt.previous().last().is_some_and(|from| from.scheme() == "https");
    if secure && attempt.url().scheme() != "https" {
        return attempt.error("it redirects from https to http");
    }
    match guard::check(attempt.url()) {
        Ok(()) => attempt.follow(),
        Err(why) => attempt.error(format!("it redirects, and {why}")),
    }
}

fn base() -> Result<ClientBuilder, String> {
    let tls = tls().map_err(|error| format!("TLS cannot be set up: {error}"))?;
    Ok(Client::builder().tls_backend_preconfigured(tls).user_agent(AGENT).connect_timeout(CONNECT).gzip(true))
}

fn build(builder: ClientBuilder) -> Result<Client, String> {
    builder.build().map_err(|error| format!("the HTTP client cannot be made: {error}"))
}

/// The system's roots; Mozilla's where the system has none.
fn tls() -> Result<ClientConfig, rustls::Error> {
    let mut roots = RootCertStore::empty();
    roots.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
    if roots.is_empty() {
        roots.extend(webpki_roots::TLS_SERVER_ROOTS.iter().cloned());
    }
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ClientConfig::builder_with_provider(provider).with_safe_default_protocol_versions()?;
    Ok(config.with_root_certificates(roots).with_no_client_auth())
}
