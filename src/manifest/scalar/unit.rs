//! Numbers with a unit: times, levels, percentages, and ranges of them.

use std::sync::Arc;

use serde_json::{Value, json};

use super::{Scalar, decimal};
use crate::manifest::node::{Kind, Node};
use crate::manifest::notes::Notes;
use crate::manifest::read::{At, Read};
use crate::manifest::schema::Shapes;

/// A length of time in milliseconds: `1.5s`, `500ms`, `2m`, `1h30m`; a bare number is seconds.
#[derive(Debug, Clone, Copy, PartialEq, PartialOrd)]
pub(crate) struct Time<const MIN: u64, const MAX: u64>(pub u64);

impl<const MIN: u64, const MAX: u64> Scalar for Time<MIN, MAX> {
    fn wanted() -> String {
        format!("a time from {} to {}, such as 1.5s, 500ms or 2m", spoken(MIN), spoken(MAX))
    }

    fn parse(text: &str) -> Result<Self, Option<String>> {
        let value = milliseconds(text.trim()).ok_or(None)?;
        if (MIN..=MAX).contains(&value) { Ok(Self(value)) } else { Err(None) }
    }

    fn schema() -> Value {
        json!({ "anyOf": [
            { "type": "number", "minimum": MIN as f64 / 1e3, "maximum": MAX as f64 / 1e3 },
            { "type": "string", "pattern": "^([0-9.]+ *(ms|s|m|min|h)? *)+$" },
        ] })
    }
}

fn spoken(ms: u64) -> String {
    match ms {
        ms if ms % 3_600_000 == 0 && ms > 0 => format!("{}h", ms / 3_600_000),
        ms if ms % 60_000 == 0 && ms > 0 => format!("{}m", ms / 60_000),
        ms if ms % 1000 == 0 => format!("{}s", ms / 1000),
        ms => format!("{ms}ms"),
    }
}

fn milliseconds(text: &str) -> Option<u64> {
    if let Some(seconds) = decimal(text, 3) {
        return u64::try_from(seconds).ok();
    }
    let (mut rest, mut total) = (text, 0_u64);
    while !rest.is_empty() {
        let number = rest.len() - rest.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.').len();
        let (value, tail) = rest.split_at(number);
        let tail = tail.trim_start();
        let unit = tail.len() - tail.trim_start_matches(|c: char| c.is_ascii_alphabetic()).len();
        let scale = match &tail[..unit] {
            "ms" => 1,
            "s" | "sec" => 1000,
            "m" | "min" => 60_000,
            "h" => 3_600_000,
            _ => return None,
        };
        let micros = u64::try_from(decimal(value, 3)?).ok()?.checked_mul(scale)?;
        total = total.checked_add((micros + 500) / 1000)?;
        rest = tail[unit..].trim_start();
    }
    (!text.is_empty()).then_some(total)
}

/// A level in hundredths of a decibel (or LUFS, or dBTP): `-18dB`, `-14`.
#[derive(Debug, Clone, Copy, PartialEq, PartialOrd)]
pub(crate) struct Level<const MIN: i64, const MAX: i64>(pub i32);

impl<const MIN: i64, const MAX: i64> Scalar for Level<MIN, MAX> {
    fn wanted() -> String {
        format!("a level from {} to {}, such as {}dB", MIN as f64 / 1e2, MAX as f64 / 1e2, (MIN + MAX) / 200)
    }

    fn parse(text: &str) -> Result<Self, Option<String>> {
        let lower = text.trim().to_ascii_lowercase();
        let number = ["dbtp", "lufs", "db"].iter().find_map(|unit| lower.strip_suffix(unit)).unwrap_or(&lower);
        let value = decimal(number, 2).ok_or(None)?;
        if !(MIN..=MAX).contains(&value) {
            return Err(None);
        }
        i32::try_from(value).map(Self).map_err(|_| None)
    }

    fn schema() -> Value {
        json!({ "anyOf": [
            { "type": "number", "minimum": MIN as f64 / 1e2, "maximum": MAX as f64 / 1e2 },
            { "type": "string", "pattern": "^[-+]?[0-9.]+ *([dD][bB]([tT][pP])?|[lL][uU][fF][sS])?$" },
        ] })
    }
}

/// A part of something in hundredths of a percent: `12%` is 1200.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Share<const MIN: u32, const MAX: u32>(pub u32);

impl<const MIN: u32, const MAX: u32> Scalar for Share<MIN, MAX> {
    fn wanted() -> String {
        format!("a percentage from {}% to {}%", f64::from(MIN) / 1e2, f64::from(MAX) / 1e2)
    }

    fn parse(text: &str) -> Result<Self, Option<String>> {
        let percent = text.trim().strip_suffix('%').ok_or_else(|| Some(format!("write `{}%`", text.trim())))?;
        let value = decimal(percent, 2).and_then(|value| u32::try_from(value).ok()).ok_or(None)?;
        if (MIN..=MAX).contains(&value) { Ok(Self(value)) } else { Err(None) }
    }

    fn schema() -> Value {
        json!({ "type": "string", "pattern": "^[0-9.]+ *%$" })
    }
}

/// From the first to the second, both included.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Between<T>(pub T, pub T);

impl<T: Scalar + PartialOrd> Read for Between<T> {
    fn read(node: &Arc<Node>, notes: &mut Notes) -> Option<Self> {
        let items = match &node.kind {
            Kind::List(items) => items.as_slice(),
            Kind::Broken => return None,
            Kind::Scalar { .. } | Kind::Map(_) => &[],
        };
        if let [low, high] = items {
            let (low, high) = (At::<T>::read(low, notes), At::<T>::read(high, notes));
            let (low, high) = (low?.value, high?.value);
            if low <= high {
                return Some(Self(low, high));
            }
        }
        let message = format!("`{}` must be a range: the least and the most", notes.key);
        notes.error(node.spot, message).help("write it as a list of two, the smaller first: `[20s, 60s]`");
        None
    }

    fn shape(shapes: &mut Shapes) -> Value {
        let item = T::shape(shapes);
        json!({ "type": "array", "items": item, "minItems": 2, "maxItems": 2 })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    type Minutes = Time<0, 3_600_000>;

    #[test]
    fn times_take_their_units() {
        let cases = [
            ("1.5s", 1500),
            ("500ms", 500),
            ("2m", 120_000),
            ("3", 3000),
            ("0.25", 250),
            ("1m30s", 90_000),
            ("2 min", 120_000),
        ];
        for (text, ms) in cases {
            assert_eq!(Minutes::parse(text), Ok(Time(ms)), "{text}");
        }
        for text in ["", "s", "1x", "-1s", "1..2s", "1s2", "2h", "99999999999999h", "1e3s"] {
            assert!(Minutes::parse(text).is_err(), "{text}");
        }
        assert_eq!(Time::<500, 60_000>::wanted(), "a time from 500ms to 1m, such as 1.5s, 500ms or 2m");
    }

    #[test]
    fn levels_take_or_leave_their_unit() {
        for text in ["-18dB", "-18", "-18 dB", "-18.00 LUFS"] {
            assert_eq!(Level::<-6000, 1200>::parse(text), Ok(Level(-1800)), "{text}");
        }
        assert!(Level::<-6000, 1200>::parse("40dB").is_err());
    }

    #[test]
    fn a_percentage_needs_its_sign() {
        assert_eq!(Share::<100, 10_000>::parse("12%").unwrap().0, 1200);
        assert_eq!(Share::<100, 10_000>::parse("12").unwrap_err().unwrap(), "write `12%`");
    }
}
