//! How long every shot is and where its narration starts.

use super::{Narration, Shot, ShotOf, Timeline, chapters, clock, segments};
use crate::media::Transition;

/// Air around a narration: before and after it, at the seams inside a video and at its two ends.
const LEAD_MS: u32 = 150;
const TAIL_MS: u32 = 250;
const FIRST_LEAD_MS: u32 = 350;
const LAST_TAIL_MS: u32 = 600;

/// All that decides a video's timeline.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plan {
    /// At least 1.
    pub fps: u32,
    pub intro_ms: Option<u32>,
    pub outro_ms: Option<u32>,
    pub transition: Transition,
    pub scenes: Vec<SceneTiming>,
}

#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct SceneTiming {
    /// The narration's length; `None` for a silent scene.
    pub speech_ms: Option<u32>,
    /// Silence wanted after the narration. The usual air counts towards it.
    pub pause_ms: u32,
    /// At least this long.
    pub duration_ms: Option<u32>,
    /// Starts a chapter.
    pub title: Option<String>,
}

impl Plan {
    /// Lays the video out. Slots are rounded up to whole frames one by one, so that a scene has the same length
    /// wherever it stands (but for the wider air at the video's two ends), and narrations are placed from the rounded
    /// starts, so that nothing drifts.
    pub fn timeline(&self) -> Timeline {
        let mut shots = Vec::with_capacity(self.scenes.len() + 2);
        let mut start_frame = 0;
        for (of, length) in self.lengths() {
            let frames = clock::frames_covering(length.ms, self.fps).max(1);
            let narration = length.lead_ms.map(|lead_ms| Narration {
                start_sample: clock::frame_sample(start_frame, self.fps) + clock::ms_samples(lead_ms),
                lead_ms,
            });

            shots.push(Shot { of, start_frame, frames, visual_start: start_frame, visual_frames: frames, narration });
            start_frame = start_frame.saturating_add(frames);
        }
        let segments = segments::cut(&mut shots, self.transition, self.fps);
        let titles = self.scenes.iter().map(|scene| scene.title.as_deref());
        let chapters = chapters::chapters(titles, &shots, start_frame);
        Timeline { fps: self.fps, frames: start_frame, shots, segments, chapters }
    }

    fn lengths(&self) -> Vec<(ShotOf, Length)> {
        let still = |ms: u32| Length { ms: u64::from(ms), lead_ms: None };
        let last = self.scenes.len().saturating_sub(1);
        let intro = self.intro_ms.map(|ms| (ShotOf::Intro, still(ms)));
        let outro = self.outro_ms.map(|ms| (ShotOf::Outro, still(ms)));
        let scenes = self.scenes.iter().enumerate().map(|(index, scene)| {
            let opens = index == 0 && intro.is_none();
            let closes = index == last && outro.is_none();
            (ShotOf::Scene(index), scene.length(opens, closes))
        });
        intro.into_iter().chain(scenes).chain(outro).collect()
    }
}

/// A slot before it is rounded to frames.
#[derive(Clone, Copy)]
struct Length {
    ms: u64,
    /// Where the narration starts, if there is one.
    lead_ms: Option<u32>,
}

impl SceneTiming {
    fn length(&self, opens: bool, closes: bool) -> Length {
        let at_least = u64::from(self.duration_ms.unwrap_or(0));
        let Some(speech_ms) = self.speech_ms else {
            return Length { ms: at_least.max(u64::from(self.pause_ms)), lead_ms: None };
        };
        let lead_ms = if opens { FIRST_LEAD_MS } else { LEAD_MS };
        let tail_ms = if closes { LAST_TAIL_MS } else { TAIL_MS };
        let needed = u64::from(lead_ms) + u64::from(speech_ms) + u64::from(tail_ms.max(self.pause_ms));
        Length { ms: needed.max(at_least), lead_ms: Some(lead_ms) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::media::TransitionKind;

    const CUT: Transition = Transition { kind: TransitionKind::None, duration_ms: 0 };

    fn spoken(ms: u32) -> SceneTiming {
        SceneTiming { speech_ms: Some(ms), ..SceneTiming::default() }
    }

    fn plan(scenes: Vec<SceneTiming>) -> Plan {
        Plan { fps: 30, intro_ms: None, outro_ms: None, transition: CUT, scenes }
    }

    #[test]
    fn a_single_scene_has_air_at_both_ends() {
        let timeline = plan(vec![spoken(2000)]).timeline();
        assert_eq!(timeline.frames, 89, "0.35 + 2 + 0.6 s, rounded up");
        assert_eq!(timeline.shots[0].narration_start_sample(), Some(16_800));
        assert_eq!(timeline.duration_ms(), 2966);
        assert_eq!(timeline.samples(), 89 * 1600);
    }

    #[test]
    fn narrations_follow_the_rounded_starts_to_the_sample() {
        let timeline = plan(vec![spoken(1001); 130]).timeline();
        for shot in &timeline.shots[1..] {
            let start = u64::from(shot.start_frame) * 1600;
            assert_eq!(shot.narration_start_sample(), Some(start + 150 * 48));
        }
    }

    #[test]
    fn a_pause_is_longer_than_the_usual_air_and_a_duration_only_stretches() {
        let frames = |scene: SceneTiming| plan(vec![spoken(500), scene, spoken(500)]).timeline().shots[1].frames;
        assert_eq!(frames(spoken(1000)), 42);
        assert_eq!(frames(SceneTiming { pause_ms: 100, ..spoken(1000) }), 42);
        assert_eq!(frames(SceneTiming { pause_ms: 850, ..spoken(1000) }), 60);
        assert_eq!(frames(SceneTiming { duration_ms: Some(3000), ..spoken(1000) }), 90);
        assert_eq!(frames(SceneTiming { duration_ms: Some(500), ..spoken(1000) }), 42);
    }

    #[test]
    fn intro_and_outro_stand_around_the_scenes_and_take_the_wide_air_from_them() {
        let scenes = vec![spoken(1000), SceneTiming { duration_ms: Some(2000), ..SceneTiming::default() }];
        let timeline = Plan { intro_ms: Some(1000), outro_ms: Some(1500), ..plan(scenes) }.timeline();
        let of: Vec<_> = timeline.shots.iter().map(|shot| (shot.of, shot.frames)).collect();
        assert_eq!(of, [(ShotOf::Intro, 30), (ShotOf::Scene(0), 42), (ShotOf::Scene(1), 60), (ShotOf::Outro, 45)]);
        assert_eq!(timeline.shots[1].narration, Some(Narration { start_sample: 48_000 + 7200, lead_ms: 150 }));
        assert_eq!(timeline.shots[2].narration, None);
    }

    #[test]
    fn a_scene_of_no_length_still_gets_a_frame() {
        assert_eq!(plan(vec![SceneTiming::default()]).timeline().frames, 1);
    }
}
