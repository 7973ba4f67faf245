//! How much a manifest may ask for: every bound that keeps hostile or mistaken text from taking the machine with it.

/// Bytes of a manifest.
pub(crate) const FILE_BYTES: usize = 8 << 20;
/// Bytes of a file of rows.
pub(crate) const DATA_BYTES: u64 = 64 << 20;
/// Bytes of a script, a template or a drawing that a manifest names.
pub(crate) const DOCUMENT_BYTES: u64 = 1 << 20;
/// Values in the manifest once aliases and rows are expanded.
pub(crate) const NODES: u64 = 2_000_000;
/// Bytes of all strings once aliases, rows and templates are expanded.
pub(crate) const TEXT_BYTES: u64 = 64 << 20;
/// Lists and mappings inside one another.
pub(crate) const DEPTH: u32 = 64;
/// Bytes of one string.
pub(crate) const STRING_BYTES: usize = 1 << 20;
/// Videos of one manifest, and so rows of its data.
pub(crate) const VIDEOS: usize = 20_000;
/// Scenes of one video.
pub(crate) const SCENES: usize = 500;
/// Characters of one scene's narration.
pub(crate) const NARRATION: usize = 20_000;
/// Minijinja's unit: about an instruction, or some bytes of output.
pub(crate) const FUEL: u64 = 200_000;
/// Compiled templates kept at once.
pub(crate) const TEMPLATES: usize = 5_000;
/// Problems remembered; the rest are counted.
pub(crate) const NOTES: usize = 10_000;
/// Problems printed.
pub(crate) const PRINTED: usize = 50;
