//! Decimal numbers without floats.

/// `text` as a number of units of ten to the minus `digits`: `decimal("1.5", 3)` is 1500. Rounds half away from zero;
/// nothing for what is no plain decimal number, or larger than a trillion.
pub(crate) fn decimal(text: &str, digits: usize) -> Option<i64> {
    let text = text.trim();
    let (negative, unsigned) = match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text.strip_prefix('+').unwrap_or(text)),
    };
    let (whole, fraction) = unsigned.split_once('.').unwrap_or((unsigned, ""));
    let is_digits = |part: &str| part.bytes().all(|b| b.is_ascii_digit());
    if (whole.is_empty() && fraction.is_empty()) || !is_digits(whole) || !is_digits(fraction) {
        return None;
    }
    let whole = whole.trim_start_matches('0');
    if whole.len() > 12 {
        return None;
    }
    let mut value: i64 = if whole.is_empty() { 0 } else { whole.parse().ok()? };
    let mut rest = fraction.bytes().map(|b| i64::from(b - b'0'));
    for _ in 0..digits {
        value = value.checked_mul(10)?.checked_add(rest.next().unwrap_or(0))?;
    }
    if rest.next().is_some_and(|digit| digit >= 5) {
        value = value.checked_add(1)?;
    }
    Some(if negative { -value } else { value })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decimals_scale_and_round() {
        let cases = [("1.5", 3, 1500), ("-18", 2, -1800), (".5", 1, 5), ("2.", 0, 2), ("0.0005", 3, 1), ("+007", 0, 7)];
        for (text, digits, value) in cases {
            assert_eq!(decimal(text, digits), Some(value), "{text}");
        }
    }

    #[test]
    fn what_is_no_plain_number_is_refused() {
        for text in ["", ".", "-", "1e3", "0x10", "nan", "inf", "1.2.3", "--1", "1_000", "٣", &"9".repeat(1_000_000)] {
            assert_eq!(decimal(text, 3), None);
        }
    }

    proptest::proptest! {
        #[test]
        fn it_agrees_with_the_integers(value in -999_999_999i64..999_999_999) {
            let text = format!("{}{}.{:03}", if value < 0 { "-" } else { "" }, value.abs() / 1000, value.abs() % 1000);
            proptest::prop_assert_eq!(decimal(&text, 3), Some(value));
        }
    }
}
