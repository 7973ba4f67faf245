//! How values stand in JSON: times as RFC 3339, durations as milliseconds with all their digits, paths as text.

use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use jiff::Timestamp;
use schemars::JsonSchema;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

/// A moment, to the microsecond.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, JsonSchema)]
#[schemars(transparent)]
pub struct Time(#[schemars(with = "String", extend("format" = "date-time"))] pub SystemTime);

impl Time {
    pub fn now() -> Self {
        Self(SystemTime::now())
    }

    /// Zero where the clock was set back meanwhile.
    pub fn since(self, earlier: Time) -> Duration {
        self.0.duration_since(earlier.0).unwrap_or_default()
    }
}

impl std::fmt::Display for Time {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        // Times after the year 9999 are none of ours.
        let time = Timestamp::try_from(self.0).unwrap_or_default();
        write!(f, "{time:.6}")
    }
}

impl std::str::FromStr for Time {
    type Err = jiff::Error;

    fn from_str(text: &str) -> Result<Self, jiff::Error> {
        let time: Timestamp = text.parse()?;
        // Times before 1970 are none of ours.
        let passed = Duration::from_micros(time.as_microsecond().try_into().unwrap_or(0));
        Ok(Self(SystemTime::UNIX_EPOCH + passed))
    }
}

impl Serialize for Time {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Time {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        String::deserialize(from)?.parse().map_err(de::Error::custom)
    }
}

/// Milliseconds with up to six decimals: a duration comes back as it went.
pub(super) mod ms {
    use super::*;

    pub fn serialize<S: Serializer>(duration: &Duration, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_f64(duration.as_nanos() as f64 / 1e6)
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Duration, D::Error> {
        let ms = f64::deserialize(from)?;
        // The cast saturates: below zero is zero.
        Ok(Duration::from_nanos((ms * 1e6).round() as u64))
    }
}

/// `{"speech": 6, "segment": 7}`.
pub(super) mod counts {
    use std::collections::BTreeMap;

    use super::*;
    use crate::event::Stage;

    pub fn serialize<S: Serializer>(jobs: &[(Stage, usize)], to: S) -> Result<S::Ok, S::Error> {
        jobs.iter().copied().collect::<BTreeMap<_, _>>().serialize(to)
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Vec<(Stage, usize)>, D::Error> {
        Ok(BTreeMap::deserialize(from)?.into_iter().collect())
    }
}

/// JSON is Unicode; what a path has besides is shown as `�`.
pub(super) fn path<S: Serializer>(path: &Path, to: S) -> Result<S::Ok, S::Error> {
    to.collect_str(&path.display())
}

pub(super) fn optional_path<S: Serializer>(path: &Option<PathBuf>, to: S) -> Result<S::Ok, S::Error> {
    path.as_ref().map(|path| path.display().to_string()).serialize(to)
}

#[cfg(test)]
mod tests;
