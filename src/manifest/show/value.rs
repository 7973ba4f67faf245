//! Values as a manifest writes them.

use serde_yaml::{Mapping, Value};

/// A mapping that keeps the order of its keys.
pub(super) struct Map(Mapping);

impl Map {
    pub fn new() -> Self {
        Self(Mapping::new())
    }

    pub fn put(mut self, key: &str, value: impl Into<Value>) -> Self {
        self.0.insert(key.into(), value.into());
        self
    }

    pub fn maybe(self, key: &str, value: Option<impl Into<Value>>) -> Self {
        match value {
            Some(value) => self.put(key, value),
            None => self,
        }
    }

    pub fn into_value(self) -> Value {
        Value::Mapping(self.0)
    }
}

/// Text that is no template, whatever braces it has.
pub(super) fn text(text: &str) -> Value {
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match (c, chars.peek()) {
            ('{', Some('{' | '%' | '#')) => out.push_str("{{ '{' }}"),
            _ => out.push(c),
        }
    }
    Value::String(out)
}

pub(super) fn milliseconds(ms: u64) -> Value {
    Value::String(if ms.is_multiple_of(1000) { format!("{}s", ms / 1000) } else { format!("{ms}ms") })
}

/// `value` in units of ten to the minus `digits`.
pub(super) fn number(value: i64, digits: u32) -> Value {
    let scale = 10_u64.pow(digits);
    let (whole, fraction) = (value.unsigned_abs() / scale, value.unsigned_abs() % scale);
    let sign = if value < 0 { "-" } else { "" };
    let text = format!("{sign}{whole}.{fraction:0width$}", width = digits as usize);
    let text = text.trim_end_matches('0').trim_end_matches('.').to_owned();
    if let Ok(whole) = text.parse::<i64>() {
        return whole.into();
    }
    // Very small numbers would be written with an exponent.
    match text.parse::<f64>() {
        Ok(real) if serde_yaml::to_string(&real).is_ok_and(|written| written.trim_end() == text) => real.into(),
        _ => Value::String(text),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_written_shortly_and_without_exponents() {
        let written = |value, digits| serde_yaml::to_string(&number(value, digits)).unwrap().trim_end().to_owned();
        assert_eq!(written(-1800, 2), "-18");
        assert_eq!(written(700, 3), "0.7");
        assert_eq!(written(2_500_000, 6), "2.5");
        assert_eq!(written(1, 6), "'0.000001'");
    }

    #[test]
    fn braces_are_written_so_that_they_stay() {
        assert_eq!(text("a {{ b }} {% {# { c"), Value::String("a {{ '{' }}{ b }} {{ '{' }}% {{ '{' }}# { c".into()));
    }
}
