//! What can be seen of video chips without asking one: device nodes, and the versions of their drivers.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

const NODES: &str = "/dev/dri";
/// Of a machine with more, the first few are tried.
const MOST_NODES: usize = 4;
/// Another driver, or another kernel with its drivers, may answer otherwise.
const VERSIONS: [&str; 3] = ["/proc/sys/kernel/osrelease", "/sys/module/nvidia/version", "/sys/module/amdgpu/version"];
/// What a driver is chosen by; children see these too.
const CHOSEN_BY: [&str; 3] = ["CUDA_VISIBLE_DEVICES", "LIBVA_DRIVER_NAME", "LIBVA_DRIVERS_PATH"];

/// `/dev/dri/renderD128` and the like, in order.
pub(super) fn render_nodes() -> Vec<PathBuf> {
    let mut nodes = named(Path::new(NODES), "renderD");
    nodes.truncate(MOST_NODES);
    nodes
}

fn named(folder: &Path, start: &str) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path());
    let is_one = |path: &PathBuf| path.file_name().is_some_and(|name| name.to_string_lossy().starts_with(start));
    let mut found: Vec<_> = entries.filter(is_one).collect();
    found.sort();
    found
}

/// Changes when a chip or its driver does, as far as files tell: what was found out about chips holds as long as this
/// stays the same. A few small files are read.
pub fn fingerprint() -> String {
    let mut text = String::new();
    for node in render_nodes().into_iter().chain(named(Path::new("/dev"), "nvidia")) {
        let _ = write!(text, "{} ", node.display());
        let name = node.file_name().unwrap_or_default().to_string_lossy();
        for fact in ["vendor", "device"] {
            push_file(&mut text, &format!("/sys/class/drm/{name}/device/{fact}"));
        }
    }
    VERSIONS.iter().for_each(|path| push_file(&mut text, path));
    for name in CHOSEN_BY {
        if let Some(value) = std::env::var_os(name) {
            let _ = write!(text, "{name}={} ", value.to_string_lossy());
        }
    }
    text
}

fn push_file(text: &mut String, path: &str) {
    if let Ok(found) = fs::read_to_string(path) {
        let _ = write!(text, "{} ", found.trim());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nodes_are_found_by_their_names_in_order() {
        let folder = tempfile::tempdir().unwrap();
        for name in ["renderD129", "card0", "renderD128", "by-path"] {
            fs::write(folder.path().join(name), "").unwrap();
        }
        let found = named(folder.path(), "renderD");
        assert!(found.iter().map(|path| path.file_name().unwrap()).eq(["renderD128", "renderD129"]), "{found:?}");
        assert!(named(&folder.path().join("none"), "renderD").is_empty());
    }

    #[test]
    fn the_fingerprint_stays_while_nothing_changes() {
        assert_eq!(fingerprint(), fingerprint());
    }
}
