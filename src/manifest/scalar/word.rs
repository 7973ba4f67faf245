//! One word of a few: the field's vocabulary as users write it.

use serde_json::{Value, json};

use super::Scalar;
use crate::manifest::model::{MotionChoice, StockMedia, VisualChoice};
use crate::manifest::near::{any_of, nearest};
use crate::media::cards::ChartKind;
use crate::media::{
    CaptionMode, CaptionPosition, CaptionStyle, Codec, Corner, EncoderChoice, Family, Fit, Motion, PreviewFormat,
    Quality, TransitionKind,
};

/// A type whose values have names.
pub(crate) trait Words: Copy + 'static {
    const WORDS: &'static [(&'static str, Self)];
}

#[derive(Debug, Clone, Copy)]
pub(crate) struct Word<T>(pub T);

fn names<T: Words>() -> Vec<&'static str> {
    T::WORDS.iter().map(|(name, _)| *name).collect()
}

impl<T: Words + PartialEq> Word<T> {
    /// How it is written.
    pub fn name(self) -> &'static str {
        T::WORDS.iter().find(|(_, value)| *value == self.0).map_or("", |(name, _)| name)
    }
}

impl<T: Words> Scalar for Word<T> {
    fn wanted() -> String {
        any_of(&names::<T>())
    }

    fn parse(text: &str) -> Result<Self, Option<String>> {
        let text = text.trim();
        let found = T::WORDS.iter().find(|(name, _)| *name == text);
        found
            .map(|&(_, value)| Self(value))
            .ok_or_else(|| nearest(text, names::<T>()).map(|near| format!("did you mean `{near}`?")))
    }

    fn schema() -> Value {
        json!({ "type": "string", "enum": names::<T>() })
    }
}

macro_rules! words {
    ($type:ty { $($name:literal => $value:expr),* $(,)? }) => {
        impl $crate::manifest::scalar::Words for $type {
            const WORDS: &'static [(&'static str, Self)] = &[$(($name, $value)),*];
        }
    };
}
pub(crate) use words;

words!(Fit { "cover" => Fit::Cover, "contain" => Fit::Contain, "blur" => Fit::Blur });
words!(Quality { "draft" => Quality::Draft, "standard" => Quality::Standard, "high" => Quality::High });
words!(Codec { "h264" => Codec::H264, "hevc" => Codec::Hevc, "av1" => Codec::Av1, "vp9" => Codec::Vp9 });
words!(PreviewFormat { "gif" => PreviewFormat::Gif, "webp" => PreviewFormat::Webp });
words!(EncoderChoice {
    "software" => EncoderChoice::Software,
    "auto" => EncoderChoice::Auto,
    "nvenc" => EncoderChoice::Family(Family::Nvenc),
    "videotoolbox" => EncoderChoice::Family(Family::Videotoolbox),
    "qsv" => EncoderChoice::Family(Family::Qsv),
    "amf" => EncoderChoice::Family(Family::Amf),
    "vaapi" => EncoderChoice::Family(Family::Vaapi),
});
words!(CaptionMode {
    "none" => CaptionMode::None,
    "burn" => CaptionMode::Burn,
    "files" => CaptionMode::Files,
    "both" => CaptionMode::Both,
});
words!(CaptionStyle {
    "word" => CaptionStyle::Word,
    "line" => CaptionStyle::Line,
    "boxed" => CaptionStyle::Boxed,
    "karaoke" => CaptionStyle::Karaoke,
    "none" => CaptionStyle::None,
});
words!(ChartKind { "bars" => ChartKind::Bars, "line" => ChartKind::Line });
words!(CaptionPosition {
    "top" => CaptionPosition::Top,
    "center" => CaptionPosition::Center,
    "bottom" => CaptionPosition::Bottom,
});
words!(TransitionKind {
    "none" => TransitionKind::None,
    "fade" => TransitionKind::Fade,
    "fade-black" => TransitionKind::FadeBlack,
    "wipe-left" => TransitionKind::WipeLeft,
    "wipe-right" => TransitionKind::WipeRight,
    "wipe-up" => TransitionKind::WipeUp,
    "wipe-down" => TransitionKind::WipeDown,
    "slide-left" => TransitionKind::SlideLeft,
    "slide-right" => TransitionKind::SlideRight,
    "slide-up" => TransitionKind::SlideUp,
    "slide-down" => TransitionKind::SlideDown,
    "circle" => TransitionKind::Circle,
});
words!(Corner {
    "top-left" => Corner::TopLeft,
    "top-right" => Corner::TopRight,
    "bottom-left" => Corner::BottomLeft,
    "bottom-right" => Corner::BottomRight,
});
words!(MotionChoice {
    "auto" => MotionChoice::Auto,
    "none" => MotionChoice::Fixed(Motion::None),
    "zoom-in" => MotionChoice::Fixed(Motion::ZoomIn),
    "zoom-out" => MotionChoice::Fixed(Motion::ZoomOut),
    "pan-left" => MotionChoice::Fixed(Motion::PanLeft),
    "pan-right" => MotionChoice::Fixed(Motion::PanRight),
    "pan-up" => MotionChoice::Fixed(Motion::PanUp),
    "pan-down" => MotionChoice::Fixed(Motion::PanDown),
});

words!(StockMedia { "photo" => StockMedia::Photo, "clip" => StockMedia::Clip });
words!(VisualChoice {
    "generated" => VisualChoice::Generated,
    "stock" => VisualChoice::Stock(StockMedia::Photo),
    "clips" => VisualChoice::Stock(StockMedia::Clip),
    "ai" => VisualChoice::Ai,
});

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_in_a_word_is_answered_with_the_word() {
        assert_eq!(Word::<MotionChoice>::parse("zoomin").unwrap_err().unwrap(), "did you mean `zoom-in`?");
        assert_eq!(Word::<Quality>::wanted(), "`draft`, `standard` or `high`");
    }
}
