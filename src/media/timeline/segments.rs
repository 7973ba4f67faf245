//! What is encoded separately: the bodies of shots, and the joins where one dissolves into the next.

use serde::{Deserialize, Serialize};

use super::{Shot, clock};
use crate::media::{Transition, TransitionKind};

/// A stretch of frames encoded by itself. Shots are indices into the timeline's; first frames count from the start of
/// the shot's visual span.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Segment {
    /// One shot alone.
    Body { shot: usize, first: u32, frames: u32 },
    /// A dissolve from one shot into the next.
    Join { from: usize, to: usize, from_first: u32, to_first: u32, frames: u32 },
}

/// Some frames of a shot's visual span.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct View {
    pub shot: usize,
    pub first: u32,
    pub frames: u32,
}

impl Segment {
    pub fn frames(&self) -> u32 {
        match *self {
            Self::Body { frames, .. } | Self::Join { frames, .. } => frames,
        }
    }

    /// What of which shots is seen: one view for a body, two for a join.
    pub fn views(&self) -> Vec<View> {
        match *self {
            Self::Body { shot, first, frames } => vec![View { shot, first, frames }],
            Self::Join { from, to, from_first, to_first, frames } => {
                vec![View { shot: from, first: from_first, frames }, View { shot: to, first: to_first, frames }]
            }
        }
    }

    /// The shot that it opens with.
    pub fn opens_with(&self) -> usize {
        match *self {
            Self::Body { shot, .. } => shot,
            Self::Join { from, .. } => from,
        }
    }

    /// A body in parts of `longest` frames, the last of what is left: what is done last is short. So that nothing is done
    /// for next to no frames, the last two share where that would be less than a quarter of `longest`.
    pub fn parts(&self, longest: u32) -> Vec<Self> {
        let Self::Body { shot, first, frames } = *self else { return vec![*self] };
        let longest = longest.max(1);
        let count = frames.div_ceil(longest).max(1);
        let left = frames - longest * (count - 1);
        let last = if count > 1 && left < longest / 4 { (longest + left) / 2 } else { left };
        let at = |part: u32| if part == count { frames } else { (longest * part).min(frames - last) };
        (0..count).map(|part| Self::Body { shot, first: first + at(part), frames: at(part + 1) - at(part) }).collect()
    }
}

/// Cuts the video into segments and widens each shot's visual span by what it lends to its joins.
pub(super) fn cut(shots: &mut [Shot], transition: Transition, fps: u32) -> Vec<Segment> {
    let wanted = match transition.kind {
        TransitionKind::None => 0,
        _ => clock::nearest_frame(u64::from(transition.duration_ms), fps),
    };
    let joins: Vec<u32> = shots.windows(2).map(|pair| join_frames(&pair[0], &pair[1], wanted)).collect();
    let mut segments = Vec::with_capacity(shots.len() * 2);
    for (index, shot) in shots.iter_mut().enumerate() {
        let join_in = index.checked_sub(1).map_or(0, |cut| joins[cut]);
        let join_out = joins.get(index).copied().unwrap_or(0);
        widen(shot, join_in, join_out);
        let body = shot.visual_frames - join_in - join_out;
        segments.push(Segment::Body { shot: index, first: join_in, frames: body });
        if join_out > 0 {
            let from_first = join_in + body;
            segments.push(Segment::Join { from: index, to: index + 1, from_first, to_first: 0, frames: join_out });
        }
    }
    segments
}

/// A join takes at most half of the shorter shot, so that every picture is seen by itself for half of its slot and
/// two joins never meet.
fn join_frames(from: &Shot, to: &Shot, wanted: u32) -> u32 {
    wanted.min(from.frames / 2).min(to.frames / 2)
}

/// A join is centred on its cut; of an odd number of frames the later shot's side has one more.
fn widen(shot: &mut Shot, join_in: u32, join_out: u32) {
    let before = join_in / 2;
    let after = join_out - join_out / 2;
    shot.visual_start = shot.start_frame - before;
    shot.visual_frames = before + shot.frames + after;
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::{Plan, SceneTiming};
    use super::*;

    fn plan(fps: u32, fade_ms: u32, scenes: &[u32]) -> Plan {
        let transition = Transition {
            kind: if fade_ms == 0 { TransitionKind::None } else { TransitionKind::Fade },
            duration_ms: fade_ms,
        };
        let scenes = scenes.iter().map(|&ms| SceneTiming { duration_ms: Some(ms), ..SceneTiming::default() }).collect();
        Plan { fps, intro_ms: None, outro_ms: None, transition, scenes }
    }

    #[test]
    fn with_cuts_there_are_only_bodies() {
        let timeline = plan(30, 0, &[1000, 2000]).timeline();
        assert_eq!(
            timeline.segments,
            [Segment::Body { shot: 0, first: 0, frames: 30 }, Segment::Body { shot: 1, first: 0, frames: 60 }]
        );
    }

    #[test]
    fn a_fade_is_centred_on_the_cut_and_both_pictures_run_through_it() {
        let timeline = plan(30, 300, &[1000, 2000]).timeline();
        assert_eq!(
            timeline.segments,
            [
                Segment::Body { shot: 0, first: 0, frames: 26 },
                Segment::Join { from: 0, to: 1, from_first: 26, to_first: 0, frames: 9 },
                Segment::Body { shot: 1, first: 9, frames: 55 },
            ]
        );
        assert_eq!((timeline.shots[0].visual_start, timeline.shots[0].visual_frames), (0, 35));
        assert_eq!((timeline.shots[1].visual_start, timeline.shots[1].visual_frames), (26, 64));
        assert_eq!(timeline.shots[1].head_frames(), 4);
    }

    #[test]
    fn a_join_shortens_at_a_short_shot() {
        let timeline = plan(30, 1000, &[2000, 100, 2000]).timeline();
        let joins: Vec<u32> = timeline.segments.iter().filter(|s| s.views().len() == 2).map(Segment::frames).collect();
        assert_eq!(joins, [1, 1]);
    }

    #[test]
    fn a_body_is_the_same_wherever_it_stands() {
        let near = plan(30, 300, &[1000, 1500, 2000, 900]).timeline();
        let far = plan(30, 300, &[3456, 4000, 1000, 1500, 2000, 900]).timeline();
        let body = |segment: Segment| match segment {
            Segment::Body { first, frames, .. } => (first, frames),
            Segment::Join { .. } => panic!("a join where a body was"),
        };
        assert_eq!(body(near.segments[2]), body(far.segments[6]));
        assert_eq!(body(near.segments[4]), body(far.segments[8]));
    }

    #[test]
    fn a_body_is_cut_into_parts_of_which_the_last_is_short_and_a_join_stays_whole() {
        let parts = |frames, longest| {
            let parts = Segment::Body { shot: 3, first: 7, frames }.parts(longest);
            let views = parts.iter().flat_map(Segment::views);
            views.map(|View { shot, first, frames }| (shot, first, frames)).collect::<Vec<_>>()
        };
        assert_eq!(parts(150, 60), [(3, 7, 60), (3, 67, 60), (3, 127, 30)]);
        assert_eq!(parts(135, 60), [(3, 7, 60), (3, 67, 60), (3, 127, 15)]);
        assert_eq!(parts(134, 60), [(3, 7, 60), (3, 67, 37), (3, 104, 37)]);
        assert_eq!(parts(61, 60), [(3, 7, 31), (3, 38, 30)]);
        assert_eq!(parts(60, 60), [(3, 7, 60)]);
        assert_eq!(parts(0, 60), [(3, 7, 0)]);
        let join = Segment::Join { from: 0, to: 1, from_first: 9, to_first: 0, frames: 90 };
        assert_eq!(join.parts(60), [join]);
    }

    proptest! {
        #[test]
        fn segments_cover_the_video_exactly_once(
            fps in 1_u32..=120,
            fade_ms in 0_u32..3000,
            scenes in prop::collection::vec(0_u32..4000, 0..140),
        ) {
            let timeline = plan(fps, fade_ms, &scenes).timeline();
            let slots: u32 = timeline.shots.iter().map(|shot| shot.frames).sum();
            prop_assert_eq!(slots, timeline.frames);
            let mut at = 0;
            for segment in &timeline.segments {
                prop_assert!(segment.frames() > 0);
                for view in segment.views() {
                    let shot = &timeline.shots[view.shot];
                    prop_assert_eq!(shot.visual_start + view.first, at, "frames run on through the segments");
                    prop_assert!(view.first + view.frames <= shot.visual_frames);
                }
                at += segment.frames();
            }
            prop_assert_eq!(at, timeline.frames);
        }

        #[test]
        fn slots_follow_each_other_and_narrations_stay_inside(
            fps in 1_u32..=120,
            speech in prop::collection::vec((prop::option::of(0_u32..5000), 0_u32..1000), 1..40),
        ) {
            let scenes = speech
                .iter()
                .map(|&(speech_ms, pause_ms)| SceneTiming { speech_ms, pause_ms, ..SceneTiming::default() })
                .collect();
            let timeline = Plan { scenes, ..plan(fps, 300, &[]) }.timeline();
            let mut at = 0;
            for (shot, &(speech_ms, _)) in timeline.shots.iter().zip(&speech) {
                prop_assert_eq!(shot.start_frame, at);
                at += shot.frames;
                if let (Some(start), Some(ms)) = (shot.narration_start_sample(), speech_ms) {
                    prop_assert!(start >= clock::frame_sample(shot.start_frame, fps));
                    prop_assert!(start + clock::ms_samples(ms) <= clock::frame_sample(at, fps));
                }
            }
        }
    }
}
