//! Durations and sizes as people write them.

use std::time::Duration;

#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NotAUnit {
    #[error("`{0}` is not a duration; write 1.5s, 500ms, 2m, 1h or 7d")]
    Duration(String),
    #[error("`{0}` is not a size; write 5GB, 512MiB or a number of bytes")]
    Bytes(String),
}

/// `1.5s`, `500ms`, `2m`, `1h`, `7d`; a bare number is seconds. At most 100 years.
pub fn duration(text: &str) -> Result<Duration, NotAUnit> {
    let wrong = || NotAUnit::Duration(text.chars().take(40).collect());
    let (number, unit) = split(text);
    let scale = match unit {
        "ms" => 0.001,
        "" | "s" => 1.0,
        "m" | "min" => 60.0,
        "h" => 3600.0,
        "d" => 86_400.0,
        _ => return Err(wrong()),
    };
    let seconds = number.parse::<f64>().map_err(|_| wrong())? * scale;
    if !(0.0..=3.2e9).contains(&seconds) {
        return Err(wrong());
    }
    Ok(Duration::from_millis((seconds * 1000.0).round() as u64))
}

/// `5GB`, `512MiB`, `1e6`; a bare number is bytes.
pub fn bytes(text: &str) -> Result<u64, NotAUnit> {
    let wrong = || NotAUnit::Bytes(text.chars().take(40).collect());
    let (number, unit) = split(text);
    let scale = match unit.to_ascii_lowercase().as_str() {
        "" | "b" => 1.0,
        "k" | "kb" => 1e3,
        "m" | "mb" => 1e6,
        "g" | "gb" => 1e9,
        "t" | "tb" => 1e12,
        "kib" => 1024.0,
        "mib" => 1_048_576.0,
        "gib" => 1_073_741_824.0,
        "tib" => 1_099_511_627_776.0,
        _ => return Err(wrong()),
    };
    let bytes = number.parse::<f64>().map_err(|_| wrong())? * scale;
    if !(0.0..=9e18).contains(&bytes) {
        return Err(wrong());
    }
    Ok(bytes as u64)
}

/// The number and what follows it.
fn split(text: &str) -> (&str, &str) {
    let text = text.trim();
    let end = text.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(text.len());
    (&text[..end], text[end..].trim_start())
}

/// `512 B`, `1.5 MB`, `5.0 GB`: powers of ten, as disks are sold.
pub fn size(bytes: u64) -> String {
    const UNITS: [(f64, &str); 4] = [(1e12, "TB"), (1e9, "GB"), (1e6, "MB"), (1e3, "kB")];
    let n = bytes as f64;
    let unit = UNITS.into_iter().find(|(scale, _)| n >= *scale * 0.9995);
    unit.map_or_else(|| format!("{bytes} B"), |(scale, unit)| format!("{:.1} {unit}", n / scale))
}

/// `0:42`, `12:05`, `1:02:03`.
pub fn clock(duration: Duration) -> String {
    let seconds = (duration.as_millis() + 500) / 1000;
    let (hours, minutes, seconds) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
    if hours > 0 { format!("{hours}:{minutes:02}:{seconds:02}") } else { format!("{minutes}:{seconds:02}") }
}

/// `340 ms`, `12.3 s`, `4 min 05 s`.
pub fn span(duration: Duration) -> String {
    let ms = duration.as_millis();
    match ms {
        0..1_000 => format!("{ms} ms"),
        1_000..60_000 => format!("{:.1} s", duration.as_secs_f64()),
        60_000..3_600_000 => format!("{} min {:02} s", ms / 60_000, ms / 1000 % 60),
        _ => format!("{} h {:02} min", ms / 3_600_000, ms / 60_000 % 60),
    }
}

/// How long ago, roughly: `now`, `12 min`, `5 h`, `3 d`.
pub fn age(duration: Duration) -> String {
    match duration.as_secs() {
        0..60 => "now".to_owned(),
        s @ 60..3600 => format!("{} min", s / 60),
        s @ 3600..172_800 => format!("{} h", s / 3600),
        s => format!("{} d", s / 86_400),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_are_read_in_every_unit() {
        for (text, ms) in [("1.5s", 1500), ("500ms", 500), ("2m", 120_000), ("7d", 604_800_000), ("3", 3000)] {
            assert_eq!(duration(text), Ok(Duration::from_millis(ms)), "{text}");
        }
    }

    #[test]
    fn nonsense_is_refused() {
        for text in ["", "s", "-1s", "1x", "1.2.3s", "1e9d", "inf", "nan"] {
            assert!(duration(text).is_err(), "{text}");
            assert!(bytes(&text.replace('s', "q")).is_err() || text.is_empty(), "{text}");
        }
        assert!(bytes("").is_err());
    }

    #[test]
    fn sizes_are_read_in_every_unit() {
        for (text, n) in [("5GB", 5_000_000_000), ("512MiB", 536_870_912), ("10 kb", 10_000), ("7", 7)] {
            assert_eq!(bytes(text), Ok(n), "{text}");
        }
    }

    #[test]
    fn sizes_read_as_people_say_them() {
        for (n, text) in [(512, "512 B"), (1_500_000, "1.5 MB"), (5_000_000_000, "5.0 GB"), (999_960, "1.0 MB")] {
            assert_eq!(size(n), text);
        }
    }

    #[test]
    fn times_read_as_people_say_them() {
        assert_eq!(clock(Duration::from_millis(41_600)), "0:42");
        assert_eq!(clock(Duration::from_secs(3723)), "1:02:03");
        assert_eq!(span(Duration::from_millis(340)), "340 ms");
        assert_eq!(span(Duration::from_secs(245)), "4 min 05 s");
        let ages = [59, 720, 18_000, 260_000].map(|s| age(Duration::from_secs(s)));
        assert_eq!(ages, ["now", "12 min", "5 h", "3 d"]);
    }
}
