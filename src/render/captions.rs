//! Captions for libass, in this process or in FFmpeg's filter (then as files of fixed names in the scratch folder), and
//! libass's complaints as errors.
//!
//! Only the fonts that come with the captions exist for the run: fontconfig is pointed at an empty configuration, so
//! that the picture does not depend on what a machine has installed, and no time goes into scanning it. What libass
//! then cannot find it says, and that is an error here: a caption with holes is no caption.

use std::borrow::Cow;
use std::io;
use std::path::{Path, PathBuf};

use super::RenderError;
use super::ass_colours::for_bt601_painter;
use super::libass::{self, Lettering};
use crate::media::Canvas;

/// An ASS script and every font it names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CaptionFiles {
    /// Times are from the segment's start.
    pub ass: String,
    pub fonts: Vec<FontFile>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FontFile {
    Bytes(Cow<'static, [u8]>),
    Path(PathBuf),
}

/// The filters that paint what [`CaptionFiles::put`] wrote; names are fixed, so nothing needs escaping. The picture's
/// matrix is hidden from them, for all versions of FFmpeg to write the same colours (see `ass_colours`).
pub(super) const FILTER: &str = "setparams=colorspace=unknown,ass=captions.ass:fontsdir=fonts";

pub(super) const FONT_CONFIG: &str = "fonts.conf";

const NO_SYSTEM_FONTS: &str =
    "<?xml version=\"1.0\"?>\n<!DOCTYPE fontconfig SYSTEM \"fonts.dtd\">\n<fontconfig></fontconfig>\n";

/// What paints captions where there is no libass to load.
pub const BY_FFMPEG: &str = "ffmpeg";

/// What paints captions into frames: another paints slightly different ones.
pub fn caption_painter() -> String {
    libass::identity().unwrap_or_else(|| BY_FFMPEG.to_owned())
}

impl CaptionFiles {
    /// The script as bitmaps made in this process; `None` where there is no libass to load.
    pub(super) fn lettering(&self, canvas: Canvas) -> Result<Option<Lettering>, RenderError> {
        let mut fonts = Vec::with_capacity(self.fonts.len());
        for font in &self.fonts {
            fonts.push(match font {
                FontFile::Bytes(bytes) => Cow::Borrowed(&bytes[..]),
                FontFile::Path(path) => {
                    let read = std::fs::read(path);
                    Cow::Owned(read.map_err(|error| RenderError::file("cannot read a font", &error))?)
                }
            });
        }
        Ok(Lettering::new(&self.ass, &fonts, canvas))
    }

    pub(super) fn put(&self, scratch: &Path) -> Result<(), RenderError> {
        self.write(scratch).map_err(|error| RenderError::file("cannot lay out the captions", &error))
    }

    fn write(&self, scratch: &Path) -> io::Result<()> {
        std::fs::write(scratch.join("captions.ass"), for_bt601_painter(&self.ass))?;
        std::fs::write(scratch.join(FONT_CONFIG), NO_SYSTEM_FONTS)?;
        let fonts = scratch.join("fonts");
        std::fs::create_dir_all(&fonts)?;
        for (number, font) in self.fonts.iter().enumerate() {
            let place = fonts.join(format!("{number:03}"));
            match font {
                FontFile::Bytes(bytes) => std::fs::write(place, bytes)?,
                FontFile::Path(path) => super::container::link(path, &place)?,
            }
        }
        Ok(())
    }
}

/// What libass could not find, from FFmpeg's stderr.
pub(super) fn complaint(stderr: &str) -> Option<RenderError> {
    let fault = stderr.lines().find_map(fault)?;
    let error = match fault {
        Fault::Font(family) => RenderError::failed(format!("the captions' font `{family}` is not there"))
            .help("name a font that is installed, or leave `font` out for the built-in one"),
        Fault::Glyph(point, family) => {
            let shown = char::from_u32(point).map(|c| format!(" ({c})")).unwrap_or_default();
            RenderError::failed(format!("the captions' font `{family}` has no glyph for U+{point:04X}{shown}"))
                .help("choose a `font` that has it, or change the text")
        }
    };
    Some(error.log(stderr))
}

enum Fault<'a> {
    Font(&'a str),
    Glyph(u32, &'a str),
}

/// `fontselect: (Wanted, 400, 0) -> /its/path, 0, Name`, `Glyph 0x6F22 not found, selecting one more font for (Inter,
/// 400, 0)`, `failed to find any fallback with glyph 0x0 for font: (Wanted, 400, 0)` (libass 0.14 to 0.17).
fn fault(line: &str) -> Option<Fault<'_>> {
    if !line.contains("ass") {
        return None;
    }
    let family = || line.split_once('(')?.1.rsplit_once(')')?.0.rsplitn(3, ", ").last();
    if let Some((_, rest)) = line.split_once("lyph 0x") {
        let digits = rest.split(|c: char| !c.is_ascii_hexdigit()).next()?;
        return match u32::from_str_radix(digits, 16).ok()? {
            0 => Some(Fault::Font(family()?)),
            point if is_invisible(point) => None,
            point => Some(Fault::Glyph(point, family()?)),
        };
    }
    let (_, choice) = line.split_once("fontselect: ")?;
    // A path is a font of the system: ours are read from the folder and named by themselves.
    let foreign = choice.split_once(") -> ").is_some_and(|(_, font)| font.starts_with('/'));
    (foreign || choice.starts_with("Using default font")).then(family)?.map(Fault::Font)
}

/// Code points that fonts may lack without anybody seeing it (Unicode: Default_Ignorable_Code_Point, line ends).
fn is_invisible(point: u32) -> bool {
    matches!(point,
        0x0..=0x1F | 0xAD | 0x34F | 0x61C | 0x180B..=0x180F | 0x200B..=0x200F | 0x2028..=0x202E | 0x2060..=0x206F
        | 0xFE00..=0xFE0F | 0xFEFF | 0xE0000..=0xE0FFF)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(stderr: &str) -> Option<String> {
        complaint(stderr).map(|error| error.to_string())
    }

    #[test]
    fn our_own_fonts_are_no_complaint() {
        let fine = "[Parsed_ass_0 @ 0x1] [info] fontselect: (Inter, 400, 0) -> Inter-Regular, 0, Inter-Regular\n\
                    [Parsed_ass_0 @ 0x1] [info] Glyph 0x2060 not found, selecting one more font for (Inter, 400, 0)\n\
                    [info] Stream #0: something (odd, 1, 2) -> /dev/null\n";
        assert_eq!(told(fine), None);
    }

    #[test]
    fn a_missing_glyph_is_named() {
        let line = "[Parsed_ass_0 @ 0x1] [info] Glyph 0x6F22 not found, selecting one more font for (Inter, 400, 0)";
        assert_eq!(told(line).as_deref(), Some("the captions' font `Inter` has no glyph for U+6F22 (漢)"));
    }

    #[test]
    fn a_font_from_elsewhere_is_a_missing_font() {
        for line in [
            "[Parsed_ass_0 @ 0x1] [info] fontselect: (Comic, Neue, 400, 0) -> /usr/share/fonts/a.ttf, 0, DejaVuSans",
            "[a @ 1] [warning] fontselect: failed to find any fallback with glyph 0x0 for font: (Comic, Neue, 400, 0) ass",
            "[ass @ 1] [warning] fontselect: Using default font family: (Comic, Neue, 400, 0) -> Inter-Regular, 0, x",
        ] {
            assert_eq!(told(line).as_deref(), Some("the captions' font `Comic, Neue` is not there"), "{line}");
        }
    }
}
