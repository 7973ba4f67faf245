//! Addresses that a manifest or a service may not lead us to: this machine, its network, and what looks like them.

use std::io;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};

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
        Err(_) if host.is_empty() || host == "localhost" || host.ends_with(".localhost") => Err(private(host)),
        _ => Ok(()),
    }
}

fn private(host: &str) -> String {
    format!("{host} is an address of this machine or its network")
}

/// Resolves names, and refuses those that lead to an address that is not public.
pub(super) struct PublicOnly;

impl Resolve for PublicOnly {
    fn resolve(&self, name: Name) -> Resolving {
        Box::pin(async move {
            let host = name.as_str().to_owned();
            let found: Vec<SocketAddr> = tokio::net::lookup_host((host.as_str(), 0)).await?.collect();
            if let Some(inside) = found.iter().find(|address| !is_public(address.ip())) {
                let text = format!("{host} leads to {}, an address of this machine or its network", inside.ip());
                return Err(Box::new(io::Error::new(io::ErrorKind::PermissionDenied, text)) as _);
            }
            Ok(Box::new(found.into_iter()) as Addrs)
        })
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
            "ftp://example.org/a",
            "file:///etc/passwd",
            "http://user:pass@example.org/",
            "http://[::ffff:10.0.0.1]/",
        ] {
            assert!(Url::parse(url).is_err() || check(&Url::parse(url).unwrap()).is_err(), "{url}");
        }
        assert!(check(&Url::parse("https://example.org/a.png").unwrap()).is_ok());
    }

    #[tokio::test]
    async fn a_name_that_leads_inside_is_refused() {
        let resolved = PublicOnly.resolve("localhost".parse().unwrap()).await;
        assert!(resolved.err().unwrap().to_string().contains("address of this machine"));
    }
}
