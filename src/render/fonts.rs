//! Font files of the system, by family.

use std::path::PathBuf;

use fontdb::{Database, Source};

/// Where a family's faces lie, in a stable order; empty where the system does not have it.
pub fn files_of(family: &str) -> Vec<PathBuf> {
    let mut fonts = Database::new();
    fonts.load_system_fonts();
    let named = |face: &&fontdb::FaceInfo| face.families.iter().any(|(name, _)| name.eq_ignore_ascii_case(family));
    let mut files: Vec<PathBuf> = fonts
        .faces()
        .filter(named)
        .filter_map(|face| match &face.source {
            Source::File(path) => Some(path.clone()),
            _ => None,
        })
        .collect();
    files.sort();
    files.dedup();
    files
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_family_is_found_whatever_its_case_and_an_unknown_one_is_not() {
        let files = files_of("dejavu sans");
        assert!(files.iter().any(|file| file.ends_with("DejaVuSans-Bold.ttf")), "{files:?}");
        assert_eq!(files_of("No Such Family"), Vec::<PathBuf>::new());
    }
}
