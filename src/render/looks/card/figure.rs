//! Numbers as people read them, and the round ones beside an axis.

/// A number of thousandths with its unit: `1,250 km`, `$1.2M`, `40%`.
pub(super) fn figure(thousandths: i64, unit: &str) -> String {
    let sign = if thousandths < 0 { "−" } else { "" };
    let size = thousandths.unsigned_abs();
    let number = match size {
        1_000_000_000_000.. => short(size, 1_000_000_000_000) + "B",
        1_000_000_000.. => short(size, 1_000_000_000) + "M",
        100_000_000.. => short(size, 1_000_000) + "K",
        _ => grouped(size),
    };
    let unit = unit.trim();
    match unit.chars().next() {
        None => format!("{sign}{number}"),
        Some('$' | '€' | '£' | '¥' | '₹') => format!("{sign}{unit}{number}"),
        Some('%' | '°' | '×') => format!("{sign}{number}{unit}"),
        Some(_) => format!("{sign}{number}\u{a0}{unit}"),
    }
}

/// With one digit after the point, where it says something.
fn short(size: u64, of: u64) -> String {
    let tenths = (size * 10 + of / 2) / of;
    match tenths % 10 {
        0 => (tenths / 10).to_string(),
        digit => format!("{}.{digit}", tenths / 10),
    }
}

fn grouped(thousandths: u64) -> String {
    let (whole, rest) = (thousandths / 1000, thousandths % 1000);
    let digits = whole.to_string();
    let mut grouped = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) && digits.len() > 3 {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    if rest > 0 {
        grouped += format!(".{rest:03}").trim_end_matches('0');
    }
    grouped
}

/// Three to six round numbers around a range, in thousandths, evenly spaced.
pub(super) fn ticks(low: i64, high: i64) -> Vec<i64> {
    let span = (i128::from(high) - i128::from(low)).max(1);
    let steps = (0..19).flat_map(|power| [1, 2, 5].map(|digit| digit * 10_i128.pow(power)));
    let floor = |value: i128, step: i128| value.div_euclid(step) * step;
    let step = steps.into_iter().find(|step| span / step <= 4).unwrap_or(span);
    let (first, last) = (floor(low.into(), step), -floor(-i128::from(high), step));
    let last = if last == first { first + step } else { last };
    let count = (last - first) / step;
    (0..=count).filter_map(|index| i64::try_from(first + index * step).ok()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_with_ease() {
        let cases = [
            (1500, "", "1.5"),
            (40_000, "%", "40%"),
            (1_250_000, "km", "1,250\u{a0}km"),
            (-3_000, "°C", "−3°C"),
            (1_234_000_000, "$", "$1.2M"),
            (100_000_000, "", "100K"),
            (99_999_000, "", "99,999"),
            (2_000_000_000_000, "€", "€2B"),
            (0, "", "0"),
        ];
        for (number, unit, text) in cases {
            assert_eq!(figure(number, unit), text);
        }
    }

    #[test]
    fn ticks_are_round_and_few() {
        assert_eq!(ticks(0, 97_000), [0, 20_000, 40_000, 60_000, 80_000, 100_000]);
        for (low, high) in [(0, 1), (0, 0), (-5_000, 7_000), (3, 3), (0, i64::MAX / 2), (12_000, 19_500)] {
            let ticks = ticks(low, high);
            assert!((2..=7).contains(&ticks.len()), "{low} {high}: {ticks:?}");
            assert!(ticks[0] <= low && *ticks.last().unwrap() >= high, "{ticks:?}");
        }
    }
}
