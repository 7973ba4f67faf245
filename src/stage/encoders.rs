//! Who encodes: the processor, or a video chip that has shown that it works.
//!
//! Chips are tried out by real encodes, of the very settings that would be used, and what came of it is remembered with
//! FFmpeg's file: for good where one works, for a day where none does, as long as devices and drivers stay the same.
//! When a chip fails at its work, the run goes on in software to its end, and the next run tries again; what the chip has
//! made before is found and used as ever.

use std::collections::{BTreeMap, HashMap};
use std::path::PathBuf;
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use futures::future;
use serde::{Deserialize, Serialize};

use super::{rendering, told};
use crate::media::{Canvas, EncoderChoice, Encoding, Family};
use crate::mill::{JobError, Mill, Missing, Workbench};
use crate::render::{self, Ffmpeg, Hardware, RenderError};

const KIND: &str = "encoders ";
/// A chip that does not work may be there tomorrow.
const NO_LASTS: Duration = Duration::from_secs(24 * 3600);
/// Encodes at once on one chip: the makers allow their customers' cards only a few.
const AT_ONCE: usize = 3;

/// What is known of the machine's encoders in this run.
pub struct Encoders {
    /// Software is no answer.
    pub required: bool,
    mill: Mill,
    /// By what is to be encoded; held while it is found out.
    known: tokio::sync::Mutex<BTreeMap<String, Arc<Trials>>>,
    /// No chip is used any more.
    failed: OnceLock<Failed>,
}

struct Failed {
    why: String,
    /// The FFmpeg by which it was found out what works.
    ffmpeg: PathBuf,
}

impl Drop for Encoders {
    /// The next run tries again: only then, since a video of this run may yet be found that the chip once made.
    fn drop(&mut self) {
        if let Some(failed) = self.failed.get() {
            self.mill.store().forget_facts(&failed.ffmpeg, KIND);
        }
    }
}

/// What came of trying all chips.
#[derive(Debug, Serialize, Deserialize)]
pub struct Trials {
    devices: String,
    at_ms: i64,
    tried: Vec<Trial>,
}

#[derive(Debug, Serialize, Deserialize)]
struct Trial {
    family: Family,
    device: Option<PathBuf>,
    /// Why it does not work.
    fault: Option<String>,
}

impl Trials {
    /// The first that works, of those allowed.
    fn best(&self, choice: EncoderChoice) -> Option<Hardware> {
        let Trial { family, device, fault: _ } =
            self.tried.iter().find(|trial| trial.fault.is_none() && choice.allows(trial.family))?;
        Some(Hardware { family: *family, device: device.clone() })
    }

    fn holds(&self, choice: EncoderChoice, devices: &str, now_ms: i64) -> bool {
        let is_fresh = (0..NO_LASTS.as_millis() as i64).contains(&(now_ms - self.at_ms));
        self.devices == devices && (is_fresh || self.best(choice).is_some())
    }

    /// Families that work, in order of preference.
    pub fn working(&self) -> Vec<&'static str> {
        self.tried.iter().filter(|trial| trial.fault.is_none()).map(|trial| trial.family.name()).collect()
    }

    /// `nvenc: Cannot load libcuda.so.1; …`: of all that is allowed and does not work.
    pub fn faults(&self, choice: EncoderChoice) -> String {
        let of = |trial: &Trial| {
            let fault = trial.fault.as_ref().filter(|_| choice.allows(trial.family))?;
            let node = trial.device.as_ref().map(|node| format!(" ({})", node.display())).unwrap_or_default();
            Some(format!("{}{node}: {fault}", trial.family.name()))
        };
        self.tried.iter().filter_map(of).collect::<Vec<_>>().join("; ")
    }
}

/// Slots by family, for the mill.
pub fn encoder_slots(workers: usize) -> HashMap<Arc<str>, usize> {
    Family::ALL.into_iter().map(|family| (family.name().into(), workers.clamp(1, AT_ONCE))).collect()
}

impl Encoders {
    pub(super) fn new(mill: Mill) -> Self {
        Self { required: false, mill, known: Default::default(), failed: OnceLock::new() }
    }

    /// The chip that encodes such a video; `None`: software does.
    ///
    /// # Errors
    /// No chip does, and one is required; the run was stopped.
    pub async fn choose(
        &self,
        ffmpeg: &Ffmpeg,
        choice: EncoderChoice,
        canvas: Canvas,
        encoding: Encoding,
    ) -> Result<Option<Hardware>, JobError> {
        if choice == EncoderChoice::Software {
            return Ok(None);
        }
        let trials = match self.trials(ffmpeg, choice, canvas, encoding).await {
            Err(_) if self.fall_back() => return Ok(None),
            trials => trials?,
        };
        let best = trials.best(choice);
        if best.is_none() && self.required {
            let what = "a hardware encoder that works".to_owned();
            let help = format!("{}; or run without --require-hw", trials.faults(choice));
            return Err(JobError::Missing(Missing { what, help }));
        }
        Ok(best)
    }

    /// All chips tried out again, whatever is remembered.
    ///
    /// # Errors
    /// FFmpeg cannot be asked what it has.
    pub async fn try_again(&self, ffmpeg: &Ffmpeg, canvas: Canvas) -> Result<Arc<Trials>, JobError> {
        self.mill.store().forget_facts(&ffmpeg.program, KIND);
        self.trials(ffmpeg, EncoderChoice::Auto, canvas, Encoding::default()).await
    }

    /// No chip is used from now on.
    pub(super) fn give_up(&self, ffmpeg: &Ffmpeg, hardware: &Hardware, why: &str) {
        let name = hardware.family.name();
        let (told, ffmpeg) = (format!("the hardware encoder {name} failed: {why}"), ffmpeg.program.clone());
        let is_first = self.failed.set(Failed { why: told, ffmpeg }).is_ok();
        if is_first && !self.required {
            self.mill.note(format!("the hardware encoder {name} failed ({why}); the rest is encoded in software"));
        }
    }

    pub fn have_failed(&self) -> bool {
        self.failed.get().is_some()
    }

    /// Whether a video that was begun with a chip, and could not be finished with it, is to be made in software.
    pub fn fall_back(&self) -> bool {
        self.have_failed() && !self.required
    }

    /// What a job that needs the chip fails with, once that has failed.
    pub(super) fn refusal(&self) -> JobError {
        match self.failed.get() {
            Some(failed) if self.required => {
                JobError::failed(failed.why.clone()).help("run without --require-hw to go on in software")
            }
            _ => JobError::Cancelled,
        }
    }

    async fn trials(
        &self,
        ffmpeg: &Ffmpeg,
        choice: EncoderChoice,
        canvas: Canvas,
        encoding: Encoding,
    ) -> Result<Arc<Trials>, JobError> {
        let Canvas { width, height, fps } = canvas;
        let Encoding { codec, quality } = encoding;
        let kind = format!("{KIND}{codec:?} {quality:?} {width}x{height} {fps}");
        let mut known = self.known.lock().await;
        if let Some(trials) = known.get(&kind) {
            return Ok(trials.clone());
        }
        let devices = render::fingerprint();
        let now_ms = jiff::Timestamp::now().as_millisecond();
        let holds = |fact: &str| {
            serde_json::from_str::<Trials>(fact).is_ok_and(|trials| trials.holds(choice, &devices, now_ms))
        };
        let try_out = || async {
            if self.have_failed() {
                return Err(self.refusal());
            }
            let tried = self.try_all(ffmpeg, canvas, encoding).await?;
            let trials = Trials { devices: devices.clone(), at_ms: now_ms, tried };
            serde_json::to_string(&trials).map_err(|error| JobError::failed(error.to_string()))
        };
        let fact = self.mill.fact_while(&ffmpeg.program, &kind, holds, try_out).await?;
        let trials = serde_json::from_str(&fact).map_err(|error| JobError::failed(error.to_string()))?;
        Ok(known.entry(kind).or_insert(Arc::new(trials)).clone())
    }

    /// All at once: one that hangs holds up no other.
    async fn try_all(&self, ffmpeg: &Ffmpeg, canvas: Canvas, encoding: Encoding) -> Result<Vec<Trial>, JobError> {
        let built_with = ffmpeg.encoders(self.mill.cancel()).await.map_err(told)?;
        let tries = Hardware::candidates().into_iter().map(|hardware| {
            let name = Hardware::encoder(hardware.family, encoding.codec).filter(|name| built_with.contains(name));
            async move {
                let fault = match name {
                    None => Some("ffmpeg has no such encoder".to_owned()),
                    Some(_) => self.fault(ffmpeg, &hardware, canvas, encoding).await?,
                };
                Ok(Trial { family: hardware.family, device: hardware.device, fault })
            }
        });
        future::join_all(tries).await.into_iter().collect()
    }

    /// Why it does not work, if it does not.
    async fn fault(
        &self,
        ffmpeg: &Ffmpeg,
        hardware: &Hardware,
        canvas: Canvas,
        encoding: Encoding,
    ) -> Result<Option<String>, JobError> {
        let scratch = self.mill.store().scratch().map_err(|error| JobError::failed(error.to_string()))?;
        let bench = Workbench {
            scratch: scratch.path().to_owned(),
            cancel: self.mill.cancel().clone(),
            progress: Arc::new(|_, _| {}),
            spare: Arc::new(|| false),
        };
        match render::try_out(&rendering(ffmpeg, &bench), hardware, canvas, encoding).await {
            Ok(()) => Ok(None),
            Err(RenderError::Cancelled) => Err(JobError::Cancelled),
            Err(error) => Ok(Some(error.to_string())),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const DAY_MS: i64 = 24 * 3600 * 1000;

    fn trials(faults: &[(Family, Option<&str>)]) -> Trials {
        let trial = |(family, fault): &(Family, Option<&str>)| {
            let fault = fault.map(str::to_owned);
            Trial { family: *family, device: None, fault }
        };
        Trials { devices: "gpu 1".into(), at_ms: 1000, tried: faults.iter().map(trial).collect() }
    }

    #[test]
    fn the_first_allowed_one_that_works_is_taken() {
        let found = trials(&[(Family::Nvenc, Some("no card")), (Family::Qsv, None), (Family::Vaapi, None)]);
        let best = |choice| found.best(choice).map(|hardware| hardware.family);
        assert_eq!(best(EncoderChoice::Auto), Some(Family::Qsv));
        assert_eq!(best(EncoderChoice::Family(Family::Vaapi)), Some(Family::Vaapi));
        assert_eq!(best(EncoderChoice::Family(Family::Nvenc)), None);
        assert_eq!(found.working(), ["qsv", "vaapi"]);
        assert_eq!(found.faults(EncoderChoice::Auto), "nvenc: no card");
        assert_eq!(found.faults(EncoderChoice::Family(Family::Amf)), "");
    }

    #[test]
    fn a_yes_holds_while_the_devices_stay_and_a_no_for_a_day() {
        let found = trials(&[(Family::Nvenc, Some("no card")), (Family::Vaapi, None)]);
        let (auto, nvenc) = (EncoderChoice::Auto, EncoderChoice::Family(Family::Nvenc));
        assert!(found.holds(auto, "gpu 1", 1000 + 90 * DAY_MS));
        assert!(!found.holds(auto, "gpu 2", 1001));
        assert!(found.holds(nvenc, "gpu 1", 999 + DAY_MS));
        assert!(!found.holds(nvenc, "gpu 1", 1000 + DAY_MS));
        assert!(!found.holds(nvenc, "gpu 1", 999), "a clock that went back");
    }
}
