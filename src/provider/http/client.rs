//! The clients, made when the first call of the process needs them: that costs some milliseconds.

use std::sync::{Arc, OnceLock};
use std::time::Duration;

use reqwest::{Client, ClientBuilder, Url, redirect};
use rustls::{ClientConfig, RootCertStore};

use super::guard::PublicOnly;

const CONNECT: Duration = Duration::from_secs(10);
const AGENT: &str = concat!("reelmill/", env!("CARGO_PKG_VERSION"));
const REDIRECTS: usize = 5;

/// Two clients: one for services that the user has configured, one for addresses that came from elsewhere.
#[derive(Default)]
pub struct Clients {
    services: OnceLock<Result<Client, String>>,
    media: OnceLock<Result<(Client, PublicOnly), String>>,
}

impl Clients {
    /// Goes where the user's own configuration says, and to no other place by a redirect: a key may be in a header.
    pub(super) fn services(&self) -> Result<Client, String> {
        let make = || build(base()?.redirect(redirect::Policy::custom(same_origin)));
        self.services.get_or_init(make).clone()
    }

    /// Goes to public addresses only, by redirects and the answers of DNS too; through the user's proxy where there is
    /// one (see [`super::guard`] for what can be checked then).
    pub(super) fn media(&self) -> Result<(Client, PublicOnly), String> {
        let make = || {
            let guard = PublicOnly::besides_proxies();
            Ok((build(abroad(guard.clone())?)?, guard))
        };
        self.media.get_or_init(make).clone()
    }

    /// Whether any client was made.
    pub fn used(&self) -> bool {
        self.services.get().is_some() || self.media.get().is_some()
    }
}

fn abroad(guard: PublicOnly) -> Result<ClientBuilder, String> {
    let resolver = guard.clone();
    let policy = redirect::Policy::custom(move |attempt| public_only(attempt, &guard));
    Ok(base()?.redirect(policy).dns_resolver(resolver).referer(false))
}

fn same_origin(attempt: redirect::Attempt<'_>) -> redirect::Action {
    let same = attempt.previous().first().is_some_and(|first| is_same(first, attempt.url()));
    if same && attempt.previous().len() <= REDIRECTS { attempt.follow() } else { attempt.stop() }
}

fn is_same(one: &Url, other: &Url) -> bool {
    one.origin() == other.origin()
}

fn public_only(attempt: redirect::Attempt<'_>, guard: &PublicOnly) -> redirect::Action {
    if attempt.previous().len() > REDIRECTS {
        return attempt.error("it redirects too often");
    }
    let secure = attempt.previous().last().is_some_and(|from| from.scheme() == "https");
    if secure && attempt.url().scheme() != "https" {
        return attempt.error("it redirects from https to http");
    }
    match guard.check(attempt.url()) {
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

#[cfg(test)]
mod tests {
    use std::io::{Read, Write};
    use std::net::{SocketAddr, TcpListener};
    use std::sync::atomic::{AtomicUsize, Ordering};

    use super::super::service::chain;
    use super::*;

    /// Sends everybody on to the given place, and counts them.
    fn redirecting(to: &str) -> (SocketAddr, Arc<AtomicUsize>) {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let (address, count) = (listener.local_addr().unwrap(), Arc::new(AtomicUsize::new(0)));
        let (to, counter) = (to.replace("PORT", &address.port().to_string()), count.clone());
        std::thread::spawn(move || {
            for mut stream in listener.incoming().flatten() {
                counter.fetch_add(1, Ordering::SeqCst);
                let _ = stream.read(&mut [0; 4096]);
                let head = "HTTP/1.1 302 Found\r\nconnection: close\r\ncontent-length: 0\r\n";
                let _ = stream.write_all(format!("{head}location: {to}\r\n\r\n").as_bytes());
            }
        });
        (address, count)
    }

    #[tokio::test]
    async fn a_redirect_never_leads_inside() {
        for to in [
            "http://127.0.0.1:PORT/",
            "http://localhost:PORT/",
            "http://[::1]:PORT/",
            "http://169.254.169.254/",
            "ftp://a/",
        ] {
            let (address, count) = redirecting(to);
            // A name that stands for a public server, which happens to be here.
            let client =
                build(abroad(PublicOnly::default()).unwrap().no_proxy().resolve("public.example", address)).unwrap();
            let told = client.get(format!("http://public.example:{}/a.png", address.port())).send().await;
            let told = told.map(|response| response.status().to_string()).map_err(|error| chain(&error));
            assert!(
                told.as_ref().is_err_and(|told| told.contains("it redirects, and")) || told == Ok("302 Found".into()),
                "{to}: {told:?}"
            );
            assert_eq!(count.load(Ordering::SeqCst), 1, "{to}");
        }
    }

    #[tokio::test]
    async fn a_key_is_not_carried_to_another_place() {
        let (other, others) = redirecting("http://127.0.0.1:PORT/");
        let (address, _) = redirecting(&format!("http://{other}/"));
        let client = Clients::default().services().unwrap();
        let response = client.get(format!("http://{address}/")).header("xi-api-key", "k").send().await.unwrap();
        assert_eq!(response.status(), 302);
        assert_eq!(others.load(Ordering::SeqCst), 0);
    }
}
