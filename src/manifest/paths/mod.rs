//! The files that a manifest names: those that must be there, and those that shall come to be.

mod inputs;
mod outputs;

pub(crate) use inputs::{Inputs, Kind};
pub(crate) use outputs::Outputs;

use std::path::{Component, Path, PathBuf};

/// `path` without `.` parts; `..` stays, as a link may stand before it.
fn tidy(path: &Path) -> PathBuf {
    path.components().filter(|part| *part != Component::CurDir).collect()
}
