//! Whose pictures a video shows.

use futures::future;
use serde::Serialize;

use super::parts::Parts;
use crate::media::timeline::Timeline;
use crate::mill::JobError;

/// A picture of a stock, and where it is shown.
#[derive(Debug, Clone, Serialize)]
pub(super) struct Credit {
    /// `scene 3`
    pub shown: String,
    pub author: String,
    pub page: String,
    pub licence: String,
    pub id: String,
}

/// In the order in which they are shown.
pub(super) async fn all(parts: &Parts<'_>, timeline: &Timeline) -> Result<Vec<Credit>, JobError> {
    let shown = super::settle(future::join_all(parts.shown.iter().cloned()).await)?;
    let credited = timeline.shots.iter().zip(shown).filter_map(|(shot, shown)| {
        let found = shown.credit?;
        let (author, page, licence, id) = (found.author, found.page, found.licence, found.id);
        Some(Credit { shown: shot.of.to_string(), author, page, licence, id })
    });
    Ok(credited.collect())
}

/// The script's description, with a line for the authors where the manifest asks for it.
pub(super) fn described(parts: &Parts<'_>, credits: &[Credit]) -> String {
    let description = &parts.script.description;
    if credits.is_empty() || !parts.bench.video().credits {
        return description.clone();
    }
    let mut authors: Vec<String> = Vec::new();
    for Credit { author, page, .. } in credits {
        let named = format!("{author} ({page})");
        if !authors.contains(&named) {
            authors.push(named);
        }
    }
    let line = format!("Pictures: {}", authors.join(", "));
    if description.is_empty() { line } else { format!("{description}\n\n{line}") }
}
