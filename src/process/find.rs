//! Where a program lies on a search path.

use std::ffi::OsStr;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

/// The first executable file called `name` in the folders of `path_env` (a `PATH`). A name with a slash is looked at
/// as it is; empty entries, which would mean the working folder, are passed over.
pub(crate) fn which(name: impl AsRef<OsStr>, path_env: Option<&OsStr>) -> Option<PathBuf> {
    let name = Path::new(name.as_ref());
    if name.components().count() > 1 || name.is_absolute() {
        return is_executable(name).then(|| name.to_owned());
    }
    std::env::split_paths(path_env?)
        .filter(|folder| !folder.as_os_str().is_empty())
        .map(|folder| folder.join(name))
        .find(|file| is_executable(file))
}

fn is_executable(file: &Path) -> bool {
    file.metadata().is_ok_and(|meta| meta.is_file() && meta.permissions().mode() & 0o111 != 0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    #[test]
    fn the_first_executable_file_on_the_path_is_found() {
        let root = tempfile::tempdir().unwrap();
        for (folder, mode) in [("a", 0o644), ("b", 0o755), ("c", 0o755)] {
            fs::create_dir(root.path().join(folder)).unwrap();
            let file = root.path().join(folder).join("tool");
            fs::write(&file, "").unwrap();
            fs::set_permissions(&file, fs::Permissions::from_mode(mode)).unwrap();
        }
        let path = std::env::join_paths(["", "a", "b", "c"].map(|part| match part {
            "" => PathBuf::new(),
            folder => root.path().join(folder),
        }))
        .unwrap();
        assert_eq!(which("tool", Some(&path)), Some(root.path().join("b/tool")));
        assert_eq!(which("b", Some(root.path().as_os_str())), None, "a folder is no program");
        assert_eq!(which("tool", None), None);
    }

    #[test]
    fn a_name_with_a_slash_is_not_searched_for() {
        assert_eq!(which("/bin/sh", None), Some(PathBuf::from("/bin/sh")));
        assert_eq!(which("/bin/no-such-program", Some(OsStr::new("/bin"))), None);
    }
}
