//! Chapters from the scenes that have a title.

use serde::{Deserialize, Serialize};

use super::{Shot, ShotOf};

/// A named stretch of the video.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Chapter {
    pub title: String,
    pub start_frame: u32,
    /// The first frame after it.
    pub end_frame: u32,
}

/// A chapter runs from its scene to the next titled one; the first starts with the video and the last ends with it.
/// Blank titles do not count; `titles` are those of all scenes, in order.
pub(super) fn chapters<'a>(titles: impl Iterator<Item = Option<&'a str>>, shots: &[Shot], frames: u32) -> Vec<Chapter> {
    let mut chapters: Vec<Chapter> = Vec::new();
    for (index, title) in titles.enumerate() {
        let Some(title) = title.map(str::trim).filter(|title| !title.is_empty()) else { continue };
        let Some(shot) = shots.iter().find(|shot| shot.of == ShotOf::Scene(index)) else { continue };
        let start_frame = if chapters.is_empty() { 0 } else { shot.start_frame };
        if let Some(previous) = chapters.last_mut() {
            previous.end_frame = start_frame;
        }
        chapters.push(Chapter { title: title.to_owned(), start_frame, end_frame: frames });
    }
    chapters
}

#[cfg(test)]
mod tests {
    use super::super::{Plan, SceneTiming};
    use crate::media::{Transition, TransitionKind};

    fn chapters_of(titles: &[Option<&str>], intro_ms: Option<u32>) -> Vec<(String, u32, u32)> {
        let scene = |title: &Option<&str>| SceneTiming {
            duration_ms: Some(1000),
            title: title.map(str::to_owned),
            ..SceneTiming::default()
        };
        let transition = Transition { kind: TransitionKind::None, duration_ms: 0 };
        let plan =
            Plan { fps: 10, intro_ms, outro_ms: Some(500), transition, scenes: titles.iter().map(scene).collect() };
        let chapters = plan.timeline().chapters;
        chapters.into_iter().map(|chapter| (chapter.title, chapter.start_frame, chapter.end_frame)).collect()
    }

    #[test]
    fn chapters_cover_the_whole_video() {
        let chapters = chapters_of(&[Some("One"), None, Some("Two"), Some(" ")], Some(2000));
        assert_eq!(chapters, [("One".to_owned(), 0, 40), ("Two".to_owned(), 40, 65)]);
    }

    #[test]
    fn what_comes_before_the_first_title_belongs_to_it() {
        assert_eq!(chapters_of(&[None, Some("Late")], None), [("Late".to_owned(), 0, 25)]);
    }

    #[test]
    fn without_titles_there_are_none() {
        assert_eq!(chapters_of(&[None, None], None), []);
    }
}
