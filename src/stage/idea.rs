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
}

impl MillJob for Job {
    const STAGE: Stage = Stage::Idea;
    const FORMAT: u32 = 1;
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
        Ok(Made::value(Idea { mood, motif }))
    }
}
