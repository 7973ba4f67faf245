//! What people should know that is no failure: said once, however many videos it is about.

use std::sync::Arc;

/// So many videos are named; the others are counted.
const NAMED: usize = 3;

#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Notes(Vec<Note>);

#[derive(Debug, Clone, PartialEq, Eq)]
struct Note {
    text: String,
    /// None: it is about the run.
    videos: Vec<Arc<str>>,
}

impl Notes {
    pub fn add(&mut self, video: Option<&Arc<str>>, text: &str) {
        let at = self.0.iter().position(|note| note.text == text && note.videos.is_empty() == video.is_none());
        let at = at.unwrap_or_else(|| {
            self.0.push(Note { text: text.to_owned(), videos: Vec::new() });
            self.0.len() - 1
        });
        let videos = &mut self.0[at].videos;
        if let Some(video) = video
            && !videos.contains(video)
        {
            videos.push(video.clone());
        }
    }

    /// A line each: `a, b, c and 4 more: the script is a template's`.
    pub fn lines(&self) -> Vec<String> {
        self.0.iter().map(line).collect()
    }
}

fn line(Note { text, videos }: &Note) -> String {
    let named = videos.iter().take(NAMED).map(AsRef::as_ref).collect::<Vec<_>>().join(", ");
    match videos.len() {
        0 => text.clone(),
        count if count > NAMED => format!("{named} and {} more: {text}", count - NAMED),
        _ => format!("{named}: {text}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_note_is_said_once_with_the_videos_it_is_about() {
        let mut notes = Notes::default();
        for video in ["a", "b", "a", "c", "d", "e"] {
            notes.add(Some(&video.into()), "a template wrote this");
        }
        notes.add(Some(&"b".into()), "no music");
        notes.add(None, "the cache is full");
        notes.add(None, "the cache is full");
        let expected = ["a, b, c and 2 more: a template wrote this", "b: no music", "the cache is full"];
        assert_eq!(notes.lines(), expected);
    }
}
