//! Addresses that a manifest or a service may not lead us to: this machine, its network, and what looks like them.
//!
//! Without a proxy every name is resolved here, and what it leads to is checked. Behind a proxy (`HTTP_PROXY`,
//! `HTTPS_PROXY`, less `NO_PROXY`) the proxy resolves, so its answers cannot be seen: then only addresses and names that
//! are private by themselves are refused, and the rest is the proxy's to guard.

use std::collections::BTreeSet;
use std::io;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::sync::Arc;

use reqwest::Url;
use reqwest::dns::{Addrs, Name, Resolve, Resolving};

/// Whether an address belongs to the public internet (IANA's special-purpose registries).
pub fn is_public(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(v4) => is_public_v4(v4),
        IpAddr::V6(v6) => match embedded(v6) {
            Some(v4) => is_public_v4(v4),
            // 2000::/3 is all that is given out, less documentation and Teredo.
            None => {
                let [first, second, ..] = v6.segments();
                first & 0xE000 == 0x2000 && !(first == 0x2001 && (second == 0 || second == 0x0db8)) && first != 0x3fff
            }
        },
    }
}

fn is_public_v4(address: Ipv4Addr) -> bool {
    let [a, b, c, _] = address.octets();
    let shared = a == 100 && (64..128).contains(&b);
    let benchmarks = a == 198 && (b == 18 || b == 19);
    let assignments = a == 192 && b == 0 && c == 0;
    !(address.is_private()
        || address.is_loopback()
        || address.is_link_local()
        || address.is_documentation()
        || a == 0
        || a >= 224
        || shared
        || benchmarks
        || assignments)
}

/// An IPv4 address inside of an IPv6 one: mapped, compatible, 6to4, or by NAT64.
fn embedded(address: Ipv6Addr) -> Option<Ipv4Addr> {
    let segments = address.segments();
    let of = |high: u16, low: u16| {
        let ([a, b], [c, d]) = (high.to_be_bytes(), low.to_be_bytes());
        Ipv4Addr::new(a, b, c, d)
    };
    match segments {
        [0, 0, 0, 0, 0, 0xffff | 0, high, low] => Some(of(high, low)),
        [0x64, 0xff9b, 0, 0, 0, 0, high, low] => Some(of(high, low)),
        [0x2002, high, low, ..] => Some(of(high, low)),
        _ => None,
    }
}

/// Whether a media URL may be fetched, as far as the URL itself tells; names are checked when they are resolved.
pub(super) fn check(url: &Url) -> Result<(), String> {
    if !matches!(url.scheme(), "http" | "https") {
        return Err(format!("`{}` is not fetched; http and https are", url.scheme()));
    }
    if !url.username().is_empty() || url.password().is_some() {
        return Err("an address with a user or a password in it is not fetched".to_owned());
    }
    let host = url.host_str().unwrap_or_default();
    let literal = host.trim_start_matches('[').trim_end_matches(']').parse::<IpAddr>();
    match literal {
        Ok(address) if !is_public(address) => Err(private(host)),
        Err(_) if is_inside(host) => Err(private(host)),
        _ => Ok(()),
    }
}

/// Names that no public server has: a single word, and the endings that are kept for local use (RFC 6761, RFC 6762,
/// RFC 8375, and `internal` by ICANN's resolution of 2024).
fn is_inside(host: &str) -> bool {
    const ENDINGS: [&str; 6] = [".localhost", ".local", ".internal", ".home.arpa", ".lan", ".localdomain"];
    let host = host.trim_end_matches('.').to_ascii_lowercase();
    !host.contains('.') || ENDINGS.iter().any(|ending| host.ends_with(ending))
}

fn private(host: &str) -> String {
    format!("{host} is an address of this machine or its network")
}

/// Resolves names, and refuses those that lead to an address that is not public.
#[derive(Debug, Clone, Default)]
pub(super) struct PublicOnly {
    /// Hosts of the user's proxies, which may be anywhere. No URL is fetched from them.
    pub proxies: Arc<BTreeSet<String>>,
}

impl PublicOnly {
    /// Hosts of the proxies that the environment names.
    pub fn besides_proxies() -> Self {
        let names = ["http_proxy", "HTTP_PROXY", "https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"];
        let set = names.into_iter().filter_map(|name| std::env::var(name).ok());
        Self { proxies: Arc::new(set.filter_map(|proxy| host_of(&proxy)).collect()) }
    }

    /// [`check`], and not one of the proxies themselves.
    pub fn check(&self, url: &Url) -> Result<(), String> {
        match url.host_str() {
            Some(host) if self.proxies.contains(host) => Err(private(host)),
            _ => check(url),
        }
    }
}

/// `http://user:pass@proxy.example:3128/` or `proxy.example:3128`.
fn host_of(proxy: &str) -> Option<String> {
    let proxy = if proxy.contains("://") { proxy.to_owned() } else { format!("http://{proxy}") };
    Url::parse(&proxy).ok()?.host_str().map(str::to_owned)
}

impl Resolve for PublicOnly {
    fn resolve(&self, name: Name) -> Resolving {
        let proxies = self.proxies.clone();
        Box::pin(async move {
            let host = name.as_str().to_owned();
            let found: Vec<SocketAddr> = tokio::net::lookup_host((host.as_str(), 0)).await?.collect();
            let found = if proxies.contains(&host) { found } else { public(&host, found)? };
            Ok(Box::new(found.into_iter()) as Addrs)
        })
    }
}

/// What a name leads to, if all of it is public: who answers one of each wants to be asked twice.
fn public(host: &str, found: Vec<SocketAddr>) -> Result<Vec<SocketAddr>, io::Error> {
    match found.iter().find(|address| !is_public(address.ip())) {
        None => Ok(found),
        Some(inside) => {
            let text = format!("{host} leads to {}, an address of this machine or its network", inside.ip());
            Err(io::Error::new(io::ErrorKind::PermissionDenied, text))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_addresses_of_the_public_internet_are_public() {
        for inside in [
            "127.0.0.1",
            "10.1.2.3",
            "172.16.0.1",
            "192.168.1.1",
            "169.254.169.254",
            "0.0.0.0",
            "100.64.0.1",
            "198.18.0.1",
            "192.0.0.1",
            "192.0.2.1",
            "224.0.0.1",
            "255.255.255.255",
            "::",
            "::1",
            "fe80::1",
            "fc00::1",
            "fd12::1",
            "::ffff:127.0.0.1",
            "64:ff9b::a00:1",
            "2002:7f00:1::",
            "ff02::1",
            "2001:db8::1",
            "2001::1",
        ] {
            assert!(!is_public(inside.parse().unwrap()), "{inside}");
        }
        for public in ["1.1.1.1", "8.8.8.8", "172.32.0.1", "2606:4700::1111", "2002:808:808::"] {
            assert!(is_public(public.parse().unwrap()), "{public}");
        }
    }

    #[test]
    fn addresses_in_disguise_are_seen_through() {
        for url in [
            "http://127.0.0.1/a",
            "http://2130706433/a",
            "http://0x7f.1/a",
            "http://[::1]/a",
            "http://localhost:8080/",
            "http://a.localhost/",
            "http://printer.local/a",
            "http://metadata.google.internal/a",
            "http://intranet/a",
            "ftp://example.org/a",
            "file:///etc/passwd",
            "http://user:pass@example.org/",
            "http://[::ffff:10.0.0.1]/",
        ] {
            assert!(Url::parse(url).is_err() || check(&Url::parse(url).unwrap()).is_err(), "{url}");
        }
        assert!(check(&Url::parse("https://example.org/a.png").unwrap()).is_ok());
    }

    #[test]
    fn a_name_that_leads_inside_is_refused() {
        let found = |addresses: &[&str]| {
            let found = addresses.iter().map(|address| SocketAddr::new(address.parse().unwrap(), 0)).collect();
            public("a.example", found).map_err(|error| error.to_string())
        };
        assert_eq!(found(&["1.1.1.1", "2606:4700::1111"]).unwrap().len(), 2);
        for inside in ["127.0.0.1", "::1", "10.1.2.3"] {
            let told = found(&["1.1.1.1", inside]).unwrap_err();
            assert_eq!(told, format!("a.example leads to {inside}, an address of this machine or its network"));
        }
    }

    #[tokio::test]
    async fn an_address_of_this_machine_is_refused_when_it_is_resolved_and_a_proxy_s_is_not() {
        let resolve = async |guard: PublicOnly| guard.resolve("127.0.0.1".parse().unwrap()).await.map(Iterator::count);
        let refused = resolve(PublicOnly::default()).await;
        assert!(refused.err().unwrap().to_string().contains("address of this machine"));
        let proxies = Arc::new(BTreeSet::from(["127.0.0.1".to_owned()]));
        assert_eq!(resolve(PublicOnly { proxies: proxies.clone() }).await.unwrap(), 1);
        let guard = PublicOnly { proxies: Arc::new(BTreeSet::from(["proxy.example".to_owned()])) };
        assert!(guard.check(&Url::parse("http://proxy.example/admin").unwrap()).is_err());
        assert!(guard.check(&Url::parse("http://other.example/").unwrap()).is_ok());
    }

    #[test]
    fn a_proxy_is_known_by_its_host() {
        assert_eq!(host_of("http://me:secret@proxy.corp:3128/"), Some("proxy.corp".into()));
        assert_eq!(host_of("proxy.corp:3128"), Some("proxy.corp".into()));
        assert_eq!(host_of(""), None);
    }
}
