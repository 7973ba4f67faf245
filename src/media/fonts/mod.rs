//! The fonts that ship inside the program, so that text looks the same on every machine.
//!
//! Inter (The Inter Project Authors), and for code JetBrains Mono (The JetBrains Mono Project Authors), of which the
//! Latin, Greek and Cyrillic letters and the signs of programs are kept. Both under the SIL Open Font License 1.1, the
//! texts beside this file.

mod full_unicode;

pub use full_unicode::prefer_full_unicode;

/// A font file in memory.
#[derive(Debug, Clone, Copy)]
pub struct BuiltIn {
    /// A plain file name for scratch folders.
    pub file: &'static str,
    pub bytes: &'static [u8],
}

/// The family all built-in faces belong to.
pub const FAMILY: &str = "Inter";

// Statics, so that the bytes stand in the program once, however many rooms use them.
static REGULAR_FILE: [u8; include_bytes!("Inter-Regular.otf").len()] = *include_bytes!("Inter-Regular.otf");
static SEMI_BOLD_FILE: [u8; include_bytes!("Inter-SemiBold.otf").len()] = *include_bytes!("Inter-SemiBold.otf");
static EXTRA_BOLD_FILE: [u8; include_bytes!("Inter-ExtraBold.otf").len()] = *include_bytes!("Inter-ExtraBold.otf");

pub const REGULAR: BuiltIn = BuiltIn { file: "Inter-Regular.otf", bytes: &REGULAR_FILE };
pub const SEMI_BOLD: BuiltIn = BuiltIn { file: "Inter-SemiBold.otf", bytes: &SEMI_BOLD_FILE };
pub const EXTRA_BOLD: BuiltIn = BuiltIn { file: "Inter-ExtraBold.otf", bytes: &EXTRA_BOLD_FILE };

/// For code; every letter is as wide as every other.
pub const MONO: BuiltIn =
    BuiltIn { file: "JetBrainsMono-Medium.ttf", bytes: include_bytes!("JetBrainsMono-Medium.ttf") };

/// As SVG names the face for code.
pub const MONO_FAMILY: &str = "JetBrains Mono Medium";

/// Inter in the weights 400, 600 and 800.
pub const ALL: [BuiltIn; 3] = [REGULAR, SEMI_BOLD, EXTRA_BOLD];
