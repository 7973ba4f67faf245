//! What an answer other than success means: whether to try again and when, and what to tell. All of it is pure.

use std::time::Duration;

use backon::ExponentialBuilder;
use reqwest::StatusCode;
use reqwest::header::{HeaderMap, RETRY_AFTER};
use serde_json::Value;

use super::{Endpoint, Fault, ServiceError};

/// Tries after the first.
const MORE_TRIES: usize = 6;
/// A text of a service in an error; the whole is in the log.
const TOLD_CHARACTERS: usize = 300;

/// The pauses between tries: half a second, doubled each time, at most half a minute, each up to as much again by
/// chance.
pub(super) fn pauses() -> ExponentialBuilder {
    ExponentialBuilder::default()
        .with_min_delay(Duration::from_millis(500))
        .with_max_delay(Duration::from_secs(30))
        .with_max_times(MORE_TRIES)
        .with_jitter()
}

/// A failed try.
#[derive(Debug, Clone)]
pub(super) struct Failed {
    pub error: ServiceError,
    pub again: Again,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Again {
    /// Another try would go no better.
    No,
    Yes,
    /// The service's own wish: not before that.
    After(Duration),
}

impl Failed {
    pub fn for_good(error: ServiceError) -> Self {
        Self { error, again: Again::No }
    }

    pub fn may_pass(error: ServiceError) -> Self {
        Self { error, again: Again::Yes }
    }
}

/// What a status other than success means. `now` is the time of day in seconds since 1970.
pub(super) fn refused(endpoint: &Endpoint, status: StatusCode, headers: &HeaderMap, body: &[u8], now: i64) -> Failed {
    let text = String::from_utf8_lossy(body);
    let said = said(&text);
    let name = &endpoint.name;
    let mut cause = format!("{name} answered {}", status.as_u16());
    if let Some(reason) = status.canonical_reason() {
        cause = format!("{cause} {reason}");
    }
    if !said.is_empty() {
        cause = format!("{cause}: {said}");
    }
    let error = ServiceError {
        cause,
        help: help(endpoint, status, &text),
        log: Some(text.chars().take(64 << 10).collect()),
        fault: Fault::Refused(status.as_u16()),
    };
    let passes = matches!(status.as_u16(), 408 | 425 | 429) || status.is_server_error();
    // An empty account answers like a busy service, but tomorrow too.
    let spent = status.as_u16() == 429 && text.contains("insufficient_quota");
    let again = match wish(headers, now) {
        _ if !passes || spent || status.as_u16() == 501 || is_unread_by_its_server(&text) => Again::No,
        Some(wait) => Again::After(wait),
        None => Again::Yes,
    };
    Failed { error, again }
}

/// llama.cpp's server answers 500 where its model has not kept to the form that was asked for, because it came to the
/// limit of tokens, say: the same question has the same answer.
pub fn is_unread_by_its_server(body: &str) -> bool {
    body.contains("output that does not match the expected")
}

/// How long the service wants to be left alone, by its headers.
pub(super) fn wish(headers: &HeaderMap, now: i64) -> Option<Duration> {
    let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok()).map(str::trim);
    let told = headers.get(RETRY_AFTER).and_then(|value| value.to_str().ok()).map(str::trim);
    told.and_then(|told| seconds(told).or_else(|| until(told, now))).or_else(|| {
        let spent = |left: &str, reset: &str| text(left).filter(|left| *left == "0").and_then(|_| text(reset));
        let reset = spent("x-ratelimit-remaining-requests", "x-ratelimit-reset-requests")
            .or_else(|| spent("x-ratelimit-remaining-tokens", "x-ratelimit-reset-tokens"))
            .or_else(|| spent("x-ratelimit-remaining", "x-ratelimit-reset"))?;
        span(reset).or_else(|| seconds(reset).map(|told| since_1970(told, now)))
    })
}

/// Seconds of `Retry-After` (RFC 9110, section 10.2.3); some services send fractions.
fn seconds(text: &str) -> Option<Duration> {
    text.parse::<f64>().ok().and_then(|seconds| Duration::try_from_secs_f64(seconds).ok())
}

/// The date of `Retry-After`.
fn until(text: &str, now: i64) -> Option<Duration> {
    let date = jiff::fmt::rfc2822::DateTimeParser::new().parse_timestamp(text).ok()?;
    Some(Duration::from_secs(u64::try_from(date.as_second() - now).unwrap_or(0)))
}

/// `6m0s`, `1.5s`, `20ms`: how long until a rate is whole again. A bare number is none.
fn span(text: &str) -> Option<Duration> {
    let mut rest = text;
    let mut total = Duration::ZERO;
    while !rest.is_empty() {
        let digits = rest.find(|c: char| !c.is_ascii_digit() && c != '.')?;
        let (number, tail) = rest.split_at(digits);
        let unit = tail.find(|c: char| c.is_ascii_digit()).unwrap_or(tail.len());
        let (unit, after) = tail.split_at(unit);
        total += crate::media::units::duration(&format!("{number}{unit}")).ok()?;
        rest = after;
    }
    Some(total)
}

/// A number that can only be a point in time is one; another is seconds from now.
fn since_1970(told: Duration, now: i64) -> Duration {
    const YEAR: u64 = 31_536_000;
    match told.as_secs() {
        seconds if seconds > YEAR => Duration::from_secs(seconds.saturating_sub(now.unsigned_abs())),
        _ => told,
    }
}

/// The service's own words, from the shapes that errors have.
fn said(body: &str) -> String {
    let told = match serde_json::from_str::<Value>(body) {
        Ok(value) => ["/error/message", "/detail/message", "/error", "/detail", "/message", "/code"]
            .iter()
            .find_map(|place| value.pointer(place).and_then(Value::as_str).map(str::to_owned))
            .unwrap_or_else(|| value.to_string()),
        Err(_) if body.trim_start().starts_with('<') => "an HTML page".to_owned(),
        Err(_) => body.to_owned(),
    };
    let line = told.split_whitespace().collect::<Vec<_>>().join(" ");
    let kept: String = line.chars().filter(|c| !c.is_control()).take(TOLD_CHARACTERS).collect();
    if kept.len() < line.len() { kept + "…" } else { kept }
}

fn help(endpoint: &Endpoint, status: StatusCode, body: &str) -> Option<String> {
    let key = endpoint.key.as_ref().map(ToString::to_string);
    Some(match (status.as_u16(), key) {
        (401 | 403, Some(key)) => format!("see that the key in {key} is right and may be used for this"),
        (401 | 403, None) => "name the service's key: `api_key: env:NAME`".to_owned(),
        (402, _) => "the account needs credit".to_owned(),
        (429, _) if body.contains("insufficient_quota") => "the account needs credit".to_owned(),
        (404, _) => "see that `base_url`, `model` and the voice's name are right".to_owned(),
        (413, _) => "ask for less at once: a shorter text, fewer scenes".to_owned(),
        (408 | 429, _) => "the service is busy; lower `rpm` or `concurrency`, or run again later".to_owned(),
        (300..=399, _) => "the service has moved; correct `base_url`".to_owned(),
        (500.., _) => "the service has trouble of its own; run again later, or name a fallback".to_owned(),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::provider::http::SecretSource;

    const NOW: i64 = 1_445_412_480; // Wed, 21 Oct 2015 07:28:00 GMT

    fn headers(pairs: &[(&'static str, &str)]) -> HeaderMap {
        pairs.iter().map(|(name, value)| (name.parse().unwrap(), value.parse().unwrap())).collect()
    }

    fn endpoint() -> Endpoint {
        let key = Some(SecretSource::Env("KEY".to_owned()));
        Endpoint {
            name: "writer".into(),
            base_url: "http://h".into(),
            key,
            rpm: None,
            concurrency: None,
            timeout: None,
        }
    }

    fn failed(status: u16, pairs: &[(&'static str, &str)], body: &str) -> Failed {
        refused(&endpoint(), StatusCode::from_u16(status).unwrap(), &headers(pairs), body.as_bytes(), NOW)
    }

    #[test]
    fn what_may_pass_is_tried_again_and_what_will_not_is_not() {
        for status in [408, 429, 500, 502, 503, 504] {
            assert_eq!(failed(status, &[], "").again, Again::Yes, "{status}");
        }
        for status in [301, 400, 401, 402, 403, 404, 413, 422, 501] {
            assert_eq!(failed(status, &[], "").again, Again::No, "{status}");
        }
        let spent = r#"{"error": {"message": "You exceeded your quota", "code": "insufficient_quota"}}"#;
        assert_eq!(failed(429, &[], spent).again, Again::No);
        let of_llama = "The model produced output that does not match the expected peg-native format";
        assert_eq!(failed(500, &[], of_llama).again, Again::No);
    }

    #[test]
    fn both_forms_of_retry_after_are_obeyed() {
        let wait = |text| wish(&headers(&[("retry-after", text)]), NOW).map(|wait| wait.as_secs());
        assert_eq!(wait("120"), Some(120));
        assert_eq!(wait("Wed, 21 Oct 2015 07:28:30 GMT"), Some(30));
        assert_eq!(wait("Wed, 21 Oct 2015 07:00:00 GMT"), Some(0));
        assert_eq!(wait("soon"), None);
        assert_eq!(wait("-3"), None);
    }

    #[test]
    fn a_spent_rate_says_when_it_is_whole_again() {
        let wait = |left: &str, reset: &str| {
            let told = [("x-ratelimit-remaining-requests", left), ("x-ratelimit-reset-requests", reset)];
            wish(&headers(&told), NOW)
        };
        assert_eq!(wait("0", "6m0s"), Some(Duration::from_secs(360)));
        assert_eq!(wait("0", "1m30.5s"), Some(Duration::from_millis(90_500)));
        assert_eq!(wait("0", "20ms"), Some(Duration::from_millis(20)));
        assert_eq!(wait("7", "6m0s"), None);
        let of_pexels = [("x-ratelimit-remaining", "0"), ("x-ratelimit-reset", "1445412500")];
        assert_eq!(wish(&headers(&of_pexels), NOW), Some(Duration::from_secs(20)));
    }

    #[test]
    fn the_service_s_own_words_are_told() {
        let told = |body| failed(400, &[], body).error.cause;
        assert_eq!(
            told(r#"{"error": {"message": "no such\nmodel"}}"#),
            "writer answered 400 Bad Request: no such model"
        );
        assert_eq!(
            told(r#"{"detail": {"status": "x", "message": "Voice is gone"}}"#),
            "writer answered 400 Bad Request: Voice is gone"
        );
        assert_eq!(told("<html><h1>nginx</h1>"), "writer answered 400 Bad Request: an HTML page");
        assert_eq!(told(""), "writer answered 400 Bad Request");
        assert!(failed(401, &[], "").error.help.unwrap().contains("env:KEY"));
    }
}
