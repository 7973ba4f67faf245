//! Numbers within bounds.

use serde_json::{Value, json};

use super::{Scalar, decimal};

/// A whole number.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Whole<const MIN: u64, const MAX: u64>(pub u64);

impl<const MIN: u64, const MAX: u64> Scalar for Whole<MIN, MAX> {
    fn wanted() -> String {
        if MIN == MAX {
            return MIN.to_string();
        }
        if MAX == u64::MAX {
            format!("a whole number from {MIN} on")
        } else {
            format!("a whole number from {MIN} to {MAX}")
        }
    }

    fn parse(text: &str) -> Result<Self, Option<String>> {
        let value: u64 = text.trim().parse().map_err(|_| None)?;
        if (MIN..=MAX).contains(&value) { Ok(Self(value)) } else { Err(None) }
    }

    fn schema() -> Value {
        json!({ "type": "integer", "minimum": MIN, "maximum": MAX })
    }
}

/// A share or a factor, kept per mille: `0.7` and `70%` are 700.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Ratio<const MIN: u32, const MAX: u32>(pub u32);

impl<const MIN: u32, const MAX: u32> Scalar for Ratio<MIN, MAX> {
    fn wanted() -> String {
        format!("a number from {} to {}", f64::from(MIN) / 1e3, f64::from(MAX) / 1e3)
    }

    fn parse(text: &str) -> Result<Self, Option<String>> {
        let value = match text.trim().strip_suffix('%') {
            Some(percent) => decimal(percent, 1),
            None => decimal(text, 3),
        };
        let value = value.and_then(|value| u32::try_from(value).ok()).ok_or(None)?;
        if (MIN..=MAX).contains(&value) { Ok(Self(value)) } else { Err(None) }
    }

    fn schema() -> Value {
        json!({ "anyOf": [
            { "type": "number", "minimum": f64::from(MIN) / 1e3, "maximum": f64::from(MAX) / 1e3 },
            { "type": "string", "pattern": "^[0-9.]+ *%$" },
        ] })
    }
}

/// US dollars, kept in millionths.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Money(pub u64);

impl Scalar for Money {
    fn wanted() -> String {
        "an amount of US dollars such as 2.50".into()
    }

    fn parse(text: &str) -> Result<Self, Option<String>> {
        let value = decimal(text.trim().trim_start_matches('$'), 6).ok_or(None)?;
        u64::try_from(value).map(Self).map_err(|_| Some("it cannot be less than nothing".into()))
    }

    fn schema() -> Value {
        json!({ "type": "number", "minimum": 0 })
    }
}

/// Yes or no.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Flag(pub bool);

impl Scalar for Flag {
    fn wanted() -> String {
        "`true` or `false`".into()
    }

    fn parse(text: &str) -> Result<Self, Option<String>> {
        match text.trim().to_ascii_lowercase().as_str() {
            "true" | "yes" | "on" => Ok(Self(true)),
            "false" | "no" | "off" => Ok(Self(false)),
            _ => Err(None),
        }
    }

    fn schema() -> Value {
        json!({ "type": "boolean" })
    }
}

/// How many CPU jobs run at once; `None` is `auto`.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Workers(pub Option<usize>);

impl Scalar for Workers {
    fn wanted() -> String {
        "`auto` or a whole number from 1 to 256".into()
    }

    fn parse(text: &str) -> Result<Self, Option<String>> {
        match text.trim() {
            "auto" => Ok(Self(None)),
            text => Whole::<1, 256>::parse(text).map(|Whole(count)| Self(Some(count as usize))),
        }
    }

    fn schema() -> Value {
        json!({ "anyOf": [{ "const": "auto" }, Whole::<1, 256>::schema()] })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bounds_are_inclusive_and_told() {
        assert_eq!(Whole::<1, 120>::parse("120").unwrap().0, 120);
        assert!(["0", "121", "1.5", "-1", "x", ""].iter().all(|text| Whole::<1, 120>::parse(text).is_err()));
        assert_eq!(Whole::<1, 120>::wanted(), "a whole number from 1 to 120");
        assert_eq!(Ratio::<500, 2000>::wanted(), "a number from 0.5 to 2");
    }

    #[test]
    fn shares_are_read_either_way() {
        assert_eq!((Ratio::<0, 1000>::parse("0.7").unwrap().0, Ratio::<0, 1000>::parse("70 %").unwrap().0), (700, 700));
    }

    #[test]
    fn money_is_exact() {
        assert_eq!(Money::parse("2.50").unwrap().0, 2_500_000);
        assert_eq!(Money::parse("0.15").unwrap().0, 150_000);
        assert!(Money::parse("-1").is_err());
    }

    #[test]
    fn auto_workers_are_none() {
        assert_eq!((Workers::parse("auto").unwrap().0, Workers::parse("3").unwrap().0), (None, Some(3)));
    }
}
