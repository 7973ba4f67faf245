//! Reports as files: the form by the file's ending, each written whole or not at all.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use super::document::Report;
use super::{html, junit, markdown, trace};

/// A sidecar is a few kilobytes; what is larger is none of ours.
const MAX_SIDECAR: u64 = 1 << 20;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    Json,
    Markdown,
    Junit,
    Html,
    /// For Perfetto and chrome://tracing.
    Trace,
}

impl Form {
    /// By the ending of the file's name.
    ///
    /// # Errors
    /// Another ending, with those there are.
    pub fn of(path: &Path) -> Result<Self, String> {
        let ending = path.extension().map(|ending| ending.to_string_lossy().to_ascii_lowercase());
        match ending.as_deref() {
            Some("json") => Ok(Form::Json),
            Some("md") => Ok(Form::Markdown),
            Some("xml") => Ok(Form::Junit),
            Some("html") => Ok(Form::Html),
            _ => Err(format!("a report's name ends in .json, .md, .xml (JUnit) or .html, not {}", path.display())),
        }
    }
}

/// Writes the report in that form.
///
/// # Errors
/// The file cannot be written; the text names it.
pub fn save(report: &Report, form: Form, path: &Path) -> io::Result<()> {
    let text = match form {
        Form::Json => serde_json::to_string_pretty(report)? + "\n",
        Form::Markdown => markdown::markdown(report),
        Form::Junit => junit::junit(report),
        Form::Html => html::html(report, folder(path)),
        Form::Trace => trace::trace(report)?,
    };
    replace(path, text.as_bytes())
        .map_err(|error| io::Error::new(error.kind(), format!("{} could not be written: {error}", path.display())))
}

impl Report {
    /// Reads what stands beside the finished videos; what is not there is left out.
    pub fn read_sidecars(&mut self) {
        for video in &mut self.videos {
            let beside = video.files.iter().find(|file| file.path.extension().is_some_and(|ending| ending == "json"));
            video.sidecar = beside.and_then(|file| {
                let small = fs::metadata(&file.path).is_ok_and(|stat| stat.len() <= MAX_SIDECAR);
                serde_json::from_slice(&fs::read(&file.path).ok().filter(|_| small)?).ok()
            });
        }
    }
}

fn folder(path: &Path) -> PathBuf {
    let path = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    path.parent().map(Path::to_owned).unwrap_or_default()
}

/// In one go, so that whoever looks sees the old or the new.
fn replace(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let folder = folder(path);
    fs::create_dir_all(&folder)?;
    // A pipe or a device is written to, not replaced.
    if fs::metadata(path).is_ok_and(|found| !found.is_file()) {
        return fs::OpenOptions::new().write(true).open(path)?.write_all(bytes);
    }
    let mut file = tempfile::Builder::new().prefix(".reelmill-report-").tempfile_in(&folder)?;
    file.write_all(bytes)?;
    readable(file.as_file())?;
    file.persist(path).map_err(|error| error.error)?;
    Ok(())
}

/// As any new file is, and not for its owner alone as temporary ones are.
fn readable(file: &fs::File) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    file.set_permissions(fs::Permissions::from_mode(0o644))
}

#[cfg(test)]
mod tests;
