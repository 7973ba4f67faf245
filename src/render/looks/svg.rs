//! SVG documents into pixels, with the built-in fonts and nothing from outside the document.

mod guard;

use std::sync::{Arc, LazyLock, Mutex};

use resvg::tiny_skia::{FilterQuality, IntSize, Pixmap, PixmapPaint, Transform};
use resvg::usvg::{self, ImageHrefResolver, ImageKind, Options, Tree, fontdb};

use super::picture::{Picture, solid};
use crate::media::{Colour, Fit, fonts};

/// Longest document taken, in bytes.
const LONGEST: usize = 8 << 20;
/// Most pixels that all embedded images may have together.
const MOST_PIXELS: u64 = 64 << 20;

#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum SvgError {
    #[error("the svg is broken at line {line}, column {column}: {cause}")]
    Broken { line: u32, column: u32, cause: String },
    #[error("the svg has no size; give its `<svg>` element a `viewBox`, or a `width` and a `height`")]
    NoSize,
    #[error("the svg {0}")]
    Refused(String),
    #[error("the svg's image `{0}` is outside of the document; embed it as a `data:` URL (PNG, JPEG, GIF or WebP)")]
    Outside(String),
    #[error("no built-in font has the character `{character}` (U+{code:04X}); leave it out, or draw it as a path")]
    NoGlyph { character: char, code: u32 },
}

/// The document on a canvas of the size; what it leaves empty is black.
pub fn svg(document: &str, width: u32, height: u32, fit: Fit) -> Result<Picture, SvgError> {
    let tree = parse(document)?;
    let ground = solid(width, height, Colour::BLACK);
    if fit == Fit::Blur {
        let blurred = paint(&tree, blurred_ground(&tree, &ground)?, Fit::Contain)?;
        return Ok(blurred);
    }
    paint(&tree, ground, fit)
}

/// The document over a picture, stretched to its size by `fit`.
pub(super) fn over(ground: Picture, document: &str) -> Result<Picture, SvgError> {
    paint(&parse(document)?, ground, Fit::Contain)
}

fn parse(document: &str) -> Result<Tree, SvgError> {
    if document.len() > LONGEST {
        return Err(SvgError::Refused(format!("is longer than {} MiB; simplify it", LONGEST >> 20)));
    }
    let parsed = guard::check(document)?;
    let refused: Mutex<Option<SvgError>> = Mutex::new(None);
    let refuse = |error: SvgError| {
        if let Ok(mut first) = refused.lock() {
            first.get_or_insert(error);
        }
        None
    };
    let budget = Mutex::new(MOST_PIXELS);
    let options = Options {
        font_family: fonts::FAMILY.to_owned(),
        fontdb: Arc::clone(&FONTS),
        image_href_resolver: ImageHrefResolver {
            resolve_data: Box::new(|mime, data, _| {
                embedded(mime, data, &budget).or_else(|error| refuse(error).ok_or(())).ok()
            }),
            resolve_string: Box::new(|href, _| refuse(SvgError::Outside(href.chars().take(60).collect()))),
        },
        ..Options::default()
    };
    let tree = Tree::from_xmltree(&parsed, &options).map_err(|error| match error {
        usvg::Error::InvalidSize => SvgError::NoSize,
        other => SvgError::Refused(format!("cannot be read: {other}")),
    });
    drop(options);
    if let Ok(Some(error)) = refused.into_inner() {
        return Err(error);
    }
    let tree = tree?;
    guard::check_patterns(&tree)?;
    Ok(tree)
}

/// An image within the document, if it is one that may be decoded.
fn embedded(mime: &str, data: Arc<Vec<u8>>, budget: &Mutex<u64>) -> Result<ImageKind, SvgError> {
    let refused = |cause: &str| SvgError::Refused(format!("has an embedded image that {cause}"));
    let format = image::guess_format(&data).map_err(|_| {
        refused(&format!("is no PNG, JPEG, GIF or WebP (it says `{}`)", mime.chars().take(40).collect::<String>()))
    })?;
    let reader = image::ImageReader::with_format(std::io::Cursor::new(data.as_slice()), format);
    let (width, height) = reader.into_dimensions().map_err(|_| refused("cannot be decoded"))?;
    let pixels = u64::from(width) * u64::from(height);
    let left = budget.lock().ok().and_then(|mut left| {
        *left = left.checked_sub(pixels)?;
        Some(*left)
    });
    left.ok_or_else(|| refused("is too large; all of them together may have 64 megapixels"))?;
    match format {
        image::ImageFormat::Png => Ok(ImageKind::PNG(data)),
        image::ImageFormat::Jpeg => Ok(ImageKind::JPEG(data)),
        image::ImageFormat::Gif => Ok(ImageKind::GIF(data)),
        image::ImageFormat::WebP => Ok(ImageKind::WEBP(data)),
        _ => Err(refused("is no PNG, JPEG, GIF or WebP")),
    }
}

fn paint(tree: &Tree, ground: Picture, fit: Fit) -> Result<Picture, SvgError> {
    let Picture { width, height, rgb } = ground;
    let mut pixmap = pixmap(width, height)?;
    for (to, from) in pixmap.data_mut().chunks_exact_mut(4).zip(rgb.chunks_exact(3)) {
        to[..3].copy_from_slice(from);
        to[3] = 255;
    }
    resvg::render(tree, placed(tree, width, height, fit), &mut pixmap.as_mut());
    let rgb = pixmap.data().chunks_exact(4).flat_map(|p| [p[0], p[1], p[2]]).collect();
    Ok(Picture { width, height, rgb })
}

fn pixmap(width: u32, height: u32) -> Result<Pixmap, SvgError> {
    IntSize::from_wh(width, height)
        .and_then(|size| Pixmap::new(size.width(), size.height()))
        .ok_or_else(|| SvgError::Refused(format!("cannot be painted at {width}x{height}")))
}

/// The document's own coordinates onto the canvas, centred.
fn placed(tree: &Tree, width: u32, height: u32, fit: Fit) -> Transform {
    let (sx, sy) = (width as f32 / tree.size().width(), height as f32 / tree.size().height());
    let scale = if fit == Fit::Cover { sx.max(sy) } else { sx.min(sy) };
    let (dx, dy) = (width as f32 - tree.size().width() * scale, height as f32 - tree.size().height() * scale);
    Transform::from_row(scale, 0.0, 0.0, scale, dx / 2.0, dy / 2.0)
}

/// The document covering the canvas, small and enlarged again: that blurs it.
fn blurred_ground(tree: &Tree, ground: &Picture) -> Result<Picture, SvgError> {
    const SHRUNK: u32 = 48;
    let (width, height) = (ground.width, ground.height);
    let (w, h) = (width.div_ceil(SHRUNK).max(2), height.div_ceil(SHRUNK).max(2));
    let small = paint(tree, solid(w, h, Colour::BLACK), Fit::Cover)?;
    let mut source = pixmap(w, h)?;
    for (to, from) in source.data_mut().chunks_exact_mut(4).zip(small.rgb.chunks_exact(3)) {
        // A little darker, so that the document stands out.
        to.copy_from_slice(&[dim(from[0]), dim(from[1]), dim(from[2]), 255]);
    }
    let mut target = pixmap(width, height)?;
    let (sx, sy) = (width as f32 / (w - 1) as f32, height as f32 / (h - 1) as f32);
    let transform = Transform::from_row(sx, 0.0, 0.0, sy, -sx / 2.0, -sy / 2.0);
    let smooth = PixmapPaint { quality: FilterQuality::Bicubic, ..PixmapPaint::default() };
    target.draw_pixmap(0, 0, source.as_ref(), &smooth, transform, None);
    let rgb = target.data().chunks_exact(4).flat_map(|p| [p[0], p[1], p[2]]).collect();
    Ok(Picture { width, height, rgb })
}

fn dim(value: u8) -> u8 {
    (u16::from(value) * 6 / 10) as u8
}

/// The built-in faces; every generic family means them.
static FONTS: LazyLock<Arc<fontdb::Database>> = LazyLock::new(|| {
    let mut db = fontdb::Database::new();
    for face in fonts::ALL.into_iter().chain([fonts::MONO]) {
        db.load_font_source(fontdb::Source::Binary(Arc::new(face.bytes)));
    }
    db.set_serif_family(fonts::FAMILY);
    db.set_sans_serif_family(fonts::FAMILY);
    db.set_cursive_family(fonts::FAMILY);
    db.set_fantasy_family(fonts::FAMILY);
    db.set_monospace_family(fonts::MONO_FAMILY);
    Arc::new(db)
});

#[cfg(test)]
mod tests {
    use super::*;

    fn wrapped(inner: &str) -> String {
        format!(r#"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 50">{inner}</svg>"#)
    }

    fn pixel(picture: &Picture, x: u32, y: u32) -> [u8; 3] {
        let at = (y * picture.width + x) as usize * 3;
        [picture.rgb[at], picture.rgb[at + 1], picture.rgb[at + 2]]
    }

    #[test]
    fn it_covers_contains_or_blurs() {
        let document = wrapped(r##"<rect width="100" height="50" fill="#ff0000"/>"##);
        let red = [255, 0, 0];
        assert_eq!(pixel(&svg(&document, 100, 100, Fit::Cover).unwrap(), 50, 2), red);
        let contained = svg(&document, 100, 100, Fit::Contain).unwrap();
        assert_eq!((pixel(&contained, 50, 2), pixel(&contained, 50, 50)), ([0; 3], red));
        let blurred = svg(&document, 100, 100, Fit::Blur).unwrap();
        assert_eq!((pixel(&blurred, 50, 2), pixel(&blurred, 50, 50)), ([153, 0, 0], red));
    }

    #[test]
    fn text_of_any_family_is_set_in_the_built_in_font() {
        for family in ["Inter", "sans-serif", "Arial", "No Such Font"] {
            let document = wrapped(&format!(
                r#"<text x="5" y="35" font-size="30" fill="white" font-family="{family}">Hello</text>"#
            ));
            let picture = svg(&document, 200, 100, Fit::Cover).unwrap();
            assert!(picture.rgb.iter().filter(|v| **v > 200).count() > 500, "{family}");
        }
    }

    #[test]
    fn a_missing_glyph_is_named() {
        let error = svg(&wrapped(r#"<text y="30">漢</text>"#), 100, 50, Fit::Cover).unwrap_err();
        assert_eq!(error, SvgError::NoGlyph { character: '漢', code: 0x6F22 });
    }

    #[test]
    fn broken_xml_is_told_by_line_and_column() {
        let error = svg("<svg viewBox='0 0 1 1'>\n  <rect></g>\n</svg>", 10, 10, Fit::Cover).unwrap_err();
        assert!(matches!(error, SvgError::Broken { line: 2, column: 9, .. }), "{error}");
        assert_eq!(svg("<svg xmlns='http://www.w3.org/2000/svg' width='0'/>", 9, 9, Fit::Cover), Err(SvgError::NoSize));
    }

    #[test]
    fn embedded_images_are_shown_and_others_refused() {
        // One blue pixel as a PNG.
        let png = super::super::encode_png(&solid(1, 1, Colour::rgb(0, 0, 255)));
        let image = |href: &str| {
            wrapped(&format!(r#"<image width="100" height="50" preserveAspectRatio="none" href="{href}"/>"#))
        };
        let shown = svg(&image(&format!("data:image/png;base64,{}", base64(&png))), 100, 50, Fit::Cover).unwrap();
        assert_eq!(pixel(&shown, 50, 25), [0, 0, 255]);
        for outside in ["/etc/passwd", "file:///etc/hostname", "http://example.org/a.png", "a.svg"] {
            assert_eq!(svg(&image(outside), 10, 10, Fit::Cover), Err(SvgError::Outside(outside.into())));
        }
        let nested = svg(&image("data:image/svg+xml;base64,PHN2Zy8+"), 10, 10, Fit::Cover);
        assert!(matches!(nested, Err(SvgError::Refused(_))), "{nested:?}");
    }

    #[test]
    fn an_enormous_embedded_image_is_refused_before_it_is_decoded() {
        let mut png = super::super::encode_png(&solid(1, 1, Colour::BLACK));
        png[16..24].copy_from_slice(&[0, 0, 0x80, 0, 0, 0, 0x80, 0]);
        let document = wrapped(&format!(r#"<image href="data:image/png;base64,{}"/>"#, base64(&png)));
        assert!(matches!(svg(&document, 10, 10, Fit::Cover), Err(SvgError::Refused(_))));
    }

    fn base64(bytes: &[u8]) -> String {
        const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
        let mut out = String::new();
        for chunk in bytes.chunks(3) {
            let n = chunk.iter().fold(0_u32, |n, b| n << 8 | u32::from(*b)) << (8 * (3 - chunk.len()));
            for i in 0..4 {
                out.push(if i <= chunk.len() { char::from(DIGITS[(n >> (18 - 6 * i) & 63) as usize]) } else { '=' });
            }
        }
        out
    }
}
