//! What is painted on which frames.

use std::ops::Range;

use super::Cue;
use crate::media::CaptionStyle;
use crate::media::timeline::{Narration, Shot, clock};

/// Some frames of a shot that a segment shows from its first frame on, and the cues of the shot's narration.
#[derive(Debug, Clone, Copy)]
pub struct Showing<'a> {
    cues: &'a [Cue],
    /// Frames of the shot's visual span before the narration's slot.
    head_frames: u32,
    lead_ms: u32,
    first: u32,
    frames: u32,
}

impl<'a> Showing<'a> {
    /// `frames` frames from `first` of the shot's visual span; `None` for a shot without narration.
    pub fn new(cues: &'a [Cue], shot: &Shot, first: u32, frames: u32) -> Option<Self> {
        let Narration { lead_ms, start_sample: _ } = shot.narration?;
        Some(Self { cues, head_frames: shot.head_frames(), lead_ms, first, frames })
    }

    /// The states that are seen, in order. Frames count from the segment's first; no two states share one.
    pub(super) fn states(self, style: CaptionStyle, fps: u32) -> Vec<State<'a>> {
        let mut states = Vec::new();
        for cue in self.cues {
            for (highlight, start_ms, end_ms) in moments(cue, style) {
                let frames = self.frame(start_ms, fps)..self.frame(end_ms, fps);
                if frames.start < frames.end {
                    states.push(State { frames, cue, highlight });
                }
            }
        }
        states
    }

    /// The frame of the segment at which a time of the narration falls, kept within the segment.
    fn frame(self, ms: u32, fps: u32) -> u32 {
        let in_slot = clock::nearest_frame(u64::from(self.lead_ms) + u64::from(ms), fps);
        (self.head_frames + in_slot).saturating_sub(self.first).min(self.frames)
    }
}

/// A cue as it is painted on some frames.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct State<'a> {
    pub frames: Range<u32>,
    pub cue: &'a Cue,
    /// Which of the cue's words is being spoken, counted through its lines.
    pub highlight: Option<usize>,
}

/// Without gaps from the cue's start to its end, one moment a word or a single one.
fn moments(cue: &Cue, style: CaptionStyle) -> Vec<(Option<usize>, u32, u32)> {
    if !matches!(style, CaptionStyle::Word | CaptionStyle::Karaoke) {
        return vec![(None, cue.start_ms, cue.end_ms)];
    }
    let starts: Vec<u32> = cue.lines.iter().flatten().map(|word| word.start_ms).collect();
    let ends = starts.iter().skip(1).copied().chain([cue.end_ms]);
    starts.iter().zip(ends).enumerate().map(|(word, (&start, end))| (Some(word), start, end)).collect()
}

#[cfg(test)]
mod tests {
    use super::super::CueWord;
    use super::*;
    use crate::media::timeline::ShotOf;

    fn cue(start_ms: u32, end_ms: u32, words: &[u32]) -> Cue {
        let word = |&start_ms: &u32| CueWord { text: "w".to_owned(), start_ms };
        Cue { start_ms, end_ms, lines: vec![words.iter().map(word).collect()], size: 90 }
    }

    fn shot(head: u32) -> Shot {
        Shot {
            of: ShotOf::Scene(0),
            start_frame: 100,
            frames: 60,
            visual_start: 100 - head,
            visual_frames: 60 + head,
            narration: Some(Narration { start_sample: 160_000, lead_ms: 100 }),
        }
    }

    fn frames(cues: &[Cue], head: u32, first: u32, length: u32) -> Vec<(Option<usize>, Range<u32>)> {
        let showing = Showing::new(cues, &shot(head), first, length).unwrap();
        showing.states(CaptionStyle::Word, 30).into_iter().map(|state| (state.highlight, state.frames)).collect()
    }

    #[test]
    fn word_states_follow_each_other_without_gaps() {
        let cues = [cue(0, 1000, &[0, 300, 700])];
        assert_eq!(frames(&cues, 0, 0, 60), [(Some(0), 3..12), (Some(1), 12..24), (Some(2), 24..33)]);
    }

    #[test]
    fn a_window_cuts_states_at_its_edges_and_counts_from_its_start() {
        let cues = [cue(0, 1000, &[0, 300, 700])];
        assert_eq!(frames(&cues, 4, 10, 10), [(Some(0), 0..6), (Some(1), 6..10)]);
        assert_eq!(frames(&cues, 4, 40, 10), []);
    }

    #[test]
    fn a_word_too_short_for_a_frame_is_not_a_state() {
        assert_eq!(frames(&[cue(0, 500, &[0, 5, 10])], 0, 0, 60), [(Some(2), 3..18)]);
    }

    #[test]
    fn a_silent_shot_shows_no_captions() {
        let silent = Shot { narration: None, ..shot(0) };
        assert!(Showing::new(&[], &silent, 0, 60).is_none());
    }
}
