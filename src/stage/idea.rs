//! What to show for a scene that names no picture: a mood and a motif to paint, and words to search for.

use serde::{Deserialize, Serialize};

use crate::event::Stage;
use crate::mill::{Job as MillJob, JobError, Made, Permit, Workbench};
use crate::render::looks::{Mood, Motif};

#[derive(Serialize)]
pub struct Job {
    pub narration: String,
    /// The writer's own words for what to show.
    pub hint: Option<String>,
    pub genre: Option<String>,
    /// For people.
    #[serde(skip)]
    pub label: String,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Idea {
    pub mood: Mood,
    /// `None`: any that suits the mood.
    pub motif: Option<Motif>,
    /// To search a stock of pictures with.
    pub words: String,
    /// To have a picture drawn by.
    pub prompt: String,
}

impl MillJob for Job {
    const STAGE: Stage = Stage::Idea;
    const FORMAT: u32 = 2;
    type Output = Idea;

    fn label(&self) -> String {
        self.label.clone()
    }

    fn needs(&self) -> Permit {
        Permit::None
    }

    /// The hint first: the writer has thought of a picture, the narration only of words.
    async fn run(&self, _: &Workbench) -> Result<Made<Idea>, JobError> {
        let hint = self.hint.as_deref().unwrap_or_default();
        let mood = Mood::from_words(self.genre.as_deref(), &format!("{hint} {}", self.narration));
        let motif = Motif::from_words(hint).or_else(|| Motif::from_words(&self.narration));
        let genre = self.genre.as_deref().unwrap_or_default();
        let words = search_words(hint, &self.narration, genre);
        let prompt = prompt(hint, &self.narration, genre);
        Ok(Made::value(Idea { mood, motif, words, prompt }))
    }
}

/// Words of a search: stocks know things, not stories.
const SEARCHED: usize = 4;
/// Words that name nothing to be seen.
const UNSEEN: &[&str] = &[
    "about",
    "above",
    "after",
    "again",
    "against",
    "almost",
    "also",
    "always",
    "among",
    "another",
    "because",
    "been",
    "before",
    "began",
    "behind",
    "being",
    "below",
    "between",
    "both",
    "came",
    "cannot",
    "come",
    "comes",
    "could",
    "does",
    "doing",
    "done",
    "down",
    "during",
    "each",
    "ends",
    "even",
    "ever",
    "every",
    "first",
    "from",
    "gave",
    "gets",
    "give",
    "goes",
    "going",
    "gone",
    "have",
    "having",
    "here",
    "hers",
    "herself",
    "himself",
    "into",
    "itself",
    "just",
    "keep",
    "kept",
    "knew",
    "know",
    "known",
    "last",
    "least",
    "left",
    "less",
    "like",
    "little",
    "made",
    "make",
    "makes",
    "many",
    "might",
    "more",
    "most",
    "much",
    "must",
    "myself",
    "never",
    "next",
    "nobody",
    "none",
    "nothing",
    "often",
    "once",
    "only",
    "other",
    "others",
    "over",
    "perhaps",
    "quite",
    "rather",
    "said",
    "same",
    "says",
    "seem",
    "seems",
    "seen",
    "should",
    "since",
    "some",
    "something",
    "sometimes",
    "soon",
    "still",
    "such",
    "take",
    "takes",
    "tell",
    "than",
    "that",
    "their",
    "them",
    "themselves",
    "then",
    "there",
    "these",
    "they",
    "thing",
    "things",
    "think",
    "this",
    "those",
    "though",
    "thought",
    "through",
    "told",
    "took",
    "toward",
    "under",
    "until",
    "upon",
    "used",
    "very",
    "want",
    "wants",
    "welcome",
    "well",
    "went",
    "were",
    "what",
    "when",
    "where",
    "which",
    "while",
    "whose",
    "will",
    "with",
    "within",
    "without",
    "would",
    "year",
    "years",
    "your",
    "yours",
];

/// The writer's own words where there are some, else the nouns of the narration, as well as they can be told.
fn search_words(hint: &str, narration: &str, genre: &str) -> String {
    let seen = |text: &str| -> Vec<String> {
        let words = text.split(|c: char| !c.is_alphanumeric() && c != '\'' && c != '-');
        let long = |word: &&str| word.chars().count() > 3 || !word.is_ascii();
        let mut kept: Vec<String> = Vec::new();
        for word in words.filter(long).map(str::to_lowercase) {
            if !UNSEEN.contains(&word.as_str()) && !kept.contains(&word) {
                kept.push(word);
            }
        }
        kept
    };
    let mut words = seen(hint);
    if words.is_empty() {
        words = seen(narration);
    }
    if words.is_empty() {
        words = seen(genre);
    }
    words.truncate(SEARCHED);
    if words.is_empty() { "background".to_owned() } else { words.join(" ") }
}

fn prompt(hint: &str, narration: &str, genre: &str) -> String {
    let shown = if hint.trim().is_empty() { narration } else { hint };
    let style = if genre.is_empty() { String::new() } else { format!(" The mood suits a {genre} story.") };
    format!("{shown}. A single cinematic picture with depth and natural light, without any text or letters.{style}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn searches_are_for_things_that_can_be_seen() {
        assert_eq!(search_words("an old wooden boat at the harbour", "", ""), "wooden boat harbour");
        assert_eq!(search_words("", "They would never have left the lighthouse alone.", ""), "lighthouse alone");
        assert_eq!(search_words("", "It is.", "horror"), "horror");
        assert_eq!(search_words("", "", ""), "background");
    }

    #[test]
    fn a_drawing_shows_the_hint_and_no_letters() {
        let prompt = prompt("harbour at dawn", "Boats leave.", "news");
        assert!(
            prompt.starts_with("harbour at dawn.") && prompt.contains("without any text") && prompt.contains("news")
        );
    }
}
