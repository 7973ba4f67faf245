//! A video, and the settings that a video and the manifest's `defaults` share.

use std::collections::BTreeMap;

use super::{
    Bumper, Captions, Hls, Loudness, Music, Preset, Preview, Rows, Scene, Script, Size, Transition, VoiceItem,
    Watermark,
};
use crate::manifest::model::{MotionChoice, VisualChoice};
use crate::manifest::read::{Any, At, Either, Later, Many, Short, Switch};
use crate::manifest::record::record;
use crate::manifest::scalar::{Between, Flag, Language, Level, Line, PathText, Prose, Time, Whole, Word};
use crate::media::{Codec, EncoderChoice, Quality};

record! {
    /// One video, or many of one form.
    Video {
        /// Stable and unique: file names, `--only` and reports use it. Made from the title or topic where it is missing.
        id: Line,
        /// One video a row: `data` for the manifest's rows, a file's path, or a list of mappings. Templates see `row`.
        for_each: Later<Rows>,
        /// One video for each combination, such as `{language: [en, de], preset: [shorts, landscape]}`. Templates see
        /// `matrix`; an axis named like a setting sets it.
        matrix: Later<BTreeMap<String, At<Vec<At<Any>>>>>,
        /// What the script shall be about; short for `script: {generate: {topic: …}}`.
        topic: Line,
        /// The scenes, in order.
        scenes: Vec<At<Short<Scene>>>,
        ..settings: Settings,
    }
}

record! {
    /// What holds for all videos, or for one.
    Settings {
        /// `shorts` 1080x1920, `landscape` 1920x1080, `square` 1080x1080, or a size.
        preset: Either<Word<Preset>, Size>,
        /// Pixels, instead of the preset's; rounded down to an even number.
        width: Whole<64, 4096>,
        /// Pixels, instead of the preset's; rounded down to an even number.
        height: Whole<64, 4096>,
        /// Frames a second.
        fps: Whole<1, 120>,
        /// How much care the encoder takes.
        quality: Word<Quality>,
        /// How pictures are coded: `h264` plays everywhere, the others are smaller or free and take longer to make. A
        /// WebM file holds `vp9` (the usual) or `av1`.
        codec: Word<Codec>,
        /// Who encodes: `software` makes the same bytes everywhere; `auto` asks for a video chip that works, else it is
        /// software; a name asks for that one, else it is software.
        encoder: Word<EncoderChoice>,
        /// What is spoken and written: a BCP 47 tag such as `en` or `pt-BR`.
        language: Language,
        /// Shown in lists and kept in the file.
        title: Line,
        /// Kept in the file.
        description: Prose,
        /// Kept in the file.
        tags: Many<Line>,
        /// Where the finished video goes, below the manifest's folder; ends in `.mp4`, or in `.webm`.
        output: PathText,
        /// Where narration and scenes come from.
        script: Short<Script>,
        /// What the picture and the words are like: `horror`, `news` …
        genre: Line,
        /// The feeling of pictures that the program paints.
        mood: Line,
        /// Other seeds make other choices; made from the id where it is missing.
        seed: Whole<0, { u64::MAX }>,
        /// Who speaks: a voice, a provider's name, or a list of which the first that works speaks.
        voice: Many<VoiceItem>,
        /// How words are spoken that a voice gets wrong: `{GIF: jif, "Dr.": Doctor}`. Captions show them as written.
        pronunciation: BTreeMap<String, At<Line>>,
        /// What scenes show that name nothing, in order of preference: `generated`, `stock`, `clips` or `ai`.
        visuals: Many<Word<VisualChoice>>,
        /// Whether the description names the authors of stock pictures; the `.json` beside the video always does.
        credits: Flag,
        /// `none`, `burn`, `files`, `both`, or how they look.
        captions: Short<Captions>,
        /// A file, or how it is played; `none` for none.
        music: Switch<Short<Music>>,
        /// How loud the finished sound is (EBU R 128).
        loudness: Short<Loudness>,
        /// Between scenes.
        transition: Short<Transition>,
        /// A picture over the picture; `none` for none.
        watermark: Switch<Short<Watermark>>,
        /// Shown before the first scene; `none` for none.
        intro: Switch<Short<Bumper>>,
        /// Shown after the last scene; `none` for none.
        outro: Switch<Short<Bumper>>,
        /// How stills move where scenes do not say.
        motion: Word<MotionChoice>,
        /// The moment shown on the poster.
        poster: Time<0, 86_400_000>,
        /// A short moving picture beside the video: `gif`, `webp`, or how it is made; `none` for none.
        preview: Switch<Short<Preview>>,
        /// Also an HTTP Live Stream of the video, in a folder beside it: `true`, or how it is made; `none` for none.
        hls: Switch<Short<Hls>>,
        /// Checked on the finished file.
        expect: Expect,
    }
}

record! {
    /// What the finished file must be.
    Expect {
        /// Its length, from the first to the second.
        duration: Between<Time<0, 86_400_000>>,
        /// Its integrated loudness in LUFS, from the first to the second.
        loudness: Between<Level<-7000, 500>>,
        /// Its highest true peak in dBTP.
        true_peak: Level<-6000, 300>,
        /// The longest black stretch.
        black: Time<0, 86_400_000>,
        /// The longest stretch in which nothing moves.
        frozen: Time<0, 86_400_000>,
        /// The longest silence.
        silence: Time<0, 86_400_000>,
    }
}
