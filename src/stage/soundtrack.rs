//! The whole video's sound: narration at its places, music under it, at the target loudness, as AAC or Opus.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::{Tools, blocking, rendering, told};
use crate::event::Stage;
use crate::media::audio::{self, Bed, Level, Mix, Placed, Wav};
use crate::media::{Ducking, LoudnessTarget, SoundCodec};
use crate::mill::{Input, Job as MillJob, JobError, Made, Permit, Precedence, Workbench};
use crate::render;

/// The result's file.
pub fn file(codec: SoundCodec) -> &'static str {
    match codec {
        SoundCodec::Aac => "soundtrack.m4a",
        SoundCodec::Opus => "soundtrack.webm",
    }
}

/// Opus raises true peaks by up to a decibel or two, each sound by another amount: what it made is listened to, and made
/// again so much lower where that is too high.
const OPUS_ROUNDS: usize = 4;
/// Lower than what was too high, in hundredths of a decibel, so that a round is enough.
const OPUS_MARGIN: i32 = 10;

/// Music beyond this is not read: a bed is looped, not an album.
const LONGEST_MUSIC: Duration = Duration::from_secs(30 * 60);

#[derive(Serialize)]
pub struct Job {
    /// A channel's length at 48 kHz.
    pub samples: u64,
    /// In order.
    pub narrations: Vec<Narration>,
    /// Clips that are heard themselves.
    pub clips: Vec<Clip>,
    pub music: Option<(Input, Ducking)>,
    pub loudness: LoudnessTarget,
    #[serde(skip_serializing_if = "SoundCodec::is_usual")]
    pub codec: SoundCodec,
    /// Another encoder may make other bytes.
    pub ffmpeg: String,
    /// How, not what.
    #[serde(skip)]
    pub tools: Arc<Tools>,
}

#[derive(Debug, Clone, Serialize)]
pub struct Narration {
    /// At 48 kHz.
    pub start_sample: u64,
    pub wav: Input,
}

#[derive(Debug, Clone, Serialize)]
pub struct Clip {
    pub clip: Input,
    pub start_ms: u64,
    /// In the video, at 48 kHz.
    pub start_sample: u64,
    pub samples: u64,
    pub ducking: Ducking,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Soundtrack {
    /// Hundredths of LUFS before encoding; `None` for silence.
    pub loudness: Option<i32>,
    /// Hundredths of dBTP before encoding.
    pub true_peak: Option<i32>,
}

impl MillJob for Job {
    const STAGE: Stage = Stage::Soundtrack;
    const FORMAT: u32 = 3;
    type Output = Soundtrack;

    fn label(&self) -> String {
        String::new()
    }

    fn needs(&self) -> Permit {
        Permit::Worker
    }

    /// It is one long piece of work: begun last, it would be the only one at work in the end.
    fn precedence(&self) -> Precedence {
        Precedence::Ahead
    }

    /// Milliseconds of sound.
    fn work(&self) -> u64 {
        self.samples / 48 + 1
    }

    async fn run(&self, bench: &Workbench) -> Result<Made<Soundtrack>, JobError> {
        let work = rendering(&self.tools.ffmpeg, bench);
        let (narrations, total) = (self.narrations.clone(), self.samples);
        let mut mix = blocking(move || {
            let mut mix = Mix::new(total);
            for narration in narrations {
                mix.narrate(&placed(narration)?);
            }
            Ok(mix)
        })
        .await?;
        if let Some((file, ducking)) = self.music.clone() {
            let decoded = render::decode_audio(&work, &file.path, Duration::ZERO, self.longest_music()).await;
            let music = decoded.map_err(told)?;
            mix = laid(mix, move |mix| mix.lay_music(&music, ducking)).await?;
        }
        for clip in &self.clips {
            let bed = clip.heard(&work).await?;
            mix = laid(mix, move |mix| mix.lay_bed(&bed)).await?;
        }
        let (level, encoded) = match self.codec {
            SoundCodec::Aac => self.encoded(&work, mix.finish(), self.loudness).await?,
            SoundCodec::Opus => self.heard_and_encoded(&work, &mix.finish()).await?,
        };
        let soundtrack =
            Soundtrack { loudness: level.map(|level| level.loudness), true_peak: level.map(|level| level.true_peak) };
        Ok(Made::file(soundtrack, file(self.codec), encoded))
    }
}

impl Job {
    /// What is not heard is not read.
    fn longest_music(&self) -> Duration {
        let whole = Duration::from_secs(self.samples / u64::from(audio::RATE) + 1);
        whole.min(LONGEST_MUSIC)
    }

    /// Brings the mix to the target and encodes it.
    async fn encoded(
        &self,
        work: &render::Bench<'_>,
        mut mixed: Vec<f32>,
        target: LoudnessTarget,
    ) -> Result<(Option<Level>, PathBuf), JobError> {
        let wav = work.scratch.join("mix.wav");
        let place = wav.clone();
        let level = blocking(move || {
            let level = audio::normalise(&mut mixed, target);
            write(&place, &mixed)?;
            Ok(level)
        })
        .await?;
        let encoded = render::encode_sound(work, &wav, self.codec).await.map_err(told)?;
        Ok((level, encoded))
    }

    /// The same until what is decoded again is under its true peak.
    async fn heard_and_encoded(
        &self,
        work: &render::Bench<'_>,
        mixed: &[f32],
    ) -> Result<(Option<Level>, PathBuf), JobError> {
        let all = Duration::from_millis(self.samples / 48 + 1000);
        let mut target = self.loudness;
        let mut round = 1;
        loop {
            let (level, encoded) = self.encoded(work, mixed.to_vec(), target).await?;
            let heard = render::decode_all_audio(work, &encoded, all).await.map_err(told)?;
            let heard = blocking(move || Ok(audio::measure(&heard))).await?;
            let over = heard.map_or(0, |heard| heard.true_peak - self.loudness.true_peak);
            if over <= 0 || round == OPUS_ROUNDS {
                return Ok((level, encoded));
            }
            target.true_peak -= over + OPUS_MARGIN;
            round += 1;
        }
    }
}

impl Clip {
    async fn heard(&self, work: &render::Bench<'_>) -> Result<Bed, JobError> {
        let (start, length) = (Duration::from_millis(self.start_ms), self.samples * 1000 / u64::from(audio::RATE) + 1);
        let decoded = render::decode_audio(work, &self.clip.path, start, Duration::from_millis(length)).await;
        let mut samples = decoded.map_err(|error| told(error).help("leave `sound` out where a clip has none"))?;
        samples.truncate(usize::try_from(self.samples * 2).unwrap_or(usize::MAX));
        Ok(Bed { start_sample: self.start_sample, samples, ducking: self.ducking })
    }
}

/// One more sound in the mix; it is let go before the next is read.
async fn laid(mut mix: Mix, lay: impl FnOnce(&mut Mix) + Send + 'static) -> Result<Mix, JobError> {
    blocking(move || {
        lay(&mut mix);
        Ok(mix)
    })
    .await
}

fn placed(narration: Narration) -> Result<Placed, JobError> {
    let path = narration.wav.path;
    let unreadable = |cause: String| JobError::failed(format!("cannot read {}: {cause}", path.display()));
    let file = std::fs::File::open(&path).map_err(|error| unreadable(error.to_string()))?;
    let wav = Wav::read(std::io::BufReader::new(file)).map_err(|error| unreadable(error.to_string()))?;
    let samples = audio::to_48k(&wav.samples, wav.rate)
        .ok_or_else(|| unreadable(format!("a rate of {} Hz cannot be converted", wav.rate)))?;
    Ok(Placed { start_sample: narration.start_sample, samples })
}

fn write(path: &std::path::Path, samples: &[f32]) -> Result<(), JobError> {
    let file = std::fs::File::create(path).map_err(audio::WavError::from);
    file.and_then(|file| audio::write_stereo(std::io::BufWriter::new(file), samples))
        .map_err(|error| JobError::failed(format!("cannot write the mix: {error}")))
}
