//! The picture's shape, captions, transitions, the watermark.

use crate::manifest::model::{Captions, Watermark};
use crate::manifest::notes::Notes;
use crate::manifest::paths::{Inputs, Kind};
use crate::manifest::raw::{self, Preset};
use crate::manifest::read::{At, Either, Short, Switch};
use crate::manifest::scalar::{Whole, Word};
use crate::manifest::source::Spot;
use crate::media::{
    Canvas, CaptionLook, CaptionMode, CaptionStyle, Codec, Encoding, Muxer, Quality, Transition, TransitionKind,
};

pub(super) type Pixels = Option<At<Whole<64, 4096>>>;

/// Encoders take even sizes only.
fn even(pixels: u64) -> u32 {
    (pixels & !1) as u32
}

pub(super) fn canvas(
    preset: Option<At<Either<Word<Preset>, raw::Size>>>,
    (width, height): (Pixels, Pixels),
    fps: Option<At<Whole<1, 120>>>,
    notes: &mut Notes,
) -> Option<Canvas> {
    let (base, spot) = match preset {
        None => (Some((1080, 1920)), Spot::NOWHERE),
        Some(At { value: Either::Word(Word(preset)), spot }) => (Some(pixels(preset)), spot),
        Some(At { value: Either::Full(raw::Size { width, height, faulty }), spot }) => {
            let size = width.zip(height).map(|(width, height)| (width.value.0, height.value.0));
            if faulty {
                return None;
            }
            (size, spot)
        }
    };
    let width = width.map(|at| at.value.0).or(base.map(|(width, _)| width));
    let height = height.map(|at| at.value.0).or(base.map(|(_, height)| height));
    let Some((width, height)) = width.zip(height) else {
        notes
            .error(spot, "a size needs `width` and `height`")
            .help("write `preset: {width: 1080, height: 1350}`, or a preset's name");
        return None;
    };
    Some(Canvas { width: even(width), height: even(height), fps: fps.map_or(30, |at| at.value.0 as u32) })
}

fn pixels(preset: Preset) -> (u64, u64) {
    match preset {
        Preset::Shorts => (1080, 1920),
        Preset::Landscape => (1920, 1080),
        Preset::Square => (1080, 1080),
    }
}

/// `None` after telling of pictures that the container does not hold.
pub(super) fn encoding(
    codec: Option<At<Word<Codec>>>,
    quality: Option<At<Word<Quality>>>,
    muxer: Muxer,
    notes: &mut Notes,
) -> Option<Encoding> {
    if let Some(At { value, spot }) = codec.as_ref().filter(|at| !muxer.holds(at.value.0)) {
        notes
            .error(*spot, format!("a WebM file cannot hold `{}`", value.name()))
            .label("`output` ends in `.webm`")
            .help("write `codec: vp9` or `codec: av1`, or let `output` end in `.mp4`");
        return None;
    }
    Some(Encoding {
        codec: codec.map_or(muxer.usual_codec(), |at| at.value.0),
        quality: quality.map(|at| at.value.0).unwrap_or_default(),
    })
}

pub(super) fn captions(raw: Option<At<Short<raw::Captions>>>, canvas: Canvas) -> Captions {
    let raw = raw.map(|at| at.value.0).unwrap_or_default();
    let raw::Captions { mode, style, font, size, color, highlight, position, max_words, outline, uppercase, faulty: _ } =
        raw;
    let style = style.map_or_else(CaptionStyle::default, |at| at.value.0);
    let usual = CaptionLook::standard_of(style, canvas);
    let look = CaptionLook {
        style,
        font: font.map_or(usual.font, |at| at.value.0),
        size: size.map_or(usual.size, |at| at.value.0 as u32),
        color: color.map_or(usual.color, |at| at.value.0),
        highlight: highlight.map_or(usual.highlight, |at| at.value.0),
        position: position.map_or(usual.position, |at| at.value.0),
        max_words: max_words.map_or(usual.max_words, |at| at.value.0 as u32),
        outline: outline.map_or(usual.outline, |at| at.value.0 as u32),
        uppercase: uppercase.map_or(usual.uppercase, |at| at.value.0),
    };
    Captions { mode: mode.map_or_else(CaptionMode::default, |at| at.value.0), look }
}

pub(super) fn transition(raw: Option<At<Short<raw::Transition>>>) -> Transition {
    let raw::Transition { kind, duration, faulty: _ } = raw.map(|at| at.value.0).unwrap_or_default();
    // A duration alone speaks of a transition that is seen.
    let default = if duration.is_some() { TransitionKind::Fade } else { TransitionKind::None };
    let kind = kind.map_or(default, |at| at.value.0);
    let duration_ms = match kind {
        TransitionKind::None => 0,
        _ => duration.map_or(300, |at| at.value.0 as u32),
    };
    Transition { kind, duration_ms }
}

/// `None` after a problem; `Some(None)` for a video without.
pub(super) fn watermark(
    raw: Option<At<Switch<Short<raw::Watermark>>>>,
    inputs: &mut Inputs,
    notes: &mut Notes,
) -> Option<Option<Watermark>> {
    let Some((spot, Short(raw))) = raw.and_then(|at| Some((at.spot, at.value.on()?))) else { return Some(None) };
    let raw::Watermark { file, position, width, opacity, faulty } = raw;
    let Some(file) = file else {
        if !faulty {
            notes
                .error(spot, "a watermark needs a `file`")
                .help("write `watermark: {file: logo.png}`, or `watermark: none`");
        }
        return None;
    };
    Some(Some(Watermark {
        source: inputs.media(&file.value.0, file.spot, "watermark", Kind::Picture, notes)?,
        corner: position.map(|at| at.value.0).unwrap_or_default(),
        width: width.map_or(1200, |at| at.value.0),
        opacity: opacity.map_or(700, |at| at.value.0),
    }))
}
