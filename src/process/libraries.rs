//! Libraries that are loaded at run time: by which files it is told what would be found.

use std::path::{Path, PathBuf};

/// The list by which the loader finds libraries; `None` where it has none, or was told to look elsewhere first.
pub fn loader_list() -> Option<&'static Path> {
    let elsewhere = std::env::var_os("LD_LIBRARY_PATH").is_some_and(|folders| !folders.is_empty());
    (!elsewhere).then_some(Path::new("/etc/ld.so.cache")).filter(|list| list.exists())
}

/// The file of a library that is loaded now, by the start of its name; Linux lists them.
pub fn loaded_from(names: &[&str]) -> Option<PathBuf> {
    let maps = std::fs::read_to_string("/proc/self/maps").ok()?;
    let path = |line: &str| line.find('/').map(|at| line[at..].to_owned());
    let named = |path: &String| names.iter().any(|name| path.rsplit('/').next().is_some_and(|f| f.starts_with(name)));
    maps.lines().filter_map(path).find(named).map(PathBuf::from)
}
