//! Where finished videos go: below the manifest's folder, under names that are safe everywhere.

use std::collections::HashMap;
use std::fs;
use std::path::{Component, Path, PathBuf};

use super::tidy;
use crate::manifest::notes::Notes;
use crate::manifest::scalar::clipped;
use crate::manifest::source::Spot;
use crate::media::Muxer;

pub(crate) struct Outputs {
    /// Absolute; outputs that the manifest names are relative to it.
    base: PathBuf,
    /// Absolute; where videos go that name no output.
    default: PathBuf,
    allow_outside: bool,
    /// Folders, and whether they lie within `base` once links are followed.
    within: HashMap<PathBuf, bool>,
}

impl Outputs {
    /// `chosen` is the folder that the user asked for; it is trusted wherever it is.
    pub fn new(root: &Path, chosen: Option<PathBuf>, allow_outside: bool) -> Self {
        let default = chosen.clone().unwrap_or_else(|| root.join("out"));
        let base = chosen.unwrap_or_else(|| root.to_owned());
        Self { base, default, allow_outside, within: HashMap::new() }
    }

    /// The default place of the video `id`, which is a safe name already.
    pub fn of_id(&mut self, id: &str, spot: Spot, notes: &mut Notes) -> Option<PathBuf> {
        let folder = self.default.clone();
        self.check_folder(&folder, "out", spot, notes)?;
        Some(folder.join(format!("{id}.mp4")))
    }

    /// The place that the manifest names.
    pub fn named(&mut self, path: &str, spot: Spot, notes: &mut Notes) -> Option<PathBuf> {
        let mut refuse = |what: &str, help: &str| {
            notes.error(spot, format!("output `{}` {what}", clipped(path))).help(help);
            None
        };
        let name = Path::new(path).file_name().and_then(|name| name.to_str()).unwrap_or_default();
        if Muxer::of(Path::new(name)).is_none() || path.ends_with(['/', '\\']) {
            let help = "finished videos are MP4 or WebM files: `out/{{ id }}.mp4`, `out/{{ id }}.webm`";
            return refuse("does not end in `.mp4` or `.webm`", help);
        }
        if let Some(c) = unsafe_in_name(name) {
            let help = format!(
                "file names have letters, digits, spaces and {SAFE}, begin with a letter, digit or `_`, and are short"
            );
            return refuse(&format!("has a name with {c}"), &help);
        }
        let climbs = Path::new(path).components().any(|part| part == Component::ParentDir);
        if climbs && !self.allow_outside {
            return refuse("has `..` in it", OUTSIDE);
        }
        let output = tidy(&self.base.join(path));
        let folder = output.parent().unwrap_or(&self.base).to_owned();
        self.check_folder(&folder, path, spot, notes)?;
        if fs::symlink_metadata(&output).is_ok_and(|about| about.is_dir()) {
            notes.error(spot, format!("output `{}` is a folder", clipped(path))).help("choose another name");
            return None;
        }
        Some(output)
    }

    fn check_folder(&mut self, folder: &Path, path: &str, spot: Spot, notes: &mut Notes) -> Option<()> {
        let (base, allow_outside) = (&self.base, self.allow_outside);
        let within = self.within.entry(folder.to_owned()).or_insert_with_key(|folder| {
            allow_outside || real(folder).zip(real(base)).is_some_and(|(folder, base)| folder.starts_with(base))
        });
        if *within {
            return Some(());
        }
        notes.error(spot, format!("output `{}` leaves the manifest's folder", clipped(path))).help(OUTSIDE);
        None
    }
}

const OUTSIDE: &str = "keep outputs below the manifest's folder, or pass `--allow-outside`";
const SAFE: &str = "- _ . , + = @ & ! ( ) [ ]";

/// Links followed as far as the path exists; what does not exist yet cannot be a link.
fn real(path: &Path) -> Option<PathBuf> {
    for ancestor in path.ancestors() {
        match ancestor.canonicalize() {
            Ok(exists) => return Some(exists.join(path.strip_prefix(ancestor).ok()?)),
            // A link to nowhere exists as a link, and may lead out when its target appears.
            Err(_) if fs::symlink_metadata(ancestor).is_ok() => return None,
            Err(_) => {}
        }
    }
    None
}

/// What makes a file name unsafe: to shells, to other systems, to FFmpeg's patterns.
fn unsafe_in_name(name: &str) -> Option<String> {
    let allowed = |c: char| c.is_alphanumeric() || c == ' ' || SAFE.contains(c);
    if let Some(c) = name.chars().find(|&c| !allowed(c)) {
        return Some(if c.is_control() { format!("U+{:04X}", u32::from(c)) } else { format!("`{c}`") });
    }
    if name.len() > 200 {
        return Some(format!("{} bytes", name.len()));
    }
    let first = name.chars().next().filter(|&c| !c.is_alphanumeric() && c != '_');
    first.map(|c| format!("`{c}` at its start"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place(outputs: &mut Outputs, path: &str) -> Result<PathBuf, String> {
        let mut notes = Notes::default();
        outputs
            .named(path, Spot::NOWHERE, &mut notes)
            .ok_or_else(|| notes.into_diagnostics().diagnostics.remove(0).message)
    }

    #[test]
    fn outputs_stay_below_the_manifest() {
        let root = tempfile::tempdir().unwrap();
        let elsewhere = tempfile::tempdir().unwrap();
        std::os::unix::fs::symlink(elsewhere.path(), root.path().join("link")).unwrap();
        std::os::unix::fs::symlink(elsewhere.path().join("none"), root.path().join("dangling")).unwrap();
        let mut outputs = Outputs::new(root.path(), None, false);
        assert_eq!(place(&mut outputs, "./a/b.mp4").unwrap(), root.path().join("a/b.mp4"));
        let inside = root.path().join("x.mp4");
        assert_eq!(place(&mut outputs, inside.to_str().unwrap()).unwrap(), inside);
        for path in ["../a.mp4", "a/../../b.mp4", "/tmp/a.mp4", "link/a.mp4", "link/deep/a.mp4", "dangling/a.mp4"] {
            assert!(place(&mut outputs, path).is_err(), "{path}");
        }
        let mut free = Outputs::new(root.path(), None, true);
        assert!(place(&mut free, "../a.mp4").is_ok() && place(&mut free, "link/a.mp4").is_ok());
    }

    #[test]
    fn a_folder_that_the_user_chose_is_the_base() {
        let (root, chosen) = (Path::new("/nowhere/root"), PathBuf::from("/nowhere/chosen"));
        let mut outputs = Outputs::new(root, Some(chosen), false);
        assert_eq!(place(&mut outputs, "b.mp4").unwrap(), Path::new("/nowhere/chosen/b.mp4"));
        let default = outputs.of_id("tour", Spot::NOWHERE, &mut Notes::default());
        assert_eq!(default.unwrap(), Path::new("/nowhere/chosen/tour.mp4"));
    }

    #[test]
    fn names_that_tools_misread_are_refused() {
        let mut outputs = Outputs::new(Path::new("/nowhere"), None, false);
        let long = format!("{}.mp4", "a".repeat(300));
        for path in
            ["-version.mp4", "a%d.mp4", "a'b.mp4", "a;b.mp4", "a\nb.mp4", ".mp4", "a.avi", "dir/", "a:b.mp4", &long]
        {
            assert!(place(&mut outputs, path).is_err(), "{path}");
        }
        assert!(place(&mut outputs, "out/Grüße aus 東京 (2).MP4").is_ok() && place(&mut outputs, "a.webm").is_ok());
    }
}
