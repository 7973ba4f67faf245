//! Local files that a manifest names: each is looked at once, however many videos name it.

use std::collections::{BTreeSet, HashMap};
use std::fs::{self, File};
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::tidy;
use crate::manifest::model::LocalFile;
use crate::manifest::near::nearest;
use crate::manifest::notes::Notes;
use crate::manifest::scalar::clipped;
use crate::manifest::source::Spot;
use crate::media::container::{self, Container};

/// Names of a folder that are looked through for the one meant.
const NEIGHBOURS: usize = 5000;
/// Missing files for which that is done.
const SEARCHES: usize = 100;

pub(crate) struct Inputs {
    /// The manifest's folder, as people named it.
    shown: PathBuf,
    /// The same, absolute.
    root: PathBuf,
    looked: HashMap<String, Result<PathBuf, Problem>>,
    searches: usize,
    texts: HashMap<PathBuf, Result<Arc<str>, String>>,
    starts: HashMap<PathBuf, Vec<u8>>,
}

/// What a file has to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Picture,
    /// With moving pictures or with sound.
    Media,
}

#[derive(Debug, Clone)]
struct Problem {
    what: String,
    label: Option<String>,
    help: Option<String>,
}

impl Inputs {
    pub fn new(shown: PathBuf, root: PathBuf) -> Self {
        Self { shown, root, looked: HashMap::new(), searches: 0, texts: HashMap::new(), starts: HashMap::new() }
    }

    pub fn root(&self) -> &Path {
        &self.root
    }

    /// All files found so far.
    pub fn found(&self) -> BTreeSet<&Path> {
        self.looked.values().filter_map(|looked| looked.as_deref().ok()).collect()
    }

    /// The file that `path` names; `what` it is ("image") is for the message.
    pub fn file(&mut self, path: &str, spot: Spot, what: &str, notes: &mut Notes) -> Option<LocalFile> {
        if !self.looked.contains_key(path) {
            let looked = self.look(path);
            self.looked.insert(path.to_owned(), looked);
        }
        match self.looked.get(path)? {
            Ok(file) => Some(LocalFile { file: file.clone() }),
            Err(problem) => {
                let Problem { what: problem, label, help } = problem;
                let note = notes.error(spot, format!("{what} `{}` {problem}", clipped(path))).maybe_help(help.clone());
                if let Some(label) = label {
                    note.label(label);
                }
                None
            }
        }
    }

    /// As [`Inputs::file`], and its first bytes are those of such a file.
    pub fn media(&mut self, path: &str, spot: Spot, what: &str, kind: Kind, notes: &mut Notes) -> Option<LocalFile> {
        let found = self.file(path, spot, what, notes)?;
        let start = self.starts.entry(found.file.clone()).or_insert_with_key(|file| read_start(file));
        let (fits, wanted, help) = match kind {
            Kind::Picture => (
                container::is_picture(start),
                "picture in a known format",
                "JPEG, PNG, WebP, GIF and BMP are known; `ffmpeg -i` converts most others to PNG",
            ),
            Kind::Media => {
                (Container::sniff(start).is_some(), "media file of a known kind", container::KNOWN_CONTAINERS)
            }
        };
        if !fits {
            notes.error(spot, format!("{what} `{}` is no {wanted}", clipped(path))).help(help);
        }
        fits.then_some(found)
    }

    /// The whole text of the file that `path` names.
    pub fn text(&mut self, path: &str, spot: Spot, what: &str, limit: u64, notes: &mut Notes) -> Option<Arc<str>> {
        let LocalFile { file } = self.file(path, spot, what, notes)?;
        let text = self.texts.entry(file).or_insert_with_key(|file| read_text(file, limit));
        match text {
            Ok(text) => Some(text.clone()),
            Err(problem) => {
                notes.error(spot, format!("{what} `{}` {problem}", clipped(path)));
                None
            }
        }
    }

    fn look(&mut self, path: &str) -> Result<PathBuf, Problem> {
        let problem = |what: &str, help: &str| Problem { what: what.into(), label: None, help: Some(help.into()) };
        if path.contains("://") {
            return Err(problem("is an address", "fetch it first; a manifest names local files"));
        }
        let file = tidy(&self.root.join(path));
        match fs::metadata(&file) {
            Ok(about) if about.is_dir() => Err(problem("is a folder", "name a file in it")),
            Ok(about) if !about.is_file() => Err(problem("is no regular file", "name a file")),
            Ok(about) if about.len() == 0 => Err(problem("is empty", "write it again")),
            Ok(_) => Ok(file),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Err(self.absent(path, &file)),
            Err(error) => Err(Problem { what: format!("cannot be read: {error}"), label: None, help: None }),
        }
    }

    fn absent(&mut self, path: &str, file: &Path) -> Problem {
        self.searches += 1;
        let label = format!("looked in {}", tidy(&self.shown.join(path)).display());
        let folder = file.parent().unwrap_or(&self.root);
        let help = if self.searches <= SEARCHES { neighbour(path, file, folder) } else { None };
        let help = help.or_else(|| Some("paths are relative to the manifest's folder".into()));
        Problem { what: "does not exist".into(), label: Some(label), help }
    }
}

/// What was meant, from what is there.
fn neighbour(path: &str, file: &Path, folder: &Path) -> Option<String> {
    let Ok(entries) = fs::read_dir(folder) else {
        return Some("that folder is not there either; paths are relative to the manifest's folder".into());
    };
    let mut names: Vec<String> =
        entries.take(NEIGHBOURS).filter_map(|entry| entry.ok()?.file_name().into_string().ok()).collect();
    names.sort();
    let wanted = file.file_name().and_then(|name| name.to_str())?;
    let near = nearest(wanted, names.iter().map(String::as_str))?;
    Some(format!("`{}` exists; did you mean that?", Path::new(path).with_file_name(near).display()))
}

/// Nothing of a file that cannot be read.
fn read_start(file: &Path) -> Vec<u8> {
    let mut start = Vec::new();
    let _ = File::open(file).and_then(|file| file.take(container::SNIFFED as u64).read_to_end(&mut start));
    start
}

fn read_text(file: &Path, limit: u64) -> Result<Arc<str>, String> {
    let mut bytes = Vec::new();
    let opened = File::open(file).and_then(|file| file.take(limit + 1).read_to_end(&mut bytes));
    opened.map_err(|error| format!("cannot be read: {error}"))?;
    if bytes.len() as u64 > limit {
        return Err(format!("is larger than {} MiB", limit >> 20));
    }
    let text = String::from_utf8(bytes)
        .map_err(|error| format!("is not UTF-8 (at byte {})", error.utf8_error().valid_up_to()))?;
    Ok(text.strip_prefix('\u{feff}').unwrap_or(&text).into())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(inputs: &mut Inputs, path: &str) -> String {
        let mut notes = Notes::default();
        let found = inputs.file(path, Spot::NOWHERE, "image", &mut notes);
        assert!(found.is_none());
        notes.into_diagnostics().to_string()
    }

    #[test]
    fn a_missing_file_names_where_it_was_sought_and_the_one_meant() {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir(folder.path().join("img")).unwrap();
        fs::write(folder.path().join("img/attic.jpg"), "x").unwrap();
        let mut inputs = Inputs::new("videos".into(), folder.path().to_owned());
        let text = told(&mut inputs, "img/attic.png");
        assert!(text.contains("image `img/attic.png` does not exist"), "{text}");
        assert!(text.contains("looked in videos/img/attic.png"), "{text}");
        assert!(text.contains("`img/attic.jpg` exists; did you mean that?"), "{text}");
        assert!(told(&mut inputs, "pictures/a.png").contains("that folder is not there either"));
    }

    #[test]
    fn folders_addresses_and_empty_files_are_refused() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("empty.png"), "").unwrap();
        let mut inputs = Inputs::new(".".into(), folder.path().to_owned());
        assert!(told(&mut inputs, ".").contains("is a folder"));
        assert!(told(&mut inputs, "empty.png").contains("is empty"));
        assert!(told(&mut inputs, "https://example.org/a.png").contains("fetch it first"));
        assert!(told(&mut inputs, &"x".repeat(5000)).contains("cannot be read"));
    }

    #[test]
    fn pictures_and_media_are_known_by_their_first_bytes() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("a.png"), "GIF89a").unwrap();
        fs::write(folder.path().join("b.mp4"), "#EXTM3U").unwrap();
        let mut inputs = Inputs::new(".".into(), folder.path().to_owned());
        let mut notes = Notes::default();
        let mut media = |path: &str, kind| inputs.media(path, Spot::NOWHERE, "file", kind, &mut notes);
        assert!(media("a.png", Kind::Picture).is_some() && media("a.png", Kind::Media).is_some());
        assert!(media("b.mp4", Kind::Picture).is_none() && media("b.mp4", Kind::Media).is_none());
        let told = notes.into_diagnostics().to_string();
        assert!(told.contains("`b.mp4` is no picture in a known format") && told.contains("WebM"), "{told}");
    }

    #[test]
    fn texts_are_bounded_and_utf_8() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("a.txt"), "\u{feff}hi").unwrap();
        fs::write(folder.path().join("b.txt"), [0x61, 0xff]).unwrap();
        let mut inputs = Inputs::new(".".into(), folder.path().to_owned());
        let mut notes = Notes::default();
        let mut text = |path: &str, limit| inputs.text(path, Spot::NOWHERE, "script", limit, &mut notes);
        assert_eq!(text("./a.txt", 100).as_deref(), Some("hi"));
        assert_eq!(text("b.txt", 100), None);
        assert!(notes.into_diagnostics().to_string().contains("is not UTF-8 (at byte 1)"));
        assert_eq!(inputs.found().len(), 2);
    }
}
